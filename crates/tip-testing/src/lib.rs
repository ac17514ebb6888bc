//! tip-testing

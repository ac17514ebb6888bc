//! tip-syntax

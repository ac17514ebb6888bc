//! tip-plan

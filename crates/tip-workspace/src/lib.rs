//! tip-workspace

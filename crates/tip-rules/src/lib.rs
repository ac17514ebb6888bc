//! tip-rules

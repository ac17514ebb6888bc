//! tip-report

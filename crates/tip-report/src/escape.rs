//! Makes text safe for where it is shown.

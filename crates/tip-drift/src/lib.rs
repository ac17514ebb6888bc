//! The history of a repository, as far as plans need it.
//!
//! Git is read in process and never written: no commit, no index, no reference changes here.

mod history;

mod lines;

pub use history::{Error, History, Revision};
pub use lines::changed_lines;

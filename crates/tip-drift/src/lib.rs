//! The history of a repository, as far as plans need it.
//!
//! Git is read in process and never written: no commit, no index, no reference changes here.

mod anchor;
mod base;
mod cache;
mod chain;
mod changes;
mod claim;
mod conclude;
mod difference;
mod drift;
mod evidence;
mod folder;
mod follow;
mod git_state;
mod graph;
mod group;
mod history;
mod line_map;
mod lines;
mod locate;
mod origin;
mod rename;
mod session;
mod store;
mod symbol;
mod text;
mod trace;
mod verdict;
mod versions;
mod work_tree;

pub use cache::{Keep, open, seal};
pub use claim::{Claim, Word};
pub use difference::{ChangedFile, Difference, Side, Version};
pub use drift::{Asked, Drift};
pub use folder::GoneFolder;
pub use git_state::GitState;
pub use history::{CommitInfo, Error, History, Revision};
pub use lines::changed_lines;
pub use session::Session;
pub use symbol::{Language, Symbol, SymbolKind, Unread, innermost, named, sections, symbols};
pub use verdict::{Base, Doubt, Judgement, Place, Verdict};
pub use versions::{ContentId, Earlier, FileVersion};
pub use work_tree::{Content, FileLook, Files};

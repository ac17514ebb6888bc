//! The language server: what editors ask of plans, answered by the same `Snapshot` that the command line asks.
//!
//! One thread owns the open documents and answers; it judges a document between two keystrokes. Another looks at all plans and
//! at the history, and hands over what it found. Nothing is executed: this crate has no way to what runs commands.
//!
//! Invariant: an answer is made from the text that the editor holds, whatever is on the disk.
//!
//! Invariant: positions are byte offsets inside; they become the editor's in `encoding`, and nowhere else.

mod uri;

mod alone;

mod evidence;

mod effort;

mod encoding;

mod open_document;

mod project;

mod background;

mod session;

mod capabilities;

mod dispatch;

mod line;

mod server;

mod at;

mod lead;

mod drifted;

mod markdown;

mod diagnostics;

mod allow;

mod actions;

mod completion;

mod hover;

mod navigate;

mod symbols;

mod folding;

mod links;

mod rename;

mod format;

mod hints;

mod lenses;

pub use server::{ServeError, serve, stdio};

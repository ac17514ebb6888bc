//! Text and its structure: what every later stage stands on.
//!
//! Bytes become a [`Source`] (text whose byte offsets are those of the file), a source becomes a [`Document`] (lossless Markdown
//! blocks and inlines with byte spans, front matter apart), and what is said about either is a [`Finding`], whose remedies are
//! [`Edit`]s on the original bytes.
//!
//! Invariant: nothing here knows what a plan is, and nothing here touches the world.
//!
//! Invariant: reading is total. Any bytes give a document; concatenating its [leaves](Document::leaves) gives the bytes back.

mod span;

mod source;

mod line_index;

mod kept;

mod edit;

mod finding;

mod front_matter;

mod yaml;

mod container;

mod document;

mod markdown;

mod reread;

pub mod scan;

pub use container::Container;
pub use document::{Block, BlockId, BlockKind, Document, Inline, InlineKind, Leaf, LeafKind};
pub use edit::{Edit, EditConflict, apply_edits};
pub use finding::{Finding, Fix, Label, Safety, Severity};
pub use front_matter::{Entry, FrontMatter, Placement, Value, ValueKind, YamlError};
pub use kept::Kept;
pub use line_index::{LineColumn, LineIndex};
pub use source::Source;
pub use span::{Span, Spanned};

//! References to code and documents.

use tip_syntax::Span;

use crate::UnitId;

/// A reference to a file, a folder, a line, a symbol or a section.
#[derive(Clone, Debug)]
pub struct Reference {
    /// All of it as written, marks excluded: `src/app.py:12-20`.
    pub span: Span,
    /// The path, without line, symbol and anchor: a copy of its text, `\` turned to `/` and escapes undone.
    pub path: String,
    /// Where the path stands.
    pub path_span: Span,
    /// The first line, counted from 1.
    pub line: Option<u32>,
    /// The last line; `None` for a single line.
    pub end_line: Option<u32>,
    /// Where the line numbers stand, when they stand apart from the path.
    pub line_span: Option<Span>,
    /// A symbol in the file: `seed_defaults()`.
    pub symbol: Option<String>,
    /// An anchor of a document: `#key-concepts`.
    pub anchor: Option<String>,
    /// What the plan means to do with it.
    pub intent: Intent,
    /// How it is written.
    pub form: RefForm,
    /// The unit that it stands in.
    pub unit: Option<UnitId>,
    /// Whether it stands in a log, a quotation or another place that claims nothing about now.
    pub historical: bool,
}

/// What a plan means to do with a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Intent {
    /// It is only named.
    #[default]
    Mention,
    /// It shall be created.
    Create,
    /// It shall be changed.
    Modify,
    /// It shall be deleted.
    Delete,
}

impl Intent {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Create => "create",
            Self::Modify => "modify",
            Self::Delete => "delete",
        }
    }
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefForm {
    /// In a code span.
    Span,
    /// In plain text.
    Bare,
    /// As the target of a link within the repository.
    Link,
    /// As a link to a file at a commit on a forge.
    Permalink,
    /// In the front matter.
    FrontMatter,
}

impl RefForm {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Span => "span",
            Self::Bare => "bare",
            Self::Link => "link",
            Self::Permalink => "permalink",
            Self::FrontMatter => "front_matter",
        }
    }
}

/// Returns whether a path is a pattern, or leaves folders out: `src/*.rs`, `src/{a,b}.rs`, `src/.../a.rs`.
pub fn is_pattern(path: &str) -> bool {
    let bytes = path.as_bytes();
    let may_leave_out = || memchr::memmem::find(bytes, b"...").is_some() || path.contains('…');
    memchr::memchr3(b'*', b'{', b'?', bytes).is_some()
        || may_leave_out() && path.split('/').any(|it| matches!(it, "..." | "…"))
}

impl Reference {
    /// Returns whether the path names a folder.
    pub fn is_folder(&self) -> bool {
        self.path.ends_with('/')
    }

    /// Returns whether the path is a pattern, or leaves folders out.
    pub fn is_pattern(&self) -> bool {
        is_pattern(&self.path)
    }
}

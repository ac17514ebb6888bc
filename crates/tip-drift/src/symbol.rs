//! What a source file defines, and on which lines: functions, types, tests, the sections of a Markdown document.
//!
//! Code is parsed with the tree-sitter grammar of its language. Which nodes of a grammar are definitions is a table
//! (`forms`); one walk over the tree reads them all. Definitions that a macro makes of tokens are not seen.
//!
//! Invariant: any text gives symbols, broken code those that can still be told, and never a panic. Lines are in bounds.
//!
//! Invariant: the time is bounded. The symbols of a text over [`MOST_BYTES`] are not read, and neither are those of one that is no code
//! of its language: the parser meets more than [`MOST_ERRORS`] errors in it, or takes more rounds than code does. [`Unread`] says so.

use std::ops::Range;

mod find;

mod forms;

mod grammar;

mod language;

mod name;

mod script;

mod section;

mod walk;

pub use find::{innermost, named, sections};
pub use language::Language;

/// The longest text whose symbols are read: longer ones are generated or bundled.
const MOST_BYTES: usize = 2 << 20;

/// The most errors and attempts to recover from one; the worst of 1,200 real files, a bundle of 1 MB, had 1,848.
const MOST_ERRORS: u32 = 5_000;

/// The rounds, each of 100 operations, that the parser may take for any text.
const MOST_ROUNDS: usize = 1_000;

/// How many bytes allow it one more round; code takes one for 55 or more.
const BYTES_A_ROUND: usize = 10;

/// A text up to this long cannot hold errors enough to take long, so that nobody counts them.
const SHORT: usize = 1 << 10;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// A function, also a variable that holds one.
    Function,
    /// A function of a type.
    Method,
    /// A test: a function that a test runner calls, or a block such as `it("…")`.
    Test,
    /// A class.
    Class,
    /// A struct, union or record.
    Struct,
    /// An enumeration.
    Enum,
    /// A variant of an enumeration.
    Variant,
    /// A trait or concept.
    Trait,
    /// An interface.
    Interface,
    /// An implementation: `Type`, or `Trait for Type`.
    Impl,
    /// A module or namespace.
    Module,
    /// A constant or static.
    Constant,
    /// A variable outside functions.
    Variable,
    /// A field or property of a type.
    Field,
    /// A name for another type.
    Type,
    /// A macro.
    Macro,
    /// A section of a document, from its heading.
    Section,
}

impl SymbolKind {
    /// All kinds.
    pub(crate) const ALL: [Self; 17] = [
        Self::Function,
        Self::Method,
        Self::Test,
        Self::Class,
        Self::Struct,
        Self::Enum,
        Self::Variant,
        Self::Trait,
        Self::Interface,
        Self::Impl,
        Self::Module,
        Self::Constant,
        Self::Variable,
        Self::Field,
        Self::Type,
        Self::Macro,
        Self::Section,
    ];
}

/// A definition in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The name as it is written: of a test block its words, of a section its heading, of `impl<T> A<T> for B<T>` it is `A for B`.
    pub name: String,
    /// The type that the definition itself says it belongs to, where it does not stand in it: `Store` of Go's
    /// `func (s *Store) Get()`, of C++'s `int Store::get()`.
    pub owner: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// Its lines, from 1: the whole definition with its attributes, decorators and the comment directly above it.
    pub lines: Range<u32>,
    /// The line, from 1, on which its name stands.
    pub name_line: u32,
    /// The position of the symbol that it stands in.
    pub parent: Option<usize>,
}

/// Why the symbols of a text were not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unread {
    /// It is longer than what people write.
    TooLong,
    /// It is no code of its language, or hardly any.
    TooManyErrors,
}

impl Unread {
    /// Returns the reason, as words that fit behind "it".
    pub fn words(self) -> &'static str {
        match self {
            Self::TooLong => "is too long",
            Self::TooManyErrors => "has too many errors",
        }
    }
}

/// Returns what a text defines, in the order of the text, each symbol before those within it.
pub fn symbols(language: Language, text: &str) -> Result<Vec<Symbol>, Unread> {
    if text.len() > MOST_BYTES {
        return Err(Unread::TooLong);
    }
    match language {
        Language::Markdown => Ok(section::read(text)),
        Language::Component => walk::read(&grammar::TYPESCRIPT, text, &script::ranges(text)),
        _ => match grammar::of(language) {
            Some(grammar) => walk::read(grammar, text, &[]),
            None => Ok(Vec::new()),
        },
    }
}

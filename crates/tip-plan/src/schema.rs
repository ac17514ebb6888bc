//! What a plan should hold: the compiled form of a template.
//!
//! A schema says which keys, sections and fields there are, in which order, of what form, and under which condition. It keeps the
//! place of each in the template, so that a message can point there and a new plan can be cut from it.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use tip_syntax::{Document, Source, Span};

use crate::{Meaning, UnitKind, Vocabulary, template};

/// What a plan should hold.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The keys of the front matter, in order.
    pub front_matter: Vec<KeySpec>,
    /// The heading of level 1 that begins a plan.
    pub title: Option<TitleSpec>,
    /// The sections of the outermost level, in order.
    pub sections: Vec<SectionSpec>,
    /// What a plan must not keep of the template.
    pub leftovers: Leftovers,
}

/// A key of the front matter.
#[derive(Clone, Debug)]
pub struct KeySpec {
    /// The key, as the template writes it.
    pub key: String,
    /// What its value is.
    pub kind: ValueSpec,
    /// When it is needed; `None` means always.
    pub condition: Option<String>,
    /// What to write.
    pub hint: Option<String>,
    /// The value that the template writes as a sample or a default.
    pub sample: Option<String>,
    /// What it is about.
    pub meaning: Option<Meaning>,
    /// The value in the template.
    pub span: Span,
    /// Its line in the template.
    pub line: u32,
}

/// The title of a plan.
#[derive(Clone, Debug)]
pub struct TitleSpec {
    /// The words that every title begins with, without the colon after them; may be empty.
    pub prefix: String,
    /// What follows them.
    pub hint: Option<String>,
    /// Its line in the template.
    pub line: u32,
}

/// A section, or several of one shape.
#[derive(Clone, Debug)]
pub struct SectionSpec {
    /// The heading; of a repeated section its word, or what its hint says.
    pub title: String,
    /// The level of the heading, 1 to 6.
    pub level: u8,
    /// Its position among all sections, in the order of the text.
    pub order: u32,
    /// How it repeats; `None` means that there is one.
    pub repeated: Option<RepeatedSpec>,
    /// When it is needed; `None` means always.
    pub condition: Option<Phrase>,
    /// What to write.
    pub hint: Option<Phrase>,
    /// What it is about.
    pub meaning: Option<Meaning>,
    /// What stands in it without a label; `None` where nothing does.
    pub body: Option<ValueSpec>,
    /// The items of the list that stands in it without a label.
    pub items: Vec<ItemSpec>,
    /// The labelled fields in it.
    pub fields: Vec<FieldSpec>,
    /// The sections in it.
    pub children: Vec<SectionSpec>,
    /// All of it in the template; of a repeated section the first one.
    pub span: Span,
    /// The line of its heading in the template; several where sections were merged.
    pub lines: Vec<u32>,
}

/// How a section repeats.
#[derive(Clone, Debug)]
pub struct RepeatedSpec {
    /// The word before the number: `Phase`; empty where the heading is nothing but a placeholder.
    pub word: String,
    /// Whether a number follows the word.
    pub numbered: bool,
    /// The titles that the template gives as examples.
    pub examples: Vec<String>,
    /// What kind of unit it is.
    pub unit: Option<UnitKind>,
    /// Each of them in the template, whole.
    pub shapes: Vec<Span>,
}

/// A labelled field.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    /// The label, without marks and colon.
    pub label: String,
    /// How the label is written.
    pub form: LabelForm,
    /// What its value is.
    pub kind: ValueSpec,
    /// When it is needed; `None` means always.
    pub condition: Option<String>,
    /// Whether it may be left out: it has a condition, or only some of the merged sections have it.
    pub optional: bool,
    /// What to write.
    pub hint: Option<String>,
    /// The values that the template writes itself: `None`, `Phase 1 complete`.
    pub defaults: Vec<String>,
    /// What it is about.
    pub meaning: Option<Meaning>,
    /// The items of the list under it.
    pub items: Vec<ItemSpec>,
    /// The labelled items of the list under it.
    pub children: Vec<FieldSpec>,
    /// All of it in the template; of a merged field the first one.
    pub span: Span,
    /// Its line in the template; several where sections were merged.
    pub lines: Vec<u32>,
}

/// How a label is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelForm {
    /// `**Label**:` at the start of a line.
    Bold,
    /// `- **Label**:`
    BoldItem,
    /// `- Label:`
    PlainItem,
}

/// An item of a list in the template.
#[derive(Clone, Debug)]
pub struct ItemSpec {
    /// Its text, without marker and box.
    pub text: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its line in the template; several where sections were merged.
    pub lines: Vec<u32>,
}

/// What an item of a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// Text to be written.
    Hint,
    /// Text that stays.
    Text,
    /// A code reference, and what is to be said of it.
    CodeReference,
    /// A criterion.
    Check,
    /// A criterion with a command.
    CheckWithCommand,
    /// A sample, to be replaced or removed.
    Sample,
}

/// A phrase of the template and its line there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// The line.
    pub line: u32,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueSpec {
    /// One of these words.
    Enumeration(Vec<String>),
    /// A date, `YYYY-MM-DD`.
    Date,
    /// Text.
    Text,
    /// A path of, or a link to, a document.
    Link,
    /// Several of them.
    Links,
    /// A list of texts.
    List,
    /// References to code, each with what is to be said of it.
    CodeReferences,
    /// A list of boxes; backticked text in it is a command.
    CheckList,
    /// Repeated sections by word and number, or `None`.
    Units(String),
    /// A table with these columns.
    Table(Vec<String>),
    /// A code block with this info string.
    Code(String),
}

/// What a plan must not keep of the template, by which leftovers are known.
#[derive(Clone, Debug, Default)]
pub struct Leftovers {
    /// The words in brackets, [normalized](tip_syntax::scan::normalized).
    pub hints: FxHashSet<String>,
    /// Code spans that hold brackets, word for word.
    pub code: FxHashSet<String>,
    /// Samples outside the front matter, white space folded.
    pub samples: FxHashSet<String>,
}

static BUILT_IN: LazyLock<Schema> = LazyLock::new(|| {
    let doc = Document::from_source(Source::from_text(template::BUILT_IN));
    template::compile(&doc, Vocabulary::built_in())
});

impl Schema {
    /// Returns the schema of the built-in template.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Returns whether anything is to be filled in: what asks nothing of a plan is no template, and one pair of brackets is chance.
    pub fn asks_something(&self) -> bool {
        let is_form =
            |kind: &ValueSpec| matches!(kind, ValueSpec::Enumeration(_) | ValueSpec::Date);
        self.leftovers.hints.len() > 1
            || self.title.as_ref().is_some_and(|it| it.hint.is_some())
            || self.front_matter.iter().any(|key| is_form(&key.kind))
            || self.all_sections().iter().any(|it| it.repeated.is_some())
    }

    /// Returns every section, one before those within it.
    pub fn all_sections(&self) -> Vec<&SectionSpec> {
        let mut out = Vec::new();
        collect_sections(&self.sections, &mut out);
        out
    }

    /// Returns the first section of one meaning.
    pub fn section_of(&self, meaning: Meaning) -> Option<&SectionSpec> {
        self.all_sections()
            .into_iter()
            .find(|section| section.meaning == Some(meaning))
    }

    /// Returns the repeated section whose units are of one kind.
    pub fn section_of_unit(&self, kind: UnitKind) -> Option<&SectionSpec> {
        self.all_sections().into_iter().find(|section| {
            section
                .repeated
                .as_ref()
                .is_some_and(|repeated| repeated.unit == Some(kind))
        })
    }

    /// Returns the key of one meaning.
    pub fn key_of(&self, meaning: Meaning) -> Option<&KeySpec> {
        self.front_matter
            .iter()
            .find(|key| key.meaning == Some(meaning))
    }
}

impl SectionSpec {
    /// Returns every field in it, those under another one included, those of sections within it not.
    pub fn all_fields(&self) -> Vec<&FieldSpec> {
        let mut out = Vec::new();
        collect_fields(&self.fields, &mut out);
        out
    }

    /// Returns the first field of one meaning.
    pub fn field_of(&self, meaning: Meaning) -> Option<&FieldSpec> {
        self.all_fields()
            .into_iter()
            .find(|field| field.meaning == Some(meaning))
    }

    /// Returns whether a plan may do without it.
    pub fn is_optional(&self) -> bool {
        self.condition.is_some()
    }
}

impl ValueSpec {
    /// Returns what it is, as a phrase.
    pub fn phrase(&self) -> String {
        match self {
            Self::Enumeration(words) => format!("one of {}", quoted(words)),
            Self::Date => "a date".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Link => "a path or a link".to_owned(),
            Self::Links => "paths or links".to_owned(),
            Self::List => "a list".to_owned(),
            Self::CodeReferences => "code references".to_owned(),
            Self::CheckList => "a check list".to_owned(),
            Self::Units(word) => format!("`{word}` by number, or `None`"),
            Self::Table(columns) => format!("a table of {}", quoted(columns)),
            Self::Code(info) if info.is_empty() => "a code block".to_owned(),
            Self::Code(info) => format!("a code block of `{info}`"),
        }
    }
}

fn quoted(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn collect_sections<'a>(sections: &'a [SectionSpec], out: &mut Vec<&'a SectionSpec>) {
    for section in sections {
        out.push(section);
        collect_sections(&section.children, out);
    }
}

fn collect_fields<'a>(fields: &'a [FieldSpec], out: &mut Vec<&'a FieldSpec>) {
    for field in fields {
        out.push(field);
        collect_fields(&field.children, out);
    }
}

//! Compiles a template, which is a Markdown file with placeholders, to a [`Schema`].
//!
//! | in the template | in the schema |
//! | --- | --- |
//! | a heading | a section, at that level, in that order |
//! | headings with a word, a number and `[…]` | one repeated section, their shapes merged |
//! | `**Label**:`, `- **Label**:`, `- Label: […]` | a field, or a list under it |
//! | `[a \| b]`, `[XS/S/M]` | an enumeration |
//! | `[YYYY-MM-DD]` | a date |
//! | `` `[path/file]:[line]` - […] `` | code references |
//! | `- [ ] …` | a check list; backticked text in it is a command |
//! | `*(if …)*`, `[Only if …]`, `[If needed]` | the condition under which it is needed |
//! | any other `[…]` | text; its words are the hint |
//! | `tags: [some, sample, words]`, `Example: …` | samples |
//!
//! Everything else stays as it is in every plan.

mod bracket;

mod heading;

mod line;

mod list;

mod merge;

use rustc_hash::FxHashSet;
use tip_syntax::{
    Block, BlockId, BlockKind, Document, Entry, InlineKind, Source, Span, Value, ValueKind, scan,
};

use crate::schema::{
    FieldSpec, ItemKind, KeySpec, LabelForm, Leftovers, Phrase, Schema, SectionSpec, TitleSpec,
    ValueSpec,
};
use crate::{Meaning, Vocabulary, placeholder};

use self::heading::HeadingShape;

/// The template that is used where a repository brings none.
pub const BUILT_IN: &str = include_str!("../template.md");

/// Compiles a template.
///
/// Total as all reading is: what is not understood stays as it is in every plan.
pub fn compile(doc: &Document, vocabulary: &Vocabulary) -> Schema {
    let mut compiler = Compiler {
        doc,
        vocabulary,
        title: None,
        open: Vec::new(),
        sections: Vec::new(),
        after_label: false,
    };
    for id in doc.ids() {
        if doc.block(id).parent.is_none() {
            compiler.block(id);
        }
    }
    compiler.close(0, doc.source().text().len());
    let mut schema = Schema {
        front_matter: compiler.front_matter(),
        title: compiler.title,
        sections: merge::repeated(compiler.sections),
        leftovers: leftovers(doc),
    };
    merge::finish(&mut schema);
    schema
}

/// A section that is still open.
struct OpenSection {
    spec: SectionSpec,
    shape: HeadingShape,
    children: Vec<ShapedSection>,
}

/// A section and what its heading says.
type ShapedSection = (SectionSpec, HeadingShape);

struct Compiler<'a> {
    doc: &'a Document,
    vocabulary: &'a Vocabulary,
    title: Option<TitleSpec>,
    /// The open sections, outermost first.
    open: Vec<OpenSection>,
    /// The closed sections of the outermost level.
    sections: Vec<ShapedSection>,
    /// Whether the line before is a label, so that a list is its value.
    after_label: bool,
}

impl Compiler<'_> {
    fn front_matter(&self) -> Vec<KeySpec> {
        let entries = self.doc.front_matter().map(|it| it.entries.as_slice());
        entries
            .unwrap_or_default()
            .iter()
            .map(|entry| self.key(entry))
            .collect()
    }

    fn key(&self, entry: &Entry) -> KeySpec {
        let written = self.doc.text(entry.value.span);
        let mut spec = KeySpec {
            key: entry.key.value.clone(),
            kind: ValueSpec::Text,
            condition: None,
            hint: None,
            sample: None,
            meaning: self.meaning(&entry.key.value),
            span: entry.value.span,
            line: self.doc.line(entry.key.span),
        };
        if has_several_items(&entry.value) {
            spec.kind = ValueSpec::List;
            spec.sample = Some(written.to_owned());
            return spec;
        }
        let value = line::value(entry.value.as_str().unwrap_or(written));
        spec.kind = value.kind.unwrap_or(ValueSpec::Text);
        spec.condition = value.condition;
        spec.hint = value.hint;
        spec.sample = value.literal;
        spec
    }

    fn block(&mut self, id: BlockId) {
        let block = self.doc.block(id);
        match block.kind {
            BlockKind::Heading(level) => self.heading(block, level),
            BlockKind::Paragraph => self.paragraph(id, block),
            BlockKind::List(_) => self.list(id),
            BlockKind::Table => {
                let columns = self.columns(id);
                self.body(ValueSpec::Table(columns));
            }
            BlockKind::Code { info, .. } => {
                let info = self.doc.text(info).to_owned();
                self.body(ValueSpec::Code(info));
            }
            _ => {}
        }
        self.after_label &= block.kind == BlockKind::Paragraph;
    }

    fn heading(&mut self, block: &Block, level: u8) {
        let text = self.doc.text(block.content);
        let line = self.doc.line(block.span);
        if level == 1 && self.title.is_none() && self.sections.is_empty() && self.open.is_empty() {
            self.title = Some(heading::title(text, line));
            return;
        }
        let shape = heading::read(text);
        self.close(level, block.span.start());
        self.open.push(OpenSection {
            spec: SectionSpec {
                title: shape.title.clone(),
                level,
                order: 0,
                repeated: None,
                condition: shape.condition.clone().map(|text| Phrase { text, line }),
                hint: None,
                meaning: self.meaning(&shape.title),
                body: None,
                items: Vec::new(),
                fields: Vec::new(),
                children: Vec::new(),
                span: block.span,
                lines: vec![line],
            },
            shape,
            children: Vec::new(),
        });
    }

    /// Closes the open sections of `level` and below, which end at `end`.
    fn close(&mut self, level: u8, end: usize) {
        while self.open.last().is_some_and(|it| it.spec.level >= level) {
            let Some(open) = self.open.pop() else { return };
            let mut spec = open.spec;
            spec.span = Span::new(spec.span.start(), end);
            spec.children = merge::repeated(open.children);
            let siblings = match self.open.last_mut() {
                Some(parent) => &mut parent.children,
                None => &mut self.sections,
            };
            siblings.push((spec, open.shape));
        }
    }

    fn paragraph(&mut self, id: BlockId, block: &Block) {
        for span in lines_of(self.doc.source(), block.content) {
            let label = self.doc.inlines(id).iter().find(|inline| {
                inline.kind == InlineKind::Strong && inline.span.start == span.start
            });
            let field = label.and_then(|label| {
                let rest = self.doc.text(Span::new(label.span.end(), span.end()));
                line::field(self.doc.text(label.content), rest, LabelForm::Bold)
            });
            self.after_label = field.is_some();
            match field {
                Some(parts) => {
                    let field = self.field(parts, span);
                    if let Some(open) = self.open.last_mut() {
                        open.spec.fields.push(field);
                    }
                }
                None => self.prose(span),
            }
        }
    }

    /// Takes a line without a label: a condition, a hint, or text that stays.
    fn prose(&mut self, span: Span) {
        let text = self.doc.text(span);
        let line = self.doc.line(span);
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let value = line::value(text);
        let phrase = |text| Phrase { text, line };
        if value.literal.is_some() {
            return;
        }
        if let Some(condition) = value.condition {
            open.spec.condition.get_or_insert(phrase(condition));
        }
        if let Some(hint) = value.hint {
            open.spec.hint.get_or_insert(phrase(hint));
            open.spec.body.get_or_insert(ValueSpec::Text);
        }
    }

    fn list(&mut self, id: BlockId) {
        let list = list::read(self, id);
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let spec = &mut open.spec;
        match spec.fields.last_mut() {
            Some(field) if self.after_label && field.is_bare() => {
                field.span = field.span.cover(self.doc.block(id).span);
                field.take(list);
            }
            _ => {
                if let Some(kind) = list.kind() {
                    spec.body.get_or_insert(kind);
                }
                spec.items.extend(list.items);
                spec.fields.extend(list.fields);
            }
        }
    }

    fn body(&mut self, kind: ValueSpec) {
        if let Some(open) = self.open.last_mut() {
            open.spec.body.get_or_insert(kind);
        }
    }

    /// Returns the texts of the head row of a table.
    fn columns(&self, table: BlockId) -> Vec<String> {
        let head = self.doc.children(table).next();
        head.into_iter()
            .flat_map(|head| self.doc.children(head))
            .map(|cell| self.doc.text(self.doc.block(cell).content).to_owned())
            .collect()
    }

    fn field(&self, parts: line::FieldParts, span: Span) -> FieldSpec {
        FieldSpec {
            meaning: self.meaning(&parts.label),
            label: parts.label,
            form: parts.form,
            kind: parts.value.kind.unwrap_or(ValueSpec::Text),
            optional: parts.value.condition.is_some(),
            condition: parts.value.condition,
            hint: parts.value.hint,
            defaults: parts.value.literal.into_iter().collect(),
            items: Vec::new(),
            children: Vec::new(),
            span,
            lines: vec![self.doc.line(span)],
        }
    }

    fn meaning(&self, label: &str) -> Option<Meaning> {
        self.vocabulary.meaning(label)
    }
}

impl FieldSpec {
    /// Returns whether nothing is known of the value but its label.
    fn is_bare(&self) -> bool {
        self.hint.is_none() && self.defaults.is_empty() && self.items.is_empty()
    }

    /// Takes a list as the value.
    fn take(&mut self, list: list::List) {
        if let Some(kind) = list.kind() {
            self.kind = kind;
        }
        self.items.extend(list.items);
        self.children.extend(list.fields);
    }
}

fn has_several_items(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Sequence { items, .. } if items.len() > 1)
}

/// Returns the lines at `span`, trimmed, empty ones left out.
fn lines_of(source: &Source, span: Span) -> Vec<Span> {
    let mut at = span.start();
    let mut lines = Vec::new();
    for line in source.slice(span).split_inclusive('\n') {
        let trimmed = source.trim(Span::new(at, at + line.len()));
        if !trimmed.is_empty() {
            lines.push(trimmed);
        }
        at += line.len();
    }
    lines
}

/// Collects what a plan must not keep.
fn leftovers(doc: &Document) -> Leftovers {
    let mut leftovers = Leftovers::default();
    for bracket in placeholder::brackets(doc) {
        let hint = scan::normalized(doc.text(bracket.inner));
        leftovers.hints.insert(hint);
    }
    let front_matter = doc.front_matter().map(|it| it.entries.as_slice());
    for entry in front_matter.unwrap_or_default() {
        let written = doc.text(entry.value.span);
        for (start, end) in bracket::find(written) {
            let hint = scan::normalized(&written[start + 1..end - 1]);
            leftovers.hints.insert(hint);
        }
    }
    for inline in doc.all_inlines() {
        let text = doc.text(inline.content);
        if inline.kind == InlineKind::Code && !bracket::find(text).is_empty() {
            leftovers.code.insert(text.to_owned());
        }
    }
    leftovers.samples = samples(doc);
    leftovers
}

fn samples(doc: &Document) -> FxHashSet<String> {
    let mut samples = FxHashSet::default();
    for id in doc.ids() {
        let block = doc.block(id);
        if block.kind == BlockKind::Paragraph {
            let text = doc.source().folded(block.content);
            if list::kind_of_item(&text) == ItemKind::Sample {
                samples.insert(text.into_owned());
            }
        }
    }
    samples
}

#[cfg(test)]
mod tests;

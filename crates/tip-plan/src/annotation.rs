//! What `tip` itself, or somebody for it, writes into a plan: `<!-- tip: allow(rule-name) reason -->`.
//!
//! There is one grammar for all of it: a comment that starts with `tip:`, a verb, in parentheses what the verb is about, and a reason
//! in free words. A comment at the end of a line speaks of that line. One on a line of its own speaks of the block that follows, of a
//! list the first item; before the first heading it speaks of the whole file.

use memchr::memmem;
use tip_syntax::{BlockKind, Document, InlineKind, Span, Spanned};

/// An annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The comment.
    pub span: Span,
    /// What it does; `None` for a word that is no verb.
    pub verb: Option<Verb>,
    /// The verb as written; may be empty.
    pub written: Spanned<String>,
    /// What it is about: what stands in the parentheses, split at commas.
    pub arguments: Vec<Spanned<String>>,
    /// Why; may be empty.
    pub reason: Span,
    /// What it speaks of; empty where nothing follows it.
    pub speaks_of: Span,
    /// Whether it stands on a line of its own.
    pub own_line: bool,
}

/// What an annotation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Lets a fault pass: `allow(rule-name)`.
    Allow,
    /// Takes something as it is: `accept(what)`.
    Accept,
    /// Says that a person has looked: `confirm(what)`.
    Confirm,
    /// Says which files the answer of a criterion depends on: `inputs(glob)`.
    Inputs,
}

impl Verb {
    /// Every verb.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Accept, Self::Confirm, Self::Inputs];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Accept => "accept",
            Self::Confirm => "confirm",
            Self::Inputs => "inputs",
        }
    }

    /// Writes an annotation of it; what would end the comment or its list early is replaced.
    pub fn write(self, arguments: &[&str], reason: &str) -> String {
        let plain = |text: &str| -> String {
            let words: Vec<&str> = text.split_whitespace().collect();
            words.join(" ").replace("--", "- -").replace('>', "›")
        };
        let arguments: Vec<String> = arguments
            .iter()
            .map(|it| plain(it).replace([',', '(', ')'], " "))
            .collect();
        let reason = plain(reason);
        let reason = reason.trim_end_matches('-').trim();
        let space = if reason.is_empty() { "" } else { " " };
        format!(
            "<!-- tip: {}({}){space}{reason} -->",
            self.word(),
            arguments.join(", ")
        )
    }
}

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";
const NAME: &str = "tip:";

/// Returns the text without the annotations at its end.
pub(crate) fn without(mut text: &str) -> &str {
    while text.ends_with(CLOSE) {
        match text.rfind(OPEN) {
            Some(at) if is_annotation(&text[at..]) => text = text[..at].trim_end(),
            _ => break,
        }
    }
    text
}

fn is_annotation(comment: &str) -> bool {
    let rest = comment.strip_prefix(OPEN);
    rest.is_some_and(|rest| rest.trim_start().starts_with(NAME))
}

/// Finds the annotations of a document, in the order of the text.
pub(crate) fn find(doc: &Document) -> Vec<Annotation> {
    let text = doc.source().text();
    // Most plans have none, and then nothing else is looked at.
    if memmem::find(text.as_bytes(), b"tip:").is_none() || !text.contains(OPEN) {
        return Vec::new();
    }
    let blocks = doc.blocks().iter().filter(|it| it.kind == BlockKind::Html);
    let inlines = doc.all_inlines().iter();
    let inlines = inlines.filter(|it| it.kind == InlineKind::Html);
    let mut comments: Vec<Span> = blocks
        .map(|it| it.span)
        .chain(inlines.map(|it| it.span))
        .flat_map(|span| comments(doc, span))
        .collect();
    comments.sort_unstable();
    comments.dedup();
    comments.iter().map(|span| read(doc, *span)).collect()
}

/// Returns the annotations within a piece of HTML.
fn comments(doc: &Document, span: Span) -> Vec<Span> {
    let text = doc.text(span);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(OPEN).map(|it| at + it) {
        let Some(len) = text[start..].find(CLOSE) else {
            break;
        };
        at = start + len + CLOSE.len();
        if is_annotation(&text[start..at]) {
            found.push(Span::new(span.start() + start, span.start() + at));
        }
    }
    found
}

fn read(doc: &Document, span: Span) -> Annotation {
    let text = doc.text(span);
    let inner_start = text.find(NAME).map_or(0, |it| it + NAME.len());
    let inner_end = text.len() - CLOSE.len();
    let inner = &text[inner_start..inner_end.max(inner_start)];
    let base = span.start() + inner_start;
    let trimmed = |start: usize, end: usize| doc.source().trim(Span::new(base + start, base + end));
    let verb_end = inner
        .trim_start()
        .find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))
        .map_or(inner.len(), |it| {
            it + inner.len() - inner.trim_start().len()
        });
    let verb = trimmed(0, verb_end);
    let rest = &inner[verb_end..];
    let list = rest.trim_start().starts_with('(').then(|| {
        let open = verb_end + rest.len() - rest.trim_start().len() + 1;
        let close = inner[open..].find(')').map(|it| open + it);
        (open, close)
    });
    let (arguments, reason) = match list {
        Some((open, Some(close))) => (split(doc, base, inner, open, close), close + 1),
        Some((open, None)) => (split(doc, base, inner, open, inner.len()), inner.len()),
        None => (Vec::new(), verb_end),
    };
    let written = doc.text(verb).to_owned();
    let own_line = stands_alone(doc, span);
    Annotation {
        span,
        verb: Verb::ALL.into_iter().find(|it| it.word() == written),
        written: Spanned::new(written, verb),
        arguments,
        reason: trimmed(reason, inner.len()),
        speaks_of: if own_line {
            following(doc, span)
        } else {
            doc.source().line_span(doc.line(span))
        },
        own_line,
    }
}

fn split(
    doc: &Document,
    base: usize,
    inner: &str,
    start: usize,
    end: usize,
) -> Vec<Spanned<String>> {
    let mut arguments = Vec::new();
    let mut at = start;
    for part in inner[start..end].split(',') {
        let span = doc
            .source()
            .trim(Span::new(base + at, base + at + part.len()));
        if !span.is_empty() {
            arguments.push(Spanned::new(doc.text(span).to_owned(), span));
        }
        at += part.len() + 1;
    }
    arguments
}

/// Returns whether the lines of a comment hold nothing but comments.
fn stands_alone(doc: &Document, span: Span) -> bool {
    let source = doc.source();
    let first = source.line_span(source.line_of(span.start));
    let last = source.line_span(source.line_of(span.end.saturating_sub(1).max(span.start)));
    let before = source.slice(Span::new(first.start(), span.start()));
    let after = source.slice(Span::new(span.end(), last.end().max(span.end())));
    is_bare(before) && is_bare(after)
}

/// Returns whether a piece of a line holds nothing but comments and the marks of a quote.
fn is_bare(text: &str) -> bool {
    let mut rest = text.trim_start_matches([' ', '\t', '>', '\u{feff}']);
    while let Some(comment) = rest.strip_prefix(OPEN) {
        let Some(end) = comment.find(CLOSE) else {
            return false;
        };
        rest = comment[end + CLOSE.len()..].trim_start();
    }
    rest.trim().is_empty()
}

fn is_bare_text(text: &str) -> bool {
    text.lines().all(is_bare)
}

/// Returns what follows an annotation on a line of its own.
fn following(doc: &Document, span: Span) -> Span {
    let source = doc.source();
    let text = source.text();
    let heading = |it: &&tip_syntax::Block| matches!(it.kind, BlockKind::Heading(_));
    let before_all = if let Some(first) = doc.blocks().iter().find(heading) {
        span.start < first.span.start
    } else {
        let front = doc.front_matter().map_or(0, |it| it.span.end());
        text.get(front..span.start()).is_some_and(is_bare_text)
    };
    if before_all {
        return Span::new(0, text.len());
    }
    let mut line = source.line_of(span.end.saturating_sub(1)) + 1;
    let last = source.line_of(text.len() as u32);
    while line <= last && is_bare(source.slice(source.line_span(line))) {
        line += 1;
    }
    if line > last {
        return Span::empty(text.len());
    }
    let line = source.line_span(line);
    let blocks = doc.blocks();
    let from = blocks.partition_point(|it| it.span.start < line.start);
    let block = blocks[from..]
        .iter()
        .take_while(|it| it.span.start <= line.end)
        .find(|it| !matches!(it.kind, BlockKind::List(_)));
    match block {
        Some(block) => Span::new(line.start(), block.span.end().max(line.end())),
        None => line,
    }
}

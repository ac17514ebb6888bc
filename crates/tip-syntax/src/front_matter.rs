//! Front matter: where it stands, and what it says with spans.

use crate::{Source, Span, Spanned, yaml};

/// The front matter of a document.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    /// The whole of it, from the opening `---` through the line end of the closing one.
    pub span: Span,
    /// The YAML between them.
    pub content: Span,
    /// Where it stands.
    pub placement: Placement,
    /// Its keys in the order of the text; a key written twice is there twice.
    pub entries: Vec<Entry>,
    /// What is wrong with the YAML; the entries are then what could be read line by line.
    pub error: Option<YamlError>,
    /// Anchors, aliases and merge keys, which are not read.
    pub unsupported: Vec<Span>,
}

impl FrontMatter {
    /// Returns the first entry with the given key, in any case, `-` and space taken as `_`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| same_key(&entry.key.value, key))
    }
}

fn same_key(left: &str, right: &str) -> bool {
    let fold = |c: u8| {
        if matches!(c, b'-' | b' ') {
            b'_'
        } else {
            c.to_ascii_lowercase()
        }
    };
    left.len() == right.len() && left.bytes().map(fold).eq(right.bytes().map(fold))
}

/// Where front matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// At the start of the file, as it should.
    Start,
    /// After the title or other text.
    AfterText,
    /// At the start, without its opening `---`.
    OpeningMissing,
    /// At the start, its opening `---` glued to other text.
    OpeningGlued,
    /// At the start, never closed.
    Unclosed,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key as written.
    pub key: Spanned<String>,
    /// The value.
    pub value: Value,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The place, quotes and brackets included; empty, after the key, for a missing value.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Nothing, `null` or `~`.
    Null,
    /// Text; `quoted` tells whether it stood in quotes.
    Scalar {
        /// The text after the escapes of YAML.
        text: String,
        /// Whether it stood in quotes or a block.
        quoted: bool,
    },
    /// A list; `flow` tells whether it is written in brackets.
    Sequence {
        /// The items.
        items: Vec<Value>,
        /// Whether it is written in brackets.
        flow: bool,
    },
    /// A mapping.
    Mapping(Vec<Entry>),
}

impl Value {
    /// Returns the text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Returns every scalar in it, in the order of the text.
    pub fn scalars(&self) -> Vec<Spanned<&str>> {
        let mut out = Vec::new();
        self.collect_scalars(&mut out);
        out
    }

    fn collect_scalars<'a>(&'a self, out: &mut Vec<Spanned<&'a str>>) {
        match &self.kind {
            ValueKind::Null => {}
            ValueKind::Scalar { text, .. } => out.push(Spanned::new(text, self.span)),
            ValueKind::Sequence { items, .. } => {
                for item in items {
                    item.collect_scalars(out);
                }
            }
            ValueKind::Mapping(entries) => {
                for entry in entries {
                    entry.value.collect_scalars(out);
                }
            }
        }
    }
}

/// What is wrong with the YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// Where.
    pub span: Span,
    /// What the YAML parser says.
    pub message: String,
}

/// How many lines before it are searched for front matter that does not stand at the start.
const SEARCHED_LINES: u32 = 12;
/// How many lines front matter without its opening may have.
const LONGEST: u32 = 60;

/// Finds and reads front matter.
pub(crate) fn read(source: &Source) -> Option<FrontMatter> {
    let (span, content, placement) = find(source)?;
    let parsed = yaml::parse(source, content);
    Some(FrontMatter {
        span,
        content,
        placement,
        entries: parsed.entries,
        error: parsed.error,
        unsupported: parsed.unsupported,
    })
}

fn find(source: &Source) -> Option<(Span, Span, Placement)> {
    let line_count = source.lines().len() as u32;
    let line = |number: u32| {
        source
            .slice(source.line_span(number))
            .trim_start_matches('\u{feff}')
    };
    let first =
        (1..=line_count.min(SEARCHED_LINES)).find(|&number| !line(number).trim().is_empty())?;
    let opening = line(first);
    if is_fence(opening) {
        // A rule at the start of the text is no front matter: what follows it must look like keys.
        if let Some(close) = closing_line(source, first + 1, line_count)
            && holds_keys(source, first + 1, close)
        {
            return Some(region(source, first, close, Placement::Start));
        }
        // A rule further down closes nothing where text stands before it.
        let end = unclosed_end(source, first + 1, line_count);
        let keys = (first + 1..end).filter(|&n| is_key_line(source.slice(source.line_span(n))));
        let begins = is_key_line(line((first + 1).min(line_count)));
        return (begins && keys.count() >= 2).then(|| {
            let span = Span::new(source.line_span(first).start(), line_start(source, end));
            let content = Span::new(line_start(source, first + 1), span.end());
            (span, content, Placement::Unclosed)
        });
    }
    if let Some(glued) = opening.trim_end().strip_suffix("---")
        && !glued.trim_matches(['-', ' ']).is_empty()
        && !opening.starts_with(['#', '|'])
        && let Some(close) = closing_line(source, first + 1, line_count.min(first + LONGEST))
        && holds_keys(source, first + 1, close)
    {
        return Some(region(source, first, close, Placement::OpeningGlued));
    }
    if is_key_line(opening)
        && let Some(close) = closing_line(source, first, line_count.min(first + LONGEST))
        && close >= first + 2
        && holds_keys(source, first, close)
    {
        let start = source.line_span(first).start();
        let span = Span::new(start, line_start(source, close + 1));
        let content = Span::new(start, line_start(source, close));
        return Some((span, content, Placement::OpeningMissing));
    }
    after_text(source, first, line_count)
}

/// Finds a block between `---` lines soon after the title, whose every line is a key.
fn after_text(source: &Source, first: u32, line_count: u32) -> Option<(Span, Span, Placement)> {
    // A block between fences shows front matter and is none.
    let opening = (first..=line_count.min(first + SEARCHED_LINES))
        .take_while(|&number| {
            !source
                .slice(source.line_span(number))
                .trim_start()
                .starts_with("```")
        })
        .find(|&number| is_fence(source.slice(source.line_span(number))))?;
    let close = closing_line(source, opening + 1, line_count.min(opening + LONGEST))?;
    let keys = (opening + 1..close)
        .filter(|&n| is_key_line(source.slice(source.line_span(n))))
        .count();
    (keys >= 2 && holds_keys(source, opening + 1, close))
        .then(|| region(source, opening, close, Placement::AfterText))
}

fn region(source: &Source, open: u32, close: u32, placement: Placement) -> (Span, Span, Placement) {
    let start = source.line_span(open).start();
    let span = Span::new(start, line_start(source, close + 1));
    let content = Span::new(line_start(source, open + 1), line_start(source, close));
    (span, content, placement)
}

/// Returns the offset at which a line counted from 1 starts, or the end of the text.
fn line_start(source: &Source, line: u32) -> usize {
    if line as usize > source.lines().len() {
        source.text().len()
    } else {
        source.lines().line_start(line - 1) as usize
    }
}

fn closing_line(source: &Source, from: u32, to: u32) -> Option<u32> {
    (from..=to).find(|&number| is_fence(source.slice(source.line_span(number))))
}

/// Returns the first line from `from` that cannot belong to front matter.
fn unclosed_end(source: &Source, from: u32, line_count: u32) -> u32 {
    (from..=line_count)
        .find(|&number| {
            let line = source.slice(source.line_span(number));
            !(is_key_line(line) || line.starts_with([' ', '\t']) || line.starts_with("- "))
                || line.is_empty()
        })
        .unwrap_or(line_count + 1)
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim_end();
    line == "---"
}

/// Returns whether every line between could be YAML and at least one is a key, or all are blank.
fn holds_keys(source: &Source, from: u32, to: u32) -> bool {
    let line = |number: u32| source.slice(source.line_span(number));
    let mut keys = 0;
    for number in from..to {
        let text = line(number);
        if is_key_line(text) {
            keys += 1;
        } else if text.starts_with("# ") && (keys == 0 || is_title(source, number, to))
            || text.starts_with("## ")
            || text.starts_with("```")
        {
            return false;
        }
    }
    keys > 0
}

/// Returns whether a line that begins with `# ` is a heading and no comment: a blank line stands before it, and text without a key after.
fn is_title(source: &Source, number: u32, to: u32) -> bool {
    let line = |number: u32| source.slice(source.line_span(number));
    let is_blank = |number: u32| line(number).trim().is_empty();
    if !is_blank(number - 1) {
        return false;
    }
    match (number + 1..to).find(|&it| !is_blank(it)).map(line) {
        Some(after) => !(is_key_line(after) || after.starts_with([' ', '\t', '#', '-'])),
        None => number + 1 < to,
    }
}

/// Returns whether a line reads `key:` or `key: value` at its start.
fn is_key_line(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else {
        return false;
    };
    !key.is_empty()
        && key.len() <= 40
        && (rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
        && key
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic() || b == b'"')
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b' ' | b'"' | b'.'))
        && key.split(' ').count() <= 3
}

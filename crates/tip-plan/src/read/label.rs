//! Labels at the start of lines: `**Purpose**: why`, `Depends on: T001`, `_Requirements: 1.1_`.

use tip_syntax::{Inline, InlineKind, Source, Span};

use crate::Meaning;

/// A label found in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The label without marks and colon.
    pub(crate) label: Span,
    /// Where the mark or word begins.
    pub(crate) start: usize,
    /// Where the value begins.
    pub(crate) value: usize,
    /// Where the value must end, when it is enclosed in the label's own marks.
    pub(crate) value_end: Option<usize>,
    /// What it means.
    pub(crate) meaning: Option<Meaning>,
}

/// How far a label may reach, in bytes.
const LONGEST_LABEL: usize = 70;

/// Adds the labels of one line to `hits`.
///
/// `inlines` are those of the block; `meaning` looks a label up.
pub(crate) fn find(
    source: &Source,
    inlines: &[Inline],
    line: Span,
    meaning: impl Fn(&str) -> Option<Meaning>,
    hits: &mut Vec<Hit>,
) {
    let Some(first) = at_start(source, inlines, line, &meaning) else {
        return;
    };
    let mut from = first.value;
    hits.push(first);
    // `**Issue**: x | **Research**: y`
    let after = inlines.partition_point(|it| it.span.start() < from);
    for inline in inlines[after..]
        .iter()
        .take_while(|it| it.span.start() < line.end())
    {
        if inline.kind != InlineKind::Strong
            || inline.span.start() < from
            || inline.span.end() > line.end()
        {
            continue;
        }
        if let Some(hit) = marked(source, inline, line, &meaning)
            && (hit.meaning.is_some()
                || ends_in_separator(source.slice(Span::new(from, inline.span.start()))))
        {
            from = hit.value;
            hits.push(hit);
        }
    }
}

fn ends_in_separator(text: &str) -> bool {
    text.trim_end().ends_with(['|', '·', '•', ';'])
}

fn at_start(
    source: &Source,
    inlines: &[Inline],
    line: Span,
    meaning: &impl Fn(&str) -> Option<Meaning>,
) -> Option<Hit> {
    let at = inlines.partition_point(|it| it.span.start() < line.start());
    if let Some(inline) = inlines.get(at).filter(|it| it.span.start() == line.start()) {
        return match inline.kind {
            InlineKind::Strong => marked(source, inline, line, meaning),
            InlineKind::Emphasis => emphasized(source, inline, meaning)
                .or_else(|| marked(source, inline, line, meaning)),
            InlineKind::Code => {
                marked(source, inline, line, meaning).filter(|hit| hit.meaning.is_some())
            }
            _ => None,
        };
    }
    plain(source, line, meaning)
}

/// Reads a label in strong marks, its colon inside, after them, or after a parenthesis; or alone on its line.
fn marked(
    source: &Source,
    inline: &Inline,
    line: Span,
    meaning: &impl Fn(&str) -> Option<Meaning>,
) -> Option<Hit> {
    let text = source.slice(inline.content);
    if text.len() > LONGEST_LABEL || text.is_empty() || inline.span.end() > line.end() {
        return None;
    }
    if let Some(hit) = enclosed(inline, text, meaning) {
        return Some(hit);
    }
    // A label that leads a sentence may end in a full stop: `**Status.** Done.`
    let bare = text.trim_end_matches([':', '.', ' ']);
    let label = Span::new(inline.content.start(), inline.content.start() + bare.len());
    let known = meaning(bare);
    let after = inline.span.end();
    let rest = source.slice(Span::new(after, line.end().max(after)));
    let value = if text.trim_end().ends_with(':')
        || known.is_some() && text.ends_with('.') && rest.starts_with(' ')
    {
        after
    } else if let Some(colon) = colon_after_parenthesis(rest) {
        after + colon
    } else if known.is_some() && rest.trim().is_empty() {
        after
    } else if known.is_some()
        && let Some(value) = [" — ", " – ", " - "]
            .iter()
            .find_map(|dash| rest.strip_prefix(dash))
    {
        after + rest.len() - value.len()
    } else {
        return None;
    };
    Some(Hit {
        label,
        start: inline.span.start(),
        value,
        value_end: None,
        meaning: known,
    })
}

/// Reads `**Status: done.**`: a status within its label's own marks.
fn enclosed(
    inline: &Inline,
    text: &str,
    meaning: &impl Fn(&str) -> Option<Meaning>,
) -> Option<Hit> {
    let (label, value) = text.split_once(": ")?;
    (meaning(label) == Some(Meaning::Status) && !value.trim().is_empty()).then(|| Hit {
        label: Span::new(inline.content.start(), inline.content.start() + label.len()),
        start: inline.span.start(),
        value: inline.content.start() + label.len() + 1,
        value_end: Some(inline.content.end()),
        meaning: Some(Meaning::Status),
    })
}

/// Returns how far a colon reaches into `rest`, a parenthesis or a remark in italics before it allowed.
fn colon_after_parenthesis(rest: &str) -> Option<usize> {
    let trimmed = rest.trim_start();
    let lead = rest.len() - trimmed.len();
    if trimmed.starts_with(':') {
        return Some(lead + 1);
    }
    let open = trimmed.trim_start_matches(['*', '_']);
    if !open.starts_with('(') {
        return None;
    }
    let close = trimmed.find(')')?;
    let after = trimmed[close + 1..].trim_start_matches(['*', '_', ' ']);
    (close < 80 && after.starts_with(':')).then(|| lead + trimmed.len() - after.len() + 1)
}

/// Reads `_Requirements: 1.1, 2.3_`.
fn emphasized(
    source: &Source,
    inline: &Inline,
    meaning: &impl Fn(&str) -> Option<Meaning>,
) -> Option<Hit> {
    let text = source.slice(inline.content);
    let (label, _) = text.split_once(": ")?;
    (label.len() <= LONGEST_LABEL && label.split(' ').count() <= 4).then(|| Hit {
        label: Span::new(inline.content.start(), inline.content.start() + label.len()),
        start: inline.span.start(),
        value: inline.content.start() + label.len() + 1,
        value_end: Some(inline.content.end()),
        meaning: meaning(label),
    })
}

/// Reads `Depends on: T001`, for labels that mean something.
fn plain(source: &Source, line: Span, meaning: &impl Fn(&str) -> Option<Meaning>) -> Option<Hit> {
    let (label, value) = words_before_colon(source, line)?;
    let known = meaning(source.slice(label).trim_end())?;
    Some(plain_hit(source, label, value, Some(known)))
}

/// Reads `Owner: Ada`, a label that means nothing to us.
pub(crate) fn unknown(source: &Source, line: Span) -> Option<Hit> {
    let (label, value) = words_before_colon(source, line)?;
    let begins = source
        .slice(label)
        .starts_with(|c: char| c.is_ascii_uppercase());
    begins.then(|| plain_hit(source, label, value, None))
}

fn plain_hit(source: &Source, label: Span, value: usize, meaning: Option<Meaning>) -> Hit {
    let start = label.start();
    Hit {
        label: Span::new(start, start + source.slice(label).trim_end().len()),
        start,
        value,
        value_end: None,
        meaning,
    }
}

/// Returns the few words that a line begins with, and where what follows their colon begins.
fn words_before_colon(source: &Source, line: Span) -> Option<(Span, usize)> {
    let text = source.slice(line);
    let head = &text.as_bytes()[..text.len().min(40)];
    let colon = memchr::memchr(b':', head)?;
    let label = &text[..colon];
    let rest = &text[colon + 1..];
    let word = label
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic());
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t']);
    if !word
        || !spaced
        || label.split(' ').count() > 4
        || label.contains(['`', '*', '[', '/', '"', '.'])
    {
        return None;
    }
    let start = line.start();
    Some((Span::new(start, start + colon), start + colon + 1))
}

#[cfg(test)]
mod tests {
    use tip_syntax::{BlockId, Document};

    use super::*;
    use crate::Vocabulary;

    #[track_caller]
    fn check(line: &str, expected: &[(&str, &str)]) {
        let doc = Document::parse(line.as_bytes().to_vec());
        let span = Span::new(0, line.len());
        let mut hits = Vec::new();
        let meaning = |label: &str| Vocabulary::built_in().meaning(label);
        find(
            doc.source(),
            doc.inlines(BlockId(0)),
            span,
            meaning,
            &mut hits,
        );
        let found: Vec<(&str, &str)> = hits
            .iter()
            .map(|hit| {
                (
                    doc.text(hit.label),
                    &line[hit.value..hit.value_end.unwrap_or(line.len())],
                )
            })
            .collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn labels_are_found_in_every_dress() {
        check("**Purpose**: why", &[("Purpose", " why")]);
        check("**Purpose:** why", &[("Purpose", " why")]);
        check(
            "**Domain Changes Required** *(if any)*: x",
            &[("Domain Changes Required", " x")],
        );
        check(
            "**Automated Verification**",
            &[("Automated Verification", "")],
        );
        check("**Whatever**: x", &[("Whatever", " x")]);
        check("Depends on: T001", &[("Depends on", " T001")]);
        check("_Requirements: 1.1, 2.3_", &[("Requirements", " 1.1, 2.3")]);
        check("`depends_on`: null", &[("depends_on", " null")]);
    }

    #[test]
    fn several_labels_share_a_line() {
        check(
            "**Status**: done | **Effort**: S",
            &[("Status", " done | **Effort**: S"), ("Effort", " S")],
        );
    }

    #[test]
    fn prose_has_no_label() {
        check("We do this: that", &[]);
        check("**Bold** words in prose", &[]);
        check("see https://x.y", &[]);
    }
}

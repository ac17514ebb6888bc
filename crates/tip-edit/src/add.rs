//! Adds a part to a plan, written as the plan writes its like.

mod criterion;

mod fill;

mod only;

mod phase;

mod risk;

mod scenario;

mod section;

pub use criterion::add_criterion;
pub use fill::{Filled, FilledAt, fill_criterion, fill_risk, fill_scenario};
pub use only::{Added, adds_only};
pub use phase::{NewPhase, add_phase, part_of_work};
pub use risk::{NewRisk, RiskLevel, add_risk};
pub use scenario::{NewScenario, add_scenario};

use tip_plan::{Field, Meaning, Plan, Section};
use tip_syntax::{Document, Span};

/// Returns where the text within a span ends: before blank lines and thematic breaks.
pub(crate) fn text_end(doc: &Document, span: Span) -> usize {
    let text = doc.text(span);
    let mut end = text.len();
    loop {
        let kept = text[..end].trim_end();
        let start = kept.rfind('\n').map_or(0, |at| at + 1);
        let line = kept[start..].trim();
        let mark = line.bytes().next();
        let is_break = line.len() >= 3
            && matches!(mark, Some(b'-' | b'*' | b'_'))
            && line.bytes().all(|it| Some(it) == mark || it == b' ')
            && start > 0;
        if !is_break {
            return span.start() + kept.len();
        }
        end = start;
    }
}

/// Returns the label of a field as it is written, with what stands before it on its line: `- **Given**:`.
pub(crate) fn label(doc: &Document, field: &Field) -> String {
    let source = doc.source();
    let line = source.line_span(source.line_of(field.span.start));
    let end = if field.value.is_empty() || field.value.start > line.end {
        line.end()
    } else {
        field.value.start()
    };
    doc.text(Span::new(line.start(), end)).trim_end().to_owned()
}

/// Returns the marker of the lists of a plan: that of its last box, or else `-`.
pub(crate) fn bullet(doc: &Document, plan: &Plan) -> &'static str {
    let source = doc.source();
    let last = plan.boxes.iter().rev().find(|it| !it.in_table);
    let written = last.map(|it| {
        let line = source.line_span(source.line_of(it.mark.start));
        doc.text(Span::new(line.start(), it.mark.start()))
            .trim()
            .to_owned()
    });
    match written.as_deref() {
        Some("*") => "*",
        Some("+") => "+",
        _ => "-",
    }
}

/// Returns the last section of one meaning that stands outside units.
fn section(plan: &Plan, meaning: Meaning) -> Option<&Section> {
    let mut sections = plan.sections.iter().rev();
    sections.find(|it| it.meaning == Some(meaning) && it.unit.is_none())
}

/// Returns lines as the items of a list, those that are indented as items of the one before; `None` where there are none.
pub(crate) fn items(text: &str, bullet: &str, end: &str) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        let words = line.trim();
        let bare = words.trim_start_matches(['-', '*', '+']).trim_start();
        let is_item = bare.len() < words.len();
        let bare = if is_item && words.as_bytes().get(1) == Some(&b' ') {
            bare
        } else {
            words
        };
        if bare.is_empty() {
            continue;
        }
        let is_below = !out.is_empty() && line.starts_with([' ', '\t']);
        let indent = if is_below { "  " } else { "" };
        let folded: Vec<&str> = bare.split_whitespace().collect();
        out.push(format!("{indent}{bullet} {}", folded.join(" ")));
    }
    (!out.is_empty()).then(|| out.join(end))
}

/// Takes line ends out of words of the user, which stand on one line, and gives empty ones the hint of the template.
fn words(text: Option<&str>, hint: &str) -> String {
    let folded: Vec<&str> = text.unwrap_or_default().split_whitespace().collect();
    if folded.is_empty() {
        return format!("[{hint}]");
    }
    folded.join(" ")
}

//! Writes the first line of a unit as the plan writes those of its like.

use tip_plan::{Plan, Unit};
use tip_syntax::{Document, Span};

/// Returns the number after the highest of a unit's kind.
pub(crate) fn next(plan: &Plan, like: &Unit) -> String {
    let numbers = plan.units_of(like.kind).filter_map(|(_, unit)| {
        let number = &unit.number.as_ref()?.value;
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        number[..digits].parse::<u32>().ok()
    });
    (numbers.max().unwrap_or(0).saturating_add(1)).to_string()
}

/// Writes a lead with another number and title: what stands before, between and after them is that of `model`, marks of state left out.
pub(crate) fn written(doc: &Document, model: &Unit, number: &str, title: &str) -> String {
    let title: Vec<&str> = title.split_whitespace().collect();
    let title = title.join(" ");
    let source = doc.source();
    let line = source.line_span(source.line_of(model.lead.start));
    let Some(own) = model.number.as_ref().map(|it| it.span) else {
        let before = doc.text(Span::new(line.start(), model.title.span.start()));
        return format!("{}{title}", plain(before));
    };
    let before = plain(doc.text(Span::new(line.start(), own.start())));
    let between = doc.text(Span::new(
        own.end(),
        model.title.span.start().max(own.end()),
    ));
    let between = plain(between);
    let between = if between.trim().is_empty() && !between.contains(' ') {
        ": ".to_owned()
    } else {
        between
    };
    // A bold line closes as it opened.
    let bold = if before.contains("**") && !between.contains("**") {
        "**"
    } else {
        ""
    };
    format!("{before}{number}{between}{title}{bold}")
}

/// Takes marks of state out of a piece of a lead.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii() || c.is_alphanumeric() || matches!(c, '—' | '–' | '\u{a0}') {
            out.push(c);
        }
    }
    while out.contains("  ") && !out.starts_with(' ') {
        out = out.replace("  ", " ");
    }
    out.replace("[x]", "[ ]").replace("[X]", "[ ]")
}

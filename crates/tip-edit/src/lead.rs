//! Writes the first line of a unit as the plan writes those of its like.

use tip_plan::{Plan, Unit};
use tip_syntax::{Document, Span};

/// Returns the number after the highest of a unit's kind, in their manner: `5`, `H` after `G`, `M5` after `M4`, `IV` after `III`.
pub(crate) fn next(plan: &Plan, like: &Unit) -> String {
    let numbers = plan
        .units_of(like.kind)
        .filter_map(|(_, unit)| Some(unit.number.as_ref()?.value.as_str()));
    let numbers: Vec<&str> = numbers.collect();
    if let Some(next) = roman(&numbers)
        .or_else(|| letter(&numbers))
        .or_else(|| prefixed(&numbers))
    {
        return next;
    }
    let counts = numbers.iter().filter_map(|number| {
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        number[..digits].parse::<u32>().ok()
    });
    (counts.max().unwrap_or(0).saturating_add(1)).to_string()
}

/// Continues `A`, `B`, `C`.
fn letter(numbers: &[&str]) -> Option<String> {
    let letters = numbers.iter().map(|it| match it.as_bytes() {
        [letter @ b'A'..=b'Y'] => Some(*letter),
        _ => None,
    });
    let letters: Option<Vec<u8>> = letters.collect();
    let last = letters?.into_iter().max()?;
    Some(char::from(last + 1).to_string())
}

/// Continues `I`, `II`, `III`.
fn roman(numbers: &[&str]) -> Option<String> {
    const ROMAN: &[&str] = &[
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let in_order = !numbers.is_empty() && numbers.len() < ROMAN.len();
    (in_order && ROMAN.starts_with(numbers)).then(|| ROMAN[numbers.len()].to_owned())
}

/// Continues `M0`, `M1`, or `T001`, `T002`.
fn prefixed(numbers: &[&str]) -> Option<String> {
    let first = numbers.first()?;
    let prefix = &first[..first.find(|c: char| c.is_ascii_digit())?];
    if prefix.is_empty() {
        return None;
    }
    let digits: Option<Vec<&str>> = numbers.iter().map(|it| it.strip_prefix(prefix)).collect();
    let digits = digits?;
    let counts: Option<Vec<u32>> = digits.iter().map(|it| it.parse().ok()).collect();
    let next = counts?.into_iter().max()?.saturating_add(1);
    // `T012` goes on as wide as it is.
    let width = digits.iter().map(|it| it.len()).min()?;
    Some(format!("{prefix}{next:0width$}"))
}

/// Writes a lead with another number and title: what stands before, between and after them is that of `model`, marks of state left out.
pub(crate) fn written(doc: &Document, model: &Unit, number: &str, title: &str) -> String {
    let title: Vec<&str> = title.split_whitespace().collect();
    let title = title.join(" ");
    // `M5 Polish` for phase `M5` names the number a second time.
    let title = title
        .strip_prefix(number)
        .filter(|rest| rest.starts_with([':', ' ', '.', '-', '–', '—']))
        .map(|rest| rest.trim_start_matches([':', ' ', '.', '-', '–', '—']))
        .filter(|rest| !rest.is_empty() && number.starts_with(char::is_alphabetic))
        .unwrap_or(&title);
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

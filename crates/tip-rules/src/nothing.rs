//! Values that say that there is nothing to say.

use tip_plan::{Field, Plan, Section};
use tip_syntax::{Document, Span, scan};

/// Returns whether a text says nothing, or that there is nothing: `None`, `N/A`, `No changes`.
pub(crate) fn says_nothing(text: &str) -> bool {
    let folded = scan::normalized(text);
    let first = folded.split(' ').next().unwrap_or_default();
    matches!(
        first,
        "" | "none"
            | "no"
            | "nothing"
            | "na"
            | "nil"
            | "not"
            | "keine"
            | "aucun"
            | "ninguno"
            | "nenhum"
            | "无"
            | "なし"
    ) || folded.starts_with("n a")
        || text.trim_start().starts_with('[')
}

/// Returns whether a field has a value or items that say something.
pub(crate) fn field_says(doc: &Document, field: &Field) -> bool {
    let value = doc.text(field.value);
    if !value.trim().is_empty() {
        return !says_nothing(value);
    }
    field.items.iter().any(|it| !says_nothing(doc.text(*it)))
}

/// Returns the text under a heading, without the heading.
pub(crate) fn body<'a>(doc: &'a Document, section: &Section) -> &'a str {
    let start = doc.block(section.block).span.end();
    doc.text(Span::new(start, section.span.end().max(start)))
}

/// Returns whether a section says something.
pub(crate) fn section_says(doc: &Document, plan: &Plan, section: &Section) -> bool {
    let text = body(doc, section);
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '-' || c == '*');
    let has_fields = plan.fields.iter().any(|it| section.span.contains(it.span));
    if has_fields {
        let mut fields = plan
            .fields
            .iter()
            .filter(|it| section.span.contains(it.span));
        return fields.any(|it| field_says(doc, it));
    }
    !says_nothing(text)
}

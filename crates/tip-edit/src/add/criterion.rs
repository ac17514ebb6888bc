//! Adds a criterion to a phase.

use tip_plan::{BoxKind, Meaning, Plan, UnitId};
use tip_syntax::{Document, Edit, Span};

use super::{bullet, label, text_end, words};

/// Adds a criterion at the end of those of a phase.
///
/// A phase without any gets a list under the label that the plan uses elsewhere, or `**Success Criteria**:`.
pub fn add_criterion(doc: &Document, plan: &Plan, phase: UnitId, text: &str) -> Vec<Edit> {
    let source = doc.source();
    let end = source.line_end();
    let text = words(Some(text), "Specific testable outcome");
    let last = plan
        .boxes
        .iter()
        .rfind(|it| it.phase == Some(phase) && it.kind == BoxKind::Criterion && !it.in_table);
    if let Some(last) = last {
        let line = source.line_span(source.line_of(last.mark.start));
        let lead = doc.text(Span::new(line.start(), last.mark.start()));
        let lead = next_number(lead);
        let after = item_end(doc, last.mark.start());
        return vec![Edit::insert(after as u32, format!("{end}{lead}[ ] {text}"))];
    }
    let item = format!("{} [ ] {text}", bullet(doc, plan));
    let own = plan
        .fields
        .iter()
        .find(|it| it.unit == Some(phase) && it.meaning.is_some_and(Meaning::is_criteria));
    if let Some(field) = own {
        let after = text_end(doc, field.span);
        return vec![Edit::insert(after as u32, format!("{end}{item}"))];
    }
    let elsewhere = plan
        .fields
        .iter()
        .find(|it| it.unit.is_some() && it.meaning == Some(Meaning::Criteria));
    let label = elsewhere.map_or_else(|| "**Success Criteria**:".to_owned(), |it| label(doc, it));
    let after = text_end(doc, plan.unit(phase).span);
    vec![Edit::insert(
        after as u32,
        format!("{end}{end}{label}{end}{item}"),
    )]
}

/// Returns where the list item ends that a box stands in, what is nested in it included.
fn item_end(doc: &Document, at: usize) -> usize {
    let blocks = doc.blocks();
    let after = blocks.partition_point(|it| it.span.start() <= at);
    let item = blocks[..after]
        .iter()
        .rev()
        .find(|it| it.kind == tip_syntax::BlockKind::Item && it.span.contains_offset(at));
    item.map_or(at, |it| text_end(doc, it.span))
}

/// Returns the lead of the item after one: `3. ` after `2. `.
fn next_number(lead: &str) -> String {
    let blank = lead.len() - lead.trim_start().len();
    let digits = lead[blank..].bytes().take_while(u8::is_ascii_digit).count();
    match lead[blank..blank + digits].parse::<u32>() {
        Ok(number) => format!(
            "{}{}{}",
            &lead[..blank],
            number + 1,
            &lead[blank + digits..]
        ),
        Err(_) => lead.to_owned(),
    }
}

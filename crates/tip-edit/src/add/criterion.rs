//! Adds a criterion to a phase.

use tip_plan::{BoxKind, CheckBox, Field, Meaning, Plan, Site, Unit, UnitId};
use tip_syntax::{BlockKind, Document, Edit, Span};

use super::{bullet, label, text_end, words};
use crate::EditError;

/// Adds a criterion at the end of those of a phase: those under its own label or heading for them first, then boxes that are its own.
///
/// A phase without any gets a list under the label that the plan uses elsewhere, or `**Success Criteria**:`, before its tasks that are headings,
/// and behind those that are items of a list.
///
/// # Errors
///
/// Fails where the phase is a table row, under which no list has a place.
pub fn add_criterion(
    doc: &Document,
    plan: &Plan,
    phase: UnitId,
    text: &str,
) -> Result<Vec<Edit>, EditError> {
    let source = doc.source();
    let end = source.line_end();
    let text = words(Some(text), "Specific testable outcome");
    let field = own_field(doc, plan, phase);
    let section = own_section(plan, phase);
    let holds = |it: &Span| has_boxes(plan, phase, *it);
    let place = field.map(|it| it.span).filter(holds);
    let place = place.or_else(|| section.filter(holds));
    if let Some(last) = last_criterion(doc, plan, phase, place) {
        let line = source.line_span(source.line_of(last.mark.start));
        let lead = doc.text(Span::new(line.start(), last.mark.start()));
        let lead = next_number(lead);
        let after = item_end(doc, last.mark.start());
        return Ok(vec![Edit::insert(
            after as u32,
            format!("{end}{lead}[ ] {text}"),
        )]);
    }
    let item = format!("{} [ ] {text}", bullet(doc, plan));
    if let Some(field) = field {
        // Where they are a list without boxes, it goes on with its own marker; a number has no place for a box.
        let item = match field.items.last() {
            Some(last) => {
                let line = source.line_span(source.line_of(last.start));
                let lead = doc.text(Span::new(line.start(), last.start()));
                if !matches!(lead.trim(), "-" | "*" | "+") {
                    return Err(EditError::OtherForm { what: "criteria" });
                }
                format!("{lead}[ ] {text}")
            }
            None => item,
        };
        let after = text_end(doc, field.span);
        // A sentence such as `Done when all is there.` is followed by a list of its own.
        let prose = field.items.is_empty() && !field.value.is_empty();
        let gap = if prose && !label(doc, field).starts_with(['*', '_']) {
            end
        } else {
            ""
        };
        return Ok(vec![Edit::insert(
            after as u32,
            format!("{gap}{end}{item}"),
        )]);
    }
    if let Some(section) = section {
        let after = text_end(doc, section);
        return Ok(vec![Edit::insert(
            after as u32,
            format!("{end}{end}{item}"),
        )]);
    }
    let (after, indent) = match plan.unit(phase).site {
        Site::ListItem => within_item(doc, plan.unit(phase))?,
        Site::Heading | Site::BoldLine | Site::File | Site::Paragraph => {
            (own_end(doc, plan, phase), String::new())
        }
        Site::TableRow | Site::Tag => return Err(EditError::OtherForm { what: "criteria" }),
    };
    let elsewhere = plan.fields.iter().find(|it| {
        it.unit.is_some()
            && it.meaning == Some(Meaning::Criteria)
            && label(doc, it).starts_with(['*', '_'])
    });
    let label = elsewhere.map_or_else(|| "**Success Criteria**:".to_owned(), |it| label(doc, it));
    Ok(vec![Edit::insert(
        after as u32,
        format!("{end}{end}{indent}{label}{end}{indent}{item}"),
    )])
}

/// Returns the label of a phase for its criteria: of several the one for all kinds, else the first.
///
/// One behind a box or a bullet speaks of that item alone, unless a list of boxes follows it.
fn own_field<'a>(doc: &Document, plan: &'a Plan, phase: UnitId) -> Option<&'a Field> {
    let own = || {
        plan.fields
            .iter()
            .filter(|it| it.unit == Some(phase) && it.meaning.is_some_and(Meaning::is_criteria))
    };
    let common = |it: &&Field| it.meaning == Some(Meaning::Criteria);
    let full = |it: &&Field| has_boxes(plan, phase, it.span);
    let bare = |it: &&Field| {
        let label = label(doc, it);
        let listed = ["- ", "* ", "+ "]
            .iter()
            .any(|mark| label.trim_start().starts_with(mark));
        !listed
            && !label
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit() || c == '|')
    };
    own()
        .filter(full)
        .find(common)
        .or_else(|| own().find(full))
        .or_else(|| own().filter(bare).find(common))
        .or_else(|| own().find(bare))
}

/// Returns the section of a phase for its criteria, without those below it.
fn own_section(plan: &Plan, phase: UnitId) -> Option<Span> {
    let own = || {
        plan.sections.iter().enumerate().filter(|(_, it)| {
            it.unit == Some(phase) && it.meaning.is_some_and(Meaning::is_criteria)
        })
    };
    let found = own()
        .find(|(_, it)| has_boxes(plan, phase, it.span))
        .or_else(|| own().next());
    let (at, section) = found?;
    let below = plan.sections[at + 1..]
        .iter()
        .find(|it| section.span.contains(it.span) && has_boxes(plan, phase, it.span));
    Some(below.map_or(section.span, |it| it.span))
}

fn has_boxes(plan: &Plan, phase: UnitId, span: Span) -> bool {
    plan.boxes
        .iter()
        .any(|it| is_own(it, phase) && span.contains(it.mark))
}

/// Returns whether a box is a criterion of the phase itself, not of a task in it.
fn is_own(it: &CheckBox, phase: UnitId) -> bool {
    it.unit == Some(phase) && it.is_unit.is_none() && it.kind == BoxKind::Criterion && !it.in_table
}

/// Returns the last criterion of the first list of them; what is nested in another counts with that.
fn last_criterion<'a>(
    doc: &Document,
    plan: &'a Plan,
    phase: UnitId,
    place: Option<Span>,
) -> Option<&'a CheckBox> {
    let own = || {
        plan.boxes.iter().filter(move |it| {
            is_own(it, phase) && place.is_none_or(|place| place.contains(it.mark))
        })
    };
    let source = doc.source();
    let indent = |it: &CheckBox| {
        let line = source.line_span(source.line_of(it.mark.start));
        let text = doc.text(line);
        text.len() - text.trim_start().len()
    };
    let least = own().map(indent).min()?;
    own().rfind(|it| indent(it) == least)
}

/// Returns where a list item ends that is a phase, and what its own paragraphs are indented by.
fn within_item(doc: &Document, unit: &Unit) -> Result<(usize, String), EditError> {
    let source = doc.source();
    let line = source.line_span(source.line_of(unit.span.start));
    let blocks = doc.blocks().iter();
    let mut items = blocks.filter(|it| it.kind == BlockKind::Item);
    let item = items.find(|it| it.span.start == unit.span.start);
    let item = item.ok_or(EditError::OtherForm { what: "criteria" })?;
    let marker = doc.text(Span::new(line.start(), item.content.start()));
    if marker.contains(['\t', '\n', '>']) {
        return Err(EditError::OtherForm { what: "criteria" });
    }
    let indent = " ".repeat(marker.chars().count());
    Ok((text_end(doc, item.span), indent))
}

/// Returns where the text of a phase itself ends, before the first unit in it that is no item of a list.
fn own_end(doc: &Document, plan: &Plan, phase: UnitId) -> usize {
    let span = plan.unit(phase).span;
    let below = plan
        .units
        .iter()
        .filter(|it| span.contains(it.lead) && it.lead.start > plan.unit(phase).lead.start)
        .filter(|it| it.site != Site::ListItem)
        .map(|it| {
            let source = doc.source();
            source.line_span(source.line_of(it.lead.start)).start()
        })
        .min();
    let end = below.unwrap_or(span.end());
    text_end(doc, Span::new(span.start(), end))
}

/// Returns where the list item ends that a box stands in, what is nested in it included.
fn item_end(doc: &Document, at: usize) -> usize {
    let blocks = doc.blocks();
    let after = blocks.partition_point(|it| it.span.start() <= at);
    let item = blocks[..after]
        .iter()
        .rev()
        .find(|it| it.kind == BlockKind::Item && it.span.contains_offset(at));
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

//! The own text of a phase, or of a plan that has none: all of it, or where that is long, what is needed first.
//!
//! Plans quote whole files of code for steps that are not begun before others are done. Whoever asks what to do next needs the first of
//! them, and what all of it is measured by; the rest is named, and asked for when its time has come.

use tip_plan::{BoxState, Meaning, Plan, UnitId};
use tip_syntax::{Document, Span};

use super::CHARACTERS_PER_TOKEN;

/// The own text of a phase or plan.
pub(super) struct Own {
    /// The text, in the order of the plan.
    pub(super) text: String,
    /// What is left for later, by handle and title.
    pub(super) later: Vec<String>,
    /// Where that stands, and what is done.
    pub(super) hidden: Vec<Span>,
}

/// So many characters of a title are told of what is left for later.
const NAME: usize = 80;

/// A part of the text: what stands under a heading, a step, or the label of criteria, up to the next of these.
struct Part {
    span: Span,
    /// With the parts that stand in it.
    all: Span,
    name: String,
    /// Whether it holds what the whole is measured by, or stands before all others.
    is_needed: bool,
    is_done: bool,
}

/// Returns the text of a phase or task, or of a plan without one, in about so many tokens; less than what is needed it never is.
pub(super) fn text(doc: &Document, plan: &Plan, id: Option<UnitId>, tokens: usize) -> Own {
    let all = own_span(doc, plan, id);
    let most = tokens.saturating_mul(CHARACTERS_PER_TOKEN);
    let count = |span: Span| doc.text(span).chars().count();
    let parts = parts(doc, plan, id, all);
    if parts.len() == 1 || count(all) <= most {
        return Own {
            text: trimmed(doc.text(all)).to_owned(),
            later: Vec::new(),
            hidden: Vec::new(),
        };
    }
    let needed = parts.iter().filter(|it| it.is_needed);
    let mut room = most.saturating_sub(needed.map(|it| count(it.span)).sum());
    let mut text = String::new();
    let (mut later, mut hidden) = (Vec::new(), Vec::new());
    // In order: what comes behind a part that is left for later is not begun before it.
    let (mut is_first, mut is_full) = (true, false);
    let mut named: Option<Span> = None;
    for part in &parts {
        let piece = doc.text(part.span);
        if part.is_needed {
            text.push_str(piece);
            continue;
        }
        if part.is_done {
            let line = piece.lines().next().unwrap_or_default();
            text.push_str(line.trim_end());
            text.push_str(if line.starts_with('#') {
                " …\n\n"
            } else {
                " …\n"
            });
            hidden.push(part.span);
            continue;
        }
        let length = piece.chars().count();
        is_full |= length > room && !is_first;
        if is_full {
            // What stands within something that is named comes with it.
            if !named.is_some_and(|it| it.contains(part.all)) {
                named = Some(part.all);
                later.push(part.name.chars().take(NAME).collect());
            }
            hidden.push(part.span);
        } else {
            room = room.saturating_sub(length);
            text.push_str(piece);
            is_first = false;
        }
    }
    Own {
        text: trimmed(&text).to_owned(),
        later,
        hidden,
    }
}

/// Returns where a phase stands, or what a plan says behind its front matter.
fn own_span(doc: &Document, plan: &Plan, id: Option<UnitId>) -> Span {
    if let Some(id) = id {
        let unit = plan.unit(id);
        return unit.span.cover(unit.lead);
    }
    let start = doc.front_matter().map_or(0, |it| it.span.end());
    let end = doc.source().text().len();
    Span::new(start.min(end), end)
}

/// A line that parts phases belongs to none.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches('-').trim_end()
}

/// Takes a text apart where headings, steps and labels of criteria begin.
fn parts(doc: &Document, plan: &Plan, id: Option<UnitId>, all: Span) -> Vec<Part> {
    let source = doc.source();
    let line_of = |at: u32| source.line_span(source.line_of(at)).start;
    let mut cuts: Vec<(u32, Span, String, bool)> = Vec::new();
    let is_own = |at: u32| all.start < at && at < all.end;
    for (at, unit) in plan.units.iter().enumerate() {
        if Some(at) != id.map(UnitId::index) && is_own(unit.lead.start) {
            let name = format!("{} {}", unit.handle, unit.title.value);
            let start = line_of(unit.lead.start);
            let whole = unit.span.cover(unit.lead);
            cuts.push((start, whole, name, unit.state.value.is_over()));
        }
    }
    for section in plan.sections.iter().filter(|it| is_own(it.span.start)) {
        let name = section.title.value.clone();
        cuts.push((section.span.start, section.span, name, false));
    }
    let criteria = plan.fields.iter();
    let criteria = criteria.filter(|it| it.meaning.is_some_and(Meaning::is_criteria));
    for field in criteria.filter(|it| is_own(it.span.start)) {
        let name = field.label.value.clone();
        cuts.push((line_of(field.span.start), field.span, name, false));
    }
    // Of what is both a unit and a section the unit names it.
    cuts.sort_by_key(|it| it.0);
    cuts.dedup_by_key(|it| it.0);
    cuts.retain(|it| is_own(it.0));
    let ends = cuts.iter().skip(1).map(|it| it.0).chain([all.end]);
    let first = cuts.first().map_or(all.end, |it| it.0);
    let head = Span {
        start: all.start,
        end: first,
    };
    let mut parts = vec![Part {
        span: head,
        all: head,
        name: String::new(),
        is_needed: true,
        is_done: false,
    }];
    parts.extend(
        cuts.iter()
            .zip(ends)
            .map(|((start, whole, name, is_done), end)| {
                let span = Span { start: *start, end };
                Part {
                    span,
                    all: whole.cover(span),
                    name: name.clone(),
                    is_needed: holds_criteria(plan, id, span),
                    is_done: *is_done,
                }
            }),
    );
    parts
}

/// Returns whether a part holds open boxes that are no steps: by those the whole is measured, and in a plan without phases they are what is
/// to be done.
fn holds_criteria(plan: &Plan, id: Option<UnitId>, span: Span) -> bool {
    let mut boxes = plan.boxes.iter();
    boxes.any(|it| {
        let is_open = it.state != BoxState::Done && !it.deferred;
        is_open && span.contains(it.mark) && (id.is_none() || it.is_unit.is_none())
    })
}

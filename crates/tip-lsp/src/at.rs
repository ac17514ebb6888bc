//! What stands at a place in a plan.

use tip_plan::{CheckBox, Effort, Plan, Reference, UnitId};
use tip_syntax::{Source, Span};

/// What stands at a place in a plan.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At<'a> {
    /// A reference to code or a document.
    Reference(&'a Reference),
    /// The name of a unit that another one waits for.
    Dependency(UnitId, Span),
    /// How much work something is.
    Effort(Effort, Span),
    /// The first line of a unit.
    Unit(UnitId),
    /// A box, or its text.
    Box(&'a CheckBox),
}

/// Returns what stands at a byte: of several things the smallest.
pub(crate) fn at<'a>(source: &Source, plan: &'a Plan, offset: u32) -> Option<At<'a>> {
    let offset = offset as usize;
    let touches = |span: Span| span.start() <= offset && offset <= span.end();
    let reference = plan
        .references
        .iter()
        .find(|it| touches(it.span) || it.line_span.is_some_and(touches));
    if let Some(reference) = reference {
        return Some(At::Reference(reference));
    }
    let dependency = plan
        .units
        .iter()
        .flat_map(|it| it.depends_on.mentioned())
        .map(|it| (it.value, with_word(source, it.span)))
        .find(|it| touches(it.1));
    if let Some((unit, span)) = dependency {
        return Some(At::Dependency(unit, span));
    }
    let efforts = plan.units.iter().filter_map(|it| it.effort.as_ref());
    let mut efforts = efforts.chain(&plan.effort);
    if let Some(effort) = efforts.find(|it| touches(it.span)) {
        return Some(At::Effort(effort.value, effort.span));
    }
    let unit = plan.units.iter().rposition(|it| touches(it.title.span));
    if let Some(at) = unit {
        return Some(At::Unit(UnitId(at as u32)));
    }
    let of_box = |it: &&CheckBox| touches(it.mark) || touches(it.text);
    if let Some(found) = plan.boxes.iter().find(of_box) {
        return Some(At::Box(found));
    }
    let unit = plan.units.iter().rposition(|it| touches(it.lead));
    unit.map(|at| At::Unit(UnitId(at as u32)))
}

/// Takes the word before a number along: `Phase 1`, `P1`.
fn with_word(source: &Source, span: Span) -> Span {
    let before = &source.text()[..span.start()];
    let rest = before.strip_suffix(' ').unwrap_or(before);
    let word = rest.trim_end_matches(char::is_alphabetic);
    if word.len() < rest.len() {
        Span::new(word.len(), span.end())
    } else {
        span
    }
}

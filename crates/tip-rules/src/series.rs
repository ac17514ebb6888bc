//! Which phases are numbered together.

use tip_plan::{Plan, SectionId, Site, Unit, UnitId, UnitKind};
use tip_syntax::scan;

use crate::PlanContext;

/// What phases of one series have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SeriesKey {
    parent: Option<UnitId>,
    section: Option<SectionId>,
    site: Site,
}

/// Returns the series that a unit is numbered in: the units of its form under the same heading.
pub(crate) fn series_of(plan: &Plan, unit: &Unit) -> SeriesKey {
    SeriesKey {
        parent: unit.parent,
        section: enclosing_section(plan, unit),
        site: unit.site,
    }
}

/// Returns whether a unit is the title of its file: its fellows are files of their own.
pub(crate) fn is_file(plan: &Plan, unit: &Unit) -> bool {
    let mut titles = plan.sections.iter().filter(|it| it.level == 1);
    titles.any(|it| unit.lead.contains(it.title.span))
}

/// Returns whether a box speaks of a unit, which stands nowhere else: `- [x] **Phase 11: the berths**`.
pub(crate) fn is_ticked_off(ctx: &PlanContext<'_>, kind: UnitKind, number: &str) -> bool {
    let wanted = format!("{} {number}", kind.word());
    ctx.plan.boxes.iter().any(|it| {
        let text = scan::normalized(ctx.doc.text(it.text));
        text.strip_prefix(&wanted)
            .is_some_and(|rest| !rest.starts_with(|it: char| it.is_ascii_digit()))
    })
}

/// Returns whether a unit stands among examples, where phases are only spoken of.
pub(crate) fn is_example(plan: &Plan, unit: &Unit) -> bool {
    let mut at = enclosing_section(plan, unit);
    while let Some(id) = at {
        let section = &plan.sections[id.0 as usize];
        let title = scan::normalized(&section.title.value);
        if title
            .split(' ')
            .any(|it| matches!(it, "example" | "examples"))
        {
            return true;
        }
        at = section.parent.filter(|parent| *parent < id);
    }
    false
}

/// Returns the innermost section that a unit stands in, its own heading not counted.
fn enclosing_section(plan: &Plan, unit: &Unit) -> Option<SectionId> {
    let before = plan
        .sections
        .partition_point(|section| section.span.start <= unit.lead.start);
    let mut at = before.checked_sub(1).map(|at| SectionId(at as u32));
    while let Some(id) = at {
        let section = &plan.sections[id.0 as usize];
        let is_own = unit.lead.contains(section.title.span);
        if !is_own && section.span.contains_offset(unit.lead.start()) {
            return at;
        }
        at = section.parent.filter(|parent| *parent < id);
    }
    None
}

//! What can be worked on.

use tip_plan::{DependencySource, Plan, Unit, UnitId, UnitKind, UnitState};

/// What can be worked on in a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// The units that are ready, in the order of the text: those that hold no open ones.
    pub units: Vec<ReadyUnit>,
    /// The number of units that wait for others.
    pub waiting: usize,
}

/// A unit that can be worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyUnit {
    /// The unit.
    pub unit: UnitId,
    /// What was assumed.
    pub assumed: Vec<Assumed>,
}

/// What was assumed where a plan says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// No dependency is written: it waits for the unit before it.
    After(UnitId),
    /// No dependency is written, and no unit stands before it.
    First,
    /// Nothing tells how far a unit has come: it counts as open.
    StateUnknown(UnitId),
    /// It names a unit that the plan does not have, as written; it was left out.
    UnknownDependency(String),
}

/// Returns what can be worked on: phases and tasks that are not over while all that they depend on is.
pub fn ready(plan: &Plan) -> Ready {
    let mut out = Ready::default();
    let view = View { plan };
    view.visit(None, &mut out);
    out.units.sort_by_key(|it| plan.unit(it.unit).lead);
    out
}

struct View<'a> {
    plan: &'a Plan,
}

impl View<'_> {
    fn visit(&self, parent: Option<UnitId>, out: &mut Ready) {
        for id in self.children(parent) {
            let unit = self.plan.unit(id);
            if unit.state.value.is_over() {
                continue;
            }
            let Some(mut assumed) = self.free(id, unit) else {
                out.waiting += 1;
                continue;
            };
            let open = |it: &UnitId| !self.plan.unit(*it).state.value.is_over();
            if self.children(Some(id)).iter().any(open) {
                self.visit(Some(id), out);
                continue;
            }
            if unit.state.value == UnitState::Unknown {
                assumed.push(Assumed::StateUnknown(id));
            }
            out.units.push(ReadyUnit { unit: id, assumed });
        }
    }

    /// Returns the phases and tasks directly below a unit, or below none.
    fn children(&self, parent: Option<UnitId>) -> Vec<UnitId> {
        let work = |kind| matches!(kind, UnitKind::Phase | UnitKind::Task);
        let units = self.plan.units.iter().enumerate();
        units
            .filter(|(_, unit)| work(unit.kind))
            .filter(|(_, unit)| unit.parent.filter(|it| work(self.plan.unit(*it).kind)) == parent)
            .map(|(at, _)| UnitId(at as u32))
            .collect()
    }

    /// Returns what was assumed for a unit that waits for nothing; `None` for one that waits.
    fn free(&self, id: UnitId, unit: &Unit) -> Option<Vec<Assumed>> {
        let mut assumed = Vec::new();
        let (waits_for, by_order) = match unit.depends_on.source {
            DependencySource::Order => (self.before(id, unit), true),
            _ => (
                unit.depends_on.on.iter().map(|it| it.value).collect(),
                false,
            ),
        };
        let over = |it: &UnitId| self.plan.unit(*it).state.value.is_over();
        if unit.state.value != UnitState::InProgress && !waits_for.iter().all(over) {
            return None;
        }
        if by_order {
            assumed.push(match waits_for.last() {
                Some(before) => Assumed::After(*before),
                None => Assumed::First,
            });
        }
        let unknown = unit.depends_on.unknown.iter();
        assumed.extend(unknown.map(|it| Assumed::UnknownDependency(it.value.clone())));
        Some(assumed)
    }

    /// Returns what a unit waits for by the order of the text: the unit before it, or the last one before a run that goes side by side.
    fn before(&self, id: UnitId, unit: &Unit) -> Vec<UnitId> {
        let siblings = self.children(unit.parent);
        let before = siblings
            .into_iter()
            .filter(|it| *it < id && self.plan.unit(*it).kind == unit.kind);
        let mut out = Vec::new();
        for sibling in before.collect::<Vec<_>>().into_iter().rev() {
            let side_by_side = self.plan.unit(sibling).parallel;
            if !side_by_side {
                out.push(sibling);
                break;
            }
            if !unit.parallel {
                out.push(sibling);
            }
        }
        out.reverse();
        out
    }
}

//! What can be worked on.
//!
//! What a plan writes decides: a unit whose written dependencies are not over waits, begun or not. Where nothing is written the order
//! of the text decides, and what was assumed stands beside the answer.

use crate::{
    BoxKind, BoxState, CheckBox, DependencySource, Plan, StateSource, Unit, UnitId, UnitKind,
    UnitState,
};

/// What can be worked on in a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// The units that are ready, those that are begun first, those of which every box is ticked last, else in the order of the text.
    pub units: Vec<ReadyUnit>,
    /// The open boxes that stand in no phase and no task, as positions in [`Plan::boxes`]; they come when no unit is ready.
    pub boxes: Vec<u32>,
    /// The units that wait for others, in the order of the text.
    pub waiting: Vec<Waiting>,
}

/// A unit that can be worked on: one that holds no open ones that tell how far they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyUnit {
    /// The unit.
    pub unit: UnitId,
    /// The boxes in it that are not ticked, as positions in [`Plan::boxes`].
    pub open: Vec<u32>,
    /// What was assumed.
    pub assumed: Vec<Assumed>,
}

/// A unit that waits for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The unit.
    pub unit: UnitId,
    /// What it waits for, and is not over.
    pub on: Vec<UnitId>,
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

impl Plan {
    /// Returns what can be worked on: phases and tasks that are not over while all that they depend on is, else boxes outside of them.
    pub fn ready(&self) -> Ready {
        let view = View::new(self);
        let mut out = Ready::default();
        view.visit(None, &mut out);
        out.units.sort_by_key(|it| {
            let under_way = view.is_under_way(it.unit);
            (view.is_at_end(it), !under_way, self.unit(it.unit).lead)
        });
        if out.units.is_empty() {
            out.boxes = view.loose;
        }
        out
    }

    /// Returns the boxes that are not ticked, tell of progress and stand in no phase and no task, as positions in [`Plan::boxes`].
    pub fn open_outside_units(&self) -> Vec<u32> {
        View::new(self).loose
    }
}

struct View<'a> {
    plan: &'a Plan,
    /// The phases and tasks directly in each unit.
    children: Vec<Vec<UnitId>>,
    /// The phases and tasks that stand in none.
    top: Vec<UnitId>,
    /// The boxes in each phase and task, those deeper down included, that are not ticked.
    open: Vec<Vec<u32>>,
    /// Such boxes outside of all phases and tasks.
    loose: Vec<u32>,
}

impl<'a> View<'a> {
    fn new(plan: &'a Plan) -> Self {
        let mut view = Self {
            plan,
            children: vec![Vec::new(); plan.units.len()],
            top: Vec::new(),
            open: vec![Vec::new(); plan.units.len()],
            loose: Vec::new(),
        };
        for (at, unit) in plan.units.iter().enumerate() {
            if !is_work(unit.kind) {
                continue;
            }
            match view.outer(unit.parent) {
                Some(parent) => view.children[parent.index()].push(UnitId(at as u32)),
                None => view.top.push(UnitId(at as u32)),
            }
        }
        for (at, it) in plan.boxes.iter().enumerate() {
            if view.is_open(it) {
                let mut outer = view.outer(it.unit);
                if outer.is_none() {
                    view.loose.push(at as u32);
                }
                while let Some(unit) = outer {
                    view.open[unit.index()].push(at as u32);
                    outer = view.outer(plan.unit(unit).parent);
                }
            }
        }
        view
    }

    /// Returns the phase or task that `unit` is, or stands in.
    fn outer(&self, unit: Option<UnitId>) -> Option<UnitId> {
        let mut at = unit;
        while let Some(id) = at {
            let unit = self.plan.unit(id);
            if is_work(unit.kind) {
                return Some(id);
            }
            at = unit.parent;
        }
        None
    }

    /// Returns whether a box is work that remains; the box of a phase or a task is told by its unit.
    fn is_open(&self, it: &CheckBox) -> bool {
        let of_unit = it.is_unit.map(|unit| self.plan.unit(unit));
        it.state != BoxState::Done
            && it.kind != BoxKind::Review
            && !it.deferred
            && !it.in_table
            && of_unit.is_none_or(|unit| !is_work(unit.kind) && !unit.optional)
    }

    fn visit(&self, parent: Option<UnitId>, out: &mut Ready) {
        let children = parent.map_or(&self.top, |it| &self.children[it.index()]);
        for &id in children.iter().filter(|it| self.remains(**it)) {
            let unit = self.plan.unit(id);
            // Parts that tell nothing are no work of their own beside what tells how far the whole is.
            if parent.is_some() && !self.tells(id) {
                continue;
            }
            let on = self.waits_for(id, unit);
            if !on.is_empty() {
                out.waiting.push(Waiting { unit: id, on });
                continue;
            }
            let parts = &self.children[id.index()];
            if parts.iter().any(|it| self.remains(*it) && self.tells(*it)) {
                self.visit(Some(id), out);
                continue;
            }
            out.units.push(ReadyUnit {
                unit: id,
                open: self.open[id.index()].clone(),
                assumed: self.assumed(id, unit),
            });
        }
    }

    /// Returns whether something of a unit remains to be done.
    fn remains(&self, id: UnitId) -> bool {
        let unit = self.plan.unit(id);
        match unit.state.value {
            UnitState::InProgress => true,
            UnitState::Dropped => false,
            // Where boxes are ticked, those that are not are open, whatever the title says.
            UnitState::Done => unit.state.contradicted_by.is_some_and(|it| {
                it.source == StateSource::Boxes && it.value == UnitState::InProgress
            }),
            UnitState::Open => !unit.optional,
            UnitState::Unknown => !unit.optional && !self.is_passed(id, unit),
        }
    }

    /// Returns whether anything tells how far a unit has come.
    fn tells(&self, id: UnitId) -> bool {
        self.plan.unit(id).state.value != UnitState::Unknown || !self.open[id.index()].is_empty()
    }

    /// Returns whether nothing tells how far a unit has come, and one after it is begun.
    fn is_passed(&self, id: UnitId, unit: &Unit) -> bool {
        let siblings = self
            .outer(unit.parent)
            .map_or(&self.top, |it| &self.children[it.index()]);
        let begun = |it: &&UnitId| {
            let state = self.plan.unit(**it).state.value;
            matches!(state, UnitState::Done | UnitState::InProgress)
        };
        !self.tells(id)
            && siblings
                .iter()
                .filter(|it| **it > id && self.plan.unit(**it).kind == unit.kind)
                .any(|it| begun(&it))
    }

    /// Returns whether a unit or one that it stands in is begun.
    fn is_under_way(&self, id: UnitId) -> bool {
        let mut at = Some(id);
        while let Some(id) = at {
            let unit = self.plan.unit(id);
            if unit.state.value == UnitState::InProgress {
                return true;
            }
            at = unit.parent;
        }
        false
    }

    /// Returns whether a unit is under way by its own words, and no box in it is open.
    fn is_at_end(&self, ready: &ReadyUnit) -> bool {
        let unit = self.plan.unit(ready.unit);
        unit.own_box.is_none()
            && unit.state.value == UnitState::InProgress
            && ready.open.is_empty()
            && self.plan.boxes.iter().any(|it| unit.span.contains(it.mark))
    }

    /// Returns what a unit waits for and is not over; what is begun waits for nothing that is not written.
    fn waits_for(&self, id: UnitId, unit: &Unit) -> Vec<UnitId> {
        let by_order = unit.depends_on.source == DependencySource::Order;
        if by_order && unit.state.value == UnitState::InProgress {
            return Vec::new();
        }
        let on = unit.depends_on.on.iter().map(|it| it.value);
        on.filter(|&it| !self.plan.unit(it).state.value.is_over())
            .filter(|&it| self.remains(it))
            .filter(|&it| !self.holds(it, id) && !self.holds(id, it))
            .collect()
    }

    /// Returns whether a unit is another one, or holds it.
    fn holds(&self, outer: UnitId, inner: UnitId) -> bool {
        let mut at = Some(inner);
        while let Some(id) = at {
            if id == outer {
                return true;
            }
            at = self.plan.unit(id).parent;
        }
        false
    }

    fn assumed(&self, id: UnitId, unit: &Unit) -> Vec<Assumed> {
        let mut assumed = Vec::new();
        let started = unit.state.value == UnitState::InProgress;
        if unit.depends_on.source == DependencySource::Order && !started {
            assumed.push(match unit.depends_on.on.last() {
                Some(before) => Assumed::After(before.value),
                None => Assumed::First,
            });
        }
        if !self.tells(id) {
            assumed.push(Assumed::StateUnknown(id));
        }
        let unknown = unit.depends_on.unknown.iter();
        assumed.extend(unknown.map(|it| Assumed::UnknownDependency(it.value.clone())));
        assumed
    }
}

fn is_work(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Phase | UnitKind::Task)
}

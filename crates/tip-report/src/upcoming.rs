//! What comes next in a plan, in the words of the views: one answer for all of them.

use tip_plan::{Assumed, BoxState, Proof, Ready, UnitId, UnitState};

use crate::StageBasis;
use crate::view::is_outcome;
use crate::{Assumption, NextPlan, PlanFile, PlanView, ReadyBox, ReadyUnit, WaitingUnit};

impl<'a> PlanView<'a> {
    /// Returns the phases and tasks that can be worked on, and the file that they stand in: the first one of those that hold the work
    /// in which something is ready.
    ///
    /// The files after it describe the same work. A plan that is over has nothing ready.
    pub(crate) fn ready(&self) -> Option<(PlanFile<'a>, Ready)> {
        if self.stage().is_over() {
            return None;
        }
        let files: Vec<(PlanFile<'a>, Ready)> =
            self.working().map(|it| (*it, it.plan.ready())).collect();
        let has_units = |(_, ready): &(PlanFile<'a>, Ready)| !ready.units.is_empty();
        let at = files.iter().position(has_units).unwrap_or(0);
        files.into_iter().nth(at)
    }

    /// Returns the open boxes that stand in no phase and no task, and those that criteria in the files beside the work have.
    pub(crate) fn open_beside(&self) -> Vec<(PlanFile<'a>, Vec<u32>)> {
        if self.stage().is_over() {
            return Vec::new();
        }
        let files = self.files.iter().map(|file| {
            let open = if self.works(file) {
                file.plan.open_outside_units()
            } else {
                let boxes = file.plan.boxes.iter().zip(0..);
                let open = boxes.filter(|(it, _)| {
                    is_outcome(it) && it.state != BoxState::Done && !it.deferred && !it.in_table
                });
                open.map(|(_, at)| at).collect()
            };
            (*file, open)
        });
        files.filter(|(_, open)| !open.is_empty()).collect()
    }
}

impl NextPlan {
    /// Returns what can be worked on in a plan.
    pub fn of(view: &PlanView<'_>, title: Option<String>) -> Self {
        let mut next = Self {
            name: view.name.to_owned(),
            title,
            stage: view.stage(),
            basis: view.basis(),
            progress: view.progress(),
            counted: view.counted(),
            ready: Vec::new(),
            boxes: Vec::new(),
            waiting: Vec::new(),
            why_not_complete: view.why_not_complete(),
            made: view.made(),
        };
        let Some((file, ready)) = view.ready() else {
            return next;
        };
        let handle = |id: UnitId| file.plan.unit(id).handle.clone();
        next.ready = ready.units.iter().map(|it| unit(&file, it)).collect();
        if next.ready.is_empty() {
            let open = view.open_beside().into_iter();
            next.boxes = open
                .flat_map(|(file, open)| open.into_iter().map(move |it| loose(&file, it)))
                .collect();
        }
        let waiting = ready.waiting.iter().map(|it| WaitingUnit {
            handle: handle(it.unit),
            on: it.on.iter().map(|it| handle(*it)).collect(),
        });
        next.waiting = waiting.collect();
        next
    }

    /// Returns whether what is ready seems to be there already: the files that it means to create exist, or most that the plan does.
    pub fn looks_built(&self) -> bool {
        !self.ready.is_empty() && self.ready.iter().all(|it| it.built > 0)
            || self.basis == StageBasis::SeemsBuilt
    }

    /// Returns whether there is anything to work on.
    pub fn is_empty(&self) -> bool {
        self.ready.is_empty() && self.boxes.is_empty()
    }

    /// Says why there is nothing to work on.
    pub fn why_nothing(&self) -> String {
        if self.stage.is_over() {
            return format!("`{}` is {}", self.name, self.stage.word());
        }
        if !self.waiting.is_empty() {
            let waits = self.waiting.iter().map(|it| {
                let on: Vec<String> = it.on.iter().map(|it| format!("`{it}`")).collect();
                format!("`{}` waits for {}", it.handle, on.join(", "))
            });
            return waits.collect::<Vec<_>>().join("; ");
        }
        match (self.progress.done, self.progress.total) {
            (_, 0) => format!("`{}` names no phase, task or box", self.name),
            (done, total) if done == total => {
                format!(
                    "all of `{}` is ticked, but {}",
                    self.name, self.why_not_complete
                )
            }
            _ => format!("what is open in `{}` is optional or deferred", self.name),
        }
    }
}

impl ReadyUnit {
    /// Says that the files that it means to create are there already.
    pub(crate) fn built_in_words(&self) -> Option<String> {
        match self.built {
            0 => None,
            1 => Some("the file that it creates exists already".to_owned()),
            count => Some(format!("all {count} files that it creates exist already")),
        }
    }
}

fn unit(file: &PlanFile<'_>, ready: &tip_plan::ReadyUnit) -> ReadyUnit {
    let unit = file.plan.unit(ready.unit);
    let handle = |id: UnitId| file.plan.unit(id).handle.clone();
    ReadyUnit {
        kind: unit.kind,
        handle: unit.handle.clone(),
        id: unit.id.clone(),
        title: unit.title.value.clone(),
        path: file.path.to_owned(),
        line: file.doc.line(unit.lead),
        state: unit.state.value,
        effort: unit.effort.as_ref().map(|it| it.value.short()),
        built: match unit.state.value {
            UnitState::Open | UnitState::Unknown => file.built(ready.unit),
            _ => 0,
        },
        open: ready.open.iter().map(|it| loose(file, *it)).collect(),
        assumed: ready
            .assumed
            .iter()
            .map(|it| match it {
                Assumed::After(id) => Assumption::After(handle(*id)),
                Assumed::First => Assumption::First,
                Assumed::StateUnknown(id) => Assumption::StateUnknown(handle(*id)),
                Assumed::UnknownDependency(written) => {
                    Assumption::UnknownDependency(written.clone())
                }
            })
            .collect(),
    }
}

fn loose(file: &PlanFile<'_>, at: u32) -> ReadyBox {
    let it = &file.plan.boxes[at as usize];
    ReadyBox {
        handle: it.handle.clone(),
        id: it.id.clone(),
        text: text(file, at),
        path: file.path.to_owned(),
        line: file.doc.line(it.mark),
        is_for_person: matches!(file.plan.proof(it), Proof::Person(_)),
    }
}

fn text(file: &PlanFile<'_>, at: u32) -> String {
    let it = &file.plan.boxes[at as usize];
    match it.is_unit {
        Some(unit) => file.plan.unit(unit).title.value.clone(),
        None => file.doc.source().folded(it.text).into_owned(),
    }
}

//! What is asked of a plan in one file or several.

use std::iter;

use tip_plan::{
    BoxKind, BoxState, CheckBox, DialectId, Progress, Stage, UnitId, UnitKind, UnitState,
};
use tip_syntax::scan;

use crate::{Counted, NextPlan, PlanFile, PlanSummary, PlanView, StageBasis};

/// The file that lists the tasks of a plan in several files.
const TASKS: &str = "tasks.md";

/// Tasks within tasks that are looked through.
const DEEPEST: usize = 32;

/// The files of a plan by how well their titles say what it is about; others follow.
const TITLED: &[&str] = &[
    "proposal.md",
    "spec.md",
    "requirements.md",
    "plan.md",
    "implementation-plan.md",
    "design.md",
];

/// Titles that say what kind of file it is, and no more.
const PLAIN_TITLES: &[&str] = &[
    "implementation plan",
    "implementation tasks",
    "tasks",
    "task list",
    "plan",
    "design",
    "design document",
    "proposal",
    "requirements",
    "requirements document",
    "why",
    "context",
];

impl PlanSummary {
    /// Makes a plan small; it counts as neither checked nor archived.
    pub fn of(view: &PlanView<'_>) -> Self {
        let next = NextPlan::of(view, None);
        let unit = next.ready.into_iter().map(|it| (it.handle, it.title));
        let boxes = next.boxes.into_iter().map(|it| (it.handle, it.text));
        let next = unit.chain(boxes).next();
        Self {
            name: view.name.to_owned(),
            files: view.files.iter().map(|it| it.path.to_owned()).collect(),
            title: view.title().map(str::to_owned),
            feature: view.feature().map(str::to_owned),
            stage: view.stage(),
            dialect: view.dialect(),
            progress: view.progress(),
            counted: view.counted(),
            uncertain: view.is_uncertain(),
            phases: view.working().map(|it| it.plan.phases().count()).sum(),
            basis: view.basis(),
            next,
            why_not_complete: view.why_not_complete(),
            errors: 0,
            warnings: 0,
            archived: false,
        }
    }
}

impl<'a> PlanView<'a> {
    /// Says what still tells that the plan is not complete where all of it is ticked, and how that is moved.
    pub fn why_not_complete(&self) -> String {
        let name = if self.name.contains(' ') {
            format!("'{}'", self.name)
        } else {
            self.name.to_owned()
        };
        let files = self.files.iter();
        let mut written = files.filter_map(|it| Some((it, it.plan.status.written.as_ref()?)));
        match written.next() {
            Some((file, status)) => format!(
                "its status is `{}` ({}:{}): `tip status {name} complete` moves it on",
                status.value,
                file.path,
                file.doc.line(status.span)
            ),
            None => format!("no status says that it is complete: `tip status {name}` tells more"),
        }
    }

    /// Returns the title; of several files that of the one that says best what the plan is about, and more than what kind of file it is.
    pub fn title(&self) -> Option<&'a str> {
        let mut files: Vec<&PlanFile<'a>> = self.files.iter().collect();
        files.sort_by_key(|it| {
            let name = it.path.rsplit('/').next().unwrap_or(it.path);
            let told = TITLED.iter().position(|titled| *titled == name);
            told.unwrap_or(TITLED.len())
        });
        let titles = files.iter().filter_map(|it| it.plan.title.as_ref());
        let mut titles = titles.map(|it| it.value.as_str());
        titles.find(|title| {
            let folded = scan::normalized(title);
            let numbered = folded.starts_with(|it: char| it.is_ascii_digit());
            self.files.len() == 1 || !(numbered || PLAIN_TITLES.contains(&folded.as_str()))
        })
    }

    /// Returns the feature.
    pub fn feature(&self) -> Option<&'a str> {
        let mut features = self.files.iter().filter_map(|it| it.plan.feature.as_ref());
        features.next().map(|it| it.value.as_str())
    }

    /// Returns how it was read.
    pub fn dialect(&self) -> DialectId {
        self.files
            .first()
            .map_or(DialectId::Generic, |it| it.plan.dialect)
    }

    /// Returns the stage corrected by the progress of all files.
    pub fn stage(&self) -> Stage {
        if let [only] = self.files.as_slice() {
            return only.plan.stage();
        }
        let told = |it: &PlanFile<'_>| {
            let status = &it.plan.status;
            status.settled.map(|it| it.stage).or(status.stage)
        };
        let written = self.files.iter().find_map(told);
        let has_open = || self.working().any(|it| it.plan.has_open());
        self.progress().corrects(written, has_open)
    }

    /// Returns whether at least three of four files that a plan means to create are there, though its stage says that it is not begun.
    fn is_mostly_made(&self) -> bool {
        let (there, planned) = self.made();
        let told = self.files.iter().find_map(|it| it.plan.status.stage);
        there > 1
            && there * 4 >= planned * 3
            && told.is_none_or(|it| matches!(it, Stage::Draft | Stage::Approved))
            && !self.stage().is_over()
    }

    /// Returns how many of the files that it means to create are there, and how many it means to create.
    pub fn made(&self) -> (u32, u32) {
        let all = self.files.iter().map(|it| it.made);
        all.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    }

    /// Returns what the stage rests on.
    pub fn basis(&self) -> StageBasis {
        let told =
            |it: &PlanFile<'_>| it.plan.status.settled.is_some() || it.plan.status.stage.is_some();
        let written = self.files.iter().any(told);
        let progress = self.progress();
        let units = || self.working().flat_map(|it| &it.plan.units);
        let is = |state: UnitState| units().any(|it| it.state.value == state);
        let boxes = || self.working().flat_map(|it| &it.plan.boxes);
        let begun = progress.done > 0
            || is(UnitState::Done)
            || is(UnitState::InProgress)
            || boxes().any(|it| it.state == BoxState::Other && it.kind != BoxKind::Review);
        if !begun && self.is_mostly_made() {
            StageBasis::SeemsBuilt
        } else if written || begun {
            StageBasis::Told
        } else if self.counted() == Counted::Boxes || is(UnitState::Open) {
            StageBasis::NotBegun
        } else {
            StageBasis::Unknown
        }
    }

    /// Returns whether the files may hold other phases and boxes than were read of them: code blocks in them end where they should not.
    pub fn is_uncertain(&self) -> bool {
        self.files
            .iter()
            .any(|file| tip_rules::is_in_doubt(file.doc))
    }

    /// Returns what the progress counts.
    pub fn counted(&self) -> Counted {
        if self.files.iter().any(|it| it.plan.counts_boxes()) {
            Counted::Boxes
        } else {
            Counted::Phases
        }
    }

    /// Returns how much is done: all that the files count that hold the work, and the outcomes that the files beside them ask for.
    pub fn progress(&self) -> Progress {
        let mut sum = Progress::default();
        for file in &self.files {
            if self.works(file) {
                let progress = file.plan.progress();
                sum.done += progress.done;
                sum.total += progress.total;
                continue;
            }
            // What is to be done stands in the list of tasks; a design that lists it too says nothing more.
            for it in file.plan.boxes.iter().filter(|it| is_outcome(it)) {
                let done = it.state == BoxState::Done;
                if !it.in_table && (done || !it.deferred) {
                    sum.total += 1;
                    sum.done += u32::from(done);
                }
            }
        }
        sum
    }

    /// Returns whether a file of the plan holds its work.
    pub(crate) fn works(&self, file: &PlanFile<'_>) -> bool {
        self.working().any(|it| it.path == file.path)
    }

    /// Returns the files whose phases and tasks are the work: the list of tasks, where a plan of several files has one.
    ///
    /// The phases of a design or of a research note beside it are parts of a text.
    pub fn working(&self) -> impl Iterator<Item = &PlanFile<'a>> + '_ {
        let lists = |it: &PlanFile<'_>| {
            let mut units = it.plan.units.iter();
            it.path.rsplit('/').next() == Some(TASKS)
                && units.any(|unit| unit.kind <= UnitKind::Step)
        };
        let list = self.files.iter().position(lists);
        let files = self.files.iter().enumerate();
        files
            .filter(move |(at, _)| list.is_none_or(|list| *at == list))
            .map(|(_, file)| file)
    }
}

/// Returns whether a box is an outcome that must hold, wherever it stands.
pub(crate) fn is_outcome(it: &CheckBox) -> bool {
    matches!(it.kind, BoxKind::Criterion | BoxKind::Gate)
}

impl PlanFile<'_> {
    /// Returns how many files a unit means to create, where all of them are there; 0 otherwise, and where nobody looked.
    pub(crate) fn built(&self, unit: UnitId) -> u32 {
        let built = self.built.and_then(|it| it.get(unit.index()));
        built.copied().unwrap_or(0)
    }

    /// Counts, for each phase and task, the boxes in it that tell of progress; its own box is not among them.
    pub(crate) fn progress_by_unit(&self) -> Vec<Progress> {
        let mut all = vec![Progress::default(); self.plan.units.len()];
        for it in &self.plan.boxes {
            let done = it.state == BoxState::Done;
            let of_unit = it
                .is_unit
                .and_then(|unit| self.plan.units.get(unit.index()));
            let tells = matches!(it.kind, BoxKind::Criterion | BoxKind::Task | BoxKind::Gate)
                && !it.in_table
                && (done || !it.deferred && of_unit.is_none_or(|it| !it.optional));
            if !tells {
                continue;
            }
            let mut add = |unit: UnitId| {
                if let Some(progress) = all.get_mut(unit.index()) {
                    progress.total += 1;
                    progress.done += u32::from(it.state == BoxState::Done);
                }
            };
            if let Some(phase) = it.phase {
                add(phase);
            }
            let inner = match it.is_unit {
                Some(unit) => self.parent(unit),
                None => it.unit,
            };
            iter::successors(inner, |unit| self.parent(*unit))
                .take_while(|unit| self.is_work(*unit))
                .take(DEEPEST)
                .for_each(&mut add);
        }
        all
    }

    fn parent(&self, unit: UnitId) -> Option<UnitId> {
        self.plan.units.get(unit.index())?.parent
    }

    fn is_work(&self, unit: UnitId) -> bool {
        let unit = self.plan.units.get(unit.index());
        unit.is_some_and(|unit| matches!(unit.kind, UnitKind::Task | UnitKind::Step))
    }
}

//! Which plans, and what of them, somebody means.

use rustc_hash::FxHashSet;
use tip_ledger::Outcome;
use tip_plan::{Plan, Stage, UnitId};
use tip_run::{Choice, ItemResult, NotRun, PlanRun, Report, RunItem, select};
use tip_syntax::Document;
use tip_workspace::{PlanEntry, ReadFiles, Snapshot, Standing, TargetKind, nearest_word};

use crate::{Failure, Loaded, Place};

/// Plans, and what is to be run of them.
#[derive(Debug)]
pub struct Picked {
    /// The repository.
    pub snapshot: Snapshot,
    /// The files of all plans, each with what is to be run of it at the same position in `runs`.
    pub files: ReadFiles,
    /// What is to be run of each file.
    pub runs: Vec<PlanRun>,
    /// The boxes of each file that were asked for one by one, as positions in [`Plan::boxes`].
    pub asked: Vec<Vec<usize>>,
    /// Where nobody named a plan, the stages of those that are not under way.
    pub left_out: Option<Vec<Stage>>,
    /// The texts of `[gates]` that some box is bound to.
    bound: FxHashSet<String>,
}

/// A plan, and the things in it that are meant; none for all of it.
struct Meant {
    entry: PlanEntry,
    things: Vec<String>,
}

/// Finds what somebody means by `PLAN#HANDLE`; without any plan all that are under way.
pub fn pick(
    names: &[String],
    phases: &[String],
    choice: &Choice,
    place: &Place,
) -> Result<Picked, Failure> {
    let Some(first) = names.first() else {
        return under_way(phases, choice, place);
    };
    let snapshot = place.open_for(place.split(first).0)?;
    let mut meant: Vec<Meant> = Vec::new();
    for name in names {
        let (plan, thing) = place.split(name);
        let root = place.open_for(plan)?.root().to_path_buf();
        if root != snapshot.root() {
            return Err(Failure::usage(format!(
                "`{plan}` lies in another repository than `{first}`"
            ))
            .hint("run it once for each"));
        }
        let entry = snapshot.find(plan, &place.cwd)?;
        let things = thing.map(|it| it.split(',').map(|it| it.trim().to_owned()).collect());
        let things: Vec<String> = things.unwrap_or_default();
        match meant.iter_mut().find(|it| it.entry.name == entry.name) {
            // Who names all of a plan and a thing in it means all of it.
            Some(known) if known.things.is_empty() || things.is_empty() => known.things.clear(),
            Some(known) => known.things.extend(things),
            None => meant.push(Meant { entry, things }),
        }
    }
    let mut picked = Picked {
        snapshot,
        files: ReadFiles::default(),
        runs: Vec::new(),
        asked: Vec::new(),
        left_out: None,
        bound: FxHashSet::default(),
    };
    for it in meant {
        let things: Vec<String> = it.things.iter().chain(phases).cloned().collect();
        picked.add(it.entry, &things, choice)?;
    }
    Ok(picked)
}

fn under_way(phases: &[String], choice: &Choice, place: &Place) -> Result<Picked, Failure> {
    if !phases.is_empty() {
        return Err(
            Failure::usage("`--phase` needs a plan").hint("write `tip verify PLAN --phase P2`")
        );
    }
    let snapshot = place.open()?.snapshot;
    let entries = snapshot.discovery().entries.clone();
    if entries.is_empty() {
        let root = snapshot.root();
        return Err(Failure::user(format!("no plans found in `{root}`"))
            .hint("`tip new FEATURE` begins one"));
    }
    let mut picked = Picked {
        snapshot,
        files: ReadFiles::default(),
        runs: Vec::new(),
        asked: Vec::new(),
        left_out: None,
        bound: FxHashSet::default(),
    };
    let mut left_out = Vec::new();
    for entry in entries
        .into_iter()
        .filter(|it| it.standing == Standing::Current)
    {
        let (doc, plan) = picked.snapshot.read(&entry.primary().path)?;
        if matches!(plan.stage(), Stage::Approved | Stage::InProgress) {
            picked.add(entry, &[], choice)?;
        } else {
            picked.take_bound(&doc, &plan);
            left_out.push(plan.stage());
        }
    }
    picked.left_out = Some(left_out);
    Ok(picked)
}

impl Picked {
    /// Says how many commands stand where nothing can be ticked.
    fn unboxed(&self) -> String {
        let commands = self.files.iter().flat_map(|(_, plan)| plan.commands.iter());
        match commands.filter(|it| it.in_box.is_none()).count() {
            0 => " with a box".to_owned(),
            1 => {
                " with a box; 1 command stands without one: `- [ ]` before it makes it a criterion"
                    .to_owned()
            }
            many => format!(
                " with a box; {many} commands stand without one: `- [ ]` before them makes them criteria"
            ),
        }
    }

    /// Says that there is nothing to run, and why; `None` where there is something.
    pub fn nothing(&self) -> Option<String> {
        if self.runs.iter().any(|it| !it.items.is_empty()) {
            return None;
        }
        let Some(left_out) = &self.left_out else {
            return Some(format!("these plans have no criteria{}", self.unboxed()));
        };
        if !self.runs.is_empty() {
            let unboxed = self.unboxed();
            return Some(format!("the plans under way have no criteria{unboxed}"));
        }
        if left_out.is_empty() {
            return Some("all plans here are archived".to_owned());
        }
        let mut stages = left_out.clone();
        stages.sort_unstable();
        let groups = stages.chunk_by(|a, b| a == b);
        let groups = groups.map(|it| format!("{} {}", it.len(), it[0].word().replace('_', " ")));
        let groups: Vec<String> = groups.collect();
        Some(format!(
            "no plan is under way; left out: {}",
            groups.join(", ")
        ))
    }

    /// Says which texts of `[gates]` fit no box: where nobody named a plan all of them, otherwise those that are near a box without a command.
    pub fn idle_gates(&self) -> Vec<String> {
        let all = self.snapshot.config().gates.all().iter();
        let idle = all.filter(|it| !self.bound.contains(&it.text));
        let said = idle.filter_map(|gate| {
            let near = nearest_word(&gate.text, self.without_command());
            let said = format!("the text \"{}\" of `[gates]` fits no box", gate.text);
            match near {
                Some(near) => Some(format!("{said}: did you mean \"{near}\"?")),
                None => self.left_out.is_some().then_some(said),
            }
        });
        said.collect()
    }

    /// Returns the texts of boxes that name no command.
    fn without_command(&self) -> impl Iterator<Item = &str> {
        let items = self.runs.iter().flat_map(|it| &it.items);
        let items = items.filter(|it| it.subject.steps.is_empty());
        items.map(|it| it.text.as_str())
    }

    /// Remembers which texts of `[gates]` the boxes of a plan are bound to.
    fn take_bound(&mut self, doc: &Document, plan: &Plan) {
        let gates = &self.snapshot.config().gates;
        if gates.all().is_empty() {
            return;
        }
        let bound = plan
            .boxes
            .iter()
            .filter_map(|it| gates.of(doc.text(it.text)));
        self.bound.extend(bound.map(|it| it.text.clone()));
    }

    /// Returns the criteria that were asked for one by one and wait for a person's word, which nobody has given.
    pub fn unanswered(&self, report: &Report) -> Vec<&RunItem> {
        let all = report.all();
        let open = all.filter_map(|(id, result)| {
            let item = &self.runs[id.plan].items[id.item];
            let waits = match result {
                ItemResult::NotRun(why) => matches!(why, NotRun::Manual | NotRun::Deferred),
                ran => ran.outcome() == Some(Outcome::Undecided),
            };
            let asked = self.asked[id.plan].contains(&item.in_box);
            (asked && waits && !item.is_confirmed()).then_some(item)
        });
        open.collect()
    }

    fn add(&mut self, entry: PlanEntry, things: &[String], choice: &Choice) -> Result<(), Failure> {
        let loaded = Loaded::read(&self.snapshot, entry)?;
        let mut only: Option<Vec<Vec<usize>>> = None;
        let mut asked = vec![Vec::new(); loaded.files.len()];
        if !things.is_empty() {
            let plans: Vec<&Plan> = loaded.files.iter().map(|(_, plan)| plan).collect();
            let mut boxes = vec![Vec::new(); plans.len()];
            for thing in things {
                let target = Snapshot::find_in(&loaded.entry, &plans, thing)?;
                let plan = plans[target.file];
                boxes[target.file].extend(match target.kind {
                    TargetKind::CheckBox(at) => {
                        asked[target.file].push(at);
                        vec![at]
                    }
                    TargetKind::Unit(at) => boxes_in(plan, UnitId(at as u32)),
                });
            }
            only = Some(boxes);
        }
        self.asked.extend(asked);
        for (at, (file, (doc, plan))) in loaded.entry.files.iter().zip(&loaded.files).enumerate() {
            let choice = Choice {
                only: only.as_ref().map(|it| it[at].clone()),
                ..choice.clone()
            };
            self.take_bound(doc, plan);
            self.runs.push(select(&file.path, doc, plan, &choice));
        }
        self.files.append(&loaded.files);
        Ok(())
    }
}

/// Returns the boxes of a unit: those in it, and those that belong to it from elsewhere.
fn boxes_in(plan: &Plan, unit: UnitId) -> Vec<usize> {
    let within = plan.unit(unit).span;
    let boxes = plan.boxes.iter().enumerate();
    let of_unit = boxes.filter(|(_, it)| {
        within.contains(it.mark) || it.phase == Some(unit) || it.unit == Some(unit)
    });
    of_unit.map(|(at, _)| at).collect()
}

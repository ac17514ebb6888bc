//! Which plans, and what of them, somebody means.

use tip_plan::{Plan, Stage, UnitId};
use tip_run::{Choice, PlanRun, select};
use tip_workspace::{PlanEntry, ReadFiles, Snapshot, Standing, TargetKind};

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
    let snapshot = place.open_for(split(first, place).0)?;
    let mut meant: Vec<Meant> = Vec::new();
    for name in names {
        let (plan, thing) = split(name, place);
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
    let mut picked = Picked {
        snapshot,
        files: ReadFiles::default(),
        runs: Vec::new(),
    };
    for entry in entries
        .into_iter()
        .filter(|it| it.standing == Standing::Current)
    {
        let (_, plan) = picked.snapshot.read(&entry.primary().path)?;
        if matches!(plan.stage(), Stage::Approved | Stage::InProgress) {
            picked.add(entry, &[], choice)?;
        }
    }
    Ok(picked)
}

/// Splits `PLAN#HANDLE`; a file may have the sign in its name.
fn split<'a>(name: &'a str, place: &Place) -> (&'a str, Option<&'a str>) {
    match name.rsplit_once('#') {
        _ if place.root_of(name.into()).is_ok() => (name, None),
        Some((plan, thing)) if !plan.is_empty() && !thing.is_empty() => (plan, Some(thing)),
        _ => (name, None),
    }
}

impl Picked {
    fn add(&mut self, entry: PlanEntry, things: &[String], choice: &Choice) -> Result<(), Failure> {
        let loaded = Loaded::read(&self.snapshot, entry)?;
        let mut only: Option<Vec<Vec<usize>>> = None;
        if !things.is_empty() {
            let plans: Vec<&Plan> = loaded.files.iter().map(|(_, plan)| plan).collect();
            let mut boxes = vec![Vec::new(); plans.len()];
            for thing in things {
                let target = Snapshot::find_in(&loaded.entry, &plans, thing)?;
                let plan = plans[target.file];
                boxes[target.file].extend(match target.kind {
                    TargetKind::CheckBox(at) => vec![at],
                    TargetKind::Unit(at) => boxes_in(plan, UnitId(at as u32)),
                });
            }
            only = Some(boxes);
        }
        for (at, (file, (doc, plan))) in loaded.entry.files.iter().zip(&loaded.files).enumerate() {
            let choice = Choice {
                only: only.as_ref().map(|it| it[at].clone()),
                ..choice.clone()
            };
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

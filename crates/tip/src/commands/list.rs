//! `tip list`.

use camino::Utf8Path;
use tip_plan::Stage;
use tip_report::{PlanSummary, Why, list};
use tip_work::Loaded;
use tip_workspace::{EntryKind, PlanEntry, ReadError, Snapshot, Standing, Verdict};

use super::VERSION;
use super::load::{all_read, no_plans, tell_unseen};
use crate::Answer;
use crate::args::ListArgs;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(args: &ListArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    if args.why {
        return why(args, place, output);
    }
    let stages = stages(&args.stage)?;
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let entries = &snapshot.discovery().entries;
    let shown = entries
        .iter()
        .filter(|it| args.all || it.standing == Standing::Current);
    let (mut plans, mut troubles) = summaries(snapshot, shown, place, output);
    troubles += tell_unseen(snapshot, "", place, output);
    plans.retain(|it| stages.is_empty() || stages.contains(&it.stage));
    let terminal = output.terminal();
    if args.json {
        output.line(&list::json(&plans, VERSION))?;
        return all_read(troubles).map(|()| Answer::Yes);
    }
    if entries.is_empty() && troubles == 0 {
        no_plans(&repository, output);
        return Ok(Answer::Yes);
    }
    for plan in &mut plans {
        plan.name = place.shown(&snapshot.root().join(&plan.name)).into_string();
    }
    if !plans.is_empty() {
        output.line(&list::render(&plans, &terminal))?;
    }
    let hidden = entries.len()
        - entries
            .iter()
            .filter(|it| it.standing == Standing::Current)
            .count();
    if plans.is_empty() && troubles == 0 {
        output.note("no plan fits");
    }
    if hidden > 0 && !args.all {
        output.note(&format!(
            "{hidden} more in archives or ignored by git: `tip list --all`"
        ));
    }
    all_read(troubles).map(|()| Answer::Yes)
}

/// Reads plans and makes them small; those that cannot be read are told on standard error and counted.
pub(super) fn summaries<'a>(
    snapshot: &Snapshot,
    entries: impl Iterator<Item = &'a PlanEntry>,
    place: &Place,
    output: &mut Output,
) -> (Vec<PlanSummary>, usize) {
    let entries: Vec<PlanEntry> = entries.cloned().collect();
    let results = snapshot.map_plans(&entries, |entry| {
        let mut loaded = Loaded::read(snapshot, entry.clone())?;
        loaded.look_what_is_built(snapshot);
        Ok::<_, ReadError>(loaded.summary())
    });
    let mut plans = Vec::new();
    let mut troubles = 0;
    for result in results {
        match result {
            Ok(plan) => plans.push(plan),
            Err(error) => {
                troubles += 1;
                let path = place.shown(&snapshot.root().join(&error.path));
                output.trouble(&format!("cannot read `{path}`: {}", error.source));
            }
        }
    }
    (plans, troubles)
}

fn why(args: &ListArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let mut whys = Vec::new();
    let why_of = |verdict: &Verdict, snapshot: &Snapshot| {
        let mut why = shown(verdict);
        if !args.json {
            why.path = place.shown(&snapshot.root().join(&why.path)).into_string();
        }
        why
    };
    if args.files.is_empty() {
        let repository = place.open()?;
        let snapshot = &repository.snapshot;
        let verdicts = snapshot.discovery().verdicts.iter();
        whys.extend(verdicts.map(|it| why_of(it, snapshot)));
    }
    for file in &args.files {
        let (root, path, kind) = place.root_of(file)?;
        let repository = place.open_root(root)?;
        let snapshot = &repository.snapshot;
        let Some(relative) = snapshot.relative(&path) else {
            return Err(Failure::user(format!(
                "`{file}` lies outside the repository"
            )));
        };
        if kind == EntryKind::Folder {
            let verdicts = snapshot.discovery().verdicts.iter();
            let below = verdicts.filter(|it| Utf8Path::new(&it.path).starts_with(&relative));
            whys.extend(below.map(|it| why_of(it, snapshot)));
        } else {
            whys.push(why_of(&snapshot.verdict(&relative), snapshot));
        }
    }
    let terminal = output.terminal();
    output.line(&if args.json {
        list::why_json(&whys, VERSION)
    } else {
        list::render_why(&whys, &terminal)
    })?;
    Ok(Answer::Yes)
}

fn shown(verdict: &Verdict) -> Why {
    let reason = match verdict.standing {
        Standing::Current => verdict.reason.clone(),
        standing if verdict.is_plan => format!("{}: {}", standing.word(), verdict.reason),
        _ => verdict.reason.clone(),
    };
    Why {
        path: verdict.path.clone(),
        is_plan: verdict.is_plan,
        reason,
    }
}

fn stages(words: &[String]) -> Result<Vec<Stage>, Failure> {
    let find = |word: &String| {
        let folded = word.replace([' ', '-'], "_").to_lowercase();
        let known = Stage::ALL.into_iter().find(|it| it.word() == folded);
        known.ok_or_else(|| {
            let words: Vec<&str> = Stage::ALL.iter().map(|it| it.word()).collect();
            Failure::usage(format!("no stage is called `{word}`"))
                .hint(format!("one of {}", words.join(", ")))
        })
    };
    words.iter().map(find).collect()
}

//! `tip list`.

use tip_plan::Stage;
use tip_report::{PlanSummary, Why, list};
use tip_workspace::{PlanEntry, Snapshot, Standing, Verdict};

use super::VERSION;
use super::load::{Loaded, no_plans};
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
    let entries = &repository.snapshot.discovery().entries;
    let shown = entries
        .iter()
        .filter(|it| args.all || it.standing == Standing::Current);
    let mut plans = summaries(&repository.snapshot, shown, output);
    plans.retain(|it| stages.is_empty() || stages.contains(&it.stage));
    let terminal = output.terminal();
    if args.json {
        output.line(&list::json(&plans, VERSION))?;
        return Ok(Answer::Yes);
    }
    if entries.is_empty() {
        no_plans(&repository, output);
        return Ok(Answer::Yes);
    }
    if !plans.is_empty() {
        output.line(&list::render(&plans, &terminal))?;
    }
    let hidden = entries.len()
        - entries
            .iter()
            .filter(|it| it.standing == Standing::Current)
            .count();
    if plans.is_empty() {
        output.note("no plan fits");
    }
    if hidden > 0 && !args.all {
        output.note(&format!(
            "{hidden} more in archives or ignored by git: `tip list --all`"
        ));
    }
    Ok(Answer::Yes)
}

/// Reads plans and makes them small; one that cannot be read is told on standard error.
pub(super) fn summaries<'a>(
    snapshot: &Snapshot,
    entries: impl Iterator<Item = &'a PlanEntry>,
    output: &mut Output,
) -> Vec<PlanSummary> {
    let entries: Vec<PlanEntry> = entries.cloned().collect();
    let results = snapshot.map_plans(&entries, |entry| {
        Loaded::read(snapshot, entry.clone()).map(|it| it.summary())
    });
    let mut plans = Vec::new();
    for result in results {
        match result {
            Ok(plan) => plans.push(plan),
            Err(error) => output.trouble(&format!("{error}: {}", error.source)),
        }
    }
    plans
}

fn why(args: &ListArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let mut whys = Vec::new();
    if args.files.is_empty() {
        let repository = place.open()?;
        whys.extend(repository.snapshot.discovery().verdicts.iter().map(shown));
    }
    for file in &args.files {
        let (root, path, _) = place.root_of(file)?;
        let repository = place.open_root(root)?;
        let Some(relative) = repository.snapshot.relative(&path) else {
            return Err(Failure::user(format!(
                "`{file}` lies outside the repository"
            )));
        };
        whys.push(shown(&repository.snapshot.verdict(&relative)));
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

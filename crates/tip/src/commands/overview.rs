//! `tip` alone: the state of the repository's plans at a glance.

use std::collections::BTreeMap;

use tip_report::{Overview, overview};
use tip_syntax::Severity;
use tip_workspace::{RootKind, RuleChoice, Standing};

use super::VERSION;
use super::list::summaries;
use super::load::{all_read, no_plans, tell_unseen};
use crate::Answer;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(json: bool, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let repository = place.open()?;
    let snapshot = &repository.snapshot;
    let entries = &snapshot.discovery().entries;
    if repository.kind == RootKind::None {
        output.detail(&format!(
            "`{}` is no repository: neither .git nor tip.toml in it or above",
            snapshot.root()
        ));
    }
    let current = || entries.iter().filter(|it| it.standing == Standing::Current);
    let (mut plans, mut troubles) = summaries(snapshot, current(), place, output);
    troubles += tell_unseen(snapshot, "", place, output);
    if plans.is_empty() && entries.is_empty() && troubles == 0 && !json {
        no_plans(&repository, output);
        return Ok(Answer::Yes);
    }
    let files: Vec<(String, Standing)> = current()
        .flat_map(|it| it.files.iter().map(|file| (file.path.clone(), it.standing)))
        .collect();
    let rules = snapshot.config().rules.settings(&RuleChoice::default());
    let checked = snapshot.check(&files, &rules, &|_| {});
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for file in &checked.files {
        let count = counts.entry(&file.path).or_default();
        for judged in &file.judged {
            match judged.severity {
                Severity::Error => count.0 += 1,
                Severity::Warning => count.1 += 1,
                Severity::Hint => {}
            }
        }
    }
    for plan in &mut plans {
        for file in &plan.files {
            let (errors, warnings) = counts.get(file.as_str()).copied().unwrap_or_default();
            plan.errors += errors;
            plan.warnings += warnings;
        }
    }
    for plan in plans.iter_mut().filter(|_| !json) {
        plan.name = place.shown(&snapshot.root().join(&plan.name)).into_string();
    }
    let archived = entries
        .iter()
        .filter(|it| it.standing == Standing::Archived);
    let overview = Overview {
        plans: &plans,
        archived: archived.count(),
        checked: true,
    };
    let terminal = output.terminal();
    output.line(&if json {
        overview::json(&overview, VERSION)
    } else {
        overview::render(&overview, &terminal)
    })?;
    // What cannot be read was told before.
    for problem in checked.problems.iter().filter(|it| it.internal) {
        troubles += 1;
        output.trouble(&format!(
            "cannot check `{}`: {}",
            problem.path, problem.message
        ));
    }
    all_read(troubles).map(|()| Answer::Yes)
}

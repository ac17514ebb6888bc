//! `tip check --fix` and `--diff`.

use std::collections::{BTreeMap, BTreeSet};

use tip_rules::{AppliedFix, FixLevel};
use tip_work::Change;
use tip_workspace::RuleChoice;

use super::{Job, followed};
use crate::Answer;
use crate::args::CheckArgs;
use crate::commands::change::show_change;
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

/// A file that fixes change, and the fixes.
pub(super) type Fix<'a> = (Change<'a>, Vec<AppliedFix>);

/// Returns what fixes change in all files.
pub(super) fn changes<'a>(
    args: &CheckArgs,
    jobs: &'a [Job],
    over: &RuleChoice,
    place: &Place,
    output: &mut Output,
) -> Result<Vec<Fix<'a>>, Failure> {
    let level = if args.fixes.unsafe_fixes {
        FixLevel::Unsafe
    } else {
        FixLevel::Safe
    };
    let mut changes = Vec::new();
    let mut internal = false;
    for job in jobs {
        let snapshot = &job.repository.snapshot;
        let settings = snapshot.config().rules.settings(over);
        let (fixed, problems) = followed::with(args.follow, snapshot, |followed| {
            snapshot.fix(&job.files(), &settings, level, followed)
        })?;
        for problem in problems.iter().filter(|it| it.internal) {
            internal = true;
            let path = place.shown(&snapshot.root().join(&problem.path));
            output.trouble(&format!("cannot fix `{path}`: {}", problem.message));
        }
        changes.extend(fixed.into_iter().map(|it| {
            let change = Change {
                snapshot,
                path: it.path,
                before: it.before,
                after: it.after,
            };
            (change, it.applied)
        }));
    }
    if internal {
        return Err(Failure::internal("no file was changed"));
    }
    Ok(changes)
}

/// Shows the changes as diffs.
pub(super) fn show(
    fixes: &[Fix<'_>],
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    for (change, _) in fixes {
        show_change(change, place, output)?;
    }
    if fixes.is_empty() {
        output.note("nothing to fix");
        return Ok(Answer::Yes);
    }
    let mut told = Applied::default();
    for (change, applied) in fixes {
        told.add(change, applied);
    }
    output.note(&format!("would apply {}", told.told()));
    Ok(Answer::No)
}

/// What was applied, in all rounds.
#[derive(Debug, Default)]
pub(super) struct Applied {
    rules: BTreeMap<&'static str, usize>,
    files: BTreeSet<String>,
}

impl Applied {
    fn add(&mut self, change: &Change<'_>, applied: &[AppliedFix]) {
        self.files.insert(change.path.clone());
        for it in applied {
            *self.rules.entry(it.rule).or_default() += 1;
        }
    }

    /// Says what was applied.
    pub(super) fn tell(&self, output: &mut Output) {
        if !self.files.is_empty() {
            output.note(&format!("applied {}", self.told()));
        }
    }

    /// Says how many fixes of which rules there are, in how many files.
    fn told(&self) -> String {
        let all: usize = self.rules.values().sum();
        let rules = self.rules.iter();
        let rules: Vec<String> = rules
            .map(|(rule, count)| format!("{count} {rule}"))
            .collect();
        let counted = |count: usize, word: &str| match count {
            1 => format!("1 {word}"),
            _ => format!("{count} {word}{}", if word == "fix" { "es" } else { "s" }),
        };
        format!(
            "{} in {} ({})",
            counted(all, "fix"),
            counted(self.files.len(), "file"),
            rules.join(", ")
        )
    }
}

/// Writes the files; returns the first failure of those that somebody changed since they were read, for all of which fixes are to be found again.
pub(super) fn write(
    fixes: &[Fix<'_>],
    told: &mut Applied,
    place: &Place,
    output: &mut Output,
) -> Result<Option<Failure>, Failure> {
    for (change, _) in fixes {
        place.writable(&change.snapshot.root().join(&change.path))?;
    }
    let mut stale = None;
    for (change, applied) in fixes {
        match change.write(place) {
            Err(failure) if failure.is_stale => {
                stale.get_or_insert(failure);
                continue;
            }
            written => written?,
        }
        told.add(change, applied);
        let path = change.shown(place);
        for it in applied {
            output.detail(&format!("{path}: {}: {}", it.rule, it.title));
        }
    }
    Ok(stale)
}

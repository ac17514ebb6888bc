//! `tip evidence`.

use std::io::{self, Read, Write};

use camino::Utf8Path;
use tip_ledger::{Evidence, Kept, Ledger, LedgerError, Outcome, SqliteLedger, from_line, to_line};
use tip_report::verify::{self, Criterion};
use tip_run::{Choice, Environment, ItemResult, NotRun, Programs, RunItem, Seen, since};
use tip_work::verify::{criterion, environment, pick, since_words};
use tip_workspace::Inputs;

use super::VERSION;
use crate::Answer;
use crate::args::{EvidenceArgs, EvidenceCommand};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &EvidenceArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    match &args.what {
        Some(EvidenceCommand::Export { output: file }) => export(file.as_deref(), place, output),
        Some(EvidenceCommand::Import { file }) => import(file, place, output),
        Some(EvidenceCommand::Prune { keep, older_than }) => {
            prune(*keep, *older_than, place, output)
        }
        None => show(args, place, output),
    }
}

/// Shows per criterion what is known of it, and whether that is still true of the files as they are.
fn show(args: &EvidenceArgs, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let choice = Choice {
        all: true,
        allow_mutating: true,
        only: None,
    };
    let picked = pick(&args.plans, &[], &choice, place)?;
    let root = picked.snapshot.root().as_std_path();
    let ledger = SqliteLedger::open_to_read(root)?;
    let mut inputs = picked
        .snapshot
        .inputs(picked.snapshot.config().verify.inputs.clone());
    inputs.leave_out(picked.runs.iter().map(|it| it.plan.clone()));
    let environment = environment(&picked.snapshot, place);
    let seen = Seen::look(&inputs, picked.runs.iter().flat_map(|it| &it.items))?;
    let known = Known {
        ledger: ledger.as_ref(),
        seen: &seen,
        programs: Programs::new(picked.snapshot.root(), &environment),
        inputs: &inputs,
        environment: &environment,
    };
    let mut criteria = Vec::new();
    for (at, run) in picked.runs.iter().enumerate() {
        for item in &run.items {
            let result = known.of(item)?;
            let mut it = criterion(&picked, at, item, result.as_ref());
            known.judge(item, &mut it)?;
            if let Some(why) = seen.trouble(item) {
                it.reason = Some(format!(
                    "all files count for it, not its inputs alone: {why}"
                ));
                it.inputs.clear();
            }
            criteria.push(it);
        }
    }
    if args.json {
        output.write(&verify::json(&criteria, 0, false, VERSION))?;
        return Ok(Answer::Yes);
    }
    let terminal = output.terminal();
    let mut plan = None;
    for it in &criteria {
        if plan != Some(&it.plan) {
            plan = Some(&it.plan);
            output.line(&tip_report::escape::line(&it.plan))?;
        }
        let mut text = String::new();
        verify::text::evidence(it, &terminal, &mut text);
        output.write(&text)?;
    }
    if criteria.is_empty() {
        output.note("these plans have no criteria");
    } else if known.ledger.is_none() {
        output.hint("nothing was run here yet: `tip verify` earns evidence");
    }
    Ok(Answer::Yes)
}

/// What is known of criteria.
struct Known<'a> {
    ledger: Option<&'a SqliteLedger>,
    seen: &'a Seen,
    programs: Programs,
    inputs: &'a Inputs<'a>,
    environment: &'a Environment,
}

impl Known<'_> {
    /// Returns the newest evidence of a criterion.
    fn of(&self, item: &RunItem) -> Result<Option<ItemResult>, Failure> {
        if let Some(why) = item.not_run.clone().filter(|it| *it != NotRun::NotReady) {
            return Ok(Some(ItemResult::NotRun(why)));
        }
        let Some(ledger) = self.ledger else {
            return Ok(None);
        };
        let newest = newest(ledger, item)?;
        Ok(newest.map(|it| ItemResult::Cached(Box::new(it))))
    }

    /// Says whether what is known is still true.
    fn judge(&self, item: &RunItem, it: &mut Criterion) -> Result<(), Failure> {
        if it.result == "would_run" {
            it.result = "not_run";
            it.not_run = Some("never_run");
            it.reason = Some("it was never run here".to_owned());
            return Ok(());
        }
        let Some(ledger) = self.ledger.filter(|_| it.result != "not_run") else {
            return Ok(());
        };
        it.source = None;
        let Some(evidence) = newest(ledger, item)? else {
            return Ok(());
        };
        if evidence.outcome != Outcome::Passed {
            return Ok(());
        }
        let key = self.seen.key(item, self.environment, &self.programs);
        let same = if evidence.imported {
            evidence.key.is_same_elsewhere(&key)
        } else {
            evidence.key == key
        };
        if same && !evidence.changed_inputs {
            it.since = Some("still true of this tree".to_owned());
        } else {
            let since = since(&evidence, item, &key, self.seen, self.inputs);
            it.since = Some(format!("stale {}", since_words(&since)));
        }
        Ok(())
    }
}

/// Returns the newest evidence that answers whether a criterion holds; where none does, the newest.
fn newest(ledger: &SqliteLedger, item: &RunItem) -> Result<Option<Evidence>, Failure> {
    let mut history = ledger.history(&item.subject.digest(), 50)?;
    let answer = history.iter().position(|it| it.outcome.is_answer());
    if history.is_empty() {
        return Ok(None);
    }
    Ok(Some(history.swap_remove(answer.unwrap_or(0))))
}

fn export(file: Option<&Utf8Path>, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let root = place.open()?.snapshot.root().to_path_buf();
    let Some(ledger) = SqliteLedger::open_to_read(root.as_std_path())? else {
        output.note("there is no evidence yet");
        return Ok(Answer::Yes);
    };
    let mut text = String::new();
    let mut count = 0_usize;
    let writer = output.writer();
    let mut failed = None;
    let outcome = ledger.each(&mut |evidence| {
        count += 1;
        let line = to_line(&evidence);
        if file.is_some() {
            text.push_str(&line);
            text.push('\n');
            return Ok(());
        }
        writeln!(writer, "{line}").map_err(|error| {
            let stopped = LedgerError::Stopped(error.to_string().into());
            failed = Some(error);
            stopped
        })
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    outcome?;
    if let Some(file) = file {
        let path = place.absolute(file);
        let before = place.read(&path)?;
        place
            .write(&path, before.as_deref(), text.as_bytes())
            .map_err(|error| Failure::user(format!("cannot write `{file}`: {error}")))?;
        output.note(&format!("{count} runs in `{file}`"));
    }
    Ok(Answer::Yes)
}

fn import(file: &Utf8Path, place: &Place, output: &mut Output) -> Result<Answer, Failure> {
    let text = if file == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text)?;
        text
    } else {
        let bytes = place.read(&place.absolute(file))?;
        let bytes = bytes.ok_or_else(|| Failure::user(format!("no such file: `{file}`")))?;
        String::from_utf8(bytes).map_err(|_| Failure::user(format!("`{file}` is not UTF-8")))?
    };
    // All is read before the first is taken in.
    let mut all = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let evidence = from_line(line).map_err(|error| {
            Failure::user(format!("{file}:{}: {error}", at + 1))
                .hint("nothing was taken in; docs/evidence.md describes the lines")
        })?;
        all.push(evidence);
    }
    let root = place.open()?.snapshot.root().to_path_buf();
    let ledger = SqliteLedger::open(root.as_std_path())?;
    let mut added = 0_usize;
    for evidence in &mut all {
        evidence.imported = true;
        added += usize::from(ledger.record(evidence)?);
    }
    output.note(&format!("{added} of {} runs were new", all.len()));
    Ok(Answer::Yes)
}

fn prune(
    keep: usize,
    older_than: Option<u32>,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    let root = place.open()?.snapshot.root().to_path_buf();
    if SqliteLedger::open_to_read(root.as_std_path())?.is_none() {
        output.note("there is no evidence yet");
        return Ok(Answer::Yes);
    }
    let kept = match older_than {
        Some(days) => Kept::Since(tip_run::wall_clock().saturating_sub(i64::from(days) * DAY)),
        None => Kept::Newest(keep),
    };
    let deleted = SqliteLedger::open(root.as_std_path())?.prune(kept)?;
    let plural = if deleted == 1 { "run" } else { "runs" };
    output.note(&format!("{deleted} {plural} deleted"));
    Ok(Answer::Yes)
}

/// The milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;

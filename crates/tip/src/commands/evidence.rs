//! `tip evidence`.

use std::io::{self, Read, Write};

use camino::Utf8Path;
use tip_ledger::{
    Evidence, EvidenceKey, Kept, Ledger, LedgerError, Outcome, SqliteLedger, from_line, to_line,
};
use tip_report::verify::{self, Criterion};
use tip_run::{
    Choice, Environment, ItemResult, Known, NotRun, Programs, RunItem, Seen, known, since,
};
use tip_work::verify::{
    Picked, criterion, environment, keep_back_what_cannot_run, pick, since_words,
};
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
    let mut picked = pick(&args.plans, &[], &choice, place)?;
    keep_back_what_cannot_run(&mut picked, place);
    let root = picked.snapshot.root().as_std_path();
    let ledger = SqliteLedger::open_to_read(root)?;
    let mut inputs = picked
        .snapshot
        .inputs(picked.snapshot.config().verify.inputs.clone());
    inputs.leave_out(picked.runs.iter().map(|it| it.plan.clone()));
    let environment = environment(&picked.snapshot, place);
    let seen = Seen::look(&inputs, picked.runs.iter().flat_map(|it| &it.items))?;
    let telling = Telling {
        ledger: ledger.as_ref(),
        seen: &seen,
        programs: Programs::new(picked.snapshot.root(), &environment),
        inputs: &inputs,
        environment: &environment,
    };
    let mut criteria = Vec::new();
    for (at, run) in picked.runs.iter().enumerate() {
        for item in &run.items {
            let mut it = telling.tell(&picked, at, item)?;
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
            let path = place.shown(&picked.snapshot.root().join(&it.plan));
            output.line(&tip_report::escape::line(path.as_str()))?;
        }
        let mut text = String::new();
        verify::text::evidence(it, &terminal, &mut text);
        output.write(&text)?;
    }
    if let Some(nothing) = picked.nothing() {
        output.note(&nothing);
    } else if telling.ledger.is_none() {
        output.hint("nothing was run here yet: `tip verify` earns evidence");
    }
    Ok(Answer::Yes)
}

/// What tells of criteria.
struct Telling<'a> {
    ledger: Option<&'a SqliteLedger>,
    seen: &'a Seen,
    programs: Programs,
    inputs: &'a Inputs<'a>,
    environment: &'a Environment,
}

impl Telling<'_> {
    /// Tells what is known of a criterion: what `tip verify` would say of it, and why.
    fn tell(&self, picked: &Picked, at: usize, item: &RunItem) -> Result<Criterion, Failure> {
        let hindrance = item.not_run.clone().filter(|it| *it != NotRun::NotReady);
        // What names something that is gone may have been run before.
        let gone = match &hindrance {
            Some(NotRun::Missing(what)) => Some(what.clone()),
            _ => None,
        };
        if let Some(why) = hindrance.filter(|_| gone.is_none()) {
            let result = ItemResult::NotRun(why);
            return Ok(criterion(picked, at, item, Some(&result)));
        }
        let key = self.seen.key(item, self.environment, &self.programs);
        let known = match self.ledger {
            Some(ledger) => known(ledger, item, &key)?,
            None => None,
        };
        let Some(known) = known else {
            let mut it = criterion(picked, at, item, None);
            it.result = "not_run";
            it.not_run = Some("never_run");
            it.reason = Some("it was never run here".to_owned());
            it.since = gone.map(|it| format!("it cannot run now: {it}"));
            return Ok(it);
        };
        let since = self.since(&known, item, &key);
        let served = known.served && gone.is_none();
        let result = ItemResult::Cached(Box::new(known.evidence));
        let mut it = criterion(picked, at, item, Some(&result));
        it.source = served.then_some("cache");
        it.since = Some(match gone {
            Some(what) => format!("{since}; it cannot run now: {what}"),
            None => since,
        });
        Ok(it)
    }

    /// Says whether what is known is still true.
    fn since(&self, known: &Known, item: &RunItem, key: &EvidenceKey) -> String {
        let words = |it: &Evidence| since_words(&since(it, item, key, self.seen, self.inputs));
        let it = &known.evidence;
        if known.served {
            let failed = known.failed_since.as_ref();
            let failed = failed.map(|it| format!("; the newest run failed; {}", words(it)));
            return format!("still true of this tree{}", failed.unwrap_or_default());
        }
        if it.outcome != Outcome::Passed {
            return format!("`tip verify` runs it again; {}", words(it));
        }
        if it.imported && it.is_lasting_pass() && it.key.is_same_elsewhere(key) {
            return "imported, and nothing that counts changed since: it counts with --imported only"
                .to_owned();
        }
        format!("stale: {}", words(it))
    }
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
        let runs = if count == 1 { "run" } else { "runs" };
        output.note(&format!("{count} {runs} in `{file}`"));
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
                .hint("nothing was taken in; `tip explain evidence` describes the lines")
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

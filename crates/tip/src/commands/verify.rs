//! `tip verify`.

mod approval;

mod dry_run;

mod progress;

mod watch;

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use camino::Utf8Path;
use tip_ledger::{Evidence, Ledger, MemoryLedger, Outcome, SqliteLedger};
use tip_report::verify::{self, Counts, Criterion};
use tip_run::{
    Choice, Event, Interrupt, ItemResult, LocalExecutor, NotRun, PlanRun, Report, RunItem, Sandbox,
    Serve, Settings, SignalListener, World,
};
use tip_work::chain;
use tip_work::verify::{
    Picked, TIMEOUT, criteria as criteria_of, criterion, environment, keep_back_what_cannot_run,
    pick, tick,
};
use tip_workspace::{Inputs, Shell, Snapshot};

use self::progress::Progress;
use super::VERSION;
use crate::Answer;
use crate::args::{VerifyArgs, VerifyFormat};
use crate::error::Failure;
use crate::output::Output;
use crate::repository::Place;

pub(super) fn run(
    args: &VerifyArgs,
    place: &Place,
    output: &mut Output,
) -> Result<Answer, Failure> {
    if args.watch {
        return watch::run(args, place, output);
    }
    let mut picked = pick_for(args, place)?;
    if args.dry_run && matches!(args.format, VerifyFormat::Junit | VerifyFormat::Github) {
        return Err(Failure::usage("`--dry-run` has no results to report")
            .hint("it is shown for people, or with `--format json`"));
    }
    for it in picked.idle_gates() {
        output.warning(&it);
    }
    if args.dry_run {
        keep_back_what_cannot_run(&mut picked, place);
        let environment = environment(&picked.snapshot, place);
        return dry_run::run(args, &picked, &environment, place, output);
    }
    let interrupt = Interrupt::default();
    let _listener = SignalListener::new(&interrupt)?;
    let round = Round {
        interrupt: &interrupt,
        fresh: args.fresh,
        only_ran: false,
        earlier: &[],
    };
    round.run(args, &mut picked, place, output)?.answer
}

/// What one run of everything that was picked begins with.
struct Round<'a> {
    interrupt: &'a Interrupt,
    /// Whether what passed before is run again.
    fresh: bool,
    /// Whether only what is run now is shown.
    only_ran: bool,
    /// What was run by this process before, which stands while its key is the same.
    earlier: &'a [Evidence],
}

/// What came of a round.
struct Ended {
    answer: Result<Answer, Failure>,
    report: Report,
    /// The plans whose boxes were moved, each with what was written.
    written: Vec<(String, Vec<u8>)>,
}

fn pick_for(args: &VerifyArgs, place: &Place) -> Result<Picked, Failure> {
    let choice = Choice {
        all: args.all,
        allow_mutating: args.allow_mutating,
        only: None,
    };
    pick(&args.plans, &args.phase, &choice, place)
}

/// Returns the path of a plan as people in this folder write it.
fn shown(picked: &Picked, plan: &str, place: &Place) -> String {
    place
        .shown(&picked.snapshot.root().join(plan))
        .into_string()
}

/// Returns where the content of the inputs of what was picked is looked at.
fn inputs(picked: &Picked) -> Inputs<'_> {
    let snapshot = &picked.snapshot;
    let mut inputs = snapshot.inputs(snapshot.config().verify.inputs.clone());
    inputs.leave_out(picked.runs.iter().map(|it| it.plan.clone()));
    inputs
}

impl Round<'_> {
    /// Runs what was picked, shows what comes of it and moves the boxes.
    fn run(
        &self,
        args: &VerifyArgs,
        picked: &mut Picked,
        place: &Place,
        output: &mut Output,
    ) -> Result<Ended, Failure> {
        keep_back_what_cannot_run(picked, place);
        let ledger = open_ledger(&picked.snapshot, output)?;
        if args.failed {
            keep_what_did_not_pass(&mut picked.runs, &*ledger)?;
        }
        let picked = &*picked;
        let config = &picked.snapshot.config().verify;
        let inputs = inputs(picked);
        let environment = environment(&picked.snapshot, place);
        let mut executor =
            LocalExecutor::new(environment.get("PATH").map(|it| &**it)).owning_process();
        if config.shell == Some(Shell::Sh) {
            executor = executor.with_shell("/bin/sh");
        }
        // It is taken away when the run has ended.
        let scratch = args.sandbox.then(tempfile::tempdir).transpose()?;
        if let Some(scratch) = &scratch {
            let sandbox = sandbox(&picked.snapshot, scratch.path(), place, output)?;
            executor = executor.with_launcher(Box::new(sandbox));
        }
        let approval = approval::approval(args.trust_all, picked, place, output)?;
        let machine = tip_run::machine();
        let who = inputs
            .user()
            .or_else(|| place.user.clone())
            .unwrap_or_default();
        let world = World {
            root: picked.snapshot.root(),
            executor: &executor,
            ledger: &*ledger,
            approval: &*approval,
            inputs: &inputs,
            environment: &environment,
            interrupt: self.interrupt,
            machine: &machine,
            who: &who,
            earlier: self.earlier,
        };
        let jobs = config.jobs.and_then(|it| NonZeroUsize::new(it as usize));
        let typed = args.timeout.map(Duration::from_secs);
        let timeout = typed.or(config.timeout).or(Some(TIMEOUT));
        let settings = Settings {
            jobs: args.jobs.or(jobs).unwrap_or(NonZeroUsize::MIN),
            keep_going: args.keep_going,
            serve: if self.fresh || args.sandbox {
                // What passed outside of the sandbox says nothing of a run within.
                Serve::Nothing
            } else if args.imported {
                Serve::Imported
            } else {
                Serve::Own
            },
            timeout: timeout.filter(|it| !it.is_zero()),
            tell_why: args.why,
            sandboxed: args.sandbox,
        };
        let mut telling = Telling {
            progress: Progress::new(output.shows_progress()),
            streams: args.format == VerifyFormat::Human,
            picked,
            shown: None,
            output,
            place,
            only_ran: self.only_ran,
            failure: None,
            refused: false,
            troubles: Vec::new(),
        };
        let report = tip_run::run(world, &picked.runs, settings, &mut |event| {
            telling.hear(event);
        });
        telling.progress.finish();
        let (refused, failure) = (telling.refused, telling.failure);
        if let Some(failure) = failure {
            return Err(failure);
        }
        let mut criteria = criteria_of(picked, &report);
        let mut written = Vec::new();
        if args.tick {
            for moved in tick(picked, &report, &mut criteria, place)? {
                let plural = if moved.boxes == 1 { "box" } else { "boxes" };
                let path = place.shown(&picked.snapshot.root().join(&moved.plan));
                if moved.lost > 0 {
                    let noun = if moved.lost == 1 { "box" } else { "boxes" };
                    output.note(&format!(
                        "`{path}` was changed meanwhile: {} {noun} not ticked, since something else stands there now",
                        moved.lost
                    ));
                }
                if moved.after.is_some() {
                    output.note(&format!("{} {plural} in `{path}`", moved.boxes));
                }
                if let Some(after) = moved.after {
                    written.push((moved.plan, after));
                }
            }
        }
        if let Some(nothing) = picked.nothing() {
            output.note(&nothing);
        }
        let unanswered = picked.unanswered(&report).into_iter();
        let unanswered: Vec<(String, &RunItem)> = unanswered
            .map(|it| (shown(picked, &it.plan, place), it))
            .collect();
        Ok(Ended {
            answer: finish(args, &criteria, &report, (refused, &unanswered), output),
            report,
            written,
        })
    }
}

/// Makes a sandbox, and says what it cannot keep from commands.
fn sandbox(
    snapshot: &Snapshot,
    scratch: &Path,
    place: &Place,
    output: &mut Output,
) -> Result<Sandbox, Failure> {
    let scratch = Utf8Path::from_path(scratch).ok_or_else(|| {
        Failure::user("the folder for temporary files has a name that is no UTF-8")
    })?;
    let path = place.variables.iter().find(|(name, _)| name == "PATH");
    let path = path.map(|(_, value)| value.to_string_lossy().into_owned());
    let sandbox = Sandbox::new(snapshot.root(), scratch, &path.unwrap_or_default());
    let sandbox = sandbox.map_err(|error| {
        Failure::user(error).hint("install bubblewrap, or run it without `--sandbox`")
    })?;
    for gap in sandbox.gaps() {
        output.warning(&format!("the sandbox does not hold everything: {gap}"));
    }
    Ok(sandbox)
}

/// Shows what came of all, and answers.
fn finish(
    args: &VerifyArgs,
    criteria: &[Criterion],
    report: &Report,
    (refused, unanswered): (bool, &[(String, &RunItem)]),
    output: &mut Output,
) -> Result<Answer, Failure> {
    let counts = Counts::of(criteria);
    let millis = u64::try_from(report.duration.as_millis()).unwrap_or(u64::MAX);
    match args.format {
        // That there is nothing to run was said.
        VerifyFormat::Human if criteria.is_empty() => {}
        VerifyFormat::Human => output.line(&verify::text::summary(counts, Some(millis)))?,
        VerifyFormat::Json => {
            output.write(&verify::json(criteria, millis, report.interrupted, VERSION))?;
        }
        VerifyFormat::Junit => output.write(&verify::junit::write(criteria))?,
        VerifyFormat::Github => output.write(&verify::github(criteria))?,
    }
    if report.interrupted {
        return Err(Failure::user("it was interrupted")
            .hint("what had ended is kept as evidence: run it again to go on"));
    }
    if refused {
        return Err(Failure::user("the commands of some plans are not approved")
            .hint("nothing of those plans was run"));
    }
    for (path, it) in unanswered {
        output.note(&format!(
            "`{}` has no answer: `tip confirm {path}#{}` says that a person has looked",
            it.handle, it.handle
        ));
    }
    Ok(if counts.is_good() && unanswered.is_empty() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// Opens the ledger; where nothing can be kept, one that lasts as long as this run, and says so.
fn open_ledger(snapshot: &Snapshot, output: &mut Output) -> Result<Box<dyn Ledger>, Failure> {
    match SqliteLedger::open(snapshot.root().as_std_path()) {
        Ok(ledger) => Ok(Box::new(ledger)),
        Err(error) if error.is_damage() => Err(Failure::from(error)),
        Err(error) => {
            output.warning(&format!(
                "no evidence is kept: {}",
                Failure::from(error).chain()
            ));
            Ok(Box::new(MemoryLedger::default()))
        }
    }
}

fn keep_what_did_not_pass(runs: &mut [PlanRun], ledger: &dyn Ledger) -> Result<(), Failure> {
    for run in runs {
        let mut kept = Vec::new();
        for item in run.items.drain(..) {
            let last = ledger.history(&item.subject.digest(), 1)?;
            if last.first().is_some_and(|it| it.outcome != Outcome::Passed) {
                kept.push(item);
            }
        }
        run.items = kept;
    }
    Ok(())
}

/// Tells what happens while it happens.
struct Telling<'a> {
    picked: &'a Picked,
    output: &'a mut Output,
    place: &'a Place,
    /// Whether what came of nothing that was run now is left out.
    only_ran: bool,
    progress: Progress,
    /// Whether what came of a criterion is shown at once.
    streams: bool,
    /// The plan under whose name lines stand.
    shown: Option<usize>,
    failure: Option<Failure>,
    refused: bool,
    /// What was said of the ledger, so that it is said once.
    troubles: Vec<String>,
}

impl Telling<'_> {
    fn hear(&mut self, event: &Event<'_>) {
        let told = match event {
            Event::Planned(count) => {
                self.progress.plan(*count);
                Ok(())
            }
            Event::Refused { plan, reason, hint } => {
                self.refused = true;
                let plan = self.path(*plan);
                self.output
                    .trouble(&format!("nothing of `{plan}` is run: {reason}"));
                self.output.hint(hint);
                Ok(())
            }
            Event::Started(id) => {
                let item = &self.picked.runs[id.plan].items[id.item];
                self.progress.start(*id, item);
                // What ended before is seen while this runs.
                self.output.flush()
            }
            Event::Waiting(id) => {
                let item = &self.picked.runs[id.plan].items[id.item];
                let text = format!("{}: another process runs the same; waiting", item.handle);
                self.progress.aside(|| self.output.note(&text));
                Ok(())
            }
            Event::Finished(id, result) => {
                self.progress
                    .end(*id, !matches!(result, ItemResult::NotRun(_)));
                let item = &self.picked.runs[id.plan].items[id.item];
                self.show(id.plan, item, result)
            }
            Event::LedgerTrouble(error) => {
                self.say_once(&format!("evidence is not kept: {}", chain(*error)));
                Ok(())
            }
            Event::InputTrouble(error) => {
                self.say_once(&format!("nothing can be served from evidence: {error}"));
                Ok(())
            }
            Event::NotNarrowed { id, why } => {
                let item = &self.picked.runs[id.plan].items[id.item];
                let inputs = item.inputs.join(", ");
                self.say_once(&format!(
                    "{}:{}: all files count for what depends on `inputs({inputs})`: {why}",
                    item.plan, item.line
                ));
                Ok(())
            }
        };
        if let Err(failure) = told {
            self.failure.get_or_insert(failure);
        }
    }

    /// Returns the path of a plan as it is shown.
    fn path(&self, plan: usize) -> String {
        shown(self.picked, &self.picked.runs[plan].plan, self.place)
    }

    fn say_once(&mut self, text: &str) {
        if !self.troubles.iter().any(|it| it == text) {
            self.troubles.push(text.to_owned());
            self.progress.aside(|| self.output.warning(text));
        }
    }

    fn show(&mut self, plan: usize, item: &RunItem, result: &ItemResult) -> Result<(), Failure> {
        // What is for people, or not its turn yet, is counted at the end.
        let quiet = matches!(
            result,
            ItemResult::NotRun(
                NotRun::Manual | NotRun::Deferred | NotRun::NotReady | NotRun::Refused
            )
        );
        let ran = matches!(result, ItemResult::Ran { .. } | ItemResult::Shared { .. });
        if !self.streams || quiet || self.only_ran && !ran {
            return Ok(());
        }
        let mut text = String::new();
        if self.shown.replace(plan) != Some(plan) {
            text.push_str(&tip_report::escape::line(&self.path(plan)));
            text.push('\n');
        }
        let criterion = criterion(self.picked, plan, item, Some(result));
        verify::text::ended(&criterion, &self.output.terminal(), &mut text);
        let output = &mut *self.output;
        let is_cached = matches!(result, ItemResult::Cached(_));
        self.progress.aside(|| {
            output.write(&text)?;
            // Many of these come at once, and whatever is started comes after them.
            if is_cached { Ok(()) } else { output.flush() }
        })
    }
}

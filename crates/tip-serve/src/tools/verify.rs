//! Criteria that are run.

use std::num::NonZeroUsize;
use std::sync::PoisonError;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tip_ledger::{Ledger, MemoryLedger, SqliteLedger};
use tip_report::verify::{Counts, Criterion};
use tip_run::{Choice, Event, LocalExecutor, Serve, Settings, World};
use tip_work::verify::{
    TIMEOUT, approval, criteria, environment, keep_back_what_cannot_run, pick, tick,
};
use tip_work::{Failure, chain};
use tip_workspace::Shell;

use crate::desk::Call;
use crate::page::page;

/// So many characters are shown of what a command printed, from its end.
const SHOWN: usize = 600;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    plan: String,
    /// Handle or id; what is ready without it.
    thing: Option<String>,
    /// Tick what passes, clear what fails.
    #[serde(default)]
    tick: bool,
    /// Run what passed before too.
    #[serde(default)]
    fresh: bool,
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    passed: usize,
    failed: usize,
    /// For a person, or not run.
    open: usize,
    criteria: Vec<Result_>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Result_ {
    handle: String,
    result: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    cached: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticked: Option<&'static str>,
    /// The end of what was printed, where it did not pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(it: &bool) -> bool {
    !*it
}

pub(crate) fn verify(call: &Call<'_>, wish: &Wish) -> Result<Answer, Failure> {
    let desk = call.desk;
    // Whatever commands leave behind is ended: two runs in one process would end each other.
    let _running = desk.running.lock().unwrap_or_else(PoisonError::into_inner);
    desk.watch_over(&call.interrupt);
    let place = &desk.place;
    let (plan, thing) = desk.split(&wish.plan, wish.thing.as_deref(), "thing")?;
    desk.whole(plan)?;
    let named = match thing {
        Some(thing) => format!("{plan}#{thing}"),
        None => plan.to_owned(),
    };
    let choice = Choice::default();
    let mut picked = pick(&[named], &[], &choice, place)?;
    let is_nothing = picked.runs.iter().all(|it| it.items.is_empty());
    if let Some(thing) = thing.filter(|_| is_nothing) {
        return Err(Failure::user(format!("`{thing}` has no criterion"))
            .hint("name a phase, a criterion or nothing: `read` tells the handles"));
    }
    keep_back_what_cannot_run(&mut picked, place);
    let picked = &picked;
    let mut notes = Vec::new();
    let ledger: Box<dyn Ledger> = match SqliteLedger::open(picked.snapshot.root().as_std_path()) {
        Ok(ledger) => Box::new(ledger),
        Err(error) if error.is_damage() => return Err(error.into()),
        Err(error) => {
            notes.push(format!("no evidence is kept: {}", chain(&error)));
            Box::new(MemoryLedger::default())
        }
    };
    let config = &picked.snapshot.config().verify;
    let mut inputs = picked.snapshot.inputs(config.inputs.clone());
    inputs.leave_out(picked.runs.iter().map(|it| it.plan.clone()));
    let environment = environment(&picked.snapshot, place);
    let mut executor = LocalExecutor::new(environment.get("PATH").map(|it| &**it));
    if desk.owns_process {
        executor = executor.owning_process();
    }
    if config.shell == Some(Shell::Sh) {
        executor = executor.with_shell("/bin/sh");
    }
    let approval = approval(picked, place, &mut |_, _| {})?;
    let machine = tip_run::machine();
    let who = inputs.user().or_else(|| place.user.clone());
    let who = who.unwrap_or_default();
    let world = World {
        root: picked.snapshot.root(),
        executor: &executor,
        ledger: &*ledger,
        approval: &*approval,
        inputs: &inputs,
        environment: &environment,
        interrupt: &call.interrupt,
        machine: &machine,
        who: &who,
        earlier: &[],
    };
    let jobs = config.jobs.and_then(|it| NonZeroUsize::new(it as usize));
    let timeout = config.timeout.or(Some(TIMEOUT));
    let settings = Settings {
        jobs: jobs.unwrap_or(NonZeroUsize::MIN),
        keep_going: false,
        serve: if wish.fresh {
            Serve::Nothing
        } else {
            Serve::Own
        },
        timeout: timeout.filter(|it| !it.is_zero()),
        tell_why: false,
        sandboxed: false,
    };
    let mut refused: Option<Failure> = None;
    let report = tip_run::run(world, &picked.runs, settings, &mut |event| match event {
        Event::Refused { plan, reason, .. } => {
            let plan = &picked.runs[*plan].plan;
            refused.get_or_insert_with(|| unapproved(plan, reason));
        }
        Event::LedgerTrouble(error) => {
            notes.push(format!("evidence is not kept: {}", chain(*error)));
        }
        Event::InputTrouble(error) => {
            notes.push(format!("nothing is served from evidence: {error}"));
        }
        _ => {}
    });
    if let Some(refused) = refused {
        return Err(refused);
    }
    let mut results = criteria(picked, &report);
    if wish.tick {
        for moved in tick(picked, &report, &mut results, place)? {
            if moved.lost > 0 {
                notes.push(format!(
                    "`{}` was changed meanwhile: {} not ticked, since something else stands there now",
                    moved.plan, moved.lost
                ));
            }
        }
    }
    if report.interrupted {
        return Err(Failure::user("it was interrupted")
            .hint("what had ended is kept as evidence: ask again to go on"));
    }
    // A box that is ticked and is not run is neither an answer nor open.
    results.retain(|it| {
        !(it.state == "done" && matches!(it.not_run, Some("manual" | "not_ready" | "deferred")))
    });
    let counts = Counts::of(&results);
    let version = desk.load(&picked.snapshot, plan)?.version();
    notes.dedup();
    let page = page(
        results.into_iter().map(of).collect(),
        wish.cursor.as_deref(),
    )?;
    Ok(Answer {
        passed: counts.passed,
        failed: counts.failed,
        open: counts.undecided
            + counts.unanswered
            + counts.kept_back
            + counts.manual
            + counts.not_ready,
        criteria: page.items,
        notes,
        version,
        more: page.more,
    })
}

/// Says that the commands of a plan wait for the word of a person.
fn unapproved(plan: &str, reason: &str) -> Failure {
    Failure::user(format!("nothing of `{plan}` is run: {reason}")).hint(format!(
        "ask your user to type `tip trust {plan}`, which shows the commands and asks; you cannot approve them"
    ))
}

fn of(it: Criterion) -> Result_ {
    let passed = it.result == "passed";
    let printed = it.commands.iter().rev().flat_map(|command| {
        let streams = [&command.stderr, &command.stdout];
        streams.into_iter().flatten()
    });
    let printed = printed
        .map(|it| format!("{}{}", it.head, it.tail))
        .find(|it| !it.trim().is_empty());
    // Work is told of by its tick, and waits for nobody.
    let is_work = it.kind == "task" && it.not_run == Some("manual");
    let why_not = if is_work {
        Some("it is ticked when it is done")
    } else {
        it.not_run
    };
    Result_ {
        handle: it.handle,
        result: it.result,
        text: it.text,
        reason: it.reason.or(why_not.map(str::to_owned)),
        cached: it.source == Some("cache"),
        ticked: it.ticked,
        output: printed.filter(|_| !passed).map(|it| end_of(&it)),
    }
}

/// Returns the end of a text, which says most of what went wrong.
fn end_of(text: &str) -> String {
    let text = text.trim_end();
    let count = text.chars().count();
    if count <= SHOWN {
        return text.to_owned();
    }
    let end: String = text.chars().skip(count - SHOWN).collect();
    format!("…{end}")
}

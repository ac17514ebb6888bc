//! What came of criteria, as plain data for reports.

use tip_ledger::{Evidence, Outcome, Output as Captured};
use tip_plan::{BoxKind, Expectation, counts, spoken_command};
use tip_report::verify::{Command, Confirmed, Criterion, EXITS_WELL, Stream, TO_JUDGE, moment};
use tip_run::{ItemResult, NotRun, Report, RunItem, Since};

use super::pick::Picked;

/// Returns all criteria of a run, in the order of its report.
pub fn criteria(picked: &Picked, report: &Report) -> Vec<Criterion> {
    let all = report.all();
    all.map(|(id, result)| {
        let item = &picked.runs[id.plan].items[id.item];
        criterion(picked, id.plan, item, Some(result))
    })
    .collect()
}

/// Returns one criterion; without a result it would be run.
pub fn criterion(
    picked: &Picked,
    plan: usize,
    item: &RunItem,
    result: Option<&ItemResult>,
) -> Criterion {
    let evidence = result.and_then(ItemResult::evidence);
    let phase = picked.runs[plan].phases.get(item.phase);
    let mut it = Criterion {
        plan: item.plan.clone(),
        line: item.line,
        handle: item.handle.clone(),
        id: item.id.clone(),
        kind: kind(item.kind),
        state: item.state.word(),
        text: item.text.clone(),
        phase: phase
            .map(|it| it.handle.clone())
            .filter(|it| !it.is_empty()),
        result: evidence.map_or("would_run", |it| it.outcome.word()),
        not_run: None,
        reason: evidence.and_then(run_words),
        source: None,
        changed_inputs: evidence.is_some_and(|it| it.changed_inputs),
        sandboxed: evidence.is_some_and(|it| it.sandboxed),
        earned: evidence.map(|it| moment(it.started)),
        commit: evidence.and_then(|it| it.tree.commit.clone()),
        changed_files: evidence
            .and_then(|it| it.tree.changed.as_ref())
            .map(Vec::len),
        imported_from: evidence
            .filter(|it| it.imported)
            .map(|it| it.machine.clone()),
        inputs: item.inputs.clone(),
        duration_ms: evidence.map(|it| it.duration),
        since: None,
        ticked: None,
        confirmed: item.word.as_ref().map(|it| Confirmed {
            by: it.who.clone(),
            on: it.date.clone(),
            fresh: it.fresh,
        }),
        commands: commands(item, evidence),
    };
    match result {
        None => {}
        Some(ItemResult::Ran { since, .. }) => {
            it.source = Some("run");
            it.since = since.as_ref().map(since_words);
        }
        Some(ItemResult::Cached(_)) => it.source = Some("cache"),
        Some(ItemResult::Shared { with, .. }) => {
            it.source = Some("shared");
            it.reason.get_or_insert_with(|| format!("run for {with}"));
        }
        Some(ItemResult::NotRun(why)) => {
            it.result = "not_run";
            it.not_run = Some(why.word());
            it.reason = match why {
                NotRun::Manual => left_to_person(item),
                why => not_run_words(why),
            };
        }
    }
    it
}

/// Says why a run came out as it did.
fn run_words(evidence: &Evidence) -> Option<String> {
    let reason = evidence.reason.as_ref()?;
    Some(
        if evidence.sandboxed && evidence.outcome != Outcome::Passed {
            format!("{reason}, in the sandbox, which may be why")
        } else {
            reason.clone()
        },
    )
}

fn kind(kind: BoxKind) -> &'static str {
    kind.word()
}

fn commands(item: &RunItem, evidence: Option<&Evidence>) -> Vec<Command> {
    let steps = item.subject.steps.iter().zip(&item.lines).enumerate();
    steps
        .map(|(at, (step, line))| {
            let run = evidence.and_then(|it| it.steps.get(at));
            Command {
                command: step.command.clone(),
                directory: item.subject.directory.clone(),
                line: *line,
                expected: expected(&step.command, &step.expectation),
                exit: run.and_then(|it| it.exit),
                signal: run.and_then(|it| it.signal),
                duration_ms: run.map(|it| it.duration),
                outcome: run.map(|it| it.outcome.word()),
                leaked: run.is_some_and(|it| it.leaked),
                stdout: run.map(|it| stream(&it.stdout)),
                stderr: run.map(|it| stream(&it.stderr)),
            }
        })
        .collect()
}

fn stream(output: &Captured) -> Stream {
    Stream {
        head: output.head.clone(),
        tail: output.tail.clone(),
        bytes: output.bytes,
        sha256: output.digest.to_string(),
    }
}

/// Says what is expected of a command.
fn expected(command: &str, expectation: &Expectation) -> String {
    match expectation {
        Expectation::Success => EXITS_WELL.to_owned(),
        Expectation::Failure => "it exits with another code than 0".to_owned(),
        Expectation::ExitCode(code) => format!("it exits with {code}"),
        Expectation::FailsWith { code, texts } => {
            let code = code.map_or_else(|| "another code than 0".to_owned(), |it| it.to_string());
            format!("it exits with {code} and shows {}", named(texts, "and"))
        }
        Expectation::Silence if counts(command) => "it prints 0".to_owned(),
        Expectation::Silence => "it prints or finds nothing".to_owned(),
        Expectation::Output(text) => format!("it prints `{text}`"),
        Expectation::Contains(text) => format!("it shows `{text}`"),
        Expectation::ContainsAll(texts) => format!("it shows {}", named(texts, "and")),
        Expectation::Lacks(texts) => {
            format!("it exits with 0 and does not show {}", named(texts, "or"))
        }
        Expectation::ContainsBut { texts, shown } => format!(
            "it exits with 0, shows {} and does not show {}",
            named(&texts[..*shown], "and"),
            named(&texts[*shown..], "or")
        ),
        Expectation::Bound(bound) => format!("it prints {}", bound.phrase()),
        Expectation::Lines(count) => format!("it prints {count} lines"),
        Expectation::Unreadable(text) => format!("{TO_JUDGE}: {text}"),
    }
}

fn named(texts: &[String], word: &str) -> String {
    let texts: Vec<String> = texts.iter().map(|it| format!("`{it}`")).collect();
    texts.join(&format!(" {word} "))
}

/// Says why a box is left to a person that holds what reads like a command.
fn left_to_person(item: &RunItem) -> Option<String> {
    if !item.subject.steps.is_empty() {
        return Some("its text leaves it to a person".to_owned());
    }
    let first = spoken_command(&item.text)?;
    Some(format!(
        "`{first}` is spoken of, and not run: a box that begins with it, or `Run: `, says to run it"
    ))
}

/// Says why something was not run; `None` where the word says it.
fn not_run_words(why: &NotRun) -> Option<String> {
    Some(match why {
        NotRun::Manual | NotRun::NotReady => return None,
        NotRun::Deferred => "it is deferred".to_owned(),
        NotRun::Placeholder(text) => format!("`{text}` holds a placeholder: fill it in"),
        NotRun::Ellipsis(text) => format!("`{text}` is cut short: write all of it"),
        NotRun::Mutating(text) => format!("`{text}` changes things: --allow-mutating runs it"),
        NotRun::Interactive(text) => {
            format!("`{text}` does not end by itself, or waits for a person")
        }
        NotRun::Unbalanced(text) => format!("the quotes or brackets of `{text}` do not close"),
        NotRun::Missing(what) => what.clone(),
        NotRun::Blocked(phases) => format!("{} did not pass", phases.join(", ")),
        NotRun::Cycle => "its phase depends on itself".to_owned(),
        NotRun::Refused => "nobody approved the commands of this plan".to_owned(),
        NotRun::Interrupted => "somebody interrupted the run before".to_owned(),
    })
}

/// Says what has changed since something passed.
pub fn since_words(since: &Since) -> String {
    let mut parts = Vec::new();
    if since.environment {
        parts.push("the environment changed".to_owned());
    }
    if since.git {
        parts.push("the commit, a branch or what is staged or uncommitted changed".to_owned());
    }
    if since.programs {
        parts.push("a program that it starts changed".to_owned());
    }
    match since.inputs.as_deref() {
        None => parts.push("files changed that can no longer be named".to_owned()),
        Some([]) => {}
        Some([only]) => parts.push(format!("`{only}` changed")),
        Some(paths) => {
            let named: Vec<String> = paths.iter().take(3).map(|it| format!("`{it}`")).collect();
            let more = paths.len() - named.len();
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            parts.push(format!("{}{more} changed", named.join(", ")));
        }
    }
    if since.changed_inputs {
        parts.push("that run changed its own inputs".to_owned());
    }
    if parts.is_empty() {
        parts.push("nothing that counts changed".to_owned());
    }
    let day = moment(since.passed);
    format!(
        "since the run of {}: {}",
        day[..16].replace('T', " "),
        parts.join("; ")
    )
}

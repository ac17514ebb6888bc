//! Criteria for people.

use std::fmt::Write as _;

use super::{Command, Counts, Criterion, Stream};
use crate::terminal::Look;
use crate::{Terminal, escape};

/// How many of the last lines of output are shown of what did not pass.
const LINES: usize = 20;

/// Returns the word for what came of a criterion.
pub fn word(it: &Criterion) -> &'static str {
    match (it.result, it.not_run) {
        ("passed", _) if it.source == Some("cache") => "cached",
        _ if it.is_confirmed() => "confirmed",
        ("timed_out", _) => "too slow",
        ("missing_program", _) => "no program",
        ("not_started", _) => "not started",
        ("would_run", _) if it.is_to_judge() => "to judge",
        ("would_run", _) => "would run",
        ("undecided", _) => "to judge",
        ("not_run", Some("manual")) => "for a person",
        ("not_run", Some("not_ready")) => "not ready",
        ("not_run", _) => "not run",
        (word, _) => word,
    }
}

fn look(it: &Criterion) -> Look {
    match it.result {
        "passed" => Look::Good,
        _ if it.is_confirmed() => Look::Good,
        "failed" => Look::Error,
        "undecided" | "timed_out" | "interrupted" | "missing_program" | "not_started" => {
            Look::Warning
        }
        "would_run" if it.is_to_judge() => Look::Warning,
        "would_run" => Look::Active,
        _ => Look::Dim,
    }
}

/// Writes a criterion that has ended: one line, and what it showed where it did not pass.
pub fn ended(it: &Criterion, terminal: &Terminal, out: &mut String) {
    head(it, word(it), terminal, out);
    let mut more = Vec::new();
    match (it.source, &it.earned, it.duration_ms) {
        (Some("cache"), Some(earned), _) => more.push(format!("earned {}", at(earned, it))),
        (Some("shared"), ..) => more.push("the same commands".to_owned()),
        (_, _, Some(millis)) => more.push(seconds(millis)),
        _ => {}
    }
    more.extend(it.ticked.map(str::to_owned));
    if !more.is_empty() {
        let more = format!("  {}", more.join(", "));
        let _ = write!(out, "{}", terminal.paint(Look::Dim, more));
    }
    out.push('\n');
    reason(it, terminal, out);
    if !matches!(it.result, "passed" | "not_run") && it.source == Some("run") {
        for command in &it.commands {
            output(command, terminal, out);
        }
    } else {
        left_behind(it, terminal, out);
    }
}

/// Says that something went on running after a command had ended.
fn left_behind(it: &Criterion, terminal: &Terminal, out: &mut String) {
    if it.commands.iter().any(|it| it.leaked) {
        let text = terminal.paint(Look::Warning, LEFT_BEHIND);
        let _ = writeln!(out, "           {text}");
    }
}

const LEFT_BEHIND: &str = "it left processes behind, which were ended";

fn head(it: &Criterion, word: &str, terminal: &Terminal, out: &mut String) {
    let word = format!("{word:<13}");
    let used = 4 + it.handle.chars().count().max(7) + 13;
    let room = terminal.columns().saturating_sub(used + 24).max(24);
    let text = escape::line(&it.text);
    let mut shown: String = text.chars().take(room).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let _ = write!(
        out,
        "  {:<7}  {}{shown}",
        escape::line(&it.handle),
        terminal.paint(look(it), word)
    );
}

fn reason(it: &Criterion, terminal: &Terminal, out: &mut String) {
    let said = it.said();
    // Why a person must judge is no news once one has.
    let reason = it.reason.as_ref().filter(|_| !it.is_confirmed());
    let texts = [reason, said.as_ref(), it.since.as_ref()];
    for text in texts.into_iter().flatten() {
        let text = escape::line(text).into_owned();
        let _ = writeln!(out, "           {}", terminal.paint(Look::Dim, text));
    }
}

fn output(command: &Command, terminal: &Terminal, out: &mut String) {
    let text = escape::line(&command.command).into_owned();
    let _ = writeln!(out, "         $ {}", terminal.paint(Look::Code, text));
    for stream in [&command.stdout, &command.stderr].into_iter().flatten() {
        lines(stream, terminal, out);
    }
    if command.leaked {
        let text = terminal.paint(Look::Warning, LEFT_BEHIND);
        let _ = writeln!(out, "           {text}");
    }
}

fn lines(stream: &Stream, terminal: &Terminal, out: &mut String) {
    let end = if stream.tail.is_empty() {
        &stream.head
    } else {
        &stream.tail
    };
    let end = escape::terminal(end.trim_end());
    let lines: Vec<&str> = end.lines().collect();
    let first = lines.len().saturating_sub(LINES);
    if first > 0 || !stream.tail.is_empty() {
        let more = format!("… the last lines of {} bytes", stream.bytes);
        let _ = writeln!(out, "         │ {}", terminal.paint(Look::Dim, more));
    }
    for line in &lines[first..] {
        let shown: String = line.chars().take(400).collect();
        let _ = writeln!(out, "         │ {shown}");
    }
}

pub(super) fn at(earned: &str, it: &Criterion) -> String {
    let mut when = earned.get(..16).unwrap_or(earned).replace('T', " ");
    // Writing into a string cannot fail.
    if let Some(commit) = &it.commit {
        let commit = commit.get(..10).unwrap_or(commit);
        let _ = write!(when, " at {}", escape::line(commit));
        let _ = match it.changed_files {
            Some(0) => Ok(()),
            Some(1) => write!(when, " and 1 changed file"),
            Some(count) => write!(when, " and {count} changed files"),
            None => write!(when, " and many changed files"),
        };
    }
    if let Some(machine) = &it.imported_from {
        let _ = write!(when, ", imported from {}", escape::line(machine));
    }
    when
}

fn seconds(millis: u64) -> String {
    if millis < 60_000 {
        format!("{}.{} s", millis / 1000, millis % 1000 / 100)
    } else {
        format!("{} min {} s", millis / 60_000, millis / 1000 % 60)
    }
}

/// Writes how many criteria ended how, on one line; without a duration where none was run.
pub fn summary(counts: Counts, duration_ms: Option<u64>) -> String {
    let mut parts = Vec::new();
    let mut part = |count: usize, what: &str| {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    };
    part(counts.passed, "passed");
    part(counts.confirmed, "confirmed by a person");
    part(counts.failed, "failed");
    part(counts.undecided + counts.to_judge, "to judge");
    part(counts.unanswered, "without an answer");
    part(counts.kept_back, "kept from running");
    part(counts.would_run, "would run");
    part(counts.manual, "for a person");
    part(counts.not_ready, "not ready");
    if counts.cached > 0 {
        parts[0] = format!("{} ({} cached)", parts[0], counts.cached);
    }
    if parts.is_empty() {
        parts.push("no criteria".to_owned());
    }
    let parts = parts.join(", ");
    match duration_ms {
        Some(millis) => format!("{parts} in {}", seconds(millis)),
        None => parts,
    }
}

/// Writes a criterion, what is known of it, and whether that is still true.
pub fn evidence(it: &Criterion, terminal: &Terminal, out: &mut String) {
    let word = if it.result == "passed" {
        "passed"
    } else {
        word(it)
    };
    head(it, word, terminal, out);
    if let Some(earned) = &it.earned {
        let more = format!("  {}", at(earned, it));
        let _ = write!(out, "{}", terminal.paint(Look::Dim, more));
    }
    out.push('\n');
    reason(it, terminal, out);
    left_behind(it, terminal, out);
    if !it.inputs.is_empty() {
        let inputs = format!(
            "it depends on {} alone",
            escape::line(&it.inputs.join(", "))
        );
        let _ = writeln!(out, "           {}", terminal.paint(Look::Dim, inputs));
    }
}

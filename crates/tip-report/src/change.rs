//! What a command that writes did, or what is in the way of it.

use std::fmt;

use serde::Serialize;
use tip_rules::{Obstacle, OtherFile};
use tip_syntax::{Kept, Severity};

use crate::position::Place;
use crate::terminal::{Look, Terminal};
use crate::{escape, wire};

/// What a command did to one file.
#[derive(Clone, Debug)]
pub struct ChangeReport<'a> {
    /// The version of `tip`.
    pub version: &'a str,
    /// The path of the file.
    pub path: &'a str,
    /// Whether the file was written.
    pub written: bool,
    /// What was done, or would have been.
    pub done: &'a [Done],
    /// What is in the way.
    pub obstacles: &'a [Obstacle],
    /// The text that the obstacles speak of.
    pub source: &'a Kept,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What: `ticked`.
    pub verb: String,
    /// The handle of the thing, or what it is.
    pub what: String,
    /// Its id.
    pub id: Option<String>,
    /// Its line, from 1.
    pub line: u32,
    /// Its words.
    pub text: String,
    /// Whether it changed anything.
    pub changed: bool,
    /// Whether it answers what was asked without a change, rather than that all was so already.
    pub is_answer: bool,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    version: &'a str,
    path: &'a str,
    written: bool,
    done: Vec<DoneJson<'a>>,
    in_the_way: Vec<ObstacleJson<'a>>,
}

#[derive(Serialize)]
struct DoneJson<'a> {
    verb: &'a str,
    what: &'a str,
    id: Option<&'a str>,
    line: u32,
    text: &'a str,
    changed: bool,
}

#[derive(Serialize)]
struct ObstacleJson<'a> {
    /// The rule; none where a stage would be left out, or another file of the plan is in the way.
    rule: Option<&'a str>,
    severity: Option<&'a str>,
    line: Option<u32>,
    message: String,
}

/// Returns the report as one JSON object.
pub fn json(report: &ChangeReport<'_>) -> String {
    let done = report.done.iter().map(|it| DoneJson {
        verb: &it.verb,
        what: &it.what,
        id: it.id.as_deref(),
        line: it.line,
        text: &it.text,
        changed: it.changed,
    });
    let obstacles = report.obstacles.iter().map(|it| match it {
        Obstacle::SkippedStage { .. } | Obstacle::OtherFile(_) => ObstacleJson {
            rule: None,
            severity: None,
            line: None,
            message: message(it),
        },
        Obstacle::Finding(judged) => ObstacleJson {
            rule: Some(judged.rule.name),
            severity: Some(judged.severity.word()),
            line: Some(Place::of(report.source, judged.finding.primary.span).line),
            message: message(it),
        },
    });
    wire::pretty(&ChangeJson {
        version: report.version,
        path: report.path,
        written: report.written,
        done: done.collect(),
        in_the_way: obstacles.collect(),
    })
}

/// Writes what was done, a line each.
pub fn write(
    report: &ChangeReport<'_>,
    terminal: &Terminal,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    for it in report.done {
        let place = format!("({}:{})", escape::line(report.path), it.line);
        let text = escape::line(&it.text);
        if it.is_answer {
            let what = terminal.paint(Look::Code, escape::line(&it.what));
            let place = terminal.paint(Look::Dim, place);
            writeln!(out, "{what} {} {place}: {text}", it.verb)?;
            continue;
        }
        let verb = if it.changed {
            it.verb.clone()
        } else {
            format!("already {}", it.verb)
        };
        let colon = if text.is_empty() { "" } else { ": " };
        writeln!(
            out,
            "{verb} {} {}{colon}{text}",
            terminal.paint(Look::Code, escape::line(&it.what)),
            terminal.paint(Look::Dim, place),
        )?;
    }
    Ok(())
}

/// Writes what is in the way, a line each.
pub fn write_obstacles(
    report: &ChangeReport<'_>,
    terminal: &Terminal,
    out: &mut dyn fmt::Write,
) -> fmt::Result {
    for it in report.obstacles {
        let judged = match it {
            Obstacle::Finding(judged) => judged,
            Obstacle::SkippedStage { .. } => {
                writeln!(out, "  {}", message(it))?;
                continue;
            }
            Obstacle::OtherFile(other) => {
                for part in parts(other) {
                    let path = escape::line(&other.path);
                    writeln!(out, "  {path}: {}", escape::line(&part))?;
                }
                continue;
            }
        };
        let message = message(it);
        let message = escape::line(&message);
        let place = Place::of(report.source, judged.finding.primary.span);
        let look = match judged.severity {
            Severity::Error => Look::Error,
            Severity::Warning => Look::Warning,
            Severity::Hint => Look::Hint,
        };
        writeln!(
            out,
            "  {}:{}:{}: {} {message}",
            escape::line(report.path),
            place.line,
            place.column,
            terminal.paint(
                look,
                format_args!("{}[{}]", judged.severity.word(), judged.rule.name)
            ),
        )?;
    }
    Ok(())
}

/// Says in a sentence what is in the way.
pub fn message(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::SkippedStage { from, before } => format!(
            "the plan is `{}`, and `{}` comes before that",
            from.word(),
            before.word()
        ),
        Obstacle::OtherFile(it) => format!("in `{}`, {}", it.path, parts(it).join("; ")),
        Obstacle::Finding(judged) => judged.finding.message.clone(),
    }
}

/// Says what is in the way in another file, a sentence each.
fn parts(it: &OtherFile) -> Vec<String> {
    let mut parts = Vec::new();
    if it.open > 0 {
        parts.push(format!("{} of {} boxes are open", it.open, it.total));
    }
    if it.findings > 0 {
        let ending = if it.findings == 1 { "" } else { "s" };
        parts.push(format!(
            "`tip check` has {} finding{ending} above hint",
            it.findings
        ));
    }
    parts.extend(it.unproven.iter().cloned());
    parts
}

//! What came of criteria that were run, or would be.

pub mod junit;

pub mod planned;

pub mod text;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::wire;

/// How the expectation of a command begins that is run for a person to judge what it shows.
pub const TO_JUDGE: &str = "to judge";

/// What is expected of a command of which nothing is said.
pub const EXITS_WELL: &str = "it exits with 0";

/// A criterion and what came of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Criterion {
    /// The file of the plan, relative to the repository.
    pub plan: String,
    /// The line that it begins in.
    pub line: u32,
    /// Its name for people.
    pub handle: String,
    /// Its name from its content.
    pub id: String,
    /// What its box stands for.
    #[schemars(extend("enum" = ["criterion", "gate", "task"]))]
    pub kind: &'static str,
    /// What its box shows.
    #[serde(rename = "box")]
    #[schemars(extend("enum" = ["open", "done", "other"]))]
    pub state: &'static str,
    /// Its text.
    pub text: String,
    /// The handle of its phase.
    pub phase: Option<String>,
    /// What came of it; `undecided` is what people see as "to judge": it was run, and a person says whether what it showed is what is meant.
    #[schemars(extend("enum" = [
        "passed", "failed", "undecided", "timed_out", "interrupted", "missing_program", "not_started", "not_run", "would_run"
    ]))]
    pub result: &'static str,
    /// Why it was not run: `manual`, `placeholder`, `not_ready`, `blocked`, …; `manual` is what people see as "for a person": nothing is run for it.
    pub not_run: Option<&'static str>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Where the answer comes from: `run`, `cache`, or `shared` with another criterion of this run; of `tip evidence` `cache` where `tip verify` serves it.
    pub source: Option<&'static str>,
    /// Whether the run changed its own inputs, so that it is run again next time.
    pub changed_inputs: bool,
    /// Whether it was run in the sandbox, which may be why something is not as expected.
    pub sandboxed: bool,
    /// When the answer was earned: `2026-01-31T09:30:00Z`.
    pub earned: Option<String>,
    /// The commit that was checked out when it was earned.
    pub commit: Option<String>,
    /// How many files were not as in that commit, plans aside; `null` where they were too many to be kept, and without a commit.
    pub changed_files: Option<usize>,
    /// The machine that earned it, where that is another one: the evidence was imported.
    pub imported_from: Option<String>,
    /// The patterns of the files that the plan says its answer depends on; empty for all.
    pub inputs: Vec<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<u64>,
    /// What has changed since it passed last, in words; asked for by `--why`, and told by `tip evidence` of what was run.
    pub since: Option<String>,
    /// What became of its box: `ticked`, `cleared`.
    pub ticked: Option<&'static str>,
    /// The word of a person beside its ticked box.
    pub confirmed: Option<Confirmed>,
    /// Its commands.
    pub commands: Vec<Command>,
}

/// What a person says of a criterion.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Confirmed {
    /// Who, as written; may be empty.
    pub by: String,
    /// When, as written: `2026-01-31`.
    pub on: Option<String>,
    /// Whether it speaks of the text as it stands; otherwise the text changed since.
    pub fresh: bool,
}

/// A command and what it did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Command {
    /// The command.
    pub command: String,
    /// The folder that it starts in, relative to the repository; empty for its root.
    pub directory: String,
    /// The line that it stands in.
    pub line: u32,
    /// What is expected of it, in words.
    pub expected: String,
    /// The exit code.
    pub exit: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<u64>,
    /// What came of it.
    pub outcome: Option<&'static str>,
    /// Whether processes that it left behind were ended.
    pub leaked: bool,
    /// What it wrote to standard output.
    pub stdout: Option<Stream>,
    /// What it wrote to standard error.
    pub stderr: Option<Stream>,
}

/// What was written to one stream.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Stream {
    /// How it begins.
    pub head: String,
    /// How it ends, where something between is left out.
    pub tail: String,
    /// How many bytes there were.
    pub bytes: u64,
    /// The SHA-256 digest of all of them.
    pub sha256: String,
}

/// How many criteria ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// What was as expected.
    pub passed: usize,
    /// How many of those were served from evidence.
    pub cached: usize,
    /// What no run can tell, and a person has confirmed as it stands.
    pub confirmed: usize,
    /// What was not as expected.
    pub failed: usize,
    /// What a person must judge from what was shown: "to judge".
    pub undecided: usize,
    /// What has no answer though it was begun: too slow, a program missing, not started, interrupted.
    pub unanswered: usize,
    /// What was kept from running: by what it depends on, a placeholder, missing approval.
    pub kept_back: usize,
    /// What no run can tell: "for a person".
    pub manual: usize,
    /// What is not its turn yet.
    pub not_ready: usize,
    /// What would be run, and judged by what is expected.
    pub would_run: usize,
    /// What would be run for a person to judge.
    pub to_judge: usize,
}

impl Criterion {
    /// Returns whether what one of its commands shows is for a person to judge.
    pub fn is_to_judge(&self) -> bool {
        self.commands
            .iter()
            .any(|it| it.expected.starts_with(TO_JUDGE))
    }

    /// Returns whether no run can tell whether it holds, so that a person's word counts.
    fn is_left_to_person(&self) -> bool {
        matches!(
            (self.result, self.not_run),
            ("undecided", _)
                | (
                    "not_run",
                    Some(
                        "manual"
                            | "mutating"
                            | "interactive"
                            | "placeholder"
                            | "ellipsis"
                            | "unbalanced"
                    )
                )
        )
    }

    /// Returns whether no run can tell whether it holds, and a person has confirmed it as it stands.
    pub fn is_confirmed(&self) -> bool {
        self.is_left_to_person() && self.confirmed.as_ref().is_some_and(|it| it.fresh)
    }

    /// Says who has confirmed it, where no run can tell whether it holds.
    pub fn said(&self) -> Option<String> {
        let word = self
            .confirmed
            .as_ref()
            .filter(|_| self.is_left_to_person())?;
        let who = if word.by.is_empty() {
            "somebody"
        } else {
            &word.by
        };
        let day = word.on.as_ref().map(|it| format!(" on {it}"));
        let day = day.unwrap_or_default();
        Some(if word.fresh {
            format!("confirmed by {who}{day}")
        } else {
            format!("{who} confirmed another text{day}: look again")
        })
    }
}

impl Counts {
    /// Counts criteria.
    pub fn of(criteria: &[Criterion]) -> Self {
        let mut counts = Self::default();
        for it in criteria {
            let count = match (it.result, it.not_run) {
                ("passed", _) => {
                    counts.cached += usize::from(it.source == Some("cache"));
                    &mut counts.passed
                }
                ("failed", _) => &mut counts.failed,
                _ if it.is_confirmed() => &mut counts.confirmed,
                ("undecided", _) => &mut counts.undecided,
                ("would_run", _) if it.is_to_judge() => &mut counts.to_judge,
                ("would_run", _) => &mut counts.would_run,
                ("not_run", Some("manual" | "deferred")) => &mut counts.manual,
                ("not_run", Some("not_ready")) => &mut counts.not_ready,
                ("not_run", _) => &mut counts.kept_back,
                _ => &mut counts.unanswered,
            };
            *count += 1;
        }
        counts
    }

    /// Returns whether nothing speaks against the criteria: none failed, and none is without an answer.
    pub fn is_good(self) -> bool {
        self.failed == 0 && self.unanswered == 0 && self.kept_back == 0
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(title = "verify")]
struct Json<'a> {
    /// The version of `tip`.
    version: &'a str,
    /// Whether somebody interrupted the run.
    interrupted: bool,
    /// How long all of it took, in milliseconds; 0 where nothing was run.
    duration_ms: u64,
    /// How many criteria ended how.
    summary: Counts,
    /// The criteria, plan by plan in the order of the text.
    criteria: &'a [Criterion],
}

/// Returns the JSON Schema of what [`json`] writes.
pub fn schema() -> Value {
    wire::schema_of::<Json<'_>>()
}

/// Returns criteria as one JSON object.
pub fn json(criteria: &[Criterion], duration_ms: u64, interrupted: bool, version: &str) -> String {
    wire::pretty(&Json {
        version,
        interrupted,
        duration_ms,
        summary: Counts::of(criteria),
        criteria,
    })
}

/// Returns criteria that failed or were kept from an answer as workflow commands of GitHub.
pub fn github(criteria: &[Criterion]) -> String {
    use std::fmt::Write as _;

    use crate::escape::{github_message, github_property};
    let mut out = String::new();
    let mut blocked = Vec::new();
    for it in criteria {
        // Of what waits for a phase that did not pass, the first of each phase speaks for all.
        if it.not_run == Some("blocked") {
            let phase = (&it.plan, &it.phase);
            if blocked.contains(&phase) {
                continue;
            }
            blocked.push(phase);
        }
        let command = match (it.result, it.not_run) {
            _ if it.is_confirmed() => continue,
            ("failed", _) => "error",
            ("passed" | "would_run", _)
            | ("not_run", Some("manual" | "deferred" | "not_ready")) => continue,
            ("undecided", _) => "notice",
            _ => "warning",
        };
        let mut message = format!("{}: {}", text::word(it), it.text);
        if let Some(reason) = &it.reason {
            message = format!("{message}\n{reason}");
        }
        for command in &it.commands {
            message = format!("{message}\n$ {}", command.command);
        }
        // Writing into a string cannot fail.
        let _ = writeln!(
            out,
            "::{command} file={},line={},title={}::{}",
            github_property(&it.plan),
            it.line,
            github_property(&it.handle),
            github_message(&message)
        );
    }
    out
}

/// Writes a moment, in milliseconds since 1970, as `2026-01-31T09:30:00Z`.
pub fn moment(millis: i64) -> String {
    let seconds = millis.div_euclid(1000);
    let days = u32::try_from(seconds.div_euclid(86_400)).unwrap_or(0);
    let second = seconds.rem_euclid(86_400);
    let day = tip_rules::Day::from_days_since_1970(days);
    format!(
        "{day}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_everybody_writes_it() {
        assert_eq!(moment(0), "1970-01-01T00:00:00Z");
        assert_eq!(moment(1_769_852_405_999), "2026-01-31T09:40:05Z");
    }
}

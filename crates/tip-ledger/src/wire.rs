//! Evidence as a line of JSON: what `tip evidence export` writes and the ledger keeps.
//!
//! Each line stands for itself and says its version, so that files can be cut and joined by line. `docs/evidence.md` describes the fields.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::key::{expectation, expected_value};
use crate::{
    Changed, Digest, Evidence, EvidenceKey, KEY_VERSION, Outcome, Output, StepEvidence, Subject,
    SubjectStep, TreeState,
};

/// What a line calls itself.
pub const FORMAT: &str = "tip-evidence";

/// The version of the lines written.
pub const FORMAT_VERSION: u32 = 1;

/// Why a line cannot be read as evidence.
#[derive(Debug, Error)]
pub enum WireError {
    /// It is no JSON, or lacks a field.
    #[error("it is no line of evidence: {0}")]
    Syntax(#[source] serde_json::Error),
    /// It is something else.
    #[error("it is `{0}`, not `{FORMAT}`")]
    Format(String),
    /// Another program wrote it.
    #[error("it has version {0}, and this program knows {FORMAT_VERSION}")]
    Version(u32),
    /// A field says something that cannot be.
    #[error("its field `{field}` cannot be `{value}`")]
    Field {
        /// The field.
        field: &'static str,
        /// What it says.
        value: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Line {
    format: String,
    version: u32,
    key_version: u32,
    outcome: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    plan: String,
    criterion: String,
    handle: String,
    text: String,
    directory: String,
    steps: Vec<Step>,
    started: i64,
    duration: u64,
    subject: String,
    environment: String,
    inputs: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    git: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    programs: Option<String>,
    changed_inputs: bool,
    tree: Tree,
    machine: String,
    who: String,
    #[serde(default, skip_serializing_if = "is_false")]
    sandboxed: bool,
}

#[derive(Serialize, Deserialize)]
struct Step {
    command: String,
    expectation: Expected,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    run: Option<Run>,
}

#[derive(Serialize, Deserialize)]
struct Expected {
    kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    value: String,
}

#[derive(Serialize, Deserialize)]
struct Run {
    outcome: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exit: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signal: Option<i32>,
    duration: u64,
    #[serde(default, skip_serializing_if = "is_false")]
    leaked: bool,
    stdout: Stream,
    stderr: Stream,
}

#[derive(Serialize, Deserialize)]
struct Stream {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    head: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    tail: String,
    bytes: u64,
    lines: u64,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
struct Tree {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    changed: Option<Vec<File>>,
}

#[derive(Serialize, Deserialize)]
struct File {
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(it: &bool) -> bool {
    !it
}

/// Returns evidence as a line of JSON, without a line end.
///
/// # Panics
///
/// Never: texts, numbers and lists are JSON.
pub fn to_line(evidence: &Evidence) -> String {
    let steps = evidence.subject.steps.iter().enumerate();
    let line = Line {
        format: FORMAT.to_owned(),
        version: FORMAT_VERSION,
        key_version: evidence.key.version,
        outcome: evidence.outcome.word().to_owned(),
        reason: evidence.reason.clone(),
        plan: evidence.plan.clone(),
        criterion: evidence.criterion.clone(),
        handle: evidence.handle.clone(),
        text: evidence.text.to_string(),
        directory: evidence.subject.directory.clone(),
        steps: steps
            .map(|(at, step)| Step {
                command: step.command.clone(),
                expectation: Expected {
                    kind: step.expectation.word().to_owned(),
                    value: expected_value(&step.expectation),
                },
                run: evidence.steps.get(at).map(run),
            })
            .collect(),
        started: evidence.started,
        duration: evidence.duration,
        subject: evidence.key.subject.to_string(),
        environment: evidence.key.environment.to_string(),
        inputs: evidence.key.inputs.to_string(),
        git: evidence.key.git.map(|it| it.to_string()),
        programs: evidence.key.programs.map(|it| it.to_string()),
        changed_inputs: evidence.changed_inputs,
        tree: Tree {
            commit: evidence.tree.commit.clone(),
            changed: evidence.tree.changed.as_ref().map(|files| {
                let files = files.iter();
                files
                    .map(|it| File {
                        path: it.path.clone(),
                        content: it.content.clone(),
                    })
                    .collect()
            }),
        },
        machine: evidence.machine.clone(),
        who: evidence.who.clone(),
        sandboxed: evidence.sandboxed,
    };
    serde_json::to_string(&line).expect("texts, numbers and lists are JSON")
}

fn run(step: &StepEvidence) -> Run {
    Run {
        outcome: step.outcome.word().to_owned(),
        exit: step.exit,
        signal: step.signal,
        duration: step.duration,
        leaked: step.leaked,
        stdout: stream(&step.stdout),
        stderr: stream(&step.stderr),
    }
}

fn stream(output: &Output) -> Stream {
    Stream {
        head: output.head.clone(),
        tail: output.tail.clone(),
        bytes: output.bytes,
        lines: output.lines,
        sha256: output.digest.to_string(),
    }
}

/// What every line of every version says.
#[derive(Deserialize)]
struct Kind {
    format: String,
    version: u32,
}

/// Says of a line that cannot be read that another program wrote it, where one did.
fn of_another(line: &str, error: serde_json::Error) -> WireError {
    let kind = serde_json::from_str::<Kind>(line).ok();
    let unknown = kind.and_then(|it| unknown_kind(&it.format, it.version));
    unknown.unwrap_or(WireError::Syntax(error))
}

fn unknown_kind(format: &str, version: u32) -> Option<WireError> {
    if format != FORMAT {
        return Some(WireError::Format(format.to_owned()));
    }
    (version != FORMAT_VERSION).then_some(WireError::Version(version))
}

/// Reads a line of JSON as evidence.
pub fn from_line(line: &str) -> Result<Evidence, WireError> {
    let line: Line = serde_json::from_str(line).map_err(|error| of_another(line, error))?;
    if let Some(error) = unknown_kind(&line.format, line.version) {
        return Err(error);
    }
    let mut subject = Subject {
        directory: line.directory,
        steps: Vec::new(),
    };
    let mut steps = Vec::new();
    for step in line.steps {
        let read = expectation(&step.expectation.kind, &step.expectation.value);
        subject.steps.push(SubjectStep {
            command: step.command,
            expectation: read.ok_or_else(|| unknown("expectation", step.expectation.kind))?,
        });
        if let Some(run) = step.run {
            steps.push(StepEvidence {
                exit: run.exit,
                signal: run.signal,
                duration: run.duration,
                leaked: run.leaked,
                stdout: output(run.stdout)?,
                stderr: output(run.stderr)?,
                outcome: outcome(run.outcome)?,
            });
        }
    }
    let part = |field, text: Option<&String>| text.map(|it| digest(field, it)).transpose();
    let key = EvidenceKey {
        version: line.key_version,
        subject: digest("subject", &line.subject)?,
        environment: digest("environment", &line.environment)?,
        inputs: digest("inputs", &line.inputs)?,
        git: part("git", line.git.as_ref())?,
        programs: part("programs", line.programs.as_ref())?,
    };
    // Who writes a line by hand cannot give one command the evidence of another.
    if line.key_version == KEY_VERSION && subject.digest() != key.subject {
        return Err(unknown("subject", line.subject));
    }
    let files = line.tree.changed.map(|files| {
        let files = files.into_iter();
        files
            .map(|it| Changed {
                path: it.path,
                content: it.content,
            })
            .collect()
    });
    Ok(Evidence {
        key,
        subject,
        plan: line.plan,
        criterion: line.criterion,
        handle: line.handle,
        text: digest("text", &line.text)?,
        outcome: outcome(line.outcome)?,
        reason: line.reason,
        steps,
        started: line.started,
        duration: line.duration,
        tree: TreeState {
            commit: line.tree.commit,
            changed: files,
        },
        changed_inputs: line.changed_inputs,
        machine: line.machine,
        who: line.who,
        sandboxed: line.sandboxed,
        imported: false,
    })
}

fn output(stream: Stream) -> Result<Output, WireError> {
    Ok(Output {
        digest: digest("sha256", &stream.sha256)?,
        head: stream.head,
        tail: stream.tail,
        bytes: stream.bytes,
        lines: stream.lines,
    })
}

fn outcome(word: String) -> Result<Outcome, WireError> {
    Outcome::from_word(&word).ok_or_else(|| unknown("outcome", word))
}

fn digest(field: &'static str, text: &str) -> Result<Digest, WireError> {
    text.parse().map_err(|_| unknown(field, text.to_owned()))
}

fn unknown(field: &'static str, value: String) -> WireError {
    WireError::Field { field, value }
}

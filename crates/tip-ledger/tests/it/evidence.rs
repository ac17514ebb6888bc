//! Evidence for tests.

use tip_ledger::{
    Changed, Digest, Evidence, EvidenceKey, KEY_VERSION, Outcome, Output, StepEvidence, Subject,
    SubjectStep, TreeState,
};
use tip_plan::Expectation;

/// Returns evidence that a command passed when the inputs were `inputs`.
pub(crate) fn passed(command: &str, inputs: &str, started: i64) -> Evidence {
    let subject = Subject {
        directory: String::new(),
        steps: vec![SubjectStep {
            command: command.to_owned(),
            expectation: Expectation::Success,
        }],
    };
    Evidence {
        key: EvidenceKey {
            version: KEY_VERSION,
            subject: subject.digest(),
            environment: Digest::of(b""),
            inputs: Digest::of(inputs.as_bytes()),
            git: None,
            programs: Some(Digest::of(b"make")),
        },
        subject,
        plan: "docs/tips/a.md".to_owned(),
        criterion: "c-1".to_owned(),
        handle: "P1.C1".to_owned(),
        text: Digest::of(b"it passes"),
        outcome: Outcome::Passed,
        reason: None,
        steps: vec![StepEvidence {
            exit: Some(0),
            signal: None,
            duration: 3,
            stdout: Output {
                head: "fine \u{1b}[1m\"\u{fffd}".to_owned(),
                bytes: 9,
                lines: 1,
                ..Output::default()
            },
            stderr: Output::default(),
            leaked: false,
            outcome: Outcome::Passed,
        }],
        started,
        duration: 4,
        tree: TreeState {
            commit: Some("c0ffee".to_owned()),
            changed: Some(vec![Changed {
                path: "a b".to_owned(),
                content: None,
            }]),
        },
        changed_inputs: false,
        machine: "m".to_owned(),
        who: "Ada".to_owned(),
        sandboxed: false,
        imported: false,
    }
}

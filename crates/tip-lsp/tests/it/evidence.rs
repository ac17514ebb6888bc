//! What is shown of runs of criteria.

use std::path::Path;
use std::sync::Arc;

use gen_lsp_types::{
    ClientCapabilities, DidSaveTextDocumentNotification, DidSaveTextDocumentParams,
    InlayHintParams, InlayHintRequest, Position, Range, TextDocumentIdentifier,
};
use serde_json::{Value, json};
use tip_drift::Content;
use tip_ledger::{
    Digest, Evidence, EvidenceKey, KEY_VERSION, Ledger, Outcome, SqliteLedger, Subject,
    SubjectStep, TreeState, input_digest,
};
use tip_plan::Expectation;
use tip_workspace::Os;

use crate::diagnostics::PLAN;
use crate::editor::{Editor, begin_on, place, position_of, quiet, uri};

/// The criterion of the first phase.
const CRITERION: &str = "Tests pass: `cargo test -p store`";

/// A run that began at the beginning of 1970, or so many milliseconds later.
fn run(command: &str, outcome: Outcome, started: i64) -> Evidence {
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
            inputs: Digest::of(b""),
            git: None,
            programs: None,
        },
        subject,
        plan: "docs/tips/search.md".to_owned(),
        criterion: String::new(),
        handle: "P1.C1".to_owned(),
        text: Digest::of(b""),
        outcome,
        reason: None,
        steps: Vec::new(),
        started,
        duration: 1,
        tree: TreeState {
            commit: Some("0123456789abcdef".to_owned()),
            changed: Some(Vec::new()),
        },
        changed_inputs: false,
        machine: "m".to_owned(),
        who: "Ada".to_owned(),
        imported: false,
    }
}

/// Opens the plan in a repository with these runs, and waits until they are known.
#[expect(clippy::disallowed_methods, reason = "evidence lies on a disk")]
fn with_runs(plan: &str, runs: &[Evidence], test: impl FnOnce(&mut Editor, &str)) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let root = folder.path().canonicalize().expect("it is there");
    let root = root.to_str().expect("its name is UTF-8");
    let path = format!("{root}/docs/tips/search.md");
    std::fs::create_dir_all(format!("{root}/docs/tips")).expect("a folder can be made");
    std::fs::write(format!("{root}/tip.toml"), "").expect("a file can be written");
    std::fs::write(&path, plan).expect("a file can be written");
    let ledger = SqliteLedger::open(folder.path()).expect("a ledger can be made");
    for run in runs {
        ledger.record(run).expect("a run can be recorded");
    }
    let capabilities = ClientCapabilities::default();
    let mut editor = begin_on(Arc::new(Os), &[root], capabilities, Value::Null);
    editor.open(&path, plan);
    while !hover(&mut editor, &path).contains("Ada") {}
    test(&mut editor, &path);
    editor.end();
}

fn hover(editor: &mut Editor, path: &str) -> String {
    let params = json!(place(path, position_of(PLAN, CRITERION)));
    let hover = editor.ask_raw("textDocument/hover", params);
    let hover = hover.expect("it is answered");
    hover["contents"]["value"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn hints(editor: &mut Editor, path: &str) -> Vec<(u32, String)> {
    let found = editor.ask::<InlayHintRequest>(InlayHintParams {
        work_done_progress_params: quiet(),
        text_document: TextDocumentIdentifier { uri: uri(path) },
        range: Range::new(Position::new(0, 0), Position::new(100, 0)),
    });
    let found = found.unwrap_or_default().into_iter();
    let hint = |it: gen_lsp_types::InlayHint| {
        let label = json!(it.label).as_str().unwrap_or_default().to_owned();
        (it.position.line, label)
    };
    found.map(hint).collect()
}

#[test]
fn a_criterion_shows_when_it_passed_and_at_which_commit() {
    let runs = [
        run("cargo test -p store", Outcome::Failed, 1),
        run("cargo test -p store", Outcome::Passed, 2),
        // What was interrupted answers nothing, and what asks otherwise is about something else.
        run("cargo test -p store", Outcome::Interrupted, 3),
        run("cargo test -p query -- --all", Outcome::Failed, 4),
    ];
    with_runs(PLAN, &runs, |editor, path| {
        let text = hover(editor, path);
        assert!(text.contains("**passed "), "{text}");
        assert!(
            text.contains(" days ago** at commit `0123456789`, by `Ada`"),
            "{text}"
        );
        let found = hints(editor, path);
        let [(line, label)] = found.as_slice() else {
            panic!("one criterion ran: {found:?}");
        };
        assert_eq!(*line, position_of(PLAN, CRITERION).line);
        // It ran with other files than those that are there.
        assert!(
            label.starts_with("passed ") && label.ends_with(" days ago, files changed since"),
            "{label}"
        );
    });
}

#[test]
fn what_prepares_and_what_it_prepares_ran_together() {
    let plan = PLAN.replacen(
        "It was looked at",
        "The pages are made: `cd web` and `make pages`",
        1,
    );
    let runs = [
        run("cargo test -p store", Outcome::Passed, 1),
        run("cd web && make pages", Outcome::Failed, 2),
    ];
    with_runs(&plan, &runs, |editor, path| {
        let labels: Vec<String> = hints(editor, path).into_iter().map(|it| it.1).collect();
        let [first, second] = labels.as_slice() else {
            panic!("two criteria ran: {labels:?}");
        };
        assert!(first.starts_with("passed "), "{first}");
        assert!(second.starts_with("failed "), "{second}");
    });
}

#[test]
fn what_passed_is_told_to_be_true_until_a_file_changes() {
    let mut passed = run("cargo test -p store", Outcome::Passed, 1);
    // All files of the repository but the plan: its configuration, which is empty.
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    let content = Content::of_file(file.path());
    let content = content.expect("the file is there");
    passed.key.inputs = input_digest([("tip.toml", content.bytes())]);
    with_runs(PLAN, &[passed], |editor, path| {
        let labels = |editor: &mut Editor| hints(editor, path).into_iter().map(|it| it.1);
        let first: Vec<String> = labels(editor).collect();
        assert!(first[0].ends_with(", no file changed since"), "{first:?}");
        assert!(hover(editor, path).contains("; no file changed since, and"));
        let root = path
            .strip_suffix("/docs/tips/search.md")
            .expect("it lies there");
        write(Path::new(&format!("{root}/new.rs")), "fn new() {}\n");
        let text_document = TextDocumentIdentifier { uri: uri(path) };
        editor.tell::<DidSaveTextDocumentNotification>(DidSaveTextDocumentParams {
            text_document,
            text: None,
        });
        while !labels(editor).any(|it| it.ends_with(", files changed since")) {}
        assert!(hover(editor, path).ends_with("; files changed since"));
    });
}

#[expect(clippy::disallowed_methods, reason = "evidence lies on a disk")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file can be written");
}

#[test]
fn a_count_of_nothing_is_expected_to_be_printed_as_0() {
    let plan = PLAN.replacen(
        "It was looked at",
        "No match is left: `grep -rc todo src` returns 0",
        1,
    );
    let runs = [run("cargo test -p store", Outcome::Passed, 1)];
    with_runs(&plan, &runs, |editor, path| {
        let params = json!(place(path, position_of(&plan, "No match is left")));
        let hover = editor.ask_raw("textDocument/hover", params);
        let hover = hover.expect("it is answered");
        let text = hover["contents"]["value"].as_str().unwrap_or_default();
        assert!(text.contains("expected to print 0"), "{text}");
    });
}

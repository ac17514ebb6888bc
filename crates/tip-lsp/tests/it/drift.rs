//! What became of what references point at, told while somebody types.

use std::sync::Arc;

use gen_lsp_types::{ClientCapabilities, Code, Diagnostic, Position, Range};
use serde_json::{Value, json};
use tip_testing::GitRepository;
use tip_workspace::Os;

use crate::editor::{Editor, begin_on, uri};

const PLAN: &str = "# Implementation Plan: search

## Phase 1: Storage

- [ ] Change `load` in `src/store.rs:1`
";

fn stale(found: &[Diagnostic]) -> Option<&Diagnostic> {
    let is_stale =
        |it: &&Diagnostic| matches!(&it.code, Some(Code::String(name)) if name == "stale-code-ref");
    found.iter().find(is_stale)
}

/// Opens a plan whose reference has moved by two lines, and waits until that is told.
#[expect(clippy::disallowed_methods, reason = "a history lies on a disk")]
fn with_moved_line(test: impl FnOnce(&mut Editor, &str)) {
    let mut repository = GitRepository::new();
    repository.write("src/store.rs", "pub fn load() {}\n");
    repository.write("docs/plans/search.md", PLAN);
    repository.commit("plan");
    repository.write(
        "src/store.rs",
        "use std::fs;\n\npub fn load() {}\n\npub fn store() {}\n",
    );
    repository.commit("more");
    let root = repository.path().canonicalize().expect("it is there");
    let root = root.to_str().expect("its name is UTF-8");
    let path = format!("{root}/docs/plans/search.md");
    let capabilities = ClientCapabilities::default();
    let mut editor = begin_on(Arc::new(Os), &[root], capabilities, Value::Null);
    editor.open(&path, PLAN);
    editor.diagnostics(&path, |it| stale(&it.diagnostics).is_some());
    test(&mut editor, &path);
    editor.end();
}

#[test]
fn a_line_that_moved_is_told_with_a_fix() {
    with_moved_line(|editor, path| {
        let line = Position::new(4, 24);
        let actions = editor.ask_raw(
            "textDocument/codeAction",
            json!({
                "textDocument": {"uri": uri(path)},
                "range": Range::new(line, line),
                "context": {"diagnostics": []},
            }),
        );
        let actions = actions.expect("it is answered").to_string();
        assert!(actions.contains("src/store.rs:3"), "{actions}");
    });
}

#[test]
fn what_is_known_of_a_reference_goes_with_it_until_it_says_something_else() {
    with_moved_line(|editor, path| {
        let start = Position::new(2, 0);
        editor.change(path, 2, Range::new(start, start), "Why.\n\n");
        let found = editor.diagnostics(path, |it| it.version == Some(2));
        let told = stale(&found).expect("it has moved with its line");
        assert_eq!(told.range.start.line, 6);
        let (from, to) = (Position::new(6, 37), Position::new(6, 38));
        editor.change(path, 3, Range::new(from, to), "3");
        let found = editor.diagnostics(path, |it| it.version == Some(3));
        assert_eq!(stale(&found), None);
    });
}

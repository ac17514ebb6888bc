//! Several repositories at once, and files of none.

use std::sync::Arc;

use gen_lsp_types::{
    ClientCapabilities, Definition, DefinitionParams, DefinitionRequest, DefinitionResponse,
    Location, PartialResultParams, PublishDiagnosticsParams,
};
use serde_json::{Value, json};
use tip_workspace::Memory;

use crate::editor::{Editor, begin_on, place, position_of, quiet};

const PLAN: &str = "# Technical Implementation Plan: Ship

## Implementation Phases

### Phase 1: Bow

**Code Changes**:
- `src/bow.rs` - The bow
- `../../../yard/src/crane.rs:2` - What lifts it
- `../../../secret/key.txt` - What nobody opened

**Success Criteria**:
- [ ] It floats

### Phase 2: Stern

**Success Criteria**:
- [ ] It floats

**Dependencies**: Phase 1, Phase 7
";

fn begin(files: &[(&str, &str)], folders: &[&str]) -> Editor {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.write(*path, *text);
    }
    let capabilities = ClientCapabilities::default();
    begin_on(Arc::new(memory), folders, capabilities, Value::Null)
}

fn definition(editor: &mut Editor, path: &str, needle: &str) -> Option<Location> {
    let answer = editor.ask::<DefinitionRequest>(DefinitionParams {
        work_done_progress_params: quiet(),
        partial_result_params: PartialResultParams::default(),
        text_document_position_params: place(path, position_of(PLAN, needle)),
    })?;
    match answer {
        DefinitionResponse::Definition(Definition::Location(it)) => Some(it),
        other => panic!("not one place: {other:?}"),
    }
}

fn rules(it: &PublishDiagnosticsParams) -> Vec<String> {
    let codes = it.diagnostics.iter().map(|it| json!(it.code));
    codes
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect()
}

const SHIP: &str = "/ship/docs/tips/ship.md";

const FILES: &[(&str, &str)] = &[
    ("/ship/tip.toml", ""),
    (SHIP, PLAN),
    ("/ship/src/bow.rs", ""),
    ("/yard/tip.toml", ""),
    ("/yard/src/crane.rs", "fn lift() {}\nfn lower() {}\n"),
    ("/secret/key.txt", "s3cret"),
];

#[test]
fn a_reference_leads_into_another_repository_that_is_open() {
    let mut editor = begin(FILES, &["/ship", "/yard"]);
    editor.open(SHIP, PLAN);
    let found = definition(&mut editor, SHIP, "../../../yard").expect("it is there");
    assert_eq!(found.uri.0, "file:///yard/src/crane.rs");
    assert_eq!(found.range.start.line, 1);
    let params = json!(place(SHIP, position_of(PLAN, "../../../yard")));
    let hover = editor.ask_raw("textDocument/hover", params);
    let shown = hover.expect("it is answered").to_string();
    assert!(shown.contains("fn lower() {}"), "{shown}");
    editor.end();
}

#[test]
fn what_nobody_opened_is_not_looked_at() {
    let mut editor = begin(FILES, &["/ship"]);
    editor.open(SHIP, PLAN);
    assert_eq!(definition(&mut editor, SHIP, "../../../yard"), None);
    assert_eq!(definition(&mut editor, SHIP, "../../../secret"), None);
    let params = json!(place(SHIP, position_of(PLAN, "../../../secret")));
    let hover = editor.ask_raw("textDocument/hover", params);
    let shown = hover.expect("it is answered").to_string();
    assert!(shown.contains("outside the repository"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
    editor.end();
}

#[test]
fn a_folder_that_is_no_repository_is_one_where_the_editor_opened_it() {
    let files = [
        ("/notes/docs/tips/ship.md", PLAN),
        ("/notes/src/bow.rs", ""),
    ];
    let path = "/notes/docs/tips/ship.md";
    let mut editor = begin(&files, &["/notes"]);
    editor.open(path, PLAN);
    let found = definition(&mut editor, path, "src/bow.rs").expect("it is there");
    assert_eq!(found.uri.0, "file:///notes/src/bow.rs");
    editor.end();
}

#[test]
fn a_plan_of_no_repository_is_judged_for_itself() {
    let path = "/home/user/docs/tips/ship.md";
    let files = [(path, PLAN), ("/home/user/src/bow.rs", "")];
    let mut editor = begin(&files, &[]);
    editor.open(path, PLAN);
    let is_judged =
        |it: &PublishDiagnosticsParams| rules(it).contains(&"unknown-dependency".to_owned());
    editor.diagnostics(path, is_judged);
    editor.end();
}

#[test]
fn a_folder_comes_and_goes() {
    let mut editor = begin(FILES, &["/ship"]);
    editor.open(SHIP, PLAN);
    let change = |editor: &Editor, added: Value, removed: Value| {
        let event = json!({"event": {"added": added, "removed": removed}});
        let method = "workspace/didChangeWorkspaceFolders".to_owned();
        editor.send_notification(lsp_server::Notification::new(method, event));
    };
    let yard = json!([{"uri": "file:///yard", "name": "yard"}]);
    change(&editor, yard.clone(), json!([]));
    assert!(definition(&mut editor, SHIP, "../../../yard").is_some());
    change(&editor, json!([]), yard);
    assert!(definition(&mut editor, SHIP, "../../../yard").is_none());
    editor.end();
}

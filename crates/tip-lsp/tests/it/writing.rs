//! What an editor offers to write: completions, fixes, names, the form of the text.

use gen_lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionParams, CodeActionRequest,
    CodeActionResponse, CodeLensParams, CodeLensRequest, CompletionItem, CompletionParams,
    CompletionRequest, CompletionResponse, DocumentFormattingParams, DocumentFormattingRequest,
    FormattingOptions, PartialResultParams, Position, Range, TextDocumentIdentifier, TextEdit,
    WorkspaceEdit,
};
use serde_json::json;

use crate::diagnostics::{FILES, PLAN};
use crate::editor::{Editor, begin, begin_with, place, position_of, quiet, uri};

const PATH: &str = "docs/tips/search.md";

/// Applies edits as an editor does.
pub(crate) fn applied(text: &str, edits: &[TextEdit]) -> String {
    let offset = |at: Position| {
        let start: usize = text
            .split_inclusive('\n')
            .take(at.line as usize)
            .map(str::len)
            .sum();
        let mut units = at.character as usize;
        let rest = text[start..].chars();
        let taken = rest.take_while(|it| {
            let goes = units >= it.len_utf16();
            units = units.saturating_sub(it.len_utf16());
            goes && *it != '\n'
        });
        start + taken.map(char::len_utf8).sum::<usize>()
    };
    let mut edits: Vec<&TextEdit> = edits.iter().collect();
    edits.sort_by_key(|it| it.range.start);
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..offset(edit.range.start)]);
        out.push_str(&edit.new_text);
        at = offset(edit.range.end);
    }
    out + &text[at..]
}

pub(crate) fn edits_of(edit: WorkspaceEdit) -> Vec<TextEdit> {
    let changes = edit.changes.expect("plain changes");
    changes
        .into_iter()
        .find(|it| it.0 == uri(PATH))
        .expect("of this document")
        .1
}

fn complete(editor: &mut Editor, text: &str, position: Position) -> Vec<CompletionItem> {
    editor.open(PATH, text);
    let answer = editor.ask::<CompletionRequest>(CompletionParams {
        context: None,
        work_done_progress_params: quiet(),
        partial_result_params: PartialResultParams::default(),
        text_document_position_params: place(PATH, position),
    });
    match answer {
        Some(CompletionResponse::CompletionList(it)) => it.items,
        other => panic!("no completions: {other:?}"),
    }
}

/// Returns what is offered at `|` in a text.
#[track_caller]
fn offered(text: &str) -> Vec<String> {
    let mut editor = begin(FILES);
    let position = position_of(text, "|");
    let items = complete(&mut editor, &text.replacen('|', "", 1), position);
    editor.end();
    items.into_iter().map(|it| it.label).collect()
}

fn actions(editor: &mut Editor, needle: &str, only: Option<CodeActionKind>) -> Vec<CodeAction> {
    let start = position_of(PLAN, needle);
    let answer = editor.ask::<CodeActionRequest>(CodeActionParams {
        text_document: TextDocumentIdentifier { uri: uri(PATH) },
        range: Range::new(start, start),
        context: CodeActionContext {
            diagnostics: Vec::new(),
            only: only.map(|it| vec![it]),
            trigger_kind: None,
        },
        work_done_progress_params: quiet(),
        partial_result_params: PartialResultParams::default(),
    });
    let answer = answer.unwrap_or_default().into_iter();
    answer
        .filter_map(|it| match it {
            CodeActionResponse::CodeAction(it) => Some(it),
            CodeActionResponse::Command(_) => None,
        })
        .collect()
}

#[test]
fn missing_keys_and_the_words_of_a_key_are_offered() {
    let keys = offered(&PLAN.replacen("status: draft\n", "|\n", 1));
    assert_eq!(keys, ["status", "related_domain_design"]);
    let words = offered(&PLAN.replacen("status: draft", "status: |", 1));
    let stages = [
        "draft",
        "approved",
        "in_progress",
        "complete",
        "superseded",
        "abandoned",
    ];
    assert_eq!(words, stages);
}

#[test]
fn other_phases_are_offered_where_one_waits() {
    let found = offered(&PLAN.replacen("Phase 1, Phase 7", "|", 1));
    assert_eq!(found, ["None", "Phase 1"]);
    let found = offered(&PLAN.replacen("Phase 1, Phase 7", "Phase 1, |", 1));
    assert_eq!(found, [""; 0], "what stands there is not offered again");
}

#[test]
fn sizes_are_offered_for_an_effort() {
    let found = offered(&PLAN.replacen("**Estimated Effort**: M", "**Estimated Effort**: |", 1));
    assert_eq!(found, ["XS", "S", "M", "L"], "a phase of XL is too large");
    // However the label is worded.
    let other = PLAN.replacen("**Estimated Effort**: M", "**Effort**: |", 1);
    assert_eq!(offered(&other), found);
}

#[test]
fn files_and_the_lines_of_their_symbols_are_offered_in_code() {
    let found = offered(&PLAN.replacen("`src/query.rs`", "`src/|`", 1));
    assert_eq!(found, ["store.rs"]);
    let found = offered(&PLAN.replacen("`src/query.rs`", "`src/store.rs:|`", 1));
    assert_eq!(found, ["store", "load"]);
    let found = offered(&PLAN.replacen("`cargo test -p query`", "`cat src/|`", 1));
    assert_eq!(found, ["store.rs"]);
    let found = offered(&PLAN.replacen("`cargo test -p query`", "`cat |`", 1));
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_completion_says_what_it_is_filtered_by() {
    let mut editor = begin(FILES);
    let text = PLAN.replacen("`src/query.rs`", "`sr`", 1);
    let position = position_of(&text, "sr`");
    let items = complete(&mut editor, &text, position);
    editor.end();
    let filters: Vec<_> = items.iter().map(|it| it.filter_text.as_deref()).collect();
    assert_eq!(filters, [Some("docs/"), Some("src/"), Some("tip.toml")]);
}

#[test]
fn missing_sections_are_offered_at_the_start_of_a_line() {
    let found = offered(&format!("{PLAN}\n|\n"));
    assert!(
        found.contains(&"## Risk Assessment".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"### Phase 3".to_owned()), "{found:?}");
    assert!(
        !found.contains(&"## Implementation Phases".to_owned()),
        "{found:?}"
    );
}

#[test]
fn rules_are_offered_in_a_suppression() {
    let found = offered(&PLAN.replacen("# Technical", "<!-- tip: allow(|) -->\n# Technical", 1));
    assert!(
        found.contains(&"unknown-dependency".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_box_can_be_ticked_and_opened() {
    let mut editor = begin(FILES);
    editor.open(PATH, PLAN);
    let found = actions(&mut editor, "Tests pass: `cargo test -p store`", None);
    let tick = found
        .iter()
        .find(|it| it.title.starts_with("Tick"))
        .expect("offered");
    let text = applied(PLAN, &edits_of(tick.edit.clone().expect("an edit")));
    assert_eq!(
        text,
        PLAN.replacen(
            "- [ ] Tests pass: `cargo test -p store`",
            "- [x] Tests pass: `cargo test -p store`",
            1
        )
    );
    editor.end();
}

/// Returns the edit that lets the finding of a rule at `needle` pass.
#[track_caller]
fn allowing(editor: &mut Editor, needle: &str, rule: &str) -> WorkspaceEdit {
    editor.open(PATH, PLAN);
    let title = format!("Let `{rule}` pass here, with a reason");
    let found = actions(editor, needle, Some(CodeActionKind::QuickFix));
    let action = found.into_iter().find(|it| it.title == title);
    action.and_then(|it| it.edit).expect("it can be let pass")
}

/// Checks that the finding of a rule at `needle` is gone where it is let pass, and that a reason is asked for instead.
#[track_caller]
fn passes(needle: &str, rule: &str, comment: &str) {
    let mut editor = begin(FILES);
    let edit = allowing(&mut editor, needle, rule);
    let after = applied(PLAN, &edits_of(edit));
    assert!(after.contains(comment), "{after}");
    let whole = json!({"text": after});
    let whole = serde_json::from_value(whole).expect("it is a change of the whole document");
    editor.change_by(PATH, 2, vec![whole]);
    let found = editor.diagnostics(PATH, |it| it.version == Some(2));
    let codes: Vec<String> = found.iter().map(|it| json!(it.code).to_string()).collect();
    assert!(!codes.contains(&format!("\"{rule}\"")), "{codes:?}");
    assert!(
        codes.contains(&"\"allow-without-reason\"".to_owned()),
        "{codes:?}"
    );
    editor.end();
}

#[test]
fn a_finding_can_be_let_pass_on_its_line() {
    passes(
        "7\n\n**Estimated",
        "unknown-dependency",
        "**Dependencies**: Phase 1, Phase 7 <!-- tip: allow(unknown-dependency) -->\n",
    );
    passes(
        "Technical",
        "missing-section",
        "# Technical Implementation Plan: Search <!-- tip: allow(missing-section) -->\n",
    );
}

#[test]
fn a_finding_in_the_front_matter_can_be_let_pass_for_the_whole_file() {
    let text = PLAN.replacen("status: draft", "status: draf", 1);
    let mut editor = begin(FILES);
    editor.open(PATH, &text);
    let found = editor.diagnostics(PATH, |it| !it.diagnostics.is_empty());
    let in_front = found.iter().find(|it| it.range.start.line == 3);
    let rule = in_front.and_then(|it| json!(it.code).as_str().map(str::to_owned));
    let rule = rule.expect("`draf` is found");
    let title = format!("Let `{rule}` pass here, with a reason");
    let found = actions(&mut editor, "draft", Some(CodeActionKind::QuickFix));
    let action = found.into_iter().find(|it| it.title == title);
    let edit = action.and_then(|it| it.edit).expect("it can be let pass");
    let after = applied(&text, &edits_of(edit));
    let comment = format!("tags: [search]\n---\n<!-- tip: allow({rule}) -->\n");
    assert!(after.contains(&comment), "{after}");
    editor.end();
}

#[test]
fn the_reason_is_what_one_types_next_where_the_editor_knows_snippets() {
    let capabilities = json!({"workspace": {"workspaceEdit": {
        "documentChanges": true,
        "snippetEditSupport": true,
    }}});
    let capabilities = serde_json::from_value(capabilities).expect("they are capabilities");
    let mut editor = begin_with(FILES, capabilities, json!(null));
    let edit = allowing(&mut editor, "7\n\n**Estimated", "unknown-dependency");
    let snippet = &json!(edit)["documentChanges"][0]["edits"][0]["snippet"];
    assert_eq!(
        *snippet,
        json!({"kind": "snippet", "value": " <!-- tip: allow(unknown-dependency) ${1:reason} -->"})
    );
    editor.end();
}

#[test]
fn all_safe_fixes_are_one_change() {
    let faulty = PLAN.replacen("status: draft", "status: draf", 1);
    let mut editor = begin(&[(PATH, &faulty)]);
    editor.open(PATH, &faulty);
    let found = actions(&mut editor, "date:", Some(CodeActionKind::SourceFixAll));
    if let Some(all) = found.first() {
        let text = applied(&faulty, &edits_of(all.edit.clone().expect("an edit")));
        assert_ne!(text, faulty);
    }
    // The fix of the one fault is offered at its place, whether or not it is safe.
    let found = actions(&mut editor, "draft", Some(CodeActionKind::QuickFix));
    let texts: Vec<String> = found
        .into_iter()
        .map(|it| applied(&faulty, &edits_of(it.edit.expect("an edit"))))
        .collect();
    assert!(texts.contains(&PLAN.to_owned()), "{texts:#?}");
    editor.end();
}

#[test]
fn the_form_of_the_text_is_put_right() {
    let untidy = PLAN.replacen(
        "\n\n## Implementation Phases",
        "  \n\n## Implementation Phases",
        1,
    );
    let mut editor = begin(&[(PATH, &untidy)]);
    editor.open(PATH, &untidy);
    let edits = editor.ask::<DocumentFormattingRequest>(DocumentFormattingParams {
        text_document: TextDocumentIdentifier { uri: uri(PATH) },
        options: FormattingOptions::default(),
        work_done_progress_params: quiet(),
    });
    assert_eq!(applied(&untidy, &edits.unwrap_or_default()), PLAN);
    editor.end();
}

#[test]
fn a_phase_shows_its_progress_and_a_command_only_to_who_can_type_it() {
    let titles = |options| {
        let mut editor = begin_with(FILES, gen_lsp_types::ClientCapabilities::default(), options);
        editor.open(PATH, PLAN);
        let found = editor.ask::<CodeLensRequest>(CodeLensParams {
            text_document: TextDocumentIdentifier { uri: uri(PATH) },
            work_done_progress_params: quiet(),
            partial_result_params: PartialResultParams::default(),
        });
        editor.end();
        let found = found.unwrap_or_default().into_iter();
        found.filter_map(|it| it.command).collect::<Vec<_>>()
    };
    let plain = titles(json!(null));
    assert_eq!(plain.len(), 2, "{plain:?}");
    assert!(plain[0].title.ends_with("1/2 boxes"), "{plain:?}");
    let able = titles(json!({"runInTerminal": true}));
    let typed: Vec<_> = able
        .iter()
        .filter(|it| it.command == "tip.runInTerminal")
        .collect();
    assert_eq!(typed.len(), 2);
    let arguments = typed[0].arguments.as_deref();
    assert_eq!(
        arguments,
        Some(&[json!({"command": "cargo test -p store", "cwd": "/repo"})][..])
    );
}

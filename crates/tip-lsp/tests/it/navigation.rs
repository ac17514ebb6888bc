//! From a mention to the thing and back, and what is known of it.

use gen_lsp_types::{
    Contents, Definition, DefinitionParams, DefinitionRequest, DefinitionResponse,
    DocumentLinkParams, DocumentLinkRequest, DocumentSymbol, DocumentSymbolParams,
    DocumentSymbolRequest, DocumentSymbolResponse, FoldingRangeParams, FoldingRangeRequest,
    HoverParams, HoverRequest, Location, PartialResultParams, ReferenceContext, ReferenceParams,
    ReferencesRequest, TextDocumentIdentifier,
};
use serde_json::{Value, json};

use crate::diagnostics::{FILES, PLAN};
use crate::editor::{Editor, begin, place, position_of, quiet, uri};

const PATH: &str = "docs/tips/search.md";

fn opened(files: &[(&str, &str)]) -> Editor {
    let mut editor = begin(files);
    editor.open(PATH, PLAN);
    editor
}

fn hover(editor: &mut Editor, needle: &str) -> Option<String> {
    let hover = editor.ask::<HoverRequest>(HoverParams {
        work_done_progress_params: quiet(),
        text_document_position_params: place(PATH, position_of(PLAN, needle)),
    })?;
    match hover.contents {
        Contents::MarkupContent(it) => Some(it.value),
        other => panic!("not Markdown: {other:?}"),
    }
}

fn definition(editor: &mut Editor, needle: &str) -> Option<Location> {
    let answer = editor.ask::<DefinitionRequest>(DefinitionParams {
        work_done_progress_params: quiet(),
        partial_result_params: PartialResultParams::default(),
        text_document_position_params: place(PATH, position_of(PLAN, needle)),
    })?;
    match answer {
        DefinitionResponse::Definition(Definition::Location(it)) => Some(it),
        other => panic!("not one place: {other:?}"),
    }
}

fn references(editor: &mut Editor, needle: &str) -> Vec<Location> {
    editor
        .ask::<ReferencesRequest>(ReferenceParams {
            context: ReferenceContext {
                include_declaration: true,
            },
            work_done_progress_params: quiet(),
            partial_result_params: PartialResultParams::default(),
            text_document_position_params: place(PATH, position_of(PLAN, needle)),
        })
        .unwrap_or_default()
}

#[test]
fn a_reference_shows_its_code() {
    let mut editor = opened(FILES);
    let text = hover(&mut editor, "src/store.rs:1").expect("something is known");
    assert!(text.contains("pub fn store() {}"), "{text}");
    let text = hover(&mut editor, "src/query.rs").expect("something is known");
    assert!(text.contains("not there"), "{text}");
    editor.end();
}

#[test]
fn a_phase_shows_how_far_it_is_and_what_it_waits_for() {
    let mut editor = opened(FILES);
    let text = hover(&mut editor, "Ärger").expect("something is known");
    assert!(text.contains("0 of 1 boxes"), "{text}");
    assert!(text.contains("waits for `P1`"), "{text}");
    editor.end();
}

#[test]
fn a_size_shows_how_long_it_takes() {
    let mut editor = opened(FILES);
    let text = hover(&mut editor, "M\nconfidence").expect("something is known");
    assert!(text.starts_with("`M` is 3 days of work"), "{text}");
    let text = hover(&mut editor, "S\n\n### Phase 2").expect("something is known");
    assert!(text.starts_with("`S` is 1 day of work"), "{text}");
    let text = hover(&mut editor, "Storage").expect("something is known");
    assert!(text.contains("effort `S` (1 day of work)"), "{text}");
    editor.end();
    let own = [
        FILES[0],
        FILES[1],
        ("tip.toml", "[effort]\nm = \"2 days\"\n"),
    ];
    let mut editor = opened(&own);
    let text = hover(&mut editor, "M\nconfidence").expect("something is known");
    assert_eq!(text, "`M` is 2 days of work by `[effort]` in tip.toml");
    editor.end();
}

#[test]
fn a_box_shows_what_its_command_is_expected_to_do() {
    let mut editor = opened(FILES);
    let text = hover(&mut editor, "Tests pass: `cargo test -p store`").expect("known");
    assert!(text.contains("cargo test -p store"), "{text}");
    assert!(text.contains("exit with 0"), "{text}");
    editor.end();
}

#[test]
fn a_reference_leads_to_its_line_and_a_dependency_to_its_phase() {
    let mut editor = opened(FILES);
    let found = definition(&mut editor, "src/store.rs:1").expect("it is there");
    assert_eq!(found.uri, uri("src/store.rs"));
    assert_eq!((found.range.start.line, found.range.end.character), (0, 17));
    let found = definition(&mut editor, "Phase 1, Phase 7").expect("it is there");
    assert_eq!(found.range.start, position_of(PLAN, "Storage"));
    assert_eq!(definition(&mut editor, "src/query.rs"), None);
    editor.end();
}

#[test]
fn a_phase_is_found_where_others_wait_for_it() {
    let mut editor = opened(FILES);
    let found = references(&mut editor, "Storage");
    let lines: Vec<u32> = found.iter().map(|it| it.range.start.line).collect();
    let phase = position_of(PLAN, "Storage").line;
    let waits = position_of(PLAN, "Phase 1, Phase 7").line;
    assert_eq!(lines, [phase, waits]);
    editor.end();
}

#[test]
fn a_file_is_found_in_all_plans() {
    let other = "# Technical Implementation Plan: Other\n\n## Implementation Phases\n\n\
        ### Phase 1: One\n\n**Code Changes**:\n- `src/store.rs` - Again\n";
    let files = [FILES[0], FILES[1], ("docs/tips/other.md", other)];
    let mut editor = opened(&files);
    // The other plans are known when the editor hears of the survey.
    editor.diagnostics(PATH, |it| !it.diagnostics.is_empty());
    let mut found = Vec::new();
    while found.len() < 2 {
        found = references(&mut editor, "src/store.rs:1");
    }
    let mut uris: Vec<&str> = found.iter().map(|it| it.uri.0.as_str()).collect();
    uris.sort_unstable();
    assert_eq!(
        uris,
        [
            "file:///repo/docs/tips/other.md",
            "file:///repo/docs/tips/search.md"
        ]
    );
    editor.end();
}

/// Lists parts, each below the one that it stands in.
fn names(of: &[DocumentSymbol], depth: usize, out: &mut Vec<String>) {
    for it in of {
        out.push(format!("{}{}", "  ".repeat(depth), it.name));
        names(it.children.as_deref().unwrap_or_default(), depth + 1, out);
    }
}

#[test]
fn parts_stand_within_each_other() {
    let mut editor = opened(FILES);
    let answer = editor.ask::<DocumentSymbolRequest>(DocumentSymbolParams {
        text_document: TextDocumentIdentifier { uri: uri(PATH) },
        work_done_progress_params: quiet(),
        partial_result_params: PartialResultParams::default(),
    });
    let Some(DocumentSymbolResponse::DocumentSymbolList(found)) = answer else {
        panic!("no parts: {answer:?}");
    };
    let mut all = Vec::new();
    names(&found, 0, &mut all);
    let phases: Vec<&str> = all
        .iter()
        .map(String::as_str)
        .filter(|it| it.contains("P1") || it.contains("P2"))
        .collect();
    assert_eq!(
        phases,
        ["    P1 Storage", "    P2 Ärger 𝄞 Query"],
        "{all:#?}"
    );
    editor.end();
}

#[test]
fn phases_of_all_plans_are_found_by_their_letters() {
    let mut editor = opened(FILES);
    let mut found = Vec::new();
    // The survey comes from the background.
    while found.is_empty() {
        let answer = editor.ask_raw("workspace/symbol", json!({"query": "qry"}));
        let answer = answer.expect("the question is answered");
        found = answer.as_array().cloned().unwrap_or_default();
    }
    let names: Vec<&Value> = found.iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["P2 Ärger 𝄞 Query"]);
    editor.end();
}

#[test]
fn references_that_lead_somewhere_are_links() {
    let mut editor = opened(FILES);
    let found = editor
        .ask::<DocumentLinkRequest>(DocumentLinkParams {
            text_document: TextDocumentIdentifier { uri: uri(PATH) },
            work_done_progress_params: quiet(),
            partial_result_params: PartialResultParams::default(),
        })
        .unwrap_or_default();
    let targets: Vec<String> = found
        .into_iter()
        .filter_map(|it| it.target.map(|it| it.0))
        .collect();
    assert_eq!(targets, ["file:///repo/src/store.rs#L1"]);
    editor.end();
}

#[test]
fn sections_and_the_front_matter_can_be_folded() {
    let mut editor = opened(FILES);
    let found = editor
        .ask::<FoldingRangeRequest>(FoldingRangeParams {
            text_document: TextDocumentIdentifier { uri: uri(PATH) },
            work_done_progress_params: quiet(),
            partial_result_params: PartialResultParams::default(),
        })
        .unwrap_or_default();
    let lines: Vec<(u32, u32)> = found
        .iter()
        .map(|it| (it.start_line, it.end_line))
        .collect();
    assert!(lines.contains(&(0, 7)), "the front matter: {lines:?}");
    let first = position_of(PLAN, "### Phase 1").line;
    let second = position_of(PLAN, "### Phase 2").line;
    assert!(
        lines.contains(&(first, second - 2)),
        "the first phase: {lines:?}"
    );
    editor.end();
}

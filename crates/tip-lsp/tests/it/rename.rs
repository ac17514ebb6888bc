//! Another name for a phase.

use gen_lsp_types::{Position, RenameParams, RenameRequest};
use serde_json::{Value, json};

use crate::diagnostics::{FILES, PLAN};
use crate::editor::{Editor, begin, place, position_of, quiet, uri};
use crate::writing::{applied, edits_of};

const PATH: &str = "docs/tips/search.md";

/// Opens a text of the plan.
fn opened(text: &str) -> Editor {
    let mut editor = begin(FILES);
    editor.open(PATH, text);
    editor
}

/// Returns the text with another name for what stands at a position.
fn renamed(editor: &mut Editor, text: &str, position: Position, name: &str) -> String {
    let edit = editor.ask::<RenameRequest>(RenameParams {
        new_name: name.to_owned(),
        work_done_progress_params: quiet(),
        text_document_position_params: place(PATH, position),
    });
    applied(text, &edits_of(edit.expect("an edit")))
}

#[test]
fn the_name_of_a_phase_changes_where_others_wait_for_it_by_name() {
    let text = PLAN.replacen(
        "**Dependencies**: Phase 1, Phase 7",
        "**Dependencies**: Phase 1 (Storage), Storages",
        1,
    ) + "\nSee [there](#phase-1-storage).\n";
    let mut editor = opened(&text);
    let at = position_of(&text, "Storage");
    let after = renamed(&mut editor, &text, at, "The store");
    let wanted = text
        .replacen("### Phase 1: Storage", "### Phase 1: The store", 1)
        .replacen(
            "Phase 1 (Storage), Storages",
            "Phase 1 (The store), Storages",
            1,
        )
        .replacen("#phase-1-storage", "#phase-1-the-store", 1);
    assert_eq!(after, wanted);
    editor.end();
}

#[test]
fn a_phase_that_waits_by_its_place_is_itself_and_not_the_one_before_it() {
    let text = PLAN.replacen("**Dependencies**: Phase 1, Phase 7\n\n", "", 1);
    let mut editor = opened(&text);
    let at = position_of(&text, "Ärger");
    let after = renamed(&mut editor, &text, at, "Query");
    assert_eq!(after, text.replacen("Ärger 𝄞 Query", "Query", 1));
    editor.end();
}

#[test]
fn a_mention_is_renamed_in_its_own_line() {
    let mut editor = opened(PLAN);
    let mention = position_of(PLAN, "Phase 1, Phase 7");
    let answer = editor.ask_raw(
        "textDocument/prepareRename",
        json!({"textDocument": {"uri": uri(PATH)}, "position": mention}),
    );
    let answer = answer.expect("it is answered");
    let end = mention.character + "Phase 1".len() as u32;
    assert_eq!(answer["range"]["start"], json!(mention));
    assert_eq!(answer["range"]["end"]["character"], end);
    assert_eq!(answer["placeholder"], "Storage");
    editor.end();
}

#[test]
fn a_name_that_would_be_read_as_more_is_refused() {
    let refusal = |name: &str| -> String {
        let mut editor = opened(PLAN);
        let answer = editor.ask_raw(
            "textDocument/rename",
            json!({
                "textDocument": {"uri": uri(PATH)},
                "position": position_of(PLAN, "Storage"),
                "newName": name,
            }),
        );
        editor.end();
        answer.map_or_else(|it| it.message, |it: Value| it.to_string())
    };
    for name in ["a\nb", "Storage <!-- x -->"] {
        assert!(refusal(name).contains("one line"), "{name}");
    }
    for name in ["Storage ✓", "Ärger 𝄞 Query"] {
        let message = refusal(name);
        assert!(message.contains("more than a name"), "{message}");
    }
}

//! What the protocol asks of a server.

use gen_lsp_types::{
    ClientCapabilities, GeneralClientCapabilities, HoverRequest, PositionEncodingKind, Request,
};
use lsp_server::{ErrorCode, Notification};
use serde_json::{Value, json};

use crate::diagnostics::{FILES, PLAN};
use crate::editor::{begin, begin_with, uri};

#[test]
fn utf_16_is_meant_where_nothing_is_agreed_on() {
    let editor = begin(&[]);
    let encoding = editor.initialized.capabilities.position_encoding.clone();
    assert_eq!(encoding, Some(PositionEncodingKind::UTF16));
    editor.end();
}

#[test]
fn utf_8_is_taken_where_it_is_offered() {
    let capabilities = ClientCapabilities {
        general: Some(GeneralClientCapabilities {
            position_encodings: Some(vec![
                PositionEncodingKind::UTF16,
                PositionEncodingKind::UTF8,
            ]),
            ..GeneralClientCapabilities::default()
        }),
        ..ClientCapabilities::default()
    };
    let editor = begin_with(&[], capabilities, Value::Null);
    let encoding = editor.initialized.capabilities.position_encoding.clone();
    assert_eq!(encoding, Some(PositionEncodingKind::UTF8));
    editor.end();
}

#[test]
fn what_is_not_known_is_refused_and_the_server_goes_on() {
    let mut editor = begin(FILES);
    let refused = editor.ask_raw("tip/unknown", Value::Null);
    let code = refused.map_err(|it| it.code).err();
    assert_eq!(code, Some(ErrorCode::MethodNotFound as i32));
    let refused = editor.ask_raw(HoverRequest::METHOD.as_str(), json!({"textDocument": 1}));
    let code = refused.map_err(|it| it.code).err();
    assert_eq!(code, Some(ErrorCode::InvalidParams as i32));
    editor.end();
}

#[test]
fn a_question_about_a_document_that_is_not_open_has_no_answer() {
    let mut editor = begin(FILES);
    for method in [
        "textDocument/hover",
        "textDocument/completion",
        "textDocument/definition",
        "textDocument/prepareRename",
    ] {
        let answer = editor.ask_raw(
            method,
            json!({
                "textDocument": {"uri": "file:///repo/docs/tips/search.md"},
                "position": {"line": 0, "character": 0},
            }),
        );
        let answer = answer.map_err(|it| it.message);
        assert_eq!(answer, Ok(Value::Null), "{method}");
    }
    editor.end();
}

#[test]
fn a_question_that_was_taken_back_is_not_answered() {
    let mut editor = begin(FILES);
    editor.open("docs/tips/search.md", PLAN);
    // Both lie in the queue before the server looks: it is busy with the questions before them.
    let params = json!({"textDocument": {"uri": uri("docs/tips/search.md")}});
    let before: Vec<_> = (0..50)
        .map(|_| editor.send_request("textDocument/documentSymbol", params.clone()))
        .collect();
    let last = editor.send_request("textDocument/documentSymbol", params);
    let cancel = Notification::new("$/cancelRequest".to_owned(), json!({"id": last}));
    editor.send_notification(cancel);
    for id in before {
        assert!(editor.response(&id).is_ok());
    }
    let answer = editor.response(&last);
    // A server that was faster than the cancellation answers as usual: both keep the promise.
    let fine = match answer {
        Ok(_) => true,
        Err(error) => error.code == ErrorCode::RequestCanceled as i32,
    };
    assert!(fine);
    editor.end();
}

#[test]
fn after_the_end_was_announced_questions_are_refused() {
    let mut editor = begin(FILES);
    let end = editor.send_request("shutdown", Value::Null);
    let late = editor.send_request("textDocument/hover", Value::Null);
    assert!(editor.response(&end).is_ok());
    let code = editor.response(&late).map_err(|it| it.code).err();
    assert_eq!(code, Some(ErrorCode::InvalidRequest as i32));
    editor.exit();
}

//! Which question goes where.

use std::panic::{self, AssertUnwindSafe};

use gen_lsp_types::{
    CodeActionRequest, CodeLensRequest, CompletionRequest, DefinitionRequest,
    DidChangeTextDocumentNotification, DidChangeWatchedFilesNotification,
    DidChangeWorkspaceFoldersNotification, DidCloseTextDocumentNotification,
    DidOpenTextDocumentNotification, DidSaveTextDocumentNotification, DocumentFormattingRequest,
    DocumentLinkRequest, DocumentSymbolRequest, FoldingRangeRequest, HoverRequest,
    InlayHintRequest, LspNotificationMethod as Told, LspRequestMethod as Asked,
    Notification as LspNotification, PrepareRenameRequest, ReferencesRequest, RenameRequest,
    Request as LspRequest, Uri, WorkspaceSymbolRequest,
};
use lsp_server::{ErrorCode, Notification, Request, Response};

use crate::session::{Session, View};
use crate::{
    actions, completion, folding, format, hints, hover, lenses, links, navigate, rename, symbols,
    uri,
};

/// Why a question has no answer.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: ErrorCode,
    message: String,
}

impl Refusal {
    /// What was asked for cannot be done.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::RequestFailed,
            message: message.into(),
        }
    }
}

/// Answers a question.
pub(crate) fn request(session: &mut Session, request: Request) -> Response {
    let id = request.id.clone();
    // What a question leaves half done is a document without findings, which the next look makes new.
    let answer = panic::catch_unwind(AssertUnwindSafe(|| answer(session, request)));
    answer.unwrap_or_else(|_| {
        let words = "a fault of the program; the question was given up".to_owned();
        Response::new_err(id, ErrorCode::InternalError as i32, words)
    })
}

fn answer(session: &mut Session, request: Request) -> Response {
    let method = request.method.clone();
    match Asked::from(method.as_str()) {
        Asked::TextDocumentCompletion => on::<CompletionRequest>(request, |params| {
            let at = params.text_document_position_params;
            Ok(view(session, &at.text_document.uri)
                .map(|it| completion::complete(&it, at.position)))
        }),
        Asked::TextDocumentHover => on::<HoverRequest>(request, |params| {
            let at = params.text_document_position_params;
            Ok(view(session, &at.text_document.uri).and_then(|it| hover::hover(&it, at.position)))
        }),
        Asked::TextDocumentDefinition => on::<DefinitionRequest>(request, |params| {
            let at = params.text_document_position_params;
            Ok(view(session, &at.text_document.uri)
                .and_then(|it| navigate::definition(&it, at.position)))
        }),
        Asked::TextDocumentReferences => on::<ReferencesRequest>(request, |params| {
            let at = params.text_document_position_params;
            let declaration = params.context.include_declaration;
            Ok(view(session, &at.text_document.uri)
                .map(|it| navigate::references(&it, at.position, declaration)))
        }),
        Asked::TextDocumentDocumentSymbol => on::<DocumentSymbolRequest>(request, |params| {
            Ok(view(session, &params.text_document.uri).map(|it| symbols::of_document(&it)))
        }),
        Asked::WorkspaceSymbol => on::<WorkspaceSymbolRequest>(request, |params| {
            Ok(Some(symbols::of_workspace(session, &params.query)))
        }),
        Asked::TextDocumentCodeAction => on::<CodeActionRequest>(request, |params| {
            let only = params.context.only.unwrap_or_default();
            Ok(view(session, &params.text_document.uri)
                .map(|it| actions::actions(&it, params.range, &only)))
        }),
        Asked::TextDocumentCodeLens => on::<CodeLensRequest>(request, |params| {
            Ok(view(session, &params.text_document.uri).map(|it| lenses::lenses(&it)))
        }),
        Asked::TextDocumentDocumentLink => on::<DocumentLinkRequest>(request, |params| {
            Ok(view(session, &params.text_document.uri).map(|it| links::links(&it)))
        }),
        Asked::TextDocumentFormatting => on::<DocumentFormattingRequest>(request, |params| {
            Ok(view(session, &params.text_document.uri).map(|it| format::format(&it)))
        }),
        Asked::TextDocumentFoldingRange => on::<FoldingRangeRequest>(request, |params| {
            Ok(view(session, &params.text_document.uri).map(|it| folding::ranges(&it)))
        }),
        Asked::TextDocumentInlayHint => on::<InlayHintRequest>(request, |params| {
            Ok(view(session, &params.text_document.uri).map(|it| hints::hints(&it, params.range)))
        }),
        Asked::TextDocumentPrepareRename => on::<PrepareRenameRequest>(request, |params| {
            let at = params.text_document_position_params;
            Ok(view(session, &at.text_document.uri)
                .and_then(|it| rename::prepare(&it, at.position)))
        }),
        Asked::TextDocumentRename => on::<RenameRequest>(request, |params| {
            let at = params.text_document_position_params;
            let Some(view) = view(session, &at.text_document.uri) else {
                return Ok(None);
            };
            rename::rename(&view, at.position, &params.new_name).map(Some)
        }),
        _ => {
            let words = format!("`{method}` is not known here");
            Response::new_err(request.id, ErrorCode::MethodNotFound as i32, words)
        }
    }
}

/// Takes in what the editor tells.
pub(crate) fn notification(session: &mut Session, told: Notification) {
    let method = told.method.clone();
    match Told::from(method.as_str()) {
        Told::TextDocumentDidOpen => {
            take::<DidOpenTextDocumentNotification>(told, |it| session.open(it.text_document));
        }
        Told::TextDocumentDidChange => take::<DidChangeTextDocumentNotification>(told, |it| {
            let document = it.text_document;
            let uri = document.text_document_identifier.uri;
            session.change(&uri, document.version, it.content_changes);
        }),
        Told::TextDocumentDidSave => {
            take::<DidSaveTextDocumentNotification>(told, |it| session.save(&it.text_document.uri));
        }
        Told::TextDocumentDidClose => take::<DidCloseTextDocumentNotification>(told, |it| {
            session.close(&it.text_document.uri);
        }),
        Told::WorkspaceDidChangeWatchedFiles => {
            take::<DidChangeWatchedFilesNotification>(told, |it| {
                let changed: Vec<Uri> = it.changes.into_iter().map(|it| it.uri).collect();
                session.refresh(&changed);
            });
        }
        Told::WorkspaceDidChangeWorkspaceFolders => {
            take::<DidChangeWorkspaceFoldersNotification>(told, |it| {
                for folder in it.event.removed {
                    if let Some(path) = uri::to_path(&folder.uri) {
                        session.close_folder(&path);
                    }
                }
                for folder in it.event.added {
                    if let Some(path) = uri::to_path(&folder.uri) {
                        session.open_folder(&path);
                    }
                }
            });
        }
        _ => {}
    }
}

fn view<'a>(session: &'a mut Session, uri: &Uri) -> Option<View<'a>> {
    session.view(uri)
}

fn on<R: LspRequest>(
    request: Request,
    answer: impl FnOnce(R::Params) -> Result<R::Result, Refusal>,
) -> Response {
    let id = request.id;
    match serde_json::from_value(request.params) {
        Ok(params) => match answer(params) {
            Ok(result) => Response::new_ok(id, result),
            Err(refusal) => Response::new_err(id, refusal.code as i32, refusal.message),
        },
        Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
    }
}

/// Hands over what was told; what cannot be understood is passed over, as the protocol has no answer to it.
fn take<N: LspNotification>(told: Notification, hand: impl FnOnce(N::Params)) {
    if let Ok(params) = serde_json::from_value(told.params) {
        hand(params);
    }
}

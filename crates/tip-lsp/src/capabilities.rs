//! What the server can do, and what it has to know of the client.

use gen_lsp_types::{
    ChangeNotifications, ClientCapabilities, CodeActionKind, CodeActionOptions, CodeLensOptions,
    CompletionOptions, DocumentLinkOptions, InitializeParams, RenameOptions, Save,
    ServerCapabilities, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde::Deserialize;

use crate::encoding::Encoding;

/// What the server has to know of the client.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the protocol asks yes or no of each ability"
)]
pub(crate) struct Client {
    /// What it counts within a line.
    pub(crate) encoding: Encoding,
    /// Whether it understands snippets in completions.
    pub(crate) snippets: bool,
    /// Whether it can be asked to watch files.
    pub(crate) watches: bool,
    /// Whether edits may name the version of the document they were made for.
    pub(crate) versioned_edits: bool,
    /// Whether edits may be snippets.
    pub(crate) snippet_edits: bool,
    /// Whether it can be told to ask for inlay hints again.
    pub(crate) refreshes_hints: bool,
    /// Whether it can be told to ask for code lenses again.
    pub(crate) refreshes_lenses: bool,
    /// Whether it knows the command `tip.runInTerminal`.
    pub(crate) runs_in_terminal: bool,
}

/// What a client says when it begins, beside what the protocol knows.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    run_in_terminal: bool,
}

impl Client {
    /// Reads what a client says of itself.
    pub(crate) fn of(params: &InitializeParams) -> Self {
        let options = params.initialization_options.clone().unwrap_or_default();
        let options: Options = serde_json::from_value(options).unwrap_or_default();
        let capabilities = &params.capabilities;
        let workspace = capabilities.workspace.as_ref();
        let yes = |it: Option<bool>| it == Some(true);
        Self {
            encoding: Encoding::agree(capabilities),
            snippets: yes(snippets(capabilities)),
            watches: yes(workspace
                .and_then(|it| it.did_change_watched_files.as_ref())
                .and_then(|it| it.dynamic_registration)),
            versioned_edits: yes(workspace
                .and_then(|it| it.workspace_edit.as_ref())
                .and_then(|it| it.document_changes)),
            snippet_edits: yes(workspace
                .and_then(|it| it.workspace_edit.as_ref())
                .and_then(|it| it.snippet_edit_support)),
            refreshes_hints: yes(workspace
                .and_then(|it| it.inlay_hint.as_ref())
                .and_then(|it| it.refresh_support)),
            refreshes_lenses: yes(workspace
                .and_then(|it| it.code_lens.as_ref())
                .and_then(|it| it.refresh_support)),
            runs_in_terminal: options.run_in_terminal,
        }
    }
}

fn snippets(capabilities: &ClientCapabilities) -> Option<bool> {
    let completion = capabilities.text_document.as_ref()?.completion.as_ref()?;
    completion.completion_item.as_ref()?.snippet_support
}

/// Returns what the server can do.
pub(crate) fn capabilities(client: Client) -> ServerCapabilities {
    let triggers = ["`", "/", ":", "#", " ", "(", "-"];
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                save: Some(Save::Bool(true)),
                ..TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        code_action_provider: Some(
            CodeActionOptions {
                code_action_kinds: Some(vec![
                    CodeActionKind::QuickFix,
                    CodeActionKind::RefactorRewrite,
                    CodeActionKind::SourceFixAll,
                ]),
                ..CodeActionOptions::default()
            }
            .into(),
        ),
        code_lens_provider: Some(CodeLensOptions::default()),
        document_link_provider: Some(DocumentLinkOptions::default()),
        document_formatting_provider: Some(true.into()),
        rename_provider: Some(
            RenameOptions {
                prepare_provider: Some(true),
                ..RenameOptions::default()
            }
            .into(),
        ),
        folding_range_provider: Some(true.into()),
        inlay_hint_provider: Some(true.into()),
        workspace: Some(WorkspaceOptions {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(ChangeNotifications::Bool(true)),
            }),
            ..WorkspaceOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}

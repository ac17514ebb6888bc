//! An editor in small: sends messages as one does, and takes what comes.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use gen_lsp_types::{
    ClientCapabilities, Diagnostic, DidChangeTextDocumentNotification, DidChangeTextDocumentParams,
    DidOpenTextDocumentNotification, DidOpenTextDocumentParams, InitializeParams,
    InitializeRequest, InitializeResult, InitializedNotification, InitializedParams, Notification,
    Position, PublishDiagnosticsNotification, PublishDiagnosticsParams, Range, Request,
    TextDocumentContentChangeEvent, TextDocumentContentChangePartial, TextDocumentIdentifier,
    TextDocumentItem, TextDocumentPositionParams, Uri, VersionedTextDocumentIdentifier,
    WorkDoneProgressParams,
};
use lsp_server::{Connection, Message, RequestId, Response, ResponseError};
use serde_json::{Value, json};
use tip_workspace::{Memory, System};

/// How long a test waits for something that should come before it gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// An editor with a server of its own.
pub(crate) struct Editor {
    connection: Connection,
    server: Option<JoinHandle<Result<(), tip_lsp::ServeError>>>,
    asked: i32,
    /// The newest diagnostics of each document.
    published: Vec<PublishDiagnosticsParams>,
    pub(crate) initialized: InitializeResult,
}

/// Begins with files at `/repo`.
pub(crate) fn begin(files: &[(&str, &str)]) -> Editor {
    begin_with(files, ClientCapabilities::default(), Value::Null)
}

/// Begins with files at `/repo`, as a client with capabilities and options of its own.
pub(crate) fn begin_with(
    files: &[(&str, &str)],
    capabilities: ClientCapabilities,
    options: Value,
) -> Editor {
    let mut memory = Memory::default();
    memory.write("/repo/tip.toml", "");
    for (path, text) in files {
        memory.write(format!("/repo/{path}"), *text);
    }
    begin_on(Arc::new(memory), &[], capabilities, options)
}

/// Begins on the files of a system, with folders that the editor has open.
pub(crate) fn begin_on(
    system: Arc<dyn System>,
    folders: &[&str],
    capabilities: ClientCapabilities,
    options: Value,
) -> Editor {
    let (ours, theirs) = Connection::memory();
    let server = std::thread::spawn(move || tip_lsp::serve(&theirs, system, "0"));
    let mut editor = Editor {
        connection: ours,
        server: Some(server),
        asked: 0,
        published: Vec::new(),
        initialized: InitializeResult::default(),
    };
    let folders: Vec<Value> = folders
        .iter()
        .map(|it| json!({"uri": uri(it), "name": it}))
        .collect();
    let params = InitializeParams {
        capabilities,
        initialization_options: Some(options),
        ..InitializeParams::default()
    };
    let mut params = serde_json::to_value(params).expect("parameters are JSON");
    params["workspaceFolders"] = folders.into();
    let result = editor.ask_raw(InitializeRequest::METHOD.as_str(), params);
    let result = result.expect("the question is answered");
    editor.initialized = serde_json::from_value(result).expect("the answer is of its type");
    editor.tell::<InitializedNotification>(InitializedParams::default());
    editor
}

/// Returns the URI of a file at `/repo`, or of a whole path.
pub(crate) fn uri(path: &str) -> Uri {
    if path.starts_with('/') {
        return Uri(format!("file://{path}"));
    }
    Uri(format!("file:///repo/{path}"))
}

/// Returns the position of `needle` in a text, in UTF-16 units.
#[track_caller]
pub(crate) fn position_of(text: &str, needle: &str) -> Position {
    let at = text.find(needle).expect("the text holds it");
    let before = &text[..at];
    let line = before.matches('\n').count() as u32;
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    Position::new(line, text[start..at].encode_utf16().count() as u32)
}

/// Names a place in a document.
pub(crate) fn place(path: &str, position: Position) -> TextDocumentPositionParams {
    TextDocumentPositionParams {
        text_document: TextDocumentIdentifier { uri: uri(path) },
        position,
    }
}

impl Editor {
    /// Opens a document with a text.
    pub(crate) fn open(&mut self, path: &str, text: &str) {
        self.tell::<DidOpenTextDocumentNotification>(DidOpenTextDocumentParams {
            text_document: TextDocumentItem {
                uri: uri(path),
                language_id: "markdown".to_owned().into(),
                version: 1,
                text: text.to_owned(),
            },
        });
    }

    /// Replaces a range of a document.
    pub(crate) fn change(&mut self, path: &str, version: i32, range: Range, text: &str) {
        let change = TextDocumentContentChangePartial::new(range, None, text.to_owned());
        self.change_by(path, version, vec![change.into()]);
    }

    pub(crate) fn change_by(
        &mut self,
        path: &str,
        version: i32,
        content_changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        self.tell::<DidChangeTextDocumentNotification>(DidChangeTextDocumentParams {
            text_document: VersionedTextDocumentIdentifier {
                version,
                text_document_identifier: TextDocumentIdentifier { uri: uri(path) },
            },
            content_changes,
        });
    }

    pub(crate) fn tell<N: Notification>(&self, params: N::Params) {
        self.send(lsp_server::Notification::new(N::METHOD.as_str().to_owned(), params).into());
    }

    /// Asks and returns the answer.
    #[track_caller]
    pub(crate) fn ask<R: Request>(&mut self, params: R::Params) -> R::Result {
        let params = serde_json::to_value(params).expect("parameters are JSON");
        let result = self.ask_raw(R::METHOD.as_str(), params);
        let result = result.expect("the question is answered");
        serde_json::from_value(result).expect("the answer is of its type")
    }

    /// Asks anything and returns the answer as it came.
    #[track_caller]
    pub(crate) fn ask_raw(&mut self, method: &str, params: Value) -> Result<Value, ResponseError> {
        let id = self.send_request(method, params);
        self.response(&id)
    }

    /// Asks without waiting for the answer.
    pub(crate) fn send_request(&mut self, method: &str, params: Value) -> RequestId {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        self.send(lsp_server::Request::new(id.clone(), method.to_owned(), params).into());
        id
    }

    /// Waits for an answer.
    #[track_caller]
    pub(crate) fn response(&mut self, id: &RequestId) -> Result<Value, ResponseError> {
        loop {
            match self.receive() {
                Message::Response(it) if it.id == *id => return it.response_result,
                other => self.take(other),
            }
        }
    }

    /// Waits until the diagnostics of a document are as wanted, and returns them.
    #[track_caller]
    pub(crate) fn diagnostics(
        &mut self,
        path: &str,
        wanted: impl Fn(&PublishDiagnosticsParams) -> bool,
    ) -> Vec<Diagnostic> {
        let uri = uri(path);
        loop {
            let newest = self.published.iter().rfind(|it| it.uri == uri);
            if let Some(found) = newest.filter(|it| wanted(it)) {
                return found.diagnostics.clone();
            }
            let message = self.receive();
            self.take(message);
        }
    }

    pub(crate) fn send_notification(&self, notification: lsp_server::Notification) {
        self.send(notification.into());
    }

    /// Ends as an editor does.
    #[track_caller]
    pub(crate) fn end(mut self) {
        let answer = self.ask_raw("shutdown", Value::Null);
        assert!(answer.is_ok(), "{answer:?}");
        self.exit();
    }

    /// Says the last word; the server has to end by it.
    #[track_caller]
    pub(crate) fn exit(mut self) {
        self.send(lsp_server::Notification::new("exit".to_owned(), Value::Null).into());
        let server = self.server.take().expect("it runs");
        server
            .join()
            .expect("the server does not panic")
            .expect("the server ends well");
    }

    fn send(&self, message: Message) {
        let sent = self.connection.sender.send(message);
        assert!(sent.is_ok(), "the server is there");
    }

    #[track_caller]
    fn receive(&self) -> Message {
        self.connection
            .receiver
            .recv_timeout(PATIENCE)
            .expect("the server says what is waited for")
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Notification(it)
                if it.method == PublishDiagnosticsNotification::METHOD.as_str() =>
            {
                let params: PublishDiagnosticsParams =
                    serde_json::from_value(it.params).expect("diagnostics");
                self.published.retain(|it| it.uri != params.uri);
                self.published.push(params);
            }
            Message::Request(it) => self.send(Response::new_ok(it.id, ()).into()),
            _ => {}
        }
    }
}

/// Parameters of long work, of which there is none.
pub(crate) fn quiet() -> WorkDoneProgressParams {
    WorkDoneProgressParams::default()
}

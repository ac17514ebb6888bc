//! The loop: messages of the editor in, answers and findings out.

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, select, unbounded};
use gen_lsp_types::{InitializeParams, InitializeResult, ServerInfo};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use thiserror::Error;
use tip_workspace::System;

use crate::background::{self, Report};
use crate::capabilities::{Client, capabilities};
use crate::line::{self, Outbox};
use crate::session::Session;
use crate::{dispatch, uri};

/// Why the server ended.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The editor and the server do not understand each other.
    #[error("the editor does not speak the protocol: {0}")]
    Protocol(String),
    /// The line to the editor broke.
    #[error("the connection to the editor broke")]
    Io(#[from] std::io::Error),
}

/// Serves an editor at standard input and output until it says that it is done.
pub fn stdio(system: Arc<dyn System>, version: &str) -> Result<(), ServeError> {
    let (connection, outbox, threads) = line::stdio();
    let served = serve_on(&connection, outbox, system, version);
    // The writing thread ends when nobody can send any more.
    drop(connection);
    served?;
    threads.join()?;
    Ok(())
}

/// Serves an editor until it says that it is done. `version` is the server's own.
pub fn serve(
    connection: &Connection,
    system: Arc<dyn System>,
    version: &str,
) -> Result<(), ServeError> {
    serve_on(connection, Outbox::of(connection), system, version)
}

fn serve_on(
    connection: &Connection,
    outbox: Outbox,
    system: Arc<dyn System>,
    version: &str,
) -> Result<(), ServeError> {
    let broken = |error: lsp_server::ProtocolError| ServeError::Protocol(error.to_string());
    let (id, params) = connection.initialize_start().map_err(broken)?;
    let params: InitializeParams =
        serde_json::from_value(params).map_err(|error| ServeError::Protocol(error.to_string()))?;
    let client = Client::of(&params);
    let result = InitializeResult {
        capabilities: capabilities(client),
        server_info: Some(ServerInfo {
            name: "tip".to_owned(),
            version: Some(version.to_owned()),
        }),
    };
    let result = serde_json::to_value(result).map_err(|it| ServeError::Protocol(it.to_string()))?;
    connection.initialize_finish(id, result).map_err(broken)?;

    let (jobs, jobs_in) = unbounded();
    let (reports_out, reports) = unbounded();
    let worker = thread::spawn(move || background::work(&jobs_in, &reports_out));
    let mut session = Session::new(system, client, jobs, outbox);
    session.watch_files();
    let folders = params.workspace_folders_initialize_params.workspace_folders;
    let folders = serde_json::to_value(folders).unwrap_or_default();
    let folders: Vec<gen_lsp_types::WorkspaceFolder> =
        serde_json::from_value(folders).unwrap_or_default();
    for folder in folders {
        if let Some(path) = uri::to_path(&folder.uri) {
            session.open_folder(&path);
        }
    }
    let ended = Loop {
        connection,
        reports: &reports,
        waiting: VecDeque::new(),
    }
    .run(&mut session);
    // Without jobs the other thread ends; what it still finds nobody waits for.
    drop(session);
    drop(reports);
    let _ = worker.join();
    ended
}

/// The messages that came and are not answered yet.
struct Loop<'a> {
    connection: &'a Connection,
    reports: &'a Receiver<Report>,
    waiting: VecDeque<Message>,
}

impl Loop<'_> {
    fn run(&mut self, session: &mut Session) -> Result<(), ServeError> {
        loop {
            self.waiting.extend(self.connection.receiver.try_iter());
            let Some(message) = self.waiting.pop_front() else {
                // Nobody waits: there is time to look at what changed.
                session.settle();
                select! {
                    recv(self.connection.receiver) -> message => match message {
                        Ok(message) => self.waiting.push_back(message),
                        // An editor that is gone without a word has no more questions.
                        Err(_) => return Ok(()),
                    },
                    recv(self.reports) -> report => {
                        if let Ok(report) = report {
                            session.take(report);
                        }
                    }
                }
                continue;
            };
            match message {
                Message::Request(request) => {
                    if request.method == "shutdown" {
                        return self.shut_down(request);
                    }
                    let response = if self.is_cancelled(&request.id) {
                        let words = "the editor no longer asks".to_owned();
                        Response::new_err(request.id, ErrorCode::RequestCanceled as i32, words)
                    } else {
                        dispatch::request(session, request)
                    };
                    if self.connection.sender.send(response.into()).is_err() {
                        return Ok(());
                    }
                }
                Message::Notification(it) if it.method == "exit" => return Ok(()),
                Message::Notification(notification) => {
                    dispatch::notification(session, notification);
                }
                // The answers to what the server asked: that files are watched, that hints are asked for again.
                Message::Response(_) => {}
            }
        }
    }

    /// Returns whether the editor took a request back that it sent before.
    fn is_cancelled(&self, id: &RequestId) -> bool {
        let cancels = |it: &Notification| {
            it.method == "$/cancelRequest"
                && it.params.get("id").cloned().is_some_and(|cancelled| {
                    serde_json::from_value::<RequestId>(cancelled).is_ok_and(|it| it == *id)
                })
        };
        self.waiting
            .iter()
            .any(|it| matches!(it, Message::Notification(it) if cancels(it)))
    }

    /// Answers that it is done, and waits for the last word; what comes in between is refused.
    fn shut_down(&mut self, request: Request) -> Result<(), ServeError> {
        let sender = &self.connection.sender;
        let _ = sender.send(Response::new_ok(request.id, ()).into());
        loop {
            let next = self.waiting.pop_front();
            let Some(message) = next.or_else(|| self.connection.receiver.recv().ok()) else {
                return Ok(());
            };
            match message {
                Message::Notification(it) if it.method == "exit" => return Ok(()),
                Message::Request(it) => {
                    let words = "the server is shutting down".to_owned();
                    let refusal = Response::new_err(it.id, ErrorCode::InvalidRequest as i32, words);
                    let _ = sender.send(refusal.into());
                }
                _ => {}
            }
        }
    }
}

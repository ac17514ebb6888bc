//! Messages as lines, each of which gets an answer: what is no message is told so, and so is who asks before the conversation began.

use std::io;
use std::mem;

use rmcp::ErrorData;
use rmcp::model::{
    ClientJsonRpcMessage, ClientRequest, GetMeta, ProtocolVersion, RequestId, ServerJsonRpcMessage,
};
use rmcp::service::{RoleServer, RxJsonRpcMessage, TxJsonRpcMessage};
use rmcp::transport::Transport;
use rmcp::transport::async_rw::AsyncRwTransport;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, BufReader, Empty, empty};
use tokio::task::JoinHandle;

/// So many bytes may a message have.
const LONGEST: usize = 16 << 20;

/// A client that is read and written line by line.
pub(crate) struct Wire<R, W: AsyncWrite> {
    read: BufReader<R>,
    /// What was read of a line that has not come to its end.
    line: Vec<u8>,
    /// Whether that line is longer than a message may be.
    is_cut: bool,
    out: AsyncRwTransport<RoleServer, Empty, W>,
    /// An answer of its own that is on its way.
    answering: Option<JoinHandle<()>>,
    has_begun: bool,
}

/// What a line says.
enum Said {
    Message(Box<ClientJsonRpcMessage>),
    /// Nothing that anybody waits for an answer to.
    Nothing,
    /// What cannot be taken as it is, and how it is answered.
    Fault(Option<RequestId>, ErrorData),
}

impl<R, W> Wire<R, W>
where
    R: AsyncRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin + 'static,
{
    pub(crate) fn new(read: R, write: W) -> Self {
        Self {
            read: BufReader::new(read),
            line: Vec::new(),
            is_cut: false,
            out: AsyncRwTransport::new_server(empty(), write),
            answering: None,
            has_begun: false,
        }
    }

    /// Reads on to the end of a line, and returns it and whether it is whole; what was read stays where this is dropped half way.
    async fn next_line(&mut self) -> Option<(Vec<u8>, bool)> {
        loop {
            let bytes = self.read.fill_buf().await.ok()?;
            let end = bytes.iter().position(|it| *it == b'\n');
            let taken = end.unwrap_or(bytes.len());
            let kept = taken.min(LONGEST - self.line.len());
            self.line.extend_from_slice(&bytes[..kept]);
            self.is_cut |= kept < taken;
            let is_over = bytes.is_empty();
            self.read.consume(taken + usize::from(end.is_some()));
            if end.is_some() || (is_over && !self.line.is_empty()) {
                let is_whole = !mem::take(&mut self.is_cut);
                return Some((mem::take(&mut self.line), is_whole));
            }
            if is_over {
                return None;
            }
        }
    }

    /// Looks whether a message may be said yet; of one that may not, returns what it is instead.
    fn in_time(&mut self, message: ClientJsonRpcMessage) -> Said {
        if self.has_begun {
            return Said::Message(Box::new(message));
        }
        let ClientJsonRpcMessage::Request(request) = &message else {
            // Nothing was asked that this could be about.
            return Said::Nothing;
        };
        let meta = request.request.get_meta();
        let is_complete = meta
            .missing_required_keys(&ProtocolVersion::V_2026_07_28)
            .is_empty();
        match &request.request {
            ClientRequest::InitializeRequest(_) => self.has_begun = true,
            ClientRequest::PingRequest(_) | ClientRequest::DiscoverRequest(_) => {}
            _ if is_complete => self.has_begun = true,
            // Whoever names the version means the newer protocol, which says what else it misses.
            _ if meta.protocol_version().is_some() => {}
            _ => return Said::Fault(Some(request.id.clone()), too_early()),
        }
        Said::Message(Box::new(message))
    }
}

impl<R, W> Transport<RoleServer> for Wire<R, W>
where
    R: AsyncRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin + 'static,
{
    type Error = io::Error;

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send + 'static {
        self.out.send(item)
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            // Nothing more is read before it is told: a client that sends nonsense without end waits for its answers.
            if let Some(answering) = &mut self.answering {
                let _ = answering.await;
                self.answering = None;
            }
            let (line, is_whole) = self.next_line().await?;
            let said = if is_whole {
                read(&line)
            } else {
                Said::Fault(None, too_long())
            };
            let said = match said {
                Said::Message(message) => self.in_time(*message),
                said => said,
            };
            match said {
                Said::Message(message) => return Some(*message),
                Said::Nothing => {}
                Said::Fault(id, error) => {
                    let told = self.out.send(ServerJsonRpcMessage::error(error, id));
                    // Who cannot be told any more is heard no more either.
                    self.answering = Some(tokio::spawn(async move { drop(told.await) }));
                }
            }
        }
    }

    async fn close(&mut self) -> Result<(), Self::Error> {
        self.out.close().await
    }
}

/// Reads a line as a message.
fn read(line: &[u8]) -> Said {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    if line.trim_ascii().is_empty() {
        return Said::Nothing;
    }
    let value: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(error) => {
            let message = format!("this line is no JSON: {error}; a message is one line");
            return Said::Fault(None, ErrorData::parse_error(message, None));
        }
    };
    if value.is_array() {
        let message = "several messages at once are not taken: send each on a line of its own";
        return Said::Fault(None, ErrorData::invalid_request(message, None));
    }
    let id = value.get("id").cloned();
    // A notification that is not known is nobody's fault, and is never answered.
    let is_notification = id.is_none() && value.get("method").is_some_and(Value::is_string);
    match serde_json::from_value(value) {
        Ok(message) => match asked_wrong(&message) {
            Some((id, error)) => Said::Fault(Some(id), error),
            None => Said::Message(Box::new(message)),
        },
        Err(_) if is_notification => Said::Nothing,
        Err(error) => {
            let id = id.and_then(|it| serde_json::from_value(it).ok());
            let message = format!("this is no message of the protocol: {error}");
            Said::Fault(id, ErrorData::invalid_request(message, None))
        }
    }
}

/// What requests take; what else goes by their names was asked in a wrong way.
const TAKES: &[(&str, &str)] = &[
    (
        "initialize",
        "`protocolVersion`, `capabilities` and `clientInfo` with `name` and `version`",
    ),
    ("tools/list", "a `cursor` at most"),
    ("tools/call", "`name`, and `arguments` as an object"),
    ("resources/list", "a `cursor` at most"),
    ("resources/templates/list", "a `cursor` at most"),
    ("resources/read", "`uri`"),
    ("resources/subscribe", "`uri`"),
    ("resources/unsubscribe", "`uri`"),
    ("prompts/list", "a `cursor` at most"),
    (
        "prompts/get",
        "`name`, and `arguments` as an object of texts",
    ),
];

/// Returns how a request is answered that is known by its name and does not say what it should.
fn asked_wrong(message: &ClientJsonRpcMessage) -> Option<(RequestId, ErrorData)> {
    let ClientJsonRpcMessage::Request(request) = message else {
        return None;
    };
    let ClientRequest::CustomRequest(custom) = &request.request else {
        return None;
    };
    let (method, takes) = TAKES.iter().find(|it| it.0 == custom.method)?;
    let message = format!("`{method}` takes other `params`: {takes}");
    Some((request.id.clone(), ErrorData::invalid_params(message, None)))
}

fn too_long() -> ErrorData {
    let message = format!("a message has at most {LONGEST} bytes");
    ErrorData::invalid_request(message, None)
}

fn too_early() -> ErrorData {
    let message = "the conversation has not begun: `initialize` begins one; from version 2026-07-28 of the protocol on, \
         every request names `io.modelcontextprotocol/protocolVersion` and `io.modelcontextprotocol/clientCapabilities` in `_meta` instead";
    ErrorData::invalid_request(message, None)
}

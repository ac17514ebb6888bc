//! The server: what the protocol asks, handed to the tools.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rmcp::ServiceExt;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ErrorCode, GetPromptRequestParams, GetPromptResponse,
    GetPromptResult, Implementation, ListPromptsResult, ListResourceTemplatesResult,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, PromptMessage,
    ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, ResourceTemplate, Role,
    ServerCapabilities, ServerConfig, SubscribeRequestParams, SubscriptionFilter, Tool,
    UnsubscribeRequestParams,
};
use rmcp::service::{
    QuitReason, RequestContext, RoleServer, ServerInitializeError, SubscriptionContext,
};
use rmcp::{ErrorData, ServerHandler};
use thiserror::Error;
use tip_run::{Interrupt, SignalListener};
use tip_work::{Failure, Place};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tokio::sync::broadcast::Receiver;
use tokio::task::spawn_blocking;

use crate::answer;
use crate::desk::{Call, Desk};
use crate::listeners::{Changed, Listeners, tell, tell_older};
use crate::tools::{self, Tools};
use crate::wire::Wire;
use crate::{prompts, resources, warm};

/// Why the server could not go on.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The system refuses.
    #[error("cannot begin to serve")]
    Start(#[source] io::Error),
    /// The client did not begin as the protocol asks.
    #[error("the client did not begin a conversation")]
    Begin(#[source] Box<ServerInitializeError>),
    /// The program is at fault.
    #[error("the server ended early: {0}")]
    Broken(String),
}

/// Serves the plans of a place on standard input and output, until the input ends.
pub fn serve(place: Place, version: &str) -> Result<(), ServeError> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Start)?;
    let (read, write) = rmcp::transport::stdio();
    let server = Server::new(place, version, true);
    let ended = runtime.block_on(run(server, read, write, warm::begin));
    // A read of standard input that still waits is nobody's any more.
    runtime.shutdown_background();
    ended
}

/// Serves the plans of a place on a stream, until it ends. The process may have other children.
pub async fn serve_on(
    place: Place,
    version: &str,
    read: impl AsyncRead + Send + Unpin + 'static,
    write: impl AsyncWrite + Send + Unpin + 'static,
) -> Result<(), ServeError> {
    // A process with other children may have other work, too.
    run(Server::new(place, version, false), read, write, drop).await
}

async fn run(
    server: Server,
    read: impl AsyncRead + Send + Unpin + 'static,
    write: impl AsyncWrite + Send + Unpin + 'static,
    begun: impl FnOnce(Arc<Desk>),
) -> Result<(), ServeError> {
    let desk = Arc::clone(&server.desk);
    let running = match server.serve(Wire::new(read, write)).await {
        Ok(running) => running,
        // Whoever ends before it began has asked nothing.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(ServeError::Begin(Box::new(error))),
    };
    begun(Arc::clone(&desk));
    // Whoever asks this process to end asks its commands to end first.
    let token = Mutex::new(Some(running.cancellation_token()));
    let asked = Arc::new(Notify::new());
    let (ended, ask) = (Arc::clone(&desk), Arc::clone(&asked));
    let listener = SignalListener::telling(&desk.interrupt, move || {
        ended.end();
        ask.notify_one();
        let token = token.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(token) = token {
            token.cancel();
        }
    });
    let _listener = listener.map_err(ServeError::Start)?;
    let waited = tokio::select! {
        waited = running.waiting() => waited,
        // A client that reads no more would keep this process for ever, whoever asks it to end.
        () = too_long(&asked) => return Ok(()),
    };
    // What runs for a client that has gone is ended, and waited for.
    desk.end();
    let ended = spawn_blocking(move || drop(desk.running.lock())).await;
    match (waited, ended) {
        (Ok(QuitReason::JoinError(error)) | Err(error), _) | (_, Err(error)) => {
            Err(ServeError::Broken(error.to_string()))
        }
        _ => Ok(()),
    }
}

/// Comes to its end a while after somebody asked this process to end.
async fn too_long(asked: &Notify) {
    asked.notified().await;
    tokio::time::sleep(PATIENCE).await;
}

/// What is told, and what runs, may take so long to end.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a client is told when it begins.
const INSTRUCTIONS: &str = "Technical implementation plans of this repository. `next` says what is ready, `context` gives \
     what a phase needs, `edit` begins and finishes it, `verify` runs its criteria. Name a plan by its path, a thing in it by its \
     handle (`P2`, `P2.C1`). An edit names the `version` it read. What only a person may say or approve, leave to one.";

/// The server.
struct Server {
    desk: Arc<Desk>,
    tools: Arc<Tools>,
    listeners: Arc<Listeners>,
    version: String,
}

impl Server {
    fn new(place: Place, version: &str, owns_process: bool) -> Self {
        Self {
            desk: Arc::new(Desk::new(place, owns_process)),
            tools: Arc::new(tools::all()),
            listeners: Arc::default(),
            version: version.to_owned(),
        }
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_prompts()
            .enable_resources()
            .enable_resources_list_changed()
            .enable_resources_subscribe()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("tip", &self.version))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools.listed()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.tools.listed().into_iter().find(|it| it.name == name)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if !self.tools.has(&request.name) {
            let names: Vec<String> = self
                .tools
                .listed()
                .iter()
                .map(|it| it.name.to_string())
                .collect();
            let message = format!(
                "no tool is called `{}`; there are {}",
                answer::cut(&request.name, answer::REPEATED),
                names.join(", ")
            );
            return Err(ErrorData::new(ErrorCode::INVALID_PARAMS, message, None));
        }
        let (desk, tools) = (Arc::clone(&self.desk), Arc::clone(&self.tools));
        let arguments = request.arguments.unwrap_or_default();
        let name = request.name.into_owned();
        let interrupt = Interrupt::default();
        let taken_back = tokio::spawn({
            let interrupt = interrupt.clone();
            async move {
                context.ct.cancelled().await;
                interrupt.raise();
            }
        });
        let answered = spawn_blocking(move || {
            let _answering = desk.answer();
            let call = Call {
                desk: &desk,
                interrupt,
            };
            tools.call(&call, &name, arguments)
        });
        let answered = answered.await;
        taken_back.abort();
        // A panic in one call is that call's.
        let answered = answered.map_err(|error| {
            ErrorData::internal_error(format!("a fault of `tip`: {error}"), None)
        })?;
        Ok(answer::result(answered).into())
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|it| it.cursor);
        let listed = self
            .ask(move |desk| resources::list(desk, cursor.as_deref()))
            .await?;
        let mut result = ListResourcesResult::with_all_items(listed.0);
        result.next_cursor = listed.1;
        Ok(result)
    }

    async fn list_resource_templates(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let template = ResourceTemplate::new(resources::TEMPLATE, "plan")
            .with_description("The text of a plan, by its path in the repository")
            .with_mime_type(resources::MIME);
        Ok(ListResourceTemplatesResult::with_all_items(vec![template]))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let uri = request.uri.clone();
        let read = self.ask(move |desk| resources::read(desk, &uri)).await?;
        match read {
            Some(contents) => Ok(ReadResourceResult::new(vec![contents]).into()),
            None => Err(ErrorData::resource_not_found(
                format!("no plan has the address `{}`", request.uri),
                None,
            )),
        }
    }

    async fn subscribe(
        &self,
        request: SubscribeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        let receiver = self.hear().await?;
        if self.listeners.add(request.uri) {
            tokio::spawn(tell_older(context.peer, self.listeners.wanted(), receiver));
        }
        Ok(())
    }

    async fn unsubscribe(
        &self,
        request: UnsubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.listeners.remove(&request.uri);
        Ok(())
    }

    fn accepted_subscription_filter(
        &self,
        requested: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        // What is acknowledged must be heard from then on.
        self.listeners
            .prepare(&self.desk)
            .then(|| requested.clone())
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let receiver = match self.listeners.prepared() {
            Some(receiver) => receiver,
            None => self.hear().await?,
        };
        tokio::select! {
            () = tell(&context, receiver) => {}
            () = context.cancelled() => {}
        }
        Ok(())
    }

    async fn list_prompts(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::all()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let given = request.arguments.unwrap_or_default();
        let named = given.clone();
        self.ask(move |desk| prompts::ensure_there(desk, &named))
            .await?;
        match prompts::filled(&request.name, &given) {
            Ok(Some((about, text))) => {
                let message = PromptMessage::new_text(Role::User, text);
                let result = GetPromptResult::new(vec![message]).with_description(about);
                Ok(result.into())
            }
            Ok(None) => Err(ErrorData::invalid_params(
                format!("no prompt is called `{}`", request.name),
                None,
            )),
            Err(failure) => Err(ErrorData::invalid_params(answer::words(&failure), None)),
        }
    }
}

impl Server {
    /// Asks something that takes time.
    async fn ask<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Desk) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, ErrorData> {
        let desk = Arc::clone(&self.desk);
        let answered = spawn_blocking(move || {
            let _answering = desk.answer();
            act(&desk)
        });
        let answered = answered.await;
        let fault = |error| ErrorData::internal_error(format!("a fault of `tip`: {error}"), None);
        let answered = answered.map_err(fault)?;
        answered.map_err(|failure| ErrorData::invalid_params(answer::words(&failure), None))
    }

    /// Begins to listen to changes.
    async fn hear(&self) -> Result<Receiver<Changed>, ErrorData> {
        let (desk, listeners) = (Arc::clone(&self.desk), Arc::clone(&self.listeners));
        self.ask(move |_| listeners.listen(&desk)).await
    }
}

//! A client that speaks the protocol line by line, over pipes in memory.

use std::path::Path;

use camino::Utf8PathBuf;
use serde_json::{Value, json};
use tip_plan::Voice;
use tip_run::{Choice, TrustSubject, TrustedCommand, select};
use tip_work::confirm::{self, Word};
use tip_work::{Opened, Place, Surroundings, Way};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines};
use tokio::runtime::{Builder, Runtime};

/// A client of a server of its own.
pub(crate) struct Client {
    runtime: Runtime,
    lines: Lines<BufReader<DuplexStream>>,
    write: DuplexStream,
    asked: u64,
    /// What came without having been asked for.
    pub(crate) told: Vec<Value>,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "tests write what they ask where they ask it"
)]
impl Client {
    /// Begins a conversation about the plans in a folder.
    #[track_caller]
    pub(crate) fn new(folder: &Path) -> Self {
        let mut client = Self::silent(folder);
        let begun = client.ask(
            "initialize",
            json!({
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": { "name": "test", "version": "0" },
            }),
        );
        assert_eq!(begun["result"]["serverInfo"]["name"], "tip", "{begun}");
        client.say("notifications/initialized");
        client
    }

    /// Starts a server and says nothing to it.
    #[track_caller]
    pub(crate) fn silent(folder: &Path) -> Self {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let (write, server_reads) = tokio::io::duplex(1 << 16);
        let (server_writes, read) = tokio::io::duplex(1 << 16);
        let served = tip_serve::serve_on(place(folder), "1.2.3", server_reads, server_writes);
        runtime.spawn(async move {
            served.await.expect("it serves until the pipe ends");
        });
        Self {
            lines: BufReader::new(read).lines(),
            runtime,
            write,
            asked: 0,
            told: Vec::new(),
        }
    }

    /// Sends a request and returns the whole response.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.hear();
            if message["id"] == id {
                return message;
            }
            self.told.push(message);
        }
    }

    /// Sends a notification.
    pub(crate) fn say(&mut self, method: &str) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method }));
    }

    /// Calls a tool and returns what it answered.
    #[track_caller]
    pub(crate) fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let response = self.ask(
            "tools/call",
            json!({ "name": tool, "arguments": arguments }),
        );
        let result = &response["result"];
        assert_ne!(result["isError"], true, "{response}");
        let typed = result["structuredContent"].clone();
        let text = result["content"][0]["text"].as_str().expect("text");
        assert_eq!(
            serde_json::from_str::<Value>(text).ok(),
            Some(typed.clone())
        );
        typed
    }

    /// Calls a tool that refuses, and returns the words.
    #[track_caller]
    pub(crate) fn refused(&mut self, tool: &str, arguments: Value) -> String {
        let response = self.ask(
            "tools/call",
            json!({ "name": tool, "arguments": arguments }),
        );
        let result = &response["result"];
        assert_eq!(result["isError"], true, "{response}");
        result["content"][0]["text"]
            .as_str()
            .expect("words")
            .to_owned()
    }

    /// Waits for the next message.
    #[track_caller]
    pub(crate) fn hear(&mut self) -> Value {
        let line = self.runtime.block_on(self.lines.next_line());
        let line = line.expect("the pipe is read").expect("it still serves");
        let message: Value = serde_json::from_str(&line).expect("a line is a message");
        assert_eq!(message["jsonrpc"], "2.0");
        message
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.send_line(&message.to_string());
    }

    /// Sends a line, whatever it is.
    pub(crate) fn send_line(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.runtime
            .block_on(self.write.write_all(line.as_bytes()))
            .expect("the server reads");
    }
}

/// Approves the commands of a plan as a person does.
#[track_caller]
pub(crate) fn trust(folder: &Path, plan: &str) {
    let place = place(folder);
    let snapshot = place.open().expect("the folder is there").snapshot;
    let (doc, read) = snapshot.read(plan).expect("the plan is there");
    let choice = Choice {
        all: true,
        allow_mutating: true,
        only: None,
    };
    let items = select(plan, &doc, &read, &choice).items;
    let subject = TrustSubject::new(
        snapshot.system(),
        snapshot.root(),
        plan,
        TrustedCommand::of(&items),
        &snapshot.config().verify,
    );
    let store = tip_work::verify::store(&place).expect("a folder for approvals");
    store.trust(&subject, "2026-01-31").expect("it is written");
}

/// Confirms a box as a person does.
#[track_caller]
pub(crate) fn confirm(folder: &Path, thing: &str, who: &str) {
    let place = place(folder);
    let opened = Opened::things(&[thing.to_owned()], &place).expect("the box is there");
    for it in opened {
        let word = Word::of(Voice::Person, Some(who), None, &it).expect("a name");
        let planned = confirm::plan(&it, &word).expect("it can be confirmed");
        it.make(&planned, Way::Write, &place)
            .expect("it is written");
    }
}

fn place(folder: &Path) -> Place {
    let folder = Utf8PathBuf::from_path_buf(folder.to_path_buf()).expect("a UTF-8 path");
    Place::new(Surroundings {
        state: Some(folder.join(".git/state")),
        variables: vec![("PATH".into(), "/usr/bin:/bin".into())],
        search_path: vec!["/usr/bin".into(), "/bin".into()],
        cwd: Some(folder),
        ..Surroundings::default()
    })
    .expect("the folder is there")
}

//! A client of the language server that does no more than is measured.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};

/// A server and the line to it.
pub(super) struct Client {
    root: Utf8PathBuf,
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: u32,
    /// The newest version of which the findings came.
    version: i32,
}

impl Client {
    /// Starts a server for a repository.
    pub(super) fn start(tip: &Utf8Path, root: &Utf8Path) -> Result<Self> {
        let mut server = Command::new(tip)
            .arg("lsp")
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("failed to start `{tip} lsp`"))?;
        let to = server.stdin.take().context("it has an input")?;
        let from = server.stdout.take().context("it has an output")?;
        let mut client = Self {
            root: root.to_path_buf(),
            server,
            to,
            from: BufReader::new(from),
            asked: 0,
            version: 0,
        };
        let folder = json!({"uri": format!("file://{root}"), "name": "repository"});
        let params = json!({"processId": null, "rootUri": null, "capabilities": {}, "workspaceFolders": [folder]});
        client.ask("initialize", &params)?;
        client.tell("initialized", &json!({}))?;
        Ok(client)
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.root)
    }

    pub(super) fn open(&mut self, path: &str, text: &str) -> Result<()> {
        let uri = self.uri(path);
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", &json!({"textDocument": document}))
    }

    /// Inserts at a place, counted from 0, the column in UTF-16.
    pub(super) fn insert(
        &mut self,
        path: &str,
        version: i32,
        line: u32,
        column: u32,
        text: &str,
    ) -> Result<()> {
        let place = json!({"line": line, "character": column});
        let change = json!({"range": {"start": place, "end": place}, "text": text});
        let document = json!({"uri": self.uri(path), "version": version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        self.tell("textDocument/didChange", &params)
    }

    /// Waits for the findings of a version.
    pub(super) fn findings(&mut self, version: i32) -> Result<()> {
        while self.version < version {
            let message = self.read()?;
            self.take(&message)?;
        }
        Ok(())
    }

    /// Waits until the server has looked at all plans: names of phases are found then.
    pub(super) fn wait_for_all_plans(&mut self) -> Result<()> {
        loop {
            let found = self.ask("workspace/symbol", &json!({"query": "e"}))?;
            if found.as_array().is_some_and(|it| !it.is_empty()) {
                return Ok(());
            }
        }
    }

    /// Returns the highest memory of the server so far, in kilobytes; `None` where the system does not tell.
    pub(super) fn peak(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse().ok()
    }

    pub(super) fn end(mut self) -> Result<()> {
        self.ask("shutdown", &Value::Null)?;
        self.tell("exit", &Value::Null)?;
        let status = self.server.wait()?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.asked += 1;
        let id = self.asked;
        self.write(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))?;
        loop {
            let mut message = self.read()?;
            if message.get("method").is_none() && message["id"] == id {
                ensure!(message.get("error").is_none(), "{method}: {message}");
                return Ok(message["result"].take());
            }
            self.take(&message)?;
        }
    }

    fn tell(&mut self, method: &str, params: &Value) -> Result<()> {
        self.write(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    /// Takes in what the server tells, and answers what it asks.
    fn take(&mut self, message: &Value) -> Result<()> {
        if message["method"] == "textDocument/publishDiagnostics" {
            let version = message["params"]["version"].as_i64().unwrap_or(0);
            self.version = self.version.max(i32::try_from(version)?);
        } else if message.get("method").is_some() && message.get("id").is_some() {
            self.write(&json!({"jsonrpc": "2.0", "id": message["id"], "result": null}))?;
        }
        Ok(())
    }

    fn write(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        self.to.flush()?;
        Ok(())
    }

    fn read(&mut self) -> Result<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            ensure!(self.from.read_line(&mut line)? > 0, "the server is gone");
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = Some(value.parse::<usize>()?);
            }
        }
        let mut body = vec![0; length.context("a message tells its length")?];
        self.from.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }
}

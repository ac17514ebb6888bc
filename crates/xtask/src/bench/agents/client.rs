//! A client of the server for agents that does no more than is measured.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use camino::Utf8Path;
use serde_json::{Value, json};

/// A server and the line to it.
pub(super) struct Client {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: u32,
    /// From its start to its first answer.
    pub(super) start: Duration,
}

impl Client {
    /// Starts a server for a repository.
    pub(super) fn start(tip: &Utf8Path, root: &Utf8Path) -> Result<Self> {
        let start = Instant::now();
        let mut server = Command::new(tip)
            .args(["-C", root.as_str(), "mcp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("failed to start `{tip} mcp`"))?;
        let to = server.stdin.take().context("it has an input")?;
        let from = server.stdout.take().context("it has an output")?;
        let mut client = Self {
            server,
            to,
            from: BufReader::new(from),
            asked: 0,
            start: Duration::ZERO,
        };
        let who = json!({ "name": "bench", "version": "1" });
        let begin =
            json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": who });
        client.ask("initialize", &begin)?;
        client.start = start.elapsed();
        client.write(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }))?;
        Ok(client)
    }

    /// Calls a tool, and returns its answer and how long it took.
    pub(super) fn call(&mut self, tool: &str, wish: &Value) -> Result<(Value, Duration)> {
        let start = Instant::now();
        let mut said = self.ask("tools/call", &json!({ "name": tool, "arguments": wish }))?;
        let time = start.elapsed();
        ensure!(said["isError"] != true, "{tool}: {said}");
        Ok((said["structuredContent"].take(), time))
    }

    pub(super) fn end(mut self) -> Result<()> {
        drop(self.to);
        let status = self.server.wait()?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }

    pub(super) fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.asked += 1;
        let id = self.asked;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        loop {
            let mut line = String::new();
            ensure!(self.from.read_line(&mut line)? > 0, "the server is gone");
            let mut message: Value = serde_json::from_str(&line)?;
            if message["id"] == id {
                ensure!(message.get("error").is_none(), "{method}: {message}");
                return Ok(message["result"].take());
            }
        }
    }

    fn write(&mut self, message: &Value) -> Result<()> {
        writeln!(self.to, "{message}")?;
        self.to.flush()?;
        Ok(())
    }
}

/// Returns the plans of a repository, as `tip list` tells them.
pub(super) fn plans(tip: &Utf8Path, root: &Utf8Path) -> Result<Vec<Value>> {
    let told = Command::new(tip)
        .args(["-C", root.as_str(), "list", "--json"])
        .output()?;
    let mut told: Value = serde_json::from_slice(&told.stdout)?;
    match told["plans"].take() {
        Value::Array(plans) => Ok(plans),
        _ => Ok(Vec::new()),
    }
}

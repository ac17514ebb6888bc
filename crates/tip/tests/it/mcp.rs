//! `tip mcp`: the server as a process.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use crate::run::Folder;

const PLAN: &str = "\
# Tides

## Phases

### Phase 1: Tell the tide
- [ ] It is told: `true`
";

const BEGIN: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"0"}}}"#;

#[test]
fn it_speaks_the_protocol_and_ends_with_its_input() {
    let folder = Folder::repository(&[("docs/tips/tides.md", PLAN)]);
    let mut server = folder
        .command(&["mcp"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tip runs");
    let mut input = server.stdin.take().expect("a pipe");
    let output = server.stdout.take().expect("a pipe");
    let mut lines = BufReader::new(output).lines();
    let mut ask = |message: &str| {
        writeln!(input, "{message}").expect("it reads");
        lines.next().expect("it answers").expect("a line")
    };
    let begun = ask(BEGIN);
    assert!(begun.contains(r#""name":"tip""#), "{begun}");
    let answer = ask(concat!(
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        "\n",
        r#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"next","arguments":{}}}"#
    ));
    assert!(answer.contains("Tell the tide"), "{answer}");
    drop(input);
    assert!(lines.next().is_none(), "nothing else is printed");
    let mut errors = String::new();
    let mut stderr = server.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut errors).expect("it is read");
    assert_eq!(errors, "");
    assert!(server.wait().expect("it ends").success());
}

#[test]
fn who_says_nothing_is_told_nothing() {
    let folder = Folder::repository(&[]);
    let mut command = folder.command(&["mcp"]);
    let output = command.stdin(Stdio::null()).output().expect("tip runs");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
}

const BEGUN: &str = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
const PING: &str = r#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#;

/// More than a pipe holds, so that the server has to wait for whoever does not read.
const MANY: usize = 200;

#[test]
fn who_is_asked_to_end_ends_though_nobody_reads_its_answers() {
    let folder = Folder::repository(&[("docs/tips/tides.md", PLAN)]);
    let mut server = folder
        .command(&["mcp"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("tip runs");
    let mut input = server.stdin.take().expect("a pipe");
    let output = server.stdout.take().expect("a pipe");
    writeln!(input, "{BEGIN}").expect("it reads");
    let mut lines = BufReader::new(output).lines();
    lines.next().expect("it answers").expect("a line");
    writeln!(input, "{BEGUN}\n{PING}").expect("it reads");
    lines.next().expect("it answers").expect("a line");
    let list = r#"{"jsonrpc":"2.0","id":7,"method":"tools/list"}"#;
    let asked = format!("{list}\n").repeat(MANY);
    let writer = std::thread::spawn(move || {
        // It stops reading when nobody reads, and is gone by the end.
        let _ = input.write_all(asked.as_bytes());
        input
    });
    let id = rustix::process::Pid::from_child(&server);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("it is there");
    server.wait().expect("it ends");
    drop(lines);
    drop(writer.join().expect("the writer ends"));
}

//! `tip check --watch`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::run::Folder;

const PLAN: &str = "---\nstatus: draft\ndate: 2026-02-31\n---\n\n# Technical Implementation Plan: A\n\n## Implementation Phases\n\n### Phase 1: One\n\n**Success Criteria**:\n- [ ] It works: `cargo test`\n";

/// Ends the program whatever becomes of the test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_change_is_checked_without_being_asked_for() {
    let folder = Folder::repository(&[("docs/tips/a.md", PLAN)]);
    let mut command = folder.command(&["check", "--watch", "--format", "concise"]);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut running = Running(child.expect("tip runs"));
    let errors = running.0.stderr.take().expect("it is piped");
    let mut said = BufReader::new(errors).lines();
    let mut until_waiting = || {
        let mut lines = said.by_ref().map_while(Result::ok);
        lines.any(|line| line.starts_with("waiting"))
    };
    assert!(until_waiting());
    folder.write("docs/tips/a.md", &PLAN.replace("02-31", "02-30"));
    assert!(until_waiting());
    let found = running.0.stdout.take().expect("it is piped");
    drop(running);
    let found: Vec<String> = BufReader::new(found)
        .lines()
        .map_while(Result::ok)
        .collect();
    let dates: Vec<&str> = found.iter().filter_map(|it| it.split('`').nth(1)).collect();
    assert_eq!(dates, ["2026-02-31", "2026-02-30"], "{found:?}");
}

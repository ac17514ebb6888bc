//! `tip verify --watch`.

use std::io::{BufRead, BufReader, Lines, Read};
use std::path::Path;
use std::process::{ChildStderr, Stdio};

use rustix::fs::{CWD, FileType, Mode};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tip_testing::GitRepository;

use crate::run::command_in;
use crate::watch::Running;

/// `tip` while it watches.
struct Watching {
    running: Running,
    said: Lines<BufReader<ChildStderr>>,
}

impl Watching {
    fn verify(folder: &Path, arguments: &[&str]) -> Self {
        let fixed = ["verify", "tides", "--watch", "--trust-all", "--verbose"];
        let mut child = command_in(folder, &[&fixed, arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tip runs");
        let errors = child.stderr.take().expect("it is piped");
        Self {
            running: Running(child),
            said: BufReader::new(errors).lines(),
        }
    }

    /// Reads what it says until a line starts with `start`.
    #[track_caller]
    fn until(&mut self, start: &str) -> Vec<String> {
        let mut read = Vec::new();
        for line in self.said.by_ref().map_while(Result::ok) {
            let is_it = line.starts_with(start);
            read.push(line);
            if is_it {
                return read;
            }
        }
        panic!("it never says `{start}`: {read:#?}");
    }

    /// Interrupts it, and returns its exit code and what it showed, without how long things took.
    fn end(mut self) -> (Option<i32>, String) {
        let process = i32::try_from(self.running.0.id()).ok();
        let process = process.and_then(Pid::from_raw).expect("a process id");
        kill_process(process, Signal::INT).expect("it is told");
        let status = self.running.0.wait().expect("it ends");
        let mut shown = String::new();
        let mut out = self.running.0.stdout.take().expect("it is piped");
        out.read_to_string(&mut shown).expect("text");
        (status.code(), shown)
    }
}

const HEAD: &str = "# Technical Implementation Plan: Tides\n\n## Implementation Phases\n\n### Phase 1: Table\n\n**Success Criteria**:\n";

const CHANGELESS: &str = "nothing that counts has changed";

fn harbor(boxes: &str) -> GitRepository {
    let mut repository = GitRepository::new();
    repository.write(".gitignore", "build/\n");
    repository.write("build/ran", "");
    repository.write("src/a", "one\n");
    repository.write("docs/tips/tides.md", format!("{HEAD}{boxes}"));
    repository.commit("all");
    repository
}

#[expect(clippy::disallowed_methods, reason = "the test looks at its folder")]
fn read(repository: &GitRepository, path: &str) -> String {
    std::fs::read_to_string(repository.path().join(path)).expect("the file is there")
}

#[test]
fn what_a_change_touches_is_verified_again_and_nothing_else_starts_a_run() {
    let repository = harbor(
        "- [ ] One: `echo one >> build/ran; grep one src/a`\n- [ ] Two: `echo two >> build/ran; grep two src/a`\n",
    );
    let mut watching = Watching::verify(repository.path(), &["--tick"]);
    watching.until("waiting");
    assert_eq!(read(&repository, "build/ran"), "one\ntwo\n");
    // The box that it ticked itself.
    watching.until(CHANGELESS);
    let plan = read(&repository, "docs/tips/tides.md");
    assert!(plan.contains("- [x] One"), "{plan}");
    repository.write("docs/tips/tides.md", format!("{plan}\nMore words.\n"));
    watching.until(CHANGELESS);
    repository.write("build/other", "ignored by git\n");
    watching.until(CHANGELESS);
    // What failed is not tried again while nothing that it depends on has changed.
    repository.write(
        "docs/tips/tides.md",
        plan.replace("grep one src/a", "grep -c one src/a"),
    );
    watching.until("waiting");
    assert_eq!(read(&repository, "build/ran"), "one\ntwo\none\n");
    repository.write("src/a", "one\ntwo\n");
    watching.until("waiting");
    assert_eq!(read(&repository, "build/ran"), "one\ntwo\none\none\ntwo\n");
    let (code, shown) = watching.end();
    assert_eq!(code, Some(0), "{shown}");
    let rounds = shown.lines().filter(|it| it.contains(" passed")).count();
    assert!(rounds >= 3, "{shown}");
}

#[test]
fn a_change_during_a_run_is_taken_up_after_it_and_an_interruption_leaves_no_child() {
    let repository =
        harbor("- [ ] Waits: `echo $$ > build/pid; cat build/go; grep -q two src/a`\n");
    let go = repository.path().join("build/go");
    mkfifo(&go);
    let mut watching = Watching::verify(repository.path(), &[]);
    // A pipe opens when somebody reads it: the criterion runs.
    let first = open_to_write(&go);
    repository.write("src/a", "two\n");
    drop(first);
    watching.until("waiting");
    // It runs once more without anything that is written from here on.
    let second = open_to_write(&go);
    let child: i32 = read(&repository, "build/pid")
        .trim()
        .parse()
        .expect("a process id");
    let (code, shown) = watching.end();
    drop(second);
    assert_eq!(code, Some(2), "{shown}");
    let child = Pid::from_raw(child).expect("a process id");
    assert!(test_kill_process(child).is_err());
}

#[test]
fn a_file_that_a_command_writes_each_time_lets_it_come_to_rest() {
    let repository = harbor("- [ ] Logs: `echo line >> log; cat src/a`\n");
    let mut watching = Watching::verify(repository.path(), &[]);
    watching.until("waiting");
    watching.until("`log` changes whenever this runs");
    watching.until(CHANGELESS);
    assert_eq!(read(&repository, "log"), "line\nline\n");
    repository.write("src/a", "two\n");
    watching.until("waiting");
    watching.until(CHANGELESS);
    assert_eq!(read(&repository, "log").lines().count(), 3);
    assert_eq!(watching.end().0, Some(0));
}

fn mkfifo(path: &Path) {
    let mode = Mode::RUSR | Mode::WUSR;
    rustix::fs::mknodat(CWD, path, FileType::Fifo, mode, 0).expect("a pipe");
}

#[expect(clippy::disallowed_methods, reason = "the test writes into its pipe")]
fn open_to_write(path: &Path) -> std::fs::File {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).open(path).expect("the pipe opens")
}

//! Commands that behave, and those that do not.

use std::ffi::OsString;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use rustix::process::{Pid, test_kill_process};
use tempfile::{TempDir, tempdir};
use tip_ledger::Digest;
use tip_run::{Ended, Execution, Executor, Interrupt, Invocation, LocalExecutor, MARK};

/// A folder to run commands in.
struct Bench {
    folder: TempDir,
    executor: LocalExecutor,
    environment: Vec<(OsString, OsString)>,
    interrupt: Interrupt,
}

impl Bench {
    fn new() -> Self {
        let path = "/usr/local/bin:/usr/bin:/bin";
        Self {
            folder: tempdir().expect("a folder for the test"),
            executor: LocalExecutor::new(Some(path.as_ref()))
                .with_grace(Duration::from_millis(100)),
            environment: vec![("PATH".into(), path.into())],
            interrupt: Interrupt::default(),
        }
    }

    fn path(&self) -> &Utf8Path {
        Utf8Path::from_path(self.folder.path()).expect("a folder with a UTF-8 name")
    }

    fn run_in(&self, directory: &Utf8Path, command: &str, timeout: Option<u64>) -> Execution {
        let invocation = Invocation {
            command,
            directory,
            environment: &self.environment,
            timeout: timeout.map(Duration::from_millis),
            needles: &[],
        };
        self.executor.run(&invocation, &self.interrupt)
    }

    fn run(&self, command: &str) -> Execution {
        self.run_in(self.path(), command, None)
    }
}

#[track_caller]
fn check(command: &str, expected: &Ended) -> Execution {
    let execution = Bench::new().run(command);
    assert_eq!(execution.ended, *expected, "{command}: {execution:?}");
    execution
}

/// Returns whether the process whose id was printed is gone.
#[track_caller]
fn is_gone(execution: &Execution) -> bool {
    let printed = execution.stdout.output.head.trim();
    let pid: i32 = printed.parse().expect("a process id was printed");
    let pid = Pid::from_raw(pid).expect("a process id");
    test_kill_process(pid).is_err()
}

#[test]
fn a_command_tells_its_code_and_its_output() {
    let execution = check("echo out; echo err >&2; exit 3", &Ended::Exit(3));
    assert_eq!(execution.stdout.output.head, "out\n");
    assert_eq!(execution.stderr.output.head, "err\n");
    assert!(!execution.leaked);
}

#[test]
fn input_is_closed() {
    let execution = check("cat; read line; echo end", &Ended::Exit(0));
    assert_eq!(execution.stdout.output.head, "end\n");
}

#[test]
fn only_what_is_allowed_is_seen_of_the_environment() {
    let execution = check("env | cut -d= -f1 | sort", &Ended::Exit(0));
    let names: Vec<&str> = execution.stdout.output.head.lines().collect();
    let ours = ["PATH", "PWD", "SHLVL", "_", "OLDPWD", MARK];
    let others: Vec<&&str> = names.iter().filter(|it| !ours.contains(it)).collect();
    assert!(others.is_empty(), "{others:?}");
    assert!(names.contains(&"PATH"));
}

#[test]
fn what_hangs_is_ended() {
    let bench = Bench::new();
    let execution = bench.run_in(bench.path(), "echo $$; sleep 1000", Some(30));
    assert_eq!(execution.ended, Ended::TimedOut);
    assert!(is_gone(&execution));
}

#[test]
fn what_does_not_listen_is_killed_with_all_its_children() {
    let bench = Bench::new();
    let command = "trap '' TERM; sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1000; done' & wait; while :; do sleep 1000; done";
    let execution = bench.run_in(bench.path(), command, Some(200));
    assert_eq!(execution.ended, Ended::TimedOut);
    assert!(is_gone(&execution));
}

#[test]
fn what_is_left_in_the_background_is_ended() {
    let execution = check("sleep 1000 & echo $!", &Ended::Exit(0));
    assert!(execution.leaked);
    assert!(is_gone(&execution));
}

#[cfg(target_os = "linux")]
#[test]
fn what_detaches_is_ended() {
    // A session of its own, its parent gone, its streams closed: as a daemon is made.
    let daemon = "(setsid sh -c 'echo $$ > pid; exec sleep 1000' >/dev/null 2>&1 &); while [ ! -s pid ]; do :; done; cat pid";
    let execution = check(daemon, &Ended::Exit(0));
    assert!(execution.leaked);
    assert!(is_gone(&execution));
}

#[cfg(target_os = "linux")]
#[test]
fn what_detaches_from_a_command_that_hangs_is_ended() {
    let bench = Bench::new();
    let daemon = "(setsid sh -c 'trap \"\" TERM; echo $$; exec sleep 1000' &); sleep 1000";
    let execution = bench.run_in(bench.path(), daemon, Some(300));
    assert_eq!(execution.ended, Ended::TimedOut);
    assert!(is_gone(&execution));
}

#[test]
fn a_flood_is_counted_and_its_ends_are_kept() {
    let command = "echo first; head -c 20000000 /dev/zero; echo; echo last";
    let execution = check(command, &Ended::Exit(0));
    let output = execution.stdout.output;
    assert_eq!((output.bytes, output.lines), (20_000_012, 3));
    assert!(output.head.starts_with("first\n"));
    assert!(output.tail.ends_with("\nlast\n"));
    assert!(output.head.len() + output.tail.len() < 100_000);
    let mut all = b"first\n".to_vec();
    all.resize(6 + 20_000_000, 0);
    all.extend(b"\nlast\n");
    assert_eq!(output.digest, Digest::of(&all));
}

#[test]
fn any_bytes_are_taken() {
    let execution = check(r"printf '\377\000\033[2Jx'", &Ended::Exit(0));
    assert_eq!(execution.stdout.output.head, "\u{fffd}\0\u{1b}[2Jx");
    assert_eq!(execution.stdout.output.bytes, 7);
}

#[test]
fn a_signal_is_told() {
    check("kill -SEGV $$", &Ended::Signal(11));
    check("kill -KILL $$", &Ended::Signal(9));
    check("sh -c 'kill -SEGV $$'; exit $?", &Ended::Exit(139));
}

#[test]
fn a_command_may_delete_its_own_folder() {
    let bench = Bench::new();
    let folder: Utf8PathBuf = bench.path().join("a");
    assert_eq!(bench.run("mkdir a").ended, Ended::Exit(0));
    let execution = bench.run_in(&folder, "rmdir ../a && echo gone", None);
    assert_eq!(execution.ended, Ended::Exit(0));
    assert_eq!(execution.stdout.output.head, "gone\n");
    let again = bench.run_in(&folder, "true", None);
    let why = format!("there is no folder `{folder}`");
    assert_eq!(again.ended, Ended::NotStarted(why));
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let missing = |what: &str| Ended::MissingProgram(what.to_owned());
    let expected = missing("tip-no-such-program: command not found");
    check("tip-no-such-program --help", &expected);
    check("tip-no-such-program | cat", &expected);
    check("tip-no-such-program | grep x", &expected);
    check("true && FOO=1 tip-no-such-program", &expected);
    check(
        "./no-such-script",
        &missing("./no-such-script: No such file or directory"),
    );
    let before = "a command before a pipe exited with 127: a program was not found";
    check("bash no-such-script.sh | grep x", &missing(before));
}

#[test]
fn what_the_shell_cannot_read_is_not_started() {
    let expected = Ended::NotStarted("the shell cannot read it".to_owned());
    check("fi", &expected);
    check("true | | true", &expected);
}

#[test]
fn a_pipe_hides_no_failure() {
    let hidden = |code, before| Ended::HiddenFailure {
        code,
        before,
        finds_nothing: false,
    };
    check("(exit 3) | cat", &hidden(3, 3));
    check("(exit 3) | grep x", &hidden(1, 3));
    check("! (exit 3) | grep x", &hidden(0, 3));
    let execution = check("echo a >&2; (exit 3) | tee /dev/null", &hidden(3, 3));
    assert_eq!(execution.stderr.output.head, "a\n");
    check("echo a | grep b", &Ended::Exit(1));
    let found_nothing = Ended::HiddenFailure {
        code: 1,
        before: 1,
        finds_nothing: true,
    };
    check("echo a | grep -c b | cat", &found_nothing);
    check("grep x no-such-file | cat", &hidden(2, 2));
    check("echo a | grep b | (exit 1)", &hidden(1, 1));
    check("(exit 1) | grep -c b | cat", &hidden(1, 1));
    check("echo a | grep b | cat && true", &hidden(1, 1));
    check("echo a | grep a", &Ended::Exit(0));
}

#[test]
fn a_pipe_that_is_closed_early_is_no_failure() {
    check("yes | head -1", &Ended::Exit(0));
    check("cd / && yes | head -1 | cat", &Ended::Exit(0));
    check("yes | head -1 | grep n", &Ended::Exit(1));
    // What follows did not run, and nobody knows why.
    check("yes | head -1 && echo more", &Ended::BrokenPipe);
}

#[test]
fn a_shell_that_sees_no_failure_before_a_pipe_decides_nothing() {
    let bench = Bench {
        executor: LocalExecutor::new(None).with_shell("/bin/sh"),
        ..Bench::new()
    };
    assert_eq!(bench.run("false | cat").ended, Ended::BrokenPipe);
    assert_eq!(bench.run("echo a | grep b").ended, Ended::Exit(1));
    assert_eq!(bench.run("exit 4").ended, Ended::Exit(4));
}

#[test]
fn nothing_starts_after_an_interruption() {
    let bench = Bench::new();
    bench.interrupt.raise();
    assert_eq!(bench.run("touch started").ended, Ended::Interrupted);
    assert_eq!(
        Bench {
            interrupt: Interrupt::default(),
            ..bench
        }
        .run("ls")
        .stdout
        .output
        .head,
        ""
    );
}

#[test]
fn an_interruption_ends_what_runs() {
    let bench = Bench::new();
    let started = bench.path().join("started");
    let interrupt = bench.interrupt.clone();
    let execution = std::thread::scope(|scope| {
        scope.spawn(move || {
            while read(&started).is_none_or(|it| it.is_empty()) {
                std::thread::yield_now();
            }
            interrupt.raise();
        });
        bench.run("echo $$; echo yes > started; sleep 1000")
    });
    assert_eq!(execution.ended, Ended::Interrupted);
    assert!(is_gone(&execution));
}

#[expect(clippy::disallowed_methods, reason = "the test waits for a file")]
fn read(path: &Utf8Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// Runs a command as it is, and with its first word in quotes, which is the same to a shell and asks for one.
#[track_caller]
fn check_alike(bench: &Bench, directory: &Utf8Path, command: &str) -> Execution {
    let direct = bench.run_in(directory, command, None);
    let (program, rest) = command.split_once(' ').unwrap_or((command, ""));
    let shell = bench.run_in(directory, &format!("'{program}' {rest}"), None);
    let sorted = |it: &Execution| {
        let lines = it.stdout.output.head.lines();
        // Each run has a mark of its own.
        let mut lines: Vec<String> = lines
            .filter(|it| !it.starts_with(MARK))
            .map(str::to_owned)
            .collect();
        lines.sort_unstable();
        (it.ended.clone(), lines, it.stderr.output.head.clone())
    };
    assert_eq!(sorted(&direct), sorted(&shell), "{command}");
    direct
}

#[test]
fn a_program_that_needs_no_shell_sees_what_a_shell_would_show_it() {
    let mut bench = Bench::new();
    bench.environment.push(("HOME".into(), "/h o".into()));
    bench.environment.push(("B".into(), "$A".into()));
    let root = bench.path().to_path_buf();
    let script = "#!/bin/sh\nfor it in \"$0\" \"$@\" \"$PWD\" \"$_\"; do printf '<%s>\\n' \"$it\"; done\nexit 3\n";
    let files = format!(
        "mkdir -p bin real; ln -s real link; cat > bin/show <<'E'\n{script}E\nchmod +x bin/show; cp bin/show real/show"
    );
    assert_eq!(bench.run(&files).ended, Ended::Exit(0));
    bench.environment[0].1 = format!("{root}/bin:/usr/local/bin:/usr/bin:/bin").into();
    for command in [
        "env",
        "show a 'b  $c' \"d\"e '' --f=g,h:i",
        "./bin/show",
        "bin/show x",
    ] {
        check_alike(&bench, &root, command);
    }
    let shown = check_alike(&bench, &root.join("link"), "./show");
    assert_eq!(shown.ended, Ended::Exit(3));
}

#[test]
fn what_cannot_be_started_is_told_as_a_shell_tells_it() {
    let bench = Bench::new();
    let files = "mkdir folder; echo exit 4 > text; printf 'echo a; exit 5' > script; printf '#!/no/such\\n' > lost; chmod +x script lost";
    assert_eq!(bench.run(files).ended, Ended::Exit(0));
    let root = bench.path();
    let ended = |command: &str| check_alike(&bench, root, command).ended;
    assert_eq!(ended("./script"), Ended::Exit(5));
    for command in [
        "no-such-program a",
        "./no-such",
        "./text",
        "./lost",
        "./folder",
    ] {
        let ended = ended(command);
        assert!(
            matches!(ended, Ended::MissingProgram(_)),
            "{command}: {ended:?}"
        );
    }
}

#[test]
fn variables_that_a_shell_minds_are_given_to_one() {
    let mut bench = Bench::new();
    let root = bench.path().to_path_buf();
    assert_eq!(bench.run("echo 'exit 6' > first").ended, Ended::Exit(0));
    let first = root.join("first").into_string();
    bench.environment.push(("BASH_ENV".into(), first.into()));
    assert_eq!(bench.run("env").ended, Ended::Exit(6));
}

#[test]
fn what_a_shell_answers_by_itself_is_answered_alike_without_one() {
    let bench = Bench::new();
    assert_eq!(
        bench.run("echo a > file; mkdir folder").ended,
        Ended::Exit(0)
    );
    let commands = [
        "true",
        "false",
        "test -f file",
        "test -f folder",
        "test -d folder",
        "test -e nothing",
        "test -s file",
        "test -n ''",
        "test -z ''",
        "test 2 -gt 10",
        "test -2 -lt 1",
        "test a = a",
        "test a = b",
    ];
    for command in commands {
        check_alike(&bench, bench.path(), command);
    }
}

#[test]
fn a_program_named_as_what_a_shell_does_itself_is_not_taken_for_it() {
    let mut bench = Bench::new();
    let root = bench.path().to_path_buf();
    let made = bench
        .run("for it in test true cd; do printf '#!/bin/sh\\nexit 7\\n' > $it; chmod +x $it; done");
    assert_eq!(made.ended, Ended::Exit(0));
    bench.environment[0].1 = format!("{root}:/usr/bin:/bin").into();
    for command in ["true", "test -f true", "cd ."] {
        assert_eq!(bench.run(command).ended, Ended::Exit(0), "{command}");
    }
}

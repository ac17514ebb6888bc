//! `tip verify` that is killed, interrupted, or runs several times at once.

use std::io::Read;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::run::{command_in, tip_in};
use crate::verify::{HEAD, harbor, has, read, tip};

/// How often a runner is killed in a test; more often by hand, with `TIP_KILLS=200`.
fn kills() -> u32 {
    let kills = option_env!("TIP_KILLS").and_then(|it| it.parse().ok());
    kills.unwrap_or(12)
}

#[test]
fn a_killed_runner_loses_nothing_that_had_ended() {
    use std::fmt::Write as _;
    let mut boxes = String::new();
    for at in 0..60 {
        let _ = writeln!(boxes, "- [ ] Number {at}: `echo {at}`");
    }
    let repository = harbor(&boxes);
    let folder = repository.path();
    let mut seen = 0;
    for kill in 0..kills() {
        let arguments = ["verify", "tides", "--trust-all", "--fresh", "-j", "2"];
        let mut child = command_in(folder, &arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("tip runs");
        // It is killed after it has said so much, at any point of what it does then.
        let mut out = child.stdout.take().expect("it is piped");
        let mut said = vec![0; (kill as usize * 7919) % 1500];
        let _ = out.read(&mut said);
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
        let mut rest = String::new();
        let _ = out.read_to_string(&mut rest);
        let said = String::from_utf8_lossy(&said).into_owned() + &rest;
        let ended = said.matches("  passed ").count();
        let exported = tip_in(folder, &["evidence", "export"]);
        let kept = exported.lines().filter(|it| it.starts_with('{')).count();
        assert!(
            kept >= seen + ended,
            "{kept} kept, {seen} before, {ended} told"
        );
        seen = kept;
    }
    // What the killed ones were running is no longer theirs.
    let shown = tip(folder, &["verify", "tides", "--trust-all"]);
    assert!(shown.contains("60 passed"), "{shown}");
}

#[test]
fn two_at_once_run_nothing_twice() {
    use std::fmt::Write as _;
    let mut boxes = String::new();
    for at in 0..20 {
        let _ = writeln!(boxes, "- [ ] Number {at}: `echo {at} >> .ran`");
    }
    let repository = harbor(&boxes);
    repository.write(".gitignore", ".ran\n");
    let folder = repository.path();
    let spawn = || {
        let child = command_in(folder, &["verify", "tides", "--trust-all"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        child.expect("tip runs")
    };
    let both = [spawn(), spawn()];
    for child in both {
        let output = child.wait_with_output().expect("it ends");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("20 passed"), "{text}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("warning"), "{said}");
    }
    let ran = read(folder, ".ran");
    let mut numbers: Vec<&str> = ran.lines().collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!((ran.lines().count(), numbers.len()), (20, 20));
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_nothing_behind_and_is_kept() {
    let boxes = "- [x] Hangs: `bash -c \"(setsid sleep 1000 &); echo $$ > .ran; sleep 1000\"`\n- [ ] Later: `echo later`\n";
    let repository = harbor(boxes);
    let folder = repository.path();
    let child = command_in(folder, &["verify", "tides", "--trust-all", "--tick"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tip runs");
    while !has(folder, ".ran") || read(folder, ".ran").is_empty() {
        std::thread::yield_now();
    }
    let process = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    kill_process(process.expect("a process id"), Signal::INT).expect("it is told");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("interrupted"), "{text}");
    let hanging: i32 = read(folder, ".ran").trim().parse().expect("a process id");
    let hanging = Pid::from_raw(hanging).expect("a process id");
    assert!(test_kill_process(hanging).is_err());
    assert_eq!(read(folder, "docs/tips/tides.md"), format!("{HEAD}{boxes}"));
    let exported = tip_in(folder, &["evidence", "export"]);
    assert!(
        exported.contains("\"outcome\":\"interrupted\""),
        "{exported}"
    );
}

#[test]
fn many_ticks_at_once_all_come_to_their_turn() {
    let boxes: Vec<String> = (1..=8)
        .map(|n| format!("- [ ] It is {n}: `test -e src/a && echo {n}`\n"))
        .collect();
    let repository = harbor(&boxes.concat());
    let folder = repository.path();
    std::thread::scope(|scope| {
        for n in 1..=8 {
            scope.spawn(move || {
                let name = format!("tides#P1.C{n}");
                tip_in(folder, &["verify", &name, "--tick", "--trust-all"])
            });
        }
    });
    let text = read(folder, "docs/tips/tides.md");
    assert_eq!(text.matches("- [x]").count(), 8, "{text}");
}

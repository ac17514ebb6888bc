//! What a command shows, and what is expected of it.

use std::time::Duration;

use tip_ledger::{Outcome, Output};
use tip_plan::{Bound, Expectation};
use tip_run::{Captured, Ended, Execution, Found, judge};

use tip_ledger::Outcome::{
    Failed, Interrupted, MissingProgram, NotStarted, Passed, TimedOut, Undecided,
};

fn showed(ended: Ended, stdout: &str) -> Execution {
    Execution {
        ended,
        stdout: Captured {
            output: Output {
                head: stdout.to_owned(),
                bytes: stdout.len() as u64,
                lines: stdout.lines().count() as u64,
                ..Output::default()
            },
            found: Vec::new(),
            blank: stdout.trim().is_empty(),
        },
        stderr: Captured {
            blank: true,
            ..Captured::default()
        },
        duration: Duration::ZERO,
        leaked: false,
    }
}

#[track_caller]
fn check(command: &str, expectation: &Expectation, code: i32, stdout: &str, expected: Outcome) {
    let verdict = judge(command, expectation, &showed(Ended::Exit(code), stdout));
    assert_eq!(verdict.outcome, expected, "{command}: {verdict:?}");
}

#[test]
fn an_exit_code_decides_where_one_is_expected() {
    use Expectation::{ExitCode, Failure, Success};
    check("make", &Success, 0, "", Passed);
    check("make", &Success, 2, "", Failed);
    check("make", &Failure, 2, "", Passed);
    check("make", &Failure, 0, "", Failed);
    check("make", &ExitCode(2), 2, "", Passed);
    check("make", &ExitCode(2), 1, "", Failed);
}

#[test]
fn what_could_not_look_did_not_answer_no() {
    let failure = Expectation::Failure;
    for command in ["grep -q x a", "cat a | rg x", "diff a b", "test -f a"] {
        check(command, &failure, 1, "", Passed);
        check(command, &failure, 2, "", Failed);
    }
    check("! grep -q x a", &failure, 1, "", Passed);
    check("make", &failure, 2, "", Passed);
    check("grep -q x a", &Expectation::ExitCode(2), 2, "", Passed);
}

#[test]
fn a_number_is_compared_where_it_is_clear_which_is_meant() {
    let bound = |text: &str| Expectation::Bound(Bound::read(text).expect("it is a bound"));
    let two = bound(">= 2");
    check("wc -l a", &two, 0, "2 a\n", Passed);
    check("wc -l a", &two, 0, "1 a\n", Failed);
    check("wc -l a b", &two, 0, " 3 a\n 4 b\n 7 total\n", Passed);
    check("wc -l a b", &two, 0, " 1 a\n 4 b\n 5 total\n", Undecided);
    check("grep -c x a", &bound("< 5"), 1, "0\n", Passed);
    check("make", &two, 1, "3\n", Failed);
    check("make", &two, 0, "3 of 5\n", Undecided);
    check("make", &two, 0, "", Undecided);
    check("cov", &bound(">= 80 %"), 0, "a 50%\nTOTAL 80%\n", Passed);
    check("cov", &bound("> 80 %"), 0, "TOTAL 80%\n", Failed);
    let lines = bound("< 2 lines");
    check("grep x a", &lines, 1, "", Passed);
    check("grep x a", &lines, 0, "x\nx\n", Failed);
    check("grep x a", &lines, 2, "", Failed);
}

#[test]
fn some_texts_are_shown_and_others_are_not() {
    let of = |code, found: [Found; 2]| {
        let expectation = Expectation::ContainsBut {
            texts: vec!["up".to_owned(), "down".to_owned()],
            shown: 1,
        };
        let mut execution = showed(Ended::Exit(code), "");
        execution.stdout.found = found.to_vec();
        judge("make", &expectation, &execution).outcome
    };
    assert_eq!(of(0, [Found::Whole, Found::No]), Passed);
    assert_eq!(of(0, [Found::Whole, Found::Whole]), Failed);
    assert_eq!(of(0, [Found::No, Found::No]), Failed);
    assert_eq!(of(0, [Found::Whole, Found::Within]), Undecided);
    assert_eq!(of(1, [Found::Whole, Found::No]), Undecided);
}

#[test]
fn a_failure_may_have_to_show_something() {
    let of = |code, exit, found| {
        let texts = vec!["quota".to_owned()];
        let mut execution = showed(Ended::Exit(exit), "");
        execution.stderr.found = vec![found];
        judge("make", &Expectation::FailsWith { code, texts }, &execution).outcome
    };
    assert_eq!(of(None, 1, Found::Whole), Passed);
    assert_eq!(of(None, 0, Found::Whole), Failed);
    assert_eq!(of(Some(2), 2, Found::Whole), Passed);
    assert_eq!(of(Some(2), 1, Found::Whole), Failed);
    assert_eq!(of(None, 1, Found::Within), Undecided);
    assert_eq!(of(None, 1, Found::No), Undecided);
}

#[test]
fn a_number_may_be_what_is_printed_or_the_code() {
    let one = Expectation::Output("1".to_owned());
    check("sh a.sh", &one, 0, "1\n", Passed);
    check("sh a.sh", &one, 1, "no\n", Undecided);
    check("sh a.sh", &one, 2, "no\n", Failed);
}

#[test]
fn a_search_that_finds_nothing_is_silent_by_its_code() {
    let silence = Expectation::Silence;
    check("grep -r x src", &silence, 1, "", Passed);
    check("grep -r x src", &silence, 0, "src/a: x\n", Failed);
    // With -q nothing is printed either way.
    check("grep -q x src/a", &silence, 0, "", Failed);
    check("grep -c x a", &silence, 1, "0\n", Passed);
    check("grep x no-such-file", &silence, 2, "", Failed);
    check("git grep x", &silence, 1, "", Passed);
    check("! grep x a", &silence, 0, "", Passed);
    check("cat a | rg x", &silence, 1, "", Passed);
}

#[test]
fn what_prints_nothing_has_to_succeed_as_well() {
    let silence = Expectation::Silence;
    check("git status --porcelain", &silence, 0, "", Passed);
    check("git status --porcelain", &silence, 0, " M a\n", Failed);
    check("git status --porcelain", &silence, 128, "", Failed);
    check("grep x a | wc -l", &silence, 0, "0\n", Passed);
    check("grep x a || echo none", &silence, 0, "none\n", Undecided);
    check("grep x a || true", &silence, 0, "", Passed);
}

#[test]
fn output_is_compared_without_white_space_at_its_ends() {
    let four = Expectation::Output("4".to_owned());
    check("ls | wc -l", &four, 0, "       4\n", Passed);
    check("wc -l a", &four, 0, "4 a\n", Passed);
    check("echo 44", &four, 0, "44\n", Failed);
    check("echo 4", &four, 1, "4\n", Failed);
    let none = Expectation::Output("0".to_owned());
    check("grep -c x a", &none, 1, "0\n", Passed);
}

#[test]
fn lines_are_counted() {
    let two = Expectation::Lines(2);
    check("ls", &two, 0, "a\nb\n", Passed);
    check("ls", &two, 0, "a\n", Failed);
    check("ls | wc -l", &two, 0, "2\n", Passed);
    check("ls", &two, 1, "a\nb\n", Failed);
    check("grep x a", &Expectation::Lines(0), 1, "", Passed);
}

#[test]
fn what_is_shown_beside_a_failure_decides_nothing() {
    let shown = Expectation::Contains("5 passed".to_owned());
    let of = |code, found| {
        let mut execution = showed(Ended::Exit(code), "5 passed");
        execution.stderr.found = vec![found];
        judge("pytest", &shown, &execution).outcome
    };
    assert_eq!(of(0, Found::Whole), Passed);
    assert_eq!(of(1, Found::Whole), Undecided);
    assert_eq!(of(0, Found::Within), Undecided);
    assert_eq!(of(0, Found::No), Failed);
}

#[test]
fn each_of_several_texts_has_to_be_shown_somewhere() {
    let both = Expectation::ContainsAll(vec!["x".to_owned(), "y".to_owned()]);
    let of = |stdout: [Found; 2], stderr: [Found; 2]| {
        let mut execution = showed(Ended::Exit(0), "x");
        execution.stdout.found = stdout.to_vec();
        execution.stderr.found = stderr.to_vec();
        judge("make", &both, &execution).outcome
    };
    let (no, whole) = (Found::No, Found::Whole);
    assert_eq!(of([whole, whole], [no, no]), Passed);
    assert_eq!(of([whole, no], [no, whole]), Passed);
    assert_eq!(of([whole, no], [no, no]), Failed);
    assert_eq!(of([whole, Found::Within], [no, no]), Undecided);
}

#[test]
fn what_must_not_be_shown_is_absent_from_a_run_that_succeeded() {
    let lacks = Expectation::Lacks(vec!["secret".to_owned()]);
    let of = |command, code, found| {
        let mut execution = showed(Ended::Exit(code), "x");
        execution.stdout.found = vec![found];
        judge(command, &lacks, &execution).outcome
    };
    assert_eq!(of("make", 0, Found::No), Passed);
    assert_eq!(of("make", 0, Found::Whole), Failed);
    assert_eq!(of("make", 1, Found::Whole), Failed);
    assert_eq!(of("make", 0, Found::Within), Undecided);
    // Nothing is shown by what breaks at once.
    assert_eq!(of("make", 1, Found::No), Undecided);
    assert_eq!(of("grep x a", 1, Found::No), Passed);
}

#[test]
fn what_cannot_be_read_is_left_to_a_person() {
    let unreadable = Expectation::Unreadable("looks right".to_owned());
    check("make", &unreadable, 0, "", Undecided);
    check("make", &unreadable, 1, "", Undecided);
}

#[test]
fn what_has_no_answer_is_neither_passed_nor_failed() {
    let all = [
        Expectation::Success,
        Expectation::Failure,
        Expectation::Silence,
        Expectation::Unreadable("x".to_owned()),
    ];
    for expectation in all {
        for (ended, expected) in [
            (Ended::TimedOut, TimedOut),
            (Ended::Interrupted, Interrupted),
            (Ended::BrokenPipe, Undecided),
            (Ended::NotStarted("x".to_owned()), NotStarted),
            (Ended::MissingProgram("x".to_owned()), MissingProgram),
            // Somebody killed it, or memory ran out.
            (Ended::Signal(9), Interrupted),
            (Ended::Exit(137), Interrupted),
            (Ended::Exit(130), Interrupted),
        ] {
            let verdict = judge("make", &expectation, &showed(ended, ""));
            assert_eq!(verdict.outcome, expected, "{expectation:?}");
        }
    }
}

#[test]
fn a_crash_fails_and_is_not_the_failure_that_is_expected() {
    let of = |it: &Expectation| judge("make", it, &showed(Ended::Signal(11), "")).outcome;
    assert_eq!(of(&Expectation::Success), Failed);
    assert_eq!(of(&Expectation::Failure), Undecided);
}

#[test]
fn a_failure_before_a_pipe_fails() {
    let hidden = Ended::HiddenFailure {
        code: 1,
        before: 3,
        finds_nothing: false,
    };
    let of = |it: &Expectation| judge("a | grep x", it, &showed(hidden.clone(), "")).outcome;
    assert_eq!(of(&Expectation::Success), Failed);
    assert_eq!(of(&Expectation::Silence), Failed);
    assert_eq!(of(&Expectation::Failure), Passed);
}

#[test]
fn what_never_began_did_not_fail_as_expected() {
    let of = |expectation: &Expectation, ended, said: &str| {
        let mut execution = showed(ended, "");
        execution.stderr.output.head = said.to_owned();
        judge("python3 -m pytest a", expectation, &execution)
    };
    let missing = "/usr/bin/python3: No module named pytest\n";
    let failure = Expectation::Failure;
    let verdict = of(&failure, Ended::Exit(1), missing);
    assert_eq!(verdict.outcome, MissingProgram);
    let reason = verdict.reason.unwrap_or_default();
    assert!(reason.contains("No module named pytest") && reason.contains("`exits 1`"));
    let hidden = Ended::HiddenFailure {
        code: 1,
        before: 1,
        finds_nothing: false,
    };
    assert_eq!(of(&failure, hidden, missing).outcome, MissingProgram);
    // The code says that it is meant.
    let code = Expectation::ExitCode(1);
    assert_eq!(of(&code, Ended::Exit(1), missing).outcome, Passed);
    assert_eq!(of(&failure, Ended::Exit(0), missing).outcome, Failed);
    let red = "E   ModuleNotFoundError: No module named 'kite'\n";
    assert_eq!(of(&failure, Ended::Exit(1), red).outcome, Passed);
}

#[test]
fn a_search_before_a_pipe_that_finds_nothing_is_judged_by_what_is_printed() {
    let of = |expectation: &Expectation, stdout: &str| {
        let hidden = Ended::HiddenFailure {
            code: 1,
            before: 1,
            finds_nothing: true,
        };
        judge("grep -c x a | cat", expectation, &showed(hidden, stdout)).outcome
    };
    assert_eq!(of(&Expectation::Silence, "0\n"), Passed);
    assert_eq!(of(&Expectation::Silence, ""), Passed);
    assert_eq!(of(&Expectation::Silence, "y\n"), Failed);
    assert_eq!(of(&Expectation::Output("0".to_owned()), "0\n"), Passed);
    assert_eq!(of(&Expectation::Output("4".to_owned()), "0\n"), Failed);
    assert_eq!(of(&Expectation::Success, ""), Failed);
    assert_eq!(of(&Expectation::Failure, ""), Passed);
}

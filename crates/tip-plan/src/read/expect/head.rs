//! What the words before a command say of it.

use tip_syntax::scan;

use super::stated::stated;
use super::{claim, clause, denied, shorten, shower, texts, value};
use crate::Expectation;
use crate::read::shell;

/// Reads what words before a command say that it shows: `Exactly 3 matches:`, `The output contains "x":`, `Prints 5:`.
pub(super) fn promised_value(head: &str, command: &str) -> Option<Expectation> {
    let told = head.strip_suffix(':')?.trim_matches(['*', '_', ' ']);
    let folded = scan::normalized(told);
    let counted = folded.strip_prefix("exactly ").unwrap_or(&folded);
    let counts = counted.split_once(' ').is_some_and(|(number, unit)| {
        let unit = unit.split(' ').next().unwrap_or_default();
        number.bytes().all(|b| b.is_ascii_digit()) && (claim::counts(unit) || unit == "or")
    });
    if counts {
        let lower = told.replacen("Exactly", "exactly", 1);
        return value::counted(&lower, command);
    }
    let output = ["the output ", "output ", "its output ", "the result "]
        .iter()
        .any(|it| folded.starts_with(it));
    let at = if output {
        scan::find_ignore_case(told, "output ")
            .map(|at| at + "output ".len())
            .or_else(|| scan::find_ignore_case(told, "result ").map(|at| at + "result ".len()))?
    } else {
        0
    };
    let statement = &told[at..];
    let verb = scan::word(statement).to_ascii_lowercase();
    let shows = matches!(
        verb.as_str(),
        "contains"
            | "displays"
            | "equals"
            | "includes"
            | "is"
            | "lists"
            | "matches"
            | "outputs"
            | "prints"
            | "returns"
            | "shows"
    );
    if !shows || verb == "is" && !output {
        return None;
    }
    let statement = format!("{verb}{}", &statement[verb.len()..]);
    Some(
        stated(&statement, command)
            .filter(|it| *it != Expectation::Success)
            .unwrap_or_else(|| Expectation::Unreadable(shorten(head))),
    )
}

/// Reads an announcement before the command: `No matches for: `, `Expect failure: `.
pub(super) fn announced(head: &str, command: &str) -> Option<Expectation> {
    let folded = scan::normalized(head);
    let program = shell::program(command).unwrap_or_default();
    if (shower::SEARCHES.contains(&program) || program == "find" || shower::searches_last(command))
        && denied::finds_nothing(head)
        && !folded.contains("not empty")
    {
        return Some(Expectation::Silence);
    }
    let fails = [
        "expect fail",
        "expected fail",
        "expect failure",
        "verify it fails",
        "verify they fail",
        "should fail",
        "confirm it fails",
        "test fails",
        "tests fail",
        "verify failure",
    ];
    // `No test fails` says the opposite.
    let fails = fails.iter().any(|it| folded.contains(it)) && !denied::denies(head);
    fails.then_some(Expectation::Failure)
}

/// Returns the last clause before a command; where it does nothing but lead to the command, with the one before it.
pub(super) fn last_clause(before: &str) -> String {
    let before = before.trim_end_matches(['`', ' ']);
    let paragraph = before.rsplit("\n\n").next().unwrap_or(before);
    let mut told = Vec::new();
    for clause in clause::clauses(paragraph).into_iter().rev() {
        told.push(clause);
        if !leads_only(clause) {
            break;
        }
    }
    told.reverse();
    let told = told.join(" ");
    let words: Vec<&str> = behind_commands(&told).split_whitespace().collect();
    words.join(" ")
}

/// Takes off what is said of the command before: `` `a` has no errors, and ``.
fn behind_commands(told: &str) -> &str {
    let mut behind = None;
    let mut from = 0;
    while let Some((_, inner, end)) = texts::next(&told[from..]) {
        from += end;
        if shell::reads_like_command(inner) {
            behind = Some(from);
        }
    }
    let Some(behind) = behind.map(|at| &told[at..]) else {
        return told;
    };
    // What only joins them leaves the words before both to both.
    let words = scan::normalized(&texts::unquoted(behind));
    if leads_only(&words) || matches!(words.as_str(), "or" | "plus") {
        return told;
    }
    match behind.trim_end().strip_suffix(':') {
        Some(own) => own.rsplit([',', ';']).next().unwrap_or(own),
        None => "",
    }
}

/// Returns whether words do nothing but lead to a command: `Check with`, `Verify:`.
fn leads_only(clause: &str) -> bool {
    scan::normalized(clause).split(' ').all(|word| {
        matches!(
            word,
            "" | "a"
                | "and"
                | "by"
                | "check"
                | "checked"
                | "command"
                | "confirm"
                | "confirmed"
                | "it"
                | "run"
                | "running"
                | "see"
                | "test"
                | "the"
                | "then"
                | "this"
                | "to"
                | "using"
                | "verified"
                | "verify"
                | "via"
                | "with"
        )
    })
}

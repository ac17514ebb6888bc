//! What is expected of a command, read from the words around it.

mod aside;
mod beyond;
mod bound;
mod claim;
mod clause;
mod denied;
mod failure;
mod head;
mod negated;
mod open;
mod shower;
mod shown;
mod stated;
mod suite;
mod tells;
mod texts;
mod value;

use tip_syntax::scan;

use self::clause::Said;
use self::failure::says_failure;
pub use self::shower::counts;
use self::stated::stated;
use self::texts::quoted;
use super::told::{ToldBefore, told_before};
use crate::Expectation;

/// Reads the expectation of a command from the words before and after it.
///
/// `after` reaches to the end of the item or of the sentence. Returns `None` when the words say nothing, which means success. Words that
/// tell of an outcome and cannot be read surely leave it to a person.
pub(crate) fn of_words(command: &str, before: &str, after: &str) -> Option<Expectation> {
    read_words(command, before, after).map(open::closed)
}

fn read_words(command: &str, before: &str, after: &str) -> Option<Expectation> {
    let head = head::last_clause(super::intent::tail(before, 240));
    // `If x fails, …`: nobody says that it does.
    let lead = head.rsplit(": ").next().unwrap_or(&head);
    if lead
        .split_whitespace()
        .any(|it| it.eq_ignore_ascii_case("if"))
    {
        return None;
    }
    let said = Said::read(after, command);
    if is_informational(&said) {
        return Some(Expectation::Unreadable(shorten(
            after.trim_start_matches('`'),
        )));
    }
    let found = told_by(command, &head, &said, (before, after));
    if matches!(found, None | Some(Expectation::Success))
        && let Some(asked) = beyond::asked(after)
    {
        return Some(Expectation::Unreadable(shorten(asked)));
    }
    // That a search finds what is said not to be there is no success.
    let untold = matches!(found, None | Some(Expectation::Success));
    let denied = || {
        denied::denies(&head)
            || found.is_none() && denied::denies(&claim::without_asides(said.sentence))
    };
    if untold && denied::shows_what_is_there(command) && denied() {
        return Some(Expectation::Unreadable(shorten(if denied::denies(&head) {
            &head
        } else {
            said.sentence
        })));
    }
    found
}

fn told_by(
    command: &str,
    head: &str,
    said: &Said<'_>,
    (before, after): (&str, &str),
) -> Option<Expectation> {
    if let Some(value) = said.expected {
        return Some(read_expected(value, command));
    }
    let aside = said.aside.and_then(|it| aside::read(it, command));
    // `Expect `a` to fail`
    let to = said.sentence.strip_prefix("to ").filter(|_| {
        let word = head
            .rsplit(|c: char| !c.is_alphabetic())
            .find(|it| !it.is_empty());
        word.is_some_and(|it| {
            ["expect", "expects", "expected"]
                .iter()
                .any(|word| it.eq_ignore_ascii_case(word))
        })
    });
    let told = to.map_or_else(|| sentence(said, command), |it| stated(it, command));
    let found = match (aside, told) {
        // What a parenthesis and the sentence say is more than one of them.
        (Some(aside), Some(told)) if aside != Expectation::Success && told != aside => {
            if told == Expectation::Success {
                Some(aside)
            } else {
                Some(Expectation::Unreadable(shorten(
                    after.trim_start_matches('`'),
                )))
            }
        }
        (aside, told) => told.or(aside),
    };
    if found.is_some() {
        return found;
    }
    match told_before(before, after) {
        Some(ToldBefore::Nothing) => return Some(Expectation::Silence),
        Some(ToldBefore::NoError) if !shower::shows(command) => return None,
        _ => {}
    }
    if let Some(found) = head::announced(head, command) {
        return Some(found);
    }
    // `x enumerates every plan` claims something that only a person can judge.
    let claim = after.trim_start_matches('`');
    if claims(claim) {
        return Some(Expectation::Unreadable(shorten(claim)));
    }
    let sentence = explained(said.sentence);
    if claim::claims(sentence)
        || said
            .aside
            .is_some_and(|it| claim::aside_claims(it, shower::counts(command)))
    {
        return Some(Expectation::Unreadable(shorten(claim)));
    }
    if let Some(found) = goes_on(said.next, command) {
        return Some(found);
    }
    // A number behind a search says how much is found, in whatever language.
    if (shower::shows(command) || shower::searches(command)) && counts_something(sentence) {
        return Some(Expectation::Unreadable(shorten(claim)));
    }
    // `Help names every flag: x --help`: that it succeeds does not show it.
    let shows = shower::shows(command) || command.starts_with("ls ");
    if (shows || shower::searches(command) || shower::is_script(command))
        && let Some(found) = head::promised_value(head, command)
    {
        return Some(found);
    }
    if let Some(found) = bound::within(head, command) {
        return Some(found);
    }
    // One word is a name for the criterion.
    let several = head.split_whitespace().nth(1).is_some();
    let plain = texts::unquoted(&claim::without_asides(head));
    // `Coverage is above 80 %: pytest --cov`: exit 0 compares nothing that the command does not name.
    let names = |it: &str| {
        let number = |c: char| !c.is_ascii_digit();
        it.split(number)
            .any(|it| !it.is_empty() && command.contains(it))
    };
    let promised = several
        && (claim::claims(head) && (shows || shower::is_own(command))
            || claim::bounds(&plain) && !names(&plain)
            || claim::tells_number(&plain) && shows && !names(&plain));
    promised.then(|| Expectation::Unreadable(shorten(head)))
}

/// Returns whether it is said that what becomes of a command does not count.
fn is_informational(said: &Said<'_>) -> bool {
    let words = [said.sentence, said.aside.unwrap_or_default()];
    words.iter().any(|text| {
        ["informational", "non-blocking", "advisory", "best-effort"]
            .iter()
            .any(|it| scan::find_ignore_case(text, it).is_some())
    })
}

/// Returns whether a verb and a number lead a sentence: `vrátí 0 výsledků`.
fn counts_something(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace();
    let verb = words.next().unwrap_or_default();
    let number = words.next().unwrap_or_default();
    verb.chars().all(char::is_alphabetic)
        && !matches!(
            verb,
            "in" | "on" | "at" | "of" | "for" | "from" | "and" | "after" | "before"
        )
        && !number.is_empty()
        && number.bytes().all(|it| it.is_ascii_digit())
}

/// Takes off what explains a word of success: `green: every row has a partner`.
fn explained(sentence: &str) -> &str {
    let folded = scan::normalized(sentence);
    let mut words = folded.split(' ');
    let well = matches!(
        words.next(),
        Some("passes" | "pass" | "green" | "succeeds" | "succeed" | "clean" | "works")
    ) || folded.starts_with("exits 0")
        || folded.starts_with("is green");
    if !well {
        return sentence;
    }
    let end = [": ", " — ", " -- ", " – "]
        .iter()
        .filter_map(|sign| sentence.find(sign).map(|at| (at, sign.len())))
        .min();
    match end {
        Some((at, len)) if !claim::tells(scan::word(&sentence[at + len..])) => &sentence[..at],
        _ => sentence,
    }
}

/// Reads the sentence behind a command.
fn sentence(said: &Said<'_>, command: &str) -> Option<Expectation> {
    let text = said.sentence;
    if text.is_empty() {
        return None;
    }
    let next = text
        .strip_prefix('`')
        .and_then(|inner| inner.split_once('`'))
        .is_some_and(|(inner, _)| super::shell::is_command(inner, false));
    if said.sign {
        // `a` → `b` are steps, one after the other.
        return (!next).then(|| value::value(text, command));
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) && shower::shows(command) {
        return Some(value::value(text, command));
    }
    stated(text, command)
}

/// Reads what stands beside a command as a comment: `# expect 5`, `# no output`.
pub(crate) fn of_comment(comment: &str, command: &str) -> Option<Expectation> {
    let comment = comment.trim();
    let first = scan::word(comment).to_ascii_lowercase();
    // `# Check all components` says what the command does.
    if matches!(first.as_str(), "check" | "checks" | "run" | "runs") {
        return None;
    }
    let found = of_words(command, "", &format!(" — {comment}"));
    if found.is_some() {
        return found;
    }
    let told = matches!(
        first.as_str(),
        "should" | "must" | "expect" | "expects" | "expected"
    );
    let counts = shower::shows(command) && comment.contains(|c: char| c.is_ascii_digit());
    let well = ["pass", "succe", "green", "work", "exit 0"]
        .iter()
        .any(|it| scan::find_ignore_case(comment, it).is_some());
    (told && !well || counts).then(|| Expectation::Unreadable(shorten(comment)))
}

/// Reads what is shown in a block of its own: one line without a number that may change is looked for, more is for a person.
///
/// One that begins with a verdict says what becomes of the command: `FAIL because the route is missing`.
pub(crate) fn of_block(block: &str, command: &str) -> Expectation {
    let verdict = scan::word(block.trim());
    if matches!(verdict, "FAIL" | "FAILS" | "PASS" | "PASSES") && block.trim().contains(' ') {
        return of_expected(block, command);
    }
    let mut lines = block.lines().map(str::trim).filter(|it| !it.is_empty());
    let first = lines.next().unwrap_or_default();
    let alone = lines.next().is_none();
    let counted = first.bytes().all(|it| it.is_ascii_digit());
    let steady = !first.contains(|c: char| c.is_ascii_digit()) && first.len() <= 200;
    open::closed(if first.is_empty() {
        Expectation::Silence
    } else if alone && counted {
        Expectation::Output(first.to_owned())
    } else if alone && steady {
        Expectation::Contains(first.to_owned())
    } else {
        Expectation::Unreadable(shorten(block))
    })
}

/// Returns what is expected of a command of which nothing is said, where that is not that it succeeds.
pub(crate) fn untold(command: &str) -> Option<Expectation> {
    shower::seeks_trouble(command)
        .then(|| Expectation::Unreadable("nothing is said of what it finds".to_owned()))
}

/// Leaves a list of what is expected to a person.
pub(crate) fn of_many(list: &str) -> Expectation {
    Expectation::Unreadable(shorten(list))
}

/// Returns what of a statement about several commands holds for one of them that shows something: all of it is for a person.
pub(crate) fn of_several(told: &Expectation, said: &str, command: &str) -> Option<Expectation> {
    let whole = matches!(told, Expectation::Success | Expectation::Failure);
    let shows = shower::shows(command) || command.starts_with("ls") || command == "pwd";
    (!whole && shows).then(|| Expectation::Unreadable(shorten(said)))
}

/// Reads a sentence behind a block of commands: `All fields must show FOUND.`
pub(crate) fn of_sentence(text: &str, command: &str) -> Option<Expectation> {
    let first = scan::word(text.trim_start_matches(['*', '_']));
    let leads = [
        "all", "both", "each", "every", "expect", "it", "must", "output", "prints", "returns",
        "should", "shows", "the", "these", "this",
    ];
    if !leads.iter().any(|it| first.eq_ignore_ascii_case(it)) {
        return None;
    }
    let article = first.eq_ignore_ascii_case("the");
    let behind = format!(" {text}");
    let sentence = Said::read(&behind, command).sentence;
    let output = ["the output", "the command", "the result", "the count"];
    if article
        && !output
            .iter()
            .any(|it| scan::starts_with_ignore_case(text, it))
    {
        return None;
    }
    of_words(command, "", &format!(" {sentence}"))
}

/// Reads a further sentence where it goes on about what comes out: `It prints …`.
fn goes_on(next: &str, command: &str) -> Option<Expectation> {
    let folded = scan::normalized(&next.chars().take(40).collect::<String>());
    let first = folded.split(' ').next().unwrap_or_default();
    if !matches!(
        first,
        "it" | "output" | "should" | "must" | "result" | "returns" | "prints" | "shows" | "expect"
    ) {
        return None;
    }
    stated(next, command)
        .filter(|it| *it != Expectation::Success)
        .or_else(|| claim::claims(next).then(|| Expectation::Unreadable(shorten(next))))
}

/// Returns whether a verb in the third person follows a command at once, one that says more than that it succeeds.
fn claims(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(' ') else {
        return false;
    };
    let word = scan::word(rest);
    word.len() > 4
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && word.ends_with('s')
        && !word.ends_with("ss")
        && rest[word.len()..].starts_with(' ')
        && NO_CLAIMS.binary_search(&word).is_err()
}

/// Words that end in `s` behind a command without a claim about what it shows; sorted.
const NO_CLAIMS: &[&str] = &[
    "always",
    "asserts",
    "builds",
    "checks",
    "commands",
    "compiles",
    "completes",
    "confirms",
    "covers",
    "demonstrates",
    "executes",
    "exercises",
    "files",
    "findings",
    "finishes",
    "flags",
    "lints",
    "locals",
    "options",
    "passes",
    "proves",
    "remains",
    "results",
    "runs",
    "scripts",
    "steps",
    "succeeds",
    "suites",
    "targets",
    "tests",
    "this",
    "unless",
    "validates",
    "verifies",
    "versus",
    "warnings",
    "works",
];

/// Reads the value of an `Expected:` line.
pub(crate) fn of_expected(value: &str, command: &str) -> Expectation {
    let found = open::closed(read_expected(value, command));
    let shown = !found.texts().is_empty()
        || matches!(
            found,
            Expectation::Output(_) | Expectation::Lines(_) | Expectation::Bound(_)
        );
    if shown && shower::is_silent(command) {
        return Expectation::Unreadable(shorten(value));
    }
    found
}

fn read_expected(value: &str, command: &str) -> Expectation {
    let value = value.trim().trim_matches(['*', '_']);
    // What follows the first sentence explains it.
    let value = value.split_once(". ").map_or(value, |(first, _)| first);
    let folded = scan::normalized(value);
    let quotation = value.starts_with(['`', '"', '“']);
    let first = if quotation {
        ""
    } else {
        folded.split(' ').next().unwrap_or_default()
    };
    match first {
        "fail" | "fails" | "failure" | "failing" | "error" | "errors" | "red"
            if says_failure(&folded.split(' ').collect::<Vec<_>>(), value) =>
        {
            return failure::expected(stated::behind_words(value, 1));
        }
        "clean" => return shower::clean(command),
        "pass" | "passes" | "passing" | "passed" | "success" | "succeeds" | "green" | "ok" => {
            return Expectation::Success;
        }
        _ => {}
    }
    if let Some(found) = suite::read(value, command).or_else(|| stated(value, command)) {
        return found;
    }
    if let Some(found) =
        value::counted(value, command).filter(|it| !matches!(it, Expectation::Unreadable(_)))
    {
        return found;
    }
    // `no `x` hits` finds nothing; with a further clause a person must judge.
    if first == "no" {
        let found = [
            "hits",
            "matches",
            "occurrences",
            "output",
            "references",
            "results",
        ]
        .iter()
        .any(|word| folded.ends_with(word));
        return if found && !value.contains([';', ',']) {
            Expectation::Silence
        } else {
            Expectation::Unreadable(shorten(value))
        };
    }
    if folded.contains("compile error")
        || folded.contains("compilation error")
        || folded.contains("build error")
    {
        return Expectation::Failure;
    }
    if folded.contains(" fail")
        && !folded.contains("no fail")
        && !folded.contains("0 fail")
        && !folded.contains("pass")
    {
        return Expectation::Failure;
    }
    let succeeds = [
        "all tests pass",
        "tests pass",
        "all pass",
        "builds",
        "build succeeds",
        "compiles",
        "no errors",
        "no error",
        "no warnings",
        "0 errors",
        "clean",
        "exits 0",
        "exit 0",
        "succeed",
    ]
    .iter()
    .any(|words| folded.contains(words));
    if succeeds && !shower::shows(command) {
        return Expectation::Success;
    }
    shown::shown(value).unwrap_or_else(|| Expectation::Unreadable(shorten(value)))
}

fn shorten(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(200)
        .collect()
}

#[cfg(test)]
mod tests;

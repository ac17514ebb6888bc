//! Commands in plain words: `Run cargo test to verify …`.

use tip_syntax::{Span, scan};

use crate::read::commands::command;
use crate::read::refs::Place;
use crate::read::told::checks_by;
use crate::read::walk::Walk;
use crate::read::{expect, shell};
use crate::{BoxKind, CommandForm, Expectation, Meaning, WhyNot};

/// Reads a command that is written without marks: `Run cargo test us1_ to verify …`.
pub(crate) fn spoken_command(walk: &mut Walk<'_>, span: Span, place: Place) {
    if place == Place::Heading {
        return;
    }
    let nearest = walk.chain().next();
    let labelled = nearest.is_some_and(|meaning| meaning == Meaning::Run || meaning.is_criteria());
    let boxed = walk.open_boxes.last().is_some_and(|&(at, _)| {
        let it = &walk.boxes[at as usize];
        !matches!(it.kind, BoxKind::Progress | BoxKind::Review) && span.end <= it.text.end
    });
    if !(boxed || labelled) {
        return;
    }
    let doc = walk.doc;
    let text = doc.text(span);
    if text.len() > 400 || memchr::memchr(b'`', text.as_bytes()).is_some() {
        return;
    }
    let mut at = 0;
    let mut follows = false;
    while let Some((start, told)) = spoken_start(text, at, nearest == Some(Meaning::Run), follows) {
        // An announcement may stand where another one ended: `Validation: Run cargo test`.
        at = start.max(text.chars().next().map_or(1, char::len_utf8));
        if !shell::starts_with_program(text[start..].trim_start()) {
            continue;
        }
        let words = spoken_end(&text[start..]);
        let rest = &text[start + words.len()..];
        let stopped = is_stop(rest);
        if !(told || stopped)
            || !shell::is_command(words, true)
            || is_prose(words)
            || words.split_whitespace().count() > 20
        {
            continue;
        }
        if matches!(
            shell::why_not(words),
            Some(WhyNot::Placeholder | WhyNot::Ellipsis)
        ) {
            continue;
        }
        let span = Span::new(span.start() + start, span.start() + start + words.len());
        let expectation = expect::of_words(words, &text[..start], rest)
            .or_else(|| scan::find_ignore_case(rest, "expect fail").map(|_| Expectation::Failure));
        command(walk, span, words.to_owned(), CommandForm::Run, expectation);
        at = start + words.len();
        follows = true;
    }
}

/// Returns whether words begin with a program only by chance: `close/back behavior`, `which target comes first`, `env vars first`,
/// or tell something of a run that the words of a command do not: `scripts/update.sh in test mode`.
fn is_prose(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let program = words.next().unwrap_or_default();
    let plain = unquoted(text);
    let mut told = plain.split_whitespace().skip(1);
    if program == "~/" || told.any(|it| PROSE.binary_search(&it).is_ok()) {
        return true;
    }
    if let Some((_, name)) = program.rsplit_once('/') {
        return !program.starts_with(['.', '/', '~']) && !name.contains('.');
    }
    let Some(second) = words.next() else {
        return false;
    };
    // `git commit/push/add` names three.
    if program == "git" && second.contains('/') {
        return true;
    }
    AMBIGUOUS.contains(&program)
        && !second.starts_with(['-', '"', '\'', '$', '!', '['])
        && !second.contains(['/', '=', '.'])
        || reads_on(program, second, &plain)
}

/// Returns whether more words of a language follow a program than it takes: `make everything tidy`, `git blame annotations visible`.
fn reads_on(program: &str, second: &str, plain: &str) -> bool {
    let is_word = |it: &&str| it.len() > 1 && it.bytes().all(|b| b.is_ascii_lowercase());
    let own = plain.split([';', '&', '|']).next().unwrap_or(plain);
    let words = own.split_whitespace().skip(1).filter(is_word).count();
    let known = |verbs: &[&str]| !is_word(&second) || verbs.contains(&second);
    match program {
        "git" => words > 2 || !known(GIT_VERBS),
        "go" => words > 2 || !known(GO_VERBS),
        "cargo" => words > 2 || words == 2 && !known(CARGO_VERBS),
        "node" | "python" | "python3" => words > 1 || is_word(&second),
        "eslint" | "make" | "mypy" | "pytest" | "tsc" => words > 1,
        _ => words > 3,
    }
}

const CARGO_VERBS: &[&str] = &[
    "audit", "bench", "build", "check", "clippy", "deny", "doc", "fmt", "install", "nextest",
    "run", "test", "tree", "update", "xtask",
];
const GIT_VERBS: &[&str] = &[
    "add",
    "blame",
    "branch",
    "checkout",
    "clean",
    "clone",
    "commit",
    "diff",
    "fetch",
    "grep",
    "init",
    "log",
    "merge",
    "mv",
    "pull",
    "push",
    "rebase",
    "reset",
    "restore",
    "revert",
    "rm",
    "show",
    "stash",
    "status",
    "submodule",
    "switch",
    "tag",
    "worktree",
];
const GO_VERBS: &[&str] = &[
    "build", "doc", "env", "fmt", "generate", "get", "install", "list", "mod", "run", "test",
    "tool", "version", "vet", "work",
];

/// Returns a command with blanks for what it quotes, byte for byte.
fn unquoted(text: &str) -> String {
    let mut quote = None;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let inside = quote.is_some();
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None => quote = Some(c).filter(|it| matches!(it, '"' | '\'')),
        }
        let shown = !inside && quote.is_none();
        if shown {
            out.push(c);
        } else {
            out.extend(std::iter::repeat_n('_', c.len_utf8()));
        }
    }
    // An apostrophe opens no quotation.
    if quote.is_some() {
        text.to_owned()
    } else {
        out
    }
}

/// Programs that are words of prose, unless something stands behind them that is none.
const AMBIGUOUS: &[&str] = &[
    "cat", "diff", "echo", "env", "find", "less", "more", "set", "sort", "test", "time", "top",
    "type", "watch", "which",
];

/// Words that stand in no command that is written without marks; sorted.
const PROSE: &[&str] = &[
    "a",
    "across",
    "after",
    "an",
    "any",
    "are",
    "as",
    "before",
    "by",
    "during",
    "entire",
    "every",
    "everything",
    "existing",
    "from",
    "in",
    "into",
    "is",
    "it",
    "its",
    "new",
    "of",
    "old",
    "on",
    "our",
    "steps",
    "sure",
    "that",
    "the",
    "their",
    "them",
    "these",
    "they",
    "this",
    "until",
    "via",
    "while",
    "works",
];

/// Returns whether words such as `passes` follow, a parenthesis before them allowed.
fn is_stop(rest: &str) -> bool {
    let rest = rest.trim_start();
    let rest = match rest
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'))
    {
        Some((_, after)) => after.trim_start(),
        None => rest,
    };
    ["pass", "succe", "clean"]
        .iter()
        .any(|word| rest.starts_with(word))
}

/// Finds the next place at or after `from` where a spoken command may begin, and whether words announce it.
///
/// `follows` tells that a command ends at `from`.
fn spoken_start(text: &str, from: usize, run: bool, follows: bool) -> Option<(usize, bool)> {
    if from >= text.len() {
        return None;
    }
    if from == 0 && (run || !scan::starts_with_ignore_case(text.trim_start(), "run ")) {
        return Some((lead_end(text, run), run));
    }
    ["run ", "running ", ": ", " and ", "with ", ", ", "; "]
        .iter()
        .filter_map(|word| {
            let at = scan::find_ignore_case(&text[from..], word)? + from;
            let bounded = at == 0
                || !text[..at].ends_with(|c: char| c.is_alphanumeric())
                || !word.starts_with(char::is_alphabetic);
            // `with x` is how something is made, unless it is how something is checked.
            let told = *word != "with " || checks_by(&text[..at + word.len()]);
            // What a comma goes on with is told where a command stands before it.
            let listed = !word.starts_with([',', ';']) || from > 0 && follows;
            (bounded && listed).then_some((at + word.len(), told))
        })
        .min()
}

/// Returns the words of a spoken command at the start of `text`.
fn spoken_end(text: &str) -> &str {
    const STOPS: &[&str] = &[
        " to ",
        " and ",
        " (",
        ", ",
        "; ",
        " - ",
        " — ",
        " – ",
        " → ",
        " -> ",
        "\n",
        " passes",
        " pass ",
        " passed",
        " succeeds",
        " clean",
        " returns ",
        " prints ",
        " shows ",
        " outputs ",
        " reports ",
        " exits ",
        " fails",
        " must ",
        " should ",
        " for ",
        " on ",
        " across ",
        " with ",
        " when ",
    ];
    let lead = text.len() - text.trim_start().len();
    // What is quoted ends nothing.
    let plain = unquoted(text);
    let end = STOPS
        .iter()
        .filter_map(|stop| plain[lead..].find(stop))
        .min()
        .map_or(text.len(), |at| at + lead);
    let words = text[..end].trim_end_matches([' ', ':']);
    // A dot alone is the folder, one after a word ends the sentence.
    if words.ends_with(" .") {
        words
    } else {
        words.trim_end_matches('.')
    }
}

/// Returns where the text of an item begins behind `#3 ` and bold leads.
fn lead_end(text: &str, label: bool) -> usize {
    let rest = text.trim_start();
    let lead = text.len() - rest.len();
    if label {
        return text.find(": ").map_or(lead, |at| at + 2);
    }
    match rest.strip_prefix('#') {
        Some(after) => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            lead + 1 + digits + usize::from(after[digits..].starts_with(' '))
        }
        None => lead,
    }
}

//! Commands whose exit code says little: what they show is what counts.

use crate::Expectation;
use crate::read::shell;

/// Programs that succeed whatever they show; sorted.
const SHOWERS: &[&str] = &[
    "awk", "cat", "curl", "docker", "echo", "find", "gh", "git", "head", "jq", "kubectl", "printf",
    "psql", "sed", "sqlite3", "tail", "tree", "wc",
];

/// Programs that look for something, and fail where they find nothing.
pub(super) const SEARCHES: &[&str] = &["ack", "ag", "egrep", "fgrep", "grep", "rg", "zgrep"];

/// Returns whether a command succeeds whatever it shows.
pub(super) fn shows(command: &str) -> bool {
    let program = shell::program(command).unwrap_or_default();
    let asks = program == "git"
        && ["--check", "--exit-code", "--quiet"]
            .iter()
            .any(|it| command.split_whitespace().any(|word| word == *it));
    SHOWERS.binary_search(&program).is_ok() && !asks && !is_git_grep(command) || counts(command)
}

/// Returns whether a command looks in what another prints for what went wrong: that it finds something is no success.
pub(super) fn seeks_trouble(command: &str) -> bool {
    let Some((_, last)) = command.rsplit_once('|') else {
        return false;
    };
    let mut words = last.split_whitespace();
    let searches = matches!(words.next(), Some("grep" | "egrep" | "rg"));
    let inverts =
        |it: &str| it.starts_with('-') && !it.starts_with("--") && it.contains(['v', 'c', 'q']);
    let folded = last.to_ascii_lowercase();
    searches
        && !words.any(inverts)
        && ["error", "warn", "fail", "panic"]
            .iter()
            .any(|it| folded.contains(it))
}

/// Returns whether the program of a command is the plan's own, of which nobody knows when it fails.
pub(super) fn is_own(command: &str) -> bool {
    let program = shell::program(command).unwrap_or_default();
    !shell::is_known(program) && !program.contains('/')
}

/// Returns whether a command looks for something and fails where it finds nothing.
pub(super) fn searches(command: &str) -> bool {
    let program = shell::program(command).unwrap_or_default();
    (SEARCHES.contains(&program) || is_git_grep(command))
        && !counts(command)
        && !command.contains('|')
}

/// Returns what it means that a command is clean: what looks for something finds nothing, what checks succeeds.
pub(super) fn clean(command: &str) -> Expectation {
    let mut words = command.split_whitespace().filter(|it| *it != "$");
    let verb = (words.next(), words.next());
    let has = |flags: &[&str]| flags.iter().any(|it| command.contains(it));
    match verb {
        (Some("git"), Some("status")) if !command.contains(['|', '&', ';']) => {
            if has(&["--porcelain", "--short", " -s"]) {
                Expectation::Silence
            } else {
                Expectation::Contains("working tree clean".to_owned())
            }
        }
        (Some("git"), Some("diff")) if has(&["--exit-code", "--quiet", "--check"]) => {
            Expectation::Success
        }
        (Some("git"), Some("diff")) => Expectation::Silence,
        _ if SEARCHES.contains(&shell::program(command).unwrap_or_default())
            || super::denied::shows_what_is_there(command) && searches_last(command) =>
        {
            Expectation::Silence
        }
        _ if shows(command) => Expectation::Unreadable("clean".to_owned()),
        _ => Expectation::Success,
    }
}

/// Returns whether the last command of a pipe is a search.
pub(super) fn searches_last(command: &str) -> bool {
    let segments = shell::segments(command);
    let last = segments.last().copied().unwrap_or_default();
    SEARCHES.contains(&shell::program(last).unwrap_or_default()) || is_git_grep(last)
}

fn is_git_grep(command: &str) -> bool {
    let mut words = command.split_whitespace();
    (words.next(), words.next()) == (Some("git"), Some("grep"))
}

/// Returns whether a command shows a number of what it finds.
pub fn counts(command: &str) -> bool {
    let program = shell::program(command).unwrap_or_default();
    let words = || command.split_whitespace();
    let counting = matches!(program, "grep" | "rg" | "git")
        && words().any(|it| {
            it == "--count"
                || it.starts_with('-')
                    && !it.starts_with("--")
                    && it.contains('c')
                    && it[1..].bytes().all(|b| b.is_ascii_alphabetic())
        })
        && (program != "git" || words().any(|it| it == "grep"));
    counting || command.contains("| wc") || command.contains("|wc") || program == "wc"
}

/// Returns whether a command is one that prints nothing by itself: what it returns is its exit code.
pub(super) fn is_mute(command: &str) -> bool {
    let program = shell::program(command).unwrap_or_default();
    matches!(program, "exit" | "true" | "false" | "test" | "[" | "[[")
        && !command.contains(['|', ';', '&', '\n', '$', '`'])
}

/// Returns whether a command runs a script, of which nobody knows whether it fails where it reports something.
pub(super) fn is_script(command: &str) -> bool {
    let program = shell::program(command).unwrap_or_default();
    let runs = matches!(
        program,
        "bash"
            | "deno"
            | "node"
            | "perl"
            | "php"
            | "python"
            | "python3"
            | "ruby"
            | "sh"
            | "tsx"
            | "zsh"
    );
    // `python -m pytest` is no script.
    runs && !command.split_whitespace().any(|it| it == "-m")
        || program.contains('/')
        || is_own(command)
}

/// Returns whether a command says of itself that it fails where it has warnings.
pub(super) fn fails_on_warnings(command: &str) -> bool {
    [
        "-D warnings",
        "-Dwarnings",
        "-W error",
        "-W warnings",
        "-Werror",
        "--fail-on-warning",
        "--max-warnings",
        "--strict",
        "warnaserror",
        "--deny-warnings",
        "--error-on-warnings",
    ]
    .iter()
    .any(|it| command.contains(it))
}

/// Returns whether a command makes or moves something and prints nothing: what is to be seen, something else shows.
pub(super) fn is_silent(command: &str) -> bool {
    let program = shell::program(command).unwrap_or_default();
    matches!(
        program,
        "cd" | "chmod" | "cp" | "export" | "ln" | "mkdir" | "mv" | "rm" | "rmdir" | "touch"
    ) && !command.contains(['|', ';', '&', '\n', '$', '`'])
        || program == "mkdir" && !command.contains(['|', ';', '\n'])
}

/// Returns whether a command shows warnings and succeeds nevertheless.
pub(super) fn tolerates_warnings(command: &str) -> bool {
    shell::program(command) == Some("cargo")
        && !command.contains("-D warnings")
        && !command.contains("-Dwarnings")
        && ["build", "check", "clippy", "doc", "rustc"]
            .iter()
            .any(|it| command.split_whitespace().any(|word| word == *it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_shows_is_told_from_what_checks() {
        assert!(SHOWERS.is_sorted());
        assert!(shows("echo x") && shows("grep -c x a") && shows("rg x | wc -l"));
        assert!(!shows("cargo test") && !shows("grep -q x a"));
        assert!(counts("grep -rc x a") && !counts("grep -r c a") && !counts("git commit -c x"));
        assert!(!shows("git diff --check") && shows("git diff --stat"));
        assert!(seeks_trouble("cargo build 2>&1 | grep -E '^error' -A 5"));
        assert!(!seeks_trouble("cargo test 2>&1 | grep -c error"));
        assert!(!seeks_trouble("grep error a.log"));
        assert!(!seeks_trouble("cargo test | grep 'test result'"));
        assert!(is_mute("exit 3") && is_mute("[ -e a ]"));
        assert!(!is_mute("true && echo 3") && !is_mute("test -e a || cat b"));
        assert!(tolerates_warnings("cargo build"));
        assert!(!tolerates_warnings("cargo clippy -- -D warnings"));
        assert!(is_silent("mkdir -p a") && is_silent("cd a && mkdir b"));
        assert!(!is_silent("touch a && ls") && !is_silent("cat a"));
        assert!(is_own("kite fly") && !is_own("make test") && !is_own("./run.sh"));
    }
}

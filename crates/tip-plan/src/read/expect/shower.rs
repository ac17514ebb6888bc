//! Commands whose exit code says little: what they show is what counts.

use crate::read::shell;

/// Programs that succeed whatever they show; sorted.
const SHOWERS: &[&str] = &[
    "awk", "cat", "curl", "docker", "echo", "find", "gh", "git", "head", "jq", "kubectl", "printf",
    "psql", "sed", "sqlite3", "tail", "tree", "wc",
];

/// Returns whether a command succeeds whatever it shows.
pub(super) fn shows(command: &str) -> bool {
    let program = shell::program(command).unwrap_or_default();
    let asks = program == "git"
        && ["--check", "--exit-code", "--quiet"]
            .iter()
            .any(|it| command.split_whitespace().any(|word| word == *it));
    SHOWERS.binary_search(&program).is_ok() && !asks || counts(command)
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
    matches!(program, "grep" | "rg" | "ag") && !counts(command) && !command.contains('|')
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

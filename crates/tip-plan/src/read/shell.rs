//! Tells commands from other words, and whether they can be run as they stand.

mod why_not;

pub use self::why_not::why_not;
pub(crate) use self::why_not::{balanced, has_placeholder};
use crate::read::words::{Words, words};

/// Programs that a plan's commands start with, sorted.
#[rustfmt::skip]
static PROGRAMS: Words = words(&[
    "actionlint", "alembic", "ansible", "ansible-playbook", "astro", "awk", "aws", "az",
    "backlog", "bandit", "basedpyright", "bash", "bats", "bazel", "bean-check", "bin/rails",
    "biome", "black", "brew", "buf", "bun", "bundle", "bunx", "cargo", "cargo-nextest", "cat",
    "cd", "chmod", "clang-format", "claude", "clippy", "cmake", "cmp", "coderabbit", "codex",
    "command", "composer", "coverage", "cp", "createdb", "cross", "ctest", "curl", "cypress",
    "dart", "deno", "diff", "docker", "docker-compose", "dotnet", "dropdb", "echo", "elixir",
    "env", "eslint", "expo", "export", "find", "firebase", "fish", "flake8", "flutter", "gcloud",
    "gem", "gh", "git", "go", "gofmt", "golangci-lint", "gradle", "grep", "gulp", "head", "helm",
    "http", "hyperfine", "isort", "jest", "jq", "julia", "just", "kill", "kubectl", "leta", "ln",
    "ls", "make", "markdownlint", "markdownlint-cli2", "mbake", "mdbook", "mdformat", "mise",
    "mix", "mkdir", "mktemp", "mocha", "mv", "mvn", "mypy", "nc", "next", "nix", "nixie", "node",
    "nox", "npm", "npx", "nvim", "nx", "openspec", "pdm", "perl", "php", "phpunit", "ping", "pip",
    "pip3", "pipenv", "pkill", "playwright", "pnpm", "podman", "poetry", "pre-commit", "prettier",
    "printf", "prisma", "prove", "psql", "pulumi", "pwsh", "pyright", "pytest", "python",
    "python3", "rails", "rake", "redis-cli", "rg", "rm", "rmdir", "rspec", "rsync", "rubocop",
    "ruby", "ruff", "rustc", "rustfmt", "rustup", "sbt", "sed", "sh", "shellcheck", "shfmt",
    "sleep", "source", "sqlite3", "sqlx", "ssh", "stat", "stylelint", "sudo", "supabase", "swift",
    "swiftlint", "tail", "tar", "task", "tee", "terraform", "test", "time", "timeout", "tokei",
    "touch", "tox", "tree", "trivy", "trunk", "tsc", "tsx", "turbo", "ty", "typos", "uv",
    "uvicorn", "uvx", "vendor/bin/phpunit", "vercel", "vite", "vitest", "vulture", "wc", "wget",
    "which", "wrangler", "xargs", "xcodebuild", "yamllint", "yarn", "zig", "zizmor", "zsh",
]);

/// What `git` is told to do, sorted; `git repo` is what is made.
#[rustfmt::skip]
const GIT: &[&str] = &[
    "add", "am", "annotate", "apply", "archive", "bisect", "blame", "branch", "bundle", "cat-file",
    "check-attr", "check-ignore", "checkout", "cherry", "cherry-pick", "clean", "clone", "commit",
    "config", "count-objects", "describe", "diff", "diff-index", "diff-tree", "fetch",
    "for-each-ref", "format-patch", "fsck", "gc", "grep", "hash-object", "help", "init", "lfs",
    "log", "ls-files", "ls-remote", "ls-tree", "maintenance", "merge", "merge-base", "mv", "notes",
    "pull", "push", "range-diff", "rebase", "reflog", "remote", "reset", "restore", "rev-list",
    "rev-parse", "revert", "rm", "shortlog", "show", "show-ref", "sparse-checkout", "stash",
    "status", "submodule", "subtree", "switch", "symbolic-ref", "tag", "update-index", "update-ref",
    "verify-commit", "verify-tag", "version", "whatchanged", "worktree", "write-tree",
];

/// Programs that make sense alone.
#[rustfmt::skip]
const ALONE: &[&str] = &[
    "ctest", "jest", "make", "mocha", "mypy", "nox", "phpunit", "pytest", "rspec", "rubocop",
    "tox", "tsc", "vitest",
];

/// Returns the name of the function whose definition begins a text: `check() { …`, `function check { …`.
pub fn defined_function(text: &str) -> Option<&str> {
    let is_name = |it: &&str| {
        !it.is_empty()
            && it
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    let text = text.trim_start();
    let (name, body) = if let Some(behind) = text.strip_prefix("function ") {
        let (name, body) = behind.split_once('{')?;
        let name = name.trim();
        (name.strip_suffix("()").unwrap_or(name).trim_end(), body)
    } else {
        let (name, body) = text.split_once("()")?;
        (name.trim_end(), body.trim_start().strip_prefix('{')?)
    };
    let opens = body.is_empty() || body.starts_with(char::is_whitespace);
    Some(name).filter(is_name).filter(|_| opens)
}

/// Reads `text` as a command; `strict` asks for a known program or a path to one.
pub(crate) fn is_command(text: &str, strict: bool) -> bool {
    let text = text.trim();
    // In a group of commands the first has to be one that everybody knows.
    if let Some(inner) = grouped(text) {
        return is_command(inner, true);
    }
    if let Some(inner) = text.strip_prefix("! ") {
        return is_command(inner, true);
    }
    let checks = text.starts_with("[ ") && !text.starts_with("[ ]") && text.contains(" ]");
    if checks || text.starts_with("[[ ") && text.contains(" ]]") {
        return true;
    }
    if text.len() < 2
        || text.len() > 1200
        || text.starts_with(['/', '-', '#', '<', '|', '{', '[', '"', '\''])
            && !text.starts_with("[ ")
    {
        return false;
    }
    let Some(program) = program(text) else {
        return false;
    };
    if !is_program_name(program) || lacks_its_object(program, text) {
        return false;
    }
    let many = text.split_whitespace().count() > 1;
    let path = (program.starts_with("./")
        || program.starts_with("../")
        || program.starts_with("scripts/")
        || program.starts_with("bin/")
        || program.starts_with(".venv/"))
        && !program.ends_with('/');
    if path {
        // `../types` alone is what a module imports.
        let named =
            program.starts_with("./") || program.contains("/bin/") || !program.starts_with("..");
        return many || has_script_name(program) && (named || has_script_ending(program));
    }
    if many && program.contains('/') && has_script_name(program) && !is_pair(program) {
        return true;
    }
    if PROGRAMS.contains(program) {
        return if many {
            plausible(program, text)
        } else {
            ALONE.contains(&program)
        };
    }
    // Any other program is one where a flag shows it.
    !strict
        && many
        && text.split_whitespace().nth(1) != Some("=")
        && is_plain_word(program)
        && text.split_whitespace().skip(1).any(|word| {
            let long =
                word.len() > 2 && word.starts_with("--") && word.as_bytes()[2].is_ascii_lowercase();
            let short = word.len() == 2
                && word.starts_with('-')
                && word.as_bytes()[1].is_ascii_alphabetic();
            long || short
        })
}

/// Returns what is in a group of commands: `{ a; b; }`.
fn grouped(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("{ ")?.strip_suffix('}')?.trim_end();
    inner.ends_with(';').then(|| inner.trim_start())
}

/// Returns whether a word can be the name of a program: `Command::new("x")` and `tests/` are none.
fn is_program_name(program: &str) -> bool {
    program.starts_with('$')
        || !program.ends_with('/') && !program.contains("::") && !program.contains('(')
}

/// Folders that programs are in.
const FOLDERS: &[&str] = &[
    "bin",
    "build",
    "ci",
    "dev",
    "dist",
    "hack",
    "node_modules",
    "script",
    "target",
    "tools",
    "vendor",
];

/// Returns whether a word is two words with a slash between them, or a count: `and/or`, `1/N`, `N/total`.
fn is_pair(program: &str) -> bool {
    let Some((first, second)) = program.split_once('/') else {
        return false;
    };
    !second.contains(['/', '.']) && !first.starts_with(['.', '~', '$']) && !FOLDERS.contains(&first)
}

/// Returns whether a command names nothing that it could do something with: it is spoken of, as in `set -u` or `mkdir -p`.
fn lacks_its_object(program: &str, text: &str) -> bool {
    if text.contains(['|', '<', '>', ';', '&']) {
        return false;
    }
    let mut words = text
        .split_whitespace()
        .skip_while(|it| *it != program)
        .skip(1);
    match program {
        "bash" | "sh" | "zsh" | "set" | "mkdir" | "cp" | "mv" | "rm" | "ln" | "touch" | "chmod"
        | "grep" | "rg" | "sed" | "awk" | "xargs" | "kill" | "claude" | "codex" => {
            let mut rest = words.clone();
            rest.next().is_some()
                && words.all(|it| it.starts_with('-') && !it.contains('=') && it.len() <= 3)
        }
        "git" => {
            let verb = words.next().unwrap_or_default();
            matches!(
                verb,
                "checkout" | "switch" | "restore" | "mv" | "rm" | "cherry-pick"
            ) && words.next().is_none()
        }
        "go" => words.next() == Some("tool") && words.next().is_none(),
        _ => false,
    }
}

/// Returns whether `text` reads like a command of a program that nobody knows: a plain word with arguments.
///
/// Only a place that tells to run it, or a program that the plan ran before, makes it one.
pub(crate) fn is_plain_command(text: &str) -> bool {
    let text = text.trim();
    let Some(program) = program(text) else {
        return false;
    };
    let words = text.split_whitespace().count();
    (2..=12).contains(&words)
        && is_plain_word(program)
        && !matches!(
            program,
            "the" | "a" | "an" | "is" | "it" | "this" | "that" | "all"
        )
        && !text.ends_with(['.', ':', ',', ';', '='])
        && !text.contains([':', '=', '('])
}

/// Returns whether code reads like a command, whatever the place in which it stands.
pub fn reads_like_command(text: &str) -> bool {
    is_constant(text) || is_command(text, false)
}

/// Returns whether a word is a program whose exit code is all that it has.
pub(crate) fn is_constant(text: &str) -> bool {
    matches!(text.trim(), "true" | "false")
}

/// Returns whether a program is one of those that many plans run.
pub(crate) fn is_known(program: &str) -> bool {
    PROGRAMS.contains(program)
}

fn is_plain_word(program: &str) -> bool {
    program
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
        && program
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_lowercase())
}

/// Returns whether `text` may begin a command: with a known program, a path to one, or what stands before one.
pub(crate) fn starts_with_program(text: &str) -> bool {
    let end = text.find([' ', '\t', '\n']).unwrap_or(text.len());
    let word = &text[..end];
    word.contains(['/', '=']) || word == "$" || PROGRAMS.contains(word.trim_end_matches(['.', ',']))
}

fn has_script_name(program: &str) -> bool {
    let name = program.rsplit('/').next().unwrap_or_default();
    !name.contains('.') || has_script_ending(name)
}

fn has_script_ending(name: &str) -> bool {
    [".sh", ".bash", ".py", ".pl", ".rb"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Returns whether words after a program that is an English word too, or a word of another language, read like its arguments.
fn plausible(program: &str, text: &str) -> bool {
    let second = text.split_whitespace().nth(1).unwrap_or_default();
    let flag_or_path = second.starts_with(['-', '.', '/', '"', '\'', '$', '[', '!', '~'])
        || second.contains(['/', '.', '=']);
    match program {
        "test" | "time" | "source" | "find" | "head" | "tail" | "touch" | "next" | "export"
        | "http" | "env" | "task" | "which" => {
            flag_or_path
                || text.contains(" -")
                || matches!(program, "which" | "time" | "env") && !text.contains("the ")
        }
        "echo" if second == "a" => text.ends_with(" a"),
        "make" | "just" | "go" | "node" | "echo" | "cat" | "sleep" | "swift" | "expo" => {
            (second.contains(['.', '/'])
                || second.bytes().next().is_some_and(|b| {
                    b.is_ascii_lowercase() || b"-./\"'$!~".contains(&b) || b.is_ascii_digit()
                }))
                && !matches!(
                    second,
                    "the" | "sure" | "a" | "it" | "to" | "through" | "with" | "like"
                )
        }
        // Words that are nouns too, with what they are told.
        "coverage" => {
            flag_or_path
                || matches!(
                    second,
                    "annotate"
                        | "combine"
                        | "erase"
                        | "html"
                        | "json"
                        | "lcov"
                        | "report"
                        | "run"
                        | "xml"
                )
        }
        "black" | "tree" | "stat" | "typos" | "isort" => {
            flag_or_path
                || second.contains(|c: char| c.is_ascii_uppercase())
                || second == "src"
                || second == "check"
        }
        "cross" | "trunk" => {
            flag_or_path
                || matches!(
                    second,
                    "build" | "check" | "clippy" | "fmt" | "run" | "serve" | "test"
                )
        }
        "pre-commit" => {
            flag_or_path
                || matches!(
                    second,
                    "autoupdate"
                        | "clean"
                        | "gc"
                        | "install"
                        | "run"
                        | "sample-config"
                        | "try-repo"
                        | "uninstall"
                        | "validate-config"
                        | "validate-manifest"
                )
        }
        "kill" => {
            flag_or_path || second.contains('%') || second.bytes().all(|b| b.is_ascii_digit())
        }
        "git" => flag_or_path || GIT.contains(&second),
        "curl" | "wget" => flag_or_path || second.contains(':'),
        _ => !matches!(second, "=" | "==" | "is" | "and" | "or" | "the"),
    }
}

/// Returns the program that decides: the first word after environment prefixes and `cd … &&`.
pub(crate) fn program(text: &str) -> Option<&str> {
    let mut rest = text.trim_start().trim_start_matches("$ ").trim_start();
    loop {
        let word = rest.split_whitespace().next()?;
        let assigns = word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        });
        if assigns {
            rest = skip_assignment(rest);
            continue;
        }
        if word == "{" {
            rest = rest[1..].trim_start();
            continue;
        }
        if word == "cd" || word == "set" && rest.contains("&&") {
            let Some(at) = rest
                .find("&&")
                .or_else(|| rest.find(';').filter(|_| word == "cd"))
            else {
                return Some(word);
            };
            rest = rest[at..].trim_start_matches(['&', ';', ' ', '\n']);
            continue;
        }
        return Some(word.trim_matches(['(', ';']));
    }
}

/// Returns whether `!` turns the exit code of a command around.
pub(crate) fn starts_negated(text: &str) -> bool {
    text.trim_start().trim_start_matches("$ ").starts_with("! ")
}

/// Returns what stands behind an assignment at the start of a text; `None` where there is none, or where it does not close.
pub(crate) fn behind_assignment(text: &str) -> Option<&str> {
    let (name, value) = text.split_once('=')?;
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !named || value.starts_with([' ', '=']) {
        return None;
    }
    let mut quote = None;
    let mut depth = 0_u32;
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (None, '"' | '\'' | '`') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (Some('\''), _) => {}
            (_, '(') => depth += 1,
            (_, ')') => depth = depth.saturating_sub(1),
            (None, _) if c.is_whitespace() && depth == 0 => return Some(value[at..].trim_start()),
            (None, ';' | '&' | '|') if depth == 0 => return None,
            _ => {}
        }
    }
    (quote.is_none() && depth == 0).then_some("")
}

fn skip_assignment(text: &str) -> &str {
    let at = text.find('=').unwrap_or(0) + 1;
    let rest = &text[at..];
    let len = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map_or(rest.len(), |end| end + 2),
        Some('$') if rest.starts_with("$(") => rest.find(')').map_or(rest.len(), |end| end + 1),
        _ => rest.find(char::is_whitespace).unwrap_or(rest.len()),
    };
    rest[len..].trim_start()
}

/// Splits a command at `&&`, `||`, `;` and `|` outside quotes.
pub(crate) fn segments(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut quote: Option<char> = None;
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match (quote, c) {
            (None | Some('"'), '\\') => escaped = true,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            // `2>&1` only leads output elsewhere.
            (None, '&') if text[..at].ends_with('>') && !text[..at].ends_with("\\>") => {}
            (None, '&' | '|' | ';' | '\n') => {
                out.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(text[start..].trim());
    out.retain(|segment| !segment.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(PROGRAMS.is_tidy() && ALONE.is_sorted() && GIT.is_sorted());
    }

    #[test]
    fn commands_are_told_from_words() {
        for text in [
            "cargo test",
            "cd a && npm test",
            "RUST_LOG=debug cargo run",
            "./scripts/x.sh",
            "pytest",
            "grep -rn 'x' src/",
            "make lint",
            "openspec validate x --strict",
            "{ echo a; echo b; }",
            "! grep -q x a",
            "[ -f a ]",
            "[[ -n $A ]] && ls",
            "echo a",
            "git -C a log",
            "git ls-files src",
            "foo bar --strict",
        ] {
            assert!(is_command(text, false), "{text}");
        }
        for text in [
            "cargo",
            "make sure it works",
            "src/app.py",
            "Foo::bar",
            "/ralph:setup",
            "git",
            "test the thing",
            "status: draft",
            "--flag",
            "a b",
            "! important",
            "[ ] open",
            "echo a line",
            "go tool",
            "git repo",
            "git history rewrite",
            "{ time: number; id: string; }",
            "{ a; b; }",
        ] {
            assert!(!is_command(text, false), "{text}");
        }
    }

    #[test]
    fn the_program_is_found_behind_prefixes() {
        assert_eq!(program("cd a/b && npm test"), Some("npm"));
        assert_eq!(
            program("RUSTFLAGS=\"-D warnings\" cargo test"),
            Some("cargo")
        );
        assert_eq!(program("set -o pipefail && make fmt | tee x"), Some("make"));
        assert_eq!(program("cd only"), Some("cd"));
    }
}

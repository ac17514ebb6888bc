//! By what commands pick the tests that they run: `cargo test NAME`, `vitest run FILE`, `jest -t NAME`, `go test -run NAME`, `pytest -k NAME`.

use tip_plan::{Command, Plan, WhyNot};

/// What a command picks tests by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TestFilter {
    /// What runs the tests.
    pub runner: TestRunner,
    /// Whether it is compared with the paths of files, or else with the names of tests.
    pub is_path: bool,
    /// Texts of which one must be there; of one with blanks each word, since names are put together.
    pub any: Vec<String>,
}

/// What runs tests, and so the language that they are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TestRunner {
    /// `cargo test`, `cargo nextest run`.
    Cargo,
    /// `go test`.
    Go,
    /// `vitest` and `jest`.
    JavaScript,
    /// `pytest`.
    Pytest,
}

impl TestRunner {
    /// Every runner.
    pub const ALL: [Self; 4] = [Self::Cargo, Self::Go, Self::JavaScript, Self::Pytest];

    /// Returns whether a file may hold tests for it.
    #[must_use]
    pub fn may_hold(self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        match self {
            Self::Cargo => end == "rs",
            Self::Go => end == "go" && stem.ends_with("_test"),
            Self::Pytest => end == "py" && path.contains("test"),
            Self::JavaScript => {
                let script = matches!(
                    end,
                    "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts" | "vue" | "svelte"
                );
                script && (path.contains("test") || path.contains("spec"))
            }
        }
    }
}

/// Whether a filter picks a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterAnswer {
    /// Something is called like that, or may be.
    Found,
    /// Nothing in the tests of the repository holds these words.
    Missing,
    /// There are no tests for the runner, or too many to look at.
    Unknown,
}

/// Signs that a command is run outside of the repository.
const AWAY: &[&str] = &["cd ..", "cd /", "cd ~", "git clone"];

/// Returns what a command of a plan picks tests by; nothing where another one in its box leads away.
pub(crate) fn filters_in(plan: &Plan, command: &Command) -> Vec<TestFilter> {
    let filters = filters_of(command);
    let in_box = command.in_box.and_then(|at| plan.boxes.get(at as usize));
    let Some(in_box) = in_box.filter(|_| !filters.is_empty()) else {
        return filters;
    };
    let mut others = in_box.commands.iter();
    let leads_away = others.any(|at| {
        let other = plan.commands.get(*at as usize);
        other.is_some_and(|it| AWAY.iter().any(|sign| it.text.contains(sign)))
    });
    if leads_away { Vec::new() } else { filters }
}

/// Returns what one command picks tests by, as far as it can be compared with what is there.
fn filters_of(command: &Command) -> Vec<TestFilter> {
    let text = command.text.as_str();
    let runs = !matches!(
        command.why_not,
        Some(WhyNot::Placeholder | WhyNot::Ellipsis | WhyNot::Unbalanced)
    );
    // What is run elsewhere, or may fail, tells nothing.
    let mut elsewhere = AWAY.iter().chain(&["||", "$", "<"]);
    if !runs || elsewhere.any(|it| text.contains(it)) {
        return Vec::new();
    }
    segments(text).iter().flat_map(|it| read(it)).collect()
}

/// Splits a command line into its commands, and those into words, quotes taken off.
fn segments(text: &str) -> Vec<Vec<String>> {
    let mut segments = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let end = |word: &mut Option<String>, segments: &mut Vec<Vec<String>>| {
        if let (Some(word), Some(last)) = (word.take(), segments.last_mut()) {
            last.push(word);
        }
    };
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_with(String::new);
            }
            (None, '\n' | ';' | '|' | '&') => {
                end(&mut word, &mut segments);
                segments.push(Vec::new());
            }
            (None, c) if c.is_whitespace() => end(&mut word, &mut segments),
            (_, c) => word.get_or_insert_with(String::new).push(c),
        }
    }
    end(&mut word, &mut segments);
    segments
}

/// Words that stand before a program.
const PREFIXES: &[&str] = &[
    "$",
    "time",
    "env",
    "npx",
    "bunx",
    "pnpm",
    "yarn",
    "bun",
    "exec",
    "python",
    "python3",
    "-m",
    "uv",
    "poetry",
    "run",
    "--no-install",
];

fn read(words: &[String]) -> Vec<TestFilter> {
    let is_prefix = |word: &String| PREFIXES.contains(&word.as_str()) || word.contains('=');
    let Some(at) = words.iter().position(|it| !is_prefix(it)) else {
        return Vec::new();
    };
    let rest: Vec<&str> = words[at + 1..].iter().map(String::as_str).collect();
    match words[at].as_str() {
        "cargo" => cargo(&rest),
        "go" if rest.first() == Some(&"test") => go(&rest[1..]),
        "vitest" | "jest" => java_script(&rest),
        "pytest" | "py.test" => pytest(&rest),
        _ => Vec::new(),
    }
}

/// Options of Cargo and of its test programs that take no value.
const CARGO_FLAGS: &[&str] = &[
    "--lib",
    "--bins",
    "--tests",
    "--examples",
    "--benches",
    "--all-targets",
    "--all",
    "--workspace",
    "--release",
    "-r",
    "--all-features",
    "--no-default-features",
    "--locked",
    "--offline",
    "--frozen",
    "--no-run",
    "--quiet",
    "-q",
    "-v",
    "-vv",
    "--verbose",
    "--no-fail-fast",
    "--nocapture",
    "--no-capture",
    "--ignored",
    "--include-ignored",
    "--exact",
    "--show-output",
];

fn cargo(words: &[&str]) -> Vec<TestFilter> {
    let rest = match words {
        [toolchain, rest @ ..] if toolchain.starts_with('+') => rest,
        rest => rest,
    };
    let (["test" | "t", rest @ ..] | ["nextest", "run", rest @ ..]) = rest else {
        return Vec::new();
    };
    // Names of documentation tests are paths, an expression is more than a name, and both are left alone.
    let other = |it: &&str| matches!(*it, "--doc" | "-E" | "--skip") || it.starts_with("--filter");
    if rest.iter().any(other) {
        return Vec::new();
    }
    let filters = positional(rest, CARGO_FLAGS).into_iter();
    let names = filters.filter(|it| is_plain(it, b"_:")).filter_map(|it| {
        let parts = it.split("::").filter(|it| !it.is_empty());
        let part = parts.last()?;
        Some(TestFilter {
            runner: TestRunner::Cargo,
            is_path: false,
            any: vec![part.to_owned()],
        })
    });
    names.collect()
}

fn go(words: &[&str]) -> Vec<TestFilter> {
    let Some(pattern) = value_of(words, &["-run", "--run", "-test.run"]) else {
        return Vec::new();
    };
    // What stands behind a slash picks parts of a test, which are named in many ways.
    let pattern = pattern.split('/').next().unwrap_or(pattern);
    let pattern = pattern.trim_matches(['(', ')']);
    let names: Option<Vec<String>> = pattern
        .split('|')
        .map(|it| {
            let name = it
                .trim_start_matches(['^', '('])
                .trim_end_matches(['$', ')']);
            let name = name.trim_end_matches(".*");
            is_plain(name, b"_").then(|| name.to_owned())
        })
        .collect();
    by_name(TestRunner::Go, names)
}

fn by_name(runner: TestRunner, names: Option<Vec<String>>) -> Vec<TestFilter> {
    let filter = names.filter(|it| !it.is_empty()).map(|any| TestFilter {
        runner,
        is_path: false,
        any,
    });
    filter.into_iter().collect()
}

/// Options of Vitest and Jest that take no value.
const JS_FLAGS: &[&str] = &[
    "--run",
    "--watch",
    "--no-watch",
    "--watchAll",
    "--coverage",
    "--silent",
    "--verbose",
    "--passWithNoTests",
    "--runInBand",
    "-i",
    "--ci",
    "--no-coverage",
    "--update",
    "-u",
    "--ui",
    "--globals",
    "--forceExit",
    "--detectOpenHandles",
    "--no-cache",
    "--no-file-parallelism",
];

fn java_script(words: &[&str]) -> Vec<TestFilter> {
    let name = ["-t", "--testNamePattern", "--test-name-pattern"];
    let words = match words.split_first() {
        Some((&("run" | "watch" | "dev"), rest)) => rest,
        Some((&("list" | "bench" | "init" | "related"), _)) => return Vec::new(),
        _ => words,
    };
    // In a project of its own, or with other paths, the files lie elsewhere.
    let other = |it: &&str| {
        ["--findRelatedTests", "--testPathIgnore", "--exclude"]
            .iter()
            .any(|option| it.starts_with(option))
    };
    if words.iter().any(other) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for word in positional(words, JS_FLAGS) {
        let path = word.trim_start_matches("./");
        // Those with an end are looked up as files.
        let is_file = crate::script::is_test_path(word);
        if !is_file && is_plain(path, b"_-./") && !path.starts_with(['.', '/']) {
            found.push(TestFilter {
                runner: TestRunner::JavaScript,
                is_path: true,
                any: vec![path.trim_end_matches('/').to_owned()],
            });
        }
    }
    if let Some(pattern) = value_of(words, &name) {
        let names: Option<Vec<String>> = pattern
            .split('|')
            .map(|it| {
                let name = it.trim_start_matches('^').trim_end_matches('$').trim();
                is_plain(name, b"_- ").then(|| name.to_owned())
            })
            .collect();
        found.extend(by_name(TestRunner::JavaScript, names));
    }
    found
}

fn pytest(words: &[&str]) -> Vec<TestFilter> {
    let Some(pattern) = value_of(words, &["-k"]) else {
        return Vec::new();
    };
    let names: Option<Vec<String>> = pattern
        .split(" or ")
        .map(|it| is_plain(it.trim(), b"_").then(|| it.trim().to_owned()))
        .collect();
    by_name(TestRunner::Pytest, names)
}

/// Returns whether a text is one that is compared as it is: letters, digits and these, with a letter among them.
fn is_plain(text: &str, also: &[u8]) -> bool {
    text.len() >= 3
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || also.contains(&byte))
        && !text.starts_with('-')
}

/// Returns the words that are neither options nor their values; an option that is not known is taken to have one.
fn positional<'a>(words: &[&'a str], flags: &[&str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if *word == "--" {
            continue;
        }
        if word.starts_with(['>', '#', '2']) {
            break;
        }
        if !word.starts_with('-') {
            found.push(*word);
        } else if !word.contains('=') && !flags.contains(word) {
            at += 1;
        }
    }
    found
}

/// Returns the value of the first of these options.
fn value_of<'a>(words: &[&'a str], options: &[&str]) -> Option<&'a str> {
    words.iter().enumerate().find_map(|(at, word)| {
        if options.contains(word) {
            return words.get(at + 1).copied();
        }
        let (option, value) = word.split_once('=')?;
        options.contains(&option).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown = |it: TestFilter| {
            let of = if it.is_path { "path" } else { "name" };
            format!("{:?} {of} {}", it.runner, it.any.join("|"))
        };
        let found: Vec<String> = segments(text)
            .iter()
            .flat_map(|it| read(it))
            .map(shown)
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_of_tests_in_rust_are_read() {
        check(
            "cargo test -p tip-plan --lib lead::tests::marks",
            &["Cargo name marks"],
        );
        check(
            "RUST_LOG=debug cargo test alerts -- --nocapture",
            &["Cargo name alerts"],
        );
        check(
            "cargo test --test it -- alert_survives --exact",
            &["Cargo name alert_survives"],
        );
        check(
            "cargo +nightly nextest run alerts::",
            &["Cargo name alerts"],
        );
        check("cargo nextest run -E 'test(a)'", &[]);
        check("cargo test --doc alerts", &[]);
        check("cargo test --workspace 2>&1 | tail -5", &[]);
        check("cargo test --some-option value", &[]);
        check("cargo build alerts", &[]);
    }

    #[test]
    fn names_of_tests_in_go_are_read() {
        check(
            "go test ./internal/store -run TestAlert",
            &["Go name TestAlert"],
        );
        check(
            "go test ./... -run='^(TestA|TestBee)$' -v",
            &["Go name TestA|TestBee"],
        );
        check(
            "go test -run TestAlert/survives ./...",
            &["Go name TestAlert"],
        );
        check("go test -run 'Test[AB]' ./...", &[]);
        check("go test -run=Test.* ./...", &["Go name Test"]);
        check("go build ./...", &[]);
    }

    #[test]
    fn files_and_names_of_tests_in_java_script_are_read() {
        check("npx vitest run alerts", &["JavaScript path alerts"]);
        check(
            "pnpm exec vitest run src/alerts/ --reporter verbose",
            &["JavaScript path src/alerts"],
        );
        check(
            "npx jest -t 'an alert survives'",
            &["JavaScript name an alert survives"],
        );
        check("npx jest src/a.test.ts", &[]);
        check(
            "npx jest alerts.test.ts",
            &["JavaScript path alerts.test.ts"],
        );
        check("npx vitest run", &[]);
        check("npx vitest --config web/vite.config.ts", &[]);
        check("npx jest --findRelatedTests src/a.ts", &[]);
    }

    #[test]
    fn names_of_tests_in_python_are_read() {
        check("pytest -k restart", &["Pytest name restart"]);
        check(
            "python -m pytest tests -k 'restart or delete'",
            &["Pytest name restart|delete"],
        );
        check("pytest -k 'not slow'", &[]);
        check("pytest tests", &[]);
    }
}

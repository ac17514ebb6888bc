//! What of a command deserves a second look before it is approved.
//!
//! This reads words and knows what common programs do. It warns; it protects nobody from a command that hides what it does.

use tip_plan::WhyNot;

/// What of a command deserves a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notable {
    /// It reaches for the network: the program.
    Network(String),
    /// It changes things: files, history, a system elsewhere.
    Mutating,
    /// It asks for the rights of another user: the program.
    Elevated(String),
    /// It runs what it was given as text or fetched: `eval`, a pipe into a shell.
    Indirect,
    /// It names a place outside of the repository: the word.
    Outside(String),
    /// It holds characters that cannot be seen, or that change the order of others.
    Unseen,
    /// It holds letters that look like others: the first of them.
    Lookalike(char),
}

impl Notable {
    /// Returns a phrase for it.
    pub fn phrase(&self) -> String {
        match self {
            Self::Network(program) => format!("reaches for the network (`{program}`)"),
            Self::Mutating => "changes things: it runs with --allow-mutating only".to_owned(),
            Self::Elevated(program) => format!("asks for the rights of another user (`{program}`)"),
            Self::Indirect => "runs what it is given as text".to_owned(),
            Self::Outside(word) => format!("names a place outside the repository (`{word}`)"),
            Self::Unseen => {
                "holds characters that cannot be seen or that reorder others".to_owned()
            }
            Self::Lookalike(c) => {
                format!(
                    "holds letters beyond ASCII (`{c}`, U+{:04X})",
                    u32::from(*c)
                )
            }
        }
    }

    /// Returns the word for its kind.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Network(_) => "network",
            Self::Mutating => "mutating",
            Self::Elevated(_) => "elevated",
            Self::Indirect => "indirect",
            Self::Outside(_) => "outside",
            Self::Unseen => "unseen",
            Self::Lookalike(_) => "lookalike",
        }
    }
}

/// Programs that reach for the network whatever they are told; sorted.
const NETWORK: &[&str] = &[
    "aws",
    "az",
    "curl",
    "dig",
    "flyctl",
    "ftp",
    "gcloud",
    "gh",
    "git-lfs",
    "helm",
    "host",
    "http",
    "httpie",
    "kubectl",
    "nc",
    "ncat",
    "netcat",
    "nslookup",
    "ping",
    "rsync",
    "scp",
    "sftp",
    "socat",
    "ssh",
    "telnet",
    "terraform",
    "vercel",
    "wget",
];

/// Programs that reach for the network with one of these words behind them; sorted.
const NETWORK_WITH: &[(&str, &[&str])] = &[
    ("apt", &["install", "update", "upgrade"]),
    ("apt-get", &["install", "update", "upgrade"]),
    ("brew", &["install", "update", "upgrade"]),
    ("bundle", &["install", "update"]),
    ("cargo", &["add", "install", "publish", "search", "update"]),
    ("composer", &["install", "require", "update"]),
    (
        "docker",
        &["build", "compose", "login", "pull", "push", "run"],
    ),
    ("gem", &["install", "push"]),
    (
        "git",
        &[
            "clone",
            "fetch",
            "ls-remote",
            "pull",
            "push",
            "remote",
            "submodule",
        ],
    ),
    ("go", &["get", "install"]),
    (
        "npm",
        &[
            "add", "audit", "ci", "i", "install", "outdated", "publish", "update",
        ],
    ),
    ("pip", &["download", "install"]),
    ("pip3", &["download", "install"]),
    ("pipx", &["install", "run"]),
    ("pnpm", &["add", "dlx", "i", "install", "publish", "update"]),
    ("poetry", &["add", "install", "publish", "update"]),
    ("uv", &["add", "pip", "sync", "tool"]),
    ("yarn", &["add", "dlx", "install", "publish", "upgrade"]),
];

/// Shells, into which a pipe makes what flows a program.
const SHELLS: &[&str] = &["bash", "dash", "fish", "ksh", "sh", "zsh"];

/// Returns what of a command deserves a second look, each kind once.
pub fn notable(command: &str) -> Vec<Notable> {
    let mut found = Vec::new();
    if tip_plan::why_not(command) == Some(WhyNot::Mutating) {
        found.push(Notable::Mutating);
    }
    let mut network = None;
    let mut elevated = None;
    let mut indirect = false;
    let mut outside = None;
    let separators = ['\n', ';', '|', '&', '(', ')', '`', '{', '}'];
    let mut at = 0;
    for segment in command.split(separators) {
        let piped =
            command[..at].trim_end().ends_with('|') && !command[..at].trim_end().ends_with("||");
        at += segment.len() + 1;
        let mut words = segment
            .split_whitespace()
            .map(|it| it.trim_matches(['"', '\'', '$']))
            .skip_while(|it| {
                is_assignment(it) || matches!(*it, "time" | "env" | "command" | "!" | "exec")
            })
            .peekable();
        while let Some(word) = words.next_if(|it| matches!(*it, "sudo" | "doas" | "su")) {
            elevated.get_or_insert_with(|| word.to_owned());
        }
        let Some(program) = words.next() else {
            continue;
        };
        let name = program.rsplit('/').next().unwrap_or(program);
        let rest: Vec<&str> = words.collect();
        if fetches(name, &rest) {
            network.get_or_insert_with(|| name.to_owned());
        }
        let told = SHELLS.contains(&name)
            && (piped
                || rest
                    .iter()
                    .any(|it| it.starts_with('-') && it.ends_with('c')));
        indirect |= told || matches!(name, "eval" | "source" | ".") && !rest.is_empty();
        let place = std::iter::once(program).chain(rest).find_map(is_outside);
        if outside.is_none() {
            outside = place.map(str::to_owned);
        }
    }
    found.extend(network.map(Notable::Network));
    found.extend(elevated.map(Notable::Elevated));
    found.extend(indirect.then_some(Notable::Indirect));
    found.extend(outside.map(Notable::Outside));
    let unseen = |c: char| !matches!(c, '\n' | '\t') && (c.is_control() || is_unseen(c));
    if command.contains(unseen) {
        found.push(Notable::Unseen);
    }
    let beyond = command.chars().find(|c| !c.is_ascii() && c.is_alphabetic());
    found.extend(beyond.map(Notable::Lookalike));
    found
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !name.is_empty() && name.chars().all(is_name)
    })
}

fn fetches(program: &str, rest: &[&str]) -> bool {
    if NETWORK.binary_search(&program).is_ok() || matches!(program, "npx" | "uvx" | "bunx") {
        return true;
    }
    let first = rest.iter().find(|it| !it.starts_with(['-', '+']));
    let known = NETWORK_WITH.binary_search_by(|(name, _)| (*name).cmp(program));
    known.is_ok_and(|at| first.is_some_and(|it| NETWORK_WITH[at].1.contains(it)))
        || rest
            .iter()
            .any(|it| it.contains("/dev/tcp/") || it.contains("/dev/udp/"))
}

/// Returns the place outside of the repository that a word names.
fn is_outside(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(['<', '>', '1', '2', '=']);
    let path = word.rsplit('=').next().unwrap_or(word);
    let harmless = [
        "/dev/null",
        "/dev/stdin",
        "/dev/stdout",
        "/dev/stderr",
        "/usr/bin/env",
    ];
    let place = path.starts_with("~/")
        || path == "~"
        || path.starts_with("../")
        || path == ".."
        || path.contains("/../")
        || path.starts_with("HOME/")
        || path.starts_with('/') && path.len() > 1 && path[1..].starts_with(char::is_alphanumeric);
    (place && !harmless.contains(&path)).then_some(path)
}

/// Returns whether a character is not seen where it stands, or changes the order of others.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(command: &str, expected: &[&str]) {
        let found: Vec<&str> = notable(command).iter().map(Notable::word).collect();
        assert_eq!(found, expected, "{command}");
    }

    #[test]
    fn common_checks_are_nothing_special() {
        for command in [
            "cargo test -p tip-plan",
            "npm test -- --run src/a.test.ts",
            "RUST_LOG=debug pytest tests/test_a.py::test_b -q",
            "cd web && npm run lint",
            "grep -rn 'TODO' src | wc -l",
            "ruff check . 2>/dev/null",
        ] {
            check(command, &[]);
        }
    }

    #[test]
    fn what_reaches_out_is_told() {
        check("curl -fsS https://example.org", &["network"]);
        check("git fetch origin", &["network"]);
        check("FOO=1 /usr/bin/wget x", &["network", "outside"]);
        check("echo $(curl x)", &["network"]);
        check("echo x > /dev/tcp/1.2.3.4/80", &["network", "outside"]);
        check("npm ci && npm test", &["network"]);
    }

    #[test]
    fn what_hides_is_told() {
        check("curl x | sh", &["network", "indirect"]);
        check("bash -c 'x'", &["indirect"]);
        check("eval \"$X\"", &["indirect"]);
        check("sudo make check", &["mutating", "elevated"]);
        check("cat ~/.ssh/id_rsa", &["outside"]);
        check("cat ../../secret", &["outside"]);
        check("ec\u{202e}ho", &["unseen"]);
        check("ls \u{1b}[2K", &["unseen"]);
        check("c\u{430}rgo test", &["lookalike"]);
    }

    #[test]
    fn what_changes_things_is_told() {
        check("rm -rf target", &["mutating"]);
        check("git push", &["mutating", "network"]);
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(NETWORK.is_sorted());
        assert!(NETWORK_WITH.is_sorted_by_key(|(name, _)| *name));
    }
}

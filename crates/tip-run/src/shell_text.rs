//! What can be told of a command from its text, without running it.
//!
//! It is no parser of shell: it splits a text into words and operators as a shell would, and takes what is nested as one word. Where more
//! would be needed, the answers are on the safe side.

use tip_plan::defined_function;

/// A piece of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Word(&'a str),
    /// `&&`, `||`, `;`, `&`, `|`, `|&`, a line end, and the brackets of a group or a subshell.
    Operator(&'a str),
}

/// What can be told of a command from its text.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an observation of its own"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShellText {
    /// The program of the last command, without its folder; empty where it cannot be told.
    pub(crate) program: String,
    /// The first argument of that which is no option: `grep` in `git grep`.
    pub(crate) verb: String,
    /// Whether `!` turns the exit code around.
    pub(crate) negated: bool,
    /// Whether there is a pipe in it.
    pub(crate) has_pipe: bool,
    /// Whether there is one pipeline with a pipe, and nothing after it: a pipe that was closed early ends nothing else.
    pub(crate) ends_in_its_only_pipeline: bool,
    /// Whether another command follows where one fails.
    pub(crate) has_or: bool,
    /// Which commands of the last pipeline exit with 1 where they find nothing.
    pub(crate) searches: Vec<bool>,
}

impl ShellText {
    pub(crate) fn read(text: &str) -> Self {
        let pieces = pieces(text);
        let is = |it: &Piece<'_>, signs: &[&str]| matches!(it, Piece::Operator(sign) if signs.contains(sign));
        let is_pipe = |it: &Piece<'_>| is(it, &["|", "|&"]);
        let is_list = |it: &Piece<'_>| is(it, &["&&", "||", ";", "&", "\n"]);
        let first_pipe = pieces.iter().position(is_pipe);
        let nested = text.contains("$(") || text.contains('`') || text.contains("<(");
        let ends_in_its_only_pipeline = first_pipe.is_some_and(|at| {
            !nested
                && !pieces[at..].iter().any(is_list)
                && !pieces.iter().any(|it| is(it, &["(", ")", "{", "}"]))
        });
        let last_list = pieces.iter().rposition(is_list).map_or(0, |at| at + 1);
        let pipeline = &pieces[last_list..];
        let negated = pipeline.first() == Some(&Piece::Word("!"));
        let commands = || pipeline.split(is_pipe).map(program_and_verb);
        let (program, verb) = commands().next_back().unwrap_or_default();
        Self {
            searches: commands()
                .map(|(program, verb)| searches(program, verb))
                .collect(),
            program: program.to_owned(),
            verb: verb.to_owned(),
            negated,
            has_pipe: first_pipe.is_some() || nested && text.contains('|'),
            ends_in_its_only_pipeline,
            has_or: pieces.iter().any(|it| is(it, &["||"])),
        }
    }

    /// Returns whether the last command looks for something, and exits with 1 where it finds nothing.
    pub(crate) fn is_search(&self) -> bool {
        searches(&self.program, &self.verb)
    }

    /// Returns whether the last command answers "no" with 1, and says with other codes that it could not look.
    pub(crate) fn answers(&self) -> bool {
        !self.negated
            && (self.is_search()
                || matches!(self.program.as_str(), "cmp" | "diff" | "test" | "[" | "[["))
    }
}

/// Returns the program of one command without its folder, and its first argument that is no option.
fn program_and_verb<'a>(command: &[Piece<'a>]) -> (&'a str, &'a str) {
    let mut words = command.iter().filter_map(|it| match it {
        Piece::Word(word) if *word != "!" => Some(*word),
        _ => None,
    });
    let program = words.by_ref().find(|it| !is_assignment(it));
    let verb = words.find(|it| !it.starts_with('-'));
    let plain = |it: Option<&'a str>| it.unwrap_or_default().trim_matches(['"', '\'']);
    let program = plain(program);
    (program.rsplit('/').next().unwrap_or_default(), plain(verb))
}

/// Returns whether a program exits with 1 where it finds nothing.
fn searches(program: &str, verb: &str) -> bool {
    matches!(
        program,
        "grep" | "egrep" | "fgrep" | "zgrep" | "rg" | "ag" | "ack" | "pgrep" | "ug"
    ) || program == "git" && verb == "grep"
}

/// Programs that run the program named behind them; sorted.
const WRAPPERS: &[&str] = &[
    "command", "env", "exec", "nice", "nohup", "sudo", "time", "timeout", "xargs",
];

/// Words of the shell behind which a command begins; sorted.
const KEYWORDS: &[&str] = &[
    "do", "elif", "else", "function", "if", "then", "until", "while",
];

/// Returns the programs that a command starts, as it writes them: names, and paths to them. Words of the shell are among them, functions
/// that it defines are not.
pub(crate) fn started(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut functions = Vec::new();
    let mut expected = true;
    let pieces = pieces(text);
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Word(word) = *piece else {
            expected = true;
            continue;
        };
        if expected && let Some(name) = function_name(&pieces[..at], word, &pieces[at + 1..]) {
            functions.push(name);
            continue;
        }
        let passes = word == "!" || is_assignment(word) || KEYWORDS.binary_search(&word).is_ok();
        if !expected || passes {
            continue;
        }
        let word = word.trim_matches(['"', '\'']);
        // What a wrapper is told itself is skipped: options, and how long.
        let told = !found.is_empty()
            && (word.starts_with('-') || word.starts_with(|c: char| c.is_ascii_digit()));
        if told {
            continue;
        }
        if !word.is_empty() && !word.contains(['$', '`', '*']) && !found.contains(&word) {
            found.push(word);
        }
        expected = WRAPPERS.binary_search(&word).is_ok();
    }
    found.retain(|it| !functions.contains(it));
    found
}

/// Returns the name of the function that a word begins to define: `check() {`, `check () {`, `function check {`.
fn function_name<'a>(before: &[Piece<'_>], word: &'a str, behind: &[Piece<'_>]) -> Option<&'a str> {
    let is_sign =
        |at: usize, sign: &str| matches!(behind.get(at), Some(Piece::Operator(it)) if *it == sign);
    let glued = word.strip_suffix('(').filter(|_| is_sign(0, ")"));
    let apart = Some(word).filter(|_| is_sign(0, "(") && is_sign(1, ")"));
    let told = Some(word).filter(|_| before.last() == Some(&Piece::Word("function")));
    glued.or(apart).or(told).filter(|it| !it.is_empty())
}

/// Programs that answer from the history of the repository; sorted.
const ASK_GIT: &[&str] = &[
    "cog",
    "commitlint",
    "gh",
    "git",
    "git-cliff",
    "gitleaks",
    "gitlint",
    "jj",
    "semantic-release",
    "tip",
];

/// Returns whether a command may ask git for more than the files as they are: where `HEAD` is, what was committed, what is staged.
///
/// What a script asks that it starts cannot be told.
pub(crate) fn asks_git(text: &str) -> bool {
    let apart = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '`' | '(' | ')' | ';' | '|' | '&' | '{' | '}'
            )
    };
    let is_known = |it: &str| ASK_GIT.binary_search(&it).is_ok();
    let mut programs = started(text).into_iter();
    programs.any(|it| is_known(it.rsplit('/').next().unwrap_or(it)))
        || text.split(apart).any(|word| {
            let mut names =
                word.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '/')));
            is_known(word) || names.any(is_commit)
        })
}

/// What of git compares the files as they are, plans among them, with what is staged or committed; sorted.
const ASK_WORK_TREE: &[&str] = &[
    "add",
    "clean",
    "describe",
    "diff",
    "diff-files",
    "diff-index",
    "ls-files",
    "stash",
    "status",
];

/// Returns whether a command may ask git for what is not committed: `git status`, `git diff`, and not `git diff main..HEAD`.
pub(crate) fn asks_work_tree(text: &str) -> bool {
    let ends = |c: char| matches!(c, ';' | '|' | '&' | '(' | ')' | '`' | '{' | '}' | '\n');
    text.split(ends).any(|part| {
        let words = part.split_whitespace();
        let mut words = words.map(|it| it.trim_matches(['"', '\'']));
        if !words.any(|it| it.rsplit('/').next() == Some("git")) {
            return false;
        }
        let mut value = false;
        let verb = words.find(|it| {
            let skipped = value || it.starts_with('-');
            value = !value && matches!(*it, "-C" | "-c");
            !skipped
        });
        verb.is_some_and(|it| ASK_WORK_TREE.binary_search(&it).is_ok()) && !words.any(is_range)
    })
}

/// Returns whether a word names two commits: `main..HEAD`.
fn is_range(word: &str) -> bool {
    let from = word.split_once("..").map(|(from, _)| from);
    from.is_some_and(|it| !it.is_empty() && !it.ends_with('/'))
}

/// Returns whether a word names a commit.
fn is_commit(word: &str) -> bool {
    word == "HEAD" || word.starts_with("origin/") || word.starts_with("upstream/")
}

/// Returns whether a command only prepares those after it: `cd web`, `export A=1`, a server that is left running, a while that is waited.
pub(crate) fn is_preparation(text: &str) -> bool {
    let pieces = pieces(text);
    let words: Vec<&str> = pieces
        .iter()
        .filter_map(|it| match it {
            Piece::Word(word) => Some(*word),
            Piece::Operator(_) => None,
        })
        .collect();
    is_left_running(text)
        || defines(text)
        || words.len() == pieces.len()
            && match words.as_slice() {
                ["cd" | "sleep", _] | ["export" | "set" | "source" | ".", _, ..] => true,
                words => !words.is_empty() && words.iter().all(|it| is_assignment(it)),
            }
}

/// Returns whether a text defines a function, and does nothing else: `check() { …; }`.
fn defines(text: &str) -> bool {
    defined_function(text).is_some() && text.trim_end().ends_with('}')
}

/// Returns whether what only prepares may end with another code than 0 and did its work: a search that finds nothing in `n=$(grep -c x a)`.
pub(crate) fn may_fail(text: &str) -> bool {
    text.split_once("=$(").is_some_and(|(_, inner)| {
        let (program, verb) = program_and_verb(&pieces(inner));
        searches(program, verb)
    })
}

/// Returns whether a command is left running while those after it run.
pub(crate) fn is_left_running(text: &str) -> bool {
    pieces(text).last() == Some(&Piece::Operator("&"))
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && !name.starts_with(|it: char| it.is_ascii_digit())
            && name
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'_')
    })
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' | b'\r' => at += 1,
            b'#' => at = line_end(bytes, at),
            _ => {
                if let Some(sign) = operator(&text[at..]) {
                    pieces.push(Piece::Operator(sign));
                    at += sign.len();
                } else {
                    let end = word_end(bytes, at);
                    pieces.push(Piece::Word(&text[at..end]));
                    at = end;
                }
            }
        }
    }
    pieces
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |it| at + it)
}

fn operator(text: &str) -> Option<&'static str> {
    // A bracket is a sign of its own only where a command may begin; inside a word it belongs to that.
    let signs = [
        "&&", "||", "|&", "|", ";", "&>", "&", "\n", "(", ")", "{ ", "}",
    ];
    let sign = signs.into_iter().find(|it| text.starts_with(it))?;
    match sign {
        "&>" => None,
        "{ " => Some("{"),
        sign => Some(sign),
    }
}

/// Returns where the word that begins at `at` ends; it is at least one byte long and ends between characters.
fn word_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < bytes.len() {
        match bytes[end] {
            b' ' | b'\t' | b'\r' | b'\n' | b';' | b'|' | b')' if end > at => break,
            b'&' if end > at && !matches!(bytes[end - 1], b'>' | b'<') => break,
            b'\\' => end += 2,
            b'\'' => end = closing(bytes, end, b'\''),
            b'"' => end = double(bytes, end),
            b'`' => end = closing(bytes, end, b'`'),
            b'$' | b'<' | b'>' if bytes.get(end + 1) == Some(&b'(') => {
                end = nested(bytes, end + 1);
            }
            b'$' if bytes.get(end + 1) == Some(&b'{') => end = closing(bytes, end, b'}'),
            _ => end += 1,
        }
    }
    // An escape may have led past the end, or into a character.
    let mut end = end.min(bytes.len()).max(at + 1);
    while end < bytes.len() && bytes[end] & 0xc0 == 0x80 {
        end += 1;
    }
    end
}

fn closing(bytes: &[u8], at: usize, sign: u8) -> usize {
    memchr::memchr(sign, &bytes[at + 1..]).map_or(bytes.len(), |it| at + it + 2)
}

fn double(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end += 2,
            b'"' => return end + 1,
            _ => end += 1,
        }
    }
    bytes.len()
}

fn nested(bytes: &[u8], open: usize) -> usize {
    let mut depth = 0_usize;
    let mut end = open;
    while end < bytes.len() {
        match bytes[end] {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return end + 1;
                }
            }
            b'\'' => {
                end = closing(bytes, end, b'\'');
                continue;
            }
            b'\\' => end += 1,
            _ => {}
        }
        end += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, program: &str, verb: &str) -> ShellText {
        let read = ShellText::read(text);
        assert_eq!((read.program.as_str(), read.verb.as_str()), (program, verb));
        read
    }

    #[test]
    fn the_last_program_is_found() {
        check("cargo test -p a", "cargo", "test");
        check(
            "cd web && FOO='a b' /usr/bin/grep -rn \"x | y\" src",
            "grep",
            "x | y",
        );
        check("git -C x grep foo", "git", "x");
        check("cat a | grep b | wc -l", "wc", "");
        check("", "", "");
        check("! rg x src/", "rg", "x");
        check("echo 'a;b' # ; rm x", "echo", "a;b");
    }

    #[test]
    fn what_follows_a_pipe_is_told() {
        assert!(ShellText::read("cd x && yes | head -1").ends_in_its_only_pipeline);
        assert!(ShellText::read("a 2>&1 | tee log").ends_in_its_only_pipeline);
        for it in [
            "yes | head -1 && true",
            "a; b | c; d",
            "x=$(yes | head -1)",
            "(yes | head -1)",
            "a",
        ] {
            assert!(!ShellText::read(it).ends_in_its_only_pipeline, "{it}");
        }
        assert!(ShellText::read("grep x || true").has_or);
        assert!(!ShellText::read("grep 'x || y' a").has_or);
        assert!(ShellText::read("! a | b").negated);
    }

    #[test]
    fn a_search_is_known() {
        assert!(ShellText::read("git grep -n foo").is_search());
        assert!(ShellText::read("cat x | grep -v y").is_search());
        assert!(!ShellText::read("grep x a | wc -l").is_search());
        let piped = ShellText::read("cd a && /bin/grep -c x b | A=1 sort | rg y");
        assert_eq!(piped.searches, [true, false, true]);
    }

    #[test]
    fn what_prepares_is_known() {
        for it in [
            "cd web",
            "export A=1",
            "A=1 B='2 3'",
            "./server --port 1 &",
            "sleep 5",
        ] {
            assert!(is_preparation(it), "{it}");
        }
        for it in ["cd web && make", "A=1 make", "make", "", "a && b"] {
            assert!(!is_preparation(it), "{it}");
        }
    }

    #[test]
    fn what_a_command_starts_is_found() {
        let check = |text: &str, expected: &[&str]| assert_eq!(started(text), expected, "{text}");
        check("cargo test -p a | tee log", &["cargo", "tee"]);
        check(
            "cd web && A='b c' ./x --y; ! grep z a",
            &["cd", "./x", "grep"],
        );
        check(
            "timeout -k 5 60s .venv/bin/pytest -q",
            &["timeout", ".venv/bin/pytest"],
        );
        check("env A=1 make all", &["env", "make"]);
        check("if test -f a; then cat a; fi", &["test", "cat", "fi"]);
        check("$RUN x && \"$Y\"", &[]);
        check("greet() { echo hi; } && greet you", &["echo"]);
        check("n () { wc -l a; }\nfunction m { n; }\nm", &["wc"]);
        check("", &[]);
    }

    #[test]
    fn what_asks_git_is_told() {
        for it in [
            "git log -1",
            "test -z \"$(git status --porcelain)\"",
            "make x && git diff --exit-code",
            "bash -c 'git show HEAD:a'",
            "pre-commit run --from-ref origin/main --to-ref HEAD",
            "npx commitlint --from=HEAD~3",
            "/usr/bin/git rev-parse x",
            "target/debug/tip check",
        ] {
            assert!(asks_git(it), "{it}");
        }
        for it in [
            "ls .git",
            "cargo test --lib git::tests",
            "cat docs/HEADING.md",
            "rg -w digit src",
            "ls src/git",
        ] {
            assert!(!asks_git(it), "{it}");
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!(WRAPPERS.is_sorted() && KEYWORDS.is_sorted());
        assert!(ASK_GIT.is_sorted() && ASK_WORK_TREE.is_sorted());
    }

    #[test]
    fn any_text_is_read() {
        for it in [
            "\\", "'", "\"é", "$(", "é\\é", "a\\", "`", "${", "\\é|é", "&>x", "{",
        ] {
            ShellText::read(it);
            started(it);
            asks_git(it);
        }
    }

    #[test]
    fn git_is_asked_for_the_work_tree_where_it_compares_it() {
        for text in [
            "git status --porcelain",
            "test -z \"$(git status -s)\"",
            "cd web && git -C .. diff --exit-code ../src",
            "make && /usr/bin/git --no-pager diff --cached",
        ] {
            assert!(asks_work_tree(text), "{text}");
        }
        for text in [
            "git log -1 --format=status",
            "git diff --stat main..HEAD",
            "echo status | git hash-object --stdin",
            "legit status",
            "git",
        ] {
            assert!(!asks_work_tree(text), "{text}");
        }
    }
}

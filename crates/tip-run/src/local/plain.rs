//! Commands that a shell would only look up and become: one program, and words that mean what they are.
//!
//! Such a program is started without the shell, in the environment that the shell would give it. Whatever the shell reads, does itself or
//! complains about is left to it; a program that cannot be started as well, so that the shell says why.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};
use tip_plan::is_shell_word;

use crate::Invocation;

/// Where the system has the programs that answer as bash does itself. Along the `PATH` there may be others of their names.
const TWIN_FOLDERS: [&str; 2] = ["/usr/bin", "/bin"];

/// Variables that decide what bash does, beside those that begin with its name, or that it sets itself.
const DECIDING: &[&str] = &[
    "ENV",
    "EXECIGNORE",
    "IFS",
    "OLDPWD",
    "POSIXLY_CORRECT",
    "PWD",
    "SHELLOPTS",
    "SHLVL",
    "_",
];

/// A program and its words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) words: Vec<String>,
}

/// A program that is there, and what it sees of the environment.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) path: PathBuf,
    pub(super) variables: Vec<(OsString, OsString)>,
}

impl Plain {
    /// Reads a command; `None` if a shell is needed to understand it.
    pub(super) fn read(command: &str) -> Option<Self> {
        let words = words(command)?;
        let program = words.first()?;
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "_./+-".contains(it);
        let begins = |it: char| it.is_ascii_alphanumeric() || "_./".contains(it);
        let is_program = program.starts_with(begins)
            && program.chars().all(is_plain)
            && command.trim_start().starts_with(program.as_str())
            && (!is_shell_word(program) || is_twin(&words));
        is_program.then_some(Self { words })
    }

    /// Looks for the program as bash does; `None` where bash would find none, or something else than a program that the system can start.
    pub(super) fn program(&self, invocation: &Invocation<'_>) -> Option<Program> {
        if !invocation
            .environment
            .iter()
            .all(|(name, _)| is_passed_on(name))
        {
            return None;
        }
        let name = self.words.first()?;
        if is_twin(&self.words) {
            let mut paths = TWIN_FOLDERS.iter().map(|it| Path::new(it).join(name));
            let path = paths.find(|it| can_be_started(it))?;
            // Nothing of what a shell answers by itself depends on it.
            let variables = Vec::new();
            return Some(Program { path, variables });
        }
        // A path is told to the program as it is written, and leads from the folder in which it is started.
        let path = if name.contains('/') {
            PathBuf::from(name)
        } else {
            find(name, invocation)?
        };
        if !can_be_started(&invocation.directory.as_std_path().join(&path)) {
            return None;
        }
        let folder = real(invocation.directory.as_std_path())?;
        let mut variables = invocation.environment.to_vec();
        variables.extend([
            ("PWD".into(), folder.into_os_string()),
            ("SHLVL".into(), "0".into()),
            ("_".into(), path.clone().into_os_string()),
        ]);
        Some(Program { path, variables })
    }
}

/// Returns the words of a command; `None` where a sign in it has a meaning.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = command.chars();
    while let Some(sign) = rest.next() {
        match sign {
            ' ' | '\t' => words.extend(word.take()),
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next()? {
                        end if end == sign => break,
                        '$' | '`' | '\\' | '!' if sign == '"' => return None,
                        it if it.is_control() => return None,
                        it => word.push(it),
                    }
                }
            }
            it if it.is_ascii_alphanumeric() || "_-./:,@%+=".contains(it) => {
                word.get_or_insert_default().push(it);
            }
            _ => return None,
        }
    }
    words.extend(word);
    Some(words)
}

/// Returns whether what bash does itself is answered just so by a program that every system has: the forms of `test` in which nothing is
/// left to the shell, `true` and `false`.
fn is_twin(words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["true" | "false"] | ["test", _, "=", _] => true,
        ["test", operator, _] => {
            let signs = operator.strip_prefix('-').unwrap_or_default();
            signs.len() == 1 && "defhLnrswxz".contains(signs)
        }
        [
            "test",
            one,
            "-eq" | "-ne" | "-gt" | "-ge" | "-lt" | "-le",
            other,
        ] => is_number(one) && is_number(other),
        _ => false,
    }
}

/// Returns whether a word is a whole number that any program can count with.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    (1..=18).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit())
}

/// Returns whether bash hands a variable on as it is, and does nothing else for it.
fn is_passed_on(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else {
        return false;
    };
    let is_name = !name.starts_with(|it: char| it.is_ascii_digit())
        && name
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || it == '_');
    is_name && !name.starts_with("BASH") && !DECIDING.contains(&name)
}

/// Returns the first program of a name along the `PATH` of a command; `None` if one of the folders is meant otherwise than it is written.
fn find(name: &str, invocation: &Invocation<'_>) -> Option<PathBuf> {
    let path = invocation.environment.iter().find(|it| it.0 == "PATH");
    let folders: Vec<PathBuf> = std::env::split_paths(&path?.1).collect();
    if !folders.iter().all(|it| it.is_absolute()) {
        return None;
    }
    let mut paths = folders.iter().map(|it| it.join(name));
    paths.find(|it| is_executable(it))
}

#[expect(
    clippy::disallowed_methods,
    reason = "what is run is looked for on this machine"
)]
fn is_executable(path: &Path) -> bool {
    path.is_file() && access(path, Access::EXEC_OK).is_ok()
}

/// Returns whether a file is one that the system starts by itself: anything else is for a shell to read.
#[expect(
    clippy::disallowed_methods,
    reason = "what is run is looked for on this machine"
)]
fn can_be_started(path: &Path) -> bool {
    if !is_executable(path) {
        return false;
    }
    let mut begin = [0; 4];
    let read = File::open(path).and_then(|mut it| it.read_exact(&mut begin));
    read.is_ok() && (begin == *b"\x7fELF" || begin.starts_with(b"#!"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "what is run is looked for on this machine"
)]
fn real(folder: &Path) -> Option<PathBuf> {
    fs::canonicalize(folder).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(command: &str, expected: Option<&[&str]>) {
        let words = Plain::read(command).map(|it| it.words);
        let expected = expected.map(|it| it.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(words, expected, "{command}");
    }

    #[test]
    fn words_that_mean_what_they_are_need_no_shell() {
        check("cargo test", Some(&["cargo", "test"]));
        check("  ./x.sh\t-a=b  ", Some(&["./x.sh", "-a=b"]));
        check(
            "grep -q 'a $b' \"c d\"e ''",
            Some(&["grep", "-q", "a $b", "c de", ""]),
        );
    }

    #[test]
    fn what_the_system_answers_as_the_shell_does_needs_none() {
        for it in ["true", "test -f a/b", "test 12 -ge -3", "test 'a b' = a"] {
            assert!(Plain::read(it).is_some(), "{it}");
        }
    }

    #[test]
    fn what_a_shell_does_or_reads_is_left_to_it() {
        let commands = [
            "",
            " ",
            "test 1 -ge x",
            "test -v A",
            "test",
            "true x",
            "echo a",
            "cd x",
            "A=b make",
            "'cargo' test",
            "a | b",
            "a; b",
            "a & b",
            "a > b",
            "a $B",
            "a \"$B\"",
            "a `b`",
            "a *.rs",
            "a ?",
            "a [b]",
            "a {b,c}",
            "a ~/b",
            "a #b",
            "! a",
            "a\nb",
            "a b\\ c",
            "a 'b",
            "a \"b\\\"\"",
            "(a)",
            "[ a ]",
            "-a",
            "%1",
            "a ä",
            "time a",
            "a \"!b\"",
        ];
        for it in commands {
            check(it, None);
        }
    }
}

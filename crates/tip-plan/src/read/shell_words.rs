//! The words that a shell answers itself.

/// Returns whether bash does something itself at this word, or reads it otherwise than as a program: a builtin or a keyword.
///
/// Source: the manual of bash 5.2, "Shell Builtin Commands" and "Reserved Words".
pub fn is_shell_word(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

/// Sorted.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    ".", "alias", "bg", "bind", "break", "builtin", "caller", "case", "cd", "command", "compgen",
    "complete", "compopt", "continue", "coproc", "declare", "dirs", "disown", "do", "done", "echo",
    "elif", "else", "enable", "esac", "eval", "exec", "exit", "export", "false", "fc", "fg", "fi",
    "for", "function", "getopts", "hash", "help", "history", "if", "in", "jobs", "kill", "let",
    "local", "logout", "mapfile", "popd", "printf", "pushd", "pwd", "read", "readarray",
    "readonly", "return", "select", "set", "shift", "shopt", "source", "suspend", "test", "then",
    "time", "times", "trap", "true", "type", "typeset", "ulimit", "umask", "unalias", "unset",
    "until", "wait", "while",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtins_and_keywords_are_told_from_programs() {
        assert!(WORDS.is_sorted());
        assert!(WORDS.iter().all(|it| is_shell_word(it)));
        assert!(!is_shell_word("cargo") && !is_shell_word("sh"));
    }
}

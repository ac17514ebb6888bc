//! The programs that a command starts.

use tip_syntax::scan;

use super::shell::{self, defined_function};
use super::shell_words::is_shell_word;

/// Returns the programs that a command starts, as far as its words tell: no words of the shell itself, no paths, nothing that is put together
/// when it runs.
pub fn programs(command: &str) -> Vec<&str> {
    // What stands in a here-document is no command.
    let unread = scan::contains(command, "<<") || scan::contains(command, "()");
    if unread || defined_function(command).is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for segment in shell::segments(command) {
        let segment = segment.trim_start_matches(['(', '{', ' ', '!']);
        let Some(program) = shell::program(segment) else {
            continue;
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
        let plain = program.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !plain || !program.chars().all(is_name) {
            continue;
        }
        if !is_shell_word(program) && !found.contains(&program) {
            found.push(program);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(command: &str, expected: &[&str]) {
        assert_eq!(programs(command), expected, "{command}");
    }

    #[test]
    fn the_programs_of_a_command_are_told() {
        check("cargo test -p a", &["cargo"]);
        check("cd web && FOO='a b' npm test | tee log", &["npm", "tee"]);
        check("(make && make test)", &["make"]);
        check("python3 -c 'import x; foo bar'", &["python3"]);
        check("! grep -q x a", &["grep"]);
        check("make 2>&1 | tail -3", &["make", "tail"]);
        check("make &>/dev/null && ls >&2", &["make", "ls"]);
        check("ls \\>& grep x a", &["ls", "grep"]);
        check("kite& grep x a", &["kite", "grep"]);
    }

    #[test]
    fn what_is_no_program_is_left_out() {
        check("./scripts/check.sh && $RUN && \"$x\"", &[]);
        check("for f in *; do cat \"$f\"; done", &[]);
        check("cat <<END\nmake it so\nEND", &[]);
        check("export A=1; echo x", &[]);
    }
}

//! Whether what a command wrote shows that its work never began: no folder to go to, no script to open, no module or program to run.
//!
//! Only lines that a shell or an interpreter begins itself count: what a test or a script says of something missing is its own answer.

use crate::Captured;
use crate::local::NAME;
use crate::shell_text::started;

/// Returns the line that tells that the work of a command never began.
pub(crate) fn unbegun<'a>(command: &str, written: [&'a Captured; 2]) -> Option<&'a str> {
    let lines = || {
        let both = written.into_iter().map(|it| &it.output);
        both.flat_map(|it| it.head.lines().chain(it.tail.lines()))
            .map(str::trim)
    };
    let fetches = started(command).contains(&"npx");
    // Node names who asked for a module; for the script it was given that is nobody.
    let no_script = lines().any(|it| it == "requireStack: []");
    let mut lines = lines();
    let line = lines.find(|it| {
        of_shell(it)
            || of_interpreter(it)
            || of_runner(it)
            || fetches && of_registry(it)
            || no_script && it.starts_with("Error: Cannot find module ")
    })?;
    Some(without_name(line))
}

/// `sh: 0: cannot open a.sh: No such file`, `bash: line 1: cd: web: No such file or directory`
fn of_shell(line: &str) -> bool {
    let Some((name, said)) = speaker(line) else {
        return false;
    };
    let ends = ["No such file or directory", "No such file"];
    matches!(name, NAME | "sh" | "bash" | "dash")
        && (ends.iter().any(|it| said.ends_with(it))
            || said.contains("cd: can't cd to ")
            || said.contains("cd: ") && said.ends_with(": Not a directory"))
}

/// `/usr/bin/python3: No module named pytest`
fn of_interpreter(line: &str) -> bool {
    let python = |(name, said): (&str, &str)| {
        name.starts_with("python")
            && (said.starts_with("No module named ") || said.starts_with("can't open file "))
    };
    speaker(line).is_some_and(python)
        || line.starts_with("Can't open perl script ")
        || line.starts_with("ruby: No such file or directory -- ")
}

/// What runs the tests or the scripts of a project, and does not know the one it is asked for.
fn of_runner(line: &str) -> bool {
    let npm = npm(line).is_some_and(|it| {
        it.starts_with("Missing script: ") || it == "could not determine executable to run"
    });
    let cargo = line.strip_prefix("error: ").is_some_and(|it| {
        it.starts_with("package ID specification ") && it.ends_with(" did not match any packages")
            || it.starts_with("no such command: ")
            || it.starts_with("no test target named ")
            || it.starts_with("could not find `Cargo.toml` in ")
    });
    let make = line.starts_with("make: *** No rule to make target ")
        && line.ends_with("Stop.")
        && !line.contains(", needed by ");
    npm || cargo || make || line.starts_with("ERROR: file or directory not found: ")
}

/// What `npx` says where it gets no program.
fn of_registry(line: &str) -> bool {
    let codes = [
        "E404",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ENOTCACHED",
        "ENOTFOUND",
    ];
    npm(line)
        .and_then(|it| it.strip_prefix("code "))
        .is_some_and(|it| codes.contains(&it))
}

fn npm(line: &str) -> Option<&str> {
    line.strip_prefix("npm error ")
        .or_else(|| line.strip_prefix("npm ERR! "))
}

/// Splits a message into the program that writes it, without its folder, and the rest.
fn speaker(line: &str) -> Option<(&str, &str)> {
    let (name, said) = line.split_once(": ")?;
    Some((name.rsplit('/').next()?, said))
}

/// Takes off what our own shell calls itself, and the line it is at.
fn without_name(line: &str) -> &str {
    let ours = line
        .strip_prefix(NAME)
        .and_then(|it| it.strip_prefix(": "))
        .and_then(|it| it.split_once(": "));
    ours.map_or(line, |(_, said)| said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(command: &str, text: &str) -> Option<String> {
        let mut captured = Captured::default();
        let nothing = captured.clone();
        text.clone_into(&mut captured.output.head);
        let found = unbegun(command, [&nothing, &captured]).map(str::to_owned);
        assert_eq!(
            unbegun(command, [&captured, &nothing]).map(str::to_owned),
            found
        );
        found
    }

    #[test]
    fn what_says_that_nothing_began_is_known() {
        for text in [
            "sh: 0: cannot open a.sh: No such file",
            "bash: a.sh: No such file or directory",
            "/bin/sh: 1: cd: can't cd to web",
            "tip-verify: 1: cd: can't cd to web",
            "tip-verify: line 2: cd: a: Not a directory",
            "/opt/bin/python3: No module named pytest",
            "python3.11: can't open file '/a/b.py': [Errno 2] No such file or directory",
            "Can't open perl script \"a.pl\": No such file or directory",
            "ruby: No such file or directory -- a.rb (LoadError)",
            "npm ERR! could not determine executable to run",
            "npm error Missing script: \"lint\"",
            "    Updating index\nerror: package ID specification `a` did not match any packages",
            "error: no such command: `nextest`",
            "error: no test target named `a` in `b` package",
            "make: *** No rule to make target 'lint'.  Stop.",
            "no tests ran\nERROR: file or directory not found: tests/test_a.py",
        ] {
            assert!(read("x", text).is_some(), "{text}");
        }
        let cd = "tip-verify: line 2: cd: web: No such file or directory\n";
        assert_eq!(
            read("x", cd).as_deref(),
            Some("cd: web: No such file or directory")
        );
    }

    #[test]
    fn what_a_program_or_a_test_says_of_something_missing_is_an_answer() {
        for text in [
            "",
            "cat: a.txt: No such file or directory",
            "a.sh: line 3: kite: command not found",
            "a.sh: line 3: cd: web: No such file or directory",
            "ModuleNotFoundError: No module named 'kite'",
            "E   ModuleNotFoundError: No module named 'kite'",
            "FileNotFoundError: [Errno 2] No such file or directory: 'a'",
            "bash: warning: setlocale: LC_ALL: cannot change locale",
            "error[E0432]: unresolved import `kite`",
            "make: *** No rule to make target 'a.c', needed by 'a.o'.  Stop.",
            "make: *** [Makefile:2: test] Error 1",
            "npm error code ELIFECYCLE",
            "tip-verify: line 2: /a: Permission denied",
        ] {
            assert_eq!(read("x", text), None, "{text}");
        }
    }

    #[test]
    fn only_npx_needs_what_a_registry_lacks() {
        let text = "npm error code E404";
        assert!(read("npx kite", text).is_some());
        assert_eq!(read("npm view kite", text), None);
    }

    #[test]
    fn node_tells_its_own_script_from_a_module_that_a_script_asks_for() {
        let own = "Error: Cannot find module '/a/b.js'\n    at x {\n  requireStack: []\n}";
        assert_eq!(
            read("node b.js", own).as_deref(),
            Some("Error: Cannot find module '/a/b.js'")
        );
        let asked = "Error: Cannot find module './c'\n  requireStack: [ '/a/b.js' ]";
        assert_eq!(read("node b.js", asked), None);
    }
}

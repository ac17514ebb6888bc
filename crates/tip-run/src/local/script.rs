//! A command as it is given to a shell, and what the shell says of it.

use crate::shell_text::ShellText;
use crate::{Captured, Ended};

/// What the shell calls itself in its messages.
pub(crate) const NAME: &str = "tip-verify";

/// The first words of the line on standard error that tells how the commands of a pipe ended.
const PIPE: &str = "tip-verify pipe ";

/// What follows a command with a pipe: where one before the last did not exit with 0, all codes are told. Bash only.
const EPILOGUE: &str = r#"
__tip=("$?" "${PIPESTATUS[@]}"); [ ${#__tip[@]} -gt 2 ] && [[ " ${__tip[*]:1:${#__tip[@]}-2}" == *[1-9]* ]] && printf '\ntip-verify pipe %s\n' "${__tip[*]}" >&2; exit "${__tip[0]}""#;

/// The code with which a command ends that wrote into a closed pipe, as a shell tells it.
const BROKEN_PIPE: i32 = 128 + 13;

/// A command as it is given to a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) text: String,
    has_pipe: bool,
    /// Whether a pipe that was closed early ended nothing but what wrote into it.
    forgiving: bool,
    /// Which commands of its only pipeline exit with 1 where they find nothing.
    searches: Vec<bool>,
}

impl Script {
    pub(super) fn new(command: &str, is_bash: bool) -> Self {
        let shell = ShellText::read(command);
        // A sign that takes what follows away would take our own lines.
        let command = command.trim_end().trim_end_matches('\\');
        if !is_bash || !shell.has_pipe {
            return Self {
                text: command.to_owned(),
                has_pipe: shell.has_pipe,
                forgiving: false,
                searches: Vec::new(),
            };
        }
        Self {
            text: format!("set -o pipefail\n{command}{EPILOGUE}"),
            has_pipe: true,
            forgiving: shell.ends_in_its_only_pipeline,
            searches: if shell.ends_in_its_only_pipeline && !shell.negated {
                shell.searches
            } else {
                Vec::new()
            },
        }
    }

    /// Returns whether there is a pipe in it.
    pub(super) fn has_pipe(&self) -> bool {
        self.has_pipe
    }

    /// Reads how a command ended from its code and from what the shell wrote, and takes our own words out of that.
    pub(super) fn ended(&self, code: i32, stderr: &mut Captured) -> Ended {
        let codes = take_codes(stderr);
        if let Some(what) = missing(code, stderr) {
            return Ended::MissingProgram(what);
        }
        if code == 2 && misread(stderr) {
            return Ended::NotStarted("the shell cannot read it".to_owned());
        }
        let Some((last, before)) = codes.as_deref().and_then(<[i32]>::split_last) else {
            return match code {
                BROKEN_PIPE => Ended::BrokenPipe,
                code => Ended::Exit(code),
            };
        };
        if let Some(code) = before.iter().find(|it| matches!(**it, 126 | 127)) {
            let what =
                format!("a command before a pipe exited with {code}: a program was not found");
            return Ended::MissingProgram(what);
        }
        let failed = before.iter().find(|it| !matches!(**it, 0 | BROKEN_PIPE));
        match failed {
            Some(failed) => Ended::HiddenFailure {
                code,
                before: *failed,
                finds_nothing: *last == 0 && self.only_found_nothing(before),
            },
            None if code == BROKEN_PIPE && self.forgiving => Ended::Exit(*last),
            None if code == BROKEN_PIPE => Ended::BrokenPipe,
            None => Ended::Exit(code),
        }
    }

    /// Returns whether of the commands before the last one only searches failed, because they found nothing.
    fn only_found_nothing(&self, before: &[i32]) -> bool {
        let searches = |at: usize| self.searches.get(at).is_some_and(|it| *it);
        let mut codes = before.iter().enumerate();
        codes.all(|(at, code)| matches!(*code, 0 | BROKEN_PIPE) || *code == 1 && searches(at))
    }
}

/// Takes the line with the codes of a pipe from the end of standard error.
fn take_codes(stderr: &mut Captured) -> Option<Vec<i32>> {
    let output = &mut stderr.output;
    let last = if output.tail.is_empty() {
        &mut output.head
    } else {
        &mut output.tail
    };
    let at = last.rfind(PIPE).filter(|at| last[..*at].ends_with('\n'))?;
    let codes = last[at + PIPE.len()..].split_whitespace();
    // The first one is that of the whole.
    let codes: Option<Vec<i32>> = codes.skip(1).map(|it| it.parse().ok()).collect();
    let codes = codes?;
    last.truncate(at - 1);
    Some(codes)
}

/// Returns what the shell says of a program that is not there.
fn missing(code: i32, stderr: &Captured) -> Option<String> {
    let lines = stderr.output.head.lines().chain(stderr.output.tail.lines());
    let mut ours = lines.filter_map(|it| it.strip_prefix(NAME)?.strip_prefix(": "));
    let said = ours.find(|it| {
        it.ends_with("not found")
            || code >= 126
                && (it.ends_with("No such file or directory") || it.ends_with("Permission denied"))
    });
    match (said, code) {
        (Some(said), _) => {
            let said = said.rsplit_once("line ").map_or(said, |(_, it)| it);
            let said = said.split_once(": ").map_or(said, |(_, it)| it);
            Some(said.to_owned())
        }
        (None, 126 | 127) => Some(format!("it exited with {code}: a program was not found")),
        _ => None,
    }
}

/// Returns whether the shell could not read the command.
fn misread(stderr: &Captured) -> bool {
    stderr.output.head.lines().any(|it| {
        it.strip_prefix(NAME)
            .is_some_and(|it| it.contains("yntax error") || it.contains("unexpected EOF"))
    })
}

//! Whether what a command showed is what its plan expects.
//!
//! Exit 0 is not proof, and another code is no disproof: what is expected decides. Where what came out fits neither, nothing is decided.

mod numbers;

use tip_ledger::Outcome;
use tip_plan::{Bound, Decimal, Expectation, Measure};

use crate::shell_text::ShellText;
use crate::unbegun::unbegun;
use crate::{Captured, Ended, Execution, Found};

/// What came of a command, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What came of it.
    pub outcome: Outcome,
    /// Why; `None` where it passed and there is nothing to say.
    pub reason: Option<String>,
}

/// Judges a command that was run by what is expected of it.
pub fn judge(command: &str, expectation: &Expectation, execution: &Execution) -> Verdict {
    let code = match &execution.ended {
        Ended::NotStarted(why) => return verdict(Outcome::NotStarted, why),
        Ended::TimedOut => return verdict(Outcome::TimedOut, "it took too long"),
        Ended::Interrupted => return verdict(Outcome::Interrupted, "it was interrupted"),
        Ended::BrokenPipe => {
            return verdict(
                Outcome::Undecided,
                "whether a pipe in it hides a failure cannot be told",
            );
        }
        Ended::MissingProgram(what) => return verdict(Outcome::MissingProgram, what),
        Ended::Signal(signal) => return killed(*signal, expectation),
        // A shell tells the end of its child by a signal with a code above 128.
        Ended::Exit(code) if is_sent_by_others(code - 128) => {
            return killed(code - 128, expectation);
        }
        Ended::HiddenFailure {
            finds_nothing: true,
            ..
        } if tells_of_output(expectation) => 0,
        Ended::HiddenFailure { before, .. } if !fails(expectation) => {
            return match expectation {
                Expectation::Unreadable(_) => unreadable(*before),
                _ => verdict(
                    Outcome::Failed,
                    format!("a command before a pipe exited with {before}"),
                ),
            };
        }
        Ended::Exit(code) | Ended::HiddenFailure { code, .. } => *code,
    };
    let shell = ShellText::read(command);
    let finds_nothing = shell.is_search() && !shell.negated && code == 1;
    if code != 0
        && *expectation == Expectation::Failure
        && let Some(line) = unbegun(command, [&execution.stderr, &execution.stdout])
    {
        return verdict(Outcome::MissingProgram, never_began(line, code));
    }
    let said = Said {
        stdout: &execution.stdout,
        stderr: &execution.stderr,
        code,
        fine: code == 0 || finds_nothing,
        shell: &shell,
    };
    said.judge(expectation)
}

struct Said<'a> {
    stdout: &'a Captured,
    stderr: &'a Captured,
    code: i32,
    /// Whether it exited as it does when it did its work.
    fine: bool,
    shell: &'a ShellText,
}

impl Said<'_> {
    fn judge(&self, expectation: &Expectation) -> Verdict {
        let code = self.code;
        match expectation {
            Expectation::Success => when(code == 0, || format!("it exited with {code}")),
            Expectation::Failure => self.failure(),
            Expectation::FailsWith { code, texts } => self.fails_with(*code, texts),
            Expectation::ExitCode(wanted) => when(code == *wanted, || {
                format!("it exited with {code}, not {wanted}")
            }),
            Expectation::Silence => self.silence(),
            Expectation::Output(wanted) => self.output(wanted),
            Expectation::Contains(_) | Expectation::ContainsAll(_) => {
                self.contains(expectation.texts())
            }
            Expectation::Lacks(unwanted) => self.lacks(unwanted, 0),
            Expectation::ContainsBut { texts, shown } => self.contains_but(texts, *shown),
            Expectation::Lines(wanted) => self.lines(*wanted),
            Expectation::Bound(bound) => self.bound(bound),
            Expectation::Unreadable(_) => unreadable(code),
        }
    }

    fn failure(&self) -> Verdict {
        match self.code {
            0 => verdict(Outcome::Failed, "it exited with 0"),
            // It could not look, so it is not known that there is nothing.
            code @ 2.. if self.shell.answers() => verdict(
                Outcome::Failed,
                format!("it exited with {code}: it could not do its work, which is no answer"),
            ),
            _ => passed(),
        }
    }

    fn fails_with(&self, wanted: Option<i32>, texts: &[String]) -> Verdict {
        let code = self.code;
        match wanted {
            Some(wanted) if code != wanted => {
                return verdict(
                    Outcome::Failed,
                    format!("it exited with {code}, not {wanted}"),
                );
            }
            None if code == 0 => return verdict(Outcome::Failed, "it exited with 0"),
            _ => {}
        }
        let least = (0..texts.len()).min_by_key(|at| self.found(*at));
        let Some((text, found)) = least.map(|at| (&texts[at], self.found(at))) else {
            return self.failure();
        };
        match found {
            Found::Whole => passed(),
            Found::Within => verdict(
                Outcome::Undecided,
                format!(
                    "it failed with {code}, as it should, and showed `{text}` only within longer words: whether that is what is meant a person must judge"
                ),
            ),
            // Words about a failure are seldom those of the program.
            Found::No => verdict(
                Outcome::Undecided,
                format!(
                    "it failed with {code}, as it should, and did not show `{text}`: whether it failed as described a person must judge"
                ),
            ),
        }
    }

    fn silence(&self) -> Verdict {
        if self.shell.is_search() && !self.shell.negated {
            // With -q a search that finds something prints as little as one that does not.
            return match self.code {
                1 => passed(),
                0 => verdict(Outcome::Failed, "it found something"),
                code => verdict(Outcome::Failed, format!("it exited with {code}")),
            };
        }
        if !self.fine {
            return verdict(Outcome::Failed, format!("it exited with {}", self.code));
        }
        if self.stdout.blank || self.text().is_some_and(|it| first_word(it) == "0") {
            return passed();
        }
        let printed = format!("it printed {}", count(self.stdout.output.lines));
        if self.shell.has_or {
            return verdict(
                Outcome::Undecided,
                format!("{printed}; whether that is what follows `||` cannot be told"),
            );
        }
        verdict(Outcome::Failed, printed)
    }

    fn output(&self, wanted: &str) -> Verdict {
        let wanted = wanted.trim();
        if !self.fine && wanted == self.code.to_string() && self.text() != Some(wanted) {
            return verdict(
                Outcome::Undecided,
                format!(
                    "it exited with {wanted} and did not print it; if its code is meant, the plan says `exits with {wanted}`"
                ),
            );
        }
        if !self.fine {
            return verdict(Outcome::Failed, format!("it exited with {}", self.code));
        }
        let Some(text) = self.text() else {
            return verdict(
                Outcome::Failed,
                format!("it printed {} bytes", self.stdout.output.bytes),
            );
        };
        let counts = wanted.bytes().all(|it| it.is_ascii_digit()) && self.shell.program == "wc";
        if same(text, wanted) || counts && first_word(text) == wanted {
            return passed();
        }
        let shown: String = first_line(text).chars().take(80).collect();
        verdict(Outcome::Failed, format!("it printed `{shown}`"))
    }

    fn contains(&self, wanted: &[String]) -> Verdict {
        let code = self.code;
        let least = (0..wanted.len()).min_by_key(|at| self.found(*at));
        let Some((text, found)) = least.map(|at| (&wanted[at], self.found(at))) else {
            return when(code == 0, || format!("it exited with {code}"));
        };
        match (found, code) {
            (Found::Whole, 0) => passed(),
            // `5 passed` is shown beside `1 failed`.
            (Found::Whole, code) => verdict(
                Outcome::Undecided,
                format!("it showed `{text}` and exited with {code}"),
            ),
            (Found::Within, code) => verdict(
                Outcome::Undecided,
                format!("it showed `{text}` only within longer words and exited with {code}"),
            ),
            (Found::No, code) => verdict(
                Outcome::Failed,
                format!("it did not show `{text}` and exited with {code}"),
            ),
        }
    }

    fn contains_but(&self, texts: &[String], shown: usize) -> Verdict {
        let (wanted, unwanted) = texts.split_at(shown.min(texts.len()));
        let lacks = self.lacks(unwanted, wanted.len());
        if lacks.outcome == Outcome::Failed {
            return lacks;
        }
        let contains = self.contains(wanted);
        if contains.outcome == Outcome::Passed {
            lacks
        } else {
            contains
        }
    }

    /// Judges that texts are not shown; `first` is the place of the first of them among all that are looked for.
    fn lacks(&self, unwanted: &[String], first: usize) -> Verdict {
        let most = (0..unwanted.len()).max_by_key(|at| self.found(first + at));
        let (text, found) = most.map_or(("", Found::No), |at| {
            (unwanted[at].as_str(), self.found(first + at))
        });
        match found {
            Found::Whole => verdict(Outcome::Failed, format!("it showed `{text}`")),
            Found::Within => verdict(
                Outcome::Undecided,
                format!("it showed `{text}`, though only within longer words"),
            ),
            Found::No if self.fine => passed(),
            Found::No => verdict(
                Outcome::Undecided,
                format!("it did not show `{text}`, but exited with {}", self.code),
            ),
        }
    }

    fn bound(&self, bound: &Bound) -> Verdict {
        if !self.fine {
            return verdict(Outcome::Failed, format!("it exited with {}", self.code));
        }
        let numbers = match numbers::compared(bound.of, self.stdout, self.stderr) {
            Ok(numbers) => numbers,
            Err(unclear) => {
                let asked = bound.phrase();
                return verdict(
                    Outcome::Undecided,
                    format!("{unclear}, so a person must judge whether it is {asked}"),
                );
            }
        };
        let (fit, not): (Vec<Decimal>, Vec<Decimal>) =
            numbers.into_iter().partition(|it| bound.holds(*it));
        match (fit.first(), not.first()) {
            (_, None) => passed(),
            (None, Some(number)) => verdict(
                Outcome::Failed,
                format!("it printed {}", told(bound.of, *number)),
            ),
            (Some(one), Some(other)) => verdict(
                Outcome::Undecided,
                format!(
                    "it printed both {one} and {other}, and which of them is meant cannot be told"
                ),
            ),
        }
    }

    /// Returns how the needle at a place was found in either stream.
    fn found(&self, at: usize) -> Found {
        let of = |it: &Captured| it.found.get(at).copied().unwrap_or_default();
        of(self.stdout).max(of(self.stderr))
    }

    fn lines(&self, wanted: u32) -> Verdict {
        if !self.fine {
            return verdict(Outcome::Failed, format!("it exited with {}", self.code));
        }
        let lines = self.stdout.output.lines;
        let counted = self.text().is_some_and(|it| same(it, &wanted.to_string()));
        when(lines == u64::from(wanted) || counted, || {
            format!("it printed {}, not {wanted}", count(lines))
        })
    }

    /// Returns all that was printed, white space at the ends aside; `None` where only its ends were kept.
    fn text(&self) -> Option<&str> {
        let output = &self.stdout.output;
        output.tail.is_empty().then(|| output.head.trim())
    }
}

/// Returns whether it is what is printed that is expected, and not how it ends.
fn tells_of_output(expectation: &Expectation) -> bool {
    matches!(
        expectation,
        Expectation::Silence
            | Expectation::Output(_)
            | Expectation::Contains(_)
            | Expectation::ContainsAll(_)
            | Expectation::Lacks(_)
            | Expectation::ContainsBut { .. }
            | Expectation::Lines(_)
            | Expectation::Bound(_)
    )
}

/// Returns whether a failure is expected, of whatever code.
fn fails(expectation: &Expectation) -> bool {
    matches!(
        expectation,
        Expectation::Failure | Expectation::FailsWith { .. }
    )
}

fn unreadable(code: i32) -> Verdict {
    verdict(
        Outcome::Undecided,
        format!(
            "it exited with {code}; what is expected cannot be read, so a person must judge: `tip explain expectations` shows what is read"
        ),
    )
}

fn never_began(line: &str, code: i32) -> String {
    let line: String = line.chars().take(120).collect();
    format!(
        "it never began its work, so it did not fail at it: `{line}`; if that is what is meant, the plan says `exits {code}`"
    )
}

fn killed(signal: i32, expectation: &Expectation) -> Verdict {
    let by = format!("signal {signal} ended it");
    if is_sent_by_others(signal) {
        verdict(Outcome::Interrupted, by)
    } else if fails(expectation) {
        // A crash is not the failure that somebody described.
        verdict(Outcome::Undecided, by)
    } else {
        verdict(Outcome::Failed, by)
    }
}

/// Returns whether a signal comes from outside: HUP, INT, QUIT, KILL, TERM.
fn is_sent_by_others(signal: i32) -> bool {
    matches!(signal, 1 | 2 | 3 | 9 | 15)
}

fn same(text: &str, wanted: &str) -> bool {
    text == wanted
        || text
            .lines()
            .map(str::trim_end)
            .eq(wanted.lines().map(str::trim_end))
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn passed() -> Verdict {
    Verdict {
        outcome: Outcome::Passed,
        reason: None,
    }
}

fn when(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds {
        passed()
    } else {
        verdict(Outcome::Failed, otherwise())
    }
}

fn verdict(outcome: Outcome, reason: impl Into<String>) -> Verdict {
    Verdict {
        outcome,
        reason: Some(reason.into()),
    }
}

/// Says what was printed: `3`, `3 lines`, `3 %`.
fn told(of: Measure, number: Decimal) -> String {
    match of {
        Measure::Number => format!("`{number}`"),
        Measure::Percent => format!("{number} %"),
        Measure::Lines if number == Decimal::from(1) => "1 line".to_owned(),
        Measure::Lines => format!("{number} lines"),
    }
}

/// Says how many lines there are.
fn count(lines: u64) -> String {
    let noun = if lines == 1 { "line" } else { "lines" };
    format!("{lines} {noun}")
}

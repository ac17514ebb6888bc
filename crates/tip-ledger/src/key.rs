//! By what evidence is found.

use tip_plan::{Bound, Expectation};

use crate::{Digest, DigestBuilder};

/// The version of the way in which keys are made; evidence with another one is not found.
pub const KEY_VERSION: u32 = 4;

/// What is asked of a criterion: commands, in order, and what is expected of each.
///
/// It does not say where in which plan the criterion stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The folder that the commands start in, relative to the repository; empty for its root.
    pub directory: String,
    /// The commands.
    pub steps: Vec<SubjectStep>,
}

/// A command and what is expected of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectStep {
    /// The command, as a shell reads it.
    pub command: String,
    /// What is expected.
    pub expectation: Expectation,
}

/// By what evidence is found: all that could change the answer of a criterion.
///
/// The parts are kept apart, so that it can be told which of them changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EvidenceKey {
    /// The version of the way in which it was made.
    pub version: u32,
    /// The digest of the [`Subject`].
    pub subject: Digest,
    /// The digest of the environment that counts: names with values, and of secrets the names alone.
    pub environment: Digest,
    /// The digest of the content of the inputs.
    pub inputs: Digest,
    /// The digest of what git knows beside the inputs; `None` where the commands do not ask it.
    pub git: Option<Digest>,
    /// The digest of the programs that the commands start; `None` where they start none.
    pub programs: Option<Digest>,
}

impl Subject {
    /// Returns its digest.
    pub fn digest(&self) -> Digest {
        let mut builder = DigestBuilder::default();
        builder
            .field(b"tip subject")
            .field(&KEY_VERSION.to_le_bytes())
            .field(self.directory.as_bytes());
        for step in &self.steps {
            builder.field(step.command.as_bytes());
            builder.field(step.expectation.word().as_bytes());
            builder.field(expected_value(&step.expectation).as_bytes());
        }
        builder.finish()
    }
}

impl EvidenceKey {
    /// Returns the digest of all parts.
    pub fn digest(&self) -> Digest {
        let mut builder = DigestBuilder::default();
        builder
            .field(b"tip evidence")
            .field(&self.version.to_le_bytes())
            .field(self.subject.bytes())
            .field(self.environment.bytes())
            .field(self.inputs.bytes());
        // The first version knew neither.
        if self.version > 1 {
            for part in [self.git, self.programs] {
                builder.field(part.as_ref().map_or(&[], |it| it.bytes().as_slice()));
            }
        }
        builder.finish()
    }

    /// Returns whether it differs from another at most in the programs, which are other files on every machine.
    pub fn is_same_elsewhere(&self, other: &Self) -> bool {
        let programs = None;
        Self { programs, ..*self } == Self { programs, ..*other }
    }
}

/// Returns what an expectation says beside its kind.
pub(crate) fn expected_value(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Success | Expectation::Failure | Expectation::Silence => String::new(),
        Expectation::ExitCode(code) => code.to_string(),
        Expectation::Lines(count) => count.to_string(),
        Expectation::Bound(bound) => bound.to_string(),
        Expectation::Output(text) | Expectation::Contains(text) | Expectation::Unreadable(text) => {
            text.clone()
        }
        // A text is of one line, so that they stay apart.
        Expectation::ContainsAll(texts) | Expectation::Lacks(texts) => texts.join("\n"),
        Expectation::ContainsBut { texts, shown } => format!("{shown}\n{}", texts.join("\n")),
        Expectation::FailsWith { code, texts } => {
            let code = code.map_or_else(String::new, |it| it.to_string());
            format!("{code}\n{}", texts.join("\n"))
        }
    }
}

/// Returns the expectation of a kind; `None` where there is none like it.
pub(crate) fn expectation(word: &str, value: &str) -> Option<Expectation> {
    Some(match word {
        "success" => Expectation::Success,
        "failure" => Expectation::Failure,
        "silence" => Expectation::Silence,
        "exit_code" => Expectation::ExitCode(value.parse().ok()?),
        "fails_with" => {
            let (code, texts) = value.split_once('\n')?;
            let code = match code {
                "" => None,
                code => Some(code.parse().ok()?),
            };
            let texts = lines(texts);
            Expectation::FailsWith { code, texts }
        }
        "contains_but" => {
            let (shown, texts) = value.split_once('\n')?;
            let (shown, texts) = (shown.parse().ok()?, lines(texts));
            if shown == 0 || shown >= texts.len() {
                return None;
            }
            Expectation::ContainsBut { texts, shown }
        }
        "lines" => Expectation::Lines(value.parse().ok()?),
        "bound" => Expectation::Bound(Bound::read(value)?),
        "output" => Expectation::Output(value.to_owned()),
        "contains" => Expectation::Contains(value.to_owned()),
        "contains_all" => Expectation::ContainsAll(lines(value)),
        "lacks" => Expectation::Lacks(lines(value)),
        "unreadable" => Expectation::Unreadable(value.to_owned()),
        _ => return None,
    })
}

fn lines(value: &str) -> Vec<String> {
    value.split('\n').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(directory: &str, command: &str, expectation: Expectation) -> Digest {
        let step = SubjectStep {
            command: command.to_owned(),
            expectation,
        };
        Subject {
            directory: directory.to_owned(),
            steps: vec![step],
        }
        .digest()
    }

    #[test]
    fn each_part_of_the_question_counts() {
        let one = subject("", "make", Expectation::Success);
        assert_eq!(one, subject("", "make", Expectation::Success));
        assert_ne!(one, subject("web", "make", Expectation::Success));
        assert_ne!(one, subject("", "make all", Expectation::Success));
        assert_ne!(one, subject("", "make", Expectation::Failure));
        let output = |text: &str| subject("", "make", Expectation::Output(text.to_owned()));
        assert_ne!(output("4"), output("5"));
        let contains = subject("", "make", Expectation::Contains("4".to_owned()));
        assert_ne!(output("4"), contains);
    }

    #[test]
    fn an_expectation_survives_its_words() {
        for it in [
            Expectation::Success,
            Expectation::Failure,
            Expectation::ExitCode(-3),
            Expectation::FailsWith {
                code: None,
                texts: vec!["a".to_owned(), "b".to_owned()],
            },
            Expectation::FailsWith {
                code: Some(2),
                texts: vec!["a".to_owned()],
            },
            Expectation::Silence,
            Expectation::Output("a\nb".to_owned()),
            Expectation::Contains(String::new()),
            Expectation::ContainsAll(vec!["a".to_owned(), "b".to_owned()]),
            Expectation::Lacks(vec!["a".to_owned()]),
            Expectation::ContainsBut {
                texts: vec!["a".to_owned(), "b".to_owned()],
                shown: 1,
            },
            Expectation::Lines(4),
            Expectation::Bound(Bound::read(">= 80.5 %").expect("it is a bound")),
            Expectation::Unreadable("x".to_owned()),
        ] {
            assert_eq!(expectation(it.word(), &expected_value(&it)), Some(it));
        }
        assert_eq!(expectation("lines", "many"), None);
        assert_eq!(expectation("hope", ""), None);
    }
}

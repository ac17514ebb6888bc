//! `[gates]` and `[verify]`: what is run, and with what.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use tip_plan::Gates;
use toml::Spanned;

use super::read::Reader;
use super::{ConfigError, Globs};

/// With what commands are run.
///
/// None of it makes anything run that nobody approved: all that a run depends on belongs to what is approved.
#[derive(Clone, Debug, Default)]
pub struct VerifyConfig {
    /// After how long a command is ended.
    pub timeout: Option<Duration>,
    /// The names of variables that commands see beside the usual ones.
    pub environment: Vec<String>,
    /// The names of variables that commands see and whose values are kept nowhere.
    pub secrets: Vec<String>,
    /// The files that the answers depend on; empty for all.
    pub inputs: Globs,
    /// The shell; the engine's own choice if `None`.
    pub shell: Option<Shell>,
    /// How many criteria are run at once.
    pub jobs: Option<u32>,
}

/// A shell that runs commands. There are few, so that a repository cannot bring its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// `bash`
    Bash,
    /// `sh`
    Sh,
}

impl Shell {
    /// Every shell.
    pub const ALL: [Self; 2] = [Self::Bash, Self::Sh];

    /// Returns the name of its program.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Sh => "sh",
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawVerify {
    timeout: Option<Spanned<RawTime>>,
    environment: Vec<Spanned<String>>,
    secrets: Vec<Spanned<String>>,
    inputs: Vec<Spanned<String>>,
    shell: Option<Spanned<String>>,
    jobs: Option<Spanned<u32>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a time such as \"90s\" or \"10m\"")]
enum RawTime {
    Seconds(u64),
    Words(String),
}

/// The commands that a text is bound to.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a command in quotes, or a list of commands"
)]
pub(super) enum RawGate {
    One(String),
    Several(Vec<String>),
}

/// Reads `[gates]`.
pub(super) fn gates(
    reader: &Reader<'_>,
    raw: BTreeMap<Spanned<String>, Spanned<RawGate>>,
) -> Result<Gates, ConfigError> {
    let mut gates = Gates::default();
    for (text, commands) in raw {
        let span = commands.span();
        let commands = match commands.into_inner() {
            RawGate::One(command) => vec![command],
            RawGate::Several(commands) => commands,
        };
        if commands.is_empty() || commands.iter().any(|it| it.trim().is_empty()) {
            let message = format!("`{}` is bound to no command", text.get_ref());
            return Err(reader.invalid(&span, message, None));
        }
        let words = text.get_ref().trim_end_matches('*');
        if !words.contains(char::is_alphanumeric) {
            let message = format!("`{}` would bind any text", text.get_ref());
            let help = "write the words of the box".to_owned();
            return Err(reader.invalid(&text.span(), message, Some(help)));
        }
        gates.add(text.get_ref(), commands);
    }
    Ok(gates)
}

/// Reads `[verify]`.
pub(super) fn verify(reader: &Reader<'_>, raw: RawVerify) -> Result<VerifyConfig, ConfigError> {
    let shell = raw.shell.map(|word| {
        let words = Shell::ALL.map(Shell::word);
        let found = Shell::ALL
            .into_iter()
            .find(|it| it.word() == word.get_ref());
        found.ok_or_else(|| reader.unknown("shell", &word, &words))
    });
    let jobs = raw.jobs.map(|jobs| match *jobs.get_ref() {
        0 => Err(reader.invalid(
            &jobs.span(),
            "`jobs` is 0: nothing would run".to_owned(),
            None,
        )),
        jobs => Ok(jobs),
    });
    Ok(VerifyConfig {
        timeout: raw.timeout.map(|it| time(reader, &it)).transpose()?,
        environment: names(reader, raw.environment)?,
        secrets: names(reader, raw.secrets)?,
        inputs: reader.globs(raw.inputs)?,
        shell: shell.transpose()?,
        jobs: jobs.transpose()?,
    })
}

fn time(reader: &Reader<'_>, raw: &Spanned<RawTime>) -> Result<Duration, ConfigError> {
    let read = match raw.get_ref() {
        RawTime::Seconds(seconds) => Some(Duration::from_secs(*seconds)),
        RawTime::Words(words) => duration(words),
    };
    read.filter(|it| !it.is_zero()).ok_or_else(|| {
        let help = "write seconds, minutes or hours: `90s`, `10m`, `1h`".to_owned();
        reader.invalid(&raw.span(), "`timeout` is no time".to_owned(), Some(help))
    })
}

/// Reads a time: `90s`, `10m`, `1h`, or a number of seconds.
pub fn duration(words: &str) -> Option<Duration> {
    let words = words.trim();
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = words[..digits].parse().ok()?;
    let seconds = match words[digits..].trim() {
        "" | "s" | "sec" => 1,
        "m" | "min" => 60,
        "h" => 60 * 60,
        _ => return None,
    };
    number.checked_mul(seconds).map(Duration::from_secs)
}

fn names(reader: &Reader<'_>, raw: Vec<Spanned<String>>) -> Result<Vec<String>, ConfigError> {
    let mut names = Vec::new();
    for name in raw {
        let word = name.get_ref();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let begins = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !begins || !word.chars().all(is_name) {
            let message = format!("`{}` is no name of a variable", name.get_ref());
            return Err(reader.invalid(&name.span(), message, None));
        }
        names.push(name.into_inner());
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_units() {
        let seconds = |words| duration(words).map(|it| it.as_secs());
        assert_eq!(seconds("90"), Some(90));
        assert_eq!(seconds("90s"), Some(90));
        assert_eq!(seconds("10 min"), Some(600));
        assert_eq!(seconds("2h"), Some(7200));
        for wrong in ["", "s", "-1s", "1d", "1.5m", "99999999999999999999h"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}

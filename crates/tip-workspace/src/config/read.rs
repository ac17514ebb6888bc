//! From TOML to a [`Config`], every mistake with its line.

use std::collections::BTreeMap;
use std::ops::Range;

use camino::Utf8Path;
use serde::Deserialize;
use tip_plan::{DialectId, Meaning};
use tip_rules::{Level, Limits};
use toml::Spanned;

use super::effort::RawEffort;
use super::verify::{RawGate, RawVerify, gates, verify};
use super::{Config, ConfigError, Globs, RuleChoice};
use crate::nearest::nearest_word;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[derive(Default)]
struct Raw {
    roots: Vec<String>,
    plans: RawPlans,
    template: Option<String>,
    baseline: Option<String>,
    vocabulary: BTreeMap<String, Spanned<String>>,
    dialect: BTreeMap<Spanned<String>, Spanned<String>>,
    rules: RawRules,
    limits: RawLimits,
    effort: RawEffort,
    gates: BTreeMap<Spanned<String>, Spanned<RawGate>>,
    verify: RawVerify,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawPlans {
    include: Vec<Spanned<String>>,
    exclude: Vec<Spanned<String>>,
    archived: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawRules {
    select: Vec<Spanned<String>>,
    ignore: Vec<Spanned<String>>,
    levels: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct RawLimits {
    tags: Vec<String>,
    lines: Option<u32>,
    stale_days: Option<u32>,
}

/// Every level with its word.
const LEVELS: [(&str, Level); 4] = [
    ("off", Level::Off),
    ("hint", Level::Hint),
    ("warning", Level::Warning),
    ("error", Level::Error),
];

pub(super) fn parse(path: &Utf8Path, text: &str) -> Result<Config, ConfigError> {
    let reader = Reader { path, text };
    let raw: Raw = toml::from_str(text).map_err(|error| reader.syntax(&error))?;
    let mut config = Config {
        path: Some(path.to_path_buf()),
        roots: raw.roots.iter().map(|it| plain_folder(it)).collect(),
        include: reader.globs(raw.plans.include)?,
        exclude: reader.globs(raw.plans.exclude)?,
        archived: reader.globs(raw.plans.archived)?,
        template: raw.template,
        baseline: raw.baseline,
        limits: limits(raw.limits),
        effort: raw.effort.read(&reader)?,
        gates: gates(&reader, raw.gates)?,
        verify: verify(&reader, raw.verify)?,
        ..Config::default()
    };
    for (label, word) in raw.vocabulary {
        let words: Vec<&str> = Meaning::ALL.iter().map(|it| it.word()).collect();
        let meaning = Meaning::from_word(word.get_ref())
            .ok_or_else(|| reader.unknown("meaning", &word, &words))?;
        config.vocabulary.add(&label, meaning);
    }
    for (glob, word) in raw.dialect {
        let words: Vec<&str> = DialectId::ALL.iter().map(|it| it.word()).collect();
        let dialect = DialectId::ALL
            .into_iter()
            .find(|it| it.word() == word.get_ref())
            .ok_or_else(|| reader.unknown("dialect", &word, &words))?;
        config.dialects.push((reader.globs(vec![glob])?, dialect));
    }
    config.rules = RuleChoice {
        select: reader.rules(&raw.rules.select)?,
        ignore: reader.rules(&raw.rules.ignore)?,
        levels: reader.levels(raw.rules.levels)?,
    };
    Ok(config)
}

fn limits(raw: RawLimits) -> Limits {
    let default = Limits::default();
    Limits {
        tags: raw.tags,
        lines: raw.lines,
        stale_days: raw.stale_days.unwrap_or(default.stale_days),
    }
}

fn plain_folder(folder: &str) -> String {
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    folder.trim_matches('/').to_owned()
}

pub(super) struct Reader<'a> {
    path: &'a Utf8Path,
    text: &'a str,
}

impl Reader<'_> {
    pub(super) fn globs(&self, patterns: Vec<Spanned<String>>) -> Result<Globs, ConfigError> {
        for pattern in &patterns {
            if let Err(error) = Globs::new([pattern.get_ref()]) {
                let message = format!("`{}` is no pattern: {}", pattern.get_ref(), error.kind());
                return Err(self.invalid(&pattern.span(), message, None));
            }
        }
        let words: Vec<String> = patterns.into_iter().map(Spanned::into_inner).collect();
        Globs::new(&words)
            .map_err(|error| self.invalid(&(0..0), format!("patterns: {error}"), None))
    }

    fn rules(&self, names: &[Spanned<String>]) -> Result<Vec<String>, ConfigError> {
        names.iter().map(|it| self.rule(it)).collect()
    }

    fn levels(
        &self,
        levels: BTreeMap<Spanned<String>, Spanned<String>>,
    ) -> Result<Vec<(String, Level)>, ConfigError> {
        let mut out = Vec::new();
        for (name, word) in levels {
            let name = self.rule(&name)?;
            let known = LEVELS.iter().find(|(it, _)| it == word.get_ref());
            let Some((_, level)) = known else {
                let words: Vec<&str> = LEVELS.iter().map(|(it, _)| *it).collect();
                return Err(self.unknown("level", &word, &words));
            };
            out.push((name, *level));
        }
        Ok(out)
    }

    fn rule(&self, name: &Spanned<String>) -> Result<String, ConfigError> {
        RuleChoice::rule(name.get_ref())
            .map(str::to_owned)
            .map_err(|nearest| {
                let message = format!("unknown rule `{}`", name.get_ref());
                let help = match nearest {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => "`tip rules` lists them".to_owned(),
                };
                self.invalid(&name.span(), message, Some(help))
            })
    }

    pub(super) fn unknown(
        &self,
        what: &str,
        word: &Spanned<String>,
        known: &[&str],
    ) -> ConfigError {
        let message = format!("unknown {what} `{}`", word.get_ref());
        let help = match nearest_word(word.get_ref(), known.iter().copied()) {
            Some(nearest) => Some(format!("did you mean `{nearest}`?")),
            None if known.len() <= 12 => Some(format!("one of {}", quoted(known))),
            None => None,
        };
        self.invalid(&word.span(), message, help)
    }

    /// Says in our words what the TOML parser says.
    fn syntax(&self, error: &toml::de::Error) -> ConfigError {
        let span = error.span().unwrap_or(0..0);
        let message = error.message();
        let Some(rest) = message.strip_prefix("unknown field `") else {
            return self.invalid(&span, message.replace('\n', ": "), None);
        };
        let words: Vec<&str> = rest.split('`').step_by(2).collect();
        let (unknown, known) = words.split_first().unwrap_or((&"", &[]));
        let known: Vec<&str> = known.iter().copied().filter(|it| !it.is_empty()).collect();
        let help = match nearest_word(unknown, known.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("one of {}", quoted(&known)),
        };
        self.invalid(&span, format!("unknown key `{unknown}`"), Some(help))
    }

    pub(super) fn invalid(
        &self,
        span: &Range<usize>,
        message: String,
        help: Option<String>,
    ) -> ConfigError {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        ConfigError::Invalid {
            path: self.path.to_path_buf(),
            line: before.matches('\n').count() as u32 + 1,
            message,
            help,
        }
    }
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
    words.join(", ")
}

//! What `tip.toml` says.

mod effort;

mod keys;

mod read;

mod write;

mod verify;

use camino::{Utf8Path, Utf8PathBuf};
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use thiserror::Error;
use tip_plan::{DialectId, Gates, Vocabulary};
use tip_rules::{Level, Limits, RULES, RuleConfig, RuleSetting};

use crate::nearest_word;

pub use effort::EffortConfig;
pub use keys::{CONFIG_KEYS, ConfigKey, config_reference};
pub use verify::{Shell, VerifyConfig, duration};
pub use write::with_effort;

/// The name of the configuration file.
pub const CONFIG_FILE: &str = "tip.toml";

/// What `tip.toml` says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Where it was read; `None` for the defaults.
    pub path: Option<Utf8PathBuf>,
    /// The folders that paths in plans are relative to, besides the repository.
    pub roots: Vec<String>,
    /// Files that are plans for certain.
    pub include: Globs,
    /// Files that are never plans.
    pub exclude: Globs,
    /// Plans that lie in an archive.
    pub archived: Globs,
    /// The template, relative to the repository.
    pub template: Option<String>,
    /// The file of known findings, relative to the repository.
    pub baseline: Option<String>,
    /// What labels mean, the user's own among them.
    pub vocabulary: Vocabulary,
    /// The dialects of files, the first match deciding.
    pub dialects: Vec<(Globs, DialectId)>,
    /// What it says of rules.
    pub rules: RuleChoice,
    /// What it allows plans.
    pub limits: Limits,
    /// How efforts become time.
    pub effort: EffortConfig,
    /// The texts of boxes that are bound to commands.
    pub gates: Gates,
    /// With what commands are run.
    pub verify: VerifyConfig,
}

/// What somebody says of rules: in `tip.toml`, or on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleChoice {
    /// The only rules that run; empty for all.
    pub select: Vec<String>,
    /// The rules that do not run.
    pub ignore: Vec<String>,
    /// The levels of rules.
    pub levels: Vec<(String, Level)>,
}

/// Patterns of paths, with the words in which they were given.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    patterns: Vec<String>,
    set: GlobSet,
}

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: Utf8PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file says something that cannot be.
    #[error("{path}:{line}: {message}")]
    Invalid {
        /// The file.
        path: Utf8PathBuf,
        /// The line, from 1.
        line: u32,
        /// What is wrong.
        message: String,
        /// What to write instead.
        help: Option<String>,
    },
}

impl Config {
    /// Reads a configuration. `path` is named in errors.
    pub fn parse(path: &Utf8Path, text: &str) -> Result<Self, ConfigError> {
        read::parse(path, text)
    }

    /// Returns the dialect that the configuration names for a file.
    pub fn dialect_of(&self, path: &str) -> Option<DialectId> {
        let mut named = self.dialects.iter();
        named
            .find(|(globs, _)| globs.matching(path).is_some())
            .map(|(_, dialect)| *dialect)
    }
}

impl RuleChoice {
    /// Returns the name of a rule that is named by name or code; the error names the nearest one.
    pub fn rule(written: &str) -> Result<&'static str, Option<&'static str>> {
        match tip_rules::find(written) {
            Some(rule) => Ok(rule.name),
            None => Err(nearest_word(written, RULES.iter().map(|it| it.name))),
        }
    }

    /// Returns the setting of every rule of which something is said; `over` speaks after `self` and replaces its selection.
    pub fn settings(&self, over: &Self) -> RuleConfig {
        let select = if over.select.is_empty() {
            &self.select
        } else {
            &over.select
        };
        let mut config = RuleConfig::default();
        for rule in RULES.iter().map(|it| it.name) {
            let named = |list: &[String]| list.iter().any(|it| it == rule);
            let levels = self.levels.iter().chain(&over.levels);
            let level = levels
                .filter(|(name, _)| name == rule)
                .map(|(_, level)| *level)
                .next_back();
            let off = named(&over.ignore)
                || (named(&self.ignore) && !named(&over.select))
                || (!select.is_empty() && !named(select));
            let setting = match (off, level) {
                (true, _) => RuleSetting::At(Level::Off),
                (false, Some(level)) => RuleSetting::At(level),
                (false, None) => continue,
            };
            config.settings.insert(rule.to_owned(), setting);
        }
        config
    }
}

impl Globs {
    /// Compiles patterns: `*` stays within a folder, `**` does not, a pattern without `/` fits at any depth, one that ends with `/`
    /// fits all below the folder.
    pub fn new<I, S>(patterns: I) -> Result<Self, globset::Error>
    where
        I: IntoIterator<Item = S>,
        S: AsRef<str>,
    {
        let mut set = GlobSetBuilder::new();
        let mut words = Vec::new();
        for pattern in patterns {
            let pattern = pattern.as_ref();
            set.add(compile(pattern)?);
            words.push(pattern.to_owned());
        }
        Ok(Self {
            patterns: words,
            set: set.build()?,
        })
    }

    /// Returns the patterns as they were given.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Returns whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Returns the first pattern that a path fits.
    pub fn matching(&self, path: &str) -> Option<&str> {
        if self.patterns.is_empty() {
            return None;
        }
        let at = self.set.matches(path).into_iter().min()?;
        Some(&self.patterns[at])
    }

    /// Returns the position of the first pattern that a path fits.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.set.matches(path).into_iter().min()
    }
}

fn compile(pattern: &str) -> Result<Glob, globset::Error> {
    let trimmed = pattern.strip_prefix("./").unwrap_or(pattern);
    let trimmed = trimmed.strip_prefix('/').unwrap_or(trimmed);
    let mut full = String::new();
    if !trimmed.trim_end_matches('/').contains('/') && !pattern.starts_with('/') {
        full.push_str("**/");
    }
    full.push_str(trimmed);
    if full.ends_with('/') {
        full.push_str("**");
    }
    GlobBuilder::new(&full).literal_separator(true).build()
}

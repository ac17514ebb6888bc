//! What commands see of the environment: an allow list.

use std::collections::BTreeMap;
use std::ffi::OsString;

use tip_ledger::{Digest, DigestBuilder};

/// Variables that every command sees. They say where things are on this machine, and do not count as inputs.
pub const BASE: &[&str] = &[
    "CARGO_HOME",
    "CI",
    "COLORTERM",
    "CONDA_PREFIX",
    "GOCACHE",
    "GOMODCACHE",
    "GOPATH",
    "GOROOT",
    "HOME",
    "JAVA_HOME",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_COLLATE",
    "LC_CTYPE",
    "LC_MESSAGES",
    "LC_NUMERIC",
    "LC_TIME",
    "LD_LIBRARY_PATH",
    "LOGNAME",
    "NVM_DIR",
    "PATH",
    "PYENV_ROOT",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "SHELL",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TMPDIR",
    "TZ",
    "USER",
    "VIRTUAL_ENV",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
];

/// What commands see beside [`BASE`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvironmentPolicy {
    /// Variables that they see, and whose values count as inputs.
    pub pass: Vec<String>,
    /// Variables that they see, and whose values are written nowhere: only that they are set counts.
    pub secrets: Vec<String>,
}

/// What commands see of the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// The variables.
    pub variables: Vec<(OsString, OsString)>,
    /// Their names, sorted.
    pub names: Vec<String>,
    /// The digest of what counts as an input.
    pub digest: Digest,
}

impl Environment {
    /// Takes from all variables those that commands may see.
    pub fn new(
        policy: &EnvironmentPolicy,
        all: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Self {
        let mut seen = BTreeMap::new();
        let mut counted = BTreeMap::new();
        for (name, value) in all {
            let Some(word) = name.to_str() else { continue };
            let is_in = |list: &[String]| list.iter().any(|it| it == word);
            if is_in(&policy.secrets) {
                counted.insert(word.to_owned(), None);
            } else if is_in(&policy.pass) {
                counted.insert(word.to_owned(), Some(value.clone()));
            } else if BASE.binary_search(&word).is_err() {
                continue;
            }
            seen.insert(word.to_owned(), value);
        }
        let mut digest = DigestBuilder::default();
        for (name, value) in &counted {
            digest.field(name.as_bytes());
            match value {
                Some(value) => digest.field(b"=").field(value.as_encoded_bytes()),
                None => digest.field(b"secret"),
            };
        }
        Self {
            names: seen.keys().cloned().collect(),
            variables: seen
                .into_iter()
                .map(|(name, value)| (OsString::from(name), value))
                .collect(),
            digest: digest.finish(),
        }
    }

    /// Returns the value of a variable that commands see.
    pub fn get(&self, name: &str) -> Option<&OsString> {
        let mut all = self.variables.iter();
        all.find(|(it, _)| it == name).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(policy: &EnvironmentPolicy, all: &[(&str, &str)]) -> Environment {
        let all = all.iter();
        Environment::new(policy, all.map(|(name, value)| (name.into(), value.into())))
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(BASE.is_sorted());
    }

    #[test]
    fn only_what_is_listed_is_seen() {
        let policy = EnvironmentPolicy {
            pass: vec!["MODE".to_owned()],
            secrets: vec!["TOKEN".to_owned()],
        };
        let all = [
            ("HOME", "/h"),
            ("AWS_KEY", "x"),
            ("MODE", "a"),
            ("TOKEN", "t"),
        ];
        let one = environment(&policy, &all);
        assert_eq!(one.names, ["HOME", "MODE", "TOKEN"]);
        assert_eq!(one.get("TOKEN"), Some(&"t".into()));
        assert_eq!(one.get("AWS_KEY"), None);
    }

    #[test]
    fn values_count_where_they_are_named_and_those_of_secrets_do_not() {
        let policy = EnvironmentPolicy {
            pass: vec!["MODE".to_owned()],
            secrets: vec!["TOKEN".to_owned()],
        };
        let digest = |all: &[(&str, &str)]| environment(&policy, all).digest;
        let one = digest(&[("HOME", "/h"), ("MODE", "a"), ("TOKEN", "t")]);
        assert_eq!(one, digest(&[("TOKEN", "u"), ("MODE", "a")]));
        assert_ne!(one, digest(&[("TOKEN", "t"), ("MODE", "b")]));
        assert_ne!(one, digest(&[("MODE", "a")]));
    }
}

//! Values put into `tip.toml`, everything else left as it is.

use camino::Utf8Path;
use toml_edit::{DocumentMut, Item, Table, Value};

use super::{Config, ConfigError};

/// Returns a configuration with these keys of `[effort]` set to these values, written in TOML; `spread.low` names a key of a table in
/// it. Comments, order and all that is not named stay.
pub fn with_effort(
    path: &Utf8Path,
    text: &str,
    changes: &[(String, String)],
) -> Result<String, ConfigError> {
    let invalid = |message: String| ConfigError::Invalid {
        path: path.to_path_buf(),
        line: 1,
        message,
        help: Some("repair it first: `tip config` explains every key".to_owned()),
    };
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| invalid(error.message().to_owned()))?;
    for (key, value) in changes {
        let value: Value = value
            .parse()
            .map_err(|_| invalid(format!("`{value}` is no value")))?;
        let effort = document
            .entry("effort")
            .or_insert(Item::Table(Table::new()));
        let mut table = effort
            .as_table_like_mut()
            .ok_or_else(|| invalid("`effort` is no table".to_owned()))?;
        let mut name = key.as_str();
        if let Some((inner, rest)) = key.split_once('.') {
            let inner = table.entry(inner).or_insert(Item::Table(Table::new()));
            table = inner
                .as_table_like_mut()
                .ok_or_else(|| invalid(format!("`effort.{key}` stands in no table")))?;
            name = rest;
        }
        match table.get_mut(name).and_then(Item::as_value_mut) {
            // The comment after it stays.
            Some(old) => {
                let decor = old.decor().clone();
                *old = value;
                *old.decor_mut() = decor;
            }
            None => {
                table.insert(name, Item::Value(value));
            }
        }
    }
    let written = document.to_string();
    // What is written must be read.
    Config::parse(path, &written)?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, changes: &[(&str, &str)], expected: &str) {
        let changes: Vec<_> = changes
            .iter()
            .map(|it| (it.0.to_owned(), it.1.to_owned()))
            .collect();
        let found = match with_effort(Utf8Path::new("tip.toml"), text, &changes) {
            Ok(text) => text,
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn nothing_but_the_values_changes() {
        check(
            "# Ours.\nroots = [ \"web\" ]\n\n[effort] # times\ns = \"1 day\" # as in June\npeople = 2\n",
            &[
                ("s", "\"6 hours\""),
                ("m", "\"2 days\""),
                ("spread.low", "2.5"),
            ],
            "# Ours.\nroots = [ \"web\" ]\n\n[effort] # times\ns = \"6 hours\" # as in June\npeople = 2\nm = \"2 days\"\n\n[effort.spread]\nlow = 2.5\n",
        );
        check("", &[("s", "\"6 hours\"")], "[effort]\ns = \"6 hours\"\n");
    }

    #[test]
    fn what_would_not_be_read_is_not_written() {
        check(
            "[effort\n",
            &[("s", "\"6 hours\"")],
            "tip.toml:1: unclosed table, expected `]`",
        );
        check(
            "",
            &[("s", "\"soon\"")],
            "tip.toml:2: `soon` is no time of work",
        );
    }
}

//! The known errors of the manifest, one by one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// What the manifest counted wrong: rows of `plan`, `column`, `counted`, `read`, `why`.
pub(super) struct Errors {
    rows: BTreeMap<(String, String), Row>,
}

struct Row {
    counted: usize,
    read: usize,
    /// Whether a plan of the manifest asked for it.
    asked: bool,
}

/// What the list says of a count that differs from what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing.
    No,
    /// It is an error of the manifest.
    Error,
    /// It speaks of other numbers.
    Stale,
}

impl Errors {
    /// Reads the list; without a file there are none.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let mut rows = BTreeMap::new();
        if !path.exists() {
            return Ok(Self { rows });
        }
        let text = fs::read_to_string(path)
            .with_context(|| format!("failed to read {}", path.display()))?;
        for (at, line) in text.lines().enumerate().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [plan, column, counted, read, _] = fields.as_slice() else {
                anyhow::bail!("{}:{}: not five columns", path.display(), at + 1);
            };
            let number = |text: &str| {
                text.parse::<usize>()
                    .with_context(|| format!("{}:{}: `{text}`", path.display(), at + 1))
            };
            let row = Row {
                counted: number(counted)?,
                read: number(read)?,
                asked: false,
            };
            let key = ((*plan).to_owned(), (*column).to_owned());
            if rows.insert(key, row).is_some() {
                anyhow::bail!("{}:{}: a second row", path.display(), at + 1);
            }
        }
        Ok(Self { rows })
    }

    /// Returns what the list says of a count.
    pub(super) fn of(&mut self, plan: &str, column: &str, counted: usize, read: usize) -> Known {
        let key = (plan.to_owned(), column.to_owned());
        let Some(row) = self.rows.get_mut(&key) else {
            return Known::No;
        };
        row.asked = true;
        if counted != read && (row.counted, row.read) == (counted, read) {
            Known::Error
        } else {
            Known::Stale
        }
    }

    /// Returns the plans and columns that no plan of the manifest asked for.
    pub(super) fn unasked(&self) -> impl Iterator<Item = (&str, &str)> + '_ {
        self.rows
            .iter()
            .filter(|(_, row)| !row.asked)
            .map(|((plan, column), _)| (plan.as_str(), column.as_str()))
    }
}

//! The tables, and how those of older programs become them.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::sort;
use crate::LedgerError;

/// What leads from each version of the tables to the next one; the first makes them.
const MIGRATIONS: &[&str] = &[
    "CREATE TABLE evidence (
        seq INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        key BLOB NOT NULL,
        subject BLOB NOT NULL,
        servable INTEGER NOT NULL,
        started INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX evidence_by_key ON evidence (key, servable, started);
    CREATE INDEX evidence_by_subject ON evidence (subject, started);
    CREATE TABLE claim (
        key BLOB PRIMARY KEY,
        runner TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;",
    "ALTER TABLE evidence ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;",
];

/// The newest version of the tables.
pub(super) const NEWEST: usize = MIGRATIONS.len();

/// Brings the tables to the newest version; several processes may do so at once.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    if check(connection, path)? == NEWEST {
        return Ok(());
    }
    let failed = |error| sort(path, error);
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    // Another process may have been faster.
    let version = check(&transaction, path)?;
    for migration in &MIGRATIONS[version..] {
        transaction.execute_batch(migration).map_err(failed)?;
    }
    transaction
        .pragma_update(None, "user_version", NEWEST as u32)
        .map_err(failed)?;
    transaction.commit().map_err(failed)
}

/// Returns the version of the tables; one that is not known here is an error.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<usize, LedgerError> {
    let version: u32 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| sort(path, error))?;
    if version as usize > NEWEST {
        return Err(LedgerError::Newer {
            path: path.to_path_buf(),
            found: version,
            known: NEWEST as u32,
        });
    }
    Ok(version as usize)
}

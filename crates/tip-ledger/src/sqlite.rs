//! The ledger of one work tree: `.tip/evidence.db`.
//!
//! Writers append in transactions of one row to a write-ahead log, which a killed process leaves whole: the row is there, or it is not.
//! Each row is kept under the digest of its content, so that one that was damaged is told from evidence.

#![expect(
    clippy::disallowed_methods,
    reason = "the ledger has a folder of its own on the disk"
)]

mod runner;

mod schema;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, params};

use self::runner::{Runner, is_alive};
use crate::evidence::id_of_line;
use crate::{Claim, Digest, Evidence, EvidenceKey, Kept, Ledger, LedgerError, from_line, to_line};

/// The name of the folder of the ledger, at the root of a repository.
pub const FOLDER: &str = ".tip";

const FILE: &str = "evidence.db";

/// So many pages of 4 KB the write-ahead log may have before it is worked into the file, which waits for the disk. The last process that
/// closes the ledger does it as well.
const LOG_PAGES: u32 = 2000;

/// How long another process may hold the file before that is an error.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long it may once somebody has waited in vain: whoever holds it that long will not let it go soon.
const IMPATIENCE: Duration = Duration::from_millis(100);

/// The ledger of one work tree.
#[derive(Debug)]
pub struct SqliteLedger {
    path: PathBuf,
    connection: Mutex<Connection>,
    runners: PathBuf,
    runner: Mutex<Option<Runner>>,
}

impl SqliteLedger {
    /// Opens the ledger of the repository at `root` for reading and writing; it is made where there is none.
    pub fn open(root: &Path) -> Result<Self, LedgerError> {
        Self::open_within(root, PATIENCE)
    }

    /// Opens as [`Self::open`] does, and waits no longer for other processes than `patience`.
    pub fn open_within(root: &Path, patience: Duration) -> Result<Self, LedgerError> {
        let folder = root.join(FOLDER);
        let at = |path: &Path| {
            let path = path.to_path_buf();
            move |source| LedgerError::Folder { path, source }
        };
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        let ignore = folder.join(".gitignore");
        if !ignore.is_file() {
            fs::write(&ignore, "*\n").map_err(at(&ignore))?;
        }
        let path = folder.join(FILE);
        let failed = |error| sort(&path, error);
        let mut connection = Connection::open(&path).map_err(failed)?;
        connection.busy_timeout(patience).map_err(failed)?;
        write_ahead(&connection, patience).map_err(failed)?;
        connection
            .pragma_update(None, "synchronous", "NORMAL")
            .map_err(failed)?;
        connection
            .pragma_update(None, "wal_autocheckpoint", LOG_PAGES)
            .map_err(failed)?;
        schema::migrate(&mut connection, &path)?;
        Ok(Self {
            connection: Mutex::new(connection),
            runners: folder.join("runners"),
            runner: Mutex::new(None),
            path,
        })
    }

    /// Opens the ledger of the repository at `root` for reading; `None` where there is none.
    pub fn open_to_read(root: &Path) -> Result<Option<Self>, LedgerError> {
        let path = root.join(FOLDER).join(FILE);
        if !path.is_file() {
            return Ok(None);
        }
        let failed = |error| sort(&path, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(failed)?;
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        match schema::check(&connection, &path) {
            Ok(schema::NEWEST) => Ok(Some(Self::reader(root, path, connection))),
            // Only who may write can bring the tables of an older program to what is read here.
            Ok(_) => Self::open(root).map(Some),
            // A write-ahead log cannot be read in a folder in which nothing may be written; nobody writes there either.
            Err(LedgerError::Unwritable { .. }) => Self::open_unchanging(root, path).map(Some),
            Err(error) => Err(error),
        }
    }

    fn open_unchanging(root: &Path, path: PathBuf) -> Result<Self, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let name = format!("file:{}?immutable=1", uri_path(&path.to_string_lossy()));
        let connection =
            Connection::open_with_flags(name, flags).map_err(|error| sort(&path, error))?;
        schema::check(&connection, &path)?;
        Ok(Self::reader(root, path, connection))
    }

    fn reader(root: &Path, path: PathBuf, connection: Connection) -> Self {
        Self {
            connection: Mutex::new(connection),
            runners: root.join(FOLDER).join("runners"),
            runner: Mutex::new(None),
            path,
        }
    }

    /// Returns the file that it is kept in.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Checks the whole file, which takes as long as reading it.
    pub fn check(&self) -> Result<(), LedgerError> {
        let connection = self.connection();
        let answer: String = connection
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .map_err(|error| self.sort(error))?;
        if answer == "ok" {
            Ok(())
        } else {
            Err(self.damaged(answer))
        }
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic cut short was rolled back when it was dropped.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to read, so that many questions cost one look at whoever else has the file open. It ends when it is dropped.
    fn reading<'a>(&self, connection: &'a Connection) -> Result<Transaction<'a>, LedgerError> {
        let reading = connection.unchecked_transaction();
        reading.map_err(|error| self.sort(error))
    }

    fn sort(&self, error: rusqlite::Error) -> LedgerError {
        sort(&self.path, error)
    }

    /// Sorts an error of a write; after one that waited in vain no other waits as long.
    fn sort_write(&self, connection: &Connection, error: rusqlite::Error) -> LedgerError {
        if is_busy(&error) {
            // It is a wait that is shortened: where that fails, it is long.
            let _ = connection.busy_timeout(IMPATIENCE);
        }
        self.sort(error)
    }

    fn damaged(&self, what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> LedgerError {
        LedgerError::Damaged {
            path: self.path.clone(),
            source: what.into(),
        }
    }

    /// Reads a row; one that is not what was written is an error.
    fn read(&self, row: &Row) -> Result<Evidence, LedgerError> {
        if id_of_line(&row.body).bytes() != row.id.as_slice() {
            return Err(self.damaged("a row is not what was written"));
        }
        let evidence = from_line(&row.body).map_err(|error| self.damaged(error))?;
        Ok(Evidence {
            imported: row.imported,
            ..evidence
        })
    }

    /// Returns the name by which this process claims; made once.
    fn runner(&self) -> Result<String, LedgerError> {
        let mut runner = self.runner.lock().unwrap_or_else(PoisonError::into_inner);
        if runner.is_none() {
            let made = Runner::begin(&self.runners).map_err(|source| LedgerError::Folder {
                path: self.runners.clone(),
                source,
            })?;
            *runner = Some(made);
        }
        let name = runner.as_ref().map(|it| it.name().to_owned());
        Ok(name.unwrap_or_default())
    }
}

impl Ledger for SqliteLedger {
    fn record(&self, evidence: &Evidence) -> Result<bool, LedgerError> {
        let connection = self.connection();
        insert(&connection, evidence).map_err(|error| self.sort_write(&connection, error))
    }

    fn passes(&self, keys: &[EvidenceKey]) -> Result<Vec<Option<Evidence>>, LedgerError> {
        let connection = self.connection();
        let _reading = self.reading(&connection)?;
        let mut statement = connection
            .prepare_cached(&format!(
                "SELECT id, body, imported FROM ( \
                        SELECT * FROM evidence WHERE key = ?1 AND servable = 1 \
                        ORDER BY started DESC, seq DESC LIMIT 1 \
                    ) AS pass WHERE NOT {}",
                ended("pass")
            ))
            .map_err(|error| self.sort(error))?;
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            let row = statement
                .query_row(params![key.digest().bytes()], row)
                .optional()
                .map_err(|error| self.sort(error))?;
            let evidence = row.map(|it| self.read(&it)).transpose()?;
            let fits = |it: &Evidence| it.key == *key && it.can_be_served();
            if evidence.as_ref().is_some_and(|it| !fits(it)) {
                return Err(self.damaged("a row is found by a key that is not its own"));
            }
            found.push(evidence);
        }
        Ok(found)
    }

    fn history(&self, subject: &Digest, limit: usize) -> Result<Vec<Evidence>, LedgerError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached(
                "SELECT id, body, imported FROM evidence WHERE subject = ?1 \
                 ORDER BY started DESC, seq DESC LIMIT ?2",
            )
            .map_err(|error| self.sort(error))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement
            .query_map(params![subject.bytes(), limit], row)
            .map_err(|error| self.sort(error))?;
        rows.map(|it| self.read(&it.map_err(|error| self.sort(error))?))
            .collect()
    }

    fn passed_last(&self, subjects: &[Digest]) -> Result<Vec<bool>, LedgerError> {
        let connection = self.connection();
        let _reading = self.reading(&connection)?;
        let mut statement = connection
            .prepare_cached(
                "SELECT servable FROM evidence WHERE subject = ?1 \
                 ORDER BY started DESC, seq DESC LIMIT 1",
            )
            .map_err(|error| self.sort(error))?;
        let mut newest = |subject: &Digest| {
            let passed = statement
                .query_row(params![subject.bytes()], |row| row.get(0))
                .optional()
                .map_err(|error| self.sort(error))?;
            Ok(passed.unwrap_or(false))
        };
        subjects.iter().map(&mut newest).collect()
    }

    fn each(
        &self,
        each: &mut dyn FnMut(Evidence) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare("SELECT id, body, imported FROM evidence ORDER BY started, seq")
            .map_err(|error| self.sort(error))?;
        let rows = statement
            .query_map([], row)
            .map_err(|error| self.sort(error))?;
        for it in rows {
            each(self.read(&it.map_err(|error| self.sort(error))?)?)?;
        }
        Ok(())
    }

    fn prune(&self, kept: Kept) -> Result<usize, LedgerError> {
        let connection = self.connection();
        let (goes, limit) = match kept {
            Kept::Newest(count) => ("place > ?1", i64::try_from(count).unwrap_or(i64::MAX)),
            Kept::Since(moment) => ("started < ?1", moment),
        };
        let statement = format!(
            "DELETE FROM evidence WHERE seq IN (
                SELECT seq FROM (
                    SELECT seq, started, key, passed,
                        row_number() OVER (PARTITION BY subject ORDER BY started DESC, seq DESC) AS place,
                        row_number() OVER (PARTITION BY subject, passed ORDER BY started DESC, seq DESC) AS among
                    FROM (SELECT seq, subject, started, key, json_extract(body, '$.outcome') = 'passed' AS passed FROM evidence)
                ) AS run WHERE {goes} AND place > 1 AND NOT (passed AND among = 1 AND NOT {})
            )",
            ended("run")
        );
        let deleted = connection
            .execute(&statement, params![limit])
            .map_err(|error| self.sort(error))?;
        if deleted > 0 {
            // Whoever else reads now keeps the space for a while; what was deleted is gone all the same.
            let _ = connection.execute_batch("VACUUM");
        }
        Ok(deleted)
    }

    fn claim(&self, key: &Digest) -> Result<Claim, LedgerError> {
        let runner = self.runner()?;
        let connection = self.connection();
        let claim = || {
            let mut statement = connection
                .prepare_cached("INSERT OR IGNORE INTO claim (key, runner) VALUES (?1, ?2)")?;
            statement.execute(params![key.bytes(), runner])
        };
        if claim().map_err(|error| self.sort_write(&connection, error))? > 0 {
            return Ok(Claim::Granted);
        }
        let owner: Option<String> = connection
            .query_row(
                "SELECT runner FROM claim WHERE key = ?1",
                params![key.bytes()],
                |row| row.get(0),
            )
            .optional()
            .map_err(|error| self.sort(error))?;
        if owner
            .as_ref()
            .is_some_and(|it| *it == runner || is_alive(&self.runners, it))
        {
            return Ok(Claim::Taken);
        }
        // Its owner is gone: whoever is first takes it over.
        if let Some(owner) = owner {
            connection
                .execute("DELETE FROM claim WHERE runner = ?1", params![owner])
                .map_err(|error| self.sort(error))?;
        }
        let taken = claim().map_err(|error| self.sort(error))?;
        Ok(if taken > 0 {
            Claim::Granted
        } else {
            Claim::Taken
        })
    }

    fn conclude(&self, evidence: &Evidence) -> Result<bool, LedgerError> {
        let runner = self.runner()?;
        let connection = self.connection();
        let both = || {
            let transaction = connection.unchecked_transaction()?;
            let added = insert(&transaction, evidence)?;
            give_back(&transaction, &evidence.key.digest(), &runner)?;
            transaction.commit()?;
            Ok(added)
        };
        both().map_err(|error| self.sort_write(&connection, error))
    }

    fn release(&self, key: &Digest) {
        let Ok(runner) = self.runner() else { return };
        // A claim that stays behind ends with this process.
        let _ = give_back(&self.connection(), key, &runner);
    }
}

/// Adds evidence; returns whether it was not there before.
fn insert(connection: &Connection, evidence: &Evidence) -> rusqlite::Result<bool> {
    let line = to_line(evidence);
    let mut statement = connection.prepare_cached(
        "INSERT OR IGNORE INTO evidence (id, key, subject, servable, started, body, imported) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let added = statement.execute(params![
        id_of_line(&line).bytes(),
        evidence.key.digest().bytes(),
        evidence.key.subject.bytes(),
        evidence.can_be_served(),
        evidence.started,
        line,
        evidence.imported,
    ])?;
    Ok(added > 0)
}

/// Takes the claim of a runner away.
fn give_back(connection: &Connection, key: &Digest, runner: &str) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached("DELETE FROM claim WHERE key = ?1 AND runner = ?2")?;
    statement.execute(params![key.bytes(), runner])?;
    Ok(())
}

/// Returns the condition that a run with the same key as that of a row ended here since and did not pass; see [`Evidence::ends_passes`].
fn ended(row: &str) -> String {
    format!(
        "EXISTS ( \
            SELECT 1 FROM evidence AS later \
            WHERE later.key = {row}.key AND later.servable = 0 AND later.imported = 0 \
            AND (later.started, later.seq) > ({row}.started, {row}.seq) \
            AND json_extract(later.body, '$.outcome') NOT IN ('passed', 'interrupted') \
        )"
    )
}

/// Turns the write-ahead log on.
///
/// While another process does the same, the database answers at once that it is busy, however long it should wait.
#[expect(
    clippy::disallowed_methods,
    reason = "another process opens the ledger too, and tells nobody when it has"
)]
fn write_ahead(connection: &Connection, patience: Duration) -> rusqlite::Result<()> {
    let beat = Duration::from_millis(5);
    let mut waited = Duration::ZERO;
    loop {
        let turned: rusqlite::Result<String> =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
        match turned {
            Err(error) if is_busy(&error) && waited < patience => {
                thread::sleep(beat);
                waited += beat;
            }
            turned => return turned.map(|_| ()),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// Evidence as it is kept.
struct Row {
    id: Vec<u8>,
    body: String,
    imported: bool,
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        body: row.get(1)?,
        imported: row.get(2)?,
    })
}

/// Sorts an error of the database by what can be done about it.
fn sort(path: &Path, error: rusqlite::Error) -> LedgerError {
    let path = path.to_path_buf();
    let source = Box::new(error);
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            LedgerError::Damaged { path, source }
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Locked { path },
        Some(
            ErrorCode::ReadOnly
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::SystemIoFailure,
        ) => LedgerError::Unwritable { path, source },
        _ => LedgerError::Database { path, source },
    }
}

/// Writes a path as a URI has it.
fn uri_path(path: &str) -> String {
    path.replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

#[cfg(test)]
mod tests {
    use tempfile::tempdir;

    use super::*;

    #[test]
    fn nobody_waits_long_twice_for_a_lock_that_stays() {
        let folder = tempdir().expect("a folder for the test");
        let ledger = SqliteLedger::open_within(folder.path(), 2 * IMPATIENCE).expect("it opens");
        let waits = || -> u32 {
            let pragma = ledger.connection();
            let waits = pragma.query_row("PRAGMA busy_timeout", [], |row| row.get(0));
            waits.expect("it is told")
        };
        assert_eq!(waits(), 200);
        let other = Connection::open(ledger.path()).expect("it opens");
        other
            .execute_batch("BEGIN IMMEDIATE")
            .expect("it is locked");
        let locked = ledger.claim(&Digest::of(b"key"));
        assert!(
            matches!(locked, Err(LedgerError::Locked { .. })),
            "{locked:?}"
        );
        assert_eq!(waits(), 100);
        other.execute_batch("COMMIT").expect("it is let go");
        let claimed = ledger.claim(&Digest::of(b"key")).expect("it is free");
        assert_eq!(claimed, Claim::Granted);
    }
}

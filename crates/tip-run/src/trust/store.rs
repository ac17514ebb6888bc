//! Where approvals are kept: in files of the user's own, outside of all repositories.

#![expect(
    clippy::disallowed_methods,
    reason = "approvals belong to the user, not to the repository that a `System` looks at"
)]

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tip_ledger::{Digest, DigestBuilder};

use super::{SubjectChange, TRUST_VERSION, TrustStanding, TrustSubject, TrustedCommand};

/// The approvals of one user.
#[derive(Clone, Debug)]
pub struct TrustStore {
    folder: Utf8PathBuf,
}

/// What was approved, by its parts, so that it can be told what changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustRecord {
    /// The root of the repository.
    pub repository: Utf8PathBuf,
    /// The plan, as a path relative to the repository with `/`.
    pub plan: String,
    /// Where the plan really lay.
    pub file: Utf8PathBuf,
    /// The commands.
    pub commands: Vec<TrustedCommand>,
    /// What the configuration said of runs.
    pub settings: Vec<(String, String)>,
    /// When: `2026-01-31`; empty where the day was not known.
    pub when: String,
    /// The digest of all that was approved.
    pub digest: String,
}

/// Why approvals cannot be read or written.
#[derive(Debug, Error)]
pub enum TrustError {
    /// A file or folder cannot be read or written.
    #[error("cannot use `{path}`")]
    Io {
        /// The file or folder.
        path: Utf8PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Others could approve in the user's name.
    #[error("`{0}` can be written by everybody, so that its approvals are worth nothing")]
    Exposed(Utf8PathBuf),
}

#[derive(Serialize, Deserialize)]
struct Wire {
    version: u32,
    repository: String,
    plan: String,
    file: String,
    commands: Vec<WireCommand>,
    settings: Vec<(String, String)>,
    when: String,
    digest: String,
}

#[derive(Serialize, Deserialize)]
struct WireCommand {
    directory: String,
    command: String,
}

/// Tells the files of one process apart.
static COUNT: AtomicU32 = AtomicU32::new(0);

impl TrustStore {
    /// Keeps approvals below the folder for the state of programs, which need not exist yet.
    pub fn new(state: &Utf8Path) -> Self {
        Self {
            folder: state.join("trust"),
        }
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Utf8Path {
        &self.folder
    }

    /// Returns whether somebody approved just this.
    pub fn standing(&self, subject: &TrustSubject) -> Result<TrustStanding, TrustError> {
        self.guarded()?;
        let path = self.path(&subject.repository, &subject.plan);
        let Some(record) = read(&path)? else {
            return Ok(TrustStanding::New);
        };
        if record.digest == subject.digest().to_string() {
            return Ok(TrustStanding::Trusted);
        }
        Ok(TrustStanding::Changed(SubjectChange::between(
            &record, subject,
        )))
    }

    /// Approves something, in place of what was approved of the plan before.
    pub fn trust(&self, subject: &TrustSubject, when: &str) -> Result<(), TrustError> {
        private_folder(&self.folder).map_err(at(&self.folder))?;
        self.guarded()?;
        let commands = subject.commands.iter().map(|it| WireCommand {
            directory: it.directory.clone(),
            command: it.command.clone(),
        });
        let wire = Wire {
            version: TRUST_VERSION,
            repository: subject.repository.to_string(),
            plan: subject.plan.clone(),
            file: subject.file.to_string(),
            commands: commands.collect(),
            settings: subject.settings.clone(),
            when: when.to_owned(),
            digest: subject.digest().to_string(),
        };
        let path = self.path(&subject.repository, &subject.plan);
        let text = serde_json::to_string_pretty(&wire).map_err(io::Error::other);
        let written = text.and_then(|text| write(&path, text.as_bytes()));
        written.map_err(at(&path))
    }

    /// Takes an approval back; returns whether there was one.
    pub fn revoke(&self, repository: &Utf8Path, plan: &str) -> Result<bool, TrustError> {
        let path = self.path(repository, plan);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(TrustError::Io { path, source }),
        }
    }

    /// Returns all approvals, by repository and plan; files that are none are left out.
    pub fn all(&self) -> Result<Vec<TrustRecord>, TrustError> {
        let entries = match self.folder.read_dir_utf8() {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(at(&self.folder)(error)),
        };
        let mut records = Vec::new();
        for entry in entries {
            let entry = entry.map_err(at(&self.folder))?;
            if entry.path().extension() == Some("json") {
                records.extend(read(entry.path())?);
            }
        }
        records.sort_by(|a, b| (&a.repository, &a.plan).cmp(&(&b.repository, &b.plan)));
        Ok(records)
    }

    fn path(&self, repository: &Utf8Path, plan: &str) -> Utf8PathBuf {
        let mut builder = DigestBuilder::default();
        builder
            .field(repository.as_str().as_bytes())
            .field(plan.as_bytes());
        let digest: Digest = builder.finish();
        self.folder.join(format!("{digest}.json"))
    }

    /// Makes sure that nobody else can approve for the user.
    fn guarded(&self) -> Result<(), TrustError> {
        if is_exposed(&self.folder) {
            return Err(TrustError::Exposed(self.folder.clone()));
        }
        Ok(())
    }
}

fn at(path: &Utf8Path) -> impl Fn(io::Error) -> TrustError + use<> {
    let path = path.to_path_buf();
    move |source| TrustError::Io {
        path: path.clone(),
        source,
    }
}

/// Reads an approval; one that is damaged or of another version is none.
fn read(path: &Utf8Path) -> Result<Option<TrustRecord>, TrustError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(path)(error)),
    };
    let wire: Option<Wire> = serde_json::from_slice(&bytes).ok();
    let wire = wire.filter(|it| it.version == TRUST_VERSION);
    Ok(wire.map(|wire| TrustRecord {
        repository: wire.repository.into(),
        plan: wire.plan,
        file: wire.file.into(),
        commands: wire
            .commands
            .into_iter()
            .map(|it| TrustedCommand {
                directory: it.directory,
                command: it.command,
            })
            .collect(),
        settings: wire.settings,
        when: wire.when,
        digest: wire.digest,
    }))
}

/// Writes beside the file, then renames: whoever reads sees all of it or nothing.
fn write(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_extension(format!("{}-{number}.new", process::id()));
    let written = (|| {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        // What remains is no approval, and does no harm.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(unix)]
fn private_folder(folder: &Utf8Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn private_folder(folder: &Utf8Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn is_exposed(folder: &Utf8Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(folder).is_ok_and(|it| it.permissions().mode() & 0o002 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_: &Utf8Path) -> bool {
    false
}

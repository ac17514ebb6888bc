//! Which processes that claimed something still live.
//!
//! Each holds a lock on a file of its own, which the system gives free when the process ends, however it ends.
#![expect(
    clippy::disallowed_methods,
    reason = "the ledger has a folder of its own on the disk"
)]

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// This process, for as long as it holds its lock.
#[derive(Debug)]
pub(super) struct Runner {
    name: String,
    path: PathBuf,
    /// Held, not read.
    _lock: File,
}

/// Tells apart the ledgers that one process has open.
static COUNT: AtomicU32 = AtomicU32::new(0);

impl Runner {
    /// Begins to live.
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        sweep(folder);
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |it| it.as_nanos());
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{count}-{now:x}", std::process::id());
        let path = folder.join(&name);
        // It gets its name when it is locked, so that nobody takes it for one that was left.
        let unlocked = folder.join(format!(".{name}"));
        let lock = File::create_new(&unlocked)?;
        lock.lock()?;
        fs::rename(&unlocked, &path)?;
        Ok(Self {
            name,
            path,
            _lock: lock,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // What stays behind holds no lock, and is taken away by whoever meets it.
        let _ = fs::remove_file(&self.path);
    }
}

/// Takes away what processes left that were killed.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if let Some(name) = entry.file_name().to_str()
            && !name.starts_with('.')
        {
            is_alive(folder, name);
        }
    }
}

/// Returns whether a process lives that claimed something by this name.
pub(super) fn is_alive(folder: &Path, name: &str) -> bool {
    let path = folder.join(name);
    let Ok(file) = File::open(&path) else {
        return false;
    };
    match file.try_lock() {
        Ok(()) => {
            let _ = fs::remove_file(&path);
            false
        }
        // Where files cannot be locked nobody knows: a claim is better waited for than broken.
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
    }
}

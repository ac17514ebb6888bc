//! Replaces a file by another in one step.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use camino::{Utf8Path, Utf8PathBuf};

use super::super::{AsRead, ReplaceError};

/// Tells the files of one run apart.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A file that is taken away again unless it was renamed.
struct Temporary {
    path: Utf8PathBuf,
    kept: bool,
}

impl Temporary {
    fn beside(target: &Utf8Path) -> Self {
        let name = target.file_name().unwrap_or_default();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self {
            path: target.with_file_name(format!(".{name}.tip-{}-{number}", process::id())),
            kept: false,
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            // Nobody can be told any more, and the file does no harm.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes beside the file, then renames: whoever reads sees all of the old bytes or all of the new ones.
pub(super) fn replace(
    path: &Utf8Path,
    before: Option<&[u8]>,
    after: &[u8],
    others: &[AsRead<'_>],
) -> Result<(), ReplaceError> {
    // A link stays, and what it leads to is replaced.
    let target = if before.is_some() {
        path.canonicalize_utf8().map_err(gone)?
    } else {
        path.to_path_buf()
    };
    // Held until the end, so that of two writers who read the same the second one sees that it is too late.
    let _locks = match before {
        Some(_) => locked_with(&target, others).map_err(gone)?,
        None => Vec::new(),
    };
    let permissions = match before {
        Some(_) => Some(fs::metadata(&target).map_err(gone)?.permissions()),
        None => None,
    };
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only").into());
    }
    if before.is_none()
        && let Some(folder) = target.parent()
    {
        fs::create_dir_all(folder)?;
    }
    let mut temporary = Temporary::beside(&target);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&temporary.path)
        .inspect_err(|_| temporary.kept = true)?;
    file.write_all(after)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()?;
    drop(file);
    for it in others {
        if fs::read(it.path).map_err(gone)? != it.bytes {
            return Err(ReplaceError::Changed);
        }
    }
    match before {
        Some(before) if fs::read(&target).map_err(gone)? != before => {
            return Err(ReplaceError::Changed);
        }
        Some(_) => fs::rename(&temporary.path, &target)?,
        // A link fails where something stands, a rename would replace it.
        None => {
            fs::hard_link(&temporary.path, &target).map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => ReplaceError::Changed,
                _ => ReplaceError::Io(error),
            })?;
            return Ok(());
        }
    }
    temporary.kept = true;
    sync_folder(&target);
    Ok(())
}

/// Writes beside the file, then renames, whatever stands there; a power cut may lose it, since it can be made again.
pub(super) fn keep(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut temporary = Temporary::beside(path);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&temporary.path)
        .inspect_err(|_| temporary.kept = true)?;
    file.write_all(bytes)?;
    drop(file);
    fs::rename(&temporary.path, path)?;
    temporary.kept = true;
    Ok(())
}

/// Waits for the lock of a file and those of others, in one order for everybody, so that of two writers neither waits for the other.
fn locked_with(target: &Utf8Path, others: &[AsRead<'_>]) -> io::Result<Vec<File>> {
    let mut paths = vec![target.to_path_buf()];
    for it in others {
        paths.push(it.path.canonicalize_utf8()?);
    }
    paths.sort_unstable();
    paths.dedup();
    paths.iter().map(|it| locked(it)).collect()
}

/// Opens a file and waits until nobody else who asks for it this way has it; where a system knows no locks, it does not wait.
///
/// Whoever had it before may have put another file in its place: then the lock is one on a file without a name, and the new one is asked for.
fn locked(path: &Utf8Path) -> io::Result<File> {
    loop {
        let file = File::open(path)?;
        match file.lock() {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(error) => return Err(error),
            Ok(()) => {}
        }
        if same_file(&file, path)? {
            return Ok(file);
        }
    }
}

/// Returns whether a path leads to an open file.
#[cfg(unix)]
fn same_file(file: &File, path: &Utf8Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;

    let (own, there) = (file.metadata()?, fs::metadata(path)?);
    Ok((own.dev(), own.ino()) == (there.dev(), there.ino()))
}

/// Takes a path to lead to the file that was opened there: no other file takes the name of one that is open.
#[cfg(not(unix))]
fn same_file(_: &File, _: &Utf8Path) -> io::Result<bool> {
    Ok(true)
}

fn gone(error: io::Error) -> ReplaceError {
    match error.kind() {
        io::ErrorKind::NotFound => ReplaceError::Changed,
        _ => ReplaceError::Io(error),
    }
}

/// Makes the new name last through a power cut, where the system can.
fn sync_folder(path: &Utf8Path) {
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

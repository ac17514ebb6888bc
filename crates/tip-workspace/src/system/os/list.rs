//! Lists folders.

use std::ffi::OsStr;
use std::io;

use camino::Utf8Path;

/// What a folder says that an entry is. A link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Link,
    Other,
}

pub(super) use system::Lister;

#[cfg(target_os = "linux")]
mod system {
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::ffi::OsStrExt as _;

    use rustix::fs::{self, AtFlags, CWD, FileType, Mode, OFlags, RawDir};

    use super::{Kind, OsStr, Utf8Path, io};

    /// So many bytes of entries are asked for at once.
    const BUFFER: usize = 32 * 1024;

    /// Lists a folder and those below it.
    pub(in super::super) struct Lister {
        root: OwnedFd,
        buffer: Vec<u8>,
    }

    impl Lister {
        pub(in super::super) fn new(root: &Utf8Path) -> io::Result<Self> {
            let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
            Ok(Self {
                root: fs::openat(CWD, root.as_std_path(), flags, Mode::empty())?,
                buffer: Vec::with_capacity(BUFFER),
            })
        }

        /// Tells each entry of the folder at a relative path, in no order.
        pub(in super::super) fn list(
            &mut self,
            folder: &str,
            tell: &mut dyn FnMut(&OsStr, Kind),
        ) -> io::Result<()> {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
            let path = if folder.is_empty() { "." } else { folder };
            let folder = fs::openat(&self.root, path, flags, Mode::empty())?;
            let mut entries = RawDir::new(&folder, self.buffer.spare_capacity_mut());
            while let Some(entry) = entries.next() {
                let entry = entry?;
                let name = OsStr::from_bytes(entry.file_name().to_bytes());
                if name == "." || name == ".." {
                    continue;
                }
                let mut kind = entry.file_type();
                // Not every file system says it.
                if kind == FileType::Unknown {
                    let found = fs::statat(folder.as_fd(), name, AtFlags::SYMLINK_NOFOLLOW);
                    let Ok(found) = found else { continue };
                    kind = FileType::from_raw_mode(found.st_mode);
                }
                tell(name, Kind::of(kind));
            }
            Ok(())
        }
    }

    impl Kind {
        fn of(kind: FileType) -> Self {
            match kind {
                FileType::Directory => Self::Folder,
                FileType::RegularFile => Self::File,
                FileType::Symlink => Self::Link,
                _ => Self::Other,
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::fs;

    use camino::Utf8PathBuf;

    use super::{Kind, OsStr, Utf8Path, io};

    /// Lists a folder and those below it.
    pub(in super::super) struct Lister {
        root: Utf8PathBuf,
    }

    impl Lister {
        #[expect(clippy::unnecessary_wraps, reason = "elsewhere the folder is opened")]
        pub(in super::super) fn new(root: &Utf8Path) -> io::Result<Self> {
            let root = root.to_path_buf();
            Ok(Self { root })
        }

        /// Tells each entry of the folder at a relative path, in no order.
        #[expect(
            clippy::needless_pass_by_ref_mut,
            reason = "elsewhere a buffer is used again"
        )]
        pub(in super::super) fn list(
            &mut self,
            folder: &str,
            tell: &mut dyn FnMut(&OsStr, Kind),
        ) -> io::Result<()> {
            for entry in fs::read_dir(self.root.join(folder))? {
                let entry = entry?;
                let kind = match entry.file_type()? {
                    it if it.is_dir() => Kind::Folder,
                    it if it.is_file() => Kind::File,
                    it if it.is_symlink() => Kind::Link,
                    _ => Kind::Other,
                };
                tell(&entry.file_name(), kind);
            }
            Ok(())
        }
    }
}

//! Runs the binary in a folder that a test has built, with an empty environment.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder with files.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    /// Builds a repository that holds the given files.
    #[track_caller]
    pub(crate) fn repository(files: &[(&str, &str)]) -> Self {
        let folder = Self::plain(files);
        folder.write(".git/HEAD", "ref: refs/heads/main\n");
        folder
    }

    /// Builds a folder that is no repository.
    #[track_caller]
    pub(crate) fn plain(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let folder = Self { folder };
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// Runs `tip` and returns what it printed and how it ended, the folder written as `[ROOT]`.
    #[track_caller]
    pub(crate) fn tip(&self, arguments: &[&str]) -> String {
        tip_in(self.folder.path(), arguments)
    }

    /// Returns the exit code of a run.
    #[track_caller]
    pub(crate) fn code(&self, arguments: &[&str]) -> i32 {
        let output = self.command(arguments).output().expect("tip runs");
        output.status.code().unwrap_or(-1)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        command_in(self.folder.path(), arguments)
    }

    /// Returns whether a file or folder is there.
    #[expect(clippy::disallowed_methods, reason = "the test looks at its folder")]
    pub(crate) fn has(&self, path: &str) -> bool {
        self.folder.path().join(path).exists()
    }

    /// Returns the path of a file in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Returns the text of a file.
    #[track_caller]
    #[expect(clippy::disallowed_methods, reason = "the test looks at its folder")]
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).expect("the file is there")
    }

    #[expect(clippy::disallowed_methods, reason = "the test builds a folder")]
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        let parent = path.parent().expect("below the folder");
        std::fs::create_dir_all(parent).expect("the folder is made");
        std::fs::write(path, text).expect("the file is written");
    }
}

/// Runs `tip` in a folder and returns what it printed and how it ended, the folder written as `[ROOT]`.
#[track_caller]
#[expect(
    clippy::disallowed_methods,
    reason = "the test asks where its folder really is"
)]
pub(crate) fn tip_in(folder: &Path, arguments: &[&str]) -> String {
    let output = command_in(folder, arguments).output().expect("tip runs");
    let mut text = String::new();
    for (name, bytes) in [("", &output.stdout), ("--- stderr\n", &output.stderr)] {
        if !bytes.is_empty() {
            let _ = write!(text, "{name}{}", String::from_utf8_lossy(bytes));
        }
    }
    let _ = write!(text, "--- exit {}", output.status.code().unwrap_or(-1));
    let root = folder.canonicalize().expect("the folder is there");
    let root = root.to_str().expect("a folder with a UTF-8 name");
    text.replace(root, "[ROOT]")
        .replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
}

#[expect(clippy::disallowed_methods, reason = "the test runs the binary")]
pub(crate) fn command_in(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tip"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null());
    command
}

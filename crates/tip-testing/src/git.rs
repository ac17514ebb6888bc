//! Small git repositories, built for a test.
#![expect(
    clippy::disallowed_methods,
    reason = "a test builds its repository on the disk, with git itself"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A git repository in a folder of its own, which goes with it.
#[derive(Debug)]
pub struct GitRepository {
    folder: TempDir,
    /// Commits are made a minute apart, so that every run has the same hashes.
    commits: u32,
}

impl GitRepository {
    /// Makes a repository without a commit.
    ///
    /// # Panics
    ///
    /// Panics where git is not there or fails.
    #[track_caller]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let repository = Self { folder, commits: 0 };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// Returns the folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, its folders made.
    ///
    /// # Panics
    ///
    /// Panics where the file cannot be written.
    #[track_caller]
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        let folder = path.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Commits everything that is in the folder; returns the hash.
    ///
    /// # Panics
    ///
    /// Panics where git fails.
    #[track_caller]
    pub fn commit(&mut self, message: &str) -> String {
        self.commits += 1;
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Returns the text of a file.
    ///
    /// # Panics
    ///
    /// Panics where it cannot be read.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("the file can be read")
    }

    /// Runs git, which may end in a conflict or find nothing, and returns what it printed.
    ///
    /// # Panics
    ///
    /// Panics where git is not there.
    #[track_caller]
    pub fn git_may_fail(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned()
    }

    /// Runs git and returns what it printed, without the last line end.
    ///
    /// # Panics
    ///
    /// Panics where git is not there or fails.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {error}");
        String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let minutes = self.commits;
        let day = format!("2026-01-02T{:02}:{:02}:00Z", minutes / 60, minutes % 60);
        Command::new("git")
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", &day)
            .env("GIT_COMMITTER_DATE", &day)
            .envs([
                ("GIT_AUTHOR_NAME", "Ada"),
                ("GIT_AUTHOR_EMAIL", "ada@example.org"),
                ("GIT_COMMITTER_NAME", "Ada"),
                ("GIT_COMMITTER_EMAIL", "ada@example.org"),
            ])
            .env_remove("GIT_DIR")
            .output()
            .expect("git runs")
    }
}

impl Default for GitRepository {
    fn default() -> Self {
        Self::new()
    }
}

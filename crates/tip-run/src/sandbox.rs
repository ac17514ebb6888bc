//! A place for commands where they can read, write into the work tree and a scratch folder, and reach nobody.
//!
//! On Linux a thread confines itself, and all that it starts: Landlock decides which files can be written, a seccomp filter refuses
//! sockets. Landlock alone would not do: of the network it knows TCP only, and a Unix socket leads to daemons that run things for others.
//! Where the kernel lacks Landlock, `bubblewrap` is put before each command.
//!
//! It bounds what a command can do while it runs. It does not bound what its files do later: whoever runs what a command wrote into the
//! work tree, or lets git run a hook from it, runs it without a sandbox.

mod bubblewrap;

#[cfg(all(
    target_os = "linux",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
))]
mod confine;

#[cfg(not(all(
    target_os = "linux",
    any(
        target_arch = "x86_64",
        target_arch = "aarch64",
        target_arch = "riscv64"
    )
)))]
#[path = "sandbox/no_confine.rs"]
mod confine;

use std::io;
use std::process::{Child, Command};
use std::thread;

use camino::{Utf8Path, Utf8PathBuf};
use thiserror::Error;

use crate::Launcher;

/// A place for commands where they can reach nobody.
#[derive(Clone, Debug)]
pub struct Sandbox {
    kind: SandboxKind,
    root: Utf8PathBuf,
    scratch: Utf8PathBuf,
    gaps: Vec<&'static str>,
}

/// What a sandbox is made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SandboxKind {
    /// Landlock and seccomp.
    Landlock,
    /// Bubblewrap, at this path.
    Bubblewrap(Utf8PathBuf),
}

/// Why there is no sandbox.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// Neither way is open here.
    #[error("there is no sandbox here: {landlock}, and `bwrap` is not installed")]
    Unavailable {
        /// Why Landlock is none.
        landlock: String,
    },
}

impl Sandbox {
    /// Makes a sandbox in which nothing but `root` and `scratch` can be written. Both have to exist.
    ///
    /// `path` is the value of `PATH`, where `bwrap` is looked for.
    pub fn new(root: &Utf8Path, scratch: &Utf8Path, path: &str) -> Result<Self, SandboxError> {
        let (kind, gaps) = match confine::probe() {
            Ok(gaps) => (SandboxKind::Landlock, gaps),
            Err(landlock) => match bubblewrap::find(path) {
                Some(program) => (SandboxKind::Bubblewrap(program), Vec::new()),
                None => return Err(SandboxError::Unavailable { landlock }),
            },
        };
        Ok(Self {
            kind,
            root: root.to_path_buf(),
            scratch: scratch.to_path_buf(),
            gaps,
        })
    }

    /// Returns what it is made with.
    pub fn kind(&self) -> &SandboxKind {
        &self.kind
    }

    /// Returns what cannot be kept from commands on this machine, as phrases.
    pub fn gaps(&self) -> &[&'static str] {
        &self.gaps
    }

    /// Starts a process in the sandbox.
    ///
    /// Its standard input is closed, its outputs are pipes, and it leads a process group.
    pub fn spawn(&self, mut command: Command) -> io::Result<Child> {
        for name in ["TMPDIR", "TMP", "TEMP"] {
            command.env(name, self.scratch.as_str());
        }
        match &self.kind {
            SandboxKind::Landlock => {
                // What confines a thread stays with it: each process is started by a thread of its own.
                let confined = || {
                    confine::confine(&self.root, &self.scratch).map_err(io::Error::other)?;
                    command.spawn()
                };
                thread::scope(|scope| {
                    let thread = scope.spawn(confined);
                    let lost = |_| Err(io::Error::other("the thread that should start it failed"));
                    thread.join().unwrap_or_else(lost)
                })
            }
            // The process ends with the thread that starts it, so that has to be the one that waits for it.
            SandboxKind::Bubblewrap(program) => {
                bubblewrap::wrapped(program, &self.root, &self.scratch, &command).spawn()
            }
        }
    }
}

impl Launcher for Sandbox {
    fn launch(&self, command: Command) -> io::Result<Child> {
        self.spawn(command)
    }
}

//! Processes that left the group of the command that started them.
//!
//! On Linux this process adopts those whose parents are gone, so that they are found among its own children and told apart by a variable
//! that each command has with a value of its own. Elsewhere a process that makes a session of its own is not found.

use std::collections::BTreeSet;
use std::io;
#[cfg(target_os = "linux")]
use std::path::Path;
use std::process::Child;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, WaitOptions, test_kill_process_group, waitpgid};

/// The shells that run now, by process id.
static SHELLS: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

/// Read by who starts a shell until it is known, written by who ends what is no shell.
static STARTING: RwLock<()> = RwLock::new(());

/// How many shells are being started: they run, and are not known yet.
static UNKNOWN: AtomicUsize = AtomicUsize::new(0);

/// Starts a shell, so that nobody takes it for a stray.
pub(super) fn start(spawn: impl FnOnce() -> io::Result<Child>) -> io::Result<(Child, Pid)> {
    let _starting = STARTING.read().unwrap_or_else(PoisonError::into_inner);
    UNKNOWN.fetch_add(1, Ordering::SeqCst);
    let started = spawn().map(|child| {
        let pid = Pid::from_child(&child);
        shells().insert(pid.as_raw_pid());
        (child, pid)
    });
    UNKNOWN.fetch_sub(1, Ordering::SeqCst);
    started
}

/// Returns whether a shell runs.
#[cfg(target_os = "linux")]
fn is_any_running() -> bool {
    // Whoever becomes known in between is seen at one of both.
    UNKNOWN.load(Ordering::SeqCst) > 0 || !shells().is_empty()
}

/// Forgets a shell that has ended and was waited for.
pub(super) fn ended(pid: Pid) {
    shells().remove(&pid.as_raw_pid());
}

fn shells() -> MutexGuard<'static, BTreeSet<i32>> {
    SHELLS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks that processes whose parents are gone become children of this one.
#[cfg(target_os = "linux")]
pub(super) fn adopt() {
    // Where the system refuses, they stay what they are elsewhere: out of reach.
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
}

#[cfg(not(target_os = "linux"))]
pub(super) fn adopt() {}

/// Waits until nothing is left of a group that was killed, at most `patience`; those of it that this process adopted are waited for.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing tells when a group is gone: it has to be asked"
)]
pub(super) fn wait_for_group(group: Pid, patience: Duration) {
    let beat = Duration::from_millis(1);
    let mut waited = Duration::ZERO;
    loop {
        while matches!(waitpgid(group, WaitOptions::NOHANG), Ok(Some(_))) {}
        if waited >= patience || test_kill_process_group(group).is_err() {
            return;
        }
        thread::sleep(beat);
        waited += beat;
    }
}

/// Ends what a command left behind outside its group; returns whether there was something.
///
/// `mark` is the variable with the value that only the processes of this command have. Where `all`, those that hide their environment are
/// ended as well, if no other command runs: nothing else in this process may start any.
#[cfg(target_os = "linux")]
pub(super) fn end(mark: &str, all: bool) -> bool {
    use rustix::process::{Signal, kill_process, waitpid};

    if !may_be_left(mark, all) {
        return false;
    }
    let mut found = false;
    // One that is ended leaves its own children to us: again until there is none. Whoever forks faster than this is left.
    for _ in 0..64 {
        let mut again = false;
        // No shell is started between looking and knowing it.
        let starting = STARTING.write().unwrap_or_else(PoisonError::into_inner);
        let shells = shells();
        for pid in children() {
            if shells.contains(&pid.as_raw_pid()) {
                continue;
            }
            if !belongs(pid, mark, all && shells.is_empty()) {
                continue;
            }
            found = true;
            again = true;
            let _ = kill_process(pid, Signal::KILL);
            let _ = waitpid(Some(pid), WaitOptions::empty());
        }
        drop(shells);
        drop(starting);
        if !again {
            break;
        }
    }
    found
}

#[cfg(not(target_os = "linux"))]
pub(super) fn end(_: &str, _: bool) -> bool {
    false
}

/// Returns whether there may be something to end, without keeping anybody from starting a shell.
#[cfg(target_os = "linux")]
fn may_be_left(mark: &str, all: bool) -> bool {
    use rustix::io::Errno;
    use rustix::process::{WaitId, WaitIdOptions, waitid};

    let exited = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    if matches!(waitid(WaitId::All, exited), Err(Errno::CHILD)) {
        return false;
    }
    // While others run, one list has to do: the kernel gives whom we adopt, and what a thread of ours leaves, to the first thread.
    let found = if is_any_running() {
        let first = format!("/proc/self/task/{}", std::process::id());
        children_of(Path::new(&first))
    } else {
        children()
    };
    // A shell that is being started is not known yet: it has no mark or that of another command, or is looked at again.
    let shells = shells();
    let mut unknown = found
        .into_iter()
        .filter(|it| !shells.contains(&it.as_raw_pid()));
    let is_alone = UNKNOWN.load(Ordering::SeqCst) == 0 && shells.is_empty();
    unknown.any(|it| belongs(it, mark, all && is_alone))
}

/// Returns the children of this process.
#[cfg(target_os = "linux")]
#[expect(
    clippy::disallowed_methods,
    reason = "the kernel tells of processes in files"
)]
fn children() -> Vec<Pid> {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return Vec::new();
    };
    let threads = threads.flatten();
    threads.flat_map(|it| children_of(&it.path())).collect()
}

/// Returns the children of a thread.
#[cfg(target_os = "linux")]
#[expect(
    clippy::disallowed_methods,
    reason = "the kernel tells of processes in files"
)]
fn children_of(thread: &Path) -> Vec<Pid> {
    let list = std::fs::read_to_string(thread.join("children")).unwrap_or_default();
    let pids = list.split_whitespace();
    pids.filter_map(|it| Pid::from_raw(it.parse().ok()?))
        .collect()
}

/// Returns whether a process was started by the command with this mark.
///
/// One without any mark is taken for its own where nothing else runs: `alone`.
#[cfg(target_os = "linux")]
#[expect(
    clippy::disallowed_methods,
    reason = "the kernel tells of processes in files"
)]
fn belongs(pid: Pid, mark: &str, alone: bool) -> bool {
    let path = format!("/proc/{}/environ", pid.as_raw_pid());
    let Ok(environ) = std::fs::read(path) else {
        return alone;
    };
    let mut variables = environ.split(|it| *it == 0);
    let marked = variables.any(|it| it == mark.as_bytes());
    let name = mark.split('=').next().unwrap_or_default();
    let anothers = || memchr::memmem::find(&environ, name.as_bytes()).is_some();
    marked || alone && !anothers()
}

//! Runs commands on this machine: a shell in a process group of its own, its input closed, its output bounded.

mod capture;

mod needle;

mod plain;

mod script;

mod strays;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

use self::capture::Capture;
use self::plain::Plain;
pub(crate) use self::script::NAME;
use self::script::Script;
use crate::{Captured, Ended, Execution, Executor, Interrupt, Invocation};

/// The variable that tells the processes of one command from those of others.
pub const MARK: &str = "TIP_VERIFY_RUN";

/// Where programs are looked for that no `PATH` names.
const DEFAULT_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// How long a command that is asked to end may take before it is killed.
const GRACE: Duration = Duration::from_secs(2);

/// How long output is waited for that something out of reach holds open, after everything within reach is gone.
const DRAIN: Duration = Duration::from_millis(500);

/// How long at most nobody looks whether something is to be interrupted.
const BEAT: Duration = Duration::from_millis(50);

/// Starts the process of a command: directly, or within a sandbox.
pub trait Launcher: fmt::Debug + Send + Sync {
    /// Starts a process. Its folder, environment, streams and process group are set.
    fn launch(&self, command: Command) -> io::Result<Child>;
}

/// Starts processes as they are.
#[derive(Clone, Copy, Debug)]
pub struct Unconfined;

impl Launcher for Unconfined {
    fn launch(&self, mut command: Command) -> io::Result<Child> {
        command.spawn()
    }
}

/// Runs commands on this machine.
#[derive(Debug)]
pub struct LocalExecutor {
    shell: PathBuf,
    is_bash: bool,
    launcher: Box<dyn Launcher>,
    /// Whether a program is started without the shell where that would only become it.
    directly: bool,
    grace: Duration,
    owns_process: bool,
}

impl LocalExecutor {
    /// Takes the `bash` that is found along `path`, the value of `PATH`, and `/bin/sh` where there is none.
    pub fn new(path: Option<&OsStr>) -> Self {
        strays::adopt();
        let bash = find("bash", path.unwrap_or(OsStr::new(DEFAULT_PATH)));
        Self {
            is_bash: bash.is_some(),
            shell: bash.unwrap_or_else(|| PathBuf::from("/bin/sh")),
            launcher: Box::new(Unconfined),
            directly: true,
            grace: GRACE,
            owns_process: false,
        }
    }

    /// Takes a shell that need not be `bash`.
    pub fn with_shell(mut self, shell: impl Into<PathBuf>) -> Self {
        self.shell = shell.into();
        self.is_bash = self.shell.file_name() == Some(OsStr::new("bash"));
        self
    }

    /// Starts processes through `launcher`, which need not tell whether a program could be started: all of them by a shell.
    pub fn with_launcher(mut self, launcher: Box<dyn Launcher>) -> Self {
        self.launcher = launcher;
        self.directly = false;
        self
    }

    /// Lets a command that is asked to end take this long before it is killed.
    pub fn with_grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Says that nothing else in this process starts children: whatever is left of commands is ended, also what hides its environment.
    pub fn owning_process(mut self) -> Self {
        self.owns_process = true;
        self
    }

    /// Returns whether a failure before a pipe is seen.
    pub fn sees_into_pipes(&self) -> bool {
        self.is_bash
    }

    fn start(
        &self,
        script: &Script,
        invocation: &Invocation<'_>,
        mark: &str,
    ) -> io::Result<(Child, Pid)> {
        if self.is_bash && self.directly {
            let command = direct(invocation, mark);
            let started = command.map(|it| strays::start(|| self.launcher.launch(it)));
            // Where it cannot be started, the shell says why.
            if let Some(Ok(started)) = started {
                return Ok(started);
            }
        }
        let command = self.command(script, invocation, mark);
        strays::start(|| self.launcher.launch(command))
    }

    fn command(&self, script: &Script, invocation: &Invocation<'_>, mark: &str) -> Command {
        let variables = invocation.environment.iter().cloned();
        let mut command = command(&self.shell, variables, invocation, mark);
        if self.is_bash {
            command.args(["--norc", "--noprofile"]);
        }
        command.arg("-c").arg(&script.text).arg(NAME);
        command
    }
}

/// Returns the start of a program without a shell, where that would only become it.
fn direct(invocation: &Invocation<'_>, mark: &str) -> Option<Command> {
    let plain = Plain::read(invocation.command)?;
    let program = plain.program(invocation)?;
    let mut command = command(&program.path, program.variables, invocation, mark);
    command.arg0(&plain.words[0]).args(&plain.words[1..]);
    Some(command)
}

/// Returns the start of a program in the folder of an invocation, in a process group of its own.
fn command(
    program: &Path,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    invocation: &Invocation<'_>,
    mark: &str,
) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is what runs commands")]
    let mut command = Command::new(program);
    command
        .env_clear()
        .envs(variables)
        .env(MARK, mark)
        .current_dir(invocation.directory)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0);
    command
}

impl Executor for LocalExecutor {
    fn run(&self, invocation: &Invocation<'_>, interrupt: &Interrupt) -> Execution {
        let started = now();
        if interrupt.is_raised() {
            return Execution::without_output(Ended::Interrupted, started.elapsed());
        }
        let script = Script::new(invocation.command, self.is_bash);
        let mark = mark();
        let process = self
            .start(&script, invocation, &mark)
            .and_then(|(child, pid)| Process::new(child, pid, invocation));
        let mut process = match process {
            Ok(process) => process,
            Err(error) => {
                let why = if is_folder(invocation.directory.as_std_path()) {
                    format!("`{}` cannot be started: {error}", self.shell.display())
                } else {
                    format!("there is no folder `{}`", invocation.directory)
                };
                return Execution::without_output(Ended::NotStarted(why), started.elapsed());
            }
        };
        let deadline = invocation.timeout.map(|it| started + it);
        let stop = process.watch(deadline, interrupt, self.grace);
        let duration = started.elapsed();
        let mark = format!("{MARK}={mark}");
        let leaked = process.clear(&mark, self.owns_process);
        let mut execution = process.finish(duration, leaked && stop.is_none());
        execution.ended = match (stop, execution.ended) {
            (Some(stop), _) => stop,
            (None, Ended::Exit(code)) => script.ended(code, &mut execution.stderr),
            (None, ended) => ended,
        };
        if !self.is_bash && execution.ended == Ended::Exit(0) && script.has_pipe() {
            execution.ended = Ended::BrokenPipe;
        }
        execution
    }
}

impl Drop for LocalExecutor {
    fn drop(&mut self) {
        if self.owns_process {
            strays::end(&format!("{MARK}="), true);
        }
    }
}

impl Execution {
    /// Returns how something ended that wrote nothing.
    pub fn without_output(ended: Ended, duration: Duration) -> Self {
        let nothing = Captured {
            blank: true,
            ..Captured::default()
        };
        Self {
            ended,
            stdout: nothing.clone(),
            stderr: nothing,
            duration,
            leaked: false,
        }
    }
}

/// A shell that runs, and what comes out of it.
struct Process<'a> {
    child: Child,
    pid: Pid,
    /// Becomes readable when the shell ends, where the system has that.
    end: Option<OwnedFd>,
    out: Option<ChildStdout>,
    err: Option<ChildStderr>,
    stdout: Capture<'a>,
    stderr: Capture<'a>,
    status: Option<ExitStatus>,
    buffer: Vec<u8>,
}

impl<'a> Process<'a> {
    fn new(mut child: Child, pid: Pid, invocation: &Invocation<'a>) -> io::Result<Self> {
        let out = child.stdout.take();
        let err = child.stderr.take();
        for fd in [out.as_ref().map(AsFd::as_fd), err.as_ref().map(AsFd::as_fd)] {
            let Some(fd) = fd else { continue };
            rustix::io::ioctl_fionbio(fd, true)?;
        }
        Ok(Self {
            end: watch_end(pid),
            child,
            pid,
            out,
            err,
            stdout: Capture::new(invocation.needles),
            stderr: Capture::new(invocation.needles),
            status: None,
            buffer: Vec::new(),
        })
    }

    /// Takes what comes until the shell has ended; returns why it was ended, where it was.
    fn watch(
        &mut self,
        deadline: Option<Instant>,
        interrupt: &Interrupt,
        grace: Duration,
    ) -> Option<Ended> {
        let mut stop: Option<(Ended, Instant)> = None;
        let mut killed = false;
        loop {
            if self.has_ended() {
                return stop.map(|(ended, _)| ended);
            }
            let now = now();
            if stop.is_none() {
                let why = if interrupt.is_raised() {
                    Some(Ended::Interrupted)
                } else if deadline.is_some_and(|it| now >= it) {
                    Some(Ended::TimedOut)
                } else {
                    None
                };
                if let Some(why) = why {
                    stop = Some((why, now + grace));
                    self.signal(Signal::TERM);
                    // What is stopped would not hear it.
                    self.signal(Signal::CONT);
                }
            }
            let patience_ends = stop.as_ref().map(|(_, it)| *it);
            if patience_ends.is_some_and(|it| now >= it || interrupt.is_urgent()) && !killed {
                killed = true;
                self.signal(Signal::KILL);
            }
            let until = patience_ends.or(deadline).map_or(BEAT, |it| it - now);
            self.take(until.min(BEAT));
        }
    }

    /// Ends what is left of the command, and takes what it wrote; returns whether something was left.
    fn clear(&mut self, mark: &str, all: bool) -> bool {
        strays::ended(self.pid);
        // The shell is gone and waited for: whoever still has its group was left behind.
        let left = test_kill_process_group(self.pid).is_ok();
        if left {
            self.signal(Signal::KILL);
            strays::wait_for_group(self.pid, DRAIN);
        }
        let strayed = strays::end(mark, all);
        let patience = now() + DRAIN;
        while self.out.is_some() || self.err.is_some() {
            let now = now();
            if now >= patience {
                break;
            }
            self.take(patience - now);
        }
        left || strayed
    }

    fn finish(self, duration: Duration, leaked: bool) -> Execution {
        let ended = match self.status {
            Some(status) => match (status.code(), status.signal()) {
                (Some(code), _) => Ended::Exit(code),
                (None, Some(signal)) => Ended::Signal(signal),
                (None, None) => Ended::NotStarted("nobody knows how it ended".to_owned()),
            },
            None => Ended::NotStarted("it was lost".to_owned()),
        };
        Execution {
            ended,
            stdout: self.stdout.finish(),
            stderr: self.stderr.finish(),
            duration,
            leaked,
        }
    }

    fn signal(&self, signal: Signal) {
        // A group that is gone needs no signal.
        let _ = kill_process_group(self.pid, signal);
    }

    fn has_ended(&mut self) -> bool {
        if self.status.is_none() {
            self.status = self.child.try_wait().ok().flatten();
        }
        self.status.is_some()
    }

    /// Waits until something comes or the shell ends, at most `patience`, and takes what came.
    fn take(&mut self, patience: Duration) {
        let streams = [
            self.out.as_ref().map(AsFd::as_fd),
            self.err.as_ref().map(AsFd::as_fd),
        ];
        let ready = wait_for(
            streams,
            self.end.as_ref().filter(|_| self.status.is_none()),
            patience,
        );
        if ready[0] {
            take_from(&mut self.out, &mut self.stdout, &mut self.buffer);
        }
        if ready[1] {
            take_from(&mut self.err, &mut self.stderr, &mut self.buffer);
        }
    }
}

/// Waits until a stream can be read or the end has come; returns which streams can be read.
fn wait_for(
    streams: [Option<BorrowedFd<'_>>; 2],
    end: Option<&OwnedFd>,
    patience: Duration,
) -> [bool; 2] {
    let mut fds = Vec::with_capacity(3);
    let mut places = [None; 2];
    for (place, fd) in places.iter_mut().zip(&streams) {
        if let Some(fd) = fd {
            *place = Some(fds.len());
            fds.push(PollFd::new(fd, PollFlags::IN));
        }
    }
    let patience = match end {
        Some(end) => {
            fds.push(PollFd::new(end, PollFlags::IN));
            patience
        }
        // Nothing tells the end of the shell: it has to be asked.
        None => patience.min(Duration::from_millis(2)),
    };
    let timeout = Timespec {
        tv_sec: i64::try_from(patience.as_secs()).unwrap_or(1),
        tv_nsec: i64::from(patience.subsec_nanos()),
    };
    // Interrupted by a signal, it is asked again.
    let _ = poll(&mut fds, Some(&timeout));
    places.map(|place| place.is_some_and(|at| !fds[at].revents().is_empty()))
}

/// How much is read at once of what says little.
const LITTLE: usize = 4 * 1024;

/// How much is read at once of what says much: all that a pipe holds.
const MUCH: usize = 64 * 1024;

/// Takes what can be read from a stream, and lets it go at its end. At most a few buffers, so that time is kept.
fn take_from<R: Read>(stream: &mut Option<R>, capture: &mut Capture<'_>, buffer: &mut Vec<u8>) {
    if buffer.is_empty() {
        buffer.resize(LITTLE, 0);
    }
    for _ in 0..16 {
        let Some(open) = stream else { return };
        match open.read(buffer) {
            Ok(0) => *stream = None,
            Ok(count) => {
                capture.push(&buffer[..count]);
                if count < buffer.len() {
                    return;
                }
                buffer.resize(MUCH, 0);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
            Err(_) => *stream = None,
        }
    }
}

#[cfg(target_os = "linux")]
fn watch_end(pid: Pid) -> Option<OwnedFd> {
    rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty()).ok()
}

#[cfg(not(target_os = "linux"))]
fn watch_end(_: Pid) -> Option<OwnedFd> {
    None
}

/// Returns a value that no other command on this machine has.
fn mark() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{count}", std::process::id())
}

fn find(program: &str, path: &OsStr) -> Option<PathBuf> {
    let mut folders = std::env::split_paths(path);
    folders.find_map(|it| Some(it.join(program)).filter(|it| it.is_absolute() && is_file(it)))
}

#[expect(
    clippy::disallowed_methods,
    reason = "what is run is looked for on this machine"
)]
fn is_file(path: &Path) -> bool {
    path.is_file()
}

#[expect(
    clippy::disallowed_methods,
    reason = "what is run is looked for on this machine"
)]
fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a command takes is measured here"
)]
fn now() -> Instant {
    Instant::now()
}

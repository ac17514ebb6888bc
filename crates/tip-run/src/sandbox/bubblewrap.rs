//! A sandbox by `bwrap`, which is put before a command.

use std::env;
#[cfg(unix)]
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

/// Returns where `bwrap` is installed.
#[expect(
    clippy::disallowed_methods,
    reason = "programs are no files of the repository"
)]
pub(super) fn find(path: &str) -> Option<Utf8PathBuf> {
    let folders = env::split_paths(path).filter_map(|it| Utf8PathBuf::from_path_buf(it).ok());
    let programs = folders
        .filter(|it| it.is_absolute())
        .map(|it| it.join("bwrap"));
    programs.into_iter().find(|it| it.is_file())
}

/// Returns the command that runs `command` in a sandbox, with its folder, its arguments and what it sees of the environment.
#[expect(clippy::disallowed_methods, reason = "this is what runs commands")]
pub(super) fn wrapped(
    program: &Utf8Path,
    root: &Utf8Path,
    scratch: &Utf8Path,
    command: &Command,
) -> Command {
    let mut wrapped = Command::new(program);
    wrapped
        .args(["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"])
        .args(["--bind", root.as_str(), root.as_str()])
        .args(["--bind", scratch.as_str(), scratch.as_str()])
        .args(["--unshare-net", "--unshare-pid", "--unshare-ipc"])
        .args(["--die-with-parent", "--new-session"]);
    if let Some(folder) = command.get_current_dir() {
        wrapped.arg("--chdir").arg(folder).current_dir(folder);
    }
    wrapped
        .arg("--")
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let variables = command.get_envs();
    wrapped.envs(variables.filter_map(|(name, value)| Some((name, value?))));
    #[cfg(unix)]
    CommandExt::process_group(&mut wrapped, 0);
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "nothing is run")]
    fn what_a_command_is_stays() {
        let mut command = Command::new("bash");
        command
            .args(["-c", "echo 'a b'; ls"])
            .current_dir("/re po/web");
        command.env_clear().env("A", "1");
        let wrapped = wrapped(
            "/usr/bin/bwrap".into(),
            "/re po".into(),
            "/tmp/x".into(),
            &command,
        );
        assert_eq!(wrapped.get_program(), "/usr/bin/bwrap");
        let words: Vec<&str> = wrapped.get_args().filter_map(|it| it.to_str()).collect();
        let (options, rest) = words.split_at(words.iter().position(|it| *it == "--").unwrap_or(0));
        assert_eq!(rest, ["--", "bash", "-c", "echo 'a b'; ls"]);
        assert_eq!(
            options.join(" "),
            "--ro-bind / / --dev /dev --proc /proc --bind /re po /re po --bind /tmp/x /tmp/x \
             --unshare-net --unshare-pid --unshare-ipc --die-with-parent --new-session --chdir /re po/web"
        );
        let variables: Vec<_> = wrapped.get_envs().collect();
        assert_eq!(variables, [("A".as_ref(), Some("1".as_ref()))]);
    }
}

//! What a command can reach from within a sandbox.

#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests build folders and run real commands"
)]

use std::fs;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use tip_run::{Sandbox, SandboxError};

/// A work tree and a scratch folder in it; what lies beside them is outside.
struct Place {
    outside: Utf8PathBuf,
    root: Utf8PathBuf,
    sandbox: Sandbox,
    _folder: tempfile::TempDir,
}

/// Returns a place; `None` where this machine has no sandbox, which has to be said.
fn place() -> Option<Place> {
    let folder = tempfile::tempdir().expect("a folder");
    let outside = Utf8Path::from_path(folder.path())
        .expect("UTF-8")
        .to_path_buf();
    let (root, scratch) = (outside.join("tree"), outside.join("scratch"));
    for it in [&root, &scratch] {
        fs::create_dir(it).expect("a folder");
    }
    fs::write(outside.join("secret"), "s").expect("a file");
    match Sandbox::new(&root, &scratch, "/usr/bin:/bin") {
        Ok(sandbox) => Some(Place {
            outside,
            root,
            sandbox,
            _folder: folder,
        }),
        Err(error) => {
            assert!(matches!(error, SandboxError::Unavailable { .. }));
            assert!(error.to_string().contains("bwrap"), "{error}");
            None
        }
    }
}

impl Place {
    /// Runs a command in the sandbox; returns whether it succeeded.
    fn succeeds(&self, text: &str) -> bool {
        let mut command = Command::new("bash");
        command.args(["-c", text]).current_dir(&self.root);
        command.env_clear().env("PATH", "/usr/bin:/bin");
        command.stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = self.sandbox.spawn(command).expect("bash starts");
        let output = child.wait_with_output().expect("bash ends");
        output.status.success()
    }
}

#[test]
fn the_work_tree_and_the_scratch_folder_can_be_written() {
    let Some(place) = place() else { return };
    assert!(place.succeeds("mkdir -p a/b && echo x > a/b/c && mv a/b/c d && rm -r a"));
    assert_eq!(
        fs::read_to_string(place.root.join("d")).ok().as_deref(),
        Some("x\n")
    );
    assert!(place.succeeds(
        "f=$(mktemp) && echo x > \"$f\" && case \"$f\" in \"$TMPDIR\"/*) ;; *) exit 1 ;; esac"
    ));
    assert!(place.succeeds("echo x > /dev/null"));
}

#[test]
fn nothing_else_can_be_written_and_everything_be_read() {
    let Some(place) = place() else { return };
    assert!(place.succeeds("cat ../secret"));
    for command in [
        "echo x > ../made",
        "echo x >> ../secret",
        ": > ../secret",
        "rm ../secret",
        "mv ../secret stolen",
        "ln ../secret linked && echo x > linked",
        "ln -s ../secret s && echo x > s",
        "mkdir ../folder",
        "touch /tmp/tip-sandbox-test",
        "chmod 777 ../secret && false",
    ] {
        assert!(!place.succeeds(command), "{command}");
    }
    assert_eq!(
        fs::read_to_string(place.outside.join("secret"))
            .ok()
            .as_deref(),
        Some("s")
    );
    assert!(!place.outside.join("made").exists());
}

#[test]
fn nobody_is_reached() {
    let Some(place) = place() else { return };
    let tcp = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = tcp.local_addr().expect("an address").port();
    let connect = format!("exec 3<>/dev/tcp/127.0.0.1/{port}");
    assert!(
        Command::new("bash")
            .args(["-c", &connect])
            .status()
            .expect("bash runs")
            .success()
    );
    assert!(!place.succeeds(&connect));
    let udp = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let port = udp.local_addr().expect("an address").port();
    let send = format!("echo x > /dev/udp/127.0.0.1/{port}");
    assert!(
        Command::new("bash")
            .args(["-c", &send])
            .status()
            .expect("bash runs")
            .success()
    );
    assert!(!place.succeeds(&send));
    let socket = place.outside.join("daemon");
    let _listener = UnixListener::bind(&socket).expect("a socket");
    let ask = format!(
        "perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Peer => \"{socket}\") or exit 1'"
    );
    let possible = Command::new("bash").args(["-c", &ask]).status();
    if possible.expect("bash runs").success() {
        assert!(!place.succeeds(&ask));
    }
}

#[test]
fn the_threads_outside_stay_free() {
    let Some(place) = place() else { return };
    assert!(!place.succeeds("touch ../made"));
    fs::write(place.outside.join("made"), "x").expect("this thread is free");
    assert!(TcpListener::bind("127.0.0.1:0").is_ok());
}

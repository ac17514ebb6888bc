//! Where commands run.

/// Returns the name of this machine.
pub fn machine() -> String {
    let uname = rustix::system::uname();
    uname.nodename().to_string_lossy().into_owned()
}

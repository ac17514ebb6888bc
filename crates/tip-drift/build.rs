//! Makes a fingerprint of the code that judges, so that no cache of another version is believed.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the sources that it stands beside"
)]

#[path = "../fingerprint.rs"]
mod fingerprint;

/// What verdicts depend on: the sources of this crate and of those of ours that it uses, and the versions of all others.
const READ: &[&str] = &["src", "Cargo.toml", "../tip-syntax/src", "../../Cargo.lock"];

fn main() {
    fingerprint::emit("TIP_DRIFT_FINGERPRINT", READ);
}

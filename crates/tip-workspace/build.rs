//! Makes a fingerprint of the code that reads plans, so that no cache of another version is believed.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the sources that it stands beside"
)]

#[path = "../fingerprint.rs"]
mod fingerprint;

/// What a plan is read as depends on these, and on the versions of the crates that are not ours.
const READ: &[&str] = &[
    "src/drift",
    "src/drift.rs",
    "src/snapshot.rs",
    "../tip-plan/src",
    "../tip-plan/template.md",
    "../tip-syntax/src",
    "../../Cargo.lock",
];

fn main() {
    fingerprint::emit("TIP_READING_FINGERPRINT", READ);
}

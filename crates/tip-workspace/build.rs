//! Makes a fingerprint of the code that reads plans, so that no cache of another version is believed.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads the sources that it stands beside"
)]

use std::fs;
use std::path::{Path, PathBuf};

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
    let mut files = Vec::new();
    for path in READ {
        println!("cargo::rerun-if-changed={path}");
        collect(Path::new(path), &mut files);
    }
    files.sort();
    // FNV-1a, which is the same everywhere; nobody has a reason to look for two versions of this program with one fingerprint.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        let text = fs::read(&file).unwrap_or_default();
        for byte in text.into_iter().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=TIP_READING_FINGERPRINT={hash:016x}");
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else {
        files.push(path.to_path_buf());
        return;
    };
    for entry in entries.flatten() {
        collect(&entry.path(), files);
    }
}

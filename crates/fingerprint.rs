//! A fingerprint of sources, for build scripts: no cache that other code made is believed.

use std::fs;
use std::path::{Path, PathBuf};

/// Sets the variable that a crate is built with to a fingerprint of the files at the given paths, relative to the crate.
///
/// The hash is FNV-1a, which is the same everywhere; nobody has a reason to look for two versions of this program with one fingerprint.
pub(crate) fn emit(variable: &str, paths: &[&str]) {
    let mut files = Vec::new();
    for path in paths {
        println!("cargo::rerun-if-changed={path}");
        collect(Path::new(path), &mut files);
    }
    files.sort();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        let text = fs::read(&file).unwrap_or_default();
        for byte in text.into_iter().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env={variable}={hash:016x}");
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

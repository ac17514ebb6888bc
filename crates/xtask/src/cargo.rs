//! The `cargo` of this run.

use std::env;
use std::ffi::OsString;
use std::process::Command;

/// Returns the `cargo` that started us, so that all of a task uses one toolchain.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

//! Runs cargo within a test, on what the test wrote.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::path::Path;
use std::process::Command;

/// The command that compiles all packages with these options: clippy, without a warning. Small toolchains have no clippy.
pub fn check<'a>(options: &[&'a str]) -> Vec<&'a str> {
    let version = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    match version.is_ok_and(|output| output.status.success()) {
        true => [&["clippy", "--workspace"], options, &["--", "--deny", "warnings"]].concat(),
        false => [&["check", "--workspace"], options].concat(),
    }
}

/// Runs cargo in a workspace, without network. All tests share one target directory, and what is built in it.
///
/// # Panics
///
/// When it fails.
pub fn cargo(workspace: &Path, target: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(["--offline"])
        .args(arguments)
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTDOCFLAGS", "--deny warnings")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {arguments:?}:\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

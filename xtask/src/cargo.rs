//! Running cargo for verbs that use the generated crate.
//!
//! xtask itself does not depend on the generated crate: it must build, and so be able to mend it, whatever state that
//! crate is in.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::exit::{Exit, usage};
use crate::project;

/// Runs `cargo run` with these arguments, giving the program `input`.
pub fn run(arguments: &[&str], input: &str) -> Exit {
    let spawned = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet"])
        .args(arguments)
        .current_dir(project::root())
        .stdin(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => return usage(format_args!("cannot run cargo: {error}")),
    };
    if let Some(mut stdin) = child.stdin.take()
        && let Err(error) = stdin.write_all(input.as_bytes())
    {
        anstream::eprintln!("the program did not read its input: {error}");
    }
    match child.wait() {
        Ok(status) if status.success() => Exit::Clean,
        Ok(status) if status.code() == Some(2) => Exit::Usage,
        Ok(_) => Exit::Findings,
        Err(error) => usage(format_args!("cargo did not end: {error}")),
    }
}

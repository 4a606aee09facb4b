//! Running cargo for verbs that use the generated crate.
//!
//! xtask itself does not depend on the generated crate: it must build, and so be able to mend it, whatever state that
//! crate is in.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::exit::{Exit, usage};
use crate::project;

/// Runs `cargo run` with these arguments, giving the program `input`; without any, it reads what the user types.
pub fn run(arguments: &[&str], input: Option<&str>) -> Exit {
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::inherit() };
    let spawned = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet"])
        .args(arguments)
        .current_dir(project::root())
        .stdin(stdin)
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => return usage(format_args!("cannot run cargo: {error}")),
    };
    if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input)
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

//! Running cargo for verbs that use the generated crate.
//!
//! xtask itself does not depend on the generated crate: it must build, and so be able to repair it, whatever state that
//! crate is in.

use std::io::Write;
use std::process::{Command, ExitStatus, Stdio};

use crate::exit::{Exit, usage};
use crate::project;

/// Runs `cargo run` with these arguments, giving the program `input`; without any, it reads what the user types.
pub fn run(arguments: &[&str], input: Option<&str>) -> Exit {
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::inherit() };
    let spawned =
        command().args(["run", "--quiet"]).args(arguments).current_dir(project::root()).stdin(stdin).spawn();
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

/// Runs `cargo run` with these arguments where the user stands, so that the program reads files by the names that the
/// user gave them.
pub fn run_here(arguments: &[&str]) -> Exit {
    let manifest = project::root().join("Cargo.toml");
    let status = command().args(["run", "--quiet", "--manifest-path"]).arg(manifest).args(arguments).status();
    match status.as_ref().map(ExitStatus::code) {
        Ok(Some(0)) => Exit::Clean,
        Ok(Some(1)) => Exit::Findings,
        Ok(Some(2)) => Exit::Usage,
        Ok(_) => usage("the program could not be built, or did not end by itself"),
        Err(error) => usage(format_args!("cannot run cargo: {error}")),
    }
}

/// Runs `cargo test` with these arguments and this environment variable.
pub fn test(arguments: &[&str], variable: &str) -> Exit {
    let mut command = command();
    command.args(["test", "--quiet"]).args(arguments).current_dir(project::root()).env(variable, "1");
    match command.status() {
        Ok(status) if status.success() => Exit::Clean,
        Ok(_) => Exit::Findings,
        Err(error) => usage(format_args!("cannot run cargo: {error}")),
    }
}

fn command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

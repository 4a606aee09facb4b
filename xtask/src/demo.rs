//! `cargo xtask demo`: the life of a SIP credential, through the generated crate.

use crate::exit::Exit;
use crate::{bundle, cargo};

/// Lives one SIP credential's life against the simulator, printing each call.
#[derive(clap::Args)]
pub struct Arguments {
    /// Use the real Space that SIGNALWIRE_SPACE, SIGNALWIRE_PROJECT_ID and SIGNALWIRE_API_TOKEN name, after asking.
    #[arg(long)]
    live: bool,
    /// Answer the question of `--live` beforehand.
    #[arg(long, requires = "live")]
    yes: bool,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let document = match bundle::own_json() {
        Ok(document) => document,
        Err(exit) => return exit,
    };
    let mut call = vec!["--package", "tests", "--bin", "demo", "--"];
    call.extend(arguments.live.then_some("--live"));
    call.extend(arguments.yes.then_some("--yes"));
    cargo::run(&call, &document)
}

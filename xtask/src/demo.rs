//! `cargo xtask demo`: the life of a SIP credential, through the generated crate.

use crate::exit::Exit;
use crate::lint::Reading;
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
    let call = ["--package", "tests", "--bin", "demo", "--"];
    match (arguments.live, bundle::json(None, Reading::default())) {
        (true, _) if arguments.yes => cargo::run(&[&call[..], &["--live", "--yes"]].concat(), None),
        (true, _) => cargo::run(&[&call[..], &["--live"]].concat(), None),
        (false, Ok(document)) => cargo::run(&call, Some(&document)),
        (false, Err(exit)) => exit,
    }
}

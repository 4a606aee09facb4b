//! `cargo xtask demo`: the life of a SIP credential, through the generated crate.

use crate::cargo;
use crate::exit::Exit;

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
    let flags = [(arguments.live, "--live"), (arguments.yes, "--yes")];
    let flags = flags.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag));
    cargo::run(&call.into_iter().chain(flags).collect::<Vec<_>>(), None)
}

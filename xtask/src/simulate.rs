//! `cargo xtask simulate`: the API of the specification, on this machine.

use crate::exit::Exit;
use crate::{bundle, cargo};

/// Serves every operation of the specification on 127.0.0.1 until it is interrupted.
#[derive(clap::Args)]
pub struct Arguments {
    /// The port; any free one by default.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    match bundle::own_json() {
        Ok(document) => cargo::run(
            &["--package", "simulator", "--", "--port", &arguments.port.to_string()],
            Some(&document),
        ),
        Err(exit) => exit,
    }
}

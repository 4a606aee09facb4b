//! `cargo xtask simulate`: the API of a specification, on this machine.

use std::path::PathBuf;

use crate::exit::{Exit, usage};
use crate::lint::Reading;
use crate::{bundle, cargo};

/// Serves every operation of a specification on 127.0.0.1 until it is interrupted.
#[derive(clap::Args)]
pub struct Arguments {
    /// The root file of a document of OpenAPI 3.0 or 3.1; the repository's own specification by default.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// The port; any free one by default.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Add every exchange to this file, one line of JSON each, with secrets masked: for `cargo xtask traffic`.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let port = arguments.port.to_string();
    let mut call = vec!["--package", "simulator", "--", "--port", &port];
    // The program runs elsewhere.
    let record = arguments.record.as_ref().map(std::path::absolute).transpose();
    let record = match record {
        Ok(record) => record,
        Err(error) => return usage(format_args!("cannot record to this file: {error}")),
    };
    if let Some(path) = &record {
        let Some(path) = path.to_str() else { return usage("the path of the recording is not UTF-8") };
        call.extend(["--record", path]);
    }
    match bundle::json(arguments.spec.as_ref(), arguments.reading) {
        Ok(document) => cargo::run(&call, Some(&document)),
        Err(exit) => exit,
    }
}

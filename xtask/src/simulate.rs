//! `cargo xtask simulate`: the API of a specification, on this machine.

use std::net::IpAddr;
use std::path::PathBuf;

use crate::exit::{Exit, usage};
use crate::lint::Reading;
use crate::{bundle, cargo, project};

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
    /// Send webhooks to this program on this machine, such as `http://127.0.0.1:3000`: those of the control path without a URL,
    /// and those for URLs on other machines, to the same path, as a tunnel does.
    #[arg(long, value_name = "URL", value_parser = loopback)]
    webhooks: Option<String>,
    /// Sign webhooks with this key; `PSKsimulator` by default.
    #[arg(long, value_name = "KEY", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    signing_key: Option<String>,
}

/// A URL of this machine.
fn loopback(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("http://").ok_or("it does not begin with http://")?;
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    match is_loopback || host == "localhost" {
        true => Ok(text.to_owned()),
        false => Err("webhooks are only sent to `localhost`, `127.0.0.1` and `[::1]`".to_owned()),
    }
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let port = arguments.port.to_string();
    let mut call =
        vec!["--package", project::SIMULATOR, "--features", "cli", "--", "--spec", "-", "--port", &port];
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
    for (name, value) in [("--webhooks", &arguments.webhooks), ("--signing-key", &arguments.signing_key)] {
        call.extend(value.iter().flat_map(|value| [name, value.as_str()]));
    }
    match bundle::json(arguments.spec.as_ref(), arguments.reading) {
        Ok(document) => cargo::run(&call, Some(&document)),
        Err(exit) => exit,
    }
}

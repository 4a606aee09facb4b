//! Serves the SignalWire REST API, or another document, until it is interrupted.

use std::error::Error;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use document::Document;
use signalwire_rest_simulator::{SIGNING_KEY, Simulator, SimulatorBuilder};

/// Serves the SignalWire REST API on 127.0.0.1, with state, validation, webhooks and faults, until it is interrupted.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Serve this document of OpenAPI 3.0 or 3.1 instead; `-` reads a bundled one, as JSON, from standard input.
    #[arg(long, value_name = "FILE")]
    spec: Option<String>,
    /// The port; any free one by default.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Add every exchange to this file, one line of JSON each, with secrets masked.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Send webhooks for other machines to this program on this machine, as a tunnel does.
    #[arg(long, value_name = "URL")]
    webhooks: Option<String>,
    /// Sign webhooks with this key.
    #[arg(long, value_name = "KEY")]
    signing_key: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let simulator = match arguments.spec.as_deref() {
        None => Simulator::builder(),
        Some("-") => SimulatorBuilder::of(of_stdin()?),
        Some(path) => SimulatorBuilder::open(path)?,
    };
    let mut simulator = simulator.port(arguments.port);
    if let Some(program) = &arguments.webhooks {
        simulator = simulator.webhooks(program);
    }
    if let Some(key) = &arguments.signing_key {
        simulator = simulator.signing_key(key);
    }
    if let Some(path) = &arguments.record {
        let file = File::options().create(true).append(true).open(path);
        simulator = simulator.record(file.map_err(|error| format!("{}: {error}", path.display()))?);
    }
    let port = arguments.port;
    let running = simulator.start().await.map_err(|error| {
        format!("cannot listen on port {port} of 127.0.0.1: {error}; without `--port`, any free one is used")
    })?;
    eprintln!("listening on {}; any user and password will do", running.url());
    eprintln!("what it serves: curl --header 'x-simulator-control: 1' {}/__simulator", running.url());
    if arguments.signing_key.is_none() {
        eprintln!("webhooks are signed with the key {SIGNING_KEY}");
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn of_stdin() -> Result<Document, Box<dyn Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let document = Document::of_json(&serde_json::from_str(&text)?).map_err(|report| {
        let messages = report.problems.into_iter().map(|problem| problem.message);
        messages.collect::<Vec<_>>().join("\nerror: ")
    })?;
    Ok(document)
}

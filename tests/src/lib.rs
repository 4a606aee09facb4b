//! What the tests share: the specification as one document, a client of the simulator that serves it, and a server that
//! speaks HTTP as badly as a test wants.

pub mod nested_cargo;
pub mod raw;
pub mod wire;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use document::Document;
use document::load::DiskFiles;
use serde_json::Value;
use signalwire_rest::{Client, ClientBuilder};
use simulator::{Simulator, SimulatorBuilder};

/// The user and password that the simulator accepts in tests.
pub const PROJECT: &str = "99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10";
/// See [`PROJECT`].
pub const TOKEN: &str = "PTplanted-secret-token";

/// The repository.
pub fn repository() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// The specification. It is read once per process: every test needs it, and it is large.
///
/// # Errors
///
/// When it cannot be read; `cargo xtask lint` shows why.
pub fn document() -> Result<Arc<Document>, String> {
    static READ: OnceLock<Result<Arc<Document>, String>> = OnceLock::new();
    let read = || {
        let read = Document::load(&DiskFiles::new(repository()), "spec/openapi.yaml");
        read.map(Arc::new).map_err(|report| format!("{:?}", report.problems))
    };
    READ.get_or_init(read).clone()
}

/// The specification as one JSON document.
///
/// # Errors
///
/// When it cannot be read.
pub fn specification() -> Result<Value, String> {
    Ok(document()?.to_json())
}

/// A simulator of the specification.
///
/// # Errors
///
/// When it cannot be read.
pub fn simulator() -> Result<SimulatorBuilder, String> {
    // All simulators share what is derived from the document.
    static READY: OnceLock<Result<SimulatorBuilder, String>> = OnceLock::new();
    Ok(READY.get_or_init(|| document().map(SimulatorBuilder::of)).clone()?.credentials(PROJECT, TOKEN))
}

/// Starts the simulator with the specification, and a client for it.
///
/// # Errors
///
/// If either cannot be started.
pub async fn setup() -> Result<(Simulator, Client), Box<dyn std::error::Error>> {
    let running = simulator()?.start().await?;
    let client = builder(&running).build()?;
    Ok((running, client))
}

/// The settings of a client that may call a simulator.
pub fn builder(running: &Simulator) -> ClientBuilder {
    Client::builder().base_url(running.url()).allow_plain_http(true).project(PROJECT).token(TOKEN)
}

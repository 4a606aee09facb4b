//! What the tests share: the specification as one document, a client of the simulator that serves it, and a server that
//! speaks HTTP as badly as it is told to.

pub mod raw;
pub mod wire;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use codegen::bundle::bundle;
use codegen::load::{DiskFiles, load};
use serde_json::Value;
use signalwire_rest::{Client, ClientBuilder};
use simulator::{Running, Simulator};

/// The user and password that the simulator accepts in tests.
pub const PROJECT: &str = "99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10";
/// See [`PROJECT`].
pub const TOKEN: &str = "PTplanted-secret-token";

/// The repository.
pub fn repository() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// The specification as one JSON document. It is read once: every test wants it, and it is large.
///
/// # Errors
///
/// When it cannot be read; `cargo xtask lint` tells why.
pub fn specification() -> Result<Value, String> {
    static READ: OnceLock<Result<Value, String>> = OnceLock::new();
    READ.get_or_init(read).clone()
}

fn read() -> Result<Value, String> {
    let document = load(&DiskFiles::new(repository()), "spec/openapi.yaml");
    let bundle = document.and_then(bundle).map_err(|report| format!("{:?}", report.problems))?;
    Ok(bundle.root.to_json())
}

/// A simulator of the specification. The specification is read once in each process.
///
/// # Errors
///
/// When it cannot be read or served.
pub fn simulator() -> Result<Simulator, String> {
    static READY: OnceLock<Result<Simulator, String>> = OnceLock::new();
    let made = || Simulator::new(specification()?).map_err(|error| error.to_string());
    Ok(READY.get_or_init(made).clone()?.credentials(PROJECT, TOKEN))
}

/// Starts the simulator with the specification, and a client for it.
///
/// # Errors
///
/// When either cannot be had.
pub async fn world() -> Result<(Running, Client), Box<dyn std::error::Error>> {
    let running = simulator()?.start().await?;
    let client = builder(&running).build()?;
    Ok((running, client))
}

/// The settings of a client that may call a simulator.
pub fn builder(running: &Running) -> ClientBuilder {
    Client::builder().base_url(running.url()).allow_plain_http(true).project(PROJECT).token(TOKEN)
}

//! The API that is served unless another document is given.

use std::io;
use std::sync::{Arc, OnceLock};

use document::Document;

use crate::routes::Api;

/// The specification of the SignalWire REST API: one OpenAPI document, as JSON.
pub const SPECIFICATION: &str = include_str!("specification.json");

/// The API of the specification. It is read once per process: every test needs it, and it is large.
pub(crate) fn api() -> io::Result<Arc<Api>> {
    static READ: OnceLock<Result<Arc<Api>, String>> = OnceLock::new();
    READ.get_or_init(read).clone().map_err(io::Error::other)
}

fn read() -> Result<Arc<Api>, String> {
    let value = serde_json::from_str(SPECIFICATION).map_err(|error| error.to_string())?;
    let document = Document::of_json(&value).map_err(|report| format!("{:?}", report.problems))?;
    Ok(Arc::new(Api::new(Arc::new(document))))
}

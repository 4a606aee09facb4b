//! `/__simulator`: what the server serves, and what shall go wrong.

use axum::response::Response;
use serde_json::{Value, json};

use crate::fault::{Fault, FaultKind};
use crate::handler::plain;
use crate::server::Shared;

/// Everything below this path is for the one who runs the server.
pub(crate) const PATH: &str = "/__simulator";

pub(crate) fn handle(shared: &Shared, method: &str, path: &str, body: &[u8]) -> Response {
    match (method, path.trim_start_matches(PATH)) {
        ("GET", "" | "/") => json_answer(200, &about(shared)),
        ("GET", "/requests") => json_answer(200, &json!(shared.recorded())),
        ("POST", "/faults") => match serde_json::from_slice::<Fault>(body) {
            Ok(fault) => {
                shared.add_fault(fault);
                plain(204, "", "")
            }
            Err(error) => {
                json_answer(400, &json!({ "error": error.to_string(), "faults": FaultKind::NAMES }))
            }
        },
        ("DELETE", "/faults") => {
            shared.clear_faults();
            plain(204, "", "")
        }
        ("POST", "/reset") => {
            shared.reset();
            plain(204, "", "")
        }
        _ => json_answer(404, &json!({ "error": "there is no such control path" })),
    }
}

fn about(shared: &Shared) -> Value {
    let operations = shared.document.operations.iter();
    let operations: Vec<Value> = operations
        .map(|operation| json!({ "id": operation.id, "method": operation.method.to_uppercase(), "path": operation.template }))
        .collect();
    json!({ "operations": operations, "faults": FaultKind::NAMES })
}

fn json_answer(status: u16, value: &Value) -> Response {
    plain(status, "application/json", &value.to_string())
}

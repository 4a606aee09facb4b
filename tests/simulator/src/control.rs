//! `/__simulator`: state and faults of the server.
//!
//! Only for programs on this machine: a page in a browser can reach a server on loopback, but it cannot send the required
//! header without a preflight, nor hide the host name that it used.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use document::security::{SchemeKind, SecurityScheme};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::fault::{Fault, FaultKind};
use crate::handler::plain;
use crate::server::Shared;
use crate::store::Record;
use crate::webhooks::{Delivery, Planned, merge};

/// Everything below this path is for whoever runs the server.
pub(crate) const PATH: &str = "/__simulator";

/// The header that every call must have.
const HEADER: &str = "x-simulator-control";

pub(crate) async fn handle(
    shared: &Arc<Shared>,
    method: &str,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Response {
    if let Err(why) = is_allowed(headers) {
        return json_response(403, &json!({ "error": why }));
    }
    match (method, path.trim_start_matches(PATH)) {
        ("GET", "" | "/") => json_response(200, &about(shared)),
        ("GET", "/requests") => {
            let keys: Vec<&str> = shared.api.document.schemes.iter().filter_map(api_key).collect();
            let requests: Vec<_> =
                shared.recorded().into_iter().map(|request| request.redacted(&keys)).collect();
            json_response(200, &json!(requests))
        }
        ("POST", "/faults") => match serde_json::from_slice::<Fault>(body) {
            Ok(fault) => match shared.add_fault(fault) {
                true => plain(204, "", ""),
                false => json_response(
                    400,
                    &json!({ "error": "the fault is no possible one or too large, or there are too many" }),
                ),
            },
            Err(error) => {
                json_response(400, &json!({ "error": error.to_string(), "faults": FaultKind::NAMES }))
            }
        },
        ("DELETE", "/faults") => {
            shared.clear_faults();
            plain(204, "", "")
        }
        ("GET", "/webhooks") => {
            let deliveries: Vec<_> = shared.deliveries().into_iter().map(Delivery::redacted).collect();
            json_response(200, &json!(deliveries))
        }
        ("POST", name) if name.starts_with("/webhooks/") => webhook(shared, name, body).await,
        ("POST", "/reset") => {
            shared.reset();
            plain(204, "", "")
        }
        _ => json_response(404, &json!({ "error": "there is no such control path" })),
    }
}

/// Sends the webhook that the path names. The body has the URL and fields of the payload, both optional.
async fn webhook(shared: &Arc<Shared>, path: &str, body: &[u8]) -> Response {
    #[derive(Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Order {
        url: Option<String>,
        payload: Value,
    }
    let refused = |why: &str| json_response(400, &json!({ "error": why }));
    let order =
        if body.trim_ascii().is_empty() { Ok(Order::default()) } else { serde_json::from_slice(body) };
    let order = match order {
        Ok(order) => order,
        Err(error) => return refused(&error.to_string()),
    };
    let Some(url) = order.url.or_else(|| shared.program.clone()) else {
        return refused("give `url`, or name the program with `--webhooks` when the server starts");
    };
    let name = path.trim_start_matches("/webhooks/");
    let Some(mut planned) = Planned::new(&shared.api, name, &url, &Record::new(0, Map::new()), &[]) else {
        let names: Vec<&str> =
            shared.api.document.webhooks.iter().map(|webhook| webhook.path.as_str()).collect();
        return json_response(404, &json!({ "error": "there is no such webhook", "webhooks": names }));
    };
    if order.payload.is_object() {
        merge(&mut planned.payload, order.payload);
    }
    json_response(200, &json!(planned.deliver(shared).await.redacted()))
}

/// The name of an API key.
fn api_key(scheme: &SecurityScheme) -> Option<&str> {
    match &scheme.kind {
        SchemeKind::ApiKey { name, .. } => Some(name),
        _ => None,
    }
}

/// Whether a call has the control header, and a host name of this machine.
fn is_allowed(headers: &HeaderMap) -> Result<(), String> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_loopback(host) {
        return Err("control calls are for `localhost`, `127.0.0.1` and `[::1]`".to_owned());
    }
    if !headers.get_all(header::ORIGIN).iter().all(is_own_origin) {
        return Err("control calls are not for pages of other machines".to_owned());
    }
    match headers.contains_key(HEADER) {
        true => Ok(()),
        false => Err(format!("control calls need the header `{HEADER}: 1`")),
    }
}

/// Whether a page that calls is one of this machine.
fn is_own_origin(origin: &HeaderValue) -> bool {
    let host = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    host.is_some_and(|(_, host)| is_loopback(host))
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "[::1]")
}

fn about(shared: &Shared) -> Value {
    let operations = shared.api.document.operations.iter();
    let operations: Vec<Value> = operations
        .map(|operation| json!({ "id": operation.id, "method": operation.method.as_str(), "path": operation.path }))
        .collect();
    let webhooks: Vec<&str> =
        shared.api.document.webhooks.iter().map(|webhook| webhook.path.as_str()).collect();
    json!({ "operations": operations, "webhooks": webhooks, "faults": FaultKind::NAMES })
}

fn json_response(status: u16, value: &Value) -> Response {
    plain(status, "application/json", &value.to_string())
}

//! One request over a connection of its own.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use document::Operation;
use hyper::Request;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use tokio::net::TcpStream;
use url::Url;

use super::sign::{Message, headers};
use super::{Planned, is_form, target};
use crate::server::Shared;

/// How long a program may take to respond.
const PATIENCE: Duration = Duration::from_secs(15);
/// The largest response that is read.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Sends a webhook, and returns the status and the body of the response.
pub(super) async fn send(
    webhook: &Operation,
    planned: &Planned,
    shared: &Shared,
) -> Result<(u16, Bytes), String> {
    let url = Url::parse(&planned.url).map_err(|_| "the URL is not absolute".to_owned())?;
    let target = target::of(&url, shared.program.as_deref())?;
    let request = request(webhook, planned, &url, &target, &shared.signing_key)?;
    let port = target.port_or_known_default().unwrap_or(80);
    let host = target.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let call = async {
        let stream = TcpStream::connect((host.as_str(), port)).await.map_err(|error| error.to_string())?;
        let (mut sender, connection) =
            handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
        tokio::spawn(connection);
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let status = response.status().as_u16();
        let body =
            to_bytes(Body::new(response.into_body()), MAX_BYTES).await.map_err(|error| error.to_string())?;
        Ok::<_, String>((status, body))
    };
    let answered = tokio::time::timeout(PATIENCE, call).await;
    answered
        .unwrap_or_else(|_| Err("the program did not respond in time".to_owned()))
        .map_err(|why| format!("it could not be sent: {why}"))
}

fn request(
    webhook: &Operation,
    planned: &Planned,
    url: &Url,
    target: &Url,
    key: &str,
) -> Result<Request<Body>, String> {
    let parameters = is_form(webhook).then(|| parameters(&planned.payload));
    let (body, content_type) = match &parameters {
        Some(parameters) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(parameters);
            (form.finish().into_bytes(), "application/x-www-form-urlencoded")
        }
        None => (planned.payload.to_string().into_bytes(), "application/json"),
    };
    let message = Message { url: &planned.url, body: &body, parameters: parameters.as_deref() };
    let signatures = headers(webhook, key, &message);
    let path =
        target.query().map_or_else(|| target.path().to_owned(), |query| format!("{}?{query}", target.path()));
    let mut request = Request::builder()
        .method(webhook.method.as_str())
        .uri(path)
        .header("host", authority(url))
        .header("content-type", content_type);
    for (name, value) in signatures {
        request = request.header(name, value);
    }
    if !url.username().is_empty() || url.password().is_some() {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pair = format!("{}:{}", decoded(url.username()), decoded(url.password().unwrap_or_default()));
        request = request.header("authorization", format!("Basic {}", STANDARD.encode(pair)));
    }
    request.body(Body::from(body)).map_err(|error| error.to_string())
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The fields of a payload as those of a form: texts as they are, other values as JSON, and of a list each item.
fn parameters(payload: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fields = payload.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let pairs = fields.flat_map(|(name, value)| match value {
        Value::Array(items) => items.iter().map(|item| (name.clone(), text(item))).collect(),
        value => vec![(name.clone(), text(value))],
    });
    pairs.collect()
}

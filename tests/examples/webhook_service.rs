//! A service that answers calls with SWML, runs a function for an AI agent, and takes status callbacks: all verified.
//!
//! ```console
//! $ SIGNALWIRE_SIGNING_KEY=PSKsimulator cargo run -p tests --example webhook_service
//! $ cargo xtask simulate --port 4010 --webhooks http://127.0.0.1:3000
//! $ curl --header 'x-simulator-control: 1' --data '{"url": "http://127.0.0.1:3000/calls"}' \
//!     http://127.0.0.1:4010/__simulator/webhooks/inbound_call_webhook
//! ```
#![allow(missing_docs, reason = "a program, not a library")]

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use axum::routing::post;
use signalwire_rest::types::{
    Swml, SwmlDocument, SwmlFunctionOutput, SwmlFunctionResponse, SwmlStreamOptions,
};
use signalwire_rest::webhooks::{
    AiSwaigToolWebhook, Event, InboundCall, Verifier, WebhookError, acknowledge, reply,
};

#[tokio::main]
#[allow(dead_code, reason = "a test runs the router without it")]
async fn main() -> Result<(), Box<dyn Error>> {
    let verifier =
        Verifier::new(std::env::var("SIGNALWIRE_SIGNING_KEY")?)?.basic_auth("agent", "yavin-or-bust")?;
    // Behind a proxy or a tunnel, the URL that the API calls is not the one that arrives here.
    let verifier = match std::env::var("PUBLIC_URL") {
        Ok(url) => verifier.public_url(url)?,
        Err(_) => verifier,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    let service = service(verifier, "http://127.0.0.1:3000/events", |event| println!("{event:?}"));
    Ok(axum::serve(listener, service).await?)
}

/// What the service knows.
struct Service {
    verifier: Verifier,
    /// Where status callbacks go.
    events: String,
    /// What is done with them.
    take: Box<dyn Fn(Event) + Send + Sync>,
}

/// What every handler takes: a request, whole and as it arrived.
type Request = (Uri, HeaderMap, Bytes);

pub fn service(verifier: Verifier, events: &str, take: impl Fn(Event) + Send + Sync + 'static) -> Router {
    let service = Service { verifier, events: events.to_owned(), take: Box::new(take) };
    Router::new()
        .route("/calls", post(call))
        .route("/tools", post(tool))
        .route("/events", post(event))
        .with_state(Arc::new(service))
}

async fn call(
    State(service): State<Arc<Service>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<String> {
    let answer = |request: Request| {
        let call: InboundCall = service.verifier.verify_and_parse(request)?;
        reply::<InboundCall>(&document(&call, &service.events))
    };
    answer((uri, headers, body)).unwrap_or_else(|error| refused(&error))
}

fn document(call: &InboundCall, events: &str) -> SwmlDocument {
    let greeting = format!("say:Hello {}", call.call.from);
    let stream = SwmlStreamOptions::new("wss://example.com/audio").status_url(events);
    SwmlDocument::main([Swml::answer(), Swml::stream(stream), Swml::play(greeting)])
}

/// The API does not sign these calls: the URL has a user name and a password, which the verifier knows.
async fn tool(
    State(service): State<Arc<Service>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<String> {
    let answer = |request: Request| {
        let call: AiSwaigToolWebhook = service.verifier.verify_and_parse(request)?;
        let said = format!("{} is done.", call.function);
        reply::<AiSwaigToolWebhook>(&SwmlFunctionOutput::new().response(SwmlFunctionResponse::from(said)))
    };
    answer((uri, headers, body)).unwrap_or_else(|error| refused(&error))
}

/// One address for all status callbacks, those that nobody documented included.
async fn event(
    State(service): State<Arc<Service>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<String> {
    match service.verifier.verify_and_parse((uri, headers, body)) {
        Ok(event) => {
            (service.take)(event);
            acknowledge()
        }
        Err(error) => refused(&error),
    }
}

fn refused(error: &WebhookError) -> Response<String> {
    eprintln!("refused: {error}");
    error.response()
}

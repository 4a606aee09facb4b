//! Who may control a simulator, and the limits of its work.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use document::Document;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use signalwire_rest_simulator::{Fault, FaultKind, MAX_BODY_BYTES, Simulator, SimulatorBuilder};

async fn running() -> Simulator {
    let operation = json!({
        "operationId": "make", "security": [],
        "requestBody": { "content": { "application/json": { "schema": { "type": "object" } } } },
        "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "type": "object" } } } } },
    });
    let document = json!({
        "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": { "/things": { "post": operation } },
        "components": { "securitySchemes": { "Key": { "type": "apiKey", "in": "header", "name": "X-Session" } } },
    });
    SimulatorBuilder::of(Document::of_json(&document).unwrap()).start().await.unwrap()
}

async fn control(running: &Simulator, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let url = format!("{}/__simulator{path}", running.url());
    let call = headers
        .iter()
        .fold(Client::new().request(method, url), |call, (name, value)| call.header(*name, *value));
    call.send().await.unwrap()
}

const CONTROL: (&str, &str) = ("x-simulator-control", "1");

#[tokio::test]
async fn control_calls_are_for_programs_of_this_machine() {
    let running = running().await;
    running.fault(Fault::always(FaultKind::Status(503)));
    let refused = [
        vec![],
        vec![CONTROL, ("host", "evil.example")],
        vec![CONTROL, ("host", "127.0.0.1.evil.example:80")],
        vec![CONTROL, ("host", "localhost.evil.example")],
        vec![CONTROL, ("origin", "https://evil.example")],
        vec![CONTROL, ("origin", "http://localhost.evil.example:80")],
        vec![CONTROL, ("origin", "null")],
    ];
    for headers in refused {
        for (method, path) in [
            (Method::POST, "/reset"),
            (Method::GET, "/requests"),
            (Method::DELETE, "/faults"),
            (Method::GET, ""),
        ] {
            let response = control(&running, method, path, &headers).await;
            assert_eq!(response.status().as_u16(), 403, "{path} {headers:?}");
        }
    }
    let url = format!("{}/things", running.url());
    assert_eq!(Client::new().post(&url).send().await.unwrap().status().as_u16(), 503, "nothing was reset");
    for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:80"] {
        assert_eq!(
            control(&running, Method::GET, "", &[CONTROL, ("host", host)]).await.status().as_u16(),
            200,
            "{host}"
        );
    }
    let own = [CONTROL, ("origin", "http://localhost:3000")];
    assert_eq!(control(&running, Method::GET, "", &own).await.status().as_u16(), 200);
    assert_eq!(control(&running, Method::POST, "/reset", &[CONTROL]).await.status().as_u16(), 204);
    assert_eq!(Client::new().post(&url).send().await.unwrap().status().as_u16(), 200);
}

#[tokio::test]
async fn no_credentials_are_shown() {
    let running = running().await;
    let call = Client::new().post(format!("{}/things?api_key=hunter2&page=7", running.url()));
    let call = call
        .basic_auth("user", Some("hunter2"))
        .header("cookie", "s=hunter2")
        .header("x-api-key", "hunter2")
        .header("x-session", "hunter2");
    call.json(&json!({ "name": "n", "password": "hunter2" })).send().await.unwrap();
    let shown = control(&running, Method::GET, "/requests", &[CONTROL]).await.text().await.unwrap();
    let requests: Value = serde_json::from_str(&shown).unwrap();
    assert!(!shown.contains("hunter2") && !shown.contains("dXNlcjpodW50ZXIy"), "{shown}");
    assert_eq!((&requests[0]["path"], &requests[0]["body"]["name"]), (&json!("/things"), &json!("n")));
    assert_eq!(requests[0]["query"], json!([["api_key", "***"], ["page", "7"]]));
    // The program that runs the server sees them unmasked.
    assert_eq!(running.requests()[0].body["password"], "hunter2");
}

#[tokio::test]
async fn sizes_are_bounded() {
    let running = running().await;
    let call = || Client::new().post(format!("{}/things", running.url()));
    for fault in [
        "oversize=18446744073709551615".to_owned(),
        format!("oversize={}", MAX_BODY_BYTES + 1),
        "no-such".to_owned(),
        "status=42".to_owned(),
        "status=101".to_owned(),
        "html=1000".to_owned(),
        "latency=3600001".to_owned(),
    ] {
        let response = call().header("x-simulator-fault", &fault).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 400, "{fault}");
    }
    let add = async |fault: Value| {
        let url = format!("{}/__simulator/faults", running.url());
        let call = Client::new().post(url).header(CONTROL.0, CONTROL.1).json(&json!({ "fault": fault }));
        call.send().await.unwrap().status().as_u16()
    };
    assert_eq!(add(json!({ "oversize": MAX_BODY_BYTES + 1 })).await, 400);
    assert_eq!(add(json!({ "link": "x".repeat(8 * 1024 + 1) })).await, 400);
    for impossible in [json!({ "rate-limit": "a\nb" }), json!({ "redirect": "\0" }), json!({ "status": 0 })] {
        assert_eq!(add(impossible.clone()).await, 400, "{impossible}");
    }
    assert_eq!(add(json!({ "oversize": 10 })).await, 204);
    assert_eq!(call().send().await.unwrap().text().await.unwrap().len(), 12);
    running.clear_faults();
    (0..1_000).for_each(|_| running.fault(Fault::once(FaultKind::Empty).of("another")));
    assert_eq!(add(json!("empty")).await, 400, "there are too many");
    running.clear_faults();

    let large = "x".repeat(17 * 1024 * 1024);
    let response = call().header("content-type", "application/json").body(large).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 413);
    let response = call().json(&json!({ "text": "x".repeat(1024 * 1024) })).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
}

#[tokio::test]
async fn deliveries_of_webhooks_show_no_secrets() {
    let running = Simulator::start().await.unwrap();
    let order = json!({
        // Nobody listens there.
        "url": "http://user:hunter2@127.0.0.1:1/x?token=hunter2", "payload": { "password": "hunter2", "call": { "from": "a" } },
    });
    let url = format!("{}/__simulator/webhooks/inbound_call_webhook", running.url());
    let sent = Client::new().post(url).header(CONTROL.0, CONTROL.1).json(&order).send().await.unwrap();
    let shown = control(&running, Method::GET, "/webhooks", &[CONTROL]).await;
    for shown in [sent.text().await.unwrap(), shown.text().await.unwrap()] {
        assert!(!shown.contains("hunter2") && shown.contains("\"from\":\"a\""), "{shown}");
    }
    assert_eq!(running.deliveries()[0].payload["password"], "hunter2", "the program that runs it sees all");
}

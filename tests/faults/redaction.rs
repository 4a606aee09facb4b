//! A server that repeats whatever it was sent, in every part of its response that may be printed: no secret appears.

use std::error::Error as _;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use signalwire_rest::types::*;
use signalwire_rest::{Client, Error};

use tests::raw::{Raw, Step};

/// The password of a SIP credential, which the server gets in a body.
const PASSWORD: &str = "hunter2-planted-password";
/// The token of the client, and of operations that want a bearer.
const BEARER: &str = "planted-bearer-token";

/// Display and Debug of an error, its parts, and all its causes.
pub fn everything(error: &Error) -> String {
    let mut text = format!(
        "{error} {error:?} {error:#?} {} {:?} {:?} {:?} {:?}",
        error.report(),
        error.errors(),
        error.headers(),
        error.field_path(),
        error.scopes()
    );
    let mut cause = error.source();
    while let Some(inner) = cause {
        write!(text, " {inner} {inner:?} {inner:#?}").unwrap();
        cause = inner.source();
    }
    text
}

/// All secrets of a request, as they were sent.
fn secrets_of(request: &str) -> Vec<String> {
    let credentials = request.lines().find_map(|line| line.strip_prefix("authorization: ")).unwrap_or("");
    let pair = credentials.split(' ').nth(1).unwrap_or_default();
    [PASSWORD, BEARER, tests::TOKEN, pair, credentials].map(str::to_owned).to_vec()
}

/// A response that contains a secret in each of its parts.
fn response(status: u16, secret: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} {secret}\r\nx-request-id: {secret}\r\nrequest-id: {secret}\r\nx-correlation-id: {secret}\r\n\
         content-type: {secret}\r\nretry-after: {secret}\r\nset-cookie: a={PASSWORD}\r\nx-echo: Basic {secret}\r\n\
         location: https://{secret}@evil.example.com/{secret}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn bodies(secret: &str) -> Vec<String> {
    let secret = serde_json::json!(secret);
    vec![
        format!(
            "{{\"errors\":[{{\"code\":{secret},\"message\":{secret},\"attribute\":{secret},\"type\":{secret},\"url\":{secret}}}]}}"
        ),
        format!(
            "{{\"errors\":[{{\"code\":{secret},\"detail\":{secret},\"title\":{secret},\"status\":{secret}}}]}}"
        ),
        format!("{{\"errors\":{{\"code\":{secret}}}}}"),
        format!("{{\"errors\":[{secret}]}}"),
        format!("{{\"error\":{secret},\"code\":{secret}}}"),
        format!("{{\"message\":{secret},\"code\":{secret}}}"),
        format!("{{\"id\":{{{secret}:{secret}}}}}"),
        format!("{{{secret}:{secret}}}"),
        format!("[{secret}]"),
        format!("{secret}"),
        secret.as_str().unwrap().to_owned(),
        format!("<html>{secret}"),
    ]
}

async fn all(client: &Client) -> Vec<Error> {
    let fabric = client.fabric();
    let with_password = SipCredentialUpdate::new().password(PASSWORD);
    let mut errors = Vec::new();
    let create = SipCredentialCreate::new("c3p0", PASSWORD);
    errors.extend(fabric.sip_endpoints().create(create).await.err());
    errors.extend(fabric.sip_endpoints().update("1", with_password).retries(0).await.err());
    errors.extend(fabric.sip_addresses().list().page_token(PASSWORD).retries(0).await.err());
    errors.extend(fabric.sip_gateways().list().header("x-secret", PASSWORD).retries(0).await.err());
    errors.extend(fabric.sip_endpoints().get(PASSWORD).retries(0).await.err());
    let raw = client.request(signalwire_rest::Method::POST, "/x").json(&serde_json::json!([PASSWORD]));
    errors.extend(raw.clone().decode_as::<std::collections::BTreeMap<String, i32>>().await.err());
    errors.extend(raw.form(&serde_json::json!({ "p": PASSWORD })).decode_as::<Vec<i32>>().await.err());
    errors
}

#[tokio::test]
async fn what_a_server_repeats_shows_nowhere() {
    let (choice, mut looked_at) = (Arc::new(Mutex::new((401, 0, 0))), 0);
    let chosen = Arc::clone(&choice);
    let server = Raw::with(move |request| {
        let (status, body, which) = *chosen.lock().unwrap();
        let secret = &secrets_of(request)[which];
        vec![Step::Write(response(status, secret, &bodies(secret)[body]).into_bytes())]
    })
    .await;
    let client = server.builder().bearer_token(BEARER).build().unwrap();
    client.request(signalwire_rest::Method::GET, "/").await.unwrap_err();
    let pair = secrets_of(&server.requests()[0])[3].clone();
    assert!(pair.len() > 20, "{pair}");
    for status in [200, 302, 401, 422, 500] {
        for body in 0..bodies("").len() {
            for which in 0..secrets_of("").len() {
                *choice.lock().unwrap() = (status, body, which);
                for error in all(&client).await {
                    looked_at += 1;
                    let shown = everything(&error);
                    for secret in [PASSWORD, BEARER, tests::TOKEN, &pair] {
                        assert!(!shown.contains(secret), "{status} {}: {shown}", bodies("…")[body]);
                    }
                    assert_eq!(error.to_string().lines().count(), 1, "{error}");
                }
            }
        }
    }
    assert!(looked_at > 1_500, "{looked_at}");
}

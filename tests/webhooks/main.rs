//! Receiving webhooks: signatures that were computed elsewhere, payloads in all their forms, and a whole application.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

mod application;
mod payloads;
mod signatures;

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::Request;
use sha1::Sha1;
use signalwire_rest::webhooks::{Encoding, Payload, Proof, Verifier, Webhook, WebhookError};

/// The key of every signature in these tests.
const KEY: &str = "PSKtest1234567890abcdef";

fn verifier() -> Verifier {
    Verifier::new(KEY).unwrap()
}

fn json(url: &str, headers: &[(&str, &str)], body: &str) -> Request<Vec<u8>> {
    request(url, "application/json", headers, body)
}

fn form(url: &str, headers: &[(&str, &str)], body: &str) -> Request<Vec<u8>> {
    request(url, "application/x-www-form-urlencoded; charset=UTF-8", headers, body)
}

fn request(url: &str, content_type: &str, headers: &[(&str, &str)], body: &str) -> Request<Vec<u8>> {
    let mut request = Request::post(url).header("content-type", content_type);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.as_bytes().to_vec()).unwrap()
}

fn verify<P: Payload>(verifier: &Verifier, request: &Request<Vec<u8>>) -> Result<Proof, WebhookError> {
    verifier.verify::<P>(request)
}

/// The signature with SHA-1 of a request without repeated or empty parameters.
fn sign(request: &Request<Vec<u8>>, webhook: &Webhook) -> String {
    let mut message = request.uri().to_string().into_bytes();
    let is_form = webhook.encodings.contains(&Encoding::Form)
        && request.headers()["content-type"].to_str().unwrap().contains("form");
    match is_form {
        false => message.extend(request.body()),
        true => {
            let text = String::from_utf8(request.body().clone()).unwrap().replace('+', " ");
            let mut pairs: Vec<(&str, String)> = text
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| {
                    (name, percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned())
                })
                .collect();
            pairs.sort_by_key(|(name, _)| *name);
            message
                .extend(pairs.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()].concat()));
        }
    }
    let mac =
        Hmac::<Sha1>::new_from_slice(KEY.as_bytes()).unwrap().chain_update(message).finalize().into_bytes();
    match is_form {
        true => base64::engine::general_purpose::STANDARD.encode(mac),
        false => mac.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

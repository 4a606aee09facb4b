//! Requests that claim to be webhooks: only what was signed with the key is verified, and no payload causes a panic.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderName, HeaderValue, Request};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sha1::Sha1;
use signalwire_rest_runtime::webhooks::{Encoding, Payload, Proof, Signature, Verifier, Webhook};
use signalwire_rest_runtime::{Extra, Map, Timestamp, Value, impl_object};

const KEY: &str = "PSKtest1234567890abcdef";
const HEADER: &str = "x-signature";

#[derive(Default)]
struct Notice {
    id: String,
    count: Option<i64>,
    ratio: Option<f64>,
    on: Option<bool>,
    at: Option<Timestamp>,
    tags: Option<Vec<String>>,
    names: Option<Map<String>>,
    inner: Option<Box<Notice>>,
    extra: Extra,
}

impl_object! {
    Notice {
        required id;
        optional count;
        optional ratio;
        optional on;
        optional at;
        optional tags;
        optional names;
        optional inner;
    }
}

impl Payload for Notice {
    type Reply = ();

    fn webhook() -> &'static Webhook {
        const WEBHOOK: &Webhook = &Webhook::new(
            "notice",
            &[Encoding::Json, Encoding::Form],
            &[Signature::json().sha1(&[HEADER]), Signature::form().sha1(&["x-form-signature"])],
        );
        WEBHOOK
    }
}

fn sign(url: &str, body: &[u8]) -> String {
    let mac = Hmac::<Sha1>::new_from_slice(KEY.as_bytes()).unwrap().chain_update(url).chain_update(body);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn request(url: &str, body: &[u8], headers: Vec<(String, Vec<u8>)>) -> Option<Request<Vec<u8>>> {
    let mut request = Request::post(url).body(body.to_vec()).ok()?;
    for (name, value) in headers {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(&value)) else {
            continue;
        };
        request.headers_mut().append(name, value);
    }
    Some(request)
}

/// A payload that is mostly right.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let value = select(vec![
        "1",
        "\"1\"",
        "1e400",
        "-0.5",
        "\"planted text\"",
        "null",
        "true",
        "\"false\"",
        "[]",
        "{}",
        "[1,null]",
        "{\"id\":\"x\"}",
        "{\"a\":[1]}",
        "\"2026-11-21T10:00:00Z\"",
        "9223372036854775808",
    ]);
    let name = select(vec!["id", "count", "ratio", "on", "at", "tags", "names", "inner", "planted"]);
    let fields = prop::collection::vec((name, value), 0..8).prop_map(|fields| {
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", fields.join(",")).into_bytes()
    });
    prop_oneof![
        4 => fields,
        2 => "[a-z]{0,5}([=&][a-z0-9%+]{0,5}){0,6}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..60),
    ]
}

proptest! {
    #[test]
    fn what_is_signed_is_verified_and_what_changed_is_refused(
        path in "[a-z0-9/]{0,12}(\\?[a-z=&]{0,12})?",
        body in prop::collection::vec(any::<u8>(), 0..80),
        at in any::<Index>(),
        bit in 0_u8..8,
        part in 0..3,
    ) {
        let verifier = Verifier::new(KEY).unwrap();
        let url = format!("https://example.com/{path}");
        let signature = sign(&url, &body);
        let header = |text: &str| vec![(HEADER.to_owned(), text.as_bytes().to_vec())];
        let right = request(&url, &body, header(&signature)).unwrap();
        prop_assert_eq!(verifier.verify::<Notice>(&right), Ok(Proof::Sha1));
        let flipped = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            match bytes.len() {
                0 => bytes.push(b'x'),
                length => bytes[at.index(length)] ^= 1 << bit,
            }
            bytes
        };
        let wrong = match part {
            0 => request(&url, &flipped(&body), header(&signature)),
            1 => request(&url, &body, vec![(HEADER.to_owned(), flipped(signature.as_bytes()))]),
            _ => request(&format!("{url}x"), &body, header(&signature)),
        };
        prop_assert!(wrong.is_none_or(|wrong| verifier.verify::<Notice>(&wrong).is_err()));
    }

    #[test]
    fn nothing_else_is_verified(
        url in "(https?://)?[a-z.:@\\[\\]0-9]{0,16}/[ -~]{0,16}",
        body in body(),
        headers in prop::collection::vec((
            select(vec![HEADER, "x-form-signature", "host", "content-type", "authorization"]),
            prop_oneof![
                3 => "[0-9a-f]{40}|[A-Za-z0-9+/]{27}=|example.com(:443)?|application/(json|x-www-form-urlencoded)".prop_map(String::into_bytes),
                1 => prop::collection::vec(any::<u8>(), 0..40),
            ],
        ), 0..5),
    ) {
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let Some(request) = request(&url, &body, headers) else { return Ok(()) };
        let public = Verifier::new(KEY).unwrap().public_url("https://example.com").unwrap();
        for verifier in [Verifier::new(KEY).unwrap(), public, Verifier::new(KEY).unwrap().basic_auth("u", "p").unwrap()] {
            prop_assert!(verifier.verify_and_parse::<Notice>(&request).is_err());
        }
    }

    #[test]
    fn no_payload_shows_in_an_error(body in body()) {
        let url = "https://example.com/notice";
        let signed = request(url, &body, vec![(HEADER.to_owned(), sign(url, &body).into_bytes())]).unwrap();
        match Verifier::new(KEY).unwrap().verify_and_parse::<Notice>(&signed) {
            Ok(notice) => {
                let back: Value = serde_json::to_value(&notice).unwrap();
                prop_assert!(back.is_object());
            }
            Err(error) => {
                let shown = format!("{error} {error:?}");
                prop_assert!(!shown.contains("planted") && shown.len() < 500, "{shown}");
            }
        }
    }
}

//! HAR and NDJSON as they come: whole, broken, foreign, and larger than they should be.

use serde_json::{Value, json};
use traffic::{Skip, Traffic};

use super::{listed, specification};

const PROFILE: &str = "https://acme.signalwire.com/api/relay/rest/sip_profile";

#[allow(clippy::needless_pass_by_value, reason = "values are written where they are used")]
fn entry(method: &str, url: &str, status: u16, content: Value) -> Value {
    json!({
        "startedDateTime": "2026-01-31T12:00:00Z", "time": 1, "cache": {}, "timings": {},
        "request": { "method": method, "url": url, "headers": [{ "name": "Authorization", "value": "Basic c2VjcmV0" }], "bodySize": 0 },
        "response": { "status": status, "content": content, "headers": [], "bodySize": -1 },
    })
}

fn text(value: &Value) -> Value {
    let text = value.to_string();
    json!({ "mimeType": "application/json; charset=utf-8", "size": text.len(), "text": text })
}

fn har(entries: &[Value]) -> String {
    let log = json!({ "log": { "version": "1.2", "creator": { "entries": [1] }, "pages": [], "entries": entries } });
    format!("\u{feff}{log:#}")
}

fn read<'b>(document: &'b document::Document, name: &str, text: &str) -> Traffic<'b> {
    let mut traffic = Traffic::new(document);
    traffic.input(name, text.as_bytes()).unwrap();
    traffic
}

#[test]
fn har_of_a_browser() {
    let profile = json!({ "domain": "x", "flavour": 1 });
    let encoded = json!({ "mimeType": "application/json", "encoding": "base64", "size": 13, "text": "eyJmbGF2b3VyIjogMX0=" });
    let posted = |mut entry: Value, text: &str| {
        entry["request"]["postData"] = json!({ "mimeType": "application/json", "text": text });
        entry
    };
    let unauthorized = text(&json!({ "error": "Unauthorized" }));
    let entries = [
        entry("GET", PROFILE, 200, text(&profile)),
        entry("GET", PROFILE, 200, encoded),
        posted(entry("PUT", PROFILE, 401, unauthorized.clone()), r#"{"speed": 1}"#),
        posted(entry("PUT", PROFILE, 401, unauthorized.clone()), "{broken"),
        entry(
            "GET",
            PROFILE,
            200,
            json!({ "mimeType": "application/json", "size": 9, "text": "{\"cut\": tr" }),
        ),
        // Not judged.
        entry("OPTIONS", PROFILE, 204, json!({ "mimeType": "x-unknown", "size": 0 })),
        entry(
            "GET",
            "https://cdn.example.com/app.js",
            200,
            json!({ "mimeType": "text/javascript", "size": 1, "text": "1" }),
        ),
        entry("GET", "https://cdn.example.com/data.json", 200, text(&profile)),
        entry(
            "GET",
            "https://acme.signalwire.com/dashboard",
            200,
            json!({ "mimeType": "text/html", "size": 6, "text": "<html>" }),
        ),
        entry("GET", PROFILE, 0, json!({ "mimeType": "x-unknown", "size": 0 })),
        entry("GET", PROFILE, 304, json!({ "mimeType": "", "size": 0 })),
        // Judged, but for its body, which was not exported.
        entry("GET", PROFILE, 200, json!({ "mimeType": "application/json", "size": 812 })),
        entry(
            "DELETE",
            "https://acme.signalwire.com/api/fabric/sip_addresses/3fa85f64-5717-4562-b3fc-2c963f66afa6",
            204,
            json!({ "mimeType": "text/plain", "size": 0 }),
        ),
        // No exchange.
        json!({ "request": { "method": "GET" } }),
    ];
    let document = specification();
    let traffic = read(&document, "browser.har", &har(&entries));
    let wanted = [
        "unreadable-line  exchange `request.method` or `request.url` is not there x1",
        "undocumented-field retrieve_sip_profile response 200 $.flavour x2",
        "malformed-body retrieve_sip_profile response 200 $ x1",
        "malformed-body update_sip_profile request $ x1",
        "undocumented-field update_sip_profile request $.speed x1",
    ];
    let mut listed = listed(&traffic);
    listed.sort_unstable();
    let mut wanted = wanted.map(str::to_owned);
    wanted.sort_unstable();
    assert_eq!(listed, wanted);
    assert_eq!((traffic.judged, traffic.unreadable), (7, 1));
    let skipped = [
        (Skip::OtherHost, 1),
        (Skip::Preflight, 1),
        (Skip::NotJson, 2),
        (Skip::Unanswered, 1),
        (Skip::NotModified, 1),
    ];
    assert_eq!(traffic.skipped.into_iter().collect::<Vec<_>>(), skipped);
    let unreadable = traffic.findings.iter().next().unwrap();
    assert_eq!(unreadable.1.first.to_string(), "browser.har entry 14");
}

#[test]
fn har_that_breaks_off_keeps_what_was_read() {
    let document = specification();
    let whole =
        har(&[entry("GET", PROFILE, 418, text(&json!({}))), entry("GET", PROFILE, 418, text(&json!({})))]);
    let traffic = read(&document, "x.har", &whole[..whole.len() - 40]);
    assert_eq!((traffic.judged, traffic.unreadable), (1, 1));
    for other in ["{\"log\": 5}", "{\"log\": {}}", "[]", "", "{\"log\": {\"entries\": {}}}"] {
        let traffic = read(&document, "x.har", other);
        assert_eq!((traffic.judged, traffic.unreadable), (0, 1), "{other}");
    }
}

#[test]
fn lines_that_are_no_exchange_are_listed_and_passed() {
    let good =
        json!({ "method": "GET", "url": PROFILE, "status": 401, "response": { "error": "Unauthorized" } });
    let bad = [
        "{\"method\": \"GET\"",
        "17",
        "\u{0}",
        "{\"method\":\"GET\",\"url\":\"/x\"}",
        "{\"method\":\"GET\",\"url\":\"/x\",\"status\":99999}",
        "{\"url\":\"/x\",\"status\":200}",
        "{\"method\":\"GET\",\"url\":\"http://\",\"status\":200}",
        "{\"method\":\"GET\",\"url\":[],\"status\":200}",
    ];
    let lines: Vec<String> =
        bad.iter().flat_map(|bad| [(*bad).to_owned(), String::new(), good.to_string()]).collect();
    let document = specification();
    let traffic = read(&document, "x.ndjson", &lines.join("\r\n"));
    assert_eq!((traffic.judged, traffic.unreadable), (8, 8));
    let places: Vec<String> = traffic
        .findings
        .iter()
        .flat_map(|(_, finding)| std::iter::once(&finding.first).chain(&finding.further))
        .map(ToString::to_string)
        .collect();
    for number in (1..24).step_by(3) {
        assert!(places.contains(&format!("x.ndjson:{number}")), "{number}: {places:?}");
    }
}

#[test]
fn hosts() {
    let document = specification();
    let line = |url: &str| json!({ "method": "GET", "url": url, "status": 418 }).to_string();
    let urls = [
        "https://acme.signalwire.com/api/relay/rest/sip_profile",
        "http://127.0.0.1:8080/api/relay/rest/sip_profile",
        "/api/relay/rest/sip_profile",
        "https://proxy.example/api/relay/rest/sip_profile",
        "https://signalwire.com.example/api/relay/rest/sip_profile",
    ];
    let text = urls.map(line).join("\n");
    assert_eq!(read(&document, "x", &text).judged, 3);
    let mut traffic = Traffic::new(&document);
    traffic.host("proxy.example");
    traffic.input("x", text.as_bytes()).unwrap();
    assert_eq!((traffic.judged, traffic.skipped[&Skip::OtherHost]), (4, 1));
}

#[test]
fn a_line_without_end_is_not_held_in_memory() {
    let document = specification();
    let mut traffic = Traffic::new(&document);
    let endless = std::io::Read::take(std::io::repeat(b'x'), 200 * 1024 * 1024);
    let after = json!({ "method": "GET", "url": "/api/relay/rest/sip_profile", "status": 418 }).to_string();
    let input = std::io::Read::chain(std::io::Read::chain(endless, &b"\n"[..]), after.as_bytes());
    traffic.input("x", input).unwrap();
    assert_eq!((traffic.judged, traffic.unreadable), (1, 1));
}

#[test]
fn a_delivery_of_a_webhook_is_compared_with_its_payload() {
    let document = specification();
    let payload = json!({
        "id": "2a9d7c4e-5f0b-4c8a-9e61-3b7f1d2c8a90", "project_id": "5c2e7a52-3d39-4a67-9b43-6f1e2d8c9a01",
        "status": "teleported", "to": "+15557654321", "from": "+15551234567", "body": "x", "number_of_segments": "1",
        "timestamp": "2026-01-31T12:00:00Z", "error_code": null, "error_message": null, "mood": 7
    });
    let lines = [
        json!({ "webhook": "message_status_callback", "request": payload }),
        json!({ "webhook": "message_status_callback", "method": "POST", "url": "/status", "status": 204, "request": payload }),
        json!({ "webhook": "no_such_webhook", "request": {} }),
    ];
    let text = lines.map(|line| line.to_string() + "\n").concat();
    let found = listed(&read(&document, "webhooks.ndjson", &text));
    for wanted in ["unknown-enum-value", "undocumented-field", "unknown-path", "message_status_callback"] {
        assert!(found.iter().any(|line| line.contains(wanted)), "{wanted}: {found:#?}");
    }
}

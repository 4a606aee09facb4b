//! Nothing of the traffic shows, wherever it stands and whatever the format.

use serde_json::{Value, json};
use traffic::report;

use super::{run, specification};

/// What must not show.
const PLANTED: [&str; 9] = [
    "hunter2",
    "5551234567",
    "luke",
    "skywalker",
    "example.org",
    "eyJhbGciOi",
    "PTdeadbeef",
    "bearer",
    "4711",
];

fn lines() -> Vec<Value> {
    let item =
        "https://luke.signalwire.com/api/fabric/resources/sip_gateways/3fa85f64-5717-4562-b3fc-2c963f66afa6";
    let secrets = json!({
        "password": "hunter2", "token": "PTdeadbeef", "Authorization": "bearer hunter2", "phone": "+15551234567",
        "email": "luke@example.org", "name": "Luke Skywalker", "pin": 4711,
    });
    let mut lines = vec![
        json!({ "method": "GET", "url": "/api/luke@example.org/+15551234567/luke/hunter2", "status": 200 }),
        json!({ "method": "GET", "url": "/api/video/rooms/luke/streams/skywalker", "status": 200 }),
        json!({ "method": "hunter2", "url": item, "status": 200 }),
        json!({ "method": "GET", "url": format!("{item}?+15551234567=luke&token=hunter2&luke@example.org"), "status": 200 }),
        json!({ "method": "GET", "url": "/api/fabric/sip_addresses?page_size=hunter2&page_number=4711.5", "status": 200 }),
        json!({ "method": "GET", "url": "/api/fabric/resources/sip_gateways/luke", "status": 200, "response": "luke" }),
        json!({ "method": "hunter2", "url": 4711, "status": "luke" }),
        json!("hunter2"),
    ];
    let values = [
        secrets.clone(),
        json!([secrets.clone()]),
        json!("luke@example.org"),
        json!(4711),
        json!({ "+15551234567": 1, "luke@example.org": { "hunter2!": 1 }, "eyJhbGciOi.eyJhbGciOi.x": "" }),
        json!({ "id": secrets, "type": "luke", "created_at": "luke", "sip_gateway": { "encryption": "luke", "codecs": ["hunter2", "+15551234567"], "name": "luke", "password": "hunter2" } }),
    ];
    for value in values {
        for (method, url) in [
            ("PATCH", item),
            ("POST", "/api/fabric/resources/sip_endpoints"),
            ("POST", "/api/video/room_tokens"),
        ] {
            for status in [200, 404, 418, 422, 500] {
                lines.push(json!({ "method": method, "url": url, "status": status, "request": value, "response": value }));
            }
        }
    }
    lines
}

#[test]
fn no_format_shows_anything() {
    let document = specification();
    let traffic = run(&document, &lines());
    assert!(traffic.findings.len() > 60, "{}", traffic.findings.len());
    let texts = [
        report::text(&traffic, true),
        report::markdown(&traffic, true),
        report::json(&traffic, true).to_string(),
        format!("{:?}", traffic.findings.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>()),
    ];
    for text in texts {
        for planted in PLANTED {
            let shown = text.to_lowercase().contains(&planted.to_lowercase());
            let line = text.lines().find(|line| line.to_lowercase().contains(&planted.to_lowercase()));
            // The specification has words of its own.
            let is_own =
                line.is_some_and(|line| line.contains("spec") || line.trim_start().starts_with("required:"));
            assert!(!shown || is_own, "{planted}: {line:?}");
        }
    }
}

#[test]
fn values_that_are_listed_elsewhere_show() {
    let document = specification();
    let url = "/api/fabric/resources/sip_gateways/3fa85f64-5717-4562-b3fc-2c963f66afa6";
    let example = |value: &str| {
        let request = json!({ "encryption": value, "name": "Luke" });
        let line = json!({ "method": "PATCH", "url": url, "status": 401, "request": request, "response": { "error": "Unauthorized" } });
        let traffic = run(&document, &[line]);
        traffic.findings.iter().flat_map(|(_, finding)| finding.examples.clone()).collect::<Vec<_>>()
    };
    assert_eq!(example("quantum"), ["\"quantum\""]);
    assert_eq!(
        example("luke"),
        ["\"…\" (string, 4 characters)"],
        "it is somebody's name in the same exchange"
    );
    for private in [
        "Luke",
        "a b",
        "x15551234567",
        "luke@example.org",
        "",
        "+1",
        "quantum_and_a_lot_more_text_than_any_value_has",
    ] {
        assert!(example(private)[0].starts_with("\"…\""), "{private}");
    }
}

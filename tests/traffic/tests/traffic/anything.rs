//! Whatever is recorded, a run ends with a report.

use std::sync::LazyLock;

use document::Document;
use proptest::prelude::*;
use serde_json::{Value, json};
use traffic::{Findings, Traffic, report};

use super::specification;

static DOCUMENT: LazyLock<Document> = LazyLock::new(specification);

thread_local! {
    static TRAFFIC: std::cell::RefCell<Traffic<'static>> = std::cell::RefCell::new(Traffic::new(&DOCUMENT));
}

/// Runs over a text, in either of the two forms.
fn survives(name: &str, text: &[u8]) {
    TRAFFIC.with_borrow_mut(|traffic| {
        traffic.findings = Findings::default();
        traffic.input(name, text).unwrap();
        let _ = (report::text(traffic, true), report::json(traffic, true), report::markdown(traffic, true));
    });
}

/// Any JSON value, not too deep; texts and names are often those of the specification.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "required",
            "sip_gateway",
            "PCMU",
            "laml_call",
            "2026-01-31T12:00:00Z",
            "****"
        ])
        .prop_map(Value::from),
    ];
    let names = prop_oneof![
        prop::sample::select(vec![
            "id",
            "type",
            "data",
            "links",
            "sip_gateway",
            "channels",
            "audio",
            "errors",
            "codecs",
            "next",
            "$ref"
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect()))
        ]
    })
}

fn url() -> impl Strategy<Value = String> {
    let templates: Vec<String> = DOCUMENT.paths.iter().map(|item| item.path.clone()).collect();
    prop_oneof![
        3 => (prop::sample::select(templates), "[a-z0-9%./ -]{0,12}", "(\\?[a-z_=&%0-9\\[\\]]{0,20})?")
            .prop_map(|(template, id, query)| template.replace("{id}", &id) + &query),
        1 => "\\PC{0,30}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_exchange(method in prop::sample::select(vec!["GET", "POST", "PUT", "PATCH", "DELETE", "LINK"]), url in url(), status in 0..700_u16, request in json_value(), response in json_value()) {
        let line = json!({ "method": method, "url": url, "status": status, "request": request, "response": response });
        survives("x.ndjson", line.to_string().as_bytes());
    }

    #[test]
    fn any_entry(method in "[A-Z]{0,6}", url in url(), status in json_value(), request in json_value(), content in json_value(), text in "\\PC{0,20}") {
        let entry = json!({
            "request": { "method": method, "url": url, "postData": request },
            "response": { "status": status, "content": content },
        });
        let encoded = json!({
            "request": { "method": method, "url": url },
            "response": { "status": 200, "content": { "text": text, "encoding": "base64", "mimeType": "application/json" } },
        });
        survives("x.har", json!({ "log": { "entries": [entry, encoded, request] } }).to_string().as_bytes());
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives("x.ndjson", &bytes);
        survives("x.har", &bytes);
    }
}

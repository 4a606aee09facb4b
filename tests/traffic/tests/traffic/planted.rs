//! One deviation of each kind, planted into traffic that is otherwise as documented: each is found, and nothing else.

use serde_json::{Value, json};

use super::{listed, run, specification};

const GATEWAY: &str =
    "https://acme.signalwire.com/api/fabric/resources/sip_gateways/3fa85f64-5717-4562-b3fc-2c963f66afa6";

/// A SIP gateway as documented.
pub(crate) fn gateway() -> Value {
    json!({
        "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "project_id": "99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10",
        "display_name": "Bespin", "type": "sip_gateway",
        "created_at": "2026-01-31T12:00:00Z", "updated_at": "2026-01-31T12:00:00Z",
        "sip_gateway": {
            "id": "5fa85f64-5717-4562-b3fc-2c963f66afa6", "uri": "sip:lando@example.com", "name": "Bespin",
            "ciphers": ["AEAD_AES_256_GCM_8"], "codecs": ["PCMU", "G722"], "encryption": "required",
        },
    })
}

#[allow(clippy::needless_pass_by_value, reason = "values are written where they are used")]
fn get(response: Value) -> Value {
    json!({ "method": "get", "url": GATEWAY, "status": 200, "response": response })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut changed = gateway();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    changed.pointer_mut(parent).unwrap()[name] = value;
    get(changed)
}

fn without(pointer: &str) -> Value {
    let mut changed = gateway();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    changed.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    get(changed)
}

#[test]
fn each_deviation_is_found_once() {
    let id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    let cases = [
        (with("/flavour", json!("salty")), "undocumented-field get_sip_gateway response 200 $.flavour x2"),
        (without("/sip_gateway/uri"), "missing-field get_sip_gateway response 200 $.sip_gateway.uri x2"),
        (
            with("/sip_gateway/encryption", json!("quantum")),
            "unknown-enum-value get_sip_gateway response 200 $.sip_gateway.encryption x2",
        ),
        (with("/type", json!("sip_portal")), "unknown-enum-value get_sip_gateway response 200 $.type x2"),
        (
            with("/sip_gateway/codecs", json!(["PCMU", "LYRA", "LYRA"])),
            "unknown-enum-value get_sip_gateway response 200 $.sip_gateway.codecs[*] x2",
        ),
        (
            with("/display_name", Value::Null),
            "undocumented-null get_sip_gateway response 200 $.display_name x2",
        ),
        (with("/display_name", json!(17)), "type-mismatch get_sip_gateway response 200 $.display_name x2"),
        (
            with("/sip_gateway/ciphers", json!("none")),
            "type-mismatch get_sip_gateway response 200 $.sip_gateway.ciphers x2",
        ),
        (with("/created_at", json!("yesterday")), "format get_sip_gateway response 200 $.created_at x2"),
        (get(Value::Null), "missing-body get_sip_gateway response 200 $ x2"),
        (
            json!({ "method": "GET", "url": GATEWAY, "status": 418, "response": {} }),
            "undocumented-status get_sip_gateway response 418  x2",
        ),
        (
            json!({ "method": "GET", "url": format!("{GATEWAY}/?verbose=1"), "status": 200, "response": gateway() }),
            "undocumented-parameter get_sip_gateway query parameter verbose x2",
        ),
        (
            json!({ "method": "DELETE", "url": GATEWAY, "status": 204, "response": { "deleted": true } }),
            "undocumented-body delete_sip_gateway response 204 $ x2",
        ),
        (
            json!({ "method": "POST", "url": GATEWAY, "status": 200 }),
            "unknown-method /api/fabric/resources/sip_gateways/{id} exchange  x2",
        ),
        (
            json!({ "method": "GET", "url": format!("/api/fabric/resources/sip_gateways/{id}/moons"), "status": 200, "response": [] }),
            "unknown-path /api/fabric/resources/sip_gateways/{...}/moons exchange  x2",
        ),
        (
            json!({ "method": "GET", "url": "/api/fabric/resources/sip_gateways/17", "status": 200, "response": gateway() }),
            "format get_sip_gateway path parameter id x2",
        ),
        (
            json!({ "method": "PATCH", "url": GATEWAY, "status": 200, "response": gateway() }),
            "missing-body update_sip_gateway request $ x2",
        ),
        (
            json!({ "method": "PATCH", "url": GATEWAY, "status": 200, "request": { "speed": 1 }, "response": gateway() }),
            "undocumented-field update_sip_gateway request $.speed x2",
        ),
        (
            json!({ "method": "GET", "url": "/api/fabric/sip_addresses?page_size=many", "status": 401, "response": { "error": "Unauthorized" } }),
            "type-mismatch list_sip_addresses query parameter page_size x2",
        ),
        (
            json!({ "method": "GET", "url": GATEWAY, "status": 404, "response": { "error": "Gone" } }),
            "unknown-enum-value get_sip_gateway response 404 $.error x2",
        ),
        (
            json!({ "method": "PUT", "url": "/api/relay/rest/sip_profile", "status": 422, "response": { "errors": [{}, {}] } }),
            "missing-field update_sip_profile response 422 $.errors[*].code x2",
        ),
    ];
    let document = specification();
    for (line, wanted) in cases {
        let traffic = run(&document, &[get(gateway()), line.clone(), get(gateway()), line]);
        let mut found = listed(&traffic);
        if wanted.contains(" 422 ") {
            // An empty object lacks all four fields; that both items do is one observation.
            assert_eq!(found.len(), 4);
            found.truncate(1);
        }
        assert_eq!(found, [wanted]);
    }
}

#[test]
fn what_is_documented_is_no_finding() {
    let document = specification();
    let refused =
        json!({ "errors": [{ "type": "x", "code": "x", "message": "x", "attribute": null, "url": "x" }] });
    let lines = [
        get(gateway()),
        // Absent and null are alike where the document says nullable, and so are one and one point nought.
        json!({ "method": "GET", "url": "/api/fabric/sip_addresses/?page_size=10&page_number=0", "status": 401, "response": { "error": "Unauthorized" } }),
        // A server that refuses a request agrees with the document.
        json!({ "method": "PATCH", "url": GATEWAY, "status": 422, "request": { "speed": 1, "codecs": 5 }, "response": refused }),
        json!({ "method": "GET", "url": "/api/fabric/resources/sip_gateways/17", "status": 404, "response": { "error": "Not Found" } }),
        // Secrets that a recorder masked.
        json!({ "method": "PATCH", "url": GATEWAY, "status": 401, "request": { "encryption": "********" }, "response": { "error": "Unauthorized" } }),
        json!({ "method": "DELETE", "url": GATEWAY, "status": 204, "request": {}, "response": "" }),
    ];
    let traffic = run(&document, &lines);
    assert_eq!(listed(&traffic), [""; 0]);
    assert_eq!(traffic.judged, 6);
}

#[test]
fn a_type_that_cannot_be_read_is_marked() {
    let document = specification();
    let traffic = run(&document, &[without("/sip_gateway/uri")]);
    assert!(traffic.findings.iter().all(|(_, finding)| finding.breaks));
    // The document lets a whole number be written with a point; the type does not.
    let page = json!({ "total": 1.0 });
    let traffic = run(&document, &[with("/extra", page)]);
    assert_eq!(listed(&traffic), ["undocumented-field get_sip_gateway response 200 $.extra x1"]);
    assert!(traffic.findings.iter().all(|(_, finding)| !finding.breaks), "it is kept");
}

#[test]
fn findings_name_the_line_to_look_at() {
    let document = specification();
    let traffic = run(&document, &[with("/sip_gateway/encryption", json!("quantum"))]);
    let (_, finding) = traffic.findings.iter().next().unwrap();
    let at = finding.at.unwrap();
    assert_eq!(document.sources.path(at.file), "spec/shared.yaml");
    assert_eq!(document.sources.line(at).unwrap().trim(), "enum: [required, optional, default]");
    assert_eq!(finding.first.to_string(), "planted.ndjson:1");
    assert_eq!(finding.examples.iter().collect::<Vec<_>>(), ["\"quantum\""]);
}

#[test]
fn the_same_traffic_gives_the_same_report() {
    let document = specification();
    let lines = [with("/b", json!(1)), with("/a", json!(1)), without("/type"), get(json!([]))];
    let text = |lines: &[Value]| traffic::report::json(&run(&document, lines), true).to_string();
    assert_eq!(text(&lines), text(&lines));
    let paths: Vec<String> =
        run(&document, &lines).findings.iter().map(|(key, _)| key.path.clone()).collect();
    assert_eq!(paths, ["$", "$.a", "$.b", "$.type"]);
}

/// Several deviations in one step of a script are found in that step, and not as another step.
#[test]
fn many_deviations_do_not_make_another_variant() {
    let play = json!({ "play": { "url": "say:hi", "a": 1, "b": 1, "c": 1, "d": 1 } });
    let exchange = json!({
        "method": "POST", "url": "/api/calling/calls", "status": 200,
        "request": {
            "command": "update",
            "params": { "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "swml": { "sections": { "main": [play] } } },
        },
    });
    let specification = specification();
    let found = listed(&run(&specification, &[exchange]));
    let of_the_step: Vec<&String> = found.iter().filter(|one| one.contains("main[*]")).collect();
    assert_eq!(of_the_step.len(), 4, "{found:?}");
    assert!(of_the_step.iter().all(|one| one.starts_with("undocumented-field") && one.contains(".play.")));
}

/// What a request lacked may be why it failed; what it had too much is another matter.
#[test]
fn a_request_that_was_refused_is_not_judged_for_what_it_lacks() {
    let document = specification();
    for (status, found) in [(200, true), (401, false), (403, false), (429, false), (500, false)] {
        let line = json!({ "method": "PATCH", "url": GATEWAY, "status": status, "response": gateway() });
        let listed = listed(&run(&document, &[line]));
        assert_eq!(listed.iter().any(|one| one.starts_with("missing-body")), found, "{status}: {listed:?}");
    }
}

/// A field that no variant knows is missing from the variant that the discriminator names, however alike another is.
#[test]
fn a_finding_in_a_union_names_its_variant() {
    let text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /pets: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {'204': {description: Done.}}}}
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {c: Cat, d: Dog}}
    Cat:
      type: object
      properties: {kind: {type: string}, name: {type: string}}
    Dog:
      type: object
      required: [tail]
      properties:
        kind: {type: string}
        tail: {type: string}
";
    let files = document::load::MemoryFiles::new([("spec.yaml", text)]);
    let document = document::Document::load(&files, "spec.yaml").unwrap();
    let pet = json!({ "kind": "d", "tail": "long", "name": "Rex" });
    let line = json!({ "method": "POST", "url": "/pets", "status": 204, "request": pet });
    let traffic = run(&document, &[line]);
    assert_eq!(listed(&traffic), ["undocumented-field POST /pets request $.name x1"]);
    let (_, finding) = traffic.findings.iter().next().unwrap();
    assert_eq!(finding.at.map(|at| at.line), Some(16), "the properties of Dog");
    let nobody = json!({ "method": "POST", "url": "/pets", "status": 204, "request": { "kind": "e" } });
    assert_eq!(listed(&run(&document, &[nobody])), ["unknown-variant POST /pets request $.kind x1"]);
}

#[test]
fn two_unknown_paths_stay_two() {
    let document = specification();
    let line = |url: &str| json!({ "method": "GET", "url": url, "status": 200 });
    let lines = [line("/api/crm/lead"), line("/api/crm/task"), line("/api/crm/task"), line("/api/crm/17")];
    let mut found = listed(&run(&document, &lines));
    found.sort_unstable();
    let wanted = ["unknown-path /api/crm/{...2} exchange  x2", "unknown-path /api/crm/{...} exchange  x2"];
    assert_eq!(found, wanted);
}

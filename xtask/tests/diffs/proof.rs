//! The evidence of verdicts on the wire: every pair is proved, and what is shown is validated once more, by a validator
//! that reads the documents as they are written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::json_with;
use crate::pairs::{self, Pair};

/// Rules that values cannot show, with the reason.
const STATED: &[(&str, &[&str])] = &[
    (
        "it is no part of a schema which operations there are, where they are, and who may call them",
        &[
            "op-added",
            "op-moved",
            "op-removed",
            "scopes-changed",
            "scopes-relaxed",
            "scopes-tightened",
            "security-added",
            "security-alternative-added",
            "security-alternative-removed",
            "security-changed",
            "security-dropped",
            "server-added",
            "server-changed",
            "server-removed",
            "webhook-added",
            "webhook-removed",
            "webhook-response-added",
            "webhook-response-removed",
        ],
    ),
    (
        "media types, statuses and headers are not part of a body",
        &[
            "body-encoding",
            "body-mt-added",
            "body-mt-changed",
            "body-mt-removed",
            "param-style",
            "resp-2xx-added",
            "resp-2xx-removed",
            "resp-2xx-swap",
            "resp-4xx-added",
            "resp-4xx-removed",
            "resp-body-presence",
            "resp-header",
            "resp-header-added",
            "resp-header-removed",
            "resp-mt-added",
            "resp-mt-changed",
            "resp-mt-removed",
            "resp-type-clash-ended",
        ],
    ),
    (
        "names and the order of things are not sent",
        &[
            "ext-codegen",
            "inline-title",
            "op-id-renamed",
            "param-order",
            "param-path-renamed",
            "rq-oneof-order",
            "rq-order",
            "rs-oneof-order",
            "schema-extracted",
            "schema-inlined",
            "schema-renamed",
            "schema-unused-added",
            "schema-unused-changed",
            "schema-unused-removed",
        ],
    ),
    (
        "validators read neither defaults nor discriminators",
        &[
            "param-default",
            "param-default-added",
            "param-default-removed",
            "rq-default",
            "rq-default-added",
            "rq-default-removed",
            "rq-discriminator",
            "rq-discriminator-added",
            "rq-discriminator-removed",
            "rs-default",
            "rs-default-added",
            "rs-default-removed",
            "rs-discriminator",
            "rs-discriminator-added",
            "rs-discriminator-removed",
        ],
    ),
    ("nobody validates such formats", &["param-format-untyped", "rq-format-untyped", "rs-format-untyped"]),
    (
        "only people read it",
        &[
            "docs-only",
            "op-deprecated",
            "op-tag",
            "op-undeprecated",
            "param-deprecated",
            "param-undeprecated",
            "rq-deprecated",
            "rq-undeprecated",
            "rs-deprecated",
            "rs-undeprecated",
        ],
    ),
];

/// What breaks strict clients and no others: all of it comes in responses.
const STRICT: [&str; 15] = [
    "resp-2xx-added",
    "resp-2xx-swap",
    "resp-header",
    "rs-addl-open",
    "rs-enum-add",
    "rs-enum-dropped",
    "rs-keyword-changed",
    "rs-keyword-removed",
    "rs-len-pattern-loosened",
    "rs-minimum-loosened",
    "rs-not-unique",
    "rs-oneof-add-told",
    "rs-opt-nullable",
    "rs-pattern-changed",
    // Where a value shows it.
    "rs-oneof-anyof",
];

#[test]
fn every_verdict_is_borne_out() {
    let stated: BTreeSet<&str> = STATED.iter().flat_map(|(_, rules)| *rules).copied().collect();
    let mut stricter = BTreeSet::new();
    for pair in pairs::all("changes") {
        for (base, head) in [(pair.base(), pair.head()), (pair.head(), pair.base())] {
            let verdicts = ["lenient", "strict"].map(|policy| {
                let report = json_with(&pair.directory, &base, &head, &["--policy", policy]);
                let told = (&report["policy"], &report["summary"]["unproven"]);
                assert_eq!(told, (&json!(policy), &json!(0)), "{base}");
                let finding = &report["findings"][0];
                assert_evidence(&pair, (&base, &head), policy, finding, &stated);
                (finding["rule"].as_str().unwrap().to_owned(), finding["wire"]["verdict"].clone())
            });
            let [lenient, strict] = verdicts;
            if lenient != strict {
                assert_eq!((lenient.1, strict.1), (json!("compatible"), json!("breaking")), "{base}");
                stricter.insert(strict.0);
            }
        }
    }
    // What breaks strict clients alone comes in responses.
    assert_eq!(stricter, STRICT.map(str::to_owned).into());
}

fn assert_evidence(pair: &Pair, sides: (&str, &str), policy: &str, finding: &Value, stated: &BTreeSet<&str>) {
    let evidence = &finding["evidence"];
    let what = format!("{} -> {}, {policy}: {evidence:#}", sides.0, sides.1);
    let rule = finding["rule"].as_str().unwrap();
    let expected = match finding["wire"]["verdict"].as_str().unwrap() {
        _ if stated.contains(rule) => "statement",
        "breaking" => "counter-example",
        _ => "values",
    };
    assert_eq!(evidence["kind"], expected, "{what}");
    let example = &evidence["example"];
    if expected == "counter-example" {
        let received = if example["direction"] == "request" { "head" } else { "base" };
        assert_ne!(example[received]["outcome"], "accepted", "{what}");
    }
    let Some(value) = example.get("value") else { return };
    for (side, file) in [("base", sides.0), ("head", sides.1)] {
        let Some(is_valid) = validated(&pair.directory.join(file), &example[side]["pointer"], value) else {
            continue;
        };
        match example[side]["outcome"].as_str().unwrap() {
            "refused" => assert!(!is_valid, "{side}: {what}"),
            _ => assert!(is_valid, "{side}: {what}"),
        }
    }
}

/// Whether the schema at a pointer of a file takes a value; `None` where there is no schema.
fn validated(file: &Path, pointer: &Value, value: &Value) -> Option<bool> {
    let pointer = pointer.as_str().filter(|pointer| pointer.contains("schema"))?;
    let mut document: Value = serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    translate(&mut document);
    document.pointer(pointer)?;
    document["$ref"] = json!(format!("#{}", pointer.replace('{', "%7B").replace('}', "%7D")));
    let validator = jsonschema::options().should_validate_formats(true).build(&document).unwrap();
    Some(validator.is_valid(value))
}

/// `nullable` and flags for exclusive bounds are not JSON Schema.
fn translate(json: &mut Value) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(translate),
        Value::Object(fields) => {
            fields.values_mut().for_each(translate);
            for (key, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
                if fields.get(exclusive) == Some(&json!(true))
                    && let Some(bound) = fields.remove(key)
                {
                    fields.insert(exclusive.to_owned(), bound);
                }
            }
            if fields.remove("nullable") == Some(json!(true)) {
                let schema = json.take();
                *json = json!({ "anyOf": [schema, { "type": "null" }] });
            }
        }
        _ => {}
    }
}

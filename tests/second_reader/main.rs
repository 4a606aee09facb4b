//! progenitor as the second reader: how it reads a document, and that it reveals every misreading of ours.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` makes values")]

mod lowering;
mod misreadings;

use std::fs;

use codegen::Document;
use codegen::bundle::bundle;
use codegen::load::{DiskFiles, MemoryFiles, load};
use codegen::names::reserved::BUILDER_METHODS;
use codegen::plan::{self, Plan};
use codegen::second_reader::compare::compare;
use codegen::second_reader::justified::Justified;
use codegen::second_reader::read::Reading;
use codegen::second_reader::{PATIENCE, start};

fn file(path: &str) -> Document {
    Document::load(&DiskFiles::new(tests::repository()), path).unwrap()
}

fn plan(document: &Document) -> Plan {
    plan::plan(document.sound(BUILDER_METHODS).unwrap())
}

fn reading(document: &Document) -> Result<Reading, String> {
    start(document.to_json()).finish(PATIENCE)
}

/// The fields of requests and responses; progenitor has one type for all errors of an operation.
fn fields(plan: &Plan) -> usize {
    let compared = plan.types.values().filter(|decl| decl.usage.sent || decl.usage.received);
    compared.map(|decl| decl.fields().len()).sum()
}

#[test]
fn the_specification_is_read_alike_but_for_what_is_justified() {
    let document = file("spec/openapi.yaml");
    let (plan, reading) = (plan(&document), reading(&document).unwrap());
    let comparison = compare(&plan, &reading);
    let justified = fs::read_to_string(tests::repository().join("spec/progenitor-differences.toml")).unwrap();
    let verdict = Justified::parse(&justified).unwrap().judge(&comparison.differences);
    assert!(verdict.is_clean(), "{:#?} {:#?}", verdict.unjustified, verdict.unused);
    // Nothing was skipped on the way.
    assert_eq!(comparison.operations, plan.operations.len());
    assert_eq!(comparison.fields, fields(&plan));
    assert!(comparison.fields > 3000);
}

/// A justification covers its own difference and no other, and one that covers nothing is reported.
#[test]
fn a_justification_is_used_or_shows() {
    let document = file("tests/second_reader/things.yaml");
    let (mut plan, reading) = (plan(&document), reading(&document).unwrap());
    plan.operations.retain(|operation| operation.id != "delete_thing");
    let differences = compare(&plan, &reading).differences;
    assert_eq!(differences.len(), 1);
    let entry = |kind: &str, at: &str| {
        format!("[[differences]]\nkind = '{kind}'\nat = '{at}'\nreason = 'It is so.'\n")
    };
    let judge = |text: &str| Justified::parse(text).unwrap().judge(&differences);
    let verdict = judge(&entry("operation", "DELETE /things/{thing_id}"));
    assert!(verdict.is_clean());
    assert_eq!(verdict.justified, 1);
    for other in [entry("operation", "DELETE /other"), entry("place", "DELETE /things/{thing_id}")] {
        let verdict = judge(&other);
        assert_eq!((verdict.justified, verdict.unjustified.len(), verdict.unused.len()), (0, 1, 1));
        assert!(!verdict.is_clean());
    }
    assert!(!judge("").is_clean());
}

#[test]
fn a_justification_needs_a_known_kind_and_a_reason() {
    let parse = |text: &str| Justified::parse(text).unwrap_err();
    assert!(parse("[[differences]]\nkind = 'mood'\nat = 'A'\nreason = 'B.'").contains("mood"));
    assert!(parse("[[differences]]\nkind = 'type'\nat = 'A'\nreason = ' '").contains("reason"));
    assert!(parse("[[differences]]\nkind = 'type'\nat = 'A'").contains("reason"));
    assert!(parse("[[differences]]\nkind = 'type'\nat = 'A'\nreason = 'B.'\nfield = 'c'").contains("field"));
}

#[test]
fn one_of_everything_is_read_alike() {
    let document = file("tests/second_reader/things.yaml");
    let plan = plan(&document);
    let comparison = compare(&plan, &reading(&document).unwrap());
    assert_eq!(comparison.differences, []);
    assert_eq!((comparison.operations, comparison.fields), (4, fields(&plan)));
}

/// Without a second opinion there is still a crate.
#[test]
fn what_progenitor_cannot_read_is_said_and_stops_nothing() {
    let refused = serde_json::json!({
        "openapi": "3.0.3", "info": { "title": "T", "version": "1" },
        "paths": { "/a/{b": { "get": { "responses": {} } } },
    });
    assert!(start(refused).finish(PATIENCE).unwrap_err().contains("path"));
    let senseless = serde_json::json!({ "paths": { "/a": { "get": { "tags": 7 } } } });
    assert!(start(senseless).finish(PATIENCE).is_err());
}

#[test]
fn shared_parts_and_long_chains_take_no_time() {
    let mut document = String::from(HEAD);
    for level in 0..60 {
        let next = level + 1;
        document.push_str(&format!(
            "    L{level}: {{allOf: [{{$ref: '#/components/schemas/L{next}'}}, {{$ref: '#/components/schemas/L{next}'}}]}}\n"
        ));
    }
    document.push_str("    L60: {type: object, properties: {a: {type: string}}}\n");
    for link in 0..5000 {
        document.push_str(&format!("    C{link}: {{$ref: '#/components/schemas/C{}'}}\n", link + 1));
    }
    document
        .push_str("    C5000: {type: string}\n    Self: {allOf: [{$ref: '#/components/schemas/Self'}]}\n");
    let begun = std::time::Instant::now();
    // A schema that is part of itself is an error of ours; the lowering accepts it nonetheless.
    let files = load(&MemoryFiles::new([("one.yaml", document)]), "one.yaml").unwrap();
    let reading = start(bundle(files).unwrap().root.to_json()).finish(PATIENCE).unwrap();
    assert!(reading.types.contains_key("C1000"));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

const HEAD: &str = "
openapi: 3.0.3
info: {title: T, version: 1.0.0}
paths:
  /a:
    get:
      operationId: a
      responses:
        '200': {description: A., content: {application/json: {schema: {$ref: '#/components/schemas/L0'}}}}
        '201': {description: A., content: {application/json: {schema: {$ref: '#/components/schemas/C0'}}}}
        '202': {description: A., content: {application/json: {schema: {$ref: '#/components/schemas/Self'}}}}
components:
  schemas:
";

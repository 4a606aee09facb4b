//! What a document gives up for progenitor: each rule has a document that needs it, which progenitor then reads.

use codegen::second_reader::PATIENCE;
use codegen::second_reader::lower::{RULES, lower};
use serde_json::{Value, json};

/// A document of one operation, `GET /a/{id}` unless it is given, and its schemas.
fn document(operation: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3", "info": { "title": "T", "version": "1.0.0" },
        "paths": { "/a/{id}": { "get": operation } },
        "components": { "schemas": schemas },
    })
}

fn id() -> Value {
    json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } })
}

fn json_of(schema: Value) -> Value {
    json!({ "description": "", "content": { "application/json": { "schema": schema } } })
}

fn with_schema(schema: Value) -> Value {
    let responses = json!({ "200": json_of(json!({ "$ref": "#/components/schemas/A" })) });
    document(
        json!({ "operationId": "a", "parameters": [id()], "responses": responses }),
        json!({ "A": schema }),
    )
}

fn with_parameter(parameter: Value) -> Value {
    let responses = json!({ "204": { "description": "" } });
    document(
        json!({ "operationId": "a", "parameters": [id(), parameter], "responses": responses }),
        json!({}),
    )
}

fn with_responses(responses: Value) -> Value {
    document(json!({ "operationId": "a", "parameters": [id()], "responses": responses }), json!({}))
}

fn with_body(content: Value) -> Value {
    let responses = json!({ "204": { "description": "" } });
    let body = json!({ "content": content });
    document(
        json!({ "operationId": "a", "parameters": [id()], "requestBody": body, "responses": responses }),
        json!({}),
    )
}

/// A document that needs the rule.
fn needing(rule: &str) -> Value {
    let text = json!({ "type": "string" });
    let object = |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
    match rule {
        "one-success" => with_responses(json!({ "200": json_of(text), "204": { "description": "" } })),
        "one-error" => with_responses(
            json!({ "204": { "description": "" }, "400": json_of(text), "500": json_of(json!({ "type": "integer" })) }),
        ),
        "default-response" => {
            with_responses(json!({ "204": { "description": "" }, "default": json_of(text) }))
        }
        "missing-success" => with_responses(json!({ "400": json_of(text) })),
        "one-media-type" => with_body(json!({ "text/plain": {}, "application/json": { "schema": text } })),
        "media-types" => with_body(json!({ "multipart/form-data": { "schema": object("file") } })),
        "operation-ids" => document(
            json!({ "parameters": [id()], "responses": { "204": { "description": "" } } }),
            json!({}),
        ),
        "cookie-parameters" => with_parameter(json!({ "name": "c", "in": "cookie", "schema": text })),
        "parameter-styles" => with_parameter(
            json!({ "name": "q", "in": "query", "style": "deepObject", "schema": object("b") }),
        ),
        "parameter-content" => with_parameter(
            json!({ "name": "q", "in": "query", "content": { "application/json": { "schema": object("b") } } }),
        ),
        "parameter-names" => with_parameter(json!({ "name": "ID", "in": "query", "schema": text })),
        "path-parameters" => {
            with_parameter(json!({ "name": "other", "in": "path", "required": true, "schema": text }))
        }
        "inline-schemas" => with_schema(json!({ "type": "object", "properties": { "b": object("c") } })),
        "schema-names" => document(
            json!({ "operationId": "a", "parameters": [id()], "responses": {
                "200": json_of(json!({ "$ref": "#/components/schemas/a-b" })) } }),
            json!({ "a-b": object("c"), "aB": object("d") }),
        ),
        "any-of" => with_schema(json!({ "anyOf": [object("b"), object("c")] })),
        "discriminators" => with_schema(
            json!({ "oneOf": [object("b"), object("c")], "discriminator": { "propertyName": "b" } }),
        ),
        "siblings" => with_schema(
            json!({ "allOf": [object("b")], "type": "object", "properties": { "c": { "type": "string" } } }),
        ),
        "compositions" => with_schema(json!({ "allOf": [{ "$ref": "#/components/schemas/A" }] })),
        "references" => with_schema(json!({ "$ref": "#/components/schemas/A" })),
        "reference-chains" => document(
            json!({ "operationId": "a", "parameters": [id()], "responses": {
                "200": json_of(json!({ "$ref": "#/components/schemas/A" })) } }),
            json!({ "A": { "$ref": "#/components/schemas/B" }, "B": text }),
        ),
        "enum-values" => with_schema(json!({ "type": "string", "enum": ["a", "A"] })),
        "defaults" => with_schema(json!({ "type": "object", "properties": {
            "b": { "type": "integer", "default": "many" } } })),
        "constraints" => with_schema(json!({ "type": "string", "pattern": "(" })),
        "additional-properties" => with_schema(json!({
            "type": "object", "properties": { "extra": { "type": "string" } },
            "additionalProperties": { "type": "integer" } })),
        "dates" => with_schema(json!({ "type": "string", "format": "date-time-rfc2822" })),
        other => panic!("the rule {other} has no document that needs it"),
    }
}

#[test]
fn each_rule_makes_a_document_readable() {
    for (rule, name, reason) in RULES {
        let document = needing(name);
        let lowered = lower(&document);
        assert!(lowered.given_up.contains_key(rule), "{name} was not applied: {:?}", lowered.given_up);
        assert!(reason.ends_with('.'), "{reason}");
        let reading = codegen::second_reader::start(document).finish(PATIENCE);
        let reading = reading.unwrap_or_else(|why| panic!("{name}: {why}: {:#}", lowered.document));
        assert_eq!(reading.operations.len(), 1, "{name}");
    }
}

/// A document that progenitor can read unchanged loses nothing.
#[test]
fn a_plain_document_gives_nothing_up() {
    let thing = json!({
        "type": "object", "required": ["b"],
        "properties": {
            "b": { "type": "string", "format": "uuid" },
            "nullable": { "type": "integer", "nullable": true },
            "$ref": { "type": "array", "items": { "$ref": "#/components/schemas/A" } },
        },
    });
    let document = with_schema(thing.clone());
    let lowered = lower(&document);
    assert!(lowered.given_up.is_empty(), "{:?}", lowered.given_up);
    assert_eq!(lowered.document["components"]["schemas"]["A"], thing);
}

/// The documents of the other tests, valid or not, do not break the reader.
#[test]
fn documents_of_every_kind_are_read() {
    let mut count = 0;
    for folder in ["tests/goldens", "tests/rejections", "tests/diffs/changes", "tests/diffs/same"] {
        for entry in std::fs::read_dir(tests::repository().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let path = path.strip_prefix(tests::repository()).unwrap().to_str().unwrap().to_owned();
            let files = codegen::load::DiskFiles::new(tests::repository());
            let read = path.ends_with(".yaml").then(|| codegen::Document::load(&files, &path));
            let Some(Ok(document)) = read else { continue };
            let reading = super::reading(&document);
            assert!(reading.is_ok() || path.contains("rejections"), "{path}: {reading:?}");
            count += usize::from(reading.is_ok());
        }
    }
    assert!(count > 200, "only {count}");
}

/// Lowering is idempotent: a lowered document has nothing left to give up.
#[test]
fn a_lowered_document_stays_as_it_is() {
    let once = lower(&super::file("spec/openapi.yaml").to_json());
    assert!(!once.given_up.is_empty());
    let twice = lower(&once.document);
    assert!(twice.given_up.is_empty(), "{:?}", twice.given_up);
    assert_eq!(once.document["paths"], twice.document["paths"]);
    assert_eq!(once.document["components"], twice.document["components"]);
}

//! What is asked of a document, and that shared and hostile documents take no more time than their size.
#![allow(clippy::expect_used, clippy::panic, reason = "a failed expectation is a failed test")]

use std::fmt::Write as _;

use signalwire_rest_document::json_schema::Validators;
use signalwire_rest_document::load::MemoryFiles;
use signalwire_rest_document::schema::Kind;
use signalwire_rest_document::{Direction, Document, Method, Schema, Style, to_openapi_3_1};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

fn read(text: &str) -> Document {
    let files = MemoryFiles::new([("spec.yaml", text)]);
    Document::load(&files, "spec.yaml").unwrap_or_else(|report| panic!("{:?}", report.problems))
}

fn problems(text: &str) -> Vec<String> {
    let files = MemoryFiles::new([("spec.yaml", text)]);
    let report = Document::load(&files, "spec.yaml").expect_err("the document is wrong");
    report.problems.iter().map(|problem| problem.rule.to_owned()).collect()
}

#[test]
fn an_operation_replaces_a_parameter_of_its_path() {
    let document = read(&format!(
        "{HEAD}paths:
  /things/{{id}}:
    parameters:
      - {{name: id, in: path, required: true, schema: {{type: string}}}}
      - {{name: limit, in: query, required: true, schema: {{type: integer}}}}
    get:
      parameters:
        - {{name: limit, in: query, style: pipeDelimited, schema: {{type: string}}}}
      responses: {{'204': {{description: Done.}}}}
"
    ));
    let [operation] = document.operations.as_slice() else { panic!("one operation") };
    assert_eq!((operation.id.as_str(), operation.method), ("GET /things/{id}", Method::Get));
    let names: Vec<_> = operation.parameters.iter().map(|p| (p.name.as_str(), p.required)).collect();
    assert_eq!(names, [("limit", false), ("id", true)]);
    assert_eq!(
        (operation.parameters[0].style, operation.parameters[0].explode),
        (Style::PipeDelimited, false)
    );
    let schema = operation.parameters[0].schema.map(|id| document.schema(id)).expect("a schema");
    assert_eq!(schema.type_name(), Some("string"));
    assert_eq!(schema.place().pointer, "/paths/~1things~1{id}/get/parameters/0/schema");
    assert_eq!((schema.place().at.line, schema.place().at.column), (10, 66));
}

#[test]
fn a_lattice_of_shared_parts_is_read_once_for_each_part() {
    let mut text = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
    for level in 0..60 {
        let next = level + 1;
        let reference = format!("{{$ref: '#/components/schemas/L{next}'}}");
        writeln!(
            text,
            "    L{level}: {{allOf: [{reference}, {reference}, {{properties: {{p{level}: {{}}}}}}]}}"
        )
        .expect("text");
    }
    text.push_str("    L60: {type: object, properties: {last: {type: string}}, required: [last]}\n");
    let document = read(&text);
    let composition = document.component("L0").expect("L0").composition();
    assert_eq!(composition.properties.len(), 61);
    assert!(composition.is_object && composition.requires("last"));
    assert_eq!(document.component("L0").map(Schema::kind), Some(Kind::Object));
}

#[test]
fn a_long_chain_of_references_is_followed_once() {
    let mut text = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
    for link in 0..5000 {
        writeln!(text, "    C{link}: {{$ref: '#/components/schemas/C{}'}}", link + 1).expect("text");
    }
    text.push_str("    C5000: {type: string}\n");
    let document = read(&text);
    let target = document.component("C0").expect("C0").target();
    assert_eq!((target.component(), target.type_name()), (Some("C5000"), Some("string")));
}

#[test]
fn what_leads_back_to_itself_is_refused_and_what_leads_there_is_not() {
    let text = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A: {{$ref: '#/components/schemas/B'}}
    B: {{allOf: [{{$ref: '#/components/schemas/A'}}]}}\n    C: {{allOf: [{{$ref: '#/components/schemas/A'}}]}}\n"
    );
    assert_eq!(problems(&text), ["cyclic-ref", "cyclic-ref"]);
}

#[test]
fn a_document_of_3_1_reads_like_one_of_3_0() {
    let document = read(
        "openapi: 3.1.0
info: {title: T, version: '1'}
webhooks:
  came: {post: {operationId: came, responses: {'200': {description: Taken.}}}}
components:
  schemas:
    Name: {type: [string, 'null'], const: a}
    Size: {type: integer, exclusiveMinimum: 3}
",
    );
    let name = document.component("Name").expect("Name");
    assert!(name.accepts_null() && name.type_name() == Some("string") && name.only_text() == Some("a"));
    let size = document.component("Size").expect("Size");
    assert!(size.exclusive_minimum());
    assert_eq!(size.bound("minimum").map(ToString::to_string).as_deref(), Some("3"));
    assert_eq!(document.webhooks.iter().map(|hook| hook.path.as_str()).collect::<Vec<_>>(), ["came"]);
}

#[test]
fn properties_named_like_keywords_are_properties() {
    let document = read(&format!(
        "{HEAD}paths: {{}}
components:
  schemas:
    Thing:
      type: object
      required: [nullable, discriminator, note]
      properties:
        nullable: {{type: boolean}}
        discriminator: {{type: string}}
        note: {{type: string, nullable: true}}
        size: {{type: integer, minimum: 3, exclusiveMinimum: true}}
"
    ));
    let validator =
        Validators::default().of(document.component("Thing").expect("Thing")).expect("a validator");
    let is_valid = |value: serde_json::Value| validator.is_valid(&value);
    assert!(is_valid(serde_json::json!({ "nullable": true, "discriminator": "d", "note": null, "size": 4 })));
    assert!(!is_valid(serde_json::json!({ "nullable": "yes", "discriminator": "d", "note": null })));
    assert!(!is_valid(serde_json::json!({ "nullable": true, "discriminator": 1, "note": "n" })));
    assert!(!is_valid(serde_json::json!({ "nullable": true, "discriminator": "d" })));
    assert!(!is_valid(serde_json::json!({ "nullable": true, "discriminator": "d", "note": "n", "size": 3 })));
}

#[test]
fn what_goes_one_way_is_required_that_way_alone() {
    let document = read(&format!(
        "{HEAD}paths: {{}}
components:
  schemas:
    Id: {{type: string}}
    Base:
      type: object
      properties:
        id: {{allOf: [{{$ref: '#/components/schemas/Id'}}], readOnly: true}}
        password: {{type: string, writeOnly: true}}
    Thing:
      allOf: [{{$ref: '#/components/schemas/Base'}}, {{required: [id, password]}}]
"
    ));
    let thing = document.component("Thing").expect("Thing");
    let is_valid = |direction, value: serde_json::Value| {
        Validators::of_direction(direction).of(thing).expect("a validator").is_valid(&value)
    };
    let (id, password) = (serde_json::json!({ "id": "i" }), serde_json::json!({ "password": "p" }));
    assert!(is_valid(Direction::Request, password.clone()) && !is_valid(Direction::Request, id.clone()));
    assert!(is_valid(Direction::Response, id.clone()) && !is_valid(Direction::Response, password.clone()));
    assert!(!is_valid(Direction::Either, id) && !is_valid(Direction::Either, password));
}

#[test]
fn a_document_of_3_0_survives_the_way_to_3_1_and_back() {
    let document = read(&format!(
        "{HEAD}paths: {{}}
x-webhooks:
  made:
    post:
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses: {{'200': {{description: Taken.}}}}
components:
  schemas:
    Thing:
      type: object
      example: {{nullable: true, exclusiveMinimum: true}}
      properties:
        nullable: {{type: string, nullable: true}}
        size: {{type: integer, minimum: 1, exclusiveMinimum: true, maximum: 9}}
        plain: {{type: boolean, nullable: false}}
"
    ));
    let newer = to_openapi_3_1(&document.to_json());
    assert_eq!(newer["openapi"], "3.1.0");
    assert!(newer["webhooks"]["made"]["post"].is_object() && newer.get("x-webhooks").is_none());
    let thing = &newer["components"]["schemas"]["Thing"];
    assert_eq!(thing["properties"]["nullable"]["type"], serde_json::json!(["string", "null"]));
    assert_eq!(thing["properties"]["size"]["exclusiveMinimum"], 1);
    assert_eq!(thing["example"]["nullable"], true);
    let again = read(&newer.to_string());
    assert_eq!(again.webhooks.len(), 1);
    let [old, new] = [&document, &again].map(|document| document.component("Thing").expect("it is there"));
    let facts = |thing: Schema<'_>| -> Vec<_> {
        let properties = thing.properties().map(|(name, property)| {
            (
                name.to_owned(),
                property.nullable(),
                property.exclusive_minimum(),
                property.type_name().map(str::to_owned),
            )
        });
        properties.collect()
    };
    assert_eq!(facts(old), facts(new));
}

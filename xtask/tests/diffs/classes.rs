//! Changes that are easily misjudged, each as a small pair of documents that is written here.

use std::fs;

use serde_json::Value;

use crate::{assert_explained, json, rules_of};

/// The report of a change from one text to another within a document.
fn changed(document: &str, from: &str, to: &str) -> Value {
    assert!(document.contains(from), "{from}");
    changed_to(document, &document.replace(from, to))
}

/// The report of a change from one document to another.
fn changed_to(base: &str, head: &str) -> Value {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("base.yaml"), base).unwrap();
    fs::write(directory.path().join("head.yaml"), head).unwrap();
    let report = json(directory.path(), "base.yaml", "head.yaml");
    assert_explained(head, &report);
    report
}

/// A document of one operation without an id, which takes a schema and returns it.
fn echo(schema: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
servers: [{{url: https://example.com}}]
paths:
  /echo:
    post:
      parameters: [{{name: size, in: query, required: true, schema: {{type: integer}}}}]
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses:
        '200': {{description: Ok., content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
components:
  schemas:
    Thing: {{type: object, required: [x], properties: {{x: {schema}}}}}
"
    )
}

fn verdicts(report: &Value) -> (&str, &str) {
    let finding = &report["findings"][0];
    let word = |side: &str| finding[side]["verdict"].as_str().unwrap();
    (word("wire"), word("rust"))
}

#[test]
fn fields_of_the_same_names_do_not_make_the_same_schema() {
    let object = "{type: object, properties: {y: {type: string}}}";
    let union = "{oneOf: [{type: object, properties: {y: {type: integer}}}, {type: object, properties: {z: {type: string}}}]}";
    let report = changed(&echo(object), object, union);
    assert_eq!(rules_of(&report), ["rq-type"]);
    assert_eq!(verdicts(&report), ("breaking", "breaking"));
}

#[test]
fn a_schema_that_became_one_of_several_is_wider() {
    let object = "{type: object, properties: {y: {type: string}}}";
    let union = format!("{{oneOf: [{object}, {{type: object, properties: {{z: {{type: string}}}}}}]}}");
    assert_eq!(rules_of(&changed(&echo(object), object, &union)), ["rs-type-widened"]);
}

#[test]
fn variants_are_the_same_by_their_constants() {
    let variant = |kind: &str, ty: &str| {
        format!(
            "{{type: object, required: [kind], properties: {{kind: {{type: string, enum: [{kind}]}}, value: {{type: {ty}}}}}}}"
        )
    };
    let union = |first: &str, second: &str| format!("{{oneOf: [{first}, {second}]}}");
    let (text, number) = (variant("text", "string"), variant("number", "integer"));
    let longer = number.replace("type: integer}", "type: integer}, unit: {type: string}");
    let report = changed(&echo(&union(&text, &number)), &union(&text, &number), &union(&text, &longer));
    assert_eq!(rules_of(&report), ["rq-opt-prop-added"]);
    // In another order, nothing changes on the wire.
    let report = changed(&echo(&union(&text, &number)), &union(&text, &number), &union(&number, &text));
    assert_eq!(rules_of(&report), ["rq-oneof-order"]);
    assert_eq!(verdicts(&report), ("compatible", "breaking"));
}

#[test]
fn a_format_that_few_check_breaks_strict_clients_alone() {
    let (plain, email) = ("{type: string}", "{type: string, format: email}");
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("plain.yaml"), echo(plain)).unwrap();
    fs::write(directory.path().join("email.yaml"), echo(email)).unwrap();
    for (base, head) in [("plain.yaml", "email.yaml"), ("email.yaml", "plain.yaml")] {
        for (policy, verdict, kind) in
            [("lenient", "compatible", "values"), ("strict", "breaking", "counter-example")]
        {
            let report = crate::json_with(directory.path(), base, head, &["--policy", policy]);
            assert_eq!(verdicts(&report), (verdict, "compatible"), "{base} {policy}: {report:#}");
            assert_eq!(report["findings"][0]["evidence"]["kind"], kind, "{report:#}");
        }
    }
}

#[test]
fn what_travels_both_ways_breaks_whoever_is_strict() {
    let directory = tempfile::tempdir().unwrap();
    for (name, values) in [("base.yaml", "[a, b]"), ("head.yaml", "[a, b, c]")] {
        fs::write(directory.path().join(name), echo(&format!("{{type: string, enum: {values}}}"))).unwrap();
    }
    for (policy, verdict) in [("lenient", "compatible"), ("strict", "breaking")] {
        let report = crate::json_with(directory.path(), "base.yaml", "head.yaml", &["--policy", policy]);
        assert_eq!(verdicts(&report).0, verdict, "{report:#}");
    }
}

#[test]
fn an_operation_without_an_id_is_the_same_in_both_engines() {
    let report = changed(&echo("{type: string}"), "x: {type: string}", "x: {type: integer}");
    assert_eq!(rules_of(&report), ["rq-type"]);
    assert_eq!(verdicts(&report), ("breaking", "breaking"));
}

#[test]
fn a_fingerprint_covers_what_the_words_leave_out() {
    let fingerprint = |to: &str| {
        let report = changed(&echo("{type: string}"), "x: {type: string}", to);
        report["findings"][0]["fingerprint"].as_str().unwrap().to_owned()
    };
    let text = fingerprint("x: {type: object, properties: {p: {type: string}}}");
    let number = fingerprint("x: {type: object, required: [p], properties: {p: {type: integer}}}");
    assert_ne!(text, number);
}

#[test]
fn a_required_parameter_of_another_name_is_one_renamed() {
    let report = changed(&echo("{type: string}"), "name: size", "name: amount");
    assert_eq!(rules_of(&report), ["param-renamed"]);
}

#[test]
fn a_parameter_of_a_media_type_means_nothing() {
    let report = changed(&echo("{type: string}"), "application/json:", "'application/json; charset=utf-8':");
    assert_eq!(rules_of(&report), Vec::<&str>::new());
}

#[test]
fn what_a_webhook_brings_comes_from_the_server() {
    let document = "openapi: 3.1.0
info: {title: T, version: 1.0.0}
webhooks:
  came:
    post:
      requestBody: {content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: string}}}}}}
      responses: {'200': {description: Taken., content: {application/json: {schema: {type: object, properties: {r: {type: string}}}}}}}
";
    let report = changed(document, "required: [a], ", "");
    assert_eq!((rules_of(&report), verdicts(&report).0), (vec!["rs-became-opt"], "breaking"));
    let report = changed(document, "properties: {r:", "required: [r], properties: {r:");
    assert_eq!((rules_of(&report), verdicts(&report).0), (vec!["rq-became-req"], "breaking"));
}

#[test]
fn security_asks_for_less_when_a_scope_is_dropped() {
    let document = "openapi: 3.0.3
info: {title: T, version: 1.0.0}
security: [{Token: [read, write]}]
paths: {}
components:
  securitySchemes: {Token: {type: oauth2, flows: {clientCredentials: {tokenUrl: https://example.com, scopes: {read: r, write: w}}}}}
";
    let dropped = changed(document, "[read, write]", "[read]");
    assert_eq!(
        (rules_of(&dropped), verdicts(&dropped).0),
        (vec!["security-alternative-added"], "compatible")
    );
    assert_eq!(rules_of(&changed(document, "[read, write]", "[write, read]")), Vec::<&str>::new());
}

#[test]
fn a_union_of_one_is_that_one() {
    let object = "{type: object, properties: {y: {type: string}}}";
    let report = changed(&echo(object), object, &format!("{{oneOf: [{object}]}}"));
    assert!(wire(&report).iter().all(|verdict| verdict == "compatible"), "{report:#}");
    assert!(!rules_of(&report).contains(&"rq-type"), "{report:#}");
}

#[test]
fn an_enum_is_a_union_of_constants() {
    let listed = "{type: string, enum: [a, b]}";
    let report =
        changed(&echo(listed), listed, "{oneOf: [{type: string, enum: [a]}, {type: string, enum: [b]}]}");
    assert!(wire(&report).iter().all(|verdict| verdict == "compatible"), "{report:#}");
    let report = changed(&echo(listed), listed, "{oneOf: [{type: string, enum: [a]}]}");
    assert!(wire(&report).iter().any(|verdict| verdict == "breaking"), "{report:#}");
}

fn wire(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["wire"]["verdict"].as_str().unwrap().to_owned()).collect()
}

/// A document of several operations that return schemas of these names.
fn returning(names: [&str; 3]) -> String {
    let paths: String = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            format!(
                "  /things{index}:
    get:
      operationId: get_thing{index}
      responses: {{'200': {{description: Ok., content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}
"
            )
        })
        .collect();
    format!(
        "openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
servers: [{{url: https://example.com}}]
paths:
{paths}  /others:
    get:
      operationId: list_others
      responses: {{'200': {{description: Ok., content: {{application/json: {{schema: {{type: object, properties: {{flow: {{$ref: '#/components/schemas/Flow'}}, other: {{$ref: '#/components/schemas/Other'}}}}}}}}}}}}}}
components:
  schemas:
    Flow: {{type: object, required: [id, name], properties: {{id: {{type: string}}, name: {{type: string}}, size: {{type: integer}}}}}}
    Other: {{type: object, required: [id], properties: {{id: {{type: string}}, size: {{type: number}}, color: {{type: string}}}}}}
"
    )
}

#[test]
fn a_schema_replaced_in_several_responses_is_one_change() {
    let report = changed_to(&returning(["Flow"; 3]), &returning(["Other"; 3]));
    assert_eq!(rules_of(&report), ["schema-replaced"]);
    let finding = &report["findings"][0];
    assert_eq!((&finding["location"], verdicts(&report).0), (&Value::from("schemas/Flow"), "breaking"));
    assert_eq!(finding["operations"].as_array().unwrap().len(), 3);
    assert_eq!(finding["before"], "Flow; lost: name (string)");
    assert_eq!(finding["after"], "Other; gained: color (string); changed: size (integer → number)");
    assert_eq!(finding["evidence"]["kind"], "counter-example", "{finding:#}");
    // Where it is still returned, it is as it was.
    let report = changed_to(&returning(["Flow"; 3]), &returning(["Other", "Flow", "Other"]));
    assert_eq!(rules_of(&report), ["schema-replaced"]);
    assert_eq!(report["findings"][0]["operations"].as_array().unwrap().len(), 2);
}

#[test]
fn an_operation_may_be_moved_and_renamed_at_once() {
    let base = returning(["Flow", "Other", "Flow"]);
    let head = base.replace("/things1:", "/v2/widgets:").replace("get_thing1", "fetch_widget");
    let report = changed_to(&base, &head);
    assert_eq!(rules_of(&report), ["op-moved", "op-id-renamed"]);
}

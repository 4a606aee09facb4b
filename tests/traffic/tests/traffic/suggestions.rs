//! What is suggested, written into the specification, makes the finding go away.

use std::collections::{BTreeMap, BTreeSet};

use document::Document;
use document::load::MemoryFiles;
use serde_json::{Value, json};
use traffic::suggest::{Edited, Suggester};
use traffic::{Findings, Rule, Traffic, report};

use super::specification;
use crate::clean::recordings;
use crate::mutations::mutations;
use crate::planted::gateway as whole_gateway;

/// The specification with one file in another text.
fn with(old: &Document, edited: &Edited) -> Result<Document, String> {
    let files = old.sources.iter().map(|file| {
        let text = if file.path == edited.path { &edited.text } else { &file.text };
        (file.path.clone(), text.clone())
    });
    let document = Document::load(&MemoryFiles::new(files), "spec/openapi.yaml");
    document.map_err(|report| format!("{:#?}", report.problems))
}

fn run<'b>(document: &'b Document, line: &Value) -> Traffic<'b> {
    let mut traffic = Traffic::new(document);
    traffic.input("planted", line.to_string().as_bytes()).unwrap();
    traffic
}

/// Writes what is suggested for the only finding of a line, and returns whether there was anything to write.
fn helps(document: &Document, line: &Value) -> Option<()> {
    let traffic = run(document, line);
    let text = report::text(&traffic, true);
    let (key, finding) = traffic.findings.iter().next().unwrap_or_else(|| panic!("nothing found: {line}"));
    let edited = Suggester::new(&traffic).edited(key, finding)?;
    let better = with(document, &edited).unwrap_or_else(|why| panic!("{text}\n{why}"));
    let errors = better.errors(&[]);
    assert!(errors.is_empty(), "the generator takes it: {text}\n{errors:#?}");
    let after = run(&better, line);
    // The types are made anew by `regen`; here they are still the old ones.
    let is_gone = after.findings.iter().all(|(key, _)| key.rule == Rule::Undecodable);
    assert!(is_gone, "{text}\n==> now\n{}", report::text(&after, false));
    Some(())
}

#[tokio::test]
async fn every_kind_of_suggestion_helps() {
    let document = specification();
    let recording = recordings(&[]).await.1.text();
    let mut traffic = Traffic::new(&document);
    let (mut known, mut numbers, mut counts) =
        (BTreeSet::new(), BTreeMap::new(), BTreeMap::<&str, usize>::new());
    for line in recording.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        for mutation in mutations(&line, "response").into_iter().chain(mutations(&line, "request")) {
            traffic.findings = Findings::default();
            traffic.input("planted", mutation.line.to_string().as_bytes()).unwrap();
            let Some((key, finding)) = traffic.findings.iter().next() else { continue };
            let name = key.path.rsplit('.').next().unwrap().to_owned();
            if !known.insert((key.rule, finding.at.map(|at| at.file), name)) {
                continue;
            }
            // To try them all takes minutes; these are from many parts of the specification.
            let number = numbers.entry(key.rule).or_insert(0);
            *number += 1;
            if *number % 13 == 1 && *number < 60 {
                let helped = helps(&document, &mutation.line).is_some();
                *counts.entry(key.rule.name()).or_default() += usize::from(helped);
            }
        }
    }
    for rule in ["bounds", "format", "missing-field", "type-mismatch", "undocumented-null"] {
        assert!(counts.get(rule).is_some_and(|count| *count > 0), "{rule}: {counts:?}");
    }
}

/// Exchanges with one finding each that has a suggestion.
fn exchanges() -> Vec<Value> {
    let gateway = "/api/fabric/resources/sip_gateways";
    let item = format!("{gateway}/3fa85f64-5717-4562-b3fc-2c963f66afa6");
    vec![
        json!({ "method": "GET", "url": "/api/crm/contacts/17", "status": 200, "response": { "id": 17 } }),
        json!({ "method": "DELETE", "url": gateway, "status": 204 }),
        json!({ "method": "DELETE", "url": item, "status": 202 }),
        json!({ "method": "DELETE", "url": item, "status": 418, "response": { "error": "teapot" } }),
        json!({ "method": "DELETE", "url": format!("{item}?force=true"), "status": 204 }),
        json!({ "method": "DELETE", "url": item, "status": 204, "response": { "deleted": true } }),
        json!({ "method": "DELETE", "url": item, "status": 204, "request": { "why": "because" } }),
        json!({ "method": "GET", "url": "/api/relay/rest/sip_profile?verbose=1", "status": 401, "response": { "error": "Unauthorized" } }),
        json!({ "method": "GET", "url": item, "status": 401, "response": { "error": "Unauthorized", "hint": ["x"] } }),
        json!({ "method": "PATCH", "url": item, "status": 200, "response": whole_gateway() }),
        json!({ "method": "PATCH", "url": item, "status": 500, "request": { "encryption": "quantum" }, "response": { "error": "Internal Server Error" } }),
        json!({ "method": "PATCH", "url": item, "status": 500, "request": { "codecs": ["LYRA"] }, "response": { "error": "Internal Server Error" } }),
    ]
}

#[test]
fn suggestions_for_whole_exchanges_help() {
    let document = specification();
    for line in exchanges() {
        assert!(helps(&document, &line).is_some(), "{line}");
    }
}

/// A list where an object is documented, and an object where a list is: each may be either then.
#[test]
fn lists_and_objects_get_their_suggestion() {
    let profile = |response: Value| json!({ "method": "GET", "url": "/api/relay/rest/sip_profile", "status": 200, "response": response });
    let document = specification();
    for line in [profile(json!([])), profile(json!([{ "domain": "x" }]))] {
        assert!(helps(&document, &line).is_some(), "{line}");
    }
    let texts = [
        "      schema: {type: object, properties: {data: {type: object, properties: {a: {type: string}}}}}\n",
        "      schema: {type: object, properties: {data: {$ref: '#/components/schemas/Data'}}}\n",
        "      schema:
        type: object
        properties:
          data:
            type: object
            description: |
              Some text,

                indented.
            properties:
              a: {type: string}
          other: {type: integer}
        required: [data]
",
        "      schema:
        type: object
        properties:
          data: {type: array, items: {type: string}}
",
    ];
    for text in texts {
        let text: String = text.lines().map(|line| format!("    {line}\n")).collect();
        let text = format!(
            "openapi: 3.0.3
info: {{title: T, version: '1'}}
paths:
  /x: {{get: {{responses: {{'200': {{$ref: '#/components/responses/X'}}}}}}}}
components:
  schemas:
    Data:
      type: object
  responses:
    X:
      description: X
      content:
        application/json:
{text}"
        );
        let document =
            Document::load(&MemoryFiles::new([("spec/openapi.yaml", text.clone())]), "spec/openapi.yaml");
        let document = document.unwrap_or_else(|report| panic!("{:?}", report.problems));
        let is_list = !text.contains("type: array");
        let data = if is_list { json!([1]) } else { json!({ "a": 1 }) };
        let line = json!({ "method": "GET", "url": "/x", "status": 200, "response": { "data": data } });
        assert!(helps(&document, &line).is_some(), "{text}");
    }
}

#[test]
fn a_difference_has_the_lines_of_its_file() {
    let document = specification();
    for line in exchanges() {
        let traffic = run(&document, &line);
        let (key, finding) = traffic.findings.iter().next().unwrap();
        let suggester = Suggester::new(&traffic);
        let diff = suggester.suggestion(key, finding).unwrap().diff;
        let edited = suggester.edited(key, finding).unwrap();
        let old = &document.sources.iter().find(|file| file.path == edited.path).unwrap().text;
        let (path, new) = (&edited.path, &edited.text);
        let whole = similar::TextDiff::from_lines(old, new);
        let whole = whole
            .unified_diff()
            .context_radius(2)
            .header(&format!("a/{path}"), &format!("b/{path}"))
            .to_string();
        assert_eq!(diff, whole);
    }
}

#[test]
fn a_suggestion_is_a_difference() {
    let document = specification();
    let line = &exchanges()[11];
    let traffic = run(&document, line);
    let (key, finding) = traffic.findings.iter().next().unwrap();
    let suggested = Suggester::new(&traffic).suggestion(key, finding).unwrap();
    assert_eq!(suggested.note, "add what was seen to the enum");
    let added: Vec<&str> = suggested.diff.lines().filter(|line| line.starts_with('+')).collect();
    assert_eq!(added[0], "+++ b/spec/shared.yaml");
    assert!(added.len() == 2 && added[1].contains("LYRA"), "{}", suggested.diff);
    assert!(report::markdown(&traffic, true).contains("```diff\n--- a/spec/shared.yaml\n"));
}

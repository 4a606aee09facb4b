//! What is suggested, written into the specification, makes the finding go away.

use std::collections::{BTreeMap, BTreeSet};

use codegen::Document;
use codegen::bundle::{Bundle, bundle};
use codegen::lint::lint;
use codegen::load::{MemoryFiles, load};
use codegen::problem::Severity;
use serde_json::{Value, json};
use traffic::suggest::{Edited, edited, suggestion};
use traffic::{Findings, Rule, Traffic, report};

use super::specification;
use crate::clean::recordings;
use crate::mutations::mutations;

/// The specification with one file in another text.
fn with(old: &Bundle, edited: &Edited) -> Result<Bundle, String> {
    let files = old.sources.iter().map(|file| {
        let text = if file.path == edited.path { &edited.text } else { &file.text };
        (file.path.clone(), text.clone())
    });
    let document = load(&MemoryFiles::new(files), "spec/openapi.yaml");
    document.and_then(bundle).map_err(|report| format!("{:#?}", report.problems))
}

fn run<'b>(bundle: &'b Bundle, line: &Value) -> Traffic<'b> {
    let mut traffic = Traffic::new(bundle);
    traffic.input("planted", line.to_string().as_bytes()).unwrap();
    traffic
}

/// Writes what is suggested for the only finding of a line, and tells whether there was anything to write.
fn helps(bundle: &Bundle, line: &Value) -> Option<()> {
    let traffic = run(bundle, line);
    let text = report::text(&traffic, true);
    let (key, finding) = traffic.findings.iter().next().unwrap_or_else(|| panic!("nothing found: {line}"));
    let edited = edited(&traffic, key, finding)?;
    let better = with(bundle, &edited).unwrap_or_else(|why| panic!("{text}\n{why}"));
    let linted = Document::of(better.clone()).map_or_else(|report| report, |document| lint(&document));
    let errors = linted.problems.iter().filter(|problem| problem.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "the generator takes it: {text}");
    let after = run(&better, line);
    // The types are made anew by `regen`; here they are still the old ones.
    let is_gone = after.findings.iter().all(|(key, _)| key.rule == Rule::Undecodable);
    assert!(is_gone, "{text}\n==> now\n{}", report::text(&after, false));
    Some(())
}

#[tokio::test]
async fn every_kind_of_suggestion_helps() {
    let bundle = specification();
    let recording = recordings(&[]).await.1.text();
    let mut traffic = Traffic::new(&bundle);
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
                let helped = helps(&bundle, &mutation.line).is_some();
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
        json!({ "method": "POST", "url": gateway, "status": 500, "response": { "error": "Internal Server Error" } }),
        json!({ "method": "PATCH", "url": item, "status": 500, "request": { "encryption": "quantum" }, "response": { "error": "Internal Server Error" } }),
        json!({ "method": "PATCH", "url": item, "status": 500, "request": { "codecs": ["LYRA"] }, "response": { "error": "Internal Server Error" } }),
    ]
}

#[test]
fn suggestions_for_whole_exchanges_help() {
    let bundle = specification();
    for line in exchanges() {
        assert!(helps(&bundle, &line).is_some(), "{line}");
    }
}

#[test]
fn a_suggestion_is_a_difference() {
    let bundle = specification();
    let line = &exchanges()[11];
    let traffic = run(&bundle, line);
    let (key, finding) = traffic.findings.iter().next().unwrap();
    let suggested = suggestion(&traffic, key, finding).unwrap();
    assert_eq!(suggested.note, "add what was seen to the enum");
    let added: Vec<&str> = suggested.diff.lines().filter(|line| line.starts_with('+')).collect();
    assert_eq!(added[0], "+++ b/spec/shared.yaml");
    assert!(added.len() == 2 && added[1].contains("LYRA"), "{}", suggested.diff);
    assert!(report::markdown(&traffic, true).contains("```diff\n--- a/spec/shared.yaml\n"));
}

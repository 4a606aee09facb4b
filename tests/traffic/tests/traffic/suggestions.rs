//! What is suggested, written into the specification, makes the finding go away.

use std::collections::{BTreeMap, BTreeSet};

use codegen::bundle::{Bundle, bundle};
use codegen::load::{MemoryFiles, load};
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
    let after = run(&better, line);
    // The types are made anew by `regen`; here they are still the old ones.
    let is_gone = after.findings.iter().all(|(key, _)| key.rule == Rule::Undecodable);
    assert!(is_gone, "{text}\n==> now\n{}", report::text(&after, false));
    Some(())
}

#[tokio::test]
async fn every_suggestion_helps() {
    let bundle = specification();
    let recording = recordings(&[]).await.1.text();
    let mut traffic = Traffic::new(&bundle);
    let mut done = BTreeSet::new();
    let mut counts: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for line in recording.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        for mutation in mutations(&line, "response").into_iter().chain(mutations(&line, "request")) {
            traffic.findings = Findings::default();
            traffic.input("planted", mutation.line.to_string().as_bytes()).unwrap();
            for (key, finding) in traffic.findings.iter() {
                // One of each kind of place is enough: the shapes of the text repeat themselves.
                let last = key.path.rsplit('.').next().unwrap().to_owned();
                if done.insert((key.rule, finding.at.map(|at| at.file), last)) {
                    let helped = helps(&bundle, &mutation.line).is_some();
                    *counts.entry((key.rule.name(), helped)).or_default() += 1;
                }
            }
        }
    }
    println!("{counts:#?}");
}

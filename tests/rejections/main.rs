//! One rejected document for each rule, named after the rule, with what is said of it beside it.
//!
//! `cargo xtask bless` accepts new texts; review them before you commit.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::Document;
use codegen::lint::{lint, lint_strictly, rules};
use codegen::load::DiskFiles;
use codegen::problem::{Report, Severity};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rejections")
}

/// The rejected documents: rule and root file.
fn rejected() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory()).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.push((stem.clone(), format!("{stem}/openapi.yaml")));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push((stem.clone(), format!("{stem}.yaml")));
        }
    }
    found.sort();
    found
}

fn report(file: &str) -> Report {
    let document = Document::load(&DiskFiles::new(directory()), file);
    document.map_or_else(|report| report, |document| lint_strictly(&document))
}

fn text(report: &Report) -> String {
    let lines = report.problems.iter().map(|problem| {
        let place = problem.at.map_or_else(|| "nowhere".to_owned(), |at| report.sources.describe(at));
        format!("{place}: {}: {}\n  help: {}\n", problem.rule, problem.message, problem.help)
    });
    lines.collect()
}

#[test]
fn every_document_breaks_its_rule_and_no_other() {
    for (rule, file) in rejected() {
        let report = report(&file);
        let broken: BTreeSet<&str> = report.problems.iter().map(|problem| problem.rule).collect();
        assert_eq!(broken, BTreeSet::from([rule.as_str()]), "{file}\n{}", text(&report));
    }
}

#[test]
fn all_reports_match_their_snapshots() {
    let compared = rejected().into_iter().map(|(rule, file)| {
        snapshot::compare(&directory().join(format!("{rule}.txt")), &text(&report(&file)))
    });
    let differences: Vec<String> = compared.filter_map(Result::err).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_rule_has_a_document_and_every_document_a_rule() {
    let documents: BTreeSet<String> = rejected().into_iter().map(|(rule, _)| rule).collect();
    let registered: BTreeSet<String> = rules().iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(documents, registered);
}

#[test]
fn a_problem_weighs_what_its_rule_says() {
    for (rule, file) in rejected() {
        let severity: Vec<Severity> = report(&file).problems.iter().map(|problem| problem.severity).collect();
        let registered = rules().iter().find(|known| known.name == rule).unwrap().severity;
        assert!(severity.iter().all(|severity| *severity == registered), "{rule}");
    }
}

/// What is neither against OpenAPI nor bad for the client is asked only of documents that are written for this generator.
#[test]
fn documents_of_others_are_asked_for_less() {
    let mut spared = 0;
    for (rule, file) in rejected() {
        let Ok(document) = Document::load(&DiskFiles::new(directory()), &file) else { continue };
        let is_strict = rules().iter().any(|known| known.name == rule && known.is_strict);
        let is_spared = is_strict && !document.is_transcribed();
        assert_eq!(lint(&document).problems.is_empty(), is_spared, "{file}");
        spared += usize::from(is_spared);
    }
    assert!(spared >= 7, "{spared}");
}

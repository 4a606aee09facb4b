//! `cargo xtask diff` over pairs of documents: one for every rule, named after it; each of these with another change
//! beside it; and some that differ in nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

mod beside;
mod classes;
mod expectation;
mod pairs;
mod proof;
mod revisions;

use std::path::Path;
use std::process::{Command, Output};

use codegen::diff::rules::rules;
use serde_json::Value;

use crate::expectation::{Change, Expectation};
use crate::pairs::Pair;

/// The pairs of which everything that is printed is kept, as examples of the formats.
const PRINTED: [&str; 5] = ["docs-only", "op-added", "rq-became-req", "rs-prop-removed", "server-changed"];

fn diff(directory: &Path, base: &str, head: &str, format: &str) -> Output {
    let arguments = ["diff", "--base", base, "--head", head, "--format", format];
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).current_dir(directory).output().unwrap()
}

fn json(directory: &Path, base: &str, head: &str) -> Value {
    json_with(directory, base, head, &[])
}

fn json_with(directory: &Path, base: &str, head: &str, more: &[&str]) -> Value {
    let arguments = ["diff", "--base", base, "--head", head, "--format", "json"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.args(arguments).args(more).current_dir(directory).output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{base}, {head}: {error} {}", String::from_utf8_lossy(&output.stderr)))
}

fn rules_of(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
}

/// A change of the surface without a cause is a defect.
fn assert_explained(name: &str, report: &Value) {
    assert_eq!(unexplained(report), Vec::<&Value>::new(), "{name}");
    assert_eq!(report["surface_missing"], Value::Null, "{name}");
}

fn unexplained(report: &Value) -> Vec<&Value> {
    report["unexplained"].as_array().unwrap().iter().collect()
}

#[test]
fn every_pair_is_the_change_it_declares_and_back() {
    for pair in pairs::all("changes") {
        let Expectation { forward, back } = pair.expectation();
        let there = json(&pair.directory, &pair.base(), &pair.head());
        assert_eq!(Change::all(&there), [forward], "{}", pair.name);
        assert_explained(&pair.name, &there);
        let again = json(&pair.directory, &pair.head(), &pair.base());
        assert_eq!(Change::all(&again), [back], "{}, backwards", pair.name);
        assert_explained(&pair.name, &again);
    }
}

#[test]
fn every_pair_declares_what_the_register_says_of_its_rule() {
    for pair in pairs::all("changes") {
        let Expectation { forward, back } = pair.expectation();
        let rule = rules().iter().find(|rule| rule.name == pair.name).unwrap();
        assert_eq!((forward.rule.as_str(), back.rule.as_str()), (rule.name, rule.mirror));
        // What the register predicts for Rust is what the crates show.
        assert_eq!(forward.rust, rule.rust.0.word(), "{}", pair.name);
    }
}

#[test]
fn all_printed_reports_match_their_snapshots() {
    for pair in pairs::all("changes") {
        let path = |extension: &str| pair.directory.join(format!("{}.{extension}", pair.name));
        if !PRINTED.contains(&pair.name.as_str()) {
            assert!(!path("json").exists() && !path("txt").exists(), "{} is not in `PRINTED`", pair.name);
            continue;
        }
        let json = json(&pair.directory, &pair.base(), &pair.head());
        snapshot::assert_snapshot(path("json"), &format!("{json:#}\n"));
        let text = diff(&pair.directory, &pair.base(), &pair.head(), "text").stderr;
        snapshot::assert_snapshot(path("txt"), &String::from_utf8(text).unwrap());
    }
}

#[test]
fn every_rule_has_a_pair_and_a_mirror() {
    let mut known: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
    known.sort_unstable();
    let pairs = pairs::all("changes");
    // Both are sorted, so a name that is used twice shows as well.
    assert_eq!(pairs.iter().map(|pair| pair.name.as_str()).collect::<Vec<_>>(), known);
    for rule in rules() {
        let mirror = rules().iter().find(|other| other.name == rule.mirror).unwrap();
        assert_eq!(mirror.mirror, rule.name, "the mirror of {} mirrors it", rule.name);
    }
}

#[test]
fn what_means_the_same_is_no_change() {
    for pair in pairs::all("same") {
        let Pair { directory, name } = &pair;
        for (base, head) in
            [(pair.base(), pair.head()), (pair.head(), pair.base()), (pair.base(), pair.base())]
        {
            let report = json(directory, &base, &head);
            assert_eq!(Change::all(&report), [], "{name}");
            assert_explained(name, &report);
            assert_eq!(diff(directory, &base, &head, "json").status.code(), Some(0), "{name}");
        }
    }
}

#[test]
fn the_specification_does_not_differ_from_itself() {
    let directory = pairs::directory("../../spec");
    let output = diff(&directory, "openapi.yaml", "openapi.yaml", "json");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(Change::all(&report), []);
    assert_explained("the specification", &report);
    assert_eq!(output.status.code(), Some(0));
}

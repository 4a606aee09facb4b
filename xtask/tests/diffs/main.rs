//! `cargo xtask diff` over pairs of documents: one for every rule, named after it, and some that differ in nothing.
//!
//! `BLESS=1 cargo test -p xtask --test diffs` writes what is printed today beside the pairs.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use codegen::diff::rules::rules;
use serde_json::Value;

fn pairs(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/diffs").join(kind)
}

/// The names of the pairs in a directory.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> =
        entries.filter_map(|name| name.to_str()?.strip_suffix(".base.yaml").map(str::to_owned)).collect();
    names.sort();
    assert!(!names.is_empty(), "{} holds no pairs", directory.display());
    names
}

fn diff(directory: &Path, base: &str, head: &str, format: &str) -> Output {
    let arguments = ["diff", "--base", base, "--head", head, "--format", format];
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).current_dir(directory).output().unwrap()
}

fn json(directory: &Path, base: &str, head: &str) -> Value {
    serde_json::from_slice(&diff(directory, base, head, "json").stdout).unwrap()
}

fn rules_of(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap()).collect()
}

/// What is left over would be a change of the crate without a cause.
fn assert_explained(name: &str, report: &Value) {
    assert_eq!(report["unexplained"].as_array().map(Vec::len), Some(0), "{name}: {}", report["unexplained"]);
    assert_eq!(report["surface_missing"], Value::Null, "{name}");
}

#[test]
fn every_pair_gives_its_rule_and_back_its_mirror() {
    let directory = pairs("changes");
    let mut stale = Vec::new();
    for name in names(&directory) {
        let (base, head) = (format!("{name}.base.yaml"), format!("{name}.head.yaml"));
        let forward = json(&directory, &base, &head);
        assert_eq!(rules_of(&forward), [name.as_str()]);
        assert_explained(&name, &forward);
        let rule = rules().iter().find(|rule| rule.name == name).unwrap();
        // What the register predicts for Rust is what the crates show.
        assert_eq!(forward["findings"][0]["rust"]["verdict"], rule.rust.0.word(), "{name}");
        let backward = json(&directory, &head, &base);
        assert_eq!(rules_of(&backward), [rule.mirror], "{name}, backwards");
        assert_explained(&name, &backward);
        let text = String::from_utf8(diff(&directory, &base, &head, "text").stderr).unwrap();
        for (ending, printed) in [("json", format!("{forward:#}\n")), ("txt", text)] {
            let path = directory.join(format!("{name}.{ending}"));
            if std::env::var_os("BLESS").is_some() {
                fs::write(&path, &printed).unwrap();
            } else if fs::read_to_string(&path).ok().as_deref() != Some(printed.as_str()) {
                stale.push(path);
            }
        }
    }
    assert!(stale.is_empty(), "these are not what is printed now; BLESS=1 writes them anew: {stale:#?}");
}

#[test]
fn every_rule_has_a_pair_and_a_mirror() {
    let known: BTreeSet<&str> = rules().iter().map(|rule| rule.name).collect();
    assert_eq!(known.len(), rules().len(), "no two rules have one name");
    let pairs: BTreeSet<String> = names(&pairs("changes")).into_iter().collect();
    let pairs: BTreeSet<&str> = pairs.iter().map(String::as_str).collect();
    assert_eq!(pairs, known, "the pairs are those of the rules");
    for rule in rules() {
        let mirror = rules().iter().find(|other| other.name == rule.mirror).unwrap();
        assert_eq!(mirror.mirror, rule.name, "the mirror of {} mirrors it", rule.name);
    }
}

#[test]
fn what_means_the_same_is_no_change() {
    let directory = pairs("same");
    for name in names(&directory) {
        let (base, head) = (format!("{name}.base.yaml"), format!("{name}.head.yaml"));
        for (base, head) in [(&base, &head), (&head, &base), (&base, &base)] {
            let report = json(&directory, base, head);
            assert!(rules_of(&report).is_empty(), "{name}: {:#}", report["findings"]);
            assert_explained(&name, &report);
            assert_eq!(diff(&directory, base, head, "json").status.code(), Some(0), "{name}");
        }
    }
}

#[test]
fn the_specification_does_not_differ_from_itself() {
    let directory = pairs("../../spec");
    let output = diff(&directory, "openapi.yaml", "openapi.yaml", "json");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(rules_of(&report).is_empty(), "{:#}", report["findings"]);
    assert_explained("the specification", &report);
    assert_eq!(output.status.code(), Some(0));
}

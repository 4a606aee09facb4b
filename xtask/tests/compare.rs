//! The verb `compare`: its formats, its exit codes, and the file of justified differences.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

mod xtask;

use std::fs;
use std::path::Path;
use std::process::Output;

use xtask::{run, text};

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Things, version: 1.0.0}
servers: [{url: 'https://example.com'}]
paths:
  /things:
    get:
      operationId: list
      parameters:
        - {name: size, in: query, schema: {type: integer, default: 5}}
      responses: {'204': {description: Done.}}
";

const JUSTIFIED: &str = "[[differences]]
kind = 'default'
at = 'GET /things query size'
reason = 'The guide says so.'
";

fn compare(arguments: &[&str], folder: &Path) -> Output {
    run(&[&["compare", "--spec", "ours.yaml"], arguments].concat(), folder)
}

#[test]
fn a_difference_is_a_finding_until_it_is_justified() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("ours.yaml", DOCUMENT);
    write("same.yaml", DOCUMENT);
    write("other.yaml", &DOCUMENT.replace(", default: 5", ""));

    let same = compare(&["--reference", "same.yaml"], folder.path());
    assert_eq!((same.status.code(), text(&same.stdout).as_str()), (Some(0), ""), "{same:?}");

    let other = compare(&["--reference", "other.yaml"], folder.path());
    assert_eq!((other.status.code(), text(&other.stdout).as_str()), (Some(1), ""), "{other:?}");
    let printed = text(&other.stderr);
    assert!(
        printed.starts_with("default: GET /things query size: ours says 5, the reference nothing"),
        "{printed}"
    );
    assert!(printed.contains("--> ours.yaml:9:43, other.yaml:9:43 of the reference"), "{printed}");

    write("differences.toml", JUSTIFIED);
    let other = compare(&["--reference", "other.yaml"], folder.path());
    assert_eq!(other.status.code(), Some(0), "{other:?}");
    let same = compare(&["--reference", "same.yaml"], folder.path());
    assert_eq!(same.status.code(), Some(1), "a stale justification is a finding: {same:?}");
    let unused = "unused justification: default GET /things query size\n  --> differences.toml:3:6\n";
    assert!(text(&same.stderr).contains(unused), "{same:?}");
    let several = JUSTIFIED.replace("'GET /things query size'", "[\n  'GET /*',\n  'POST /*',\n]");
    write("differences.toml", &several);
    let github = compare(&["--reference", "other.yaml", "--format", "github"], folder.path());
    let error = "::error file=differences.toml,line=5,col=3,title=unused justification::";
    assert!(text(&github.stdout).starts_with(error), "{github:?}");
}

#[test]
fn machines_read_standard_output_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ours.yaml"), DOCUMENT).unwrap();
    fs::write(folder.path().join("other.json"), "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"servers\": [{\"url\": \"https://example.com\"}], \"paths\": {\"/things\": {\"get\": {\"responses\": {\"204\": {\"description\": \"Done.\"}}}}}}").unwrap();
    let json = compare(&["--reference", "other.json", "--format", "json"], folder.path());
    assert_eq!((json.status.code(), text(&json.stderr).as_str()), (Some(1), ""));
    let document: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let found = &document["differences"][0];
    assert_eq!(found["kind"], "parameter");
    assert_eq!((&found["file"], &found["line"]), (&"ours.yaml".into(), &9.into()));
    assert_eq!(document["summary"]["differences"], 1);
    let github = compare(&["--reference", "other.json", "--format", "github"], folder.path());
    let printed = text(&github.stdout);
    assert!(
        printed.starts_with("::error file=ours.yaml,line=9,col=11,title=reference%3A parameter::"),
        "{printed}"
    );
}

#[test]
fn wrong_input_ends_with_2() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ours.yaml"), DOCUMENT).unwrap();
    let missing = compare(&["--reference", "missing.yaml"], folder.path());
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("cannot read missing.yaml"), "{missing:?}");
    fs::write(folder.path().join("broken.yaml"), "openapi: 3.0.3\npaths: {").unwrap();
    assert_eq!(compare(&["--reference", "broken.yaml"], folder.path()).status.code(), Some(2));
    assert_eq!(compare(&[], folder.path()).status.code(), Some(2));
    fs::write(folder.path().join("differences.toml"), "[[differences]]\nkind = 'colour'\n").unwrap();
    let malformed = compare(&["--reference", "ours.yaml"], folder.path());
    assert_eq!(malformed.status.code(), Some(2));
    assert!(text(&malformed.stderr).contains("differences.toml"), "{malformed:?}");
}

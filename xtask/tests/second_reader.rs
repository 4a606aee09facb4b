//! The verbs that show what progenitor, as the second reader, makes of a document.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

mod xtask;

use std::fs;
use std::path::Path;

use xtask::{run, text};

const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Things, version: 1.0.0}
servers: [{url: 'https://example.com'}]
paths:
  /things:
    get:
      operationId: list
      parameters:
        - {name: kind, in: query, schema: {type: string, enum: [a, A]}}
        - {name: size, in: query, schema: {type: integer, default: 5}}
      responses: {'204': {description: Done.}}
";

const DIFFERENCE: &str = "[[differences]]
kind = 'type'
at = 'GET /things'
part = 'kind'
reason = 'progenitor refuses an enum of a and A; it is given text.'
";

/// Standard output, and standard error.
fn succeed(arguments: &[&str], working: &Path) -> (String, String) {
    let output = run(arguments, working);
    assert!(output.status.success(), "{output:?}");
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn regen_compares_the_readings_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("things.yaml"), DOCUMENT).unwrap();
    let (spec, out) = (path("things.yaml"), path("out"));
    let regen = |more: &[&str]| {
        let arguments = [&["regen", "--spec", &spec, "--out", &out, "--name", "things"], more].concat();
        let (_, printed) = succeed(&arguments, folder.path());
        printed.lines().filter(|line| !line.starts_with("things:")).map(str::to_owned).collect::<Vec<_>>()
    };
    let differs = "progenitor differs: 1 operations, 0 fields, 0 justified differences, 1 others; \
                   `--differences` shows them";
    let printed = regen(&["--differences"]);
    let found = printed.iter().position(|line| line == differs).unwrap();
    assert_eq!(printed[found + 1], "  GET /things kind: type: we read the enum ListKind, progenitor Text");
    fs::write(path("progenitor-differences.toml"), DIFFERENCE).unwrap();
    let agrees = "progenitor agrees: 1 operations, 0 fields, 1 justified differences";
    assert!(regen(&[]).iter().any(|line| line == agrees));
    // A justification that is of no use any more.
    fs::write(path("things.yaml"), DOCUMENT.replace("[a, A]", "[a, b]")).unwrap();
    assert!(
        regen(&[]).iter().any(|line| line.ends_with("1 unused justifications; `--differences` shows them"))
    );
}

/// `check` works on the repository that it is called in.
#[test]
fn check_fails_on_what_is_not_justified() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("spec")).unwrap();
    fs::create_dir_all(folder.path().join("xtask")).unwrap();
    fs::write(folder.path().join("spec/openapi.yaml"), DOCUMENT).unwrap();
    let check = || {
        let output = run(&["check"], folder.path());
        (output.status.success(), text(&output.stderr))
    };
    let (is_clean, printed) = check();
    assert!(!is_clean && printed.contains("\nsecond reader: findings\n"), "{printed}");
    assert!(printed.contains("  GET /things kind: type: we read"), "{printed}");
    fs::write(folder.path().join("spec/progenitor-differences.toml"), DIFFERENCE).unwrap();
    let (_, printed) = check();
    assert!(printed.contains("\nsecond reader: ok\n"), "{printed}");
}

#[test]
fn bundle_lowers_a_document_and_prints_what_it_gives_up() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("things.yaml");
    fs::write(&spec, DOCUMENT).unwrap();
    let spec = spec.to_str().unwrap();
    let (json, printed) =
        succeed(&["bundle", "--spec", spec, "--for", "progenitor", "--format", "json"], folder.path());
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    let parameters = &document["paths"]["/things"]["get"]["parameters"];
    assert_eq!(parameters[0]["schema"], serde_json::json!({ "type": "string" }));
    assert_eq!(parameters[1]["schema"], serde_json::json!({ "type": "integer" }));
    let rules: Vec<&str> = printed.lines().filter_map(|line| line.split(';').next()).collect();
    assert_eq!(rules, ["enum-values: 1", "defaults: 1"]);
    let (yaml, _) = succeed(&["bundle", "--spec", spec, "--for", "progenitor"], folder.path());
    assert!(yaml.starts_with("openapi: 3.0.3\n"));
}

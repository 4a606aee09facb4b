//! The program: what it prints where, and how it ends.

use std::fmt::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

fn program(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_traffic")).args(arguments).output().unwrap()
}

/// A directory with recordings, as clean as they can be and with one finding.
fn recordings() -> (tempfile::TempDir, String, String) {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, response: Value| {
        let line = json!({ "method": "GET", "url": "/api/relay/rest/sip_profile", "status": 401, "response": response });
        let path = directory.path().join(name);
        std::fs::write(&path, format!("{line}\n")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let clean = write("clean.ndjson", json!({ "error": "Unauthorized" }));
    let odd = write("odd.ndjson", json!({ "error": "Unauthorized", "why": "hunter2" }));
    (directory, clean, odd)
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn exit_codes_and_streams() {
    let (directory, clean, odd) = recordings();
    let output = program(&[&clean]);
    assert_eq!((code(&output), output.stdout.as_slice()), (0, &b""[..]));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "0 findings in 1 exchange\n");

    let output = program(&[&clean, &odd]);
    assert_eq!((code(&output), output.stdout.as_slice()), (1, &b""[..]));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("$.why") && text.contains("odd.ndjson:1") && !text.contains("hunter2"), "{text}");
    assert!(text.contains("spec:       spec/shared.yaml:"), "{text}");

    let output = program(&[&odd, "--format", "json", "--suggest"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((code(&output), output.stderr.as_slice()), (1, &b""[..]));
    assert_eq!(document["findings"][0]["path"], "$.why");
    assert!(
        document["findings"][0]["suggestion"]["diff"].as_str().unwrap().contains("+++ b/spec/shared.yaml")
    );

    let output = program(&[&odd, "--format", "markdown"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("| undocumented-field |"));

    let missing = directory.path().join("missing").to_str().unwrap().to_owned();
    for unreadable in [missing.as_str(), directory.path().to_str().unwrap()] {
        let output = program(&[unreadable, &odd]);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(code(&output), 2, "{text}");
        assert!(text.contains("cannot read") && text.contains("$.why"), "the other file is read: {text}");
    }
    let foreign = directory.path().join("foreign");
    std::fs::write(&foreign, "GIF89a\u{1}\u{2}\nhunter2").unwrap();
    let output = program(&[foreign.to_str().unwrap()]);
    assert_eq!(code(&output), 2, "nothing in it is an exchange");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("hunter2"));
    assert_eq!(code(&program(&[])), 2);
    assert_eq!(code(&program(&[&clean, "--format", "xml"])), 2);
}

/// Paths that the specification does not have, each another one.
fn unknown_paths(count: u32) -> String {
    let word = |number: u32| -> String {
        (0..4)
            .map(|place| char::from(b'a' + u8::try_from(number / 26_u32.pow(place) % 26).unwrap()))
            .collect()
    };
    let mut lines = String::new();
    for number in 0..count {
        let response = json!({ "id": 1 });
        let url = format!("/api/x{}s", word(number));
        let line = json!({ "method": "GET", "url": url, "status": 200, "response": response });
        writeln!(lines, "{line}").unwrap();
    }
    lines
}

#[test]
fn suggestions_for_thousands_of_unknown_paths_take_no_longer_than_they_are_long() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("many.ndjson");
    std::fs::write(&path, unknown_paths(30_000)).unwrap();
    let started = Instant::now();
    let output = program(&[path.to_str().unwrap(), "--suggest", "--format", "json"]);
    let took = started.elapsed();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((code(&output), &report["summary"]["findings"]), (1, &json!(10_000)));
    assert!(
        report["findings"][9_999]["suggestion"]["diff"].as_str().unwrap().contains("+++ b/spec/openapi.yaml")
    );
    // A second or two; a busy machine without optimizations has more time, but not for work that grows with its square.
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("many.ndjson");
    std::fs::write(&path, unknown_paths(2_000)).unwrap();
    for format in ["json", "markdown"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_traffic"))
            .args([path.to_str().unwrap(), "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), String::from_utf8_lossy(&output.stderr).as_ref()), (1, ""), "{format}");
    }
}

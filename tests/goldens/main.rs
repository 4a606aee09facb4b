//! Documents with the crates that are generated from them: the text of each is kept beside its document, and all of
//! them are compiled, with clippy's warnings denied, and their examples with them.
//!
//! `cargo xtask bless` accepts new texts; review them before you commit.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

mod cargo_features;
mod growth;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::emit::Options;
use codegen::generate;
use codegen::load::{DiskFiles, MemoryFiles};
use snapshot::assert_snapshot;
use tests::nested_cargo::check;

const DOCUMENTS: [&str; 4] = ["features", "foreign", "obstacles", "texts"];

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens")
}

fn options(name: &str, runtime_path: &str) -> Options {
    Options {
        package: format!("golden-{name}"),
        runtime: "signalwire-rest-runtime".to_owned(),
        runtime_path: Some(runtime_path.to_owned()),
        simulator: None,
        command: "cargo test -p tests --test goldens".to_owned(),
        workspace_member: true,
        ..Options::default()
    }
}

fn crate_of(name: &str, runtime_path: &str) -> BTreeMap<String, String> {
    let root = format!("{name}.yaml");
    let generated = generate(&DiskFiles::new(directory()), &root, &options(name, runtime_path));
    generated.unwrap_or_else(|report| panic!("{:#?}", report.problems)).files
}

/// All files in one text, for reading and comparing.
fn whole(files: &BTreeMap<String, String>) -> String {
    files.iter().map(|(path, text)| format!("==> {path}\n{text}\n")).collect()
}

#[test]
fn every_crate_matches_its_snapshot() {
    for name in DOCUMENTS {
        assert_snapshot(directory().join(format!("{name}.txt")), &whole(&crate_of(name, "../runtime")));
    }
}

#[test]
fn every_crate_compiles_with_its_examples() {
    let workspace = repository().join("target/tmp/goldens");
    let _ = fs::remove_dir_all(&workspace);
    let runtime = repository().join("codegen/runtime");
    for name in DOCUMENTS {
        for (path, text) in crate_of(name, runtime.to_str().unwrap()) {
            let path = workspace.join(name).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    write_calls(&workspace);
    let members = DOCUMENTS.map(|name| format!("{name:?}")).join(", ");
    fs::write(
        workspace.join("Cargo.toml"),
        format!("[workspace]\nresolver = \"3\"\nmembers = [{members}, \"calls\"]\n"),
    )
    .unwrap();
    fs::copy(repository().join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    cargo(&workspace, &check(&["--no-default-features"]));
    // Code for tools is only compiled with its features.
    let tools =
        ["check", "--workspace", "--no-default-features", "--features", "conformance,record,webhooks"];
    cargo(&workspace, &tools);
    cargo(&workspace, &["test", "--doc", "--workspace", "--no-default-features"]);
    cargo(&workspace, &["doc", "--workspace", "--no-deps", "--no-default-features"]);
    cargo(&workspace, &["test", "--package", "calls", "--test", "features"]);
}

/// A package of tests that call what was generated.
fn write_calls(workspace: &Path) {
    let calls = workspace.join("calls");
    fs::create_dir_all(calls.join("tests")).unwrap();
    fs::write(calls.join("Cargo.toml"), CALLS).unwrap();
    fs::create_dir_all(calls.join("src")).unwrap();
    fs::write(calls.join("src/lib.rs"), "").unwrap();
    fs::copy(directory().join("features.rs"), calls.join("tests/features.rs")).unwrap();
}

const CALLS: &str = r#"[package]
name = "calls"
version = "0.0.0"
edition = "2024"

[dev-dependencies]
golden-features = { path = "../features", default-features = false }
serde_json = "1"
tokio = { version = "1", default-features = false, features = ["macros", "rt"] }
"#;

fn cargo(workspace: &Path, arguments: &[&str]) {
    tests::nested_cargo::cargo(workspace, &repository().join("target/goldens"), arguments);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for name in DOCUMENTS {
        assert_eq!(crate_of(name, "x"), crate_of(name, "x"), "{name}");
    }
}

/// The specification in its files, and the same document as one file with its parts in another order.
#[test]
fn splitting_and_reordering_files_changes_nothing() {
    let split = generate(&DiskFiles::new(repository()), "spec/openapi.yaml", &options("x", "x")).unwrap();
    let serde_json::Value::Object(root) = tests::specification().unwrap() else { panic!("not a mapping") };
    let reordered: Vec<String> =
        root.iter().rev().map(|(key, value)| format!("{key:?}: {}", reversed(key, value))).collect();
    let text = format!("{{{}}}", reordered.join(","));
    let whole = generate(&MemoryFiles::new([("one.json", text)]), "one.json", &options("x", "x")).unwrap();
    assert_eq!(split.files, whole.files);
}

/// Paths and components in reverse order.
fn reversed(key: &str, value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(object)
            if matches!(key, "paths" | "components" | "schemas" | "responses") =>
        {
            let entries =
                object.iter().rev().map(|(key, value)| format!("{key:?}: {}", reversed(key, value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[test]
fn the_generated_crate_is_up_to_date() {
    let own = Options {
        package: "signalwire-rest".to_owned(),
        runtime_path: Some("../codegen/runtime".to_owned()),
        command: "cargo xtask regen".to_owned(),
        trusted: true,
        licenses: licenses(),
        ..options("", "")
    };
    let generated = generate(&DiskFiles::new(repository()), "spec/openapi.yaml", &own).unwrap();
    for (path, text) in generated.files {
        let on_disk = fs::read_to_string(repository().join("generated").join(&path)).unwrap_or_default();
        assert!(on_disk == text, "generated/{path} is stale; help: cargo xtask regen");
    }
    assert!(generated.warnings.is_clean(), "cargo xtask lint shows the findings");
}

fn licenses() -> Vec<(String, String)> {
    let text = |name: &str| (name.to_owned(), fs::read_to_string(repository().join(name)).unwrap());
    ["LICENSE-APACHE", "LICENSE-MIT"].map(text).to_vec()
}

fn repository() -> PathBuf {
    tests::repository()
}

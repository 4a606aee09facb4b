//! Documents with the shapes that other people's have. Each becomes a crate, all of which are compiled without a warning
//! and called against a recorder: `documents/NAME.rs` beside `documents/NAME.yaml` states the bytes that each call must
//! send by the rules of OpenAPI, and what it must make of the responses.
//!
//! To add a document, add the two files.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

// Not the package of tests, which needs the generated crate.
#[path = "../../src/nested_cargo.rs"]
mod nested_cargo;

use std::fs;
use std::path::{Path, PathBuf};

use codegen::emit::Options;
use codegen::generate;
use codegen::load::DiskFiles;

const RECORDER: &str = include_str!("../recorder.rs");

#[test]
fn every_document_becomes_a_crate_whose_calls_send_what_it_says() {
    let workspace = repository().join("target/tmp/corpus");
    let _ = fs::remove_dir_all(&workspace);
    let names = documents();
    for name in &names {
        write_crate(&workspace, name);
    }
    write_calls(&workspace, &names);
    let members: Vec<String> = names.iter().map(|name| format!("{name:?}, ")).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}\"calls\"]\n", members.concat());
    fs::write(workspace.join("Cargo.toml"), manifest).unwrap();
    fs::copy(repository().join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    cargo(&workspace, &nested_cargo::check(&["--all-features"]));
    cargo(&workspace, &["test", "--package", "calls", "--test", "corpus"]);
}

/// The names of the documents, without their endings.
fn documents() -> Vec<String> {
    let files = fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path());
    let documents = files.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    let mut names: Vec<String> =
        documents.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    assert!(!names.is_empty(), "there are documents");
    names
}

fn write_crate(workspace: &Path, name: &str) {
    let runtime = repository().join("codegen/runtime");
    let options = Options {
        package: format!("corpus-{name}"),
        runtime: "signalwire-rest-runtime".to_owned(),
        runtime_path: Some(runtime.to_str().unwrap().to_owned()),
        command: "cargo test -p corpus".to_owned(),
        workspace_member: true,
        ..Options::default()
    };
    let generated = generate(&DiskFiles::new(directory()), &format!("{name}.yaml"), &options);
    let files = generated.unwrap_or_else(|report| panic!("{name}: {:#?}", report.problems)).files;
    for (path, text) in files {
        let path = workspace.join(name).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A package of all tests that call what was generated: one binary, which is linked once.
fn write_calls(workspace: &Path, names: &[String]) {
    let calls = workspace.join("calls");
    fs::create_dir_all(calls.join("tests")).unwrap();
    fs::create_dir_all(calls.join("src")).unwrap();
    fs::write(calls.join("src/lib.rs"), RECORDER).unwrap();
    let dependency =
        |name: &String| format!("corpus-{name} = {{ path = \"../{name}\", default-features = false }}\n");
    let dependencies: String = names.iter().map(dependency).collect();
    let runtime = repository().join("codegen/runtime");
    let runtime = format!("signalwire-rest-runtime = {{ path = {runtime:?}, default-features = false }}\n");
    fs::write(calls.join("Cargo.toml"), [CALLS, &dependencies, &runtime].concat()).unwrap();
    let mut modules = String::from("#![allow(clippy::unwrap_used, reason = \"tests\")]\n");
    for name in names {
        let test = directory().join(format!("{name}.rs"));
        assert!(test.exists(), "{name}.yaml has no calls: add {name}.rs");
        modules.push_str(&format!("#[path = {:?}]\nmod {};\n", test, name.replace('-', "_")));
    }
    fs::write(calls.join("tests/corpus.rs"), modules).unwrap();
}

const CALLS: &str = r#"[package]
name = "calls"
version = "0.0.0"
edition = "2024"

[dependencies]
bytes = "1"
futures-core = "0.3"
serde_json = "1"
tokio = { version = "1", default-features = false, features = ["macros", "rt", "time"] }
"#;

fn cargo(workspace: &Path, arguments: &[&str]) {
    nested_cargo::cargo(workspace, &repository().join("target/goldens"), arguments);
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("documents")
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

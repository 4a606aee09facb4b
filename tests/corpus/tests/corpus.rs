//! Documents with the shapes that other people's have. Each becomes a crate, all of which are compiled without a warning
//! and called against a recorder: `documents/NAME.rs` beside `documents/NAME.yaml` states the bytes that each call must
//! send by the rules of OpenAPI, and what it must make of the responses. A simulator serves each document as well: every
//! sample call of the crate succeeds there.
//!
//! To add a document, add the two files.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

// Not the package of tests, which needs the generated crate.
#[path = "../../src/nested_cargo.rs"]
mod nested_cargo;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use codegen::emit::Options;
use codegen::generate;
use codegen::load::DiskFiles;
use document::Document;
use simulator::{Recorded, Simulator, SimulatorBuilder};
use tokio::runtime::Runtime;

const RECORDER: &str = include_str!("../recorder.rs");

/// As in the recorder: what sample calls cannot call.
const UNSERVED: [(&str, &str); 3] = [("media", "image"), ("styles", "label"), ("styles", "simple")];

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
    let served = Served::new(&names);
    fs::write(workspace.join("addresses.txt"), served.addresses()).unwrap();
    cargo(&workspace, &["test", "--package", "calls", "--test", "corpus"]);
    served.check();
}

/// A simulator for each document.
struct Served {
    running: Vec<(String, Arc<Document>, Simulator)>,
    _runtime: Runtime,
}

impl Served {
    fn new(names: &[String]) -> Self {
        let runtime = Runtime::new().unwrap();
        let start = |name: &String| {
            let read = Document::load(&DiskFiles::new(directory()), &format!("{name}.yaml"));
            let document = Arc::new(read.unwrap_or_else(|report| panic!("{name}: {:#?}", report.problems)));
            let simulator = SimulatorBuilder::of(Arc::clone(&document)).any_id();
            (name.clone(), document, runtime.block_on(simulator.start()).unwrap())
        };
        Self { running: names.iter().map(start).collect(), _runtime: runtime }
    }

    /// Where each document is served.
    fn addresses(&self) -> String {
        self.running.iter().map(|(name, _, running)| format!("{name}={} ", running.url())).collect()
    }

    /// Every operation was called, and the simulator took each call for what it was.
    fn check(&self) {
        for (name, document, running) in &self.running {
            let is_served = |operation: &&str| !UNSERVED.contains(&(name.as_str(), *operation));
            let requests = running.requests();
            let requests = requests.iter().filter(|request| is_served(&request.operation.as_str()));
            let called: BTreeSet<String> = requests.map(operation).collect();
            let operations = document.operations.iter().map(|operation| operation.id.as_str());
            let operations: BTreeSet<String> = operations.filter(is_served).map(str::to_owned).collect();
            assert_eq!(called, operations, "{name}");
        }
    }
}

/// The operation of a successful request, which is the one that the client meant.
fn operation(request: &Recorded) -> String {
    let declared = request.headers.iter().find(|(name, _)| name == "x-corpus-operation");
    let escaped = request.operation.bytes().flat_map(std::ascii::escape_default).map(char::from);
    let declared = declared.map(|(_, operation)| operation.clone());
    assert_eq!(declared, Some(escaped.collect()), "{} {}", request.method, request.path);
    assert!((200..300).contains(&request.status), "{} {}", request.method, request.path);
    request.operation.clone()
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
    let dependency = |name: &String| {
        format!(
            "corpus-{name} = {{ path = \"../{name}\", default-features = false, features = [\"conformance\"] }}\n"
        )
    };
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
    modules.push_str("\nmod served {\n");
    for name in names {
        let module = name.replace('-', "_");
        modules.push_str(&format!("    calls::served!({module}, corpus_{module}, {name:?});\n"));
    }
    modules.push_str("}\n");
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

//! The absences that `ARCHITECTURE.md` states, as far as they can be read off packages and sources.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What no package may depend on, not even by way of others.
const APART: [(&str, &[&str]); 6] = [
    ("codegen", &["signalwire-rest-runtime", "signalwire-rest", "signalwire-rest-simulator"]),
    ("signalwire-rest-runtime", &["codegen", "signalwire-rest", "signalwire-rest-simulator"]),
    ("signalwire-rest", &["codegen", "signalwire-rest-simulator"]),
    ("signalwire-rest-simulator", &["codegen", "signalwire-rest"]),
    ("traffic", &["codegen", "signalwire-rest-simulator"]),
    ("xtask", &["signalwire-rest", "signalwire-rest-runtime"]),
];

#[test]
fn packages_depend_in_one_direction() {
    let packages = packages();
    for (package, others) in APART {
        let reached = reached(&packages, package);
        for other in others {
            assert!(packages.contains_key(*other), "there is no package {other}");
            assert!(!reached.contains(*other), "{package} depends on {other}");
        }
    }
}

/// The packages of the workspace, each with those that it is built with.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let name = |node: &Value| node["name"].as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter().map(|package| {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        // Tests may use what they like.
        (name(package), dependencies.filter(|dependency| dependency["kind"] != "dev").map(name).collect())
    });
    packages.collect()
}

fn metadata() -> Value {
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(repository()).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn reached(packages: &BTreeMap<String, BTreeSet<String>>, package: &str) -> BTreeSet<String> {
    let (mut reached, mut pending) = (BTreeSet::new(), vec![package.to_owned()]);
    while let Some(next) = pending.pop() {
        let dependencies = packages.get(&next).into_iter().flatten();
        pending.extend(dependencies.filter(|name| reached.insert((*name).clone())).cloned());
    }
    reached
}

#[test]
fn no_package_may_use_unsafe_code() {
    assert!(
        fs::read_to_string(repository().join("Cargo.toml")).unwrap().contains("unsafe_code = \"forbid\"")
    );
    for manifest in manifests() {
        let text = fs::read_to_string(&manifest).unwrap();
        let inherits = text.contains("[lints]\nworkspace = true");
        // What is generated stands alone.
        let forbids = || {
            let root = fs::read_to_string(manifest.with_file_name("src/lib.rs")).unwrap_or_default();
            root.contains("#![forbid(unsafe_code)]")
        };
        assert!(inherits || forbids(), "{}", manifest.display());
    }
}

/// The manifests of the workspace.
fn manifests() -> Vec<PathBuf> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(|package| package["manifest_path"].as_str().unwrap().into()).collect()
}

#[test]
fn the_generator_knows_no_api_by_name() {
    for (path, line) in code("codegen/src") {
        assert!(!line.to_lowercase().contains("signalwire"), "{}: {line}", path.display());
    }
}

#[test]
fn the_generator_writes_no_file_and_reads_no_clock() {
    for (path, line) in code("codegen/src") {
        for what in ["fs::write", "File::create", "SystemTime", "Instant::now"] {
            assert!(!line.contains(what), "{}: {line}", path.display());
        }
    }
}

/// Every line of Rust below a folder, comments left out.
fn code(folder: &str) -> Vec<(PathBuf, String)> {
    let (mut lines, mut pending) = (Vec::new(), vec![repository().join(folder)]);
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            lines.extend(code.map(|line| (path.clone(), line.to_owned())));
        }
    }
    assert!(lines.len() > 1000, "{folder} holds {} lines", lines.len());
    lines
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

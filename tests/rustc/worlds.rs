//! Generated crates as modules of one crate, and the consumers of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The name of a module that has a generated crate in it.
#[derive(Clone, Debug)]
pub struct World(pub String);

/// All generated crates, each once.
#[derive(Default)]
pub struct Worlds {
    known: BTreeMap<String, World>,
    files: BTreeMap<String, String>,
    /// The features that have a part of an API each.
    features: BTreeSet<String>,
}

impl Worlds {
    /// Adds a crate, unless there is one with the same text.
    pub fn add(&mut self, files: &BTreeMap<String, String>) -> World {
        let sources: Vec<(&str, &String)> = files
            .iter()
            .filter_map(|(path, text)| Some((path.strip_prefix("src/")?, text)))
            .filter(|(path, _)| !path.starts_with("conformance"))
            .collect();
        let manifest = files.get("Cargo.toml").map(String::as_str).unwrap_or_default();
        let full = manifest.lines().find_map(|line| line.strip_prefix("full = [")?.strip_suffix(']'));
        self.features
            .extend(full.iter().flat_map(|names| names.split(", ")).map(|name| name.replace('"', "")));
        let text: String = sources.iter().map(|(path, text)| format!("{path}\n{text}")).collect();
        if let Some(world) = self.known.get(&text) {
            return world.clone();
        }
        let world = World(format!("w{}", self.known.len()));
        for (path, text) in sources {
            let path = if path == "lib.rs" { "mod.rs" } else { path };
            self.files.insert(format!("{}/{path}", world.0), within(text, &format!("crate::{}", world.0)));
        }
        self.known.insert(text, world.clone());
        world
    }

    /// Compiles the consumers. Returns those that rustc refuses, each with its first error.
    pub fn check(&self, consumers: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let workspace = repository().join("target/tmp/rustc");
        let _ = fs::remove_dir_all(&workspace);
        let modules: String = self.known.values().map(|world| format!("pub mod {};\n", world.0)).collect();
        let runtime = repository().join("codegen/runtime");
        let runtime = format!(
            "signalwire-rest-runtime = {{ path = {:?}, default-features = false, features = [\"conformance\", \"webhooks\"] }}\n",
            runtime.to_str().unwrap()
        );
        write(
            &workspace,
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"worlds\", \"consumers\"]\n",
        );
        let names: Vec<&String> = self.features.iter().collect();
        let each: String = names.iter().map(|name| format!("{name} = []\n")).collect();
        let features = format!("\n[features]\ndefault = {names:?}\n{each}");
        write(&workspace, "worlds/Cargo.toml", &format!("{}{runtime}{features}", manifest("worlds")));
        write(&workspace, "worlds/src/lib.rs", &format!("{LENIENT}{modules}"));
        for (path, text) in &self.files {
            write(&workspace, &format!("worlds/src/{path}"), text);
        }
        let own = "worlds = { path = \"../worlds\" }\n";
        write(&workspace, "consumers/Cargo.toml", &format!("{}{runtime}{own}", manifest("consumers")));
        fs::copy(repository().join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
        for (name, text) in consumers {
            write(&workspace, &format!("consumers/src/{name}.rs"), text);
        }
        let mut refused = BTreeMap::new();
        loop {
            let left = consumers.keys().filter(|name| !refused.contains_key(*name));
            let modules: String = left.map(|name| format!("mod {name};\n")).collect();
            write(&workspace, "consumers/src/lib.rs", &format!("{LENIENT}{ANY}{modules}"));
            let found = errors(&workspace);
            if found.is_empty() {
                return refused;
            }
            refused.extend(found);
        }
    }
}

/// Every warning is allowed: only errors count.
const LENIENT: &str = "#![allow(warnings)]\n#![recursion_limit = \"512\"]\n";
/// A value of any type, where only the type counts.
const ANY: &str = "pub fn any<T>() -> T { loop {} }\npub fn is<T: ?Sized>() {}\n";

/// The text of a crate with its root elsewhere.
pub fn within(text: &str, root: &str) -> String {
    let mut parts = text.split("crate::");
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = moved.ends_with(|last: char| last.is_alphanumeric() || last == '_' || last == '$');
        let prefix = if is_name { "crate" } else { root };
        moved.push_str(&format!("{prefix}::{part}"));
    }
    moved
}

fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n")
}

fn write(workspace: &Path, path: &str, text: &str) {
    let path = workspace.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The first error in each consumer.
fn errors(workspace: &Path) -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--package", "consumers", "--message-format", "json"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", repository().join("target/goldens"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let mut found = BTreeMap::new();
    let mut elsewhere = BTreeSet::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let message = &message["message"];
        if message["level"] != "error" {
            continue;
        }
        let text = message["rendered"].as_str().unwrap_or_default();
        let spans = message["spans"].as_array().into_iter().flatten();
        let files = spans.filter_map(|span| span["file_name"].as_str());
        let consumer =
            files.filter_map(|file| file.strip_prefix("consumers/src/")?.strip_suffix(".rs")).next();
        match consumer {
            Some(consumer) => {
                found.entry(consumer.to_owned()).or_insert_with(|| text.to_owned());
            }
            None if message["spans"] != serde_json::json!([]) => {
                elsewhere.insert(text.to_owned());
            }
            None => {}
        }
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(elsewhere.is_empty(), "{}", elsewhere.into_iter().collect::<String>());
    assert!(output.status.success() || !found.is_empty(), "{stderr}");
    found
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

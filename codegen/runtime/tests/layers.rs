//! The modules of the runtime form layers: none uses, by whatever way round, one that uses it.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_module_uses_itself_by_way_of_others() {
    let graph = graph();
    assert!(graph["exchange"].contains("send") && graph["send"].contains("url"), "{graph:?}");
    for start in graph.keys() {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = graph[start].iter().collect();
        while let Some(module) = next.pop() {
            assert_ne!(module, start, "{start} uses {seen:?}, and one of them uses {start}");
            if seen.insert(module) {
                next.extend(graph.get(module).into_iter().flatten());
            }
        }
    }
}

/// The top-level modules, and those that each names in a path that begins with `crate`.
fn graph() -> Graph {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut graph = Graph::new();
    for file in files(&root) {
        let name = file.strip_prefix(&root).unwrap().with_extension("");
        let module = name.iter().next().unwrap().to_str().unwrap().to_owned();
        graph.entry(module).or_default().extend(used(&fs::read_to_string(&file).unwrap()));
    }
    // The root and its macros stand above all others.
    graph.remove("lib");
    let known: BTreeSet<String> = graph.keys().cloned().collect();
    for (module, used) in &mut graph {
        used.retain(|used| used != module && known.contains(used));
    }
    graph
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// `crate::a::B` and `crate::{a, b::C}` use `a` and `b`; what the root exports counts under the module that has it.
fn used(text: &str) -> BTreeSet<String> {
    let first =
        |path: &str| path.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned();
    let paths = text.split("crate::").skip(1);
    let names = paths.flat_map(|path| match path.strip_prefix('{') {
        Some(list) => list.split('}').next().unwrap().split(',').map(first).collect(),
        None => vec![first(path)],
    });
    names
        .map(|name| exported().get(name.as_str()).map_or(name.clone(), |module| (*module).to_owned()))
        .collect()
}

/// What the model takes from the root instead of from its module.
fn exported() -> BTreeMap<&'static str, &'static str> {
    [("Page", "paged"), ("Pages", "page"), ("Items", "page"), ("Call", "call"), ("Error", "error")].into()
}

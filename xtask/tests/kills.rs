//! Runs of `regen` that are killed in the middle, as processes: whatever one leaves behind, the next run completes the crate,
//! and nothing of the user's is lost.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Every file by its path.
type Tree = BTreeMap<String, String>;

/// What the user keeps in the folder of the crate.
const OWN: [(&str, &str); 3] =
    [("notes.txt", "notes"), ("src/own.rs", "// Own."), ("src/types/deep/own.rs", "// Own, and deep.")];

/// When a run is killed, by what it has done so far.
const MOMENTS: [(&str, Moment); 4] = [
    ("it has begun", |_, _| true),
    ("a file is written", |out, before| staged(out) > 0 || has_new_sources(out, before)),
    ("some files are written", |out, before| staged(out) > 20 || has_new_sources(out, before)),
    ("the sources are in place", has_new_sources),
];

type Moment = fn(&Path, &Tree) -> bool;

#[test]
fn a_first_run_that_is_killed_is_completed_by_the_next() {
    let folder = TempDir::new().unwrap();
    let new = reference(folder.path(), 0);
    for (name, moment) in MOMENTS {
        let out = folder.path().join("killed");
        kill(folder.path(), 0, moment, || {
            let _ = fs::remove_dir_all(&out);
        });
        assert_sources(name, &out, &[&Tree::new(), &new]);
        complete(name, folder.path(), 0, &new);
    }
}

#[test]
fn an_update_that_is_killed_is_completed_by_the_next_and_keeps_what_is_not_generated() {
    let folder = TempDir::new().unwrap();
    let (old, mut new) = (reference(folder.path(), 0), reference(folder.path(), 10));
    new.extend(OWN.map(|(path, text)| (path.to_owned(), text.to_owned())));
    for (name, moment) in MOMENTS {
        let out = folder.path().join("killed");
        kill(folder.path(), 10, moment, || {
            let _ = fs::remove_dir_all(&out);
            write(&out, &old);
            write(&out, &OWN.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
        });
        for (path, text) in OWN {
            assert_eq!(fs::read_to_string(out.join(path)).unwrap(), text, "{name}: {path}");
        }
        assert_sources(name, &out, &[&old, &new]);
        complete(name, folder.path(), 10, &new);
    }
}

/// A document of thirty operations, each with a type of its own; another `first` makes it another document.
fn document(first: usize) -> String {
    let (mut paths, mut schemas) = (String::new(), String::new());
    for number in first..first + 30 {
        paths.push_str(&format!(
            "  /things{number}:\n    get:\n      operationId: get{number}\n      tags: [tag{number}]\n      responses:\n        \
             '200': {{description: It., content: {{application/json: {{schema: {{$ref: \
             '#/components/schemas/Thing{number}'}}}}}}}}\n"
        ));
        schemas.push_str(&format!(
            "    Thing{number}: {{type: object, properties: {{from{first}: {{type: string}}, next: {{$ref: \
             '#/components/schemas/Thing{number}'}}}}}}\n"
        ));
    }
    format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: 1.0.0}}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn regen(folder: &Path, first: usize, out: &str) -> Command {
    let spec = folder.join(format!("from{first}.yaml"));
    fs::write(&spec, document(first)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .arg("regen")
        .arg("--spec")
        .arg(spec)
        .arg("--out")
        .arg(folder.join(out))
        .args(["--name", "killed"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// What a run writes that nobody kills.
fn reference(folder: &Path, first: usize) -> Tree {
    let out = format!("whole{first}");
    assert!(regen(folder, first, &out).status().unwrap().success());
    tree(&folder.join(out))
}

/// Kills a run as soon as the moment has come. A run that was quicker is repeated.
fn kill(folder: &Path, first: usize, moment: Moment, prepare: impl Fn()) {
    let out = folder.join("killed");
    for _ in 0..10 {
        prepare();
        let before = if out.exists() { tree(&out) } else { Tree::new() };
        let mut run = regen(folder, first, "killed").spawn().unwrap();
        while !moment(&out, &before) && run.try_wait().unwrap().is_none() {}
        run.kill().unwrap();
        if !run.wait().unwrap().success() {
            return;
        }
    }
    unreachable!("ten runs ended before they could be killed");
}

/// Where two folders can be exchanged at once, no moment shows sources of two runs.
fn assert_sources(name: &str, out: &Path, possible: &[&Tree]) {
    let sources = |tree: &Tree| -> Tree {
        let own = |path: &str| OWN.iter().any(|(own, _)| *own == path);
        let sources = tree.iter().filter(|(path, _)| path.starts_with("src/") && !own(path));
        sources.map(|(path, text)| (path.clone(), text.clone())).collect()
    };
    let found = if out.exists() { sources(&tree(out)) } else { Tree::new() };
    let is_whole = possible.iter().any(|tree| sources(tree) == found);
    assert!(is_whole || !cfg!(target_os = "linux"), "{name}: {:?}", found.keys());
}

/// The next run leaves what an uninterrupted one does, and nothing else.
fn complete(name: &str, folder: &Path, first: usize, expected: &Tree) {
    assert!(regen(folder, first, "killed").status().unwrap().success(), "{name}");
    let found = tree(&folder.join("killed"));
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{name}");
    assert!(found == *expected, "{name}");
    assert!(regen(folder, first, "killed").arg("--check").status().unwrap().success(), "{name}");
}

fn has_new_sources(out: &Path, before: &Tree) -> bool {
    let text = fs::read_to_string(out.join("src/lib.rs")).ok();
    text.is_some() && text.as_ref() != before.get("src/lib.rs")
}

/// The number of files that a run has written beside their places.
fn staged(out: &Path) -> usize {
    let Ok(entries) = fs::read_dir(out) else { return 0 };
    let staging =
        entries.flatten().find(|entry| entry.file_name().to_string_lossy().starts_with(".regen-staging-"));
    staging.map_or(0, |staging| tree(&staging.path()).len())
}

/// Every file below a folder. What disappears meanwhile is not there.
fn tree(root: &Path) -> Tree {
    let (mut found, mut pending) = (Tree::new(), vec![root.to_owned()]);
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                found.insert(name.to_owned(), text);
            }
        }
    }
    found
}

fn write(root: &Path, files: &Tree) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

//! Growth: a program that compiles goes on compiling when the API gains what nobody has to use, and the diff says so.
//!
//! `growth.yaml` is the API before; each change in it makes another API. `growth_consumer.rs` is compiled with the crates of
//! all of them, and the diff finds each change compatible.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use codegen::diff::finding::Verdict;
use codegen::diff::{Policy, Revision, diff};
use codegen::generate;
use codegen::load::MemoryFiles;

use super::{cargo, directory, options, repository};

/// The document before any change, and after each, with what the change is.
fn documents() -> Vec<(String, String)> {
    let text = fs::read_to_string(directory().join("growth.yaml")).unwrap();
    let mut documents = vec![("nothing".to_owned(), text.clone())];
    for line in text.lines().skip(1) {
        if let Some((indent, change)) = line.split_once("# + ") {
            let (what, added) = change.split_once(": ").unwrap();
            documents.push((what.to_owned(), text.replace(line, &format!("{indent}{added}"))));
        } else if let Some((_, what)) = line.split_once(" # - ") {
            documents.push((what.to_owned(), text.replace(line, "")));
        }
    }
    documents
}

#[test]
fn a_program_compiles_before_and_after_each_growth() {
    let documents = documents();
    assert!(documents.len() > 14, "{documents:?}");
    let workspace = repository().join("target/tmp/growth");
    let _ = fs::remove_dir_all(&workspace);
    let runtime = repository().join("codegen/runtime");
    for (number, (_, document)) in documents.iter().enumerate() {
        let name = format!("grown-{number}");
        let files = MemoryFiles::new([("growth.yaml", document.clone())]);
        let generated = generate(&files, "growth.yaml", &options(&name, runtime.to_str().unwrap()));
        let generated = generated.unwrap_or_else(|report| panic!("{:#?}", report.problems));
        for (path, text) in generated.files {
            write(&workspace.join(&name).join(path), &text);
        }
        let consumer = workspace.join(format!("consumer-{number}"));
        write(&consumer.join("Cargo.toml"), &manifest(number));
        fs::create_dir_all(consumer.join("src")).unwrap();
        fs::copy(directory().join("growth_consumer.rs"), consumer.join("src/lib.rs")).unwrap();
    }
    write(&workspace.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"*-*\"]\n");
    fs::copy(repository().join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    cargo(&workspace, &["check", "--workspace", "--no-default-features"]);
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn manifest(number: usize) -> String {
    format!(
        r#"[package]
name = "consumer-{number}"
version = "0.0.0"
edition = "2024"

[dependencies]
grown = {{ package = "golden-grown-{number}", path = "../grown-{number}", default-features = false }}
"#
    )
}

#[test]
fn the_diff_finds_each_growth_compatible() {
    let revision = |(what, text): &(String, String)| {
        Revision::read(&MemoryFiles::new([("growth.yaml", text.clone())]), "growth.yaml", what.clone())
            .unwrap()
    };
    let documents = documents();
    let before = revision(&documents[0]);
    let mut wrong = String::new();
    for document in &documents[1..] {
        let diff = diff(&before, &revision(document), &options("grown", "runtime"), Policy::default());
        assert_eq!(diff.findings.len(), 1, "{}", document.0);
        for finding in &diff.findings {
            if finding.rust.verdict != Verdict::Compatible || !diff.unexplained.is_empty() {
                writeln!(wrong, "{}: {:?}, {:?}", document.0, finding.rust, diff.unexplained).unwrap();
            }
        }
    }
    assert_eq!(wrong, "");
}

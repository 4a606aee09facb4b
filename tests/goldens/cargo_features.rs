//! Cargo features of a generated crate (`x-features`).

use std::collections::BTreeMap;

use codegen::generate;
use codegen::load::MemoryFiles;

use super::options;

const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Features, version: 1.0.0}
x-features:
  daily: {description: For every day., namespaces: [daily]}
  plain: {description: For every day as well., namespaces: [plain], default: true}
  rare: {description: For some., namespaces: [rare], default: false}
paths:
  /daily:
    get: {operationId: get_daily, x-call: daily.get, responses: {'204': {description: Done.}}}
  /plain:
    get: {operationId: get_plain, x-call: plain.get, responses: {'204': {description: Done.}}}
  /rare:
    get: {operationId: get_rare, x-call: rare.get, responses: {'204': {description: Done.}}}
";

fn files(document: &str) -> BTreeMap<String, String> {
    generate(&MemoryFiles::new([("one.yaml", document)]), "one.yaml", &options("x", "x")).unwrap().files
}

#[test]
fn a_feature_is_off_where_the_document_says_so() {
    let files = files(DOCUMENT);
    let manifest = &files["Cargo.toml"];
    assert!(manifest.contains("\ndefault = [\"daily\", \"plain\", \"rustls\"]\n"), "{manifest}");
    assert!(manifest.contains("\n# For some.\nrare = []\n"), "{manifest}");
    assert!(manifest.contains("\nfull = [\"daily\", \"plain\", \"rare\"]\n"), "{manifest}");
    let readme = &files["README.md"];
    assert!(readme.contains("\nAll but `rare` are on by default, as is `rustls`;"), "{readme}");
    let client = &files["src/client.rs"];
    assert!(client.contains("#[cfg(feature = \"rare\")]\n    pub fn rare("), "{client}");
}

#[test]
fn every_feature_is_on_where_the_document_says_nothing() {
    let files = files(&DOCUMENT.replace(", default: false", ""));
    let manifest = &files["Cargo.toml"];
    assert!(manifest.contains("\ndefault = [\"daily\", \"plain\", \"rare\", \"rustls\"]\n"), "{manifest}");
    let readme = &files["README.md"];
    assert!(readme.contains("\nAll of them are on by default, as is `rustls`;"), "{readme}");
}

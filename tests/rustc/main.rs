//! The verdicts for Rust, judged by rustc: a consumer that uses everything of the crate of the base is compiled against that
//! of the head, for each pair of documents in `tests/diffs/changes`. It compiles, or the verdict is "breaking".
//!
//! All crates are modules of one crate, and all consumers of another, so that a few runs of `cargo check` suffice: a consumer
//! with errors is taken out, and the rest is checked again, since rustc reports errors of one kind before it looks for
//! those of the next.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

mod consumer;
mod worlds;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use codegen::diff::finding::Verdict;
use codegen::diff::{Policy, Revision, diff};
use codegen::emit::Options;
use codegen::generate;
use codegen::load::DiskFiles;

use worlds::{World, Worlds};

/// Pairs of which the verdict is breaking although every consumer compiles, with the reason.
const COMPILING: &[(&str, &str)] = &[
    ("param-order", "arguments of one type: calls compile, and hand over one for the other"),
    ("rq-order", "arguments of one type: calls compile, and hand over one for the other"),
];

#[test]
fn rustc_agrees_with_every_verdict() {
    let mut worlds = Worlds::default();
    let pairs: Vec<Pair> = pairs().into_iter().map(|name| Pair::of(name, &mut worlds)).collect();
    let consumers: BTreeMap<String, String> = pairs
        .iter()
        .flat_map(|pair| {
            let of = |world: &World| consumer::of(&pair.api, &pair.samples, world);
            [
                (format!("{}_base", pair.module()), of(&pair.base)),
                (format!("{}_head", pair.module()), of(&pair.head)),
            ]
        })
        .collect();
    let refused = worlds.check(&consumers);
    let mut wrong = Vec::new();
    for pair in &pairs {
        let of = |side: &str| refused.get(&format!("{}_{side}", pair.module()));
        if let Some(error) = of("base") {
            wrong
                .push(format!("{}: the consumer does not compile against its own crate: {error}", pair.name));
        }
        let is_listed = COMPILING.iter().any(|(name, _)| *name == pair.name);
        match (pair.verdict == Verdict::Breaking, of("head")) {
            (true, None) if !is_listed => wrong.push(format!("{}: breaking, but it compiles", pair.name)),
            (false, Some(error)) => wrong.push(format!("{}: compatible, but {error}", pair.name)),
            (true, Some(_)) if is_listed => wrong.push(format!("{}: does not compile any more", pair.name)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} of {} verdicts:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
}

/// A pair of documents, with what is generated from both.
struct Pair {
    name: String,
    verdict: Verdict,
    base: World,
    head: World,
    /// The listing of the base's surface.
    api: String,
    /// The base's sample calls, by module.
    samples: BTreeMap<String, String>,
}

impl Pair {
    fn of(name: String, worlds: &mut Worlds) -> Self {
        let files = DiskFiles::new(directory());
        let documents = [format!("{name}.base.yaml"), format!("{name}.head.yaml")];
        let options = Options {
            package: "world".to_owned(),
            runtime: "signalwire-rest-runtime".to_owned(),
            command: "cargo test".to_owned(),
            ..Options::default()
        };
        let revision = |document: &String| Revision::read(&files, document, document.as_str()).unwrap();
        let found = diff(&revision(&documents[0]), &revision(&documents[1]), &options, Policy::default());
        let [base, head] =
            documents.each_ref().map(|document| generate(&files, document, &options).unwrap().files);
        let samples = base.iter().filter_map(|(path, text)| {
            let module = path.strip_prefix("src/conformance/")?.strip_suffix(".rs")?;
            Some((module.to_owned(), text.clone()))
        });
        Self {
            verdict: found.rust().unwrap_or(Verdict::Compatible),
            samples: samples.collect(),
            api: base.get("api.txt").unwrap().clone(),
            base: worlds.add(&base),
            head: worlds.add(&head),
            name,
        }
    }

    fn module(&self) -> String {
        self.name.replace('-', "_")
    }
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diffs/changes")
}

fn pairs() -> BTreeSet<String> {
    let names = fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().file_name());
    let names: BTreeSet<String> =
        names.filter_map(|name| Some(name.to_str()?.strip_suffix(".base.yaml")?.to_owned())).collect();
    assert!(names.len() > 200, "{} pairs", names.len());
    names
}

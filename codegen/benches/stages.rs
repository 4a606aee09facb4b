//! How long each stage takes, over the repository's own specification: `cargo bench -p codegen`.
//!
//! `CODEGEN_BENCH_SPEC=FILE` measures another document. `whole` is what `regen` does but for writing files.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed benchmark")]

use std::hint::black_box;
use std::path::Path;

use codegen::Document;
use codegen::bundle::bundle;
use codegen::emit::{Options, emit};
use codegen::generate;
use codegen::lint::lint;
use codegen::load::{DiskFiles, load};
use codegen::names::reserved::BUILDER_METHODS;
use codegen::parse::parse;
use codegen::plan::plan;
use codegen::render::render;
use codegen::second_reader::{PATIENCE, compare::compare, start};
use codegen::surface::surface;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = stages
}
criterion_main!(benches);

fn stages(criterion: &mut Criterion) {
    let (files, root) = specification();
    let options = options();
    let loaded = load(&files, &root).unwrap();
    let bundled = bundle(loaded.clone()).unwrap();
    let document = Document::of(bundled.clone()).unwrap();
    let sound = document.sound(BUILDER_METHODS).unwrap();
    let planned = plan(sound);
    let emitted = emit(&planned, &options);
    let parsed = parse(emitted.clone(), |_| None).unwrap();

    let mut group = criterion.benchmark_group("stages");
    group.bench_function("load", |b| b.iter(|| load(&files, &root)));
    group.bench_function("bundle", |b| b.iter_batched(|| loaded.clone(), bundle, BatchSize::LargeInput));
    group.bench_function("document", |b| {
        b.iter_batched(|| bundled.clone(), Document::of, BatchSize::LargeInput);
    });
    group.bench_function("lint", |b| b.iter(|| lint(black_box(&document))));
    group.bench_function("plan", |b| b.iter(|| plan(black_box(sound))));
    group.bench_function("emit", |b| b.iter(|| emit(black_box(&planned), &options)));
    group.bench_function("parse", |b| {
        b.iter_batched(|| emitted.clone(), |emitted| parse(emitted, |_| None), BatchSize::LargeInput);
    });
    group.bench_function("surface", |b| b.iter(|| surface(&planned, black_box(&parsed))));
    group.bench_function("render", |b| {
        b.iter_batched(|| parsed.clone(), |parsed| render(black_box(parsed), "bench"), BatchSize::LargeInput);
    });
    group.bench_function("second reader", |b| {
        b.iter(|| {
            start(bundled.root.to_json()).finish(PATIENCE).map(|reading| compare(&planned, &reading)).unwrap()
        });
    });
    group.bench_function("whole", |b| b.iter(|| generate(&files, &root, &options)));
    group.finish();
}

/// The document to measure with, and where its paths begin.
fn specification() -> (DiskFiles, String) {
    match std::env::var("CODEGEN_BENCH_SPEC") {
        Ok(path) => (DiskFiles::default(), path),
        Err(_) => {
            let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
            (DiskFiles::new(repository), "spec/openapi.yaml".to_owned())
        }
    }
}

fn options() -> Options {
    Options {
        package: "benchmark".to_owned(),
        runtime: "signalwire-rest-runtime".to_owned(),
        runtime_path: Some("../runtime".to_owned()),
        simulator: None,
        command: "cargo bench -p codegen".to_owned(),
        workspace_member: true,
        ..Options::default()
    }
}

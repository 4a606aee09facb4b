//! Decoding a page of 1,000 items, each side by itself: `cargo bench -p benchmarks --bench decode`.

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for mut pair in benchmarks::decode() {
        let mut group = criterion.benchmark_group(pair.name);
        group.bench_function("generated", |bencher| bencher.iter(&mut pair.generated));
        group.bench_function("by hand", |bencher| bencher.iter(&mut pair.by_hand));
        group.finish();
    }
    criterion.final_summary();
}

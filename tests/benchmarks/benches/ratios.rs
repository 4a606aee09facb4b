//! How much slower the generated crate is than what is written by hand: the two take turns.
//!
//! `cargo bench -p benchmarks --bench ratios -- [TURNS] [PART OF A NAME]`

use benchmarks::{calls, decode};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|text| text != "--bench").collect();
    let turns = arguments.iter().find_map(|text| text.parse().ok()).unwrap_or(200);
    let part = arguments.iter().find(|text| text.parse::<usize>().is_err()).cloned().unwrap_or_default();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("{turns} turns each; load average {}", load.split(' ').next().unwrap_or("unknown"));
    println!("{:<40} | {:>10} | {:>10} | {:>6} | {:>6}", "", "generated", "by hand", "median", "least");
    for mut pair in calls().into_iter().chain(decode()).filter(|pair| pair.name.contains(&part)) {
        let ratio = pair.compare(turns);
        println!("{:<40} | {ratio}", pair.name);
    }
}

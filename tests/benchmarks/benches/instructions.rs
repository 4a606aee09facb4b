//! How many more instructions decoding takes than by hand, which no load of the machine changes; valgrind counts them.
//!
//! `cargo bench -p benchmarks --bench instructions -- [PART OF A NAME]`

use std::process::Command;

use benchmarks::{Pair, calls, decode};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|text| text != "--bench").collect();
    match arguments.as_slice() {
        [name, side, times] => run(name, side, times.parse().unwrap_or_default()),
        rest => compare_all(rest.first().map_or("", String::as_str)),
    }
}

/// What valgrind runs: one side of one pair, so many times. Calls can be run as well, by whoever looks for where they spend
/// their time; their instructions are not compared, as they depend on how the kernel splits the traffic.
fn run(name: &str, side: &str, times: u32) {
    let of_that_name = |pairs: Vec<Pair>| pairs.into_iter().find(|pair| pair.name == name);
    let pair = of_that_name(decode()).or_else(|| of_that_name(calls()));
    let Some(Pair { mut generated, mut by_hand, .. }) = pair else { return };
    let action = if side == "generated" { &mut generated } else { &mut by_hand };
    (0..times).for_each(|_| action());
}

fn compare_all(part: &str) {
    println!("{:<40} | {:>11} | {:>11} | {:>5}", "instructions", "generated", "by hand", "ratio");
    for name in decode().iter().map(|pair| pair.name).filter(|name| name.contains(part)) {
        let [generated, by_hand] = ["generated", "by hand"].map(|side| instructions(name, side));
        println!("{name:<40} | {generated:>11.0} | {by_hand:>11.0} | {:>5.3}", generated / by_hand);
    }
}

/// The instructions of one more time, once everything is set up.
fn instructions(name: &str, side: &str) -> f64 {
    let [one, two] = [1, 2].map(|times| counted(name, side, times));
    two - one
}

fn counted(name: &str, side: &str, times: u32) -> f64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    let program = std::env::current_exe().unwrap_or_default();
    let output = valgrind.arg(program).args([name, side, &times.to_string()]).output();
    let report =
        output.map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).unwrap_or_default();
    let line = report.lines().find(|line| line.contains("I ") && line.contains("refs:"));
    let count = line.and_then(|line| line.rsplit(' ').next()).map(|count| count.replace(',', ""));
    count.and_then(|count| count.parse().ok()).unwrap_or(f64::NAN)
}

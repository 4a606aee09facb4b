//! `cargo xtask bless`: what is generated, reported and printed today becomes what the tests expect.

use crate::cargo;
use crate::exit::{Exit, usage};

/// Writes the expected texts of all snapshot tests anew. Review the difference before you commit it.
#[derive(clap::Args)]
pub struct Arguments {}

/// The tests that compare with snapshots, by the ends of their names.
const NAMES: [&str; 2] = ["matches_its_snapshot", "match_their_snapshots"];
/// Where these tests are.
const TARGETS: [&[&str]; 2] =
    [&["--package", "tests", "--test", "goldens", "--test", "rejections"], &["--package", "xtask"]];
/// What the package `snapshot` looks for. It is a dependency of tests only.
const REQUEST: &str = "SIGNALWIRE_REST_BLESS";

/// Runs the verb.
pub fn run(_: &Arguments) -> Exit {
    if std::env::var_os("CI").is_some_and(|value| !value.is_empty()) {
        return usage("`CI` is set: nothing is blessed under continuous integration");
    }
    let outcomes =
        TARGETS.map(|target| cargo::test(&[target, &["--no-fail-fast", "--"], &NAMES].concat(), REQUEST));
    anstream::eprintln!("`git diff tests xtask` shows what changed: review it before you commit");
    outcomes.into_iter().max().unwrap_or(Exit::Clean)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_request_is_the_one_that_snapshots_look_for() {
        assert_eq!(super::REQUEST, snapshot::BLESS);
    }
}

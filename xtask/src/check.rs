//! `cargo xtask check`: whatever must hold before a merge.

use crate::exit::Exit;
use crate::{diff, lint, regen};

/// Runs lint, `regen --check`, the comparison with progenitor's reading and, once there is a release, `diff` against the
/// last one.
#[derive(clap::Args)]
pub struct Arguments {}

/// Runs the verb. The gravest outcome is the one it ends with.
pub fn run(_: &Arguments) -> Exit {
    let (linted, checked) = (lint::lint_own(), regen::check_own());
    let outcomes = [
        ("lint", linted),
        ("regen --check", checked.generated),
        ("second reader", checked.second_reader),
        ("diff against the last release", diff::check_release()),
    ];
    for (step, outcome) in outcomes {
        anstream::eprintln!("{step}: {}", if outcome == Exit::Clean { "ok" } else { "findings" });
    }
    outcomes.into_iter().map(|(_, outcome)| outcome).max().unwrap_or(Exit::Clean)
}

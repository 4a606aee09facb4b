//! `cargo xtask check`: whatever must hold before a merge.

use crate::exit::Exit;
use crate::{lint, regen};

/// Runs lint and `regen --check`, and shows the findings of both.
#[derive(clap::Args)]
pub struct Arguments {}

/// Runs the verb. The gravest outcome is the one it ends with.
pub fn run(_: &Arguments) -> Exit {
    let outcomes = [("lint", lint::lint_own()), ("regen --check", regen::check_own())];
    for (step, outcome) in outcomes {
        anstream::eprintln!("{step}: {}", if outcome == Exit::Clean { "ok" } else { "findings" });
    }
    outcomes.into_iter().map(|(_, outcome)| outcome).max().unwrap_or(Exit::Clean)
}

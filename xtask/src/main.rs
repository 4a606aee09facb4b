//! `cargo xtask <verb>`: everything this repository does, one verb to a file.
//!
//! Exit codes, the same for every verb: 0 clean; 1 findings; 2 wrong usage or unreadable input; 3 the generator cannot
//! handle the document; 4 generated files are stale. What is for machines goes to standard output alone, everything
//! else to standard error.

mod bless;
mod bundle;
mod cargo;
mod check;
mod compare;
mod crate_files;
mod demo;
mod diff;
mod embedded;
mod exit;
mod lint;
mod new;
mod output;
mod project;
mod regen;
mod report;
mod second_reader;
mod simulate;
mod traffic;

use clap::{Parser, Subcommand};

use crate::exit::Exit;

/// The verbs of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Regen(regen::Arguments),
    New(new::Arguments),
    Lint(lint::Arguments),
    Compare(compare::Arguments),
    Bundle(bundle::Arguments),
    Simulate(simulate::Arguments),
    Traffic(traffic::Arguments),
    Demo(demo::Arguments),
    Diff(diff::Arguments),
    Check(check::Arguments),
    Bless(bless::Arguments),
}

fn main() -> Exit {
    match Arguments::parse().verb {
        Verb::Regen(arguments) => regen::run(&arguments),
        Verb::New(arguments) => new::run(&arguments),
        Verb::Lint(arguments) => lint::run(&arguments),
        Verb::Compare(arguments) => compare::run(&arguments),
        Verb::Bundle(arguments) => bundle::run(&arguments),
        Verb::Simulate(arguments) => simulate::run(&arguments),
        Verb::Traffic(arguments) => traffic::run(&arguments),
        Verb::Demo(arguments) => demo::run(&arguments),
        Verb::Diff(arguments) => diff::run(&arguments),
        Verb::Check(arguments) => check::run(&arguments),
        Verb::Bless(arguments) => bless::run(&arguments),
    }
}

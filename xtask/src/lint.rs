//! `cargo xtask lint`: every problem of the specification at once.

use std::path::PathBuf;

use codegen::bundle::{Bundle, bundle};
use codegen::check::check;
use codegen::load::{DiskFiles, load};
use codegen::problem::{Report, Severity};

use crate::exit::{Exit, usage};
use crate::{project, report};

/// Shows every problem of the specification, with its place and how to mend it.
#[derive(clap::Args)]
pub struct Arguments {
    /// The root file of the document; the repository's own specification by default.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// How to print the problems.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How to print problems.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// For people, to standard error.
    #[default]
    Text,
    /// One JSON document, to standard output.
    Json,
    /// Workflow commands of GitHub, to standard output.
    Github,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let bundled = match bundled(arguments.spec.as_ref()) {
        Ok(bundled) => bundled,
        Err(why) => return usage(why),
    };
    let report = match bundled {
        Ok(bundle) => Report::new(bundle.sources.clone(), check(&bundle)),
        Err(report) => report,
    };
    match arguments.format {
        Format::Text => report::text(&report),
        Format::Json => report::json(&report),
        Format::Github => report::github(&report),
    }
    match report.gravest() {
        None => Exit::Clean,
        Some(Severity::Unreadable) => Exit::Usage,
        Some(Severity::Error | Severity::Warning) => Exit::Findings,
    }
}

/// Lints the repository's own specification, for `check` as well.
pub fn lint_own() -> Exit {
    run(&Arguments { spec: None, format: Format::Text })
}

/// Loads and bundles a document: the one named, or the repository's own.
pub fn bundled(spec: Option<&PathBuf>) -> Result<Result<Bundle, Report>, String> {
    let (files, path) = match spec {
        None => (DiskFiles::new(project::root()), project::SPEC.to_owned()),
        Some(path) => (DiskFiles::default(), path.to_str().ok_or("the path is not UTF-8")?.to_owned()),
    };
    Ok(load(&files, &path).and_then(bundle))
}

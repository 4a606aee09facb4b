//! `cargo xtask lint`: every problem of the specification at once.

use std::path::PathBuf;

use codegen::Document;
use codegen::lint::lint;
use codegen::load::DiskFiles;
use codegen::problem::{Report, Severity};

use crate::exit::{Exit, usage};
use crate::{project, report};

/// Shows every problem of the specification, with its place and how to fix it.
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
    let report = match document(arguments.spec.as_ref()) {
        Ok(document) => document.map_or_else(|report| report, |document| lint(&document)),
        Err(why) => return usage(why),
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

/// Reads a document: the one named, or the repository's own.
pub fn document(spec: Option<&PathBuf>) -> Result<Result<Document, Report>, String> {
    let (files, path) = match spec {
        None => (DiskFiles::new(project::root()), project::SPEC.to_owned()),
        Some(path) => (DiskFiles::default(), path.to_str().ok_or("the path is not UTF-8")?.to_owned()),
    };
    Ok(Document::load(&files, &path))
}

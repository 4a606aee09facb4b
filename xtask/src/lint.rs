//! `cargo xtask lint`: every problem of the specification at once.

use std::path::PathBuf;

use codegen::Document;
use codegen::lint::{lint, lint_strictly};
use codegen::load::{DiskFiles, MAX_FILE_BYTES};
use codegen::problem::{Report, Severity};

use crate::exit::{Exit, usage};
use crate::project;
use crate::report::{self, Format};

/// Shows every problem of the specification, with its place and how to fix it.
///
/// A document of others is asked only for what OpenAPI demands and what its client is better for.
#[derive(Default, clap::Args)]
pub struct Arguments {
    /// The root file of the document; the repository's own specification by default.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Ask of any document what is asked of this repository's own: descriptions, defined tags, names of schemas.
    #[arg(long)]
    strict: bool,
    /// Print every finding as text, rather than the first few of each kind.
    #[arg(long)]
    all: bool,
    /// How to print the problems.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let report = match document(arguments.spec.as_ref(), arguments.reading) {
        Ok(document) => document.map_or_else(
            |report| report,
            |document| if arguments.strict { lint_strictly(&document) } else { lint(&document) },
        ),
        Err(why) => return usage(why),
    };
    match arguments.format {
        Format::Text if arguments.all || arguments.spec.is_none() => report::text(&report),
        Format::Text => report::grouped_text(&report),
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
    run(&Arguments::default())
}

/// Which files of others are read.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Reading {
    /// Let the document refer to files outside of its folder, and to devices.
    #[arg(long)]
    pub allow_outside: bool,
    /// The size in MiB up to which a file is read.
    #[arg(long, value_name = "MIB", default_value_t = MAX_MIB)]
    max_size: u64,
}

const MIB: u64 = 1024 * 1024;
const MAX_MIB: u64 = MAX_FILE_BYTES / MIB;

impl Default for Reading {
    fn default() -> Self {
        Self { allow_outside: false, max_size: MAX_MIB }
    }
}

impl Reading {
    /// The size in bytes up to which a file is read.
    pub fn max_bytes(self) -> u64 {
        self.max_size.saturating_mul(MIB)
    }

    /// The files below a directory, as far as they may be read.
    pub fn files(self, base: PathBuf) -> DiskFiles {
        DiskFiles::new(base).allow_outside(self.allow_outside).max_bytes(self.max_bytes())
    }
}

/// Reads a document: the one named, or the repository's own.
pub fn document(spec: Option<&PathBuf>, reading: Reading) -> Result<Result<Document, Report>, String> {
    let (base, path) = match spec {
        None => (project::root(), project::SPEC.to_owned()),
        Some(path) => (PathBuf::new(), path.to_str().ok_or("the path is not UTF-8")?.to_owned()),
    };
    Ok(Document::load(&reading.files(base), &path))
}

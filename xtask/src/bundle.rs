//! `cargo xtask bundle`: the specification as one file.

use std::fs;
use std::path::PathBuf;

use crate::exit::{Exit, usage};
use crate::{lint, output, report};

/// Prints the specification as one self-contained OpenAPI 3.0.3 document.
#[derive(clap::Args)]
pub struct Arguments {
    /// The root file of the document; the repository's own specification by default.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The syntax of the document.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// YAML.
    #[default]
    Yaml,
    /// JSON.
    Json,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let document = match lint::document(arguments.spec.as_ref()) {
        Ok(Ok(document)) => document.to_json(),
        Ok(Err(problems)) => {
            report::text(&problems);
            return Exit::of_failure(&problems);
        }
        Err(why) => return usage(why),
    };
    let text = match arguments.format {
        Format::Json => format!("{document:#}\n"),
        Format::Yaml => match serde_yaml::to_string(&document) {
            Ok(text) => text,
            Err(error) => return usage(error),
        },
    };
    match &arguments.out {
        None => {
            output::print(&text);
            Exit::Clean
        }
        Some(path) => match fs::write(path, text) {
            Ok(()) => Exit::Clean,
            Err(error) => usage(format_args!("cannot write {}: {error}", path.display())),
        },
    }
}

/// A document as JSON, for the simulator: the one named, or the repository's own.
pub fn json(spec: Option<&PathBuf>) -> Result<String, Exit> {
    match lint::document(spec) {
        Ok(Ok(document)) => Ok(document.to_json().to_string()),
        Ok(Err(problems)) => {
            report::text(&problems);
            Err(Exit::of_failure(&problems))
        }
        Err(why) => Err(usage(why)),
    }
}

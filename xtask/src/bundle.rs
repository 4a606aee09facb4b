//! `cargo xtask bundle`: the specification as one file.

use std::fs;
use std::path::PathBuf;

use codegen::second_reader::lower::lower;

use crate::exit::{Exit, usage};
use crate::lint::Reading;
use crate::{lint, output, report};

/// Prints the specification as one self-contained OpenAPI document.
#[derive(clap::Args)]
pub struct Arguments {
    /// The root file of the document; the repository's own specification by default.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// The syntax of the document.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The version of OpenAPI to write: 3.1 has webhooks as `webhooks`, and `null` as a type.
    #[arg(long, value_enum, default_value_t, value_name = "VERSION", conflicts_with = "tool")]
    openapi: Version,
    /// Lower the document to what another tool accepts; what is given up is printed to standard error.
    #[arg(long = "for", value_enum, value_name = "TOOL")]
    tool: Option<Tool>,
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

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Version {
    /// 3.0.3, with webhooks as `x-webhooks`.
    #[default]
    #[value(name = "3.0")]
    V3_0,
    /// 3.1.0.
    #[value(name = "3.1")]
    V3_1,
}

/// A tool that does not take every document.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Tool {
    /// progenitor 0.15, a generator of clients.
    Progenitor,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let document = match lint::document(arguments.spec.as_ref(), arguments.reading) {
        Ok(Ok(document)) => document.to_json(),
        Ok(Err(problems)) => {
            report::text(&problems);
            return Exit::of_failure(&problems);
        }
        Err(why) => return usage(why),
    };
    let document = match arguments.tool {
        None if arguments.openapi == Version::V3_1 => codegen::to_openapi_3_1(&document),
        None => document,
        Some(Tool::Progenitor) => for_progenitor(&document),
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

/// Prints how often each rule was applied.
fn for_progenitor(document: &serde_json::Value) -> serde_json::Value {
    let lowered = lower(document);
    for (rule, count) in &lowered.given_up {
        anstream::eprintln!("{}: {count}; {}", rule.name(), rule.reason());
    }
    lowered.document
}

/// A document as JSON, for the simulator: the one named, or the repository's own.
pub fn json(spec: Option<&PathBuf>, reading: Reading) -> Result<String, Exit> {
    match lint::document(spec, reading) {
        Ok(Ok(document)) => Ok(document.to_json().to_string()),
        Ok(Err(problems)) => {
            report::text(&problems);
            Err(Exit::of_failure(&problems))
        }
        Err(why) => Err(usage(why)),
    }
}

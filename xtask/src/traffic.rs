//! `cargo xtask traffic`: recorded traffic compared with the specification and the generated types.

use crate::cargo;
use crate::exit::Exit;

/// Compares recorded traffic with the specification and the generated types.
///
/// Each finding stands once, with a count, the line of the specification to look at, and no value of the traffic.
#[derive(clap::Args)]
pub struct Arguments {
    /// Recordings: HAR 1.2, or NDJSON with one exchange a line,
    /// `{"method","url","status","request","response"}`; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// How to print the findings.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print the change to the specification that would make each finding go away.
    #[arg(long)]
    suggest: bool,
    /// Take exchanges with this host too, besides those of the specification and of this machine.
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
}

/// How to print findings.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// For people, to standard error.
    #[default]
    Text,
    /// One JSON document, to standard output.
    Json,
    /// For an issue, to standard output.
    Markdown,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    let mut call = vec!["--package", "traffic", "--", "--format", arguments.format.name()];
    call.extend(arguments.suggest.then_some("--suggest"));
    call.extend(arguments.hosts.iter().flat_map(|host| ["--host", host]));
    call.push("--");
    call.extend(arguments.files.iter().map(String::as_str));
    cargo::run_here(&call)
}

//! Compares recorded traffic with the specification and the generated types, and prints what is found.

use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use document::Document;
use document::load::DiskFiles;
use traffic::{Traffic, report};

/// Compares recorded traffic with the specification and the generated types.
#[derive(Parser)]
#[command(name = "cargo xtask traffic")]
struct Arguments {
    /// Recordings: HAR, or NDJSON with one exchange per line; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// How to print the findings.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print the change to the specification that would make each finding go away.
    #[arg(long)]
    suggest: bool,
    /// Accept exchanges with this host too.
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
}

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

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let document = match specification() {
        Ok(document) => document,
        Err(why) => {
            anstream::eprintln!("error: {why}");
            return ExitCode::from(2);
        }
    };
    let mut traffic = Traffic::new(&document);
    arguments.hosts.iter().for_each(|host| traffic.host(host));
    let all_read = read(&mut traffic, &arguments.files);
    // A reader may close the pipe early.
    let printed = print(&traffic, &arguments).or_else(|error| match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    });
    if let Err(error) = printed {
        anstream::eprintln!("error: cannot print the report: {error}");
        return ExitCode::from(2);
    }
    match (all_read, traffic.findings.is_empty()) {
        (false, _) => ExitCode::from(2),
        (true, false) => ExitCode::from(1),
        (true, true) => ExitCode::SUCCESS,
    }
}

/// The repository's own specification: the one that the generated types were made from.
fn specification() -> Result<Document, String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = manifest.ancestors().nth(2).unwrap_or(manifest);
    Document::load(&DiskFiles::new(root), "spec/openapi.yaml")
        .map_err(|_| "the specification cannot be read; `cargo xtask lint` shows why".to_owned())
}

/// Reads every file that can be read, and returns whether all could.
fn read(traffic: &mut Traffic<'_>, files: &[String]) -> bool {
    let mut progress = Progress::new();
    let mut all_read = true;
    for file in files {
        let (judged, unreadable) = (traffic.judged, traffic.unreadable);
        let skipped: u64 = traffic.skipped.values().sum();
        let outcome = traffic.file(file, &mut |traffic| progress.show(traffic));
        progress.clear();
        if let Err(error) = outcome {
            anstream::eprintln!("error: cannot read {file}: {error}");
            all_read = false;
        } else if (traffic.judged, traffic.skipped.values().sum()) == (judged, skipped)
            && traffic.unreadable > unreadable
        {
            anstream::eprintln!("error: nothing in {file} is an exchange: neither HAR nor NDJSON");
            all_read = false;
        }
    }
    if all_read && traffic.judged == 0 {
        anstream::eprintln!("warning: no exchange was judged");
    }
    all_read
}

/// Reports have no colours, and are written whole.
fn print(traffic: &Traffic<'_>, arguments: &Arguments) -> std::io::Result<()> {
    let suggest = arguments.suggest;
    match arguments.format {
        Format::Text => std::io::stderr().write_all(report::text(traffic, suggest).as_bytes()),
        Format::Json => {
            std::io::stdout().write_all(format!("{:#}\n", report::json(traffic, suggest)).as_bytes())
        }
        Format::Markdown => std::io::stdout().write_all(report::markdown(traffic, suggest).as_bytes()),
    }
}

/// A progress line, on terminals only.
struct Progress {
    shown: Option<Instant>,
    is_terminal: bool,
}

impl Progress {
    const PAUSE: Duration = Duration::from_millis(100);

    fn new() -> Self {
        Self { shown: None, is_terminal: std::io::stderr().is_terminal() }
    }

    fn show(&mut self, traffic: &Traffic<'_>) {
        if !self.is_terminal || self.shown.is_some_and(|shown| shown.elapsed() < Self::PAUSE) {
            return;
        }
        self.shown = Some(Instant::now());
        anstream::eprint!("\r{} exchanges, {} findings", traffic.judged, traffic.findings.len());
    }

    fn clear(&mut self) {
        if self.shown.take().is_some() {
            anstream::eprint!("\r\x1b[2K");
        }
    }
}

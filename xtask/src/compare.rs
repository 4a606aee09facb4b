//! `cargo xtask compare`: the specification against another document of the same API, fact by fact.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use codegen::Document;
use codegen::compare::{Comparison, Difference, Justified, Unused, Verdict, compare};
use serde_json::json;

use crate::exit::{Exit, usage};
use crate::lint::Reading;
use crate::output::{print, thousands};
use crate::report::{Format, data, property};
use crate::{lint, project, report};

/// Name of the file of justified differences, which stands beside the document.
const JUSTIFIED: &str = "differences.toml";
/// Version of the JSON document.
const JSON_VERSION: u32 = 1;

/// Compares the specification with another OpenAPI document of the same API, fact by fact.
///
/// Operations are matched by method and path, schemas by where they are used: names of schemas, of path parameters and the
/// way in which the documents are split do not matter. A difference is a fact to transcribe, or one to justify in
/// `differences.toml` beside the specification; a justification that no longer applies is a finding.
#[derive(clap::Args)]
#[command(
    after_help = "Exit codes: 0 no difference that is not justified; 1 findings; 2 wrong usage or unreadable input."
)]
pub struct Arguments {
    /// The other document: OpenAPI 3.0 or 3.1, JSON or YAML.
    #[arg(long, value_name = "FILE")]
    reference: PathBuf,
    /// The root file of the document; the repository's own specification by default.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The file of justified differences; `differences.toml` beside the document by default.
    #[arg(long, value_name = "FILE")]
    differences: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// How to print the findings: text goes to standard error, anything else to standard output.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs the verb.
pub fn run(arguments: &Arguments) -> Exit {
    match compared(arguments) {
        Ok(findings) => {
            match arguments.format {
                Format::Text => findings.text(),
                Format::Json => findings.json(),
                Format::Github => findings.github(),
            }
            if findings.verdict.is_clean() { Exit::Clean } else { Exit::Findings }
        }
        Err(exit) => exit,
    }
}

/// Whatever goes wrong on the way is wrong input: the verb generates nothing.
fn compared(arguments: &Arguments) -> Result<Findings, Exit> {
    let ours = readable(lint::document(arguments.spec.as_ref(), arguments.reading))?;
    let path = arguments.reference.to_str().ok_or_else(|| usage("the path is not UTF-8"))?;
    if let Err(error) = fs::File::open(path) {
        return Err(usage(format_args!(
            "cannot read {path}: {error}; `--reference` names an OpenAPI document"
        )));
    }
    let reference = readable(Ok(Document::load(&arguments.reading.files(PathBuf::new()), path)))?;
    let beside = arguments.spec.clone().unwrap_or_else(|| project::root().join(project::SPEC));
    let default = beside.with_file_name(JUSTIFIED);
    let path = arguments.differences.as_deref().unwrap_or(&default);
    let justified = justified(path, arguments.differences.is_some()).map_err(usage)?;
    let comparison = compare(&ours, &reference, &justified);
    let verdict = justified.judge(&comparison);
    Ok(Findings { ours, reference, comparison, verdict, justified_in: shown(path) })
}

fn readable(read: Result<Result<Document, codegen::problem::Report>, String>) -> Result<Document, Exit> {
    match read {
        Ok(Ok(document)) => Ok(document),
        Ok(Err(problems)) => {
            report::text(&problems);
            Err(Exit::Usage)
        }
        Err(why) => Err(usage(why)),
    }
}

/// Without the file nothing is justified; a file that was asked for has to be there.
fn justified(path: &Path, is_named: bool) -> Result<Justified, String> {
    let in_file = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    match fs::read_to_string(path) {
        Ok(text) => Justified::parse(&text).map_err(|why| in_file(&why)),
        Err(error) if error.kind() == ErrorKind::NotFound && !is_named => Ok(Justified::default()),
        Err(error) => Err(in_file(&error)),
    }
}

/// The path as it is written in the specification's own locations.
fn shown(path: &Path) -> String {
    path.strip_prefix(project::root()).unwrap_or(path).display().to_string()
}

struct Findings {
    ours: Document,
    reference: Document,
    comparison: Comparison,
    verdict: Verdict,
    justified_in: String,
}

impl Findings {
    fn text(&self) {
        for difference in &self.verdict.unjustified {
            let (ours, reference) = self.places(difference);
            anstream::eprintln!("{difference}");
            anstream::eprintln!("  --> {ours}, {reference} of the reference");
            if !difference.operation.is_empty() {
                anstream::eprintln!("  used by: {}", difference.operation);
            }
            anstream::eprintln!("  help: {}\n", difference.help());
        }
        for unused in &self.verdict.unused {
            anstream::eprintln!("unused justification: {} {}", unused.kind.name(), unused.at);
            anstream::eprintln!("  --> {}:{}:{}", self.justified_in, unused.line, unused.column);
            anstream::eprintln!("  help: remove it, since nothing differs there any more\n");
        }
        anstream::eprintln!("{}", self.summary());
    }

    fn summary(&self) -> String {
        let Comparison { operations, facts, left_out, .. } = &self.comparison;
        let Verdict { justified, unjustified, unused } = &self.verdict;
        let mut text = format!(
            "compared: {} operations, {} facts; {} differences, {justified} justified, {} unused justifications",
            thousands(*operations),
            thousands(*facts),
            thousands(unjustified.len()),
            unused.len()
        );
        if !left_out.is_empty() {
            text.push_str(&format!("; not compared: {}", left_out.join(", ")));
        }
        text
    }

    fn json(&self) {
        let differences: Vec<serde_json::Value> =
            self.verdict.unjustified.iter().map(|difference| self.entry(difference)).collect();
        let unused = self.verdict.unused.iter().map(|unused| {
            json!({
                "kind": unused.kind.name(),
                "at": unused.at,
                "file": self.justified_in,
                "line": unused.line,
                "column": unused.column,
            })
        });
        let document = json!({
            "version": JSON_VERSION,
            "differences": differences,
            "unused": unused.collect::<Vec<_>>(),
            "summary": {
                "operations": self.comparison.operations,
                "facts": self.comparison.facts,
                "differences": self.verdict.unjustified.len(),
                "justified": self.verdict.justified,
                "not_compared": self.comparison.left_out,
            },
        });
        print(&format!("{document:#}\n"));
    }

    fn entry(&self, difference: &Difference) -> serde_json::Value {
        let (ours, theirs) = (difference.ours_at, difference.reference_at);
        json!({
            "kind": difference.kind.name(),
            "at": difference.at,
            "ours": difference.ours,
            "reference": difference.reference,
            "file": self.ours.sources.path(ours.file),
            "line": ours.line,
            "column": ours.column,
            "reference_file": self.reference.sources.path(theirs.file),
            "reference_line": theirs.line,
            "reference_column": theirs.column,
            "operation": difference.operation,
            "help": difference.help(),
        })
    }

    fn github(&self) {
        for difference in &self.verdict.unjustified {
            let at = difference.ours_at;
            let file = property(self.ours.sources.path(at.file));
            let title = property(&format!("reference: {}", difference.kind.name()));
            let message = data(&format!("{difference}; help: {}", difference.help()));
            let (line, column) = (at.line, at.column);
            print(&format!("::error file={file},line={line},col={column},title={title}::{message}\n"));
        }
        for Unused { kind, at, line, column } in &self.verdict.unused {
            let file = property(&self.justified_in);
            let message = data(&format!("the justification of {} {at} no longer applies", kind.name()));
            print(&format!(
                "::error file={file},line={line},col={column},title=unused justification::{message}\n"
            ));
        }
    }

    /// Where a difference is, in both documents.
    fn places(&self, difference: &Difference) -> (String, String) {
        let ours = self.ours.sources.describe(difference.ours_at);
        (ours, self.reference.sources.describe(difference.reference_at))
    }
}

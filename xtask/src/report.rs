//! Problems for people, for programs and for the annotations of a pull request.

use anstream::eprintln;
use codegen::problem::{Problem, Report, Severity};
use serde_json::json;

use crate::output;

/// Version of the JSON that [`json()`] prints.
const JSON_VERSION: u32 = 1;

/// How to print problems and findings.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub enum Format {
    /// For people, to standard error.
    #[default]
    Text,
    /// One JSON document, to standard output.
    Json,
    /// Workflow commands of GitHub, to standard output.
    Github,
}

/// Every problem with its place and the line it stands in, to standard error.
pub fn text(report: &Report) {
    for problem in &report.problems {
        eprintln!("{}", paragraph(report, problem));
    }
    eprintln!("{}", summary(report));
}

/// The problems of each kind together, to standard error: all errors, then the first few warnings of each kind. A document
/// of others may well do the same thing a thousand times.
pub fn grouped_text(report: &Report) {
    const SHOWN: usize = 3;
    let mut rules: Vec<(Severity, &str)> = Vec::new();
    for problem in &report.problems {
        if !rules.iter().any(|(_, rule)| *rule == problem.rule) {
            rules.push((problem.severity, problem.rule));
        }
    }
    rules.sort_by_key(|(severity, _)| *severity);
    let mut hides_any = false;
    for (_, rule) in rules {
        let kind: Vec<&Problem> = report.problems.iter().filter(|problem| problem.rule == rule).collect();
        // A single one more takes no more room than to say so.
        let is_long = kind.len() > SHOWN + 1 && kind.iter().all(|each| each.severity == Severity::Warning);
        let shown = if is_long { SHOWN } else { kind.len() };
        for problem in &kind[..shown] {
            eprintln!("{}", paragraph(report, problem));
        }
        if is_long {
            hides_any = true;
            eprintln!("warning[{rule}]: {} more like these\n", output::thousands(kind.len() - shown));
        }
    }
    let hint = if hides_any { "; `cargo xtask lint` with `--all` shows each of them" } else { "" };
    eprintln!("{}{hint}", summary(report));
}

/// One problem as text, such as the tests compare.
fn paragraph(report: &Report, problem: &Problem) -> String {
    let mut text = format!("{}[{}]: {}\n", word(problem.severity), problem.rule, problem.message);
    if let Some(at) = problem.at {
        text.push_str(&format!("  --> {}\n", report.sources.describe(at)));
        if let Some(line) = report.sources.line(at) {
            let number = at.line.to_string();
            let pad = " ".repeat(number.len());
            let (shown, offset) = excerpt(line, at.column.saturating_sub(1) as usize);
            text.push_str(&format!("{pad} |\n{number} | {shown}\n{pad} | {}^\n", " ".repeat(offset)));
        }
    }
    text.push_str(&format!("  = help: {}\n", problem.help));
    text
}

/// The part of a line around a column that fits a terminal, and where the column is within it.
fn excerpt(line: &str, column: usize) -> (String, usize) {
    const BEFORE: usize = 60;
    const WHOLE: usize = 150;
    let start = if line.chars().count() <= WHOLE { 0 } else { column.saturating_sub(BEFORE) };
    let shown: String =
        line.chars().skip(start).take(WHOLE).map(|sign| if sign == '\t' { ' ' } else { sign }).collect();
    (shown, column - start)
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Unreadable | Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn counts(report: &Report) -> (usize, usize) {
    let warnings = report.problems.iter().filter(|problem| problem.severity == Severity::Warning).count();
    (report.problems.len() - warnings, warnings)
}

fn summary(report: &Report) -> String {
    let (errors, warnings) = counts(report);
    format!("{errors} errors, {warnings} warnings")
}

/// One JSON document to standard output.
pub fn json(report: &Report) {
    let (errors, warnings) = counts(report);
    let problems: Vec<serde_json::Value> =
        report.problems.iter().map(|problem| entry(report, problem)).collect();
    let document = json!({
        "version": JSON_VERSION,
        "problems": problems,
        "summary": { "errors": errors, "warnings": warnings },
    });
    output::print(&format!("{document:#}\n"));
}

fn entry(report: &Report, problem: &Problem) -> serde_json::Value {
    json!({
        "rule": problem.rule,
        "severity": word(problem.severity),
        "file": problem.at.map(|at| report.sources.path(at.file)),
        "line": problem.at.map(|at| at.line),
        "column": problem.at.map(|at| at.column),
        "message": problem.message,
        "help": problem.help,
        "line_text": problem.at.and_then(|at| report.sources.line(at)),
    })
}

/// Workflow commands that GitHub shows beside the line, to standard output.
pub fn github(report: &Report) {
    for problem in &report.problems {
        let place = problem.at.map_or_else(String::new, |at| {
            format!("file={},line={},col={},", property(report.sources.path(at.file)), at.line, at.column)
        });
        let message = data(&format!("{}; help: {}", problem.message, problem.help));
        let (kind, title) = (word(problem.severity), property(problem.rule));
        output::print(&format!(
            "::{kind} {place}title={title}::{message}
"
        ));
    }
}

/// A text as the message of a workflow command.
pub fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a property of a workflow command.
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

//! Findings for people, for programs and for an issue.

use std::fmt::Write as _;

use document::source::Location;
use serde_json::{Value, json};

use crate::Traffic;
use crate::finding::{Finding, Key, Origin, Part, Rule};
use crate::suggest::Suggester;

/// Version of the JSON that [`json()`] gives.
const JSON_VERSION: u32 = 1;

/// Text for a terminal.
pub fn text(traffic: &Traffic<'_>, suggest: bool) -> String {
    let mut text = String::new();
    let suggester = suggest.then(|| Suggester::new(traffic));
    for (key, finding) in traffic.findings.iter() {
        text.push_str(&paragraph(traffic, key, finding, suggester.as_ref()));
        text.push('\n');
    }
    text.push_str(&summary(traffic));
    text
}

fn paragraph(
    traffic: &Traffic<'_>,
    key: &Key,
    finding: &Finding<'_>,
    suggester: Option<&Suggester<'_>>,
) -> String {
    let mut text = format!("{}: {}\n", key.rule, headline(key, finding));
    if key.rule != Rule::UnreadableLine {
        line(&mut text, "documented", &finding.expected);
    }
    line(&mut text, "seen", &examples(finding));
    line(&mut text, "count", &counted(finding));
    for further in &finding.further {
        line(&mut text, "", &further.to_string());
    }
    line(&mut text, "effect", effect(key, finding));
    if let Some(at) = finding.at {
        line(&mut text, "spec", &traffic.document().sources.describe(at));
        let quoted = traffic.document().sources.line(at).map(|line| excerpt(line.trim()));
        line(&mut text, "", &quoted.unwrap_or_default());
    }
    if let Some(suggested) = suggester.and_then(|suggester| suggester.suggestion(key, finding)) {
        line(&mut text, "suggest", &suggested.note);
        suggested.diff.lines().for_each(|diff| _ = writeln!(text, "    {diff}"));
    }
    text
}

fn line(text: &mut String, label: &str, value: &str) {
    if !value.is_empty() {
        let colon = if label.is_empty() { " " } else { ":" };
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {:<12}{value}", format!("{label}{colon}"));
    }
}

fn excerpt(line: &str) -> String {
    const WHOLE: usize = 100;
    match line.chars().count() > WHOLE {
        true => line.chars().take(WHOLE).chain(['…']).collect(),
        false => line.to_owned(),
    }
}

/// The operation and the place.
fn headline(key: &Key, finding: &Finding<'_>) -> String {
    let place = match key.path.as_str() {
        "" => key.part.to_string(),
        path => format!("{} {path}", key.part),
    };
    match key.rule {
        Rule::UnreadableLine => finding.expected.clone(),
        Rule::UnknownPath | Rule::UnknownMethod => format!("{} {}", key.method, key.template),
        _ => format!("{} {} ({}), {place}", key.method, key.template, finding.operation),
    }
}

fn examples(finding: &Finding<'_>) -> String {
    finding.examples.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn counted(finding: &Finding<'_>) -> String {
    match finding.count {
        1 => format!("1 exchange, {}", finding.first),
        count => format!("{count} exchanges, first {}", finding.first),
    }
}

/// The effect on users of the crate.
fn effect(key: &Key, finding: &Finding<'_>) -> &'static str {
    match key.rule {
        _ if finding.breaks => "the generated type cannot be read: the call fails",
        // Responses for failures have no types.
        _ if matches!(key.part, Part::Response(300..)) => "",
        Rule::UndocumentedField => "kept, but only reachable by its name (`extra`)",
        Rule::UnknownEnumValue => "kept, as a value that has no name",
        Rule::UnknownPath | Rule::UnknownMethod => "the crate has no method for it",
        _ => "",
    }
}

fn summary(traffic: &Traffic<'_>) -> String {
    let count = |number: u64, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let found = u64::try_from(traffic.findings.len()).unwrap_or(u64::MAX);
    let mut text = format!("{} in {}\n", count(found, "finding"), count(traffic.judged, "exchange"));
    for (why, number) in &traffic.skipped {
        let _ = writeln!(text, "not judged: {number} of {}", why.reason());
    }
    if traffic.findings.beyond > 0 {
        let _ = writeln!(text, "{} more observations are of findings beyond these", traffic.findings.beyond);
    }
    text
}

/// One JSON document.
pub fn json(traffic: &Traffic<'_>, suggest: bool) -> Value {
    let suggester = suggest.then(|| Suggester::new(traffic));
    let entry = |(key, finding)| entry(traffic, key, finding, suggester.as_ref());
    let findings: Vec<Value> = traffic.findings.iter().map(entry).collect();
    let skipped: serde_json::Map<String, Value> =
        traffic.skipped.iter().map(|(why, number)| (why.name().to_owned(), (*number).into())).collect();
    json!({
        "version": JSON_VERSION,
        "findings": findings,
        "summary": {
            "findings": traffic.findings.len(),
            "exchanges": traffic.judged,
            "unreadable": traffic.unreadable,
            "skipped": skipped,
            "beyond": traffic.findings.beyond,
        },
    })
}

fn entry(
    traffic: &Traffic<'_>,
    key: &Key,
    finding: &Finding<'_>,
    suggester: Option<&Suggester<'_>>,
) -> Value {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let place = |at: Location| json!({ "file": traffic.document().sources.path(at.file), "line": at.line, "column": at.column });
    let first = |name: &str| (finding.first.entry == (name == "entry")).then_some(finding.first.number);
    let mut entry = json!({
        "rule": key.rule.name(),
        "operation": text(&finding.operation),
        "method": text(&key.method),
        "path_template": text(&key.template),
        "part": key.part.to_string(),
        "path": text(&key.path).filter(|_| key.rule != Rule::UnreadableLine),
        "count": finding.count,
        "first": { "file": &*finding.first.file, "line": first("line"), "entry": first("entry") },
        "documented": text(&finding.expected),
        "examples": finding.examples,
        "breaks": finding.breaks,
        "spec": finding.at.map(place),
    });
    if !finding.further.is_empty() {
        entry["further"] = finding.further.iter().map(Origin::to_string).collect();
    }
    if let Some(suggested) = suggester.and_then(|suggester| suggester.suggestion(key, finding)) {
        entry["suggestion"] = json!({ "note": suggested.note, "diff": suggested.diff });
    }
    entry
}

/// A table for an issue, and the suggestions below it.
pub fn markdown(traffic: &Traffic<'_>, suggest: bool) -> String {
    let mut text = String::from("# Traffic and specification\n\n");
    text.push_str(&summary(traffic).replace('\n', "  \n"));
    if traffic.findings.is_empty() {
        return text;
    }
    text.push_str("\n| rule | where | documented | seen | count | first | specification |\n");
    text.push_str("|---|---|---|---|---|---|---|\n");
    for (key, finding) in traffic.findings.iter() {
        let at = finding.at.map(|at| traffic.document().sources.describe(at)).unwrap_or_default();
        let documented = if key.rule == Rule::UnreadableLine { "" } else { &finding.expected };
        let cells = [
            key.rule.name().to_owned(),
            cell(&headline(key, finding)),
            cell(documented),
            cell(&examples(finding)),
            finding.count.to_string(),
            cell(&finding.first.to_string()),
            cell(&at),
        ];
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    if suggest {
        text.push_str(&suggestions(traffic));
    }
    text
}

fn suggestions(traffic: &Traffic<'_>) -> String {
    let mut text = String::new();
    let suggester = Suggester::new(traffic);
    for (key, finding) in traffic.findings.iter() {
        let Some(suggested) = suggester.suggestion(key, finding) else { continue };
        let _ = write!(text, "\n## {}: {}\n\n{}\n", key.rule, cell(&headline(key, finding)), suggested.note);
        if !suggested.diff.is_empty() {
            let _ = write!(text, "\n```diff\n{}```\n", suggested.diff);
        }
    }
    text
}

/// Text that stays within its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ").replace('*', "\\*").replace('<', "&lt;")
}

//! What changed from release to release: the part of a changelog that is about the API.

use askama::Template;
use codegen::diff::finding::{Diff, Finding, Verdict};
use serde::Serialize;

use super::counts::{Group, sections};
use super::excerpt::{line, short, short_values};
use super::markdown::escape::{code, prose};
use super::{Format, View, json, phrases};
use crate::report::{data, property};

/// How much of a value is shown.
const VALUE: usize = 80;
/// How much of a sentence is shown.
const SENTENCE: usize = 240;

/// What changed in one release.
pub struct Release {
    /// Its tag, such as `v0.2.0`.
    pub name: String,
    /// The day of the tag.
    pub day: Option<String>,
    /// What it is compared with.
    pub base: String,
    /// The changes, or why they are not known.
    pub outcome: Result<Diff, String>,
}

/// The releases in one format.
pub fn print(releases: &[Release], format: Format, view: View) -> String {
    match format {
        Format::Text => releases.iter().map(|release| text(release, view)).collect::<Vec<_>>().join("\n"),
        Format::Markdown => {
            let all: Vec<String> = releases.iter().map(|release| markdown(release, view)).collect();
            format!("# Changes of the API\n\n{}", all.join("\n"))
        }
        Format::Github => releases.iter().map(|release| github(release, view)).collect(),
        Format::Json => documents(releases, view),
        Format::Html => page(releases, view),
    }
}

fn text(release: &Release, view: View) -> String {
    let mut text = format!("{}\n  {}\n", line(&heading(release)), line(&verdict(release, view)));
    for (group, lines) in groups(release, view) {
        text.push_str(&format!("  {group}\n"));
        text.extend(lines.iter().map(|entry| format!("    {}: {}\n", entry.name, entry.text)));
    }
    text
}

fn markdown(release: &Release, view: View) -> String {
    let mut text = format!("## {}\n\n{}.\n", prose(&heading(release)), prose(&verdict(release, view)));
    for (group, lines) in groups(release, view) {
        text.push_str(&format!("\n### {group}\n\n"));
        text.extend(lines.iter().map(|entry| format!("- {}: {}\n", code(&entry.name), prose(&entry.text))));
    }
    text
}

fn github(release: &Release, view: View) -> String {
    format!("::notice title={}::{}\n", property(&heading(release)), data(&line(&verdict(release, view))))
}

/// One JSON document: the reports as `--format json` prints them for one comparison.
fn documents(releases: &[Release], view: View) -> String {
    #[derive(Serialize)]
    struct Log<'a> {
        version: u32,
        releases: Vec<Entry<'a>>,
    }
    #[derive(Serialize)]
    struct Entry<'a> {
        name: &'a str,
        day: Option<&'a str>,
        base: &'a str,
        error: Option<&'a str>,
        report: Option<json::Document<'a>>,
    }
    let entries = releases.iter().map(|release| Entry {
        name: &release.name,
        day: release.day.as_deref(),
        base: &release.base,
        error: release.outcome.as_ref().err().map(String::as_str),
        report: release.outcome.as_ref().ok().map(|diff| json::document(diff, view)),
    });
    let log = Log { version: 1, releases: entries.collect() };
    serde_json::to_string_pretty(&log).map(|text| text + "\n").unwrap_or_default()
}

fn page(releases: &[Release], view: View) -> String {
    #[derive(Template)]
    #[template(path = "log.html")]
    struct Page {
        style: &'static str,
        releases: Vec<Shown>,
    }
    struct Shown {
        heading: String,
        verdict: String,
        groups: Vec<(&'static str, Vec<Line>)>,
    }
    let shown = releases.iter().map(|release| Shown {
        heading: line(&heading(release)),
        verdict: line(&verdict(release, view)),
        groups: groups(release, view),
    });
    let page = Page { style: include_str!("html/page.css"), releases: shown.collect() };
    // Writing to a string cannot fail, and nothing else in the template does.
    page.render().map(|text| text + "\n").unwrap_or_default()
}

fn heading(release: &Release) -> String {
    match &release.day {
        Some(day) => format!("{} ({day})", release.name),
        None => release.name.clone(),
    }
}

/// The verdict on the whole release, or why there is none.
fn verdict(release: &Release, view: View) -> String {
    match &release.outcome {
        Ok(diff) => format!("{}, compared with {}", phrases::verdict(diff, view), release.base),
        Err(why) => format!("Not known, compared with {}: {why}", release.base),
    }
}

/// A change in a line.
struct Line {
    name: String,
    text: String,
}

/// The changes of a release by what they do to users. Of those that only people read, there is the number alone.
fn groups(release: &Release, view: View) -> Vec<(&'static str, Vec<Line>)> {
    let Ok(diff) = &release.outcome else { return Vec::new() };
    let groups = Group::ALL.into_iter().filter_map(|group| {
        let findings: Vec<&Finding> =
            sections(group, diff, view).into_iter().flat_map(|section| section.findings).collect();
        let lines = match (group, findings.len()) {
            (_, 0) => return None,
            (Group::Documentation, number) => {
                vec![Line { name: "documentation".to_owned(), text: phrases::count(number, "change") }]
            }
            _ => findings.into_iter().map(|finding| entry(finding, view)).collect(),
        };
        Some((group.heading(), lines))
    });
    groups.collect()
}

fn entry(finding: &Finding, view: View) -> Line {
    let mut text = phrases::title(finding);
    let (before, after) = short_values(finding.before.as_deref(), finding.after.as_deref(), VALUE);
    text.push_str(&match (before, after) {
        (Some(before), Some(after)) => format!(", from {before} to {after}"),
        (Some(before), None) => format!(", was {before}"),
        (None, Some(after)) => format!(", {after}"),
        (None, None) => String::new(),
    });
    let breaking = view.judgements(finding).filter(|(_, judgement)| judgement.verdict == Verdict::Breaking);
    for (side, judgement) in breaking {
        text.push_str(&format!("; {side}: {}", short(&judgement.reason, SENTENCE)));
    }
    if let Some(approval) = &finding.approval {
        text.push_str(&format!(" ({}: {})", phrases::approval(approval), short(&approval.reason, SENTENCE)));
    }
    Line { name: short(phrases::name(finding), VALUE), text: line(&text) }
}

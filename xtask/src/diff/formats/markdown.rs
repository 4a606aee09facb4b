//! A comment for a pull request: the verdict, then each change once, by family and schema; who uses it is collapsed.
//!
//! GitHub refuses comments above 65,536 characters, so this one stays under [`MOST`], however large the change: changes
//! are shortened to a line, then left out, the gravest last, and counted. The first line is a hidden mark by
//! which a workflow finds its own comment again.

mod entry;
pub(super) mod escape;

use codegen::diff::finding::Diff;

use self::escape::prose;
use super::View;
use super::counts::{Group, sections};
use super::excerpt::short;
use super::phrases;

/// The mark by which the comment is found again.
const MARKER: &str = "<!-- signalwire-rest spec diff -->";
/// The longest comment, in bytes: no way to count characters finds more of them.
const MOST: usize = 60_000;
/// What is kept free for the heading and the count of each group that is still to come.
const RESERVE: usize = 1_000;
/// How many notices, and unexplained changes, are shown, and in how many bytes.
const LISTED: usize = 10;
const LIST: usize = 6_000;
/// How much of a sentence is shown.
const SENTENCE: usize = 240;

/// The whole comment.
pub fn print(diff: &Diff, view: View) -> String {
    let mut text = head(diff, view);
    if view.has_rust() {
        text.push_str(&unexplained(diff));
    }
    text.push_str(&notices(diff));
    let groups: Vec<Group> =
        Group::ALL.into_iter().filter(|group| !group.members(diff, view).is_empty()).collect();
    for (index, group) in groups.iter().enumerate() {
        let reserved = (groups.len() - index) * RESERVE;
        let room = MOST.saturating_sub(text.len() + reserved);
        text.push_str(&section(*group, diff, view, room));
    }
    text
}

fn head(diff: &Diff, view: View) -> String {
    let mut text = format!("{MARKER}\n### {} {}\n\n", mark(diff, view), prose(&phrases::verdict(diff, view)));
    let sides = [&diff.base, &diff.head].map(|side| prose(&short(&phrases::side(side), SENTENCE)));
    text.push_str(&format!("{}: {}.", sides.join(" → "), phrases::count(diff.findings.len(), "change")));
    if !diff.is_empty() || !diff.bump.satisfied {
        text.push_str(&version(diff));
    }
    text.push('\n');
    if let Some(why) = phrases::predicted(diff, view) {
        text.push_str(&format!("\n{}\n", prose(&short(&why, 2 * SENTENCE))));
    }
    if !diff.findings.is_empty() {
        text.push_str("\n| | breaking | compatible | documentation |\n|---|---|---|---|\n");
        text.extend(phrases::rows(diff, view).iter().map(|row| format!("| {} |\n", row.join(" | "))));
    }
    text
}

fn version(diff: &Diff) -> String {
    let reason = match diff.bump.reason.is_empty() {
        true => String::new(),
        false => format!(": {}", prose(&short(&diff.bump.reason, SENTENCE))),
    };
    let sentence = prose(&short(&phrases::version(diff), SENTENCE));
    let sentence = if diff.bump.satisfied { sentence } else { format!("**{sentence}**") };
    format!("<br>{sentence}{reason}.")
}

fn mark(diff: &Diff, view: View) -> &'static str {
    let gravest = diff.findings.iter().map(|finding| Group::of(finding, view)).min();
    match gravest {
        _ if view.has_rust() && phrases::unexplained(diff) > 0 => sign(Group::Breaking),
        Some(group) => sign(group),
        None => sign(Group::Compatible),
    }
}

/// A sign that differs in its form as well as in its colour.
fn sign(group: Group) -> &'static str {
    match group {
        Group::Breaking => "❌",
        Group::Approved => "☑️",
        Group::Compatible => "✅",
        Group::Documentation => "📝",
    }
}

fn unexplained(diff: &Diff) -> String {
    if diff.unexplained.is_empty() {
        return String::new();
    }
    let number = crate::output::thousands(diff.unexplained.len());
    let text = format!("\n#### Changes of the crate that nothing explains ({number})\n\n");
    let lines = diff.unexplained.iter().map(|change| format!("- {}\n", entry::surface(change)));
    text + &list(lines, diff.unexplained.len())
}

fn notices(diff: &Diff) -> String {
    if diff.notices.is_empty() {
        return String::new();
    }
    let text = format!("\n#### Notices ({})\n\n", crate::output::thousands(diff.notices.len()));
    let lines = diff.notices.iter().map(|notice| {
        let (message, help) =
            (prose(&short(&notice.message, SENTENCE)), prose(&short(&notice.help, SENTENCE)));
        format!("- `{}`: {message}; help: {help}\n", notice.rule)
    });
    text + &list(lines, diff.notices.len())
}

/// The first lines of a list, and how many there are besides.
fn list(lines: impl Iterator<Item = String>, all: usize) -> String {
    let shown = fitting(lines.take(LISTED), LIST);
    shown.concat() + &left_out(all - shown.len(), "- ")
}

/// A group of changes in so many bytes, its heading and the count of what was left out not among them.
fn section(group: Group, diff: &Diff, view: View, room: usize) -> String {
    let sections = sections(group, diff, view);
    let number = sections.iter().map(|section| section.findings.len()).sum();
    let title = format!("{} {} ({})", sign(group), group.heading(), crate::output::thousands(number));
    // A third for changes in a line: what they are worth lies in seeing many of them.
    let (mut left, lines) = (room, room / 3);
    let (mut body, mut shown) = (String::new(), 0);
    for section in &sections {
        let heading = family(section.family, sections.len());
        if heading.len() < left {
            left -= heading.len();
            body.push_str(&heading);
        }
        for finding in &section.findings {
            let full = entry::full(finding, diff, view);
            let entry = if full.len() + lines <= left { full } else { entry::line(finding, view) };
            if entry.len() > left {
                break;
            }
            left -= entry.len();
            shown += 1;
            body.push_str(&entry);
        }
    }
    body.push_str(&left_out(number - shown, "\n"));
    match group {
        Group::Breaking | Group::Approved => format!("\n#### {title}\n\n{body}"),
        Group::Compatible | Group::Documentation => {
            format!("\n<details>\n<summary>{title}</summary>\n\n{body}\n</details>\n")
        }
    }
}

/// The heading of a family, unless there is nothing to tell it from.
fn family(family: Option<&str>, families: usize) -> String {
    match (family, families) {
        (None, 0 | 1) => String::new(),
        (None, _) => "##### Several tags, or none\n\n".to_owned(),
        (Some(name), _) => format!("##### {}\n\n", prose(&short(name, SENTENCE))),
    }
}

/// The first of these texts, as many as fit.
fn fitting(texts: impl Iterator<Item = String>, room: usize) -> Vec<String> {
    let mut left = room;
    texts
        .map_while(|text| {
            left = left.checked_sub(text.len())?;
            Some(text)
        })
        .collect()
}

fn left_out(number: usize, before: &str) -> String {
    match number {
        0 => String::new(),
        _ => format!(
            "{before}and {} more that have no room here; `--format html` and `--format json` have all\n",
            crate::output::thousands(number)
        ),
    }
}

#[cfg(test)]
mod tests;

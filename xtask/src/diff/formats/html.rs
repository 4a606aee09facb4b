//! One page for a browser: the verdict, filters, and every change with before and after side by side.
//!
//! The page needs nothing else: no network, no other file, and no script to be read; `html/page.js` adds the filters
//! and the keys. `html/page.html` is the template, which escapes whatever is put into it.

mod compare;
mod entry;

use std::collections::BTreeMap;

use askama::Template;
use codegen::diff::finding::{Diff, Finding, SurfaceChange, Verdict};

use self::compare::{Piece, compared};
use self::entry::Entry;
use super::View;
use super::counts::{Group, counts};
use super::excerpt::{line, short};
use super::phrases;

/// With more breaking changes than this, all are closed at first.
const OPEN: usize = 20;
/// How much of a sentence is shown at the top.
const SENTENCE: usize = 300;

/// The whole page.
pub fn print(diff: &Diff, view: View) -> String {
    // Writing to a string cannot fail, and nothing else in the template does.
    page(diff, view).render().map(|text| text + "\n").unwrap_or_default()
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    style: &'static str,
    script: &'static str,
    verdict: String,
    tone: &'static str,
    base: String,
    head: String,
    count: String,
    version: String,
    version_too_low: bool,
    reason: Option<String>,
    predicted: Option<String>,
    rows: Vec<[String; 4]>,
    filters: Vec<Filter>,
    families: Vec<Family>,
    notices: Vec<Notice<'a>>,
    unexplained: Vec<Surface>,
    sections: Vec<Section>,
}

/// The verdicts of one side, with how many changes have each.
struct Filter {
    side: String,
    label: &'static str,
    verdicts: [(&'static str, String); 3],
}

/// The changes that reach the operations of one tag.
struct Family {
    name: String,
    number: usize,
}

struct Notice<'a> {
    rule: &'a str,
    message: String,
    help: String,
}

/// A change of the crate's surface.
struct Surface {
    item: String,
    verb: &'static str,
    verdict: &'static str,
    before: Option<Vec<Piece>>,
    after: Option<Vec<Piece>>,
}

/// The changes of a group.
struct Section {
    class: &'static str,
    heading: &'static str,
    entries: Vec<Entry>,
}

fn page(diff: &Diff, view: View) -> Page<'_> {
    let families = families(diff);
    Page {
        style: include_str!("html/page.css"),
        script: include_str!("html/page.js"),
        verdict: phrases::verdict(diff, view),
        tone: tone(diff, view),
        base: short(&phrases::side(&diff.base), SENTENCE),
        head: short(&phrases::side(&diff.head), SENTENCE),
        count: phrases::count(diff.findings.len(), "change"),
        version: short(&phrases::version(diff), SENTENCE),
        version_too_low: !diff.bump.satisfied,
        reason: (!diff.bump.reason.is_empty()).then(|| short(&diff.bump.reason, SENTENCE)),
        predicted: phrases::predicted(diff, view).map(|why| line(&why)),
        rows: if diff.findings.is_empty() { Vec::new() } else { phrases::rows(diff, view) },
        filters: filters(diff, view),
        notices: notices(diff),
        unexplained: if view.has_rust() {
            diff.unexplained.iter().map(surface).collect()
        } else {
            Vec::new()
        },
        sections: sections(diff, view, &families),
        families,
    }
}

/// The colour of the verdict.
fn tone(diff: &Diff, view: View) -> &'static str {
    let gravest = diff.findings.iter().map(|finding| Group::of(finding, view)).min();
    match gravest {
        _ if view.has_rust() && phrases::unexplained(diff) > 0 => class(Group::Breaking),
        Some(group) => class(group),
        None => class(Group::Compatible),
    }
}

fn class(group: Group) -> &'static str {
    match group {
        Group::Breaking => "breaking",
        Group::Approved => "approved",
        Group::Compatible => "compatible",
        Group::Documentation => "documentation",
    }
}

fn filters(diff: &Diff, view: View) -> Vec<Filter> {
    let filter = |(label, counts): (&'static str, super::counts::Counts)| Filter {
        side: label.to_lowercase(),
        label,
        verdicts: [
            (Verdict::Breaking.word(), crate::output::thousands(counts.breaking)),
            (Verdict::Compatible.word(), crate::output::thousands(counts.compatible)),
            (Verdict::Documentation.word(), crate::output::thousands(counts.documentation)),
        ],
    };
    counts(diff, view).into_iter().map(filter).collect()
}

/// What changes without a family of their own stand under.
const NO_FAMILY: &str = "none or several";

fn family(finding: &Finding) -> String {
    finding.family.as_deref().map_or_else(|| NO_FAMILY.to_owned(), line)
}

fn families(diff: &Diff) -> Vec<Family> {
    let mut numbers = BTreeMap::<String, usize>::new();
    for finding in &diff.findings {
        *numbers.entry(family(finding)).or_default() += 1;
    }
    numbers.into_iter().map(|(name, number)| Family { name, number }).collect()
}

fn notices(diff: &Diff) -> Vec<Notice<'_>> {
    diff.notices
        .iter()
        .map(|notice| Notice { rule: notice.rule, message: line(&notice.message), help: line(&notice.help) })
        .collect()
}

fn surface(change: &SurfaceChange) -> Surface {
    let (before, after) = compared(change.before.as_deref().map(line), change.after.as_deref().map(line));
    Surface {
        item: line(&change.item),
        verb: phrases::surface_verb(change),
        verdict: change.verdict.word(),
        before,
        after,
    }
}

fn sections(diff: &Diff, view: View, families: &[Family]) -> Vec<Section> {
    let mut ids = BTreeMap::new();
    let mut sections = Vec::new();
    for group in Group::ALL {
        let members = group.members(diff, view);
        let open = group == Group::Breaking && members.len() <= OPEN;
        let entries = members.into_iter().map(|finding| Entry {
            id: id(finding, &mut ids),
            // Counted from one, as the template does.
            family_number: 1 + families.partition_point(|known| known.name < family(finding)),
            open,
            ..Entry::new(finding, diff, view)
        });
        let entries: Vec<Entry> = entries.collect();
        if !entries.is_empty() {
            sections.push(Section { class: class(group), heading: group.heading(), entries });
        }
    }
    sections
}

/// What a link to the change is made of; numbered should two have the same fingerprint.
fn id(finding: &Finding, taken: &mut BTreeMap<String, usize>) -> String {
    let fingerprint: String = finding.fingerprint.chars().filter(char::is_ascii_alphanumeric).collect();
    let number = taken.entry(fingerprint.clone()).or_default();
    *number += 1;
    match number {
        1 => format!("change-{fingerprint}"),
        _ => format!("change-{fingerprint}-{number}"),
    }
}

#[cfg(test)]
mod tests;

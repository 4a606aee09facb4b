//! The sentences that every format for people says in the same way.

use codegen::diff::finding::{
    Approval, ApprovalKind, Diff, Direction, Finding, Level, Side, Subject, SurfaceChange, Verdict,
};
use codegen::source::Location;

use super::View;
use super::tally::{Tally, tallies};

/// The verdict on the whole change, in a line.
pub fn verdict(diff: &Diff, view: View) -> String {
    if diff.findings.is_empty() && (diff.unexplained.is_empty() || !view.has_rust()) {
        return "No changes".to_owned();
    }
    if view == View::Both && only_documentation(diff) {
        return "Only documentation changed".to_owned();
    }
    let wire = view.has_wire().then(|| clause(diff.wire(), "on the wire", &Tally::wire(diff), 0));
    let rust =
        view.has_rust().then(|| clause(diff.rust(), "for Rust", &Tally::rust(diff), unexplained(diff)));
    let clauses: Vec<String> = wire.into_iter().chain(rust).collect();
    capitalized(&clauses.join(", "))
}

/// How many changes of the surface break code and have no change of the document behind them.
pub fn unexplained(diff: &Diff) -> usize {
    diff.unexplained.iter().filter(|change| change.verdict == Verdict::Breaking).count()
}

fn only_documentation(diff: &Diff) -> bool {
    diff.wire() == Some(Verdict::Documentation) && diff.rust() == Some(Verdict::Documentation)
}

fn clause(verdict: Option<Verdict>, side: &str, tally: &Tally, unexplained: usize) -> String {
    match verdict {
        Some(Verdict::Breaking) => format!("breaking {side} ({})", breaking_count(tally, unexplained)),
        Some(Verdict::Compatible) => format!("compatible {side}"),
        Some(Verdict::Documentation) | None => format!("nothing changes {side}"),
    }
}

fn breaking_count(tally: &Tally, unexplained: usize) -> String {
    let changes = count(tally.breaking, "change");
    let approved = match tally.approved {
        0 => String::new(),
        1 if tally.breaking == 1 => ", approved".to_owned(),
        all if all == tally.breaking => ", all approved".to_owned(),
        some => format!(", {some} approved"),
    };
    match (tally.breaking, unexplained) {
        (_, 0) => changes + &approved,
        (0, _) => format!("{unexplained} unexplained"),
        _ => format!("{changes}{approved}, {unexplained} unexplained"),
    }
}

fn capitalized(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// The two revisions with their versions, the arrow between them given.
pub fn side(side: &Side) -> String {
    match side.version.is_empty() {
        true => side.label.clone(),
        false => format!("{} ({})", side.label, side.version),
    }
}

/// What the version must become, without the reason.
pub fn version(diff: &Diff) -> String {
    let bump = &diff.bump;
    if bump.required == Level::None {
        return "No new version is needed".to_owned();
    }
    let least = bump.version.as_ref().map_or_else(String::new, |version| format!(", {version} or higher"));
    let enough = if bump.satisfied { "will do" } else { "is too low" };
    format!("A {} version is needed{least}; {} {enough}", bump.required.word(), diff.head.version)
}

/// Why the verdicts for Rust are only predicted, when they are and anybody looks.
pub fn predicted(diff: &Diff, view: View) -> Option<String> {
    let why = diff.surface_missing.as_ref().filter(|_| view.has_rust())?;
    Some(format!("The verdicts for Rust are predictions, since the crates could not be compared: {why}"))
}

/// How many there are of something, thousands apart.
pub fn count(number: usize, what: &str) -> String {
    format!("{} {what}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// A number that people can read.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What was changed about it, and which way it travels.
pub fn title(finding: &Finding) -> String {
    let has = |direction| finding.directions.contains(&direction);
    match (has(Direction::Request), has(Direction::Answer)) {
        // What always travels one way, or none, need not say so.
        _ if finding.subject != Subject::Schema => finding.title.to_owned(),
        (true, true) => format!("{}, in requests and answers", finding.title),
        (true, false) => format!("{}, in requests", finding.title),
        (false, true) => format!("{}, in answers", finding.title),
        (false, false) => finding.title.to_owned(),
    }
}

/// How many operations a change reaches, when it reaches any.
pub fn used_by(finding: &Finding) -> Option<String> {
    let number = finding.operations.len();
    (number > 0).then(|| format!("used by {}", count(number, "operation")))
}

/// What was done to an item of the surface.
pub fn surface_verb(change: &SurfaceChange) -> &'static str {
    match (&change.before, &change.after) {
        (Some(_), None) => "removed",
        (None, Some(_)) => "added",
        _ => "changed",
    }
}

/// That a change was approved, and in which way.
pub fn approval(approval: &Approval) -> &'static str {
    match approval.kind {
        ApprovalKind::Accepted => "approved",
        ApprovalKind::SpecCorrection => "approved as a correction of the specification",
    }
}

/// `path:line:column`, when the place is known.
pub fn place(side: &Side, at: Location) -> Option<String> {
    is_known(side, at).then(|| side.sources.describe(at))
}

/// Whether a place is in a file that was read.
pub fn is_known(side: &Side, at: Location) -> bool {
    at.line > 0 && usize::from(at.file.0) < side.sources.len()
}

/// What is counted in the summary, as rows of words: breaking, compatible, documentation.
pub fn rows(diff: &Diff, view: View) -> Vec<[String; 4]> {
    let row = |(side, tally): (&str, Tally)| {
        [side.to_owned(), tally.breaking(), thousands(tally.compatible), thousands(tally.documentation)]
    };
    tallies(diff, view).into_iter().map(row).collect()
}

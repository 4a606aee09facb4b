//! The sentences that every format for people says in the same way.

use codegen::diff::finding::{
    Approval, ApprovalKind, Diff, Direction, Evidence, EvidenceKind, Example, Finding, Level, Outcome, Side,
    Subject, SurfaceChange, Verdict,
};
use codegen::source::Location;

use super::View;
use super::counts::{Counts, counts};
use crate::output::thousands;

/// From how many bytes on a value is long.
const LONG: usize = 80;

/// The verdict on the whole change, in a line.
pub fn verdict(diff: &Diff, view: View) -> String {
    if diff.findings.is_empty() && (diff.unexplained.is_empty() || !view.has_rust()) {
        return "No changes".to_owned();
    }
    if view == View::Both && only_documentation(diff) {
        return "Only documentation changed".to_owned();
    }
    if view == View::Both
        && diff.wire() == Some(Verdict::Compatible)
        && diff.rust() == Some(Verdict::Compatible)
    {
        return "Compatible on the wire and for Rust".to_owned();
    }
    let wire = view.has_wire().then(|| clause(diff.wire(), "on the wire", &Counts::wire(diff), 0));
    let rust =
        view.has_rust().then(|| clause(diff.rust(), "for Rust", &Counts::rust(diff), unexplained(diff)));
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

fn clause(verdict: Option<Verdict>, side: &str, counts: &Counts, unexplained: usize) -> String {
    match verdict {
        Some(Verdict::Breaking) => format!("breaking {side} ({})", breaking_count(counts, unexplained)),
        Some(Verdict::Compatible) => format!("compatible {side}"),
        Some(Verdict::Documentation) | None => format!("nothing changes {side}"),
    }
}

fn breaking_count(counts: &Counts, unexplained: usize) -> String {
    let changes = count(counts.breaking, "change");
    let approved = match counts.approved {
        0 => String::new(),
        1 if counts.breaking == 1 => ", approved".to_owned(),
        all if all == counts.breaking => ", all approved".to_owned(),
        some => format!(", {some} approved"),
    };
    match (counts.breaking, unexplained) {
        (_, 0) => changes + &approved,
        (0, _) => format!("{unexplained} unexplained"),
        _ => format!("{changes}{approved}, {unexplained} unexplained"),
    }
}

fn capitalized(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// A revision with its version.
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

/// How many verdicts on the wire are not borne out by their evidence.
pub fn unproven(diff: &Diff) -> usize {
    diff.findings.iter().filter(|finding| finding.evidence.is_unproven()).count()
}

/// What bears the verdict on the wire out, in a line.
pub fn evidence(evidence: &Evidence) -> String {
    let example = evidence.example.as_ref().map(example);
    let tried = count(evidence.tried, "value");
    let texts = match (evidence.kind, example) {
        (EvidenceKind::CounterExample, Some(example)) => vec![example],
        (EvidenceKind::Values, Some(example)) if evidence.text.is_empty() => vec![example],
        (EvidenceKind::Values, Some(_)) => vec![lenient(evidence)],
        (EvidenceKind::Values, None) => vec![format!("{tried} tried, all of them taken")],
        (EvidenceKind::Unproven, example) => {
            let why = match evidence.tried {
                0 => evidence.text.clone(),
                _ => format!("{}, of {tried} tried", evidence.text),
            };
            vec![why, example.unwrap_or_default()]
        }
        (EvidenceKind::Statement | EvidenceKind::CounterExample, _) => vec![evidence.text.clone()],
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
}

/// What bears the verdict on the wire out, with a word for it, where that is more than a sentence about it.
pub fn proof(finding: &Finding, view: View) -> Option<(&'static str, String)> {
    let kind = match finding.evidence.kind {
        EvidenceKind::Statement => return None,
        EvidenceKind::Unproven => "unproven",
        EvidenceKind::CounterExample | EvidenceKind::Values => "proof",
    };
    view.has_wire().then(|| (kind, evidence(&finding.evidence)))
}

/// What the clients of the crate take though the old schema does not.
fn lenient(evidence: &Evidence) -> String {
    let shown = evidence.example.as_ref();
    let value = shown.and_then(|example| example.value.as_ref()).map(ToString::to_string).unwrap_or_default();
    let of = shown.map(|example| example.of.as_str()).unwrap_or_default();
    match value.len() > LONG {
        true => format!("comes now: {} ({of}): `{value}`", evidence.text),
        false => format!("`{value}` comes now: {} ({of})", evidence.text),
    }
}

fn example(example: &Example) -> String {
    let value = example.value.as_ref().map(ToString::to_string);
    let received =
        if example.direction == Direction::Request { example.head.outcome } else { example.base.outcome };
    let what = match (example.direction, received) {
        (Direction::Request, Outcome::Accepted) => "was accepted and still is",
        (Direction::Request, Outcome::Refused) => "was accepted and is refused now",
        (Direction::Request, Outcome::Ignored | Outcome::Misread) => "was accepted and is ignored now",
        (Direction::Response, Outcome::Accepted) => "comes now, and clients of the base take it",
        (Direction::Response, Outcome::Refused) => "comes now, and clients of the base refuse it",
        (Direction::Response, Outcome::Ignored) => {
            "comes now, and clients of the base look for something else"
        }
        (Direction::Response, Outcome::Misread) => {
            "comes now, and clients of the base take it for another variant"
        }
    };
    match (value, example.direction) {
        // A value that may be cut comes last.
        (Some(value), _) if value.len() > LONG => format!("{what} ({}): `{value}`", example.of),
        (Some(value), _) => format!("`{value}` {what} ({})", example.of),
        (None, Direction::Request) => format!("a call without it {what} ({})", example.of),
        (None, Direction::Response) => format!("a response without it {what} ({})", example.of),
    }
}

/// What was changed, or where, when that is the document itself and has no name.
pub fn name(finding: &Finding) -> &str {
    match (finding.name.as_str(), finding.location.as_str()) {
        ("", "") => "document",
        ("", location) => location,
        (name, _) => name,
    }
}

/// The schema that was changed; of what is no part of a named schema, its name.
pub fn owner(finding: &Finding) -> &str {
    let schema = finding.location.strip_prefix("schemas/").and_then(|rest| rest.split('/').next());
    schema.unwrap_or_else(|| name(finding))
}

/// What approves a change that breaks somebody, if nothing has: a command to be completed with a reason.
pub fn approve(finding: &Finding, diff: &Diff) -> Option<String> {
    let is_open = finding.worst() == Verdict::Breaking && finding.approval.is_none();
    is_open
        .then(|| format!("{} --approve {} --reason \"why it is meant\"", diff.command, finding.fingerprint))
}

/// What was changed about it, and which way it travels.
pub fn title(finding: &Finding) -> String {
    let has = |direction| finding.directions.contains(&direction);
    match (has(Direction::Request), has(Direction::Response)) {
        // What always travels one way, or none, need not say so.
        _ if finding.subject != Subject::Schema => finding.title.to_owned(),
        (true, true) => format!("{}, in requests and responses", finding.title),
        (true, false) => format!("{}, in requests", finding.title),
        (false, true) => format!("{}, in responses", finding.title),
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
    let row = |(side, counts): (&str, Counts)| {
        [side.to_owned(), counts.breaking(), thousands(counts.compatible), thousands(counts.documentation)]
    };
    counts(diff, view).into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::formats::sample;

    #[test]
    fn the_verdict_is_the_gravest_of_each_side() {
        let changed = |wire, rust| {
            let mut finding = sample::field_removed();
            (finding.wire.verdict, finding.rust.verdict) = (wire, rust);
            verdict(&sample::of(vec![finding]), View::Both)
        };
        use Verdict::{Breaking, Compatible, Documentation};
        assert_eq!(changed(Breaking, Compatible), "Breaking on the wire (1 change), compatible for Rust");
        assert_eq!(
            changed(Documentation, Breaking),
            "Nothing changes on the wire, breaking for Rust (1 change)"
        );
        assert_eq!(changed(Compatible, Compatible), "Compatible on the wire and for Rust");
        assert_eq!(changed(Documentation, Documentation), "Only documentation changed");
        assert_eq!(verdict(&sample::empty(), View::Both), "No changes");
    }

    #[test]
    fn what_nothing_explains_is_part_of_the_verdict_for_rust() {
        let diff = Diff { unexplained: sample::full().unexplained, ..sample::empty() };
        assert_eq!(
            verdict(&diff, View::Both),
            "Nothing changes on the wire, breaking for Rust (1 unexplained)"
        );
        assert_eq!(verdict(&diff, View::Wire), "No changes");
    }

    #[test]
    fn approvals_are_counted() {
        let approved =
            Finding { approval: sample::full().findings[1].approval.clone(), ..sample::field_removed() };
        let diff = sample::of(vec![approved.clone(), approved]);
        assert_eq!(verdict(&diff, View::Wire), "Breaking on the wire (2 changes, all approved)");
    }

    #[test]
    fn the_version_says_what_is_missing() {
        assert_eq!(version(&sample::full()), "A major version is needed, 2.0.0 or higher; 1.4.1 is too low");
        assert_eq!(version(&sample::empty()), "No new version is needed");
    }

    #[test]
    fn what_has_no_name_is_called_by_its_place() {
        let nameless = Finding { name: String::new(), ..sample::field_removed() };
        assert_eq!(name(&nameless), "schemas/SipGateway/properties/uri");
        assert_eq!(name(&Finding { location: String::new(), ..nameless }), "document");
    }

    #[test]
    fn numbers_are_for_people() {
        assert_eq!((thousands(0), thousands(1234567)), ("0".to_owned(), "1,234,567".to_owned()));
        assert_eq!(count(1, "change"), "1 change");
    }
}

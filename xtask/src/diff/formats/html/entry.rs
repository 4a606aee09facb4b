//! One change on the page.

use codegen::diff::finding::{ApprovalKind, Diff, Finding, OperationName};

use super::compare::{Piece, compared};
use super::{Surface, surface};
use crate::diff::formats::excerpt::{block, line, short};
use crate::diff::formats::{View, phrases};

/// How much of a value is shown.
const VALUE: usize = 10_000;
/// How many operations, and changes of the surface, are shown.
const LISTED: usize = 100;

/// Everything that is shown about a change.
pub struct Entry {
    pub id: String,
    pub family_number: usize,
    pub open: bool,
    pub rule: &'static str,
    pub title: String,
    pub name: String,
    pub location: String,
    pub family: Option<String>,
    pub fingerprint: String,
    pub judgements: Vec<Judgement>,
    /// What bears the verdict on the wire out, with a word for it.
    pub proof: Option<(&'static str, String)>,
    /// The command that approves it.
    pub approve: Option<String>,
    pub approval: Option<Approval>,
    pub before: Option<Vec<Piece>>,
    pub after: Option<Vec<Piece>>,
    pub cut: Option<String>,
    pub head_place: Option<String>,
    pub base_place: Option<String>,
    pub used_by: Option<String>,
    pub operations: Vec<Branch>,
    pub more_operations: Option<String>,
    pub surface: Vec<Surface>,
    pub surface_count: String,
    pub more_surface: Option<String>,
}

/// A verdict with its reason.
pub struct Judgement {
    pub side: &'static str,
    pub verdict: &'static str,
    pub reason: String,
}

/// Why a change was let through.
pub struct Approval {
    pub kind: &'static str,
    pub how: &'static str,
    pub reason: String,
}

/// The operations of one path.
pub struct Branch {
    pub path: String,
    pub calls: Vec<(String, String)>,
}

impl Entry {
    /// A change as it is shown, but for what depends on the others.
    pub fn new(finding: &Finding, diff: &Diff, view: View) -> Self {
        let (before, after, cut) = values(finding);
        let surfaces = if view.has_rust() { finding.surface.as_slice() } else { &[] };
        Self {
            id: String::new(),
            family_number: 0,
            open: false,
            rule: finding.rule,
            title: phrases::title(finding),
            name: line(phrases::name(finding)),
            location: line(&finding.location),
            family: finding.family.as_deref().map(line),
            fingerprint: line(&finding.fingerprint),
            judgements: judgements(finding, view),
            proof: phrases::proof(finding, view).map(|(kind, proof)| (kind, short(&proof, VALUE))),
            approve: phrases::approve(finding, diff).map(|command| line(&command)),
            approval: approval(finding),
            before,
            after,
            cut: (cut > 0).then(|| phrases::count(cut, "character")),
            head_place: phrases::place(&diff.head, finding.head_at).map(|place| line(&place)),
            base_place: phrases::place(&diff.base, finding.base_at).map(|place| line(&place)),
            used_by: phrases::used_by(finding),
            operations: tree(&finding.operations),
            more_operations: more(finding.operations.len()),
            surface: surfaces.iter().take(LISTED).map(surface).collect(),
            surface_count: phrases::count(surfaces.len(), "change"),
            more_surface: more(surfaces.len()),
        }
    }
}

/// How many of a list are not shown, when that is so.
fn more(all: usize) -> Option<String> {
    all.checked_sub(LISTED).filter(|more| *more > 0).map(crate::output::thousands)
}

/// Both values in pieces, and how many characters of them were left out.
fn values(finding: &Finding) -> (Option<Vec<Piece>>, Option<Vec<Piece>>, usize) {
    let cut = |value: &Option<String>| value.as_ref().map(|value| block(value.trim_end_matches('\n'), VALUE));
    let (before, after) = (cut(&finding.before), cut(&finding.after));
    let missing = before.iter().chain(&after).map(|(_, missing)| missing).sum();
    let text = |value: Option<(String, usize)>| value.map(|(text, _)| text);
    let (before, after) = compared(text(before), text(after));
    (before, after, missing)
}

fn judgements(finding: &Finding, view: View) -> Vec<Judgement> {
    view.judgements(finding)
        .map(|(side, judgement)| Judgement {
            side,
            verdict: judgement.verdict.word(),
            reason: line(&judgement.reason),
        })
        .collect()
}

fn approval(finding: &Finding) -> Option<Approval> {
    let approval = finding.approval.as_ref()?;
    let (kind, how) = match approval.kind {
        ApprovalKind::Accepted => ("approved", "the change is meant"),
        ApprovalKind::SpecCorrection => ("correction", "the server has always behaved like this"),
    };
    Some(Approval { kind, how, reason: line(&approval.reason) })
}

/// The operations by their paths, in the order of the paths.
fn tree(operations: &[OperationName]) -> Vec<Branch> {
    let mut shown: Vec<&OperationName> = operations.iter().take(LISTED).collect();
    shown.sort_by(|a, b| (&a.path, &a.method, &a.id).cmp(&(&b.path, &b.method, &b.id)));
    shown
        .chunk_by(|a, b| a.path == b.path)
        .map(|calls| Branch {
            path: calls.first().map_or_else(String::new, |call| line(&call.path)),
            calls: calls.iter().map(|call| (line(&call.method), line(&call.id))).collect(),
        })
        .collect()
}

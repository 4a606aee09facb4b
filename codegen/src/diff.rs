//! What a change of the document means, on the wire and for Rust code.
//!
//! Verdicts on the wire are proved with values ([`finding::Evidence`]).
//!
//! Two engines, joined. `compare` finds what changed in the document, once at the place that owns it, with the
//! operations that reach it. The generator runs on both documents, and `surfaces` compares the two crates,
//! item by item; `attribution` joins the two by place: which change of the document causes which change of the crate. The
//! crates decide the verdict for Rust; where no crate can be generated, the register of [`rules`] predicts it.

mod approvals;
mod attribution;
mod bump;
mod compare;
mod describe;
pub mod finding;
mod likeness;
mod policy;
mod proof;
pub mod rules;
mod schema_ref;
mod stack;
mod surfaces;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

pub use approvals::{Approvals, Date, day};
pub use policy::Policy;

use crate::emit::Options;
use crate::generate::{Draft, draft};
use crate::load::Files;
use crate::plan::Plan;
use crate::problem::Report;
use crate::surface::{Origins, Surface};
use compare::{Change, compare};
use document::Document;
use finding::{Diff, Finding, Judgement, Notice, OperationName, Side, SurfaceChange, Verdict};
use proof::{Proof, prove};
use stack::join;

/// A document as it was at one time, ready to be compared.
#[derive(Clone, Debug)]
pub struct Revision {
    label: String,
    document: Document,
}

impl Revision {
    /// Reads a document of OpenAPI 3.0 or 3.1.
    pub fn read(files: &dyn Files, root: &str, label: impl Into<String>) -> Result<Self, Report> {
        Ok(Self { label: label.into(), document: Document::load(files, root)? })
    }

    /// `info.version`.
    pub fn version(&self) -> &str {
        &self.document.info.version
    }

    /// The texts that it was read from, in the order of reading.
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.document.sources.iter().map(|file| file.text.as_str())
    }

    fn side(&self) -> Side {
        Side {
            label: self.label.clone(),
            version: self.version().to_owned(),
            sources: self.document.sources.clone(),
        }
    }
}

/// Compares two revisions of a document, and the crates that would be generated from them.
pub fn diff(base: &Revision, head: &Revision, options: &Options, policy: Policy) -> Diff {
    // One text makes one crate, if any: there is nothing to compare.
    let same = base.texts().eq(head.texts());
    let outlined = |revision| (!same).then(|| outline(revision, options)).transpose();
    // The two crates have nothing to do with each other until both are there, nor has the comparison with them.
    let ((changes, proofs), old, new) = join(
        || {
            let compared = compare(&base.document, &head.document);
            let proofs = prove(&compared, &base.document, &head.document, policy);
            (compared.changes, proofs)
        },
        || outlined(base),
        || outlined(head),
    );
    let failed = |_| Err("the generator failed".to_owned());
    let (old, new) = (old.unwrap_or_else(failed), new.unwrap_or_else(failed));
    // A base that no crate could be made of is no fault of the change.
    let head_alone = old.is_ok();
    let (by_change, unexplained, surface_missing) = match (old, new) {
        (Ok(Some(old)), Ok(Some(new))) => {
            let surface = surfaces::compare(&old.surface, &new.surface);
            let documents = (&base.document, &head.document);
            let attributed =
                attribution::attribute(&changes, &surface, documents, (&old.origins(), &new.origins()));
            (Some(attributed.by_change), attributed.unexplained, None)
        }
        (Ok(_), Ok(_)) => (None, Vec::new(), None),
        (Err(why), _) => (None, Vec::new(), Some(format!("no crate can be made of the base: {why}"))),
        (_, Err(why)) => (None, Vec::new(), Some(format!("no crate can be made of the head: {why}"))),
    };
    let tags = Tags::of(&[&base.document, &head.document]);
    let surface = |index: usize| by_change.as_ref().map(|all: &Vec<Vec<SurfaceChange>>| all[index].clone());
    let judged = changes.into_iter().zip(proofs).enumerate();
    let mut findings: Vec<Finding> =
        judged.map(|(index, (change, proof))| finding(change, proof, surface(index), &tags)).collect();
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    let bump = bump::required(&findings, &unexplained, base.version(), head.version());
    let notices = surface_missing.iter().filter(|_| head_alone).map(|why| unsupported(why)).collect();
    let (base, head) = (base.side(), head.side());
    let command = "cargo xtask diff".to_owned();
    Diff { base, head, policy, command, findings, unexplained, surface_missing, notices, bump }
}

fn unsupported(why: &str) -> Notice {
    Notice {
        rule: "generator-failed",
        message: why.to_owned(),
        help: "`cargo xtask lint` explains how to write it instead".to_owned(),
    }
}

/// What is compared of a crate.
struct Outline {
    plan: Plan,
    surface: Surface,
}

impl Outline {
    fn origins(&self) -> Origins<'_> {
        Origins::of(&self.plan, &self.surface)
    }
}

/// The crate that is generated from a document, or why there is none.
fn outline(revision: &Revision, options: &Options) -> Result<Outline, String> {
    match draft(&revision.document, options) {
        Ok(Draft { plan, surface, .. }) => Ok(Outline { plan, surface }),
        Err(report) => {
            let first = report.problems.first().map(|problem| {
                let place =
                    problem.at.map(|at| format!("{}: ", report.sources.describe(at))).unwrap_or_default();
                format!("{place}{}", problem.message)
            });
            let more = match report.problems.len() {
                0 | 1 => String::new(),
                count => format!(" (and {} more)", count - 1),
            };
            Err(format!("{}{more}", first.unwrap_or_default()))
        }
    }
}

/// The gravest first; what is equally grave, in the order of places.
fn order(finding: &Finding) -> (Verdict, Verdict, &str, &str, &Option<String>, &Option<String>) {
    (finding.worst(), finding.wire.verdict, &finding.location, finding.rule, &finding.before, &finding.after)
}

fn finding(change: Change, proof: Proof, surface: Option<Vec<SurfaceChange>>, tags: &Tags) -> Finding {
    let rust = rust(&change, surface.as_deref());
    let family = tags.family(&change.operations);
    Finding {
        rule: change.rule.name,
        title: change.rule.title,
        fingerprint: fingerprint(&change),
        directions: change.directions,
        subject: change.subject,
        name: change.name,
        location: change.location,
        family,
        before: change.before,
        after: change.after,
        wire: proof.wire,
        evidence: proof.evidence,
        rust,
        base_at: change.base_at,
        head_at: change.head_at,
        operations: change.operations.into_iter().collect(),
        surface: surface.unwrap_or_default(),
        approval: None,
    }
}

/// What the crate shows; without crates, what the rule predicts.
fn rust(change: &Change, surface: Option<&[SurfaceChange]>) -> Judgement {
    let (predicted, reason) = change.rule.rust;
    let judge = |verdict, reason: &str| Judgement { verdict, reason: reason.to_owned() };
    let Some(surface) = surface else { return judge(predicted, reason) };
    match surface.iter().map(|item| item.verdict).min() {
        Some(Verdict::Breaking) if predicted == Verdict::Breaking => judge(predicted, reason),
        Some(Verdict::Breaking) => judge(Verdict::Breaking, "code that uses what changed stops compiling"),
        Some(_) if predicted == Verdict::Compatible => judge(predicted, reason),
        Some(_) => judge(Verdict::Compatible, "the crate's surface only grows"),
        None if predicted == Verdict::Documentation => judge(predicted, reason),
        None => judge(Verdict::Compatible, "the crate's surface stays as it is"),
    }
}

/// Made of what was changed and how, never of prose or of places in files. Of a schema it is everything that it comes to.
fn fingerprint(change: &Change) -> String {
    const LENGTH: usize = 6;
    let prose = change.rule.name == "docs-only";
    let shown = |value: &Option<String>| if prose { None } else { value.clone() };
    let mut hash = Sha256::new();
    for part in [
        Some(change.rule.name.to_owned()),
        Some(change.location.clone()),
        shown(&change.before),
        shown(&change.after),
    ] {
        // An absent value differs from an empty one.
        hash.update([u8::from(part.is_some())]);
        hash.update(part.unwrap_or_default());
        hash.update([0]);
    }
    for (before, after) in &change.facts {
        hash.update(format!("{before:?} {after:?}"));
    }
    hash.finalize().iter().take(LENGTH).map(|byte| format!("{byte:02x}")).collect()
}

/// The tag of every operation.
struct Tags(BTreeMap<(String, String), String>);

impl Tags {
    fn of(documents: &[&Document]) -> Self {
        let operations = documents.iter().flat_map(|document| &document.operations);
        let tags = operations.filter_map(|operation| {
            let key = (operation.method.as_str().to_owned(), operation.path.clone());
            Some((key, operation.tag()?.to_owned()))
        });
        Self(tags.collect())
    }

    /// The one tag that all of these operations have.
    fn family(&self, operations: &BTreeSet<OperationName>) -> Option<String> {
        let mut found = operations.iter().map(|name| self.0.get(&(name.method.clone(), name.path.clone())));
        let first = found.next()??;
        found.all(|tag| tag == Some(first)).then(|| first.clone())
    }
}

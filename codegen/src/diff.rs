//! What a change of the document means, on the wire and for Rust code.
//!
//! Two engines, joined. `compare` finds what changed in the document, once at the place that owns it, with the
//! operations that reach it. The generator runs on both documents, and `surfaces` tells how the two crates differ,
//! item by item; `attribution` says which change of the document made which change of the crate. What the crate
//! shows decides the verdict for Rust; where no crate can be generated, the register of [`rules`] predicts it.

mod approvals;
mod attribution;
mod bump;
mod compare;
pub mod finding;
mod room;
pub mod rules;
mod site;
mod surfaces;

use std::collections::{BTreeMap, BTreeSet};

use document::Document;
use sha2::{Digest, Sha256};

pub use approvals::{Approvals, Date, day};

use crate::bundle::{Bundle, bundle};
use crate::emit::Options;
use crate::generate::draft;
use crate::load::{Files, load};
use crate::node::Node;
use crate::plan::Plan;
use crate::problem::Report;
use crate::surface::Surface;
use compare::{Change, compare};
use finding::{Diff, Finding, Judgement, Notice, OperationName, Side, SurfaceChange, Verdict};
use room::at_once;

/// A document as it was at one time, ready to be compared.
#[derive(Clone, Debug)]
pub struct Revision {
    label: String,
    bundle: Bundle,
}

impl Revision {
    /// Reads a document of OpenAPI 3.0 or 3.1.
    pub fn read(files: &dyn Files, root: &str, label: impl Into<String>) -> Result<Self, Report> {
        let mut files = load(files, root)?;
        document::upgrade::upgrade(&mut files);
        // What is no document of OpenAPI would look like one that lost everything.
        if let Some(problem) = document::structure::unsupported_version(files.root()) {
            return Err(Report::new(files.sources, vec![problem]));
        }
        Ok(Self { label: label.into(), bundle: bundle(files)? })
    }

    /// `info.version`.
    pub fn version(&self) -> String {
        let version = self.bundle.root.pointer("/info/version");
        version.map_or_else(String::new, Node::to_text)
    }

    fn side(&self) -> Side {
        Side { label: self.label.clone(), version: self.version(), sources: self.bundle.sources.clone() }
    }
}

/// Compares two revisions of a document, and the crates that would be generated from them.
pub fn diff(base: &Revision, head: &Revision, options: &Options) -> Diff {
    // The two crates have nothing to do with each other until both are there, nor has the comparison with them.
    let (changes, old, new) = at_once(
        || compare(&base.bundle.root, &head.bundle.root),
        || outline(base, options),
        || outline(head, options),
    );
    let outlined = |joined: std::thread::Result<Outline>| {
        joined.unwrap_or_else(|_| Err("the generator failed".to_owned()))
    };
    let (old, new) = (outlined(old), outlined(new));
    // A base that no crate could be made of is no fault of the change.
    let head_alone = old.is_ok();
    let (by_change, unexplained, surface_missing) = match (old, new) {
        (Ok((old_plan, old)), Ok((new_plan, new))) => {
            let surface = surfaces::compare(&old, &new);
            let attributed = attribution::attribute(&changes, surface, old_plan, &new_plan);
            (Some(attributed.by_change), attributed.unexplained, None)
        }
        (Err(why), _) => (None, Vec::new(), Some(format!("no crate can be made of the base: {why}"))),
        (_, Err(why)) => (None, Vec::new(), Some(format!("no crate can be made of the head: {why}"))),
    };
    let tags = Tags::of(&[&base.bundle.root, &head.bundle.root]);
    let surface = |index: usize| by_change.as_ref().map(|all: &Vec<Vec<SurfaceChange>>| all[index].clone());
    let judged = changes.into_iter().enumerate();
    let mut findings: Vec<Finding> =
        judged.map(|(index, change)| finding(change, surface(index), &tags)).collect();
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    let bump = bump::required(&findings, &unexplained, &base.version(), &head.version());
    let notices = surface_missing.iter().filter(|_| head_alone).map(|why| unsupported(why)).collect();
    Diff { base: base.side(), head: head.side(), findings, unexplained, surface_missing, notices, bump }
}

fn unsupported(why: &str) -> Notice {
    Notice {
        rule: "generator-failed",
        message: why.to_owned(),
        mend: "`cargo xtask lint` tells how to write it instead".to_owned(),
    }
}

type Outline = Result<(Plan, Surface), String>;

fn outline(revision: &Revision, options: &Options) -> Outline {
    let drafted = Document::of(revision.bundle.clone()).and_then(|document| draft(&document, options));
    match drafted {
        Ok(draft) => Ok((draft.plan, draft.surface)),
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

fn finding(change: Change, surface: Option<Vec<SurfaceChange>>, tags: &Tags) -> Finding {
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
        wire: Judgement { verdict: change.rule.wire.0, reason: change.rule.wire.1.to_owned() },
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

/// Made of what was changed and how, never of prose or of places in files.
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
        // What is absent is told from what is empty.
        hash.update([u8::from(part.is_some())]);
        hash.update(part.unwrap_or_default());
        hash.update([0]);
    }
    hash.finalize().iter().take(LENGTH).map(|byte| format!("{byte:02x}")).collect()
}

/// The tag of every operation.
struct Tags(BTreeMap<(String, String), String>);

impl Tags {
    fn of(roots: &[&Node]) -> Self {
        let mut tags = BTreeMap::new();
        for root in roots {
            for (path, item) in root.entries("paths") {
                for (method, operation) in item.node.as_object().into_iter().flatten() {
                    if let Some(tag) = operation.node.items("tags").find_map(Node::as_str) {
                        tags.insert((method.to_uppercase(), path.to_owned()), tag.to_owned());
                    }
                }
            }
        }
        Self(tags)
    }

    /// The one tag that all of these operations have.
    fn family(&self, operations: &BTreeSet<OperationName>) -> Option<String> {
        let mut found = operations.iter().map(|name| self.0.get(&(name.method.clone(), name.path.clone())));
        let first = found.next()??;
        found.all(|tag| tag == Some(first)).then(|| first.clone())
    }
}

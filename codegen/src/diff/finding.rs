//! What a comparison found: the change, what it breaks and why, where it stands, and whom it reaches.
//!
//! Everything here is plain data, in an order that does not depend on how the documents are written. Renderers read
//! it; nothing is computed later.

mod evidence;

use std::collections::BTreeSet;

use serde::Deserialize;

use super::policy::Policy;
use crate::source::{Location, Sources};

pub use evidence::{Evidence, EvidenceKind, Example, Outcome, Reading};

/// The outcome of comparing two revisions of a document.
#[derive(Clone, Debug)]
pub struct Diff {
    /// What was compared with.
    pub base: Side,
    /// What was looked at.
    pub head: Side,
    /// Whose clients the verdicts are for.
    pub policy: Policy,
    /// The command that makes this comparison, for the commands that are proposed.
    pub command: String,
    /// Every change, the gravest first.
    pub findings: Vec<Finding>,
    /// Changes of the crate's surface that no change of the document accounts for.
    pub unexplained: Vec<SurfaceChange>,
    /// Why the two crates could not be compared, when that is so: the Rust verdicts are then predictions.
    pub surface_missing: Option<String>,
    /// What is wrong with the review itself: an approval that is unused or has expired, a version that is too low.
    pub notices: Vec<Notice>,
    /// The version that the changes ask for.
    pub bump: Bump,
}

/// One of the two revisions.
#[derive(Clone, Debug)]
pub struct Side {
    /// What it is called: a revision or a file.
    pub label: String,
    /// `info.version`.
    pub version: String,
    /// The text that locations point into.
    pub sources: Sources,
}

/// One change of the document.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Stable name of the rule, such as `rs-prop-removed`.
    pub rule: &'static str,
    /// What kind of change it is, in a few words.
    pub title: &'static str,
    /// Stable over runs and over edits elsewhere: made of rule, location, before and after.
    pub fingerprint: String,
    /// Which way the changed data travels; empty when that means nothing, as for a server.
    pub directions: BTreeSet<Direction>,
    /// What kind of thing was changed.
    pub subject: Subject,
    /// What was changed, for people: `SipGateway.uri`, `POST /api/things`.
    pub name: String,
    /// Where, as a path that does not depend on files: `schemas/SipGateway/properties/uri`.
    pub location: String,
    /// The tag of the operations it reaches, when that is one.
    pub family: Option<String>,
    /// The value before, in the notation of YAML.
    pub before: Option<String>,
    /// The value now.
    pub after: Option<String>,
    /// What it means for programs that speak to the server.
    pub wire: Judgement,
    /// What bears that out.
    pub evidence: Evidence,
    /// What it means for programs that are compiled against the crate.
    pub rust: Judgement,
    /// Where it stands in the base; for what is new, the nearest thing around it.
    pub base_at: Location,
    /// Where it stands in the head; for what was removed, the nearest thing around it that is left.
    pub head_at: Location,
    /// The operations it reaches, sorted.
    pub operations: Vec<OperationName>,
    /// The changes of the crate's surface that it causes.
    pub surface: Vec<SurfaceChange>,
    /// Who said that it was meant, when somebody did.
    pub approval: Option<Approval>,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The API as a whole: its server, its way to sign in.
    Api,
    /// An operation.
    Operation,
    /// A parameter of an operation.
    Parameter,
    /// The body of a request.
    Body,
    /// A response.
    Response,
    /// A named schema, or a part of one.
    Schema,
}

/// Which way data travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
}

/// A verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in a line.
    pub reason: String,
}

/// What a change does to whoever relies on what there was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It stops working.
    Breaking,
    /// It goes on working.
    Compatible,
    /// Only what people read is different.
    Documentation,
}

/// An operation, as a reader recognizes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationName {
    /// `operationId`, or one made from method and path.
    pub id: String,
    /// Method in capitals.
    pub method: String,
    /// Path template.
    pub path: String,
}

/// A change of one item of the crate's public surface.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SurfaceChange {
    /// Path of the item: `types::SipGateway::uri`.
    pub item: String,
    /// Its line in the base's listing.
    pub before: Option<String>,
    /// Its line in the head's listing.
    pub after: Option<String>,
    /// Whether code that uses it stops compiling.
    pub verdict: Verdict,
}

/// Why a change was let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// What it is.
    pub kind: ApprovalKind,
    /// Why, in the words of whoever approved.
    pub reason: String,
}

/// The two ways to approve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApprovalKind {
    /// The change is meant.
    Accepted,
    /// The server has always behaved like the head: nothing changes on the wire.
    SpecCorrection,
}

/// Something wrong with the review itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Stable name of the rule.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The version that the changes ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bump {
    /// How much the version must grow.
    pub required: Level,
    /// Why: the gravest of the findings, in a line.
    pub reason: String,
    /// The lowest version that will do, counted from the base's; none when the base has no such version.
    pub version: Option<String>,
    /// Whether the head's version is high enough.
    pub satisfied: bool,
}

/// A part of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing has to change.
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl Finding {
    /// The graver of its two verdicts.
    pub fn worst(&self) -> Verdict {
        self.wire.verdict.min(self.rust.verdict)
    }
}

impl Diff {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.unexplained.is_empty() && self.notices.is_empty()
    }

    /// The gravest verdict on the wire, approvals counted.
    pub fn wire(&self) -> Option<Verdict> {
        self.findings.iter().map(|finding| finding.wire.verdict).min()
    }

    /// The gravest verdict for Rust code.
    pub fn rust(&self) -> Option<Verdict> {
        let found = self.findings.iter().map(|finding| finding.rust.verdict);
        found.chain(self.unexplained.iter().map(|change| change.verdict)).min()
    }
}

impl Verdict {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Compatible => "compatible",
            Self::Documentation => "documentation",
        }
    }
}

impl Direction {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl Subject {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Body => "body",
            Self::Response => "response",
            Self::Schema => "schema",
        }
    }
}

impl ApprovalKind {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::SpecCorrection => "spec-correction",
        }
    }
}

impl Level {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

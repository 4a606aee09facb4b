//! Which changes stand together, and how many there are of each.

use std::collections::BTreeMap;

use codegen::diff::finding::{Diff, Finding, Judgement, Verdict};

use super::{View, phrases};
use crate::output::thousands;

/// What a reader has to do about a change, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// It breaks somebody, and nobody said that it was meant.
    Breaking,
    /// It breaks somebody, and that was approved.
    Approved,
    /// It goes on working.
    Compatible,
    /// Only what people read is different.
    Documentation,
}

impl Group {
    /// Every group, the gravest first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Approved, Self::Compatible, Self::Documentation];

    /// The group of a change.
    pub fn of(finding: &Finding, view: View) -> Self {
        match view.verdict(finding) {
            Verdict::Breaking if finding.approval.is_some() => Self::Approved,
            Verdict::Breaking => Self::Breaking,
            Verdict::Compatible => Self::Compatible,
            Verdict::Documentation => Self::Documentation,
        }
    }

    /// What stands above its changes.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Approved => "Breaking, approved",
            Self::Compatible => "Compatible",
            Self::Documentation => "Documentation",
        }
    }

    /// Its changes: those of one family stand together, and so do those of one schema.
    pub fn members(self, diff: &Diff, view: View) -> Vec<&Finding> {
        sections(self, diff, view).into_iter().flat_map(|section| section.findings).collect()
    }
}

/// The changes of a group that reach the operations of one tag.
pub struct Section<'a> {
    /// The tag; none where a change reaches operations of several, or none at all.
    pub family: Option<&'a str>,
    /// The changes, those of one schema together.
    pub findings: Vec<&'a Finding>,
}

/// The changes of a group by family, and within each by schema. What belongs to no family comes last.
pub fn sections<'a>(group: Group, diff: &'a Diff, view: View) -> Vec<Section<'a>> {
    let mut members: Vec<&'a Finding> =
        diff.findings.iter().filter(|finding| Group::of(finding, view) == group).collect();
    // Where the first of a schema was found, all of them are.
    let mut first = BTreeMap::new();
    for (index, finding) in diff.findings.iter().enumerate() {
        first.entry(phrases::owner(finding)).or_insert(index);
    }
    let family = |finding: &Finding| (finding.family.is_none(), finding.family.clone());
    members.sort_by_cached_key(|finding| (family(finding), first.get(phrases::owner(finding)).copied()));
    let sections = members.chunk_by(|one, other| one.family == other.family);
    let section = |findings: &[&'a Finding]| Section {
        family: findings.first().and_then(|finding| finding.family.as_deref()),
        findings: findings.to_vec(),
    };
    sections.map(section).collect()
}

/// Every change, the gravest first as this view sees it.
pub fn ordered(diff: &Diff, view: View) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> = diff.findings.iter().collect();
    findings.sort_by_key(|finding| Group::of(finding, view));
    findings
}

/// How many changes have which verdict, on one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that break, approved ones included.
    pub breaking: usize,
    /// Those that break and were approved.
    pub approved: usize,
    /// Those that go on working.
    pub compatible: usize,
    /// Those that only people notice.
    pub documentation: usize,
}

impl Counts {
    /// Counts what the changes do on the wire.
    pub fn wire(diff: &Diff) -> Self {
        Self::count(diff, |finding| &finding.wire)
    }

    /// Counts what the changes do to Rust code.
    pub fn rust(diff: &Diff) -> Self {
        Self::count(diff, |finding| &finding.rust)
    }

    fn count(diff: &Diff, side: impl Fn(&Finding) -> &Judgement) -> Self {
        let mut counts = Self::default();
        for finding in &diff.findings {
            match side(finding).verdict {
                Verdict::Breaking => {
                    counts.breaking += 1;
                    counts.approved += usize::from(finding.approval.is_some());
                }
                Verdict::Compatible => counts.compatible += 1,
                Verdict::Documentation => counts.documentation += 1,
            }
        }
        counts
    }

    /// The count of breaking changes, with how many of them were approved.
    pub fn breaking(&self) -> String {
        match self.approved {
            0 => thousands(self.breaking),
            approved => format!("{} ({} approved)", thousands(self.breaking), thousands(approved)),
        }
    }
}

/// The sides that a view looks at, each with its name and its count.
pub fn counts(diff: &Diff, view: View) -> Vec<(&'static str, Counts)> {
    let wire = view.has_wire().then(|| ("wire", Counts::wire(diff)));
    wire.into_iter().chain(view.has_rust().then(|| ("Rust", Counts::rust(diff)))).collect()
}

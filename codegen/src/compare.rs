//! Our document against another document of the same API, fact by fact: what the reference says and we do not, and the
//! reverse.
//!
//! Operations are matched by method and path, names of path parameters aside; schemas by the place where they are used, so
//! that they may have any names. Each pair of schemas is compared once, however many places lead to it: that is why
//! recursive schemas come to an end, and why the work is linear in the two documents. References, wrappers and
//! compositions are looked through: the same facts written in another way are no difference.
//!
//! Not compared: texts (but for the scopes that they name), examples, extensions, discriminators, and whether an object is
//! closed.

mod bounds;
mod describe;
mod difference;
mod justified;
mod label;
mod operations;
mod schemas;
mod scopes;
mod values;
mod variants;

use std::collections::BTreeSet;

use document::{Document, Schema, SchemaId};
use indexmap::IndexMap;

use crate::source::Location;

pub use difference::{Difference, Kind};
pub use justified::{Entry, Justified, Unused, Verdict};

/// How two documents compare.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Operations and webhooks that both have.
    pub operations: usize,
    /// Facts of the reference that were looked up in our document.
    pub facts: usize,
    /// Where they differ, in the order of our files.
    pub differences: Vec<Difference>,
    /// The parts of the API of which the reference has no operation; they are not compared.
    pub left_out: Vec<String>,
}

/// Compares our document with a reference. The parts of the API are those that `justified` names.
pub fn compare(ours: &Document, reference: &Document, justified: &Justified) -> Comparison {
    let mut comparer = Comparer {
        ours,
        reference,
        places: BTreeSet::new(),
        cores: BTreeSet::new(),
        pending: Vec::new(),
        operation: String::new(),
        found: IndexMap::new(),
        operations: 0,
        facts: 0,
    };
    let left_out = comparer.operations(justified);
    let mut differences: Vec<Difference> = comparer.found.into_values().collect();
    differences.sort_by(|a, b| (a.ours_at, a.kind, &a.at).cmp(&(b.ours_at, b.kind, &b.at)));
    Comparison { operations: comparer.operations, facts: comparer.facts, differences, left_out }
}

/// What makes two findings one.
type Key = (Kind, String, Option<String>, Option<String>);

struct Comparer<'d> {
    ours: &'d Document,
    reference: &'d Document,
    /// Pairs of places at which schemas are used, that are compared or waiting.
    places: BTreeSet<(SchemaId, SchemaId)>,
    /// Pairs of schemas, references followed, that are compared.
    cores: BTreeSet<(SchemaId, SchemaId)>,
    /// Pairs of places that wait to be compared: no chain of schemas is too long for the stack.
    pending: Vec<Pair<'d>>,
    /// The operation whose schemas are compared now.
    operation: String,
    found: IndexMap<Key, Difference>,
    operations: usize,
    facts: usize,
}

/// A schema of ours and the one of the reference that stands in its place.
#[derive(Clone)]
struct Pair<'d> {
    ours: Schema<'d>,
    reference: Schema<'d>,
    /// What our schema is the schema of, where it is in no component: `GET /things query limit`.
    place: String,
}

/// Where the two documents say something of the same thing.
#[derive(Clone)]
struct SchemaRef {
    at: String,
    ours_at: Location,
    reference_at: Location,
}

impl Comparer<'_> {
    /// Keeps a difference; one that is met again by another way is kept once.
    fn differ(&mut self, kind: Kind, site: &SchemaRef, ours: Option<String>, reference: Option<String>) {
        let key = (kind, site.at.clone(), ours.clone(), reference.clone());
        let found = || Difference {
            kind,
            at: site.at.clone(),
            ours,
            reference,
            ours_at: site.ours_at,
            reference_at: site.reference_at,
            operation: self.operation.clone(),
        };
        self.found.entry(key).or_insert_with(found);
    }

    /// Compares one fact that either document may leave out.
    fn fact<T: PartialEq>(
        &mut self,
        kind: Kind,
        site: &SchemaRef,
        (ours, reference): (Option<T>, Option<T>),
        show: impl Fn(&T) -> String,
    ) {
        self.facts += usize::from(reference.is_some());
        if ours != reference {
            self.differ(kind, site, ours.as_ref().map(&show), reference.as_ref().map(&show));
        }
    }

    /// Compares a flag that is off where it is not written.
    fn flag(&mut self, kind: Kind, site: &SchemaRef, ours: bool, reference: bool) {
        self.facts += usize::from(reference);
        if ours != reference {
            self.differ(kind, site, Some(ours.to_string()), Some(reference.to_string()));
        }
    }
}

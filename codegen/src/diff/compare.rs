//! The comparison of two documents: what changed, once at the place that owns it, and which operations that reaches.
//!
//! Two schemas are compared once for each way their data travels, however many places use them; what is found belongs
//! to that pair, and an operation is reached by a finding when a chain of pairs leads from one to the other. That is
//! also why recursive schemas come to an end.

mod api;
mod bodies;
mod component;
mod docs;
mod evidence;
mod keywords;
mod objects;
mod operations;
mod parameters;
mod place;
mod replaced;
mod schemas;
mod unions;
mod unused;
pub(super) mod values;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};

use document::{Document, Schema, SchemaId};
use indexmap::IndexMap;

use super::finding::{Direction, OperationName, Subject};
use super::likeness::Likeness;
use super::rules::{InContext, Rule};
use crate::source::Location;
use evidence::Facts;

pub(super) use keywords::{facts, sorted_text};
pub(super) use place::Place;

/// A change as it is found, before anything is known of the crate.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub rule: &'static Rule,
    pub directions: BTreeSet<Direction>,
    pub subject: Subject,
    pub name: String,
    pub location: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub base_at: Location,
    pub head_at: Location,
    /// Where it is written in the base, as JSON pointers; none for what is new.
    pub base: BTreeSet<String>,
    /// Where it is written in the head, as JSON pointers; none for what was removed.
    pub head: BTreeSet<String>,
    pub operations: BTreeSet<OperationName>,
    /// The facts of the schemas that before and after describe.
    pub facts: BTreeSet<(Option<String>, Option<String>)>,
    /// The pairs of schemas in which it was found, by their numbers in the [`Graph`].
    pub pairs: BTreeSet<usize>,
    /// What two schemas differ in of which one took the place of the other.
    pub parts: Vec<Change>,
}

/// Everything that a comparison finds.
#[derive(Debug)]
pub(super) struct Compared {
    pub changes: Vec<Change>,
    pub graph: Graph,
}

/// The pairs of schemas that were compared, and how one leads to another.
#[derive(Debug)]
pub(super) struct Graph {
    pub pairs: Vec<PairKey>,
    /// The pairs that each pair leads to.
    pub edges: Vec<BTreeSet<usize>>,
    pub roots: Vec<Root>,
}

/// Which way the data of a schema travels, and how deep inside of a parameter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Context {
    Parameter,
    Request,
    Response,
}

/// What one operation is called, and the pairs of schemas that it uses directly.
#[derive(Debug)]
pub(super) struct Root {
    pub name: OperationName,
    pub pairs: BTreeSet<usize>,
}

/// A schema of the base and one of the head, and which way they travel.
pub(super) type PairKey = (SchemaId, SchemaId, Context);
/// What makes two findings one: the kind of change, the location, before and after, and what it is a part of.
type ChangeKey = (&'static str, String, Option<String>, Option<String>, Option<Replacement>);
/// The names of a schema and of the one that took its place.
type Replacement = (String, String);

pub(super) struct Comparison<'a> {
    base: &'a Document,
    head: &'a Document,
    changes: IndexMap<ChangeKey, Change>,
    pairs: BTreeMap<PairKey, usize>,
    /// The pairs that each pair leads to.
    edges: Vec<BTreeSet<usize>>,
    roots: Vec<Root>,
    likeness: Likeness,
    facts: Facts,
    /// What is being compared.
    current: Owner,
    /// The schemas that are being compared although one only took the place of the other.
    replacing: Option<Replacement>,
}

/// What a finding belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// The API as a whole.
    Api,
    /// The last of the roots.
    Operation,
    /// A pair of schemas.
    Pair(usize),
}

/// Compares two documents.
pub(super) fn compare(base: &Document, head: &Document) -> Compared {
    let mut comparison = Comparison {
        base,
        head,
        changes: IndexMap::new(),
        pairs: BTreeMap::new(),
        edges: Vec::new(),
        roots: Vec::new(),
        likeness: Likeness::default(),
        facts: Facts::default(),
        current: Owner::Api,
        replacing: None,
    };
    comparison.api();
    comparison.operations();
    comparison.webhooks();
    comparison.current = Owner::Api;
    comparison.unused();
    comparison.finish()
}

impl Comparison<'_> {
    fn found(&mut self, rule: &'static Rule, place: &Place, before: Option<String>, after: Option<String>) {
        self.note(rule, place, before, after);
    }

    /// Notes that something holds now that did not, or no longer.
    fn switched(&mut self, rule: &'static Rule, place: &Place, what: &str, holds: bool) {
        let word = |holds: bool| Some(if holds { what.to_owned() } else { format!("not {what}") });
        self.found(rule, place, word(!holds), word(holds));
    }

    /// Notes a change. The same change met again, from elsewhere or the other way, adds to what is known of it.
    fn note(
        &mut self,
        rule: &'static Rule,
        place: &Place,
        before: Option<String>,
        after: Option<String>,
    ) -> &mut Change {
        let part_of = self.replacing.clone();
        let key = (rule.kind, place.location.clone(), before.clone(), after.clone(), part_of);
        let (pair, operation) = match self.current {
            Owner::Api => (None, None),
            Owner::Operation => (None, self.roots.last().map(|root| root.name.clone())),
            Owner::Pair(pair) => (Some(pair), None),
        };
        let change = self.changes.entry(key).or_insert_with(|| Change {
            rule,
            directions: BTreeSet::new(),
            subject: place.subject,
            name: place.name.clone(),
            location: place.location.clone(),
            before,
            after,
            base_at: place.base_at,
            head_at: place.head_at,
            base: BTreeSet::new(),
            head: BTreeSet::new(),
            operations: BTreeSet::new(),
            facts: BTreeSet::new(),
            pairs: BTreeSet::new(),
            parts: Vec::new(),
        });
        // Of the same change in both directions, the graver one names the rule.
        if (rule.wire.0, rule.name) < (change.rule.wire.0, change.rule.name) {
            change.rule = rule;
        }
        change.base.extend(place.base.clone());
        change.head.extend(place.head.clone());
        change.directions.extend(rule.direction);
        change.pairs.extend(pair);
        change.operations.extend(operation);
        change
    }

    /// Every change with the operations it reaches.
    fn finish(mut self) -> Compared {
        let reached: Vec<(OperationName, BTreeSet<usize>)> =
            self.roots.iter().map(|root| (root.name.clone(), reach(&self.edges, &root.pairs))).collect();
        for change in self.changes.values_mut() {
            let reaching = reached.iter().filter(|(_, pairs)| !pairs.is_disjoint(&change.pairs));
            change.operations.extend(reaching.map(|(name, _)| name.clone()));
        }
        let mut pairs: Vec<(usize, PairKey)> =
            self.pairs.into_iter().map(|(key, pair)| (pair, key)).collect();
        pairs.sort_unstable();
        let pairs = pairs.into_iter().map(|(_, key)| key).collect();
        let graph = Graph { pairs, edges: self.edges, roots: self.roots };
        Compared { changes: replaced::gathered(self.changes), graph }
    }

    /// Enters the pair of two schemas. Returns whether it is the first time.
    fn pair(&mut self, base: Schema<'_>, head: Schema<'_>, context: Context) -> (usize, bool) {
        let key = (base.id(), head.id(), context);
        let next = self.edges.len();
        let pair = *self.pairs.entry(key).or_insert(next);
        if pair == next {
            self.edges.push(BTreeSet::new());
        }
        match (self.current, self.roots.last_mut()) {
            (Owner::Pair(current), _) => {
                self.edges[current].insert(pair);
            }
            (Owner::Operation, Some(root)) => {
                root.pairs.insert(pair);
            }
            _ => {}
        }
        (pair, pair == next)
    }

    /// Does something as part of comparing a pair.
    fn within(&mut self, pair: usize, work: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.current, Owner::Pair(pair));
        work(self);
        self.current = outer;
    }
}

impl Graph {
    /// The pairs that some pairs lead to, they among them.
    pub fn reach(&self, from: &BTreeSet<usize>) -> BTreeSet<usize> {
        reach(&self.edges, from)
    }
}

fn reach(edges: &[BTreeSet<usize>], from: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut pending: Vec<usize> = from.iter().copied().collect();
    while let Some(pair) = pending.pop() {
        if reached.insert(pair) {
            pending.extend(&edges[pair]);
        }
    }
    reached
}

impl Context {
    /// The rule of a kind of change in this context.
    fn rule(self, rules: &'static InContext) -> &'static Rule {
        match self {
            Self::Parameter => rules.parameter.as_ref().unwrap_or(&rules.request),
            Self::Request => &rules.request,
            Self::Response => &rules.response,
        }
    }

    /// The context of what is inside.
    fn inside(self) -> Self {
        match self {
            Self::Parameter | Self::Request => Self::Request,
            Self::Response => Self::Response,
        }
    }
}

/// Whether something must be there, for before and after.
fn demand(required: bool) -> Option<String> {
    Some(if required { "required" } else { "optional" }.to_owned())
}

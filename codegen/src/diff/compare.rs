//! The comparison of two documents: what changed, once at the place that owns it, and which operations that reaches.
//!
//! Two schemas are compared once for each way their data travels, however many places use them; what is found belongs
//! to that pair, and an operation is reached by a finding when a chain of pairs leads from one to the other. That is
//! also why recursive schemas come to an end.

mod api;
mod bodies;
mod docs;
mod keywords;
mod objects;
mod operations;
mod parameters;
mod part;
mod schemas;
mod unions;
mod unused;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::finding::{Direction, OperationName, Subject};
use super::rules::{Rule, rule};
use crate::node::Node;
use crate::source::Location;

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
    pub operations: BTreeSet<OperationName>,
    /// The named schemas that come with what was added, or go with what was removed.
    pub brings: BTreeSet<String>,
    pairs: BTreeSet<usize>,
}

/// What is compared, and where: the part of a [`Change`] that does not depend on how it differs.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub subject: Subject,
    pub name: String,
    pub location: String,
    pub base_at: Location,
    pub head_at: Location,
}

/// Which way the data of a schema travels, and how deep inside of a parameter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Context {
    Parameter,
    Request,
    Answer,
}

/// What one operation is called, and the pairs of schemas that it uses directly.
struct Root {
    name: OperationName,
    pairs: BTreeSet<usize>,
}

/// A schema of the base and one of the head, by where they are in memory, and which way they travel.
type PairKey = (usize, usize, Context);
/// What makes two findings one: the rule without its direction, the location, before and after.
type ChangeKey = (String, String, Option<String>, Option<String>);

pub(super) struct Comparison<'a> {
    base: &'a Node,
    head: &'a Node,
    changes: IndexMap<ChangeKey, Change>,
    pairs: BTreeMap<PairKey, usize>,
    /// The pairs that each pair leads to.
    edges: Vec<BTreeSet<usize>>,
    roots: Vec<Root>,
    /// What is being compared.
    current: Owner,
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

/// Compares two bundled documents.
pub(super) fn compare(base: &Node, head: &Node) -> Vec<Change> {
    let mut comparison = Comparison {
        base,
        head,
        changes: IndexMap::new(),
        pairs: BTreeMap::new(),
        edges: Vec::new(),
        roots: Vec::new(),
        current: Owner::Api,
    };
    comparison.api();
    comparison.operations();
    comparison.current = Owner::Api;
    comparison.unused();
    comparison.finish()
}

impl Comparison<'_> {
    /// Notes a change. The same change met again, from elsewhere or the other way, adds to what is known of it.
    fn found(&mut self, name: &str, place: &Place, before: Option<String>, after: Option<String>) {
        self.found_with(name, place, before, after, BTreeSet::new());
    }

    fn found_with(
        &mut self,
        name: &str,
        place: &Place,
        before: Option<String>,
        after: Option<String>,
        brings: BTreeSet<String>,
    ) {
        let Some(rule) = rule(name) else {
            debug_assert!(false, "no rule is called {name}");
            return;
        };
        let key = (neutral(name), place.location.clone(), before.clone(), after.clone());
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
            operations: BTreeSet::new(),
            brings,
            pairs: BTreeSet::new(),
        });
        // Of the same change in both directions, the graver one names the rule.
        if (rule.wire.0, rule.name) < (change.rule.wire.0, change.rule.name) {
            change.rule = rule;
        }
        change.directions.extend(direction(name));
        change.pairs.extend(pair);
        change.operations.extend(operation);
    }

    /// Every change with the operations it reaches.
    fn finish(mut self) -> Vec<Change> {
        let reached: Vec<(OperationName, BTreeSet<usize>)> =
            self.roots.iter().map(|root| (root.name.clone(), self.reach(&root.pairs))).collect();
        for change in self.changes.values_mut() {
            let reaching = reached.iter().filter(|(_, pairs)| !pairs.is_disjoint(&change.pairs));
            change.operations.extend(reaching.map(|(name, _)| name.clone()));
        }
        self.changes.into_values().collect()
    }

    fn reach(&self, from: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut pending: Vec<usize> = from.iter().copied().collect();
        while let Some(pair) = pending.pop() {
            if reached.insert(pair) {
                pending.extend(&self.edges[pair]);
            }
        }
        reached
    }

    /// Enters the pair of two schemas; tells whether it is met for the first time.
    fn pair(&mut self, base: &Node, head: &Node, context: Context) -> (usize, bool) {
        let key = (std::ptr::from_ref(base) as usize, std::ptr::from_ref(head) as usize, context);
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

/// A rule's name without what tells the direction.
fn neutral(name: &str) -> String {
    ["param-", "rq-", "rs-"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name).to_owned()
}

fn direction(name: &str) -> Option<Direction> {
    let answers = name.starts_with("rs-") || name.starts_with("resp-");
    let requests = ["rq-", "param-", "body-"].iter().any(|prefix| name.starts_with(prefix));
    match (answers, requests) {
        (true, _) => Some(Direction::Answer),
        (_, true) => Some(Direction::Request),
        _ => None,
    }
}

impl Context {
    /// The name of a rule in this context.
    fn rule(self, suffix: &str) -> String {
        let prefix = match self {
            Self::Parameter => "param",
            Self::Request => "rq",
            Self::Answer => "rs",
        };
        format!("{prefix}-{suffix}")
    }

    /// The context of what is inside.
    fn inside(self) -> Self {
        match self {
            Self::Parameter | Self::Request => Self::Request,
            Self::Answer => Self::Answer,
        }
    }
}

impl Place {
    /// A part of this place.
    fn part(&self, location: &str) -> Self {
        let location = format!("{}/{location}", self.location);
        Self { location: location.trim_start_matches('/').to_owned(), ..self.clone() }
    }

    /// A keyword of the thing at this place, at its own line where it is written.
    fn keyword(&self, key: &str, base: &Node, head: &Node) -> Self {
        let base_at = at_keyword(base, key, self.base_at);
        let head_at = at_keyword(head, key, self.head_at);
        Self { base_at, head_at, ..self.part(key) }
    }
}

/// Where a keyword stands; without it, the place of the schema around it.
fn at_keyword(node: &Node, key: &str, around: Location) -> Location {
    node.entry(key).map_or(around, |entry| entry.key_at)
}

/// A value as text, for before and after. The order in which a mapping is written means nothing.
fn text(node: &Node) -> String {
    let mut json = node.to_json();
    json.sort_all_objects();
    json.to_string()
}

/// Whether something must be there, for before and after.
fn demand(required: bool) -> Option<String> {
    Some(if required { "required" } else { "optional" }.to_owned())
}

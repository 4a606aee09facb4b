//! What leads where by references.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::rc::Rc;

use document::Document;
use indexmap::IndexMap;
use indexmap::map::Entry;

/// How many references away each target is from a place.
type Hops = IndexMap<usize, usize>;

/// The references of a document, and the places of the changes among them.
pub(super) struct Reach {
    /// The targets of references by where those stand.
    links: BTreeMap<String, usize>,
    /// The targets by their places.
    targets: BTreeMap<String, usize>,
    /// The targets that each target leads to.
    edges: Vec<Vec<usize>>,
    /// The places of changes, each with the targets that it is part of and the targets that it leads to.
    changed: Vec<(String, Vec<usize>, Rc<Hops>)>,
    known: RefCell<IndexMap<Vec<usize>, Rc<Hops>>>,
}

impl Reach {
    pub fn of<'c>(document: &Document, changed: impl Iterator<Item = &'c str>) -> Self {
        let mut targets = BTreeMap::new();
        let mut links = BTreeMap::new();
        for link in document.links() {
            let next = targets.len();
            let target = *targets.entry(link.to).or_insert(next);
            links.insert(link.from, target);
        }
        let mut edges = vec![Vec::new(); targets.len()];
        for (pointer, index) in &targets {
            edges[*index] = links_below(&links, pointer);
        }
        let mut reach =
            Self { links, targets, edges, changed: Vec::new(), known: RefCell::new(IndexMap::new()) };
        let places = changed.map(|place| (place.to_owned(), reach.around(place), reach.from(place)));
        reach.changed = places.collect();
        reach
    }

    /// The places of changes that a place leads to, or that lead to it, each with the number of references between.
    pub fn between(&self, place: &str) -> Vec<(&String, usize)> {
        let (around, reached) = (self.around(place), self.from(place));
        let found = self.changed.iter().filter_map(|(pointer, changed_around, changed_reaches)| {
            let to = changed_around.iter().filter_map(|target| reached.get(target)).min();
            let from = around.iter().filter_map(|target| changed_reaches.get(target)).min();
            let hops = [to, from].into_iter().flatten().min()?;
            Some((pointer, *hops))
        });
        found.collect()
    }

    /// The targets that a place is, or is part of.
    fn around(&self, place: &str) -> Vec<usize> {
        let places = std::iter::once(place).chain(super::ancestors(place));
        places.filter_map(|pointer| self.targets.get(pointer)).copied().collect()
    }

    /// Every target that a place leads to.
    fn from(&self, place: &str) -> Rc<Hops> {
        let first = links_below(&self.links, place);
        if let Some(known) = self.known.borrow().get(&first) {
            return Rc::clone(known);
        }
        let mut hops = Hops::new();
        let mut queue: VecDeque<(usize, usize)> = first.iter().map(|target| (*target, 1)).collect();
        while let Some((target, distance)) = queue.pop_front() {
            if let Entry::Vacant(entry) = hops.entry(target) {
                entry.insert(distance);
                queue.extend(self.edges[target].iter().map(|next| (*next, distance + 1)));
            }
        }
        let hops = Rc::new(hops);
        self.known.borrow_mut().insert(first, Rc::clone(&hops));
        hops
    }
}

fn links_below(links: &BTreeMap<String, usize>, place: &str) -> Vec<usize> {
    let mut found: Vec<usize> = inside(links, place).map(|(_, target)| *target).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What stands at a place or inside of it.
pub(super) fn inside<'m, K, V>(map: &'m BTreeMap<K, V>, place: &str) -> impl Iterator<Item = (&'m K, &'m V)>
where
    K: Ord + std::borrow::Borrow<str>,
{
    let below = format!("{place}/");
    let range = (Bound::Included(below.as_str()), Bound::Unbounded);
    let rest: Vec<_> =
        map.range::<str, _>(range).take_while(|(key, _)| (*key).borrow().starts_with(&below)).collect();
    map.get_key_value(place).into_iter().chain(rest)
}

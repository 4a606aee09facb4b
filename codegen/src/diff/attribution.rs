//! Which change of the document made which change of the crate: a join by place.
//!
//! A change stands at JSON pointers, and so does what every item of the crate was made from. A change explains an item that
//! was made from its place, from a place inside of it or around it; else an item that refers to it, or that it refers to.
//! Of those that do, the ones whose rule expects such a change of the crate go first, then the nearest.

mod reach;

use std::collections::{BTreeMap, BTreeSet};

use document::Document;

use super::compare::Change;
use super::finding::{SurfaceChange, Verdict};
use super::rules::operations::api::DOCS_ONLY;
use super::surfaces::Changed;
use crate::surface::Origins;
use reach::Reach;

/// The changes of the surface that each change of the document made, and those that nothing accounts for.
pub(super) struct Attribution {
    /// By the index of the change of the document.
    pub by_change: Vec<Vec<SurfaceChange>>,
    /// What is left over.
    pub unexplained: Vec<SurfaceChange>,
}

/// Joins the changes of the surface with those of the document.
pub(super) fn attribute(
    changes: &[Change],
    surface: &[Changed<'_>],
    (base, head): (&Document, &Document),
    (old, new): (&Origins<'_>, &Origins<'_>),
) -> Attribution {
    let base = Side::of(base, changes.iter().map(|change| &change.base));
    let head = Side::of(head, changes.iter().map(|change| &change.head));
    let mut attribution = Attribution { by_change: vec![Vec::new(); changes.len()], unexplained: Vec::new() };
    for item in surface {
        let sides = [
            item.old.map(|item| (&base, old.pointers(item))),
            item.new.map(|item| (&head, new.pointers(item))),
        ];
        let causes = causes(changes, item.verdict, &sides);
        match causes.is_empty() {
            true => attribution.unexplained.push(item.printed()),
            false => causes.iter().for_each(|index| attribution.by_change[*index].push(item.printed())),
        }
    }
    attribution
}

/// How much the rule of a change expects what happened to an item; the least expects it most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Expectation {
    /// The same verdict.
    Expected,
    /// Another change of the surface.
    Other,
    /// No change of the surface.
    Silent,
    /// Nothing but documentation.
    Documentation,
}

/// What went came from the base; what came, from the head; what changed, from either.
fn causes(
    changes: &[Change],
    verdict: Verdict,
    sides: &[Option<(&Side<'_>, BTreeSet<String>)>; 2],
) -> BTreeSet<usize> {
    let sides = || sides.iter().flatten();
    let expectations: BTreeMap<usize, Expectation> = changes
        .iter()
        .enumerate()
        .filter(|(_, change)| !std::ptr::eq(change.rule, &raw const DOCS_ONLY))
        .map(|(index, change)| (index, expectation(change, verdict)))
        .collect();
    let within: Vec<Hit> = sides().flat_map(|(side, places)| side.within(places)).collect();
    let of = |hits: &[Hit], expected: Expectation| -> Vec<Hit> {
        let fits = |hit: &&Hit| expectations.get(&hit.change) == Some(&expected);
        hits.iter().filter(fits).cloned().collect()
    };
    for expected in [Expectation::Expected, Expectation::Other] {
        let found = nearest_of_each_place(of(&within, expected));
        if !found.is_empty() {
            return found;
        }
    }
    let linked: Vec<Hit> = sides().flat_map(|(side, places)| side.linked(places)).collect();
    let further = [
        (&linked, Expectation::Expected),
        (&linked, Expectation::Other),
        (&within, Expectation::Silent),
        (&within, Expectation::Documentation),
        (&linked, Expectation::Silent),
    ];
    let found = further.into_iter().map(|(hits, expected)| nearest(&of(hits, expected)));
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn expectation(change: &Change, verdict: Verdict) -> Expectation {
    match change.rule.rust.0 {
        Verdict::Documentation => Expectation::Documentation,
        _ if change.rule.is_silent() => Expectation::Silent,
        predicted if predicted == verdict => Expectation::Expected,
        _ => Expectation::Other,
    }
}

/// A change that can have made an item.
#[derive(Clone, Debug)]
struct Hit {
    change: usize,
    /// The place of the item that it meets.
    place: String,
    /// How far the two are apart.
    distance: usize,
}

/// The nearest changes of each place of an item; a place around another counts only where that has none.
fn nearest_of_each_place(hits: Vec<Hit>) -> BTreeSet<usize> {
    let mut by_place: BTreeMap<String, Vec<Hit>> = BTreeMap::new();
    for hit in hits {
        by_place.entry(hit.place.clone()).or_default().push(hit);
    }
    let places: Vec<String> = by_place.keys().cloned().collect();
    let is_around = |place: &str| places.iter().any(|other| other != place && is_inside(other, place));
    let counting = by_place.into_iter().filter(|(place, _)| !is_around(place));
    counting.flat_map(|(_, hits)| nearest(&hits)).collect()
}

fn nearest(hits: &[Hit]) -> BTreeSet<usize> {
    let least = hits.iter().map(|hit| hit.distance).min();
    hits.iter().filter(|hit| Some(hit.distance) == least).map(|hit| hit.change).collect()
}

/// The changes of one document by place.
struct Side<'d> {
    places: BTreeMap<&'d str, Vec<usize>>,
    reach: Reach,
}

impl<'d> Side<'d> {
    fn of(document: &Document, pointers: impl Iterator<Item = &'d BTreeSet<String>>) -> Self {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, pointers) in pointers.enumerate() {
            for pointer in pointers {
                places.entry(pointer).or_default().push(index);
            }
        }
        let reach = Reach::of(document, places.keys().copied());
        Self { places, reach }
    }

    /// Changes at a place of an item, inside of one, and around one.
    fn within(&self, places: &BTreeSet<String>) -> Vec<Hit> {
        // What is around a place is further away than anything inside of it.
        const AROUND: usize = 100;
        let mut hits = Vec::new();
        for place in places {
            let mut add = |changes: &[usize], distance: usize| {
                hits.extend(changes.iter().map(|change| Hit {
                    change: *change,
                    place: place.clone(),
                    distance,
                }));
            };
            for (pointer, changes) in reach::inside(&self.places, place) {
                add(changes, depth(pointer) - depth(place));
            }
            for around in ancestors(place) {
                if let Some(changes) = self.places.get(around) {
                    add(changes, AROUND + depth(place) - depth(around));
                }
            }
        }
        hits
    }

    /// Changes that refer to a place of an item, or that one refers to.
    fn linked(&self, places: &BTreeSet<String>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for place in places {
            for (pointer, hops) in self.reach.between(place) {
                let changes = self.places.get(pointer.as_str()).into_iter().flatten();
                hits.extend(changes.map(|change| Hit {
                    change: *change,
                    place: place.clone(),
                    distance: hops,
                }));
            }
        }
        hits
    }
}

fn is_inside(pointer: &str, around: &str) -> bool {
    pointer.strip_prefix(around).is_some_and(|rest| rest.starts_with('/'))
}

fn depth(pointer: &str) -> usize {
    pointer.matches('/').count()
}

/// Every pointer around this one, the nearest first.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.rmatch_indices('/').map(|(index, _)| &pointer[..index])
}

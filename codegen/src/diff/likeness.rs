//! Whether two schemas of two documents describe the same values, and how much they have in common.
//!
//! Schemas are compared as they resolve: through references, wrappers and compositions. What only people read does not
//! count, and neither does order.

use std::collections::{BTreeMap, BTreeSet};

use document::schema::{Additional, Composition};
use document::{Schema, SchemaId};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::compare::values::{BOUNDS, values};
use super::compare::{facts, sorted_text};
use super::schema_ref::{is_nullable, is_raised};

/// What is known of pairs of schemas, one of the base and one of the head.
#[derive(Debug, Default)]
pub(super) struct Likeness {
    known: IndexMap<(SchemaId, SchemaId), bool>,
    /// Pairs that are taken to be the same until something differs, in the order in which they were met.
    assumed: IndexSet<(SchemaId, SchemaId)>,
}

impl Likeness {
    /// Whether the two describe the same values. Components of one name do: what they differ in is found where they are
    /// compared.
    pub fn same(&mut self, old: Schema<'_>, new: Schema<'_>) -> bool {
        let same = self.same_within(old, new);
        // What was taken for granted on the way has proved true with the rest.
        self.known.extend(self.assumed.drain(..).map(|pair| (pair, true)));
        same
    }

    /// How many properties the two have in common, of 1000; those that describe the same values count twice.
    pub fn share(&mut self, old: Schema<'_>, new: Schema<'_>) -> usize {
        let (was, is) = (old.unwrap().core.composition(), new.unwrap().core.composition());
        let all = was.properties.len().max(is.properties.len());
        let mut points = 0;
        for (name, property) in &was.properties {
            if let Some(other) = is.property(name) {
                points += 1 + usize::from(self.same(property.schema, other));
            }
        }
        (points * 500).checked_div(all).unwrap_or(0)
    }

    fn same_within(&mut self, old: Schema<'_>, new: Schema<'_>) -> bool {
        let pair = (old.id(), new.id());
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        let before = self.assumed.len();
        if !self.assumed.insert(pair) {
            return true;
        }
        let same = self.same_unwrapped(old, new);
        if !same {
            // What differs although so much is taken for granted differs in any case; what was found to be the same on the
            // way may have been so because of what was taken for granted.
            self.assumed.truncate(before);
            self.known.insert(pair, false);
        }
        same
    }

    fn same_unwrapped(&mut self, old: Schema<'_>, new: Schema<'_>) -> bool {
        let (was, is) = (old.unwrap(), new.unwrap());
        let flags = |core, wrappers: &[Schema<'_>]| {
            let read_only = is_raised(core, wrappers, |schema| schema.read_only());
            let write_only = is_raised(core, wrappers, |schema| schema.write_only());
            (is_nullable(core, wrappers), read_only, write_only)
        };
        let names = was.core.component().zip(is.core.component());
        flags(was.core, &was.wrappers) == flags(is.core, &is.wrappers)
            && (names.is_some_and(|(was, is)| was == is)
                || same_value(was.core, is.core) && self.same_parts(was.core, is.core))
    }

    fn same_parts(&mut self, old: Schema<'_>, new: Schema<'_>) -> bool {
        let items = match (old.items(), new.items()) {
            (Some(old), Some(new)) => self.same_within(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        items && self.same_variants(old, new) && self.same_objects(&old.composition(), &new.composition())
    }

    fn same_variants(&mut self, old: Schema<'_>, new: Schema<'_>) -> bool {
        let mut left: Vec<Schema<'_>> = new.variants().collect();
        let was: Vec<Schema<'_>> = old.variants().collect();
        was.len() == left.len()
            && was.into_iter().all(|variant| {
                let found = left.iter().position(|other| self.same_within(variant, *other));
                found.map(|index| left.swap_remove(index)).is_some()
            })
    }

    fn same_objects(&mut self, old: &Composition<'_>, new: &Composition<'_>) -> bool {
        let required = |object: &Composition<'_>| -> BTreeSet<String> {
            object.required.iter().map(|name| (*name).to_owned()).collect()
        };
        old.properties.len() == new.properties.len()
            && required(old) == required(new)
            && self.same_additional(additional(old), additional(new))
            && old.properties.iter().all(|(name, property)| {
                new.property(name).is_some_and(|other| self.same_within(property.schema, other))
            })
    }

    fn same_additional(&mut self, old: Additional<Schema<'_>>, new: Additional<Schema<'_>>) -> bool {
        match (old, new) {
            (Additional::Schema(old), Additional::Schema(new)) => self.same_within(old, new),
            (Additional::Schema(_), _) | (_, Additional::Schema(_)) => false,
            (old, new) => (old == Additional::Allowed(false)) == (new == Additional::Allowed(false)),
        }
    }
}

/// What a composition says of properties beyond the listed ones; what is said last counts.
pub(super) fn additional<'d>(object: &Composition<'d>) -> Additional<Schema<'d>> {
    let said = object.parts.iter().rev().map(|part| part.additional());
    said.into_iter().find(|additional| *additional != Additional::Unsaid).unwrap_or(Additional::Unsaid)
}

/// Everything but the schemas inside.
fn same_value(old: Schema<'_>, new: Schema<'_>) -> bool {
    let pattern = |schema: Schema<'_>| schema.pattern().filter(|text| !text.is_empty()).map(str::to_owned);
    let negated = |schema: Schema<'_>| schema.negated().map(|schema| facts(&schema.to_json()));
    let further = |schema: Schema<'_>| -> BTreeMap<String, String> {
        schema.further().iter().map(|(key, value)| (key.clone(), facts(value))).collect()
    };
    old.kind() == new.kind()
        && old.format() == new.format()
        && values(old) == values(new)
        && pattern(old) == pattern(new)
        && old.unique_items() == new.unique_items()
        && BOUNDS.iter().all(|bound| bound.of(old) == bound.of(new))
        && negated(old) == negated(new)
        && further(old) == further(new)
}

/// The properties of which a schema allows only one value, with that value: what discriminates variants.
pub(super) fn constants(schema: Schema<'_>) -> BTreeMap<String, String> {
    let composition = schema.unwrap().core.composition();
    let constant = |schema: Schema<'_>| match schema.unwrap().core.values() {
        [only] if *only != Value::Null => Some(sorted_text(only)),
        _ => None,
    };
    let properties = composition.properties.iter();
    properties.filter_map(|(name, property)| Some(((*name).to_owned(), constant(property.schema)?))).collect()
}

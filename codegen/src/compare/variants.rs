//! Unions: which variant of ours is which of the reference, whatever their names and order.

use std::collections::{BTreeMap, BTreeSet};

use document::schema::Kind as Type;
use document::{Schema, SchemaId};

use super::describe::describe;
use super::schemas::{Class, class, fields, site};
use super::values::plain;
use super::{Comparer, Kind, Pair, SchemaRef};

/// Unions with more pairs of variants than this are matched by what they have in common with their neighbours only.
const MANY: usize = 250_000;

impl<'d> Comparer<'d> {
    /// Compares two schemas of which at least one is a union; the other is a union of itself alone.
    pub(super) fn variants(&mut self, pair: &Pair<'d>) {
        let of = |schema: Schema<'d>| flattened(schema).unwrap_or_else(|| vec![schema]);
        let (ours, reference) = (of(pair.ours), of(pair.reference));
        let around = site(pair);
        let matched = matched(&ours, &reference);
        if matched.is_empty() {
            let text = |schema| Some(describe(schema));
            return self.differ(Kind::Type, &around, text(pair.ours), text(pair.reference));
        }
        for (own, theirs) in &matched {
            let (ours, reference) = (ours[*own], reference[*theirs]);
            self.pending.push(Pair { ours, reference, place: pair.place.clone() });
        }
        let (own, theirs): (BTreeSet<usize>, BTreeSet<usize>) = matched.into_iter().unzip();
        let unmatched = |variants: &[Schema<'d>], known: &BTreeSet<usize>| -> Vec<Schema<'d>> {
            let numbered = variants.iter().enumerate().filter(|(index, _)| !known.contains(index));
            numbered.map(|(_, schema)| *schema).collect()
        };
        self.facts += reference.len();
        for variant in unmatched(&reference, &theirs) {
            let site = SchemaRef { reference_at: variant.place().key_at, ..around.clone() };
            self.differ(Kind::Variant, &site, None, Some(shown(variant)));
        }
        for variant in unmatched(&ours, &own) {
            let site = SchemaRef { ours_at: variant.place().key_at, ..around.clone() };
            self.differ(Kind::Variant, &site, Some(shown(variant)), None);
        }
    }
}

fn shown(variant: Schema<'_>) -> String {
    let named = variant.reference().map(|name| format!("{name} ")).unwrap_or_default();
    format!("{named}{}", describe(variant))
}

/// The variants of a union, unions inside of it taken apart; `None` where the schema is no union, or one of constants.
pub(super) fn flattened(schema: Schema<'_>) -> Option<Vec<Schema<'_>>> {
    if only_values(schema).is_some() {
        return None;
    }
    // A union that is a variant of itself adds nothing.
    let mut met: BTreeSet<SchemaId> = BTreeSet::from([schema.unwrap().core.id()]);
    let mut variants = Vec::new();
    let mut pending: Vec<Schema<'_>> = alternatives(schema)?;
    pending.reverse();
    while let Some(variant) = pending.pop() {
        let core = variant.unwrap().core;
        let inner = match only_values(core) {
            None if core.properties().len() == 0 && core.all_of().len() == 0 => alternatives(core),
            _ => None,
        };
        match inner {
            Some(inner) if met.insert(core.id()) => pending.extend(inner.into_iter().rev()),
            Some(_) => {}
            None => variants.push(variant),
        }
    }
    if variants.iter().any(|variant| is_any_number(*variant)) {
        variants.retain(|variant| variant.unwrap().core.kind() != Type::Integer);
    }
    Some(variants)
}

/// Whether every number is of the schema, so that integers are nothing further.
fn is_any_number(schema: Schema<'_>) -> bool {
    let core = schema.unwrap().core;
    core.kind() == Type::Number
        && core.format().is_none()
        && core.enumeration().is_none()
        && core.bound("minimum").is_none()
        && core.bound("maximum").is_none()
}

/// What a schema comes to: references and wrappers followed, and a union of one variant taken for that variant.
pub(super) fn effective(schema: Schema<'_>) -> Schema<'_> {
    let mut core = schema.unwrap().core;
    let mut met = BTreeSet::new();
    while met.insert(core.id()) {
        let Some(variants) = flattened(core) else { break };
        match variants.as_slice() {
            [only] if core.composition().properties.is_empty() => core = only.unwrap().core,
            _ => break,
        }
    }
    core
}

/// The alternatives of a schema, or of the part of its composition that has some.
fn alternatives(schema: Schema<'_>) -> Option<Vec<Schema<'_>>> {
    let own = schema.unwrap().core.alternatives();
    let list = own.or_else(|| schema.composition().parts.into_iter().find_map(Schema::alternatives))?;
    let list: Vec<Schema<'_>> = list.into_iter().filter(|variant| !variant.is_null()).collect();
    (!list.is_empty()).then_some(list)
}

/// The values that a schema lists, as JSON: of its `enum`, or of a union of constants. `null` is none of them.
pub(super) fn only_values(schema: Schema<'_>) -> Option<BTreeSet<String>> {
    let core = schema.unwrap().core;
    let listed = |schema: Schema<'_>| -> Option<BTreeSet<String>> {
        let values: BTreeSet<String> =
            schema.enumeration()?.iter().filter(|value| !value.is_null()).map(plain).collect();
        (!values.is_empty()).then_some(values)
    };
    if let Some(values) = core.composition().parts.into_iter().find_map(listed) {
        return Some(values);
    }
    let variants = core.alternatives()?;
    let of = |variant: &Schema<'_>| listed(variant.unwrap().core).filter(|_| !variant.is_null());
    let lists: Option<Vec<BTreeSet<String>>> = variants.iter().map(of).collect();
    let values: BTreeSet<String> = lists?.into_iter().flatten().collect();
    // Constants of two types remain a union.
    let is_text = |value: &String| value.starts_with('"');
    (values.iter().all(is_text) || !values.iter().any(is_text)).then_some(values)
}

/// What a variant is recognized by.
struct Features<'d> {
    class: Class,
    fields: BTreeSet<&'d str>,
    /// The values that a field can have, where they are listed.
    constants: BTreeMap<&'d str, BTreeSet<String>>,
    format: Option<&'d str>,
    values: Option<BTreeSet<String>>,
    /// What the items of a list are recognized by.
    items: Option<Box<Features<'d>>>,
}

/// Pairs of variants by number, each at most once, the most alike first.
fn matched(ours: &[Schema<'_>], reference: &[Schema<'_>]) -> Vec<(usize, usize)> {
    let is_large = ours.len().saturating_mul(reference.len()) > MANY;
    let own: Vec<Features<'_>> = ours.iter().map(|schema| Features::of(*schema, true)).collect();
    let theirs: Vec<Features<'_>> = reference.iter().map(|schema| Features::of(*schema, true)).collect();
    let mut scores: Vec<(i64, usize, usize)> = Vec::new();
    for (index, mine) in own.iter().enumerate() {
        let others = match is_large {
            true => index..theirs.len().min(index + 1),
            false => 0..theirs.len(),
        };
        scores.extend(others.filter_map(|other| Some((mine.likeness(&theirs[other])?, index, other))));
    }
    scores.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut taken, mut given) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (_, index, other) in scores {
        if !taken.contains(&index) && !given.contains(&other) {
            taken.insert(index);
            given.insert(other);
            pairs.push((index, other));
        }
    }
    pairs.sort_unstable();
    pairs
}

impl<'d> Features<'d> {
    fn of(schema: Schema<'d>, has_items: bool) -> Self {
        let core = effective(schema);
        let fields = fields(core);
        let constants =
            fields.iter().filter_map(|(name, field)| Some((*name, only_values(field.schema)?))).collect();
        let items = core.items().filter(|_| has_items).map(|items| Box::new(Self::of(items, false)));
        Self {
            class: class(core),
            fields: fields.keys().copied().collect(),
            constants,
            format: core.format(),
            values: only_values(core),
            items,
        }
    }

    /// How much two variants have in common; `None` where they cannot be the same.
    fn likeness(&self, other: &Self) -> Option<i64> {
        const CONSTANT: i64 = 1000;
        if self.class != other.class {
            let is_number = |class| matches!(class, Class::Of(Type::Integer | Type::Number));
            return (is_number(self.class) && is_number(other.class)).then_some(0);
        }
        let mut score = 1;
        for (name, values) in &self.constants {
            match other.constants.get(name) {
                Some(others) if values == others => score += CONSTANT,
                Some(others) if values.is_disjoint(others) => score -= CONSTANT,
                _ => {}
            }
        }
        let all = self.fields.union(&other.fields).count();
        let common = self.fields.intersection(&other.fields).count();
        if self.class == Class::Of(Type::Object) && common == 0 && all > 0 {
            return None;
        }
        score += i64::try_from((common * 500).checked_div(all).unwrap_or(0)).unwrap_or(0);
        score += i64::from(self.format == other.format) * 10;
        score += match (&self.values, &other.values) {
            (Some(own), Some(theirs)) => i64::try_from(own.intersection(theirs).count()).unwrap_or(0) * 10,
            (None, None) => 20,
            _ => 0,
        };
        if let (Some(own), Some(theirs)) = (&self.items, &other.items) {
            score += own.likeness(theirs).unwrap_or(-CONSTANT);
        }
        (score > 0).then_some(score)
    }
}

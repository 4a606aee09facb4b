//! Unions: which variant is which, and what discriminates them. Their order means nothing.
//!
//! A variant is the same by its name, then by describing the same values, then by its constants, then by what it has in
//! common.

use document::Schema;
use openapiv3::Discriminator;
use serde_json::json;

use super::evidence::Shown;
use super::schemas::declares;
use super::{Comparison, Context, Place, sorted_text};
use crate::diff::describe::describe;
use crate::diff::likeness::constants;
use crate::diff::rules::objects::{
    DISCRIMINATOR, DISCRIMINATOR_ADDED, DISCRIMINATOR_REMOVED, ONEOF_ADD_TOLD, ONEOF_DEL_TOLD, ONEOF_ORDER,
};
use crate::diff::rules::values::{ONEOF_ADD, ONEOF_ANYOF, ONEOF_DEL};
use crate::diff::schema_ref::SchemaRef;

/// How much two variants without names must have in common to be one that changed, of 1000.
const ALIKE: usize = 500;

/// What two variants are compared by.
type Fits<'a> = fn(&mut Comparison<'a>, &SchemaRef<'a>, &SchemaRef<'a>) -> bool;

impl<'a> Comparison<'a> {
    pub(super) fn unions(&mut self, old: &SchemaRef<'a>, new: &SchemaRef<'a>, context: Context) {
        let at = Place::of(old, new);
        let (was, is) = self.variants(old, new, context);
        let is_discriminated = |union: &SchemaRef<'_>| union.schema.discriminator().is_some();
        let both_are = is_discriminated(old) && is_discriminated(new);
        let (added, removed) =
            if both_are { (&ONEOF_ADD_TOLD, &ONEOF_DEL_TOLD) } else { (&ONEOF_ADD, &ONEOF_DEL) };
        let inside = if both_are { context.inside() } else { context };
        for variant in &was {
            let words = describe(variant.schema);
            let place = at.part(&format!("variants/{words}"));
            let place = Place { base: pointer(variant), head: None, ..place };
            self.found_schemas(inside.rule(removed), &place, Some(Shown::of(variant.schema)), None);
        }
        for variant in &is {
            let words = describe(variant.schema);
            let place = Place { head_at: variant.at, ..at.part(&format!("variants/{words}")) };
            let place = Place { base: None, head: pointer(variant), ..place };
            self.found_schemas(inside.rule(added), &place, None, Some(Shown::of(variant.schema)));
        }
        self.discriminators(old.schema, new.schema, &at, context.inside());
        if old.schema.has_any_of() != new.schema.has_any_of() {
            let word = |union: &SchemaRef<'_>| {
                Some(if union.schema.has_any_of() { "anyOf" } else { "oneOf" }.to_owned())
            };
            self.found(context.rule(&ONEOF_ANYOF), &at, word(old), word(new));
        }
    }

    /// Compares the variants of both; hands back those that only one has.
    fn variants(
        &mut self,
        old: &SchemaRef<'a>,
        new: &SchemaRef<'a>,
        context: Context,
    ) -> (Vec<SchemaRef<'a>>, Vec<SchemaRef<'a>>) {
        let (mut was, mut is) = (variants(old), variants(new));
        let passes: [Fits<'a>; 5] = [
            |_, old, new| old.named().is_some() && old.named() == new.named(),
            |this, old, new| !has_two_names(old, new) && this.same(old.schema, new.schema),
            |_, old, new| has_same_constants(old, new),
            Self::is_possibly_renamed,
            |this, old, new| is_unnamed(old, new) && this.likeness.share(old.schema, new.schema) > ALIKE,
        ];
        let mut pairs = Vec::new();
        for fits in passes {
            was.retain(|old| match is.iter().position(|new| fits(self, old, new)) {
                Some(index) => {
                    pairs.push((old.clone(), is.remove(index)));
                    false
                }
                None => true,
            });
        }
        // The last of a kind on either side is the same variant changed.
        if let ([old], [new]) = (was.as_slice(), is.as_slice())
            && is_unnamed(old, new)
        {
            pairs.push((was.remove(0), is.remove(0)));
        }
        self.variant_order(old, new, &pairs, context);
        for (old, new) in pairs {
            self.schema(&old, &new, context.inside(), true);
        }
        (was, is)
    }

    /// Variants without names of their own are called after their position.
    fn variant_order(
        &mut self,
        old: &SchemaRef<'a>,
        new: &SchemaRef<'a>,
        pairs: &[(SchemaRef<'a>, SchemaRef<'a>)],
        context: Context,
    ) {
        let is_numbered = |variant: &SchemaRef<'_>| {
            variant.named().is_none() && variant.schema.title().is_none() && declares(variant.schema)
        };
        let position = |union: &SchemaRef<'a>, variant: &SchemaRef<'a>| {
            union.schema.variants().position(|other| other == variant.schema)
        };
        let mut order: Vec<_> = pairs
            .iter()
            .filter(|(old, new)| is_numbered(old) && is_numbered(new))
            .map(|(was, is)| (position(new, is), position(old, was), was))
            .collect();
        order.sort_by_key(|(after, ..)| *after);
        if !order.is_sorted_by_key(|(_, before, _)| *before) {
            let words = |order: &[(Option<usize>, Option<usize>, &SchemaRef<'a>)]| {
                let each = order.iter().map(|(.., variant)| describe(variant.schema));
                Some(each.collect::<Vec<_>>().join(", then "))
            };
            let after = words(&order);
            order.sort_by_key(|(_, before, _)| *before);
            self.found(context.inside().rule(&ONEOF_ORDER), &Place::of(old, new), words(&order), after);
        }
    }

    /// A name that only the base has and one that only the head has, of schemas of which each field is in the other.
    fn is_possibly_renamed(&mut self, old: &SchemaRef<'a>, new: &SchemaRef<'a>) -> bool {
        let (Some(was), Some(is)) = (old.named(), new.named()) else { return false };
        let fields = |variant: &SchemaRef<'a>| -> Vec<&'a str> {
            variant.schema.unwrap().core.properties().map(|(name, _)| name).collect()
        };
        let (a, b) = (fields(old), fields(new));
        let shared = a.iter().filter(|name| b.contains(name)).count();
        self.is_renaming(was, is) && shared * 2 > a.len().max(b.len())
    }

    fn discriminators(&mut self, old: Schema<'_>, new: Schema<'_>, place: &Place, context: Context) {
        let at = place.part("discriminator");
        match (old.discriminator(), new.discriminator()) {
            (None, None) => {}
            (None, Some(is)) => {
                self.found(context.rule(&DISCRIMINATOR_ADDED), &at, None, Some(words(is)));
            }
            (Some(was), None) => {
                self.found(context.rule(&DISCRIMINATOR_REMOVED), &at, Some(words(was)), None);
            }
            (Some(was), Some(is)) => {
                // A value that came or went with its variant is part of that change.
                let (before, after) = (targets(old), targets(new));
                let kept = |discriminator: &Discriminator| {
                    let mapping = discriminator.mapping.iter();
                    let mut mapping: Vec<(String, String)> = mapping
                        .map(|(value, target)| (value.clone(), document::schema::mapped_name(target)))
                        .filter(|(_, target)| before.contains(target) && after.contains(target))
                        .collect();
                    mapping.sort();
                    (discriminator.property_name.clone(), mapping)
                };
                if kept(was) != kept(is) {
                    self.found(context.rule(&DISCRIMINATOR), &at, Some(words(was)), Some(words(is)));
                }
            }
        }
    }
}

fn words(discriminator: &Discriminator) -> String {
    let mut written = json!({ "propertyName": discriminator.property_name });
    if !discriminator.mapping.is_empty() {
        written["mapping"] = json!(discriminator.mapping);
    }
    sorted_text(&written)
}

fn pointer(variant: &SchemaRef<'_>) -> Option<String> {
    Some(variant.schema.place().pointer.clone())
}

fn targets(union: Schema<'_>) -> Vec<String> {
    union.variants().filter_map(Schema::reference).map(str::to_owned).collect()
}

/// The variants of a union, each at its place.
pub(super) fn variants<'a>(union: &SchemaRef<'a>) -> Vec<SchemaRef<'a>> {
    let variants = union.schema.variants().map(|variant| {
        let words = describe(variant);
        union.inside(variant, &format!("variants/{words}"), &format!(" ({words})"))
    });
    variants.collect()
}

fn is_unnamed(old: &SchemaRef<'_>, new: &SchemaRef<'_>) -> bool {
    old.named().is_none() && new.named().is_none()
}

/// Both have names, which differ: schemas of two names are not each other by what they describe alone.
fn has_two_names(old: &SchemaRef<'_>, new: &SchemaRef<'_>) -> bool {
    old.named().zip(new.named()).is_some_and(|(was, is)| was != is)
}

/// The same properties have the same only values, and there are such.
fn has_same_constants(old: &SchemaRef<'_>, new: &SchemaRef<'_>) -> bool {
    let was = constants(old.schema);
    is_unnamed(old, new) && !was.is_empty() && was == constants(new.schema)
}

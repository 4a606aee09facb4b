//! Unions: progenitor numbers and orders variants in its own way, so each of ours first looks for its partner.

use std::collections::BTreeSet;

use super::types::{Null, is_of_class, plain};
use super::{Comparer, Kind, Seen, Site};
use crate::plan::{Kind as Declared, Type, TypeDecl, UnionDecl, VariantDecl};
use crate::second_reader::lower::type_ident;
use crate::second_reader::read::{Class, Declaration};

/// The variants of a union of progenitor's.
pub(super) struct Variants<'a> {
    /// All but `null`.
    pub(super) all: Vec<&'a Class>,
    /// Whether one of them is `null`, or can be.
    pub(super) nullable: bool,
}

impl<'a> Comparer<'a> {
    pub(super) fn variants(&self, seen: Seen<'a>) -> Option<Variants<'a>> {
        let Some((_, Declaration::Union(variants))) = seen.declared else { return None };
        let nullable =
            variants.iter().any(|variant| *variant == Class::Nothing || self.seen(variant).nullable);
        let mut all: Vec<&'a Class> = Vec::new();
        for variant in variants.iter().filter(|variant| **variant != Class::Nothing) {
            if !all.iter().any(|known| self.seen(known).class == self.seen(variant).class) {
                all.push(variant);
            }
        }
        Some(Variants { all, nullable })
    }

    /// Whether the variants are what we read as one type that is no union.
    pub(super) fn is_written_out(&self, ours: &Type, variants: &[&'a Class]) -> bool {
        let is = |wanted: fn(&Class) -> bool| {
            variants.iter().filter(|variant| wanted(self.seen(variant).class)).count()
        };
        match ours {
            Type::Any => is(|class| *class == Class::Any) > 0,
            Type::Number => is(|class| matches!(class, Class::Integer | Class::Number)) == variants.len(),
            Type::MaybeArray(_) => variants.len() == 2 && is(|class| matches!(class, Class::List(_))) == 1,
            // Variants of one class differ in their bounds alone.
            _ => variants.iter().all(|variant| is_of_class(ours, self.seen(variant))),
        }
    }

    /// The texts of a union that is made of nothing else.
    pub(super) fn texts(&self, seen: Seen<'a>) -> Option<BTreeSet<String>> {
        let mut texts = BTreeSet::new();
        for variant in self.variants(seen)?.all {
            let seen = self.seen(variant);
            match seen.declared {
                Some((_, Declaration::Enum(more))) => texts.extend(more.iter().cloned()),
                Some((_, Declaration::Union(_))) => texts.extend(self.texts(seen)?),
                _ if *seen.class == Class::Text => {}
                _ => return None,
            }
        }
        Some(texts)
    }

    pub(super) fn union(&mut self, decl: &'a TypeDecl, ours: &'a UnionDecl, seen: Seen<'a>) {
        let site = Site { at: &decl.name, part: None };
        let mut theirs = self.variants(seen).map(|variants| variants.all).unwrap_or_default();
        if ours.variants.len() != theirs.len() {
            let count = |count: usize| format!("{count} variants");
            self.differ(Kind::Variants, site, count(ours.variants.len()), count(theirs.len()));
        }
        let mut alone: Vec<&'a VariantDecl> = ours.variants.iter().collect();
        let mut pairs = Vec::new();
        for is_partner in [Self::has_name, Self::looks_like] {
            alone.retain(|variant| {
                let found = theirs.iter().position(|class| is_partner(self, &variant.ty, self.seen(class)));
                pairs.extend(found.map(|index| (*variant, theirs.remove(index))));
                found.is_none()
            });
        }
        pairs.extend(alone.into_iter().zip(theirs));
        for (variant, class) in pairs {
            self.types(&variant.ty, class, Null::Unseen, Site { part: Some(&variant.name), ..site });
        }
    }

    /// Whether both got the type from one component of the document.
    fn has_name(&self, ours: &Type, seen: Seen<'a>) -> bool {
        let Some((name, _)) = seen.declared else { return false };
        let decl = self.plan.types.get(ours.named().unwrap_or_default());
        matches!(ours, Type::Named(_))
            && decl.and_then(|decl| decl.schema.as_deref()).is_some_and(|schema| type_ident(schema) == name)
    }

    /// Whether the two are alike as far as one sees from outside.
    fn looks_like(&self, ours: &Type, seen: Seen<'a>) -> bool {
        match (plain(ours), seen.class, seen.declared) {
            (Type::List(ours), Class::List(theirs), _) | (Type::Map(ours), Class::Map(theirs), _) => {
                self.looks_like(ours, self.seen(theirs))
            }
            (Type::Named(name), _, Some((_, theirs))) => {
                let Some(decl) = self.plan.types.get(name) else { return false };
                match (&decl.kind, theirs) {
                    (Declared::Object(ours), Declaration::Object(theirs)) => {
                        ours.len() == theirs.len()
                            && ours.iter().all(|field| theirs.contains_key(&field.wire))
                    }
                    (Declared::Enum(ours), Declaration::Enum(theirs)) => {
                        ours.len() == theirs.len() && ours.iter().all(|value| theirs.contains(&value.wire))
                    }
                    (Declared::Union(_), Declaration::Union(_)) => true,
                    _ => false,
                }
            }
            (ours, ..) => is_of_class(ours, seen),
        }
    }
}

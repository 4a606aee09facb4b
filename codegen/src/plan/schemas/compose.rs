//! `allOf`, `oneOf` and `anyOf`.

use std::collections::{BTreeMap, BTreeSet};

use document::Schema;
use document::schema::Discriminated;

use super::{Kind, Resolved, Schemas, Type};
use crate::names::{Taken, type_name, variant_name};
use crate::plan::{UnionDecl, VariantDecl};

/// Whether a schema, met again while it is being resolved, is going to be a union with a name.
pub(super) fn is_union(schema: Schema<'_>) -> bool {
    let Some(variants) = schema.alternatives() else { return false };
    let is_object = |variant: &&Schema<'_>| {
        let target = variant.target();
        target.lists_properties() || variant.reference().is_some() && target.has_all_of()
    };
    let objects = variants.iter().filter(is_object).count();
    variants.len() > 1 && (objects > 1 || !variants.iter().any(|variant| variant.is_null()))
}

/// Whether a schema, met again while it is being resolved, is going to be an object composed of parts.
pub(super) fn composes_object(schema: Schema<'_>) -> bool {
    let parts = schema.all_of().len();
    parts > 0 && (parts > 1 || schema.lists_properties()) && schema.composition().is_object
}

impl<'d> Schemas<'d> {
    pub(super) fn all_of(&mut self, schema: Schema<'d>, hint: &str) -> Resolved {
        let typed: Vec<Schema<'d>> = schema.all_of().filter(|part| part.has_type()).collect();
        if let ([only], false) = (typed.as_slice(), schema.lists_properties()) {
            return self.resolve(*only, hint);
        }
        let composition = schema.composition();
        match composition.is_object {
            true if composition.properties.is_empty() => Resolved::plain(Type::Map(Box::new(Type::Any))),
            true => Resolved::plain(self.object_of(schema, &composition, hint)),
            false => Resolved::plain(Type::Any),
        }
    }

    pub(super) fn union(&mut self, schema: Schema<'d>, variants: Vec<Schema<'d>>, hint: &str) -> Resolved {
        let (nulls, variants): (Vec<_>, Vec<_>) = variants.into_iter().partition(|variant| variant.is_null());
        let mut resolved = match variants.as_slice() {
            [] => Resolved::plain(Type::Any),
            [only] => self.resolve(*only, hint),
            _ => self.several(schema, &variants, hint),
        };
        resolved.nullable |= !nulls.is_empty();
        resolved
    }

    fn several(&mut self, schema: Schema<'d>, variants: &[Schema<'d>], hint: &str) -> Resolved {
        if let Some(merged) = self.merged_texts(schema, variants, hint) {
            return Resolved::plain(merged);
        }
        let mut nullable = false;
        let mut distinct: Vec<TypedVariant<'d>> = Vec::new();
        for (index, variant) in variants.iter().enumerate() {
            let resolved = self.resolve(*variant, &format!("{hint}Variant{}", index + 1));
            nullable |= resolved.nullable;
            if !distinct.iter().any(|known| known.ty == resolved.ty) {
                distinct.push(TypedVariant { ty: resolved.ty, schema: *variant });
            }
        }
        let types: Vec<&Type> = distinct.iter().map(|variant| &variant.ty).collect();
        let ty = match types.as_slice() {
            [only] => (*only).clone(),
            [Type::Integer | Type::Unsigned, Type::Number]
            | [Type::Number, Type::Integer | Type::Unsigned] => Type::Number,
            [one, Type::List(many)] | [Type::List(many), one]
                if **one == **many && self.is_named_object(one) =>
            {
                Type::MaybeArray(many.clone())
            }
            _ if types.contains(&&Type::Any) => Type::Any,
            _ => self.declare_union(schema, &distinct, hint),
        };
        Resolved { nullable, ..Resolved::plain(ty) }
    }

    fn is_named_object(&self, ty: &Type) -> bool {
        let Type::Named(name) = ty else { return false };
        self.types.get(name).is_some_and(|decl| matches!(decl.kind, Kind::Object(_)))
    }

    /// Texts and enums of texts together are one open enum of all the values, or plain text when there are none.
    fn merged_texts(&mut self, schema: Schema<'d>, variants: &[Schema<'d>], hint: &str) -> Option<Type> {
        let targets: Vec<Schema<'d>> = variants.iter().map(|variant| variant.target()).collect();
        let is_text = |schema: &Schema<'d>| schema.type_name() == Some("string") && !schema.nullable();
        let has_own_type =
            |schema: &Schema<'d>| matches!(schema.format(), Some("uuid" | "date-time" | "password"));
        if targets.iter().any(has_own_type) || !targets.iter().all(is_text) {
            return None;
        }
        let values: Vec<(Schema<'d>, &str)> =
            targets.iter().flat_map(|target| super::texts(*target)).collect();
        match values.len() {
            0 | 1 => Some(Type::String),
            _ => Some(self.declare(schema, hint, Kind::Enum(super::values(&values)))),
        }
    }

    fn declare_union(&mut self, schema: Schema<'d>, variants: &[TypedVariant<'d>], hint: &str) -> Type {
        let accessors = schema.accessors().map(|accessors| {
            let entry =
                |(name, property): (&str, &str)| Some((self.names.get(name)?.clone(), property.to_owned()));
            accessors.filter_map(entry).collect::<BTreeMap<_, _>>()
        });
        let empty = UnionDecl {
            variants: Vec::new(),
            discriminator: None,
            accessors: None,
            constructors: Vec::new(),
        };
        let declared = self.declare(schema, hint, Kind::Union(empty));
        let Type::Named(name) = &declared else { return declared };
        let names = variant_names(variants, hint);
        let mut named: Vec<(String, &TypedVariant<'d>)> = names.into_iter().zip(variants).collect();
        named.sort_by(|(a, _), (b, _)| a.cmp(b));
        let ordered: Vec<&TypedVariant<'d>> = named.iter().map(|(_, variant)| *variant).collect();
        let union = UnionDecl {
            discriminator: discriminator(schema, &ordered),
            variants: named
                .iter()
                .map(|(name, variant)| VariantDecl {
                    name: name.clone(),
                    ty: variant.ty.clone(),
                    pointer: variant.schema.place().pointer.clone(),
                })
                .collect(),
            accessors,
            constructors: Vec::new(),
        };
        if let Some(decl) = self.types.get_mut(name) {
            decl.kind = Kind::Union(union);
        }
        declared
    }
}

/// A variant of a union with the type it has.
struct TypedVariant<'d> {
    ty: Type,
    schema: Schema<'d>,
}

/// Each text of the discriminator's field with the index of the variant it stands for.
fn discriminator(
    schema: Schema<'_>,
    ordered: &[&TypedVariant<'_>],
) -> Option<(String, Vec<(String, usize)>)> {
    let Discriminated { property, variants } = schema.discriminated()?;
    let position = |name: &str| ordered.iter().position(|variant| variant.schema.reference() == Some(name));
    let mapping =
        variants.into_iter().filter_map(|variant| Some((variant.text, position(variant.component)?)));
    Some((property.to_owned(), mapping.collect()))
}

/// Names variants after their types, less the words with which the names of the union and of all its types begin.
fn variant_names(variants: &[TypedVariant<'_>], union: &str) -> Vec<String> {
    let whole: Vec<String> = variants.iter().map(|variant| type_word(&variant.ty)).collect();
    let typed = whole.iter().zip(variants).filter(|(_, variant)| variant.ty.named().is_some());
    let shared = typed.fold(union, |shared, (name, _)| shared_words(shared, name));
    let short = whole.iter().map(|name| name.strip_prefix(shared).unwrap_or(name));
    let is_clear = short.clone().collect::<BTreeSet<_>>().len() == whole.len();
    let mut taken = Taken::with(["Unknown"]);
    match is_clear {
        true => short.map(|name| taken.claim(variant_name(name))).collect(),
        false => whole.iter().map(|name| taken.claim(variant_name(name))).collect(),
    }
}

/// The words of the first name with which the second begins; something is left of the second.
fn shared_words<'n>(shared: &'n str, name: &str) -> &'n str {
    let same = shared.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let goes_on =
        |text: &str, at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let is_end = |at: usize| goes_on(name, at) && (at == shared.len() || goes_on(shared, at));
    (0..=same).rev().find(|at| is_end(*at)).and_then(|end| shared.get(..end)).unwrap_or_default()
}

fn type_word(ty: &Type) -> String {
    match ty {
        Type::String => "Text".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Uuid => "Uuid".to_owned(),
        Type::Timestamp => "Timestamp".to_owned(),
        Type::Integer => "Integer".to_owned(),
        Type::Unsigned => "Unsigned".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::Bool => "Bool".to_owned(),
        Type::File => "File".to_owned(),
        Type::Any => "Any".to_owned(),
        Type::Named(name) => type_name(name),
        Type::List(inner) => format!("{}List", type_word(inner)),
        Type::Map(inner) => format!("{}Map", type_word(inner)),
        Type::MaybeArray(inner) | Type::Nullable(inner) => type_word(inner),
    }
}

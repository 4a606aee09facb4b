//! Which constants stay constants, and which become plain text.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Type, TypeDecl, UnionDecl};

/// Makes an optional constant plain text, as the user decides whether to send it. A constant that discriminates between
/// the variants of a union stays a constant.
pub(super) fn relax(types: &mut BTreeMap<String, TypeDecl>) {
    let discriminating = discriminating(types);
    for (name, decl) in types {
        let Kind::Object(fields) = &mut decl.kind else { continue };
        for field in fields.iter_mut().filter(|field| !field.required) {
            let is_property =
                |property: &Option<String>| property.as_ref().is_none_or(|property| *property == field.wire);
            let discriminates =
                discriminating.iter().any(|(variant, property)| variant == name && is_property(property));
            field.constant = field.constant.take().filter(|_| discriminates);
        }
    }
}

/// The variants of unions, each with its discriminator; `None` stands for any field.
fn discriminating(types: &BTreeMap<String, TypeDecl>) -> BTreeSet<(String, Option<String>)> {
    let unions = types.values().filter_map(|decl| match &decl.kind {
        Kind::Union(union) => Some(union),
        Kind::Object(_) | Kind::Enum(_) | Kind::Responses(_) => None,
    });
    unions.flat_map(variants).collect()
}

fn variants(union: &UnionDecl) -> impl Iterator<Item = (String, Option<String>)> {
    let property = union.discriminator.as_ref().map(|(property, _)| property.clone());
    union.variants.iter().filter_map(move |variant| match &variant.ty {
        Type::Named(name) => Some((name.clone(), property.clone())),
        _ => None,
    })
}

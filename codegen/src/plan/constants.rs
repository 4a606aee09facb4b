//! Which constants are facts and which are choices.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Type, TypeDecl, UnionDecl};

/// Makes plain text of each constant that may be left out: whether it is sent is for the user to say. One that tells
/// the shapes of a union apart stays what it is.
pub(super) fn release(types: &mut BTreeMap<String, TypeDecl>) {
    let telling = telling(types);
    for (name, decl) in types {
        let Kind::Object(fields) = &mut decl.kind else { continue };
        for field in fields.iter_mut().filter(|field| !field.required) {
            let tells =
                |property: &Option<String>| property.as_ref().is_none_or(|property| *property == field.wire);
            let is_told = telling.iter().any(|(shape, property)| shape == name && tells(property));
            field.constant = field.constant.take().filter(|_| is_told);
        }
    }
}

/// Shapes of unions, each with the field that tells it apart; without a discriminator, any field may.
fn telling(types: &BTreeMap<String, TypeDecl>) -> BTreeSet<(String, Option<String>)> {
    let unions = types.values().filter_map(|decl| match &decl.kind {
        Kind::Union(union) => Some(union),
        Kind::Object(_) | Kind::Enum(_) => None,
    });
    unions.flat_map(shapes).collect()
}

fn shapes(union: &UnionDecl) -> impl Iterator<Item = (String, Option<String>)> {
    let property = union.discriminator.as_ref().map(|(property, _)| property.clone());
    union.variants.iter().filter_map(move |variant| match &variant.ty {
        Type::Named(name) => Some((name.clone(), property.clone())),
        _ => None,
    })
}

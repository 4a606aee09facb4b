//! Updates made of responses: what the body of an update and the response of its path have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::operations::{Operation, ResponseFormat};
use super::{FieldDecl, Kind, Type, TypeDecl};

/// The conversions into each update, by its Rust name and by that of the response.
pub type Updates = BTreeMap<String, BTreeMap<String, Conversion>>;

/// How a response becomes an update.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// What is taken from where.
    pub source: Source,
    /// The Cargo features that enable the operations whose types they are; empty when one is always there.
    pub features: BTreeSet<String>,
}

/// What a conversion takes from where.
#[derive(Clone, Debug)]
pub enum Source {
    /// Fields of the same name and type.
    Fields(Vec<CommonField>),
    /// The variants of a union, each with its type, which has a conversion of its own.
    Variants(Vec<(String, String)>),
}

/// A field that both have.
#[derive(Clone, Debug)]
pub struct CommonField {
    /// Its name on the wire.
    pub wire: String,
    /// The Rust name of the field of the response in which the object with the field is; `None` for the response itself.
    pub inside: Option<String>,
    /// Rust name of the object with the field.
    pub owner: String,
}

/// Updates of paths that can be read as well.
pub(super) fn read(operations: &[Operation], types: &BTreeMap<String, TypeDecl>) -> Updates {
    let mut updates = Updates::new();
    for operation in
        operations.iter().filter(|operation| matches!(operation.method.as_str(), "PUT" | "PATCH"))
    {
        let Some(Type::Named(update)) = operation.body.as_ref().map(|body| &body.ty) else { continue };
        let is_read = |known: &&Operation| known.method == "GET" && known.path == operation.path;
        let response = operations.iter().find(is_read).map(|read| &read.response);
        let response = response.filter(|response| response.format == ResponseFormat::Json);
        let Some(Type::Named(response)) = response.map(|response| &response.ty) else { continue };
        let (Some(to), Some(from)) = (types.get(update), types.get(response)) else { continue };
        for (response, source) in sources(to, from, types) {
            let known = updates.entry(update.clone()).or_default();
            let conversion = known
                .entry(response)
                .or_insert_with(|| Conversion { source, features: operation.features.clone() });
            match operation.features.is_empty() || conversion.features.is_empty() {
                true => conversion.features.clear(),
                false => conversion.features.extend(operation.features.iter().cloned()),
            }
        }
    }
    updates
}

/// The conversion of an object, or those of a union of representations of one thing and of its variants.
fn sources(to: &TypeDecl, from: &TypeDecl, types: &BTreeMap<String, TypeDecl>) -> Vec<(String, Source)> {
    if to.name == from.name {
        return Vec::new();
    }
    let Kind::Union(union) = &from.kind else {
        return common(to, from, types)
            .map(|fields| (from.name.clone(), Source::Fields(fields)))
            .into_iter()
            .collect();
    };
    let variants = union.variants.iter().map(|variant| {
        let decl = types.get(variant.ty.named()?)?;
        Some((variant.name.clone(), decl.name.clone(), common(to, decl, types)?))
    });
    let variants: Option<Vec<_>> = union.accessors.as_ref().and_then(|_| variants.collect());
    let Some(variants) = variants else { return Vec::new() };
    let whole = variants.iter().map(|(name, ty, _)| (name.clone(), ty.clone())).collect();
    let own = variants.into_iter().map(|(_, ty, fields)| (ty, Source::Fields(fields)));
    own.chain([(from.name.clone(), Source::Variants(whole))]).collect()
}

/// The fields that both have; `None` where there is none, or where the update requires another.
fn common(to: &TypeDecl, from: &TypeDecl, types: &BTreeMap<String, TypeDecl>) -> Option<Vec<CommonField>> {
    let Kind::Object(fields) = &to.kind else { return None };
    let mut common = Vec::new();
    for field in fields {
        match counterpart(field, from, types) {
            Some(found) => common.push(found),
            None if field.required || field.constant.is_some() => return None,
            None => {}
        }
    }
    (!common.is_empty()).then_some(common)
}

/// The field of a response that has the same name and type: its own, or one of an object that it always has.
fn counterpart(
    field: &FieldDecl,
    from: &TypeDecl,
    types: &BTreeMap<String, TypeDecl>,
) -> Option<CommonField> {
    let found = |owner: &TypeDecl, inside: Option<&FieldDecl>| CommonField {
        wire: field.wire.clone(),
        inside: inside.map(|inside| inside.name.clone()),
        owner: owner.name.clone(),
    };
    if from.fields().iter().any(|known| agree(field, known)) {
        return Some(found(from, None));
    }
    let objects = from.fields().iter().filter(|known| known.required && !known.nullable && is_plain(known));
    objects
        .filter_map(|object| match &object.ty {
            Type::Named(name) => Some((object, types.get(name)?)),
            _ => None,
        })
        .find(|(_, decl)| decl.fields().iter().any(|known| agree(field, known)))
        .map(|(object, decl)| found(decl, Some(object)))
}

/// Whether what is read can be sent: a field that must be there and not `null` is always so.
fn agree(field: &FieldDecl, known: &FieldDecl) -> bool {
    let is_there = known.required && (!known.nullable || field.nullable);
    let fits = is_there || !field.required;
    field.wire == known.wire && field.ty == known.ty && fits && is_plain(field) && is_plain(known)
}

fn is_plain(field: &FieldDecl) -> bool {
    !field.boxed
        && !field.optional
        && !field.sent_only
        && !field.is_page
        && !field.empty
        && field.constant.is_none()
}

//! Constructors that spare a wrapper: `Method::play("…")` for `Method::from(Play::new(PlayOptions::new("…")))`.
//!
//! A variant of a union that is an object with one required field has a constructor on the union, which is named after
//! the field and takes its value. Where the value is an object without required fields, the constructor takes nothing, and
//! a second one takes the value. Objects with one required field that such a constructor leads to convert from the value
//! of that field, and a union from a text that makes one of its variants. None of this depends on optional fields, so it
//! is the same after the document has gained some.

use std::collections::{BTreeMap, BTreeSet};

use super::{FieldDecl, Kind, Type, TypeDecl, UnionDecl};
use crate::names::reserved::OBJECT_METHODS;
use crate::names::{Taken, value_name};

/// A constructor of a union.
#[derive(Clone, Debug)]
pub struct Constructor {
    /// Its name.
    pub name: String,
    /// The variant that it makes, as an index.
    pub variant: usize,
    /// The required field of the variant, by its name on the wire.
    pub field: String,
    /// Whether it takes the value of the field.
    pub takes_value: bool,
}

/// The types that an object or a union converts from, beside those of a union's variants, by its name.
pub type Conversions = BTreeMap<String, BTreeSet<Type>>;

/// Gives the unions of requests their constructors, and returns the conversions that these call for.
pub(super) fn assign(types: &mut BTreeMap<String, TypeDecl>) -> Conversions {
    let wrappers = wrappers(types);
    for (name, field) in wrappers.values().flatten().map(|wrapper| (&wrapper.object, &wrapper.field)) {
        leave_empty(types, name, field);
    }
    let mut values: Vec<String> = Vec::new();
    for (union, wrappers) in wrappers {
        let constructors = constructors(types, &wrappers);
        values.extend(wrappers.into_iter().filter_map(|wrapper| wrapper.value));
        if let Some(TypeDecl { kind: Kind::Union(union), .. }) = types.get_mut(&union) {
            union.constructors = constructors;
        }
    }
    conversions(types, values)
}

/// A variant that is an object with one required field.
struct Wrapper {
    variant: usize,
    object: String,
    /// The field, by its name on the wire.
    field: String,
    /// The declared type of its value.
    value: Option<String>,
}

/// The wrappers of each union of a request.
fn wrappers(types: &BTreeMap<String, TypeDecl>) -> BTreeMap<String, Vec<Wrapper>> {
    let sent = types.values().filter(|decl| decl.usage.sent);
    let unions = sent.filter_map(|decl| match &decl.kind {
        Kind::Union(union) if union.accessors.is_none() => Some((decl.name.clone(), of_union(types, union))),
        _ => None,
    });
    unions.filter(|(_, wrappers)| !wrappers.is_empty()).collect()
}

/// Of several variants that require the same field, none can be meant by its name.
fn of_union(types: &BTreeMap<String, TypeDecl>, union: &UnionDecl) -> Vec<Wrapper> {
    let objects = union.variants.iter().enumerate().filter_map(|(variant, decl)| match &decl.ty {
        Type::Named(name) => Some((variant, types.get(name)?)),
        _ => None,
    });
    let found: Vec<Wrapper> = objects
        .filter_map(|(variant, decl)| {
            let field = only_required(decl)?;
            Some(Wrapper {
                variant,
                object: decl.name.clone(),
                field: field.wire.clone(),
                value: match &field.ty {
                    Type::Named(name) => Some(name.clone()),
                    _ => None,
                },
            })
        })
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    found.iter().for_each(|wrapper| *counts.entry(wrapper.field.clone()).or_default() += 1);
    found.into_iter().filter(|wrapper| counts.get(&wrapper.field) == Some(&1)).collect()
}

/// The required field of an object that has no other, where a caller gives its value.
fn only_required(decl: &TypeDecl) -> Option<&FieldDecl> {
    let mut required = decl.fields().iter().filter(|field| field.required);
    match (required.next(), required.next()) {
        (Some(only), None) if only.is_argument() || only.empty => Some(only),
        _ => None,
    }
}

/// A method without parameters takes none.
fn leave_empty(types: &mut BTreeMap<String, TypeDecl>, object: &str, field: &str) {
    if let Some(TypeDecl { kind: Kind::Object(fields), .. }) = types.get_mut(object) {
        let undocumented = fields.iter_mut().filter(|other| other.wire == field && other.undocumented);
        undocumented.for_each(|field| field.empty = !field.nullable);
    }
}

fn constructors(types: &BTreeMap<String, TypeDecl>, wrappers: &[Wrapper]) -> Vec<Constructor> {
    let mut taken = Taken::with(OBJECT_METHODS.iter().copied().chain(["from"]));
    let mut named: Vec<Constructor> = Vec::new();
    for wrapper in wrappers {
        let takes_value = takes_value(types, wrapper);
        named.push(Constructor {
            name: taken.claim(value_name(&wrapper.field)),
            variant: wrapper.variant,
            field: wrapper.field.clone(),
            takes_value,
        });
    }
    let with_value = wrappers
        .iter()
        .zip(&named)
        .filter(|(wrapper, constructor)| wrapper.value.is_some() && !constructor.takes_value);
    let with_value: Vec<Constructor> = with_value
        .map(|(wrapper, constructor)| Constructor {
            name: taken.claim(format!("{}_with", constructor.name.trim_end_matches('_'))),
            variant: wrapper.variant,
            field: wrapper.field.clone(),
            takes_value: true,
        })
        .collect();
    named.extend(with_value);
    named
}

/// Whether there is anything that a caller has to say.
fn takes_value(types: &BTreeMap<String, TypeDecl>, wrapper: &Wrapper) -> bool {
    let object = types.get(&wrapper.object);
    let field = object.and_then(|decl| decl.fields().iter().find(|field| field.wire == wrapper.field));
    let is_empty = field.is_some_and(|field| field.empty);
    let value = wrapper.value.as_ref().and_then(|name| types.get(name));
    let is_optional = value.is_some_and(|decl| {
        matches!(decl.kind, Kind::Object(_)) && !decl.fields().iter().any(FieldDecl::is_argument)
    });
    !is_empty && !is_optional
}

/// What the values of constructors convert from, and what is inside of them; and unions of requests that may be a text.
fn conversions(types: &BTreeMap<String, TypeDecl>, values: Vec<String>) -> Conversions {
    let mut found = Conversions::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut pending = values;
    while let Some(name) = pending.pop() {
        let Some(decl) = types.get(&name).filter(|_| seen.insert(name.clone())) else { continue };
        let field = only_value(decl);
        if let Some(ty) = field.map(|field| &field.ty).filter(|ty| is_convertible(ty)) {
            found.entry(name).or_default().insert(ty.clone());
        }
        pending.extend(parts(decl).map(str::to_owned));
    }
    for name in from_text(types) {
        if seen.contains(&name) || types.get(&name).is_some_and(is_plain_text) {
            found.entry(name).or_default().insert(Type::String);
        }
    }
    found
}

/// Whether a union of requests has a text among its variants.
fn is_plain_text(decl: &TypeDecl) -> bool {
    let Kind::Union(union) = &decl.kind else { return false };
    decl.usage.sent
        && union.accessors.is_none()
        && union.variants.iter().any(|variant| variant.ty == Type::String)
}

/// The field that is all an object needs.
fn only_value(decl: &TypeDecl) -> Option<&FieldDecl> {
    only_required(decl).filter(|field| !field.nullable && field.is_argument())
}

/// The declared types that an object needs, or that a union may be.
fn parts(decl: &TypeDecl) -> impl Iterator<Item = &str> {
    let variants = match &decl.kind {
        Kind::Union(union) if union.accessors.is_none() => union.variants.as_slice(),
        _ => &[],
    };
    let types =
        only_value(decl).map(|field| &field.ty).into_iter().chain(variants.iter().map(|variant| &variant.ty));
    types.filter_map(|ty| match ty {
        Type::Named(name) => Some(name.as_str()),
        _ => None,
    })
}

/// Lists convert where they are an argument, and text of a format is no plain text.
fn is_convertible(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Integer | Type::Number | Type::Bool | Type::Map(_) | Type::Named(_))
}

/// The types of which a text is all that they need: as the only required field, or as the one variant that a text makes.
/// Each is decided after its parts, so the work is linear, and what contains itself without end is not among them.
fn from_text(types: &BTreeMap<String, TypeDecl>) -> BTreeSet<String> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pending: Vec<&str> = Vec::new();
    for (name, decl) in types {
        let needed = parts(decl).filter(|part| types.contains_key(*part) && !is_plain_text(decl));
        let count = needed.map(|part| users.entry(part).or_default().push(name)).count();
        match count {
            0 => pending.push(name),
            _ => {
                left.insert(name, count);
            }
        }
    }
    let mut found = BTreeSet::new();
    while let Some(name) = pending.pop() {
        if types.get(name).is_some_and(|decl| is_from_text(decl, &found)) {
            found.insert(name.to_owned());
        }
        for user in users.get(name).into_iter().flatten() {
            if let Some(count) = left.get_mut(user) {
                *count -= 1;
                if *count == 0 {
                    pending.push(user);
                }
            }
        }
    }
    found
}

fn is_from_text(decl: &TypeDecl, found: &BTreeSet<String>) -> bool {
    let makes = |ty: &Type| match ty {
        Type::String => true,
        Type::Named(name) => found.contains(name),
        _ => false,
    };
    match &decl.kind {
        Kind::Union(union) if union.accessors.is_none() => {
            let made = union.variants.iter().filter(|variant| makes(&variant.ty)).count();
            is_plain_text(decl) || made == 1
        }
        _ => only_value(decl).is_some_and(|field| makes(&field.ty)),
    }
}

//! Where an object contains itself by value, directly or through other objects, and so needs a `Box`.
//!
//! Lists and maps are on the heap already, a `MaybeArray` boxes its content, and so does a variant of a union that is
//! an object or a union. What is left are objects in objects.

use std::collections::{BTreeMap, BTreeSet};

use super::{FieldDecl, Kind, Type, TypeDecl};

/// Marks the fields that close a cycle. Types are taken in the order of their names and fields in their own, so that
/// the same document always has its boxes in the same places.
pub(super) fn mark(types: &mut BTreeMap<String, TypeDecl>) {
    for (owner, index) in closing_fields(types) {
        if let Some(TypeDecl { kind: Kind::Object(fields), .. }) = types.get_mut(&owner)
            && let Some(field) = fields.get_mut(index)
        {
            field.boxed = true;
        }
    }
}

/// A type on the way from where the search started, and the next of its fields to look at.
struct Step<'a> {
    owner: &'a str,
    next: usize,
}

/// Searches in depth; a field that leads back to a type on the way closes a cycle.
fn closing_fields(types: &BTreeMap<String, TypeDecl>) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in types.keys() {
        let mut way = vec![Step { owner: start, next: 0 }];
        let mut on_way = BTreeSet::from([start.as_str()]);
        while let Some(step) = way.last_mut() {
            let owner = step.owner;
            let fields = types.get(owner).map_or(&[][..], TypeDecl::fields);
            let Some(field) = fields.get(step.next).filter(|_| !done.contains(owner)) else {
                done.insert(owner);
                on_way.remove(owner);
                way.pop();
                continue;
            };
            let index = step.next;
            step.next += 1;
            match contained(types, field) {
                Some(target) if on_way.contains(target) => found.push((owner.to_owned(), index)),
                Some(target) if !done.contains(target) => {
                    on_way.insert(target);
                    way.push(Step { owner: target, next: 0 });
                }
                Some(_) | None => {}
            }
        }
    }
    found
}

/// The object that a field contains by value.
fn contained<'a>(types: &'a BTreeMap<String, TypeDecl>, field: &'a FieldDecl) -> Option<&'a str> {
    let mut ty = &field.ty;
    while let Type::Nullable(inner) = ty {
        ty = inner;
    }
    let Type::Named(name) = ty else { return None };
    let is_object = types.get(name).is_some_and(|decl| matches!(decl.kind, Kind::Object(_)));
    is_object.then_some(name)
}

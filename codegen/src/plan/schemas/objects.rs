//! Objects with documented fields.

use std::collections::{BTreeMap, BTreeSet};

use document::schema::{Additional, Composition};
use document::{Direction, Schema};

use super::{FieldDecl, Kind, Schemas, Shortcut, Type, TypeDecl, docs};
use crate::names::reserved::OBJECT_METHODS;
use crate::names::{Taken, type_name, value_name};

impl<'d> Schemas<'d> {
    pub(super) fn object(&mut self, schema: Schema<'d>, hint: &str) -> Type {
        self.object_of(schema, &schema.composition(), hint)
    }

    /// Declares the object first without fields, so that the fields may mention it.
    pub(super) fn object_of(&mut self, schema: Schema<'d>, object: &Composition<'d>, hint: &str) -> Type {
        // A part that is an object itself is JSON, which has no files.
        let multipart = std::mem::take(&mut self.multipart);
        let declared = self.declare(schema, hint, Kind::Object(Vec::new()));
        let Type::Named(name) = &declared else { return declared };
        let fields = self.fields(object, name, multipart);
        if let Some(decl) = self.types.get_mut(name) {
            decl.kind = Kind::Object(fields);
        }
        self.add_shortcuts(schema, name);
        declared
    }

    /// A field that has the name already keeps it.
    fn add_shortcuts(&mut self, schema: Schema<'d>, owner: &str) {
        let own: Vec<String> = self.types.get(owner).into_iter().flat_map(names_of_fields).collect();
        let mut taken = Taken::with(OBJECT_METHODS.iter().copied().chain(own.iter().map(String::as_str)));
        for shortcut in schema.shortcuts() {
            let Some(target) = schema.shortcut_target(&shortcut) else { continue };
            let fields: Vec<String> =
                shortcut.through.iter().copied().chain(shortcut.property).map(str::to_owned).collect();
            if shortcut.property.is_none() {
                let value = self.resolve(target, &type_name(&format!("{owner} {}", shortcut.name))).whole();
                let holder = self.holder(owner, &fields).and_then(|name| self.types.get_mut(&name));
                holder.into_iter().for_each(|decl| decl.additional = Some(value.clone()));
            }
            let planned = Shortcut {
                name: taken.claim(value_name(shortcut.name)),
                fields,
                is_any: shortcut.property.is_none(),
                pointer: target.place().pointer.clone(),
            };
            self.types.get_mut(owner).into_iter().for_each(|decl| decl.shortcuts.push(planned.clone()));
        }
    }

    /// The type at the end of a way.
    fn holder(&self, owner: &str, way: &[String]) -> Option<String> {
        way.iter().try_fold(owner.to_owned(), |owner, wire| {
            let field = self.types.get(&owner)?.fields().iter().find(|field| field.wire == *wire)?;
            field.ty.named().map(str::to_owned)
        })
    }

    /// Required fields come in the order of `required`, which is the order of the constructor's arguments.
    fn fields(&mut self, object: &Composition<'d>, owner: &str, multipart: bool) -> Vec<FieldDecl> {
        let mut taken = Taken::with(OBJECT_METHODS.iter().copied());
        let first = object.required.iter().filter_map(|name| Some((*name, object.property(name)?)));
        let rest = object.properties.iter().filter(|(name, _)| !object.requires(name));
        let rest = rest.map(|(name, property)| (*name, property.schema));
        let ordered: Vec<(&str, Schema<'d>)> = first.chain(rest).collect();
        let fields = ordered.into_iter().map(|(wire, schema)| {
            self.multipart = multipart;
            let resolved = self.field_type(schema, owner, wire);
            self.multipart = false;
            let required = object.requires(wire);
            FieldDecl {
                wire: wire.to_owned(),
                name: taken.claim(value_name(wire)),
                pointer: schema.place().pointer.clone(),
                required,
                nullable: resolved.nullable && resolved.ty != Type::Any,
                docs: docs::field_docs(schema, resolved.constant.as_deref(), required),
                constant: resolved.constant,
                ty: resolved.ty,
                example: schema.example().cloned().or_else(|| example_of_format(schema)),
                deprecated: schema.deprecated(),
                is_page: false,
                direction: direction(schema),
                optional: false,
                sent_only: false,
                empty: false,
                undocumented: is_undocumented(schema),
                boxed: false,
            }
        });
        fields.collect()
    }
}

fn direction(schema: Schema<'_>) -> Direction {
    match (schema.read_only(), schema.write_only()) {
        (true, false) => Direction::Response,
        (false, true) => Direction::Request,
        _ => Direction::Either,
    }
}

fn names_of_fields(decl: &TypeDecl) -> impl Iterator<Item = String> {
    decl.fields().iter().map(|field| field.name.clone())
}

/// An object of which nothing is said.
fn is_undocumented(schema: Schema<'_>) -> bool {
    let target = schema.target();
    let is_object = target.type_name() == Some("object") && !target.lists_properties();
    is_object && target.additional() == Additional::Unsaid && target.all_of().len() == 0
}

/// A text that has the format, where the name of the field would not.
pub(in crate::plan) fn example_of_format(schema: Schema<'_>) -> Option<serde_json::Value> {
    let text = match schema.format()? {
        "uri" | "url" | "uri-reference" => "https://example.com",
        "email" => "ada@example.com",
        "date" => "2026-01-31",
        "ipv4" => "203.0.113.7",
        _ => return None,
    };
    Some(text.into())
}

/// Marks fields through which a type would contain itself without end. Such a type has no values, so the field is
/// optional in Rust even where the document requires it.
///
/// Of the types that have no values, those fields are marked that lead to a type of the same name or an earlier one: every
/// cycle has one. The work is linear in the fields.
pub(super) fn break_endless(types: &mut BTreeMap<String, TypeDecl>) {
    let endless = without_values(types);
    for (owner, decl) in types.iter_mut().filter(|(owner, _)| endless.contains(*owner)) {
        let Kind::Object(fields) = &mut decl.kind else { continue };
        for field in fields {
            let leads_back = direct(field).is_some_and(|to| endless.contains(to) && to <= owner.as_str());
            field.optional |= leads_back;
        }
    }
}

/// The types from which required fields lead on without end: what is left when types that lead to nothing are taken away,
/// one by one.
fn without_values(types: &BTreeMap<String, TypeDecl>) -> BTreeSet<String> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (owner, decl) in types {
        let targets: Vec<&str> =
            decl.fields().iter().filter_map(direct).filter(|to| types.contains_key(*to)).collect();
        left.insert(owner, targets.len());
        for target in targets {
            users.entry(target).or_default().push(owner);
        }
    }
    let mut pending: Vec<&str> =
        left.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
    while let Some(name) = pending.pop() {
        left.remove(name);
        for user in users.get(name).into_iter().flatten() {
            if let Some(count) = left.get_mut(user) {
                *count -= 1;
                if *count == 0 {
                    pending.push(user);
                }
            }
        }
    }
    left.into_keys().map(str::to_owned).collect()
}

/// The object that a field contains by value.
fn direct(field: &FieldDecl) -> Option<&str> {
    match &field.ty {
        Type::Named(name) if field.required && !field.nullable && !field.optional => Some(name),
        Type::MaybeArray(inner) if field.required && !field.nullable && !field.optional => inner.named(),
        _ => None,
    }
}

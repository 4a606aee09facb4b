//! Schemas to types: references followed, wrappers unwrapped, inline schemas named.

mod compose;
mod docs;
mod objects;

use std::collections::{BTreeMap, BTreeSet};

use document::schema::Additional;
use document::{Document, Schema};
use serde_json::Value;

use super::{FieldDecl, Kind, Shortcut, StatusDecl, Type, TypeDecl, Usage, ValueDecl};
use crate::names::{Taken, type_name, value_variant};

pub(super) use docs::value_docs;
pub(super) use objects::example_of_format;

/// A type together with what only its place can use.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    /// The type.
    pub ty: Type,
    /// Whether the value may be `null`.
    pub nullable: bool,
    /// The only text it can have.
    pub constant: Option<String>,
}

impl Resolved {
    fn plain(ty: Type) -> Self {
        Self { ty, nullable: false, constant: None }
    }

    /// The type where no field can declare `nullable`: in lists, maps and responses.
    pub(super) fn whole(self) -> Type {
        match self.nullable {
            true if self.ty != Type::Any => Type::Nullable(Box::new(self.ty)),
            _ => self.ty,
        }
    }
}

/// The schemas of a document, resolved as they are asked for.
pub(super) struct Schemas<'d> {
    taken: Taken,
    /// Rust name of each named schema.
    names: BTreeMap<&'d str, String>,
    /// What each named schema is; `None` while it is being resolved.
    resolved: BTreeMap<&'d str, Option<Resolved>>,
    types: BTreeMap<String, TypeDecl>,
    /// Rust names of named schemas that are being resolved and are not declared yet.
    pending: BTreeSet<String>,
    /// Whether the object to be declared next is a multipart body, in which binary text is a file.
    multipart: bool,
    /// The types of error bodies that are written inline, by what is written.
    errors: BTreeMap<String, Type>,
}

impl<'d> Schemas<'d> {
    /// Gives every named schema its name before any inline schema can take it.
    pub(super) fn new(document: &'d Document) -> Self {
        let mut taken = Taken::default();
        let mut wire: Vec<&str> = document.components().map(|(name, _)| name).collect();
        wire.sort_unstable();
        let names = wire.into_iter().map(|name| (name, taken.claim(type_name(name)))).collect();
        Self {
            taken,
            names,
            resolved: BTreeMap::new(),
            types: BTreeMap::new(),
            pending: BTreeSet::new(),
            multipart: false,
            errors: BTreeMap::new(),
        }
    }

    /// Every type declared so far.
    pub(super) fn finish(mut self) -> BTreeMap<String, TypeDecl> {
        objects::break_endless(&mut self.types);
        self.types
    }

    /// The types declared so far.
    pub(super) fn types(&self) -> &BTreeMap<String, TypeDecl> {
        &self.types
    }

    /// The type of a schema; `hint` names it in case it is written inline.
    pub(super) fn resolve(&mut self, schema: Schema<'d>, hint: &str) -> Resolved {
        if schema.reference().is_some() {
            return self.component(schema.target());
        }
        let mut resolved = self.resolve_inline(schema, hint);
        resolved.nullable |= schema.nullable();
        resolved
    }

    /// The type of a multipart body.
    pub(super) fn resolve_multipart(&mut self, schema: Schema<'d>, hint: &str) -> Type {
        self.multipart = true;
        let resolved = self.resolve(schema, hint).whole();
        self.multipart = false;
        resolved
    }

    /// The type of an error body. Operations repeat the same inline schemas, which would be as many types.
    pub(super) fn resolve_error(&mut self, document: &Document, schema: Schema<'d>, hint: &str) -> Type {
        if schema.reference().is_some() {
            return self.resolve(schema, hint).whole();
        }
        let written = document.node(&schema.place().pointer).map(|node| node.to_json().to_string());
        let written = written.unwrap_or_default();
        if let Some(known) = self.errors.get(&written) {
            return known.clone();
        }
        let ty = self.resolve(schema, hint).whole();
        self.errors.insert(written, ty.clone());
        ty
    }

    /// Declares the successes of an operation as one type.
    pub(super) fn declare_responses(
        &mut self,
        hint: &str,
        pointer: String,
        statuses: Vec<StatusDecl>,
    ) -> Type {
        let name = self.taken.claim(type_name(hint));
        let decl = TypeDecl {
            name: name.clone(),
            schema: None,
            pointer,
            description: None,
            deprecated: false,
            kind: Kind::Responses(statuses),
            aliases: Vec::new(),
            example: None,
            additional: None,
            shortcuts: Vec::new(),
            usage: Usage::default(),
        };
        self.types.insert(name.clone(), decl);
        Type::Named(name)
    }

    fn component(&mut self, schema: Schema<'d>) -> Resolved {
        let Some(key) = schema.component() else { return Resolved::plain(Type::Any) };
        match self.resolved.get(key) {
            Some(Some(known)) => return known.clone(),
            // A declared type may mention itself; an alias that does has no end and so no meaning.
            Some(None) => return self.while_resolving(key, schema),
            None => {}
        }
        self.resolved.insert(key, None);
        let rust_name = self.names.get(key).cloned().unwrap_or_else(|| type_name(key));
        self.pending.insert(rust_name.clone());
        let resolved = self.resolve(schema, &rust_name);
        self.pending.remove(&rust_name);
        if let Type::Named(declared) = &resolved.ty
            && let Some(decl) = self.types.get_mut(declared).filter(|_| *declared == rust_name)
        {
            decl.schema = Some(key.to_owned());
        }
        self.resolved.insert(key, Some(resolved.clone()));
        resolved
    }

    fn while_resolving(&self, key: &str, schema: Schema<'d>) -> Resolved {
        let declares =
            schema.lists_properties() || compose::is_union(schema) || compose::composes_object(schema);
        match self.names.get(key).filter(|_| declares) {
            Some(name) => {
                Resolved { nullable: schema.nullable(), ..Resolved::plain(Type::Named(name.clone())) }
            }
            None => Resolved::plain(Type::Any),
        }
    }

    fn resolve_inline(&mut self, schema: Schema<'d>, hint: &str) -> Resolved {
        if schema.all_of().len() > 0 {
            return self.all_of(schema, hint);
        }
        if let Some(variants) = schema.alternatives() {
            return self.union(schema, variants, hint);
        }
        if schema.enumeration().is_some() {
            return self.enumeration(schema, hint);
        }
        if schema.lists_properties() {
            return Resolved::plain(self.object(schema, hint));
        }
        Resolved::plain(self.simple(schema, hint))
    }

    fn simple(&mut self, schema: Schema<'d>, hint: &str) -> Type {
        match schema.type_name() {
            Some("string") if self.multipart && schema.is_binary() => Type::File,
            Some("string") => text(schema.format()),
            Some("integer") if schema.format() == Some("uint64") => Type::Unsigned,
            Some("integer") => Type::Integer,
            Some("number") => Type::Number,
            Some("boolean") => Type::Bool,
            Some("array") => self.list(schema, hint),
            Some("object") => self.map(schema, hint),
            None if self.multipart && schema.is_binary() => Type::File,
            None if schema.items().is_some() => self.list(schema, hint),
            None if schema.additional() != Additional::Unsaid => self.map(schema, hint),
            _ => Type::Any,
        }
    }

    fn list(&mut self, schema: Schema<'d>, hint: &str) -> Type {
        let item = schema.items().map(|items| self.resolve(items, &format!("{hint}Item")).whole());
        Type::List(Box::new(item.unwrap_or(Type::Any)))
    }

    fn map(&mut self, schema: Schema<'d>, hint: &str) -> Type {
        let value = match schema.additional() {
            Additional::Schema(values) => self.resolve(values, &format!("{hint}Value")).whole(),
            Additional::Unsaid | Additional::Allowed(_) => Type::Any,
        };
        Type::Map(Box::new(value))
    }

    fn enumeration(&mut self, schema: Schema<'d>, hint: &str) -> Resolved {
        let texts: Vec<(Schema<'d>, &str)> = texts(schema).collect();
        let nullable = schema.values().contains(&Value::Null);
        let only_texts = schema.values().iter().all(|value| value.is_string() || value.is_null());
        let ty = match texts.as_slice() {
            [] => self.simple(schema, hint),
            _ if !only_texts => Type::Any,
            [(_, only)] => {
                return Resolved { ty: Type::String, nullable, constant: Some((*only).to_owned()) };
            }
            _ => self.declare(schema, hint, Kind::Enum(values(&texts))),
        };
        Resolved { nullable, ..Resolved::plain(ty) }
    }

    /// Declares a type under the hint, or under its own `title` when it is inline and has one.
    fn declare(&mut self, schema: Schema<'d>, hint: &str, kind: Kind) -> Type {
        // An inline schema may have a hint that is also the name of a component.
        let name = match self.pending.remove(hint) {
            true => hint.to_owned(),
            false => self.taken.claim(inline_name(schema, hint)),
        };
        let decl = TypeDecl {
            name: name.clone(),
            schema: None,
            pointer: schema.place().pointer.clone(),
            description: schema.description().map(str::to_owned),
            deprecated: schema.deprecated(),
            kind,
            aliases: schema.aliases().map(str::to_owned).collect(),
            example: schema.example().cloned(),
            additional: None,
            shortcuts: Vec::new(),
            usage: Usage::default(),
        };
        self.types.insert(name.clone(), decl);
        Type::Named(name)
    }

    fn field_type(&mut self, schema: Schema<'d>, owner: &str, property: &str) -> Resolved {
        self.resolve(schema, &type_name(&format!("{owner} {property}")))
    }
}

/// The type of text with a format. Text is plain where Rust has no type for its format.
fn text(format: Option<&str>) -> Type {
    match format {
        Some("uuid") => Type::Uuid,
        Some("date-time" | "date-time-rfc2822") => Type::Timestamp,
        Some("password") => Type::Secret,
        _ => Type::String,
    }
}

fn inline_name(schema: Schema<'_>, hint: &str) -> String {
    schema.title().map_or_else(|| type_name(hint), type_name)
}

/// The texts of an enum, each with the enum that describes it.
fn texts(schema: Schema<'_>) -> impl Iterator<Item = (Schema<'_>, &str)> {
    schema.texts().map(move |text| (schema, text))
}

/// The values of an enum of texts.
pub(super) fn texts_of(schema: Schema<'_>) -> Vec<ValueDecl> {
    values(&texts(schema).collect::<Vec<_>>())
}

fn values(texts: &[(Schema<'_>, &str)]) -> Vec<ValueDecl> {
    // The variant that keeps unknown texts comes first in the choice of names.
    let mut taken = Taken::with(["Other"]);
    let mut values: Vec<ValueDecl> = Vec::new();
    for (schema, text) in texts {
        if values.iter().any(|value| value.wire == *text) {
            continue;
        }
        values.push(ValueDecl {
            wire: (*text).to_owned(),
            name: taken.claim(value_variant(*schema, text)),
            description: schema.value_description(text).map(str::to_owned),
            pointer: schema.place().pointer.clone(),
        });
    }
    values
}

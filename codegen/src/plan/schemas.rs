//! Schemas to types: references followed, wrappers unwrapped, inline schemas named.

mod compose;
mod docs;
mod objects;

use std::collections::{BTreeMap, BTreeSet};

use super::{FieldDecl, Kind, Type, TypeDecl, Usage, ValueDecl};
use crate::names::{Taken, type_name, value_variant};
use crate::node::{Node, Value};

pub(crate) use compose::says_type;
pub(super) use docs::value_docs;

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

    /// The type as it stands where no field can say `nullable`: in lists, maps and answers.
    pub(super) fn whole(self) -> Type {
        match self.nullable {
            true if self.ty != Type::Any => Type::Nullable(Box::new(self.ty)),
            _ => self.ty,
        }
    }
}

/// The schemas of a document, resolved as they are asked for.
pub(super) struct Schemas<'a> {
    root: &'a Node,
    taken: Taken,
    /// Rust name of each named schema.
    names: BTreeMap<&'a str, String>,
    /// What each named schema is; `None` while it is being resolved.
    resolved: BTreeMap<&'a str, Option<Resolved>>,
    types: BTreeMap<String, TypeDecl>,
    /// Rust names of named schemas that are being resolved and are not declared yet.
    pending: BTreeSet<String>,
}

impl<'a> Schemas<'a> {
    /// Gives every named schema its name before any inline schema can take it.
    pub(super) fn new(root: &'a Node) -> Self {
        let mut taken = Taken::default();
        let group = root.pointer("/components/schemas").and_then(Node::as_object);
        let mut wire: Vec<&str> =
            group.into_iter().flat_map(|group| group.keys()).map(String::as_str).collect();
        wire.sort_unstable();
        let names = wire.into_iter().map(|name| (name, taken.claim(type_name(name)))).collect();
        Self {
            root,
            taken,
            names,
            resolved: BTreeMap::new(),
            types: BTreeMap::new(),
            pending: BTreeSet::new(),
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
    pub(super) fn resolve(&mut self, node: &'a Node, hint: &str) -> Resolved {
        if let Some(name) = component_name(node) {
            return self.component(&name);
        }
        let mut resolved = self.resolve_inline(node, hint);
        resolved.nullable |= node.get_flag("nullable");
        resolved
    }

    /// The node a chain of `$ref`s ends at.
    pub(super) fn target(&self, mut node: &'a Node) -> &'a Node {
        for _ in 0..32 {
            match component_name(node).and_then(|name| self.named_node(&name)) {
                Some((_, next)) => node = next,
                None => break,
            }
        }
        node
    }

    fn named_node(&self, name: &str) -> Option<(&'a str, &'a Node)> {
        let group = self.root.pointer("/components/schemas")?.as_object()?;
        let (key, entry) = group.get_key_value(name)?;
        Some((key, &entry.node))
    }

    fn component(&mut self, name: &str) -> Resolved {
        let Some((key, node)) = self.named_node(name) else {
            return Resolved::plain(Type::Any);
        };
        match self.resolved.get(key) {
            Some(Some(known)) => return known.clone(),
            // A declared type may mention itself; an alias that does has no end and so no meaning.
            Some(None) => return self.while_resolving(key, node),
            None => {}
        }
        self.resolved.insert(key, None);
        let rust_name = self.names.get(key).cloned().unwrap_or_else(|| type_name(key));
        self.pending.insert(rust_name.clone());
        let resolved = self.resolve(node, &rust_name);
        self.pending.remove(&rust_name);
        if let Type::Named(declared) = &resolved.ty
            && let Some(decl) = self.types.get_mut(declared).filter(|_| *declared == rust_name)
        {
            decl.schema = Some(key.to_owned());
        }
        self.resolved.insert(key, Some(resolved.clone()));
        resolved
    }

    fn while_resolving(&self, key: &str, node: &'a Node) -> Resolved {
        let declares =
            objects::is_object(node) || compose::is_union(self, node) || self.composes_object(node);
        match self.names.get(key).filter(|_| declares) {
            Some(name) => {
                Resolved { nullable: node.get_flag("nullable"), ..Resolved::plain(Type::Named(name.clone())) }
            }
            None => Resolved::plain(Type::Any),
        }
    }

    fn resolve_inline(&mut self, node: &'a Node, hint: &str) -> Resolved {
        if let Some(parts) = node.get("allOf").and_then(Node::as_array).filter(|parts| !parts.is_empty()) {
            return self.all_of(node, parts, hint);
        }
        if let Some(arms) = compose::arms(node) {
            return self.union(node, arms, hint);
        }
        if node.get("enum").is_some() {
            return self.enumeration(node, hint);
        }
        if objects::is_object(node) {
            return Resolved::plain(self.object(node, hint));
        }
        Resolved::plain(self.simple(node, hint))
    }

    fn simple(&mut self, node: &'a Node, hint: &str) -> Type {
        match node.get_str("type") {
            Some("string") => text(node.get_str("format")),
            Some("integer") => Type::Integer,
            Some("number") => Type::Number,
            Some("boolean") => Type::Bool,
            Some("array") => self.list(node, hint),
            Some("object") => self.map(node, hint),
            None if node.get("items").is_some() => self.list(node, hint),
            None if node.get("additionalProperties").is_some() => self.map(node, hint),
            _ => Type::Any,
        }
    }

    fn list(&mut self, node: &'a Node, hint: &str) -> Type {
        let item = node.get("items").map(|items| self.resolve(items, &format!("{hint}Item")).whole());
        Type::List(Box::new(item.unwrap_or(Type::Any)))
    }

    fn map(&mut self, node: &'a Node, hint: &str) -> Type {
        let schema = node.get("additionalProperties").filter(|values| values.as_object().is_some());
        let value = schema.map(|values| self.resolve(values, &format!("{hint}Value")).whole());
        Type::Map(Box::new(value.unwrap_or(Type::Any)))
    }

    fn enumeration(&mut self, node: &'a Node, hint: &str) -> Resolved {
        let texts: Vec<(&Node, &str)> = texts(node).collect();
        let nullable = node.items("enum").any(|value| matches!(value.value, Value::Null));
        let only_texts =
            node.items("enum").all(|value| matches!(value.value, Value::String(_) | Value::Null));
        let ty = match texts.as_slice() {
            [] => self.simple(node, hint),
            _ if !only_texts => Type::Any,
            [(_, only)] => {
                return Resolved { ty: Type::String, nullable, constant: Some((*only).to_owned()) };
            }
            _ => self.declare(node, hint, Kind::Enum(values(&texts))),
        };
        Resolved { nullable, ..Resolved::plain(ty) }
    }

    /// Declares a type under the hint, or under its own `title` when it is inline and has one.
    fn declare(&mut self, node: &Node, hint: &str, kind: Kind) -> Type {
        // An inline schema may have a hint that is also the name of a component.
        let name = match self.pending.remove(hint) {
            true => hint.to_owned(),
            false => self.taken.claim(inline_name(node, hint)),
        };
        let decl = TypeDecl {
            name: name.clone(),
            schema: None,
            description: node.get_str("description").map(str::to_owned),
            deprecated: node.get_flag("deprecated"),
            kind,
            usage: Usage::default(),
        };
        self.types.insert(name.clone(), decl);
        Type::Named(name)
    }

    fn field_type(&mut self, node: &'a Node, owner: &str, property: &str) -> Resolved {
        self.resolve(node, &type_name(&format!("{owner} {property}")))
    }
}

/// The type of text with a format. Formats that say nothing Rust could use are plain text.
fn text(format: Option<&str>) -> Type {
    match format {
        Some("uuid") => Type::Uuid,
        Some("date-time") => Type::Timestamp,
        Some("password") => Type::Secret,
        _ => Type::String,
    }
}

fn inline_name(node: &Node, hint: &str) -> String {
    node.get_str("title").map_or_else(|| type_name(hint), type_name)
}

/// The texts that an enum lists, each with the enum, which may say more of it.
fn texts(node: &Node) -> impl Iterator<Item = (&Node, &str)> {
    node.items("enum").filter_map(move |value| Some((node, value.as_str()?)))
}

fn values(texts: &[(&Node, &str)]) -> Vec<ValueDecl> {
    // The variant that keeps unknown texts comes first in the choice of names.
    let mut taken = Taken::with(["Other"]);
    let mut values: Vec<ValueDecl> = Vec::new();
    for (node, text) in texts {
        if values.iter().any(|value| value.wire == *text) {
            continue;
        }
        let descriptions = node.get("x-enum-descriptions");
        values.push(ValueDecl {
            wire: (*text).to_owned(),
            name: taken.claim(value_variant(node, text)),
            description: descriptions.and_then(|all| all.get_str(text)).map(str::to_owned),
        });
    }
    values
}

/// Name of the schema that a `$ref` refers to.
pub(super) fn component_name(node: &Node) -> Option<String> {
    let token = node.reference()?.strip_prefix("#/components/schemas/")?;
    Some(crate::node::unescape_pointer(token))
}

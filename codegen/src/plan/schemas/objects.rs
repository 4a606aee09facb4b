//! Objects with documented fields.

use std::collections::BTreeMap;

use super::{FieldDecl, Kind, Schemas, Type, TypeDecl, docs};
use crate::names::{Taken, value_name};
use crate::node::Node;

/// Names that no setter can have: each is a method that generated code or a user calls by this name. A setter may well
/// hide a method of a trait that only the runtime calls, such as `from`.
const METHODS: &[&str] = &["new", "extra", "default", "clone", "fmt", "eq", "into", "extra_mut"];

/// Whether a schema lists properties.
pub(super) fn is_object(node: &Node) -> bool {
    node.get("properties").and_then(Node::as_object).is_some_and(|properties| !properties.is_empty())
}

/// Properties gathered from one schema, or from the parts of an `allOf`.
#[derive(Default)]
pub(super) struct Properties<'a> {
    pub(super) nodes: indexmap::IndexMap<&'a str, &'a Node>,
    pub(super) required: Vec<&'a str>,
}

impl<'a> Properties<'a> {
    /// Adds what one schema says itself; a later part wins over an earlier one.
    pub(super) fn add(&mut self, node: &'a Node) {
        for (name, entry) in node.entries("properties") {
            self.nodes.insert(name, &entry.node);
        }
        for name in node.items("required").filter_map(Node::as_str) {
            if !self.required.contains(&name) {
                self.required.push(name);
            }
        }
    }
}

impl<'a> Schemas<'a> {
    pub(super) fn object(&mut self, node: &'a Node, hint: &str) -> Type {
        let mut properties = Properties::default();
        properties.add(node);
        self.object_of(node, properties, hint)
    }

    /// Declares the object first without fields, so that the fields may mention it.
    pub(super) fn object_of(&mut self, node: &'a Node, properties: Properties<'a>, hint: &str) -> Type {
        let declared = self.declare(node, hint, Kind::Object(Vec::new()));
        let Type::Named(name) = &declared else { return declared };
        let fields = self.fields(properties, name);
        if let Some(decl) = self.types.get_mut(name) {
            decl.kind = Kind::Object(fields);
        }
        declared
    }

    /// Required fields come in the order of `required`, which is the order of the constructor's arguments.
    fn fields(&mut self, properties: Properties<'a>, owner: &str) -> Vec<FieldDecl> {
        let mut taken = Taken::with(METHODS.iter().copied());
        let Properties { nodes, required } = properties;
        let is_required = |name: &str| required.contains(&name);
        let first = required.iter().filter_map(|name| nodes.get_key_value(name));
        let rest = nodes.iter().filter(|(name, _)| !is_required(name));
        let ordered: Vec<(&str, &'a Node)> = first.chain(rest).map(|(name, node)| (*name, *node)).collect();
        let fields = ordered.into_iter().map(|(wire, node)| {
            let resolved = self.field_type(node, owner, wire);
            FieldDecl {
                wire: wire.to_owned(),
                name: taken.claim(value_name(wire)),
                required: is_required(wire),
                nullable: resolved.nullable && resolved.ty != Type::Any,
                docs: docs::field_docs(
                    node,
                    self.target(node),
                    resolved.constant.as_deref(),
                    is_required(wire),
                ),
                constant: resolved.constant,
                ty: resolved.ty,
                example: node.get("example").map(Node::to_json),
                deprecated: node.get_flag("deprecated"),
                endless: false,
                boxed: false,
            }
        });
        fields.collect()
    }
}

/// Marks fields through which a type would contain itself without end: nothing could ever be of that type, so the
/// field is optional in Rust whatever the document says.
pub(super) fn break_endless(types: &mut BTreeMap<String, TypeDecl>) {
    while let Some((owner, index)) = endless_field(types) {
        if let Some(TypeDecl { kind: Kind::Object(fields), .. }) = types.get_mut(&owner) {
            fields[index].endless = true;
        }
    }
}

fn endless_field(types: &BTreeMap<String, TypeDecl>) -> Option<(String, usize)> {
    types.iter().find_map(|(owner, decl)| {
        let endless =
            |field: &FieldDecl| direct(field).is_some_and(|target| reaches(types, target, owner, 0));
        Some((owner.clone(), decl.fields().iter().position(endless)?))
    })
}

/// The object that a field holds by value.
fn direct(field: &FieldDecl) -> Option<&str> {
    match &field.ty {
        Type::Named(name) if field.required && !field.nullable && !field.endless => Some(name),
        Type::MaybeArray(inner) if field.required && !field.nullable && !field.endless => inner.named(),
        _ => None,
    }
}

fn reaches(types: &BTreeMap<String, TypeDecl>, from: &str, to: &str, depth: usize) -> bool {
    if from == to {
        return true;
    }
    let fields = types.get(from).map_or(&[][..], TypeDecl::fields);
    depth < types.len() && fields.iter().filter_map(direct).any(|next| reaches(types, next, to, depth + 1))
}

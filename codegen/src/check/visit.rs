//! Every operation and every schema of a document, each with what its place tells.

use std::collections::BTreeSet;

use crate::bundle::METHODS;
use crate::node::{Node, Object};
use crate::source::Location;

/// What the checks look at.
pub(super) struct Visited<'a> {
    pub root: &'a Node,
    pub operations: Vec<Operation<'a>>,
    pub schemas: Vec<Schema<'a>>,
    /// Whether the document uses the extensions that say where operations live.
    pub extended: bool,
}

/// An operation.
pub(super) struct Operation<'a> {
    pub path: &'a str,
    pub method: &'a str,
    pub at: Location,
    pub node: &'a Node,
    /// Its own parameters and those of its path, references followed.
    pub parameters: Vec<&'a Node>,
}

/// Where a schema stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// It is a component with this name.
    Named(&'a str),
    /// It is a property with this name.
    Property(&'a str),
    /// It is an item, an arm or a part of another, or the body of a request or answer.
    Inline,
    /// It is the schema of a parameter.
    Parameter,
}

/// A schema.
pub(super) struct Schema<'a> {
    pub node: &'a Node,
    pub place: Place<'a>,
    pub at: Location,
    /// The nearest component around it.
    pub owner: Option<&'a str>,
    /// It is part of a successful answer.
    pub answered: bool,
}

impl<'a> Visited<'a> {
    pub(super) fn of(root: &'a Node) -> Self {
        let operations = operations(root);
        let is_told =
            |op: &Operation<'_>| ["x-call", "x-commands"].iter().any(|key| op.node.get(key).is_some());
        let extended = root.get("x-features").is_some() || operations.iter().any(is_told);
        let mut visited = Self { root, operations, schemas: Vec::new(), extended };
        let answered = visited.answered();
        let mut schemas = Vec::new();
        for (name, entry) in
            root.pointer("/components/schemas").and_then(Node::as_object).into_iter().flatten()
        {
            let context = Context { owner: Some(name), answered: answered.contains(name.as_str()) };
            collect(&entry.node, Place::Named(name), entry.key_at, context, &mut schemas);
        }
        for operation in &visited.operations {
            visited.operation_schemas(operation, &mut schemas);
        }
        visited.schemas = schemas;
        visited
    }

    /// What a chain of references ends at.
    pub(super) fn resolve(&self, node: &'a Node) -> &'a Node {
        self.root.followed(node)
    }

    /// Whether an operation is not for everyone.
    pub(super) fn wants_credentials(&self, operation: &Operation<'_>) -> bool {
        let requirement = operation.node.get("security").or_else(|| self.root.get("security"));
        requirement.and_then(Node::as_array).is_some_and(|list| !list.is_empty())
    }

    fn operation_schemas(&self, operation: &Operation<'a>, schemas: &mut Vec<Schema<'a>>) {
        let sent = Context { owner: None, answered: false };
        for parameter in &operation.parameters {
            if let Some(schema) = parameter.get("schema") {
                collect(schema, Place::Parameter, schema.at, sent, schemas);
            }
        }
        let body = operation.node.get("requestBody").map(|body| self.resolve(body));
        for schema in body.into_iter().flat_map(media_schemas) {
            collect(schema, Place::Inline, schema.at, sent, schemas);
        }
        for (status, response) in operation.node.entries("responses") {
            let context = Context { owner: None, answered: status.starts_with('2') };
            for schema in media_schemas(self.resolve(&response.node)) {
                collect(schema, Place::Inline, schema.at, context, schemas);
            }
        }
    }

    /// Names of the schemas that some success reaches.
    fn answered(&self) -> BTreeSet<&'a str> {
        let successes = self.operations.iter().flat_map(|operation| operation.node.entries("responses"));
        let successes = successes
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(_, entry)| self.resolve(&entry.node));
        let mut pending: Vec<&'a Node> = successes.collect();
        let mut names = BTreeSet::new();
        while let Some(node) = pending.pop() {
            for (text, _) in crate::load::reference::of_tree(node) {
                let Some(name) = text.strip_prefix("#/components/schemas/") else { continue };
                if names.insert(name) {
                    pending.extend(self.root.pointer(&format!("/components/schemas/{name}")));
                }
            }
        }
        names
    }
}

pub(super) fn media_schemas(content_of: &Node) -> impl Iterator<Item = &Node> {
    content_of.entries("content").filter_map(|(_, media)| media.node.get("schema"))
}

fn operations(root: &Node) -> Vec<Operation<'_>> {
    let mut operations = Vec::new();
    for (path, item) in root.entries("paths").filter(|(path, _)| !path.starts_with("x-")) {
        for method in METHODS {
            let Some(entry) = item.node.entry(method) else { continue };
            let declared = entry.node.items("parameters").chain(item.node.items("parameters"));
            operations.push(Operation {
                path,
                method,
                at: entry.key_at,
                node: &entry.node,
                parameters: declared.map(|parameter| root.followed(parameter)).collect(),
            });
        }
    }
    operations
}

#[derive(Clone, Copy)]
struct Context<'a> {
    owner: Option<&'a str>,
    answered: bool,
}

/// The schema and all that is written inside of it; references are not followed.
fn collect<'a>(
    node: &'a Node,
    place: Place<'a>,
    at: Location,
    context: Context<'a>,
    schemas: &mut Vec<Schema<'a>>,
) {
    if node.reference().is_some() || node.as_object().is_none() {
        return;
    }
    schemas.push(Schema { node, place, at, owner: context.owner, answered: context.answered });
    for (name, entry) in node.get("properties").and_then(Node::as_object).into_iter().flat_map(Object::iter) {
        collect(&entry.node, Place::Property(name), entry.key_at, context, schemas);
    }
    for key in ["items", "additionalProperties", "not"] {
        if let Some(inner) = node.get(key) {
            collect(inner, Place::Inline, inner.at, context, schemas);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for inner in node.items(key) {
            collect(inner, Place::Inline, inner.at, context, schemas);
        }
    }
}

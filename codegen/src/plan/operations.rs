//! Operations: what each sends, what it answers, and what it is called in the client.

mod answers;
mod calls;
mod commands;
mod parameters;

use std::collections::BTreeSet;

use super::schemas::Schemas;
use super::{Api, Type};
use crate::bundle::METHODS;
use crate::names::type_name;
use crate::node::Node;

pub use answers::{Answer, AnswerKind, Paged};
pub(crate) use calls::parse as parse_call;
pub use calls::{CallName, Segment};
pub use commands::Command;
pub(crate) use commands::{Told as ToldCommand, shapes as command_shapes, told as told_commands};
pub use parameters::{Parameter, Place};

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`, or one made from method and path.
    pub id: String,
    /// Method in capitals.
    pub method: String,
    /// Path template.
    pub path: String,
    /// One line that says what it does.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// The documentation page it was transcribed from.
    pub source: Option<String>,
    /// The scopes a token needs.
    pub scopes: Scopes,
    /// The security schemes that will do; empty: none is needed.
    pub security: Vec<String>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// The page of the documentation it belongs to.
    pub tag: Option<String>,
    /// Path parameters in the order of the path, then the others in the order of the document.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub answer: Answer,
    /// Documented statuses that are no success, with what they mean.
    pub errors: Vec<(String, String)>,
    /// Where it lives in the client; at least one name.
    pub calls: Vec<CallName>,
    /// Methods that each send one shape of the body.
    pub commands: Vec<Command>,
    /// The Cargo features that bring it; empty: it is always there.
    pub features: BTreeSet<String>,
}

/// The scopes a token needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scopes {
    /// None are documented.
    #[default]
    None,
    /// Any one of these.
    AnyOf(Vec<String>),
    /// Each of these.
    AllOf(Vec<String>),
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its type.
    pub ty: Type,
    /// Whether it must be sent.
    pub required: bool,
    /// How it is written.
    pub encoding: Encoding,
}

/// How a request body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON.
    Json,
    /// As a form, percent-encoded.
    Form,
    /// As it is, under this media type.
    Bytes(String),
}

pub(super) fn read<'a>(root: &'a Node, api: &Api, schemas: &mut Schemas<'a>) -> Vec<Operation> {
    let reader = Reader { root, api };
    let mut operations = Vec::new();
    for (path, entry) in root.entries("paths").filter(|(path, _)| path.starts_with('/')) {
        for method in METHODS {
            if let Some(node) = entry.node.get(method) {
                operations.push(reader.operation(path, method, node, &entry.node, schemas));
            }
        }
    }
    calls::resolve_clashes(&mut operations);
    operations
}

struct Reader<'a, 'r> {
    root: &'a Node,
    api: &'r Api,
}

impl<'a> Reader<'a, '_> {
    fn operation(
        &self,
        path: &str,
        method: &str,
        node: &'a Node,
        item: &'a Node,
        schemas: &mut Schemas<'a>,
    ) -> Operation {
        let id = operation_id(node, method, path);
        let hint = type_name(&id);
        let tag = node.items("tags").find_map(Node::as_str).map(str::to_owned);
        let calls = calls::read(node, tag.as_deref(), &id);
        let parameters = parameters::read(self.root, path, node, item, &hint, schemas);
        let body = self.body(node, &hint, schemas);
        let commands = commands::read(self.root, node, &parameters, schemas);
        Operation {
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(node, "summary"),
            description: text(node, "description"),
            source: text(node, "x-source"),
            scopes: scopes(node),
            security: super::api::security(node).unwrap_or_else(|| self.api.default_security.clone()),
            deprecated: node.get_flag("deprecated"),
            parameters,
            body,
            answer: answers::read(self.root, self.api, node, &hint, schemas),
            errors: answers::errors(self.root, node),
            features: features(self.api, calls.iter().chain(commands.iter().map(|command| &command.call))),
            calls,
            commands,
            tag,
            id,
        }
    }

    fn body(&self, node: &'a Node, hint: &str, schemas: &mut Schemas<'a>) -> Option<Body> {
        let body = self.root.followed(node.get("requestBody")?);
        let content = body.get("content")?.as_object()?;
        let json = content.iter().find(|(name, _)| is_json(name)).map(|found| (found, Encoding::Json));
        let form = || content.iter().find(|(name, _)| is_form(name)).map(|found| (found, Encoding::Form));
        let bytes = || content.first().map(|found| (found, Encoding::Bytes(found.0.clone())));
        let ((_, media), encoding) = json.or_else(form).or_else(bytes)?;
        let schema = media.node.get("schema").filter(|_| !matches!(encoding, Encoding::Bytes(_)));
        let ty = schema.map_or(Type::Any, |schema| schemas.resolve(schema, &format!("{hint}Body")).whole());
        Some(Body { ty, required: body.get_flag("required"), encoding })
    }
}

/// The JSON of a request body, however it is called.
fn json_media<'a>(root: &'a Node, operation: &'a Node) -> Option<&'a Node> {
    let content = root.followed(operation.get("requestBody")?).get("content")?.as_object()?;
    content.iter().find(|(name, _)| is_json(name)).map(|(_, media)| &media.node)
}

/// Whether a media type is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json"
        || essence.ends_with("+json")
        || essence == "*/*"
        || essence == "application/*"
}

/// Whether a media type is a percent-encoded form.
pub(crate) fn is_form(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn operation_id(node: &Node, method: &str, path: &str) -> String {
    let made = || format!("{method} {}", path.replace(['{', '}'], " "));
    node.get_str("operationId").map_or_else(made, str::to_owned)
}

pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    node.get_str(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn scopes(node: &Node) -> Scopes {
    let Some(told) = node.get("x-scopes") else { return Scopes::None };
    let names = |key: &str| told.items(key).filter_map(Node::as_str).map(str::to_owned).collect::<Vec<_>>();
    match (names("any-of"), names("all-of")) {
        (any, _) if !any.is_empty() => Scopes::AnyOf(any),
        (_, all) if !all.is_empty() => Scopes::AllOf(all),
        _ => Scopes::None,
    }
}

fn features<'c>(api: &Api, calls: impl Iterator<Item = &'c CallName>) -> BTreeSet<String> {
    let tops = calls.filter_map(|call| call.namespace.first());
    tops.filter_map(|segment| api.feature_of(&segment.name)).map(str::to_owned).collect()
}

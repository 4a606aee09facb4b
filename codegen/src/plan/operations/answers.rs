//! What comes back: the type of a success, and which failures are documented.

use super::super::schemas::Schemas;
use super::super::{Api, Kind, Type};
use super::{is_json, text};
use crate::node::{Entry, Node};

/// The success of an operation.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How its body is read.
    pub kind: AnswerKind,
    /// What it decodes to; of no use for [`AnswerKind::Empty`].
    pub ty: Type,
    /// The documented status, such as `201`.
    pub status: Option<String>,
    /// What the document says of it.
    pub description: Option<String>,
    /// How to page through it, when it is one page of a list.
    pub paged: Option<Paged>,
}

/// How a body is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// Not at all.
    Empty,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// The type of the page, which may come wrapped.
    pub page: String,
    /// The type of an item.
    pub item: Type,
}

pub(super) fn read<'a>(
    root: &'a Node,
    api: &Api,
    operation: &'a Node,
    hint: &str,
    schemas: &mut Schemas<'a>,
) -> Answer {
    let successes = operation.entries("responses").filter(|(status, _)| is_success(status));
    let successes: Vec<(&str, &'a Node)> =
        successes.map(|(status, entry): (&str, &'a Entry)| (status, root.followed(&entry.node))).collect();
    // One operation has one type: the first success that has a body, else the first.
    let with_body = successes.iter().find(|(_, node)| body(node).is_some());
    let Some((status, node)) = with_body.or(successes.first()) else {
        return empty(None, None);
    };
    let description = text(node, "description");
    let Some((kind, schema)) = body(node) else {
        return empty(Some((*status).to_owned()), description);
    };
    let ty = match (kind, schema) {
        (AnswerKind::Text, _) => Type::String,
        (AnswerKind::Json, Some(schema)) => schemas.resolve(schema, &format!("{hint}Answer")).whole(),
        _ => Type::Any,
    };
    let paged = paged(api, &ty, schemas);
    Answer { kind, ty, status: Some((*status).to_owned()), description, paged }
}

fn empty(status: Option<String>, description: Option<String>) -> Answer {
    Answer { kind: AnswerKind::Empty, ty: Type::Any, status, description, paged: None }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') || status == "default"
}

/// JSON is preferred to text, and text to bytes.
fn body(response: &Node) -> Option<(AnswerKind, Option<&Node>)> {
    let content = response.get("content")?.as_object()?;
    let json = content.iter().find(|(name, _)| is_json(name));
    let plain = content.iter().find(|(name, _)| name.starts_with("text/"));
    let (kind, (_, media)) = match (json, plain, content.first()) {
        (Some(found), ..) => (AnswerKind::Json, found),
        (_, Some(found), _) => (AnswerKind::Text, found),
        (.., Some(found)) => (AnswerKind::Bytes, found),
        (None, None, None) => return None,
    };
    Some((kind, media.node.get("schema")))
}

/// An object with a list of items and a link to the next page, as the document says lists are.
fn paged(api: &Api, ty: &Type, schemas: &Schemas<'_>) -> Option<Paged> {
    let (items, next) = api.pagination.as_ref()?;
    let field = |owner: &str, wire: &str| {
        let Kind::Object(fields) = &schemas.types().get(owner)?.kind else { return None };
        fields.iter().find(|field| field.wire == wire).cloned()
    };
    let page = ty.named().filter(|_| matches!(ty, Type::Named(_) | Type::MaybeArray(_)))?;
    let Type::List(item) = field(page, items)?.ty else { return None };
    let mut owner = page.to_owned();
    for (index, step) in next.iter().enumerate() {
        match field(&owner, step)?.ty {
            Type::Named(inner) if index + 1 < next.len() => owner = inner,
            Type::String if index + 1 == next.len() => {}
            _ => return None,
        }
    }
    Some(Paged { page: page.to_owned(), item: *item })
}

/// Documented statuses that are no success, with what they mean.
pub(super) fn errors(root: &Node, operation: &Node) -> Vec<(String, String)> {
    let failures = operation.entries("responses").filter(|(status, _)| !is_success(status));
    failures
        .map(|(status, entry)| {
            let meaning = text(root.followed(&entry.node), "description").unwrap_or_default();
            (status.to_owned(), meaning)
        })
        .collect()
}

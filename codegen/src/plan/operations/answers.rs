//! What comes back: the type of a success, and which failures are documented.

use super::super::schemas::Schemas;
use super::super::{Api, Kind, Type};
use super::{Read, text};
use document::Document;
use document::media::MediaKind;
use document::operation::{MediaType, Response, json};

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

pub(super) fn read<'d>(
    document: &'d Document,
    api: &Api,
    operation: &Read,
    hint: &str,
    schemas: &mut Schemas<'d>,
) -> Answer {
    let successes: Vec<&Response> =
        operation.responses.iter().filter(|response| is_success(response)).collect();
    // One operation has one type: the first success that has a body, else the first.
    let with_body = successes.iter().find(|response| !response.content.is_empty());
    let Some(response) = with_body.or(successes.first()) else {
        return empty(None, None);
    };
    let (status, description) = (Some(response.status.clone()), text(response.description.as_deref()));
    let Some((kind, media)) = body(response) else {
        return empty(status, description);
    };
    let schema = media.schema.map(|id| document.schema(id));
    let ty = match (kind, schema) {
        (AnswerKind::Text, _) => Type::String,
        (AnswerKind::Json, Some(schema)) => schemas.resolve(schema, &format!("{hint}Answer")).whole(),
        _ => Type::Any,
    };
    let paged = paged(api, &ty, schemas);
    Answer { kind, ty, status, description, paged }
}

fn empty(status: Option<String>, description: Option<String>) -> Answer {
    Answer { kind: AnswerKind::Empty, ty: Type::Any, status, description, paged: None }
}

fn is_success(response: &Response) -> bool {
    response.is_success() || response.is_default()
}

/// JSON is preferred to text, and text to bytes.
fn body(response: &Response) -> Option<(AnswerKind, &MediaType)> {
    let plain = || response.content.iter().find(|media| media.kind == MediaKind::Text);
    let json = json(&response.content).map(|media| (AnswerKind::Json, media));
    json.or_else(|| Some((AnswerKind::Text, plain()?)))
        .or_else(|| Some((AnswerKind::Bytes, response.content.first()?)))
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
pub(super) fn errors(operation: &Read) -> Vec<(String, String)> {
    let failures = operation.responses.iter().filter(|response| !is_success(response));
    failures
        .map(|response| (response.status.clone(), text(response.description.as_deref()).unwrap_or_default()))
        .collect()
}

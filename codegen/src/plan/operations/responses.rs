//! Responses: the type of a success, and the documented failures.

use super::super::schemas::Schemas;
use super::super::{Api, FieldDecl, Kind, Type};
use super::{Read, text};
use document::Document;
use document::extensions::Pagination;
use document::media::MediaKind;
use document::operation::{MediaType, Response as Documented, json};

/// The response to a call that succeeds.
#[derive(Clone, Debug)]
pub struct Response {
    /// How its body is read.
    pub format: ResponseFormat,
    /// The type it decodes to; unused for [`ResponseFormat::Empty`].
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
pub enum ResponseFormat {
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// There is none.
    Empty,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// The type of the page, which may come wrapped.
    pub page: String,
    /// The type of an item.
    pub item: Type,
    /// The field of the items.
    pub items: String,
    /// The path to the link of the next page, field by field.
    pub next: Vec<String>,
}

pub(super) fn read<'d>(
    document: &'d Document,
    api: &Api,
    operation: &Read,
    hint: &str,
    schemas: &mut Schemas<'d>,
) -> Response {
    let successes: Vec<&Documented> =
        operation.responses.iter().filter(|response| is_success(response)).collect();
    // One operation has one type: the first success that has a body, else the first.
    let with_body = successes.iter().find(|response| !response.content.is_empty());
    let Some(response) = with_body.or(successes.first()) else {
        return empty(None, None);
    };
    let (status, description) = (Some(response.status.clone()), text(response.description.as_deref()));
    let Some((format, media)) = body(response) else {
        return empty(status, description);
    };
    let schema = media.schema.map(|id| document.schema(id));
    let ty = match (format, schema) {
        (ResponseFormat::Text, _) => Type::String,
        (ResponseFormat::Json, Some(schema)) => schemas.resolve(schema, &format!("{hint}Response")).whole(),
        _ => Type::Any,
    };
    let paged = paged(api, &ty, schemas);
    Response { format, ty, status, description, paged }
}

fn empty(status: Option<String>, description: Option<String>) -> Response {
    Response { format: ResponseFormat::Empty, ty: Type::Any, status, description, paged: None }
}

fn is_success(response: &Documented) -> bool {
    response.is_success() || response.is_default()
}

/// JSON is preferred to text, and text to bytes.
fn body(response: &Documented) -> Option<(ResponseFormat, &MediaType)> {
    let plain = || response.content.iter().find(|media| media.kind == MediaKind::Text);
    let json = json(&response.content).map(|media| (ResponseFormat::Json, media));
    json.or_else(|| Some((ResponseFormat::Text, plain()?)))
        .or_else(|| Some((ResponseFormat::Bytes, response.content.first()?)))
}

/// Returns how to page, for an object with a list of items and a link to the next page as `x-pagination` declares them.
fn paged(api: &Api, ty: &Type, schemas: &Schemas<'_>) -> Option<Paged> {
    api.pagination.iter().find_map(|way| paged_by(way, ty, schemas))
}

fn paged_by(way: &Pagination, ty: &Type, schemas: &Schemas<'_>) -> Option<Paged> {
    let fields = |owner: &str| {
        let Kind::Object(fields) = &schemas.types().get(owner)?.kind else { return None };
        Some(fields)
    };
    let page = ty.named().filter(|_| matches!(ty, Type::Named(_) | Type::MaybeArray(_)))?;
    let is_meant = |field: &&FieldDecl| match &way.items {
        Some(name) => field.wire == *name,
        None => matches!(field.ty, Type::List(_)),
    };
    let items = fields(page)?.iter().find(is_meant)?;
    let Type::List(item) = &items.ty else { return None };
    let mut owner = page;
    for (index, step) in way.next.iter().enumerate() {
        match &fields(owner)?.iter().find(|field| field.wire == *step)?.ty {
            Type::Named(inner) if index + 1 < way.next.len() => owner = inner,
            Type::String if index + 1 == way.next.len() => {}
            _ => return None,
        }
    }
    Some(Paged {
        page: page.to_owned(),
        item: (**item).clone(),
        items: items.wire.clone(),
        next: way.next.clone(),
    })
}

/// The documented statuses that are not a success, with their meaning.
pub(super) fn errors(operation: &Read) -> Vec<(String, String)> {
    let failures = operation.responses.iter().filter(|response| !is_success(response));
    failures
        .map(|response| (response.status.clone(), text(response.description.as_deref()).unwrap_or_default()))
        .collect()
}

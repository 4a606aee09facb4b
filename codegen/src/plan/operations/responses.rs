//! Responses: the type of a success, or of each of several, and the documented failures.

use super::super::schemas::Schemas;
use super::super::{Api, FieldDecl, Kind, StatusDecl, Type};
use super::{Read, text};
use crate::names::Taken;
use document::Document;
use document::extensions::Pagination;
use document::media::{MediaKind, essence};
use document::operation::{MediaType, Method, Response as Documented, json};

/// The response to a call that succeeds.
#[derive(Clone, Debug, PartialEq)]
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
    /// What the server can also respond with, while it is made.
    pub streamed: Option<Streamed>,
}

/// A response of items that come one by one, beside another kind of response.
#[derive(Clone, Debug, PartialEq)]
pub struct Streamed {
    /// How the items come.
    pub format: ResponseFormat,
    /// The type of an item.
    pub ty: Type,
    /// The media type.
    pub media_type: String,
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
    /// By the status, as one of the variants of the type.
    ByStatus,
    /// As server-sent events of the type.
    Events,
    /// As JSON values of the type, one to a line.
    JsonLines,
}

/// A documented status that is not a success.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The status as it is documented: `404`, `4XX` or `default`.
    pub status: String,
    /// What it means.
    pub meaning: String,
    /// The type of its body, when that is JSON with a schema.
    pub ty: Option<Type>,
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

pub(in crate::plan) fn read<'d>(
    document: &'d Document,
    api: &Api,
    operation: &'d Read,
    hint: &str,
    schemas: &mut Schemas<'d>,
) -> Response {
    let successes = successes(operation);
    let bodies: Vec<Body<'d>> =
        successes.iter().map(|response| body_of(document, operation, response)).collect();
    let Some((first, body)) = successes.first().zip(bodies.first()) else { return empty(None, None) };
    let (status, description) = (Some(first.status.clone()), text(first.description.as_deref()));
    if bodies.iter().all(|other| is_same(document, *body, *other)) {
        let format = format(*body);
        let ty = resolve(document, *body, &format!("{hint}Response"), schemas);
        let paged = paged(api, &ty, schemas);
        let streamed = streamed(document, *body, first, hint, schemas);
        return Response { format, ty, status, description, paged, streamed };
    }
    let statuses = statuses(document, &successes, &bodies, hint, schemas);
    match statuses.as_slice() {
        // Different schemas may well come to the same type.
        [first, others @ ..]
            if others.iter().all(|other| (other.format, &other.ty) == (first.format, &first.ty)) =>
        {
            let paged = paged(api, &first.ty, schemas);
            let ty = first.ty.clone();
            Response { format: first.format, ty, status, description, paged, streamed: None }
        }
        _ => {
            let pointer = format!("{}/responses", operation.place.pointer);
            let ty = schemas.declare_responses(&format!("{hint}Response"), pointer, statuses);
            let format = ResponseFormat::ByStatus;
            Response { format, ty, status, description: None, paged: None, streamed: None }
        }
    }
}

/// `default` is a success only where no other is documented.
fn successes(operation: &Read) -> Vec<&Documented> {
    let documented: Vec<&Documented> = operation.successes().collect();
    match documented.is_empty() {
        true => operation.responses.iter().filter(|response| response.is_default()).collect(),
        false => documented,
    }
}

/// A body with its media type; `None` where there is none.
type Body<'d> = Option<(ResponseFormat, &'d MediaType)>;

/// The body of a response, unless HTTP says that there is none.
fn body_of<'d>(document: &Document, operation: &Read, response: &'d Documented) -> Body<'d> {
    let has_none = operation.method == Method::Head || matches!(response.status.as_str(), "204" | "205");
    body(document, response).filter(|_| !has_none)
}

fn format(body: Body<'_>) -> ResponseFormat {
    body.map_or(ResponseFormat::Empty, |(format, _)| format)
}

/// Whether two bodies have the same type: they are written alike, or refer to the same schema.
fn is_same(document: &Document, one: Body<'_>, other: Body<'_>) -> bool {
    let schema = |body: Body<'_>| {
        let written = document.schema(body?.1.schema?);
        Some(document.node(&written.place().pointer)?.to_json())
    };
    let has_type = |body: Body<'_>| format(body) == ResponseFormat::Json || is_stream(format(body));
    format(one) == format(other) && (!has_type(one) || schema(one) == schema(other))
}

fn resolve<'d>(document: &'d Document, body: Body<'d>, hint: &str, schemas: &mut Schemas<'d>) -> Type {
    match body {
        Some((ResponseFormat::Text, _)) => Type::String,
        Some((ResponseFormat::Json, media)) => {
            media.schema.map_or(Type::Any, |id| schemas.resolve(document.schema(id), hint).whole())
        }
        Some((ResponseFormat::Events | ResponseFormat::JsonLines, media)) => {
            let ty = media.schema.map(|id| schemas.resolve(document.schema(id), hint).whole());
            match ty {
                // A list of what comes one by one is described as such by some.
                Some(Type::List(item)) => *item,
                Some(ty) => ty,
                None => Type::Any,
            }
        }
        _ => Type::Any,
    }
}

/// The items that can come one by one where JSON is preferred.
fn streamed<'d>(
    document: &'d Document,
    preferred: Body<'d>,
    response: &'d Documented,
    hint: &str,
    schemas: &mut Schemas<'d>,
) -> Option<Streamed> {
    if preferred.is_none_or(|(format, _)| is_stream(format)) {
        return None;
    }
    let (format, media) = response.content.iter().find_map(|media| Some((stream_format(media)?, media)))?;
    let ty = resolve(document, Some((format, media)), &format!("{hint}Item"), schemas);
    Some(Streamed { format, ty, media_type: media.name.clone() })
}

fn is_stream(format: ResponseFormat) -> bool {
    matches!(format, ResponseFormat::Events | ResponseFormat::JsonLines)
}

fn stream_format(media: &MediaType) -> Option<ResponseFormat> {
    match media.kind {
        MediaKind::Events => Some(ResponseFormat::Events),
        MediaKind::JsonLines => Some(ResponseFormat::JsonLines),
        _ => None,
    }
}

/// Each success with a name and a type of its own.
fn statuses<'d>(
    document: &'d Document,
    successes: &[&'d Documented],
    bodies: &[Body<'d>],
    hint: &str,
    schemas: &mut Schemas<'d>,
) -> Vec<StatusDecl> {
    let mut taken = Taken::with(["Other"]);
    let all = successes.iter().zip(bodies).map(|(response, body)| {
        let name = taken.claim(status_name(&response.status));
        // A response that is one of several is read as a whole.
        let format = Some(format(*body)).filter(|format| !is_stream(*format));
        StatusDecl {
            status: response.status.clone(),
            format: format.unwrap_or(ResponseFormat::Bytes),
            ty: resolve(document, *body, &format!("{hint}{name}"), schemas),
            description: text(response.description.as_deref()),
            pointer: response.listed.pointer.clone(),
            name,
        }
    });
    all.collect()
}

/// The name of a status, as HTTP has it.
fn status_name(status: &str) -> String {
    let name = match status {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "NonAuthoritative",
        "204" => "NoContent",
        "205" => "ResetContent",
        "206" => "PartialContent",
        "207" => "MultiStatus",
        "208" => "AlreadyReported",
        "226" => "ImUsed",
        other if other.len() == 3 && other.ends_with(|sign: char| sign.is_ascii_digit()) => {
            return format!("Status{other}");
        }
        _ => "Success",
    };
    name.to_owned()
}

fn empty(status: Option<String>, description: Option<String>) -> Response {
    Response {
        format: ResponseFormat::Empty,
        ty: Type::Any,
        status,
        description,
        paged: None,
        streamed: None,
    }
}

/// JSON is preferred to text, and text to bytes.
fn body<'d>(document: &Document, response: &'d Documented) -> Body<'d> {
    let first = |is_wanted: fn(MediaKind) -> bool| {
        response.content.iter().find(|media| is_wanted(document.media_kind(media)))
    };
    let json = first(MediaKind::is_json).map(|media| (ResponseFormat::Json, media));
    json.or_else(|| Some((ResponseFormat::Text, first(|kind| kind == MediaKind::Text)?)))
        .or_else(|| response.content.iter().find_map(|media| Some((stream_format(media)?, media))))
        .or_else(|| Some((ResponseFormat::Bytes, response.content.first()?)))
}

/// The media types of all successes that are read, as `Accept` lists them.
pub(super) fn accept(document: &Document, operation: &Read) -> String {
    let mut names: Vec<&str> = Vec::new();
    for response in successes(operation) {
        let Some((format, media)) = body_of(document, operation, response) else { continue };
        let is_range = essence(&media.name).ends_with("/*");
        let read: Vec<&str> = match format {
            ResponseFormat::Json if is_range => vec!["application/json, */*;q=0.1"],
            // Of several kinds of JSON, this one has the schema.
            ResponseFormat::Json => vec![&media.name],
            _ => {
                let alike = response.content.iter();
                let alike = alike.filter(|other| document.media_kind(other) == document.media_kind(media));
                alike.map(|media| media.name.as_str()).collect()
            }
        };
        for name in read {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.is_empty() { "*/*".to_owned() } else { names.join(", ") }
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

/// The documented statuses that are not a success; the types of bodies that are written alike are one.
pub(super) fn errors<'d>(
    document: &'d Document,
    operation: &'d Read,
    hint: &str,
    schemas: &mut Schemas<'d>,
) -> Vec<Failure> {
    let successes = successes(operation);
    let is_failure =
        |response: &&Documented| !successes.iter().any(|success| success.status == response.status);
    let failures = operation.responses.iter().filter(is_failure);
    let read = failures.map(|response| {
        let status = if response.is_default() { "Default" } else { response.status.as_str() };
        let hint = format!("{hint}{status}Error");
        let schema = json(&response.content).and_then(|media| media.schema);
        let ty = schema.map(|id| schemas.resolve_error(document, document.schema(id), &hint));
        Failure {
            status: response.status.clone(),
            meaning: text(response.description.as_deref()).unwrap_or_default(),
            ty,
        }
    });
    read.collect()
}

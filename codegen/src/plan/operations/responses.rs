//! Responses: the type of a success, or of each of several, and the documented failures.

use super::super::schemas::Schemas;
use super::super::{Api, Kind, StatusDecl, Type};
use super::{Read, text};
use crate::names::Taken;
use document::Document;
use document::media::MediaKind;
use document::operation::{MediaType, Method, Response as Documented, json};

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
    /// By the status, as one of the variants of the type.
    ByStatus,
}

/// A documented status that is not a success.
#[derive(Clone, Debug)]
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
}

pub(in crate::plan) fn read<'d>(
    document: &'d Document,
    api: &Api,
    operation: &'d Read,
    hint: &str,
    schemas: &mut Schemas<'d>,
) -> Response {
    let successes = successes(operation);
    let bodies: Vec<Body<'d>> = successes.iter().map(|response| body_of(operation, response)).collect();
    let Some((first, body)) = successes.first().zip(bodies.first()) else { return empty(None, None) };
    let (status, description) = (Some(first.status.clone()), text(first.description.as_deref()));
    if bodies.iter().all(|other| is_same(document, *body, *other)) {
        let format = format(*body);
        let ty = resolve(document, *body, &format!("{hint}Response"), schemas);
        let paged = paged(api, &ty, schemas);
        return Response { format, ty, status, description, paged };
    }
    let statuses = statuses(document, &successes, &bodies, hint, schemas);
    match statuses.as_slice() {
        // Different schemas may well come to the same type.
        [first, others @ ..]
            if others.iter().all(|other| (other.format, &other.ty) == (first.format, &first.ty)) =>
        {
            let paged = paged(api, &first.ty, schemas);
            Response { format: first.format, ty: first.ty.clone(), status, description, paged }
        }
        _ => {
            let pointer = format!("{}/responses", operation.place.pointer);
            let ty = schemas.declare_responses(&format!("{hint}Response"), pointer, statuses);
            Response { format: ResponseFormat::ByStatus, ty, status, description: None, paged: None }
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
fn body_of<'d>(operation: &Read, response: &'d Documented) -> Body<'d> {
    let has_none = operation.method == Method::Head || matches!(response.status.as_str(), "204" | "205");
    body(response).filter(|_| !has_none)
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
    let is_json = |body: Body<'_>| format(body) == ResponseFormat::Json;
    format(one) == format(other) && (!is_json(one) || schema(one) == schema(other))
}

fn resolve<'d>(document: &'d Document, body: Body<'d>, hint: &str, schemas: &mut Schemas<'d>) -> Type {
    match body {
        Some((ResponseFormat::Text, _)) => Type::String,
        Some((ResponseFormat::Json, media)) => {
            media.schema.map_or(Type::Any, |id| schemas.resolve(document.schema(id), hint).whole())
        }
        _ => Type::Any,
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
        StatusDecl {
            status: response.status.clone(),
            format: format(*body),
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
    Response { format: ResponseFormat::Empty, ty: Type::Any, status, description, paged: None }
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
        let hint = format!("{hint}{}Error", response.status);
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

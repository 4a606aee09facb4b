//! Operations: the request, the response and the name of each in the client.

mod calls;
mod commands;
mod helpers;
mod media;
mod parameters;
pub(super) mod responses;
mod servers;

use std::collections::{BTreeMap, BTreeSet};

use document::extensions::Scopes;
use document::media::MediaKind;
use document::operation::preferred;
use document::{Document, Operation as Read, Style};

use super::schemas::Schemas;
use super::{Api, Kind, Security, Type, TypeDecl, credentials};
use crate::names::type_name;

pub use calls::{CallName, Segment};
pub use commands::Command;
pub(super) use commands::leave_empty;
pub use helpers::Helper;
pub use parameters::{Parameter, Place};
pub use responses::{Failure, Paged, Response, ResponseFormat, Streamed};

/// Marks the fields that hold the items of pages. They are never sent.
pub(super) fn mark_items(operations: &[Operation], types: &mut BTreeMap<String, TypeDecl>) {
    for paged in operations.iter().filter_map(|operation| operation.response.paged.as_ref()) {
        let Some(decl) = types.get_mut(&paged.page).filter(|decl| !decl.usage.sent) else { continue };
        if let Kind::Object(fields) = &mut decl.kind {
            fields
                .iter_mut()
                .filter(|field| field.wire == paged.items)
                .for_each(|field| field.is_page = true);
        }
    }
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or one made from method and path.
    pub id: String,
    /// Where it stands in the document, as a JSON pointer.
    pub pointer: String,
    /// Method in capitals.
    pub method: String,
    /// Path template.
    pub path: String,
    /// One line that says what it does.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// Words under which the documentation finds it.
    pub aliases: Vec<String>,
    /// The documentation page it was transcribed from.
    pub source: Option<String>,
    /// The scopes a token needs.
    pub scopes: Scopes,
    /// How to sign in.
    pub security: Security,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// The page of the documentation it belongs to.
    pub tag: Option<String>,
    /// Path parameters in the order of the path, then the others in the order of the document.
    pub parameters: Vec<Parameter>,
    /// The body of the request.
    pub body: Option<Body>,
    /// The response to a call that succeeds.
    pub response: Response,
    /// The media types that are asked for, as `Accept` has them.
    pub accept: String,
    /// A server of its own, absolute or relative to that of the API.
    pub server: Option<String>,
    /// The documented statuses that are not a success.
    pub errors: Vec<Failure>,
    /// Where it lives in the client; at least one name.
    pub calls: Vec<CallName>,
    /// Methods whose arguments are fields of the body: those that each send one variant of it, and helpers.
    pub commands: Vec<Command>,
    /// The Cargo features that enable it; empty when it is always there.
    pub features: BTreeSet<String>,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Its type.
    pub ty: Type,
    /// Whether it must be sent.
    pub required: bool,
    /// How it is written.
    pub encoding: Encoding,
    /// Its media type.
    pub media_type: String,
    /// An example of it.
    pub example: Option<serde_json::Value>,
    /// The properties of a form that are not written as they usually are.
    pub form_styles: Vec<FormStyle>,
}

/// How a property of a form is written.
#[derive(Clone, Debug, PartialEq)]
pub struct FormStyle {
    /// The property, by its name on the wire.
    pub name: String,
    /// Its style.
    pub style: Style,
    /// Whether each item of a list, or property of an object, is written by itself.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
    /// Whether it is written as JSON, and has no style.
    pub as_json: bool,
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
    /// As text, under this media type.
    Text(String),
    /// As the parts of `multipart/form-data`; the media types of fields that declare one.
    Multipart(Vec<(String, String)>),
}

pub(super) fn read<'d>(document: &'d Document, api: &Api, schemas: &mut Schemas<'d>) -> Vec<Operation> {
    let paths = document.operations.iter().filter(|operation| operation.path.starts_with('/'));
    let mut operations = paths.map(|read| operation(document, read, api, schemas)).collect::<Vec<_>>();
    calls::resolve_clashes(&mut operations);
    operations
}

fn operation<'d>(document: &'d Document, read: &'d Read, api: &Api, schemas: &mut Schemas<'d>) -> Operation {
    let hint = type_name(&read.id);
    let calls = calls::read(read);
    let parameters = parameters::read(document, read, &hint, schemas);
    let body = body(document, read, &hint, schemas);
    let mut commands = commands::read(document, read, &parameters, schemas);
    commands.extend(helpers::read(read, &parameters, body.as_ref(), schemas));
    Operation {
        id: read.id.clone(),
        pointer: read.place.pointer.clone(),
        method: read.method.as_str().to_owned(),
        path: read.path.clone(),
        summary: text(read.data.summary.as_deref()),
        description: text(read.data.description.as_deref()),
        aliases: read.aliases.clone(),
        source: text(read.source.as_deref()),
        scopes: read.scopes.clone().unwrap_or_default(),
        security: credentials::security(&read.security, &api.schemes),
        deprecated: read.data.deprecated,
        tag: read.tag().map(str::to_owned),
        parameters,
        body,
        response: responses::read(document, api, read, &hint, schemas),
        accept: responses::accept(document, read),
        server: servers::of_operation(document, read),
        errors: responses::errors(document, read, &hint, schemas),
        features: features(api, calls.iter().chain(commands.iter().map(|command| &command.call))),
        calls,
        commands,
    }
}

fn body<'d>(document: &'d Document, read: &Read, hint: &str, schemas: &mut Schemas<'d>) -> Option<Body> {
    let body = read.body.as_ref()?;
    let media = preferred(&body.content)?;
    let encoding = match document.media_kind(media) {
        kind if kind.is_json() => Encoding::Json,
        MediaKind::Form => Encoding::Form,
        MediaKind::Multipart if media::has_parts(document, media) => {
            Encoding::Multipart(media::part_types(media))
        }
        MediaKind::Text | MediaKind::Events | MediaKind::JsonLines => {
            Encoding::Text(document.media_name(media))
        }
        _ => Encoding::Bytes(document.media_name(media)),
    };
    let has_type = matches!(encoding, Encoding::Json | Encoding::Form | Encoding::Multipart(_));
    let schema = media.schema.filter(|_| has_type).map(|id| document.schema(id));
    let hint = format!("{hint}Body");
    let is_multipart = matches!(encoding, Encoding::Multipart(_));
    let ty = schema.map_or(Type::Any, |schema| match is_multipart {
        true => schemas.resolve_multipart(schema, &hint),
        false => schemas.resolve(schema, &hint).whole(),
    });
    let form_styles = if encoding == Encoding::Form { media::form_styles(media) } else { Vec::new() };
    let example = media.example.as_ref().or(media.examples.first().map(|(_, value)| value)).cloned();
    let media_type = document.media_name(media);
    Some(Body { ty, required: body.required, encoding, media_type, example, form_styles })
}

/// The text without surrounding space, or `None` where nothing is left.
pub(super) fn text(text: Option<&str>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn features<'c>(api: &Api, calls: impl Iterator<Item = &'c CallName>) -> BTreeSet<String> {
    let tops = calls.filter_map(|call| call.namespace.first());
    tops.filter_map(|segment| api.feature_of(&segment.name)).map(str::to_owned).collect()
}

//! Operations: method, path, effective parameters, bodies by media type, responses by status.
//!
//! References are followed and what a path says for all its operations is worked in, so that whoever asks for the
//! parameters or the security of an operation gets the same ones.

use std::fmt;

use indexmap::IndexMap;
use serde_json::Value;

use crate::extensions::{Command, Helper, Scopes, WrittenCall, WrittenSignature};
use crate::media::MediaKind;
use crate::place::Place;
use crate::security::Requirement;
use crate::tree::SchemaId;

/// One operation of a path, or one webhook.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`, else method and path: `GET /things/{id}`.
    pub id: String,
    /// Whether the document gives the id.
    pub has_id: bool,
    /// Its method.
    pub method: Method,
    /// The template of its path; the name of a webhook.
    pub path: String,
    /// Where it is written.
    pub place: Place,
    /// Where its path is written.
    pub path_place: Place,
    /// What `openapiv3` reads: `tags`, `summary`, `description`, `deprecated`, extensions. Parameters, bodies, responses and
    /// security are below, with references followed, and are empty in here.
    pub data: openapiv3::Operation,
    /// Its own parameters, then those of its path that it does not replace.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back, in the order in which it is written.
    pub responses: Vec<Response>,
    /// The alternatives of which one must be met; empty: no credentials are needed.
    pub security: Vec<Requirement>,
    /// Whether the operation says so itself, rather than the document for all.
    pub has_own_security: bool,
    /// The servers of the operation or of its path, where they have their own.
    pub servers: Option<Vec<Server>>,
    /// The methods of the client that call it (`x-call`).
    pub calls: Vec<WrittenCall>,
    /// Whether `x-call` is written.
    pub has_calls: bool,
    /// The methods that each send one variant of its body (`x-commands`).
    pub commands: Vec<Command>,
    /// Where `x-commands` stands, where it is written.
    pub commands_at: Option<crate::source::Location>,
    /// The methods that each send its body with some of its fields set (`x-helpers`).
    pub helpers: Vec<Helper>,
    /// The scopes that a token needs (`x-scopes`); `None` where nothing is said.
    pub scopes: Option<Scopes>,
    /// Words under which the documentation finds it (`x-aliases`).
    pub aliases: Vec<String>,
    /// The page of the documentation it was transcribed from (`x-source`).
    pub source: Option<String>,
    /// How a webhook is signed (`x-signature`).
    pub signature: Option<WrittenSignature>,
    /// The parameters that the operation lists itself, with repetitions.
    pub own_parameters: Vec<Parameter>,
}

/// A method of HTTP under which an operation can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are those of HTTP")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

/// A parameter, where it is defined.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Name on the wire.
    pub name: String,
    /// The credential of the client that is its value unless the program gives another (`x-credential`).
    pub credential: Option<String>,
    /// The fields that it identifies an item by, besides the id (`x-alternate-keys`).
    pub alternate_keys: Vec<String>,
    /// Where it goes; `None` where the document names no such place.
    pub location: Option<ParameterLocation>,
    /// `in`, as it is written.
    pub written_location: String,
    /// Where `in` is written.
    pub written_location_at: crate::source::Location,
    /// Where it is defined.
    pub place: Place,
    /// Where the operation or the path lists it.
    pub listed: Place,
    /// The name of the component that defines it, where it is shared.
    pub component: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Whether a request without it is wrong; always so in the path.
    pub required: bool,
    /// `required`, as it is written.
    pub is_marked_required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// How a value is written.
    pub style: Style,
    /// Whether each item of a list, or property of an object, is written by itself.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `allowEmptyValue`.
    pub allow_empty_value: bool,
    /// `schema`, else that of the only media type.
    pub schema: Option<SchemaId>,
    /// The media type that its value is written in, where it has `content` instead of `schema`.
    pub content: Option<MediaType>,
    /// `example`.
    pub example: Option<Value>,
    /// The values of `examples`.
    pub examples: Vec<(Place, Value)>,
    /// Every extension by its name.
    pub extensions: IndexMap<String, Value>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the headers.
    Header,
    /// Into the header `Cookie`.
    Cookie,
}

/// How the value of a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b` in paths and headers.
    Simple,
    /// `.a.b` in paths.
    Label,
    /// `;name=a;name=b` in paths.
    Matrix,
    /// `name=a&name=b` in queries and cookies.
    Form,
    /// `a b`.
    SpaceDelimited,
    /// `a|b`.
    PipeDelimited,
    /// `name[key]=value`.
    DeepObject,
}

/// A request body, where it is defined.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it is defined.
    pub place: Place,
    /// Where the operation has it.
    pub listed: Place,
    /// The name of the component that defines it, where it is shared.
    pub component: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Whether it must be sent.
    pub required: bool,
    /// Its media types, in the order in which they are written.
    pub content: Vec<MediaType>,
    /// Every extension by its name.
    pub extensions: IndexMap<String, Value>,
}

/// A response, where it is defined.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status it is for, as it is written: `200`, `4XX`, `default`.
    pub status: String,
    /// Where it is defined.
    pub place: Place,
    /// Where the operation has it.
    pub listed: Place,
    /// The name of the component that defines it, where it is shared.
    pub component: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Its headers, in the order in which they are written.
    pub headers: Vec<Header>,
    /// Its media types, in the order in which they are written.
    pub content: Vec<MediaType>,
    /// Every extension by its name.
    pub extensions: IndexMap<String, Value>,
}

/// A header of a response, where it is defined.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name, as it is written.
    pub name: String,
    /// Where it is defined.
    pub place: Place,
    /// Where the response has it.
    pub listed: Place,
    /// `description`.
    pub description: Option<String>,
    /// Whether it is always there.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// Whether each item of a list is written by itself.
    pub explode: bool,
    /// `schema`, else that of the only media type.
    pub schema: Option<SchemaId>,
    /// `example`.
    pub example: Option<Value>,
}

/// A body in one media type.
#[derive(Clone, Debug)]
pub struct MediaType {
    /// Its name, as it is written.
    pub name: String,
    /// What it means for a client.
    pub kind: MediaKind,
    /// Where it is written.
    pub place: Place,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `example`.
    pub example: Option<Value>,
    /// The values of `examples`.
    pub examples: Vec<(Place, Value)>,
    /// `encoding`: how each property of a form is written.
    pub encoding: Value,
}

/// How one property of a form, or one part of a multipart body, is written (`encoding`).
#[derive(Clone, Debug)]
pub struct PropertyEncoding {
    /// The property.
    pub name: String,
    /// `contentType`.
    pub content_type: Option<String>,
    /// `style`.
    pub style: Option<Style>,
    /// `explode`; that of the style where it is left out.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it is written.
    pub place: Place,
    /// What `openapiv3` reads of it.
    pub data: openapiv3::Server,
}

impl Operation {
    /// The documented response of a status: by itself, by its class, or by default.
    pub fn response(&self, status: u16) -> Option<&Response> {
        let by = |fits: &dyn Fn(&Response) -> bool| self.responses.iter().find(|response| fits(response));
        by(&|response| response.status == status.to_string())
            .or_else(|| by(&|response| response.is_class(status / 100)))
            .or_else(|| by(&Response::is_default))
    }

    /// Every name of a method of the client that calls it, as it is written.
    pub fn written_calls(&self) -> impl Iterator<Item = &WrittenCall> {
        let commands = self.commands.iter().map(|command| &command.call);
        let helpers = self.helpers.iter().map(|helper| &helper.call);
        self.calls.iter().chain(commands).chain(helpers)
    }

    /// The documented successes, in the order in which they are written.
    pub fn successes(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| response.is_success())
    }

    /// The first tag.
    pub fn tag(&self) -> Option<&str> {
        self.data.tags.first().map(String::as_str)
    }

    /// Whether a call without credentials is refused.
    pub fn needs_credentials(&self) -> bool {
        !self.security.is_empty() && !self.security.iter().any(Requirement::is_empty)
    }

    /// Every schema that a request uses, then those of the responses.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        let parameters = self.parameters.iter().filter_map(|parameter| parameter.schema);
        let body = self.body.iter().flat_map(|body| body.content.iter().filter_map(|media| media.schema));
        let responses = self.responses.iter().flat_map(Response::schemas);
        parameters.chain(body).chain(responses)
    }
}

impl Response {
    /// Whether it is for a success (`2..`).
    pub fn is_success(&self) -> bool {
        self.status.starts_with('2')
    }

    /// Whether it is for whatever no other response is for.
    pub fn is_default(&self) -> bool {
        self.status == "default"
    }

    fn is_class(&self, class: u16) -> bool {
        self.status.eq_ignore_ascii_case(&format!("{class}XX"))
    }

    /// Every schema of its bodies and headers.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        let headers = self.headers.iter().filter_map(|header| header.schema);
        self.content.iter().filter_map(|media| media.schema).chain(headers)
    }
}

impl MediaType {
    /// Returns how single properties are written, where the document declares it.
    pub fn property_encodings(&self) -> impl Iterator<Item = PropertyEncoding> {
        self.encoding.as_object().into_iter().flatten().map(|(name, written)| {
            let flag = |key: &str| written.get(key).and_then(Value::as_bool);
            let style = written.get("style").and_then(Value::as_str).and_then(Style::parse);
            PropertyEncoding {
                name: name.clone(),
                content_type: written.get("contentType").and_then(Value::as_str).map(str::to_owned),
                style,
                explode: flag("explode").unwrap_or(style.is_none_or(|style| style == Style::Form)),
                allow_reserved: flag("allowReserved").unwrap_or(false),
            }
        })
    }
}

impl Server {
    /// Its URL, with the defaults of its variables.
    pub fn expanded(&self) -> String {
        let variables = self.data.variables.iter().flatten();
        variables.fold(self.data.url.clone(), |url, (name, variable)| {
            url.replace(&format!("{{{name}}}"), &variable.default)
        })
    }

    /// The environment variable with the value of a variable (`x-env`).
    pub fn variable_env(&self, variable: &str) -> Option<&str> {
        self.data.variables.as_ref()?.get(variable)?.extensions.get("x-env")?.as_str()
    }
}

/// The media type that a client prefers: JSON, then a form, then the first.
pub fn preferred(content: &[MediaType]) -> Option<&MediaType> {
    let of = |kind: fn(MediaKind) -> bool| content.iter().find(|media| kind(media.kind));
    of(MediaKind::is_json).or_else(|| of(|kind| kind == MediaKind::Form)).or(content.first())
}

/// The JSON among media types.
pub fn json(content: &[MediaType]) -> Option<&MediaType> {
    content.iter().find(|media| media.kind.is_json())
}

impl Method {
    /// Every method, in the order in which OpenAPI lists them.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace];

    /// In capitals, as HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// In lower case, as OpenAPI writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ParameterLocation {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "path" => Some(Self::Path),
            "query" => Some(Self::Query),
            "header" => Some(Self::Header),
            "cookie" => Some(Self::Cookie),
            _ => None,
        }
    }

    /// As OpenAPI writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl Style {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "simple" => Some(Self::Simple),
            "label" => Some(Self::Label),
            "matrix" => Some(Self::Matrix),
            "form" => Some(Self::Form),
            "spaceDelimited" => Some(Self::SpaceDelimited),
            "pipeDelimited" => Some(Self::PipeDelimited),
            "deepObject" => Some(Self::DeepObject),
            _ => None,
        }
    }

    /// The style of a place that says nothing of its own.
    pub(crate) fn usual(location: Option<ParameterLocation>) -> Self {
        match location {
            Some(ParameterLocation::Path | ParameterLocation::Header) => Self::Simple,
            _ => Self::Form,
        }
    }

    /// As OpenAPI writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
        }
    }

    /// What stands between the items of a list that is written as one text.
    pub fn separator(self) -> &'static str {
        match self {
            Self::SpaceDelimited => " ",
            Self::PipeDelimited => "|",
            _ => ",",
        }
    }
}

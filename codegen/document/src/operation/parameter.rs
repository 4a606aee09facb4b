//! Parameters: where each goes and how its value is written.

use indexmap::IndexMap;
use serde_json::Value;

use super::MediaType;
use crate::place::Place;
use crate::source::Location;
use crate::tree::SchemaId;

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
    pub written_location_at: Location,
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

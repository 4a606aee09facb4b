//! Responses by status, with their headers.

use indexmap::IndexMap;
use serde_json::Value;

use super::MediaType;
use crate::place::Place;
use crate::tree::SchemaId;

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

impl Response {
    /// Whether it is for a success (`2..`).
    pub fn is_success(&self) -> bool {
        self.status.starts_with('2')
    }

    /// Whether it is for whatever no other response is for.
    pub fn is_default(&self) -> bool {
        self.status == "default"
    }

    pub(super) fn is_class(&self, class: u16) -> bool {
        self.status.eq_ignore_ascii_case(&format!("{class}XX"))
    }

    /// Every schema of its bodies and headers.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        let headers = self.headers.iter().filter_map(|header| header.schema);
        self.content.iter().filter_map(|media| media.schema).chain(headers)
    }
}

//! What progenitor made of a document, read back out of the code that it generated.
//!
//! The code is never compiled: what matters are the declarations of its types, and how each method builds its request.

mod classes;
mod items;
mod methods;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;

/// What progenitor understood.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The operations.
    pub operations: Vec<Operation>,
    /// The types, by their Rust names.
    pub types: BTreeMap<String, Declaration>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Method in capitals.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Parameters of the path, the query and the headers.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// The body of a success.
    pub response: Class,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Where it goes.
    pub place: Place,
    /// Its type.
    pub class: Class,
    /// Whether it must be given.
    pub required: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the headers.
    Header,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// How it is written.
    pub encoding: Encoding,
    /// Its type.
    pub class: Class,
}

/// How a request body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON.
    Json,
    /// As a form.
    Form,
    /// As it is.
    Raw,
}

/// The class of a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Text, of whatever format.
    Text,
    /// A UUID.
    Uuid,
    /// A date and time.
    Timestamp,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// Any JSON value.
    Any,
    /// `null`, or no body.
    Nothing,
    /// Bytes as they come.
    Bytes,
    /// A list.
    List(Box<Class>),
    /// An object whose keys are not known beforehand.
    Map(Box<Class>),
    /// A value or `null`.
    Optional(Box<Class>),
    /// A declared type.
    Named(String),
    /// What this reader does not know.
    Unknown(String),
}

/// A declared type.
#[derive(Clone, Debug)]
pub enum Declaration {
    /// An object, with its fields by their names on the wire.
    Object(BTreeMap<String, Field>),
    /// Text with documented values.
    Enum(BTreeSet<String>),
    /// One of several types.
    Union(Vec<Class>),
    /// Another name for a type.
    Alias(Class),
}

/// A field of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its type.
    pub class: Class,
    /// Whether it is always there.
    pub required: bool,
}

/// Reads generated code.
///
/// # Errors
///
/// When it is not built as expected, which a new version of progenitor may bring about.
pub fn read(tokens: TokenStream) -> Result<Reading, String> {
    let mut reading = Reading::default();
    for item in items::split(tokens) {
        if item.is_module("types") {
            types::read(item.body(), &mut reading.types)?;
        } else if item.is_implementation("Client") {
            methods::read(item.body(), &mut reading.operations)?;
        }
    }
    Ok(reading)
}

//! The extensions of this generator, typed. An extension in another form is reported with its place.

use indexmap::IndexMap;
use serde_json::Value;

use crate::source::Location;

/// A method of the client, as `x-call`, `x-commands` and `x-helpers` write it: `fabric.sip_endpoints.create`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenCall {
    /// Where it is written.
    pub at: Location,
    /// What it names; `None` when it is malformed.
    pub name: Option<CallName>,
}

/// The name of a method of the client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallName {
    /// The namespaces, outermost first; at least one.
    pub namespace: Vec<Segment>,
    /// The method.
    pub method: String,
}

/// One namespace on the way to a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// Path parameters (by their names on the wire) that are given here and not to each method.
    pub bound: Vec<String>,
}

/// One entry of `x-commands`: a method that sends one variant of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The text of the discriminator.
    pub text: String,
    /// The schema, where the entry discriminates several with the same text.
    pub schema: Option<String>,
    /// Where the text, or the schema, was written.
    pub key_at: Location,
    /// Where the method lives.
    pub call: WrittenCall,
}

/// One entry of `x-helpers`: a method that sends the operation's body with some of its fields set.
#[derive(Clone, Debug, PartialEq)]
pub struct Helper {
    /// Where the method lives.
    pub call: WrittenCall,
    /// What it does.
    pub description: String,
    /// Fields of the body with the value that they always have.
    pub set: Vec<HelperField<Value>>,
    /// Fields that are arguments, with their names as arguments.
    pub arguments: Vec<HelperField<String>>,
    /// Fields with a setter on the call, with the names of their setters.
    pub options: Vec<HelperField<String>>,
}

/// A field of the body in an entry of `x-helpers`.
#[derive(Clone, Debug, PartialEq)]
pub struct HelperField<T> {
    /// Its name on the wire.
    pub wire: String,
    /// Where it is written.
    pub at: Location,
    /// What the entry says of it.
    pub value: T,
}

/// The scopes a token needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scopes {
    /// None are documented.
    #[default]
    None,
    /// Any one of these.
    AnyOf(Vec<String>),
    /// Each of these.
    AllOf(Vec<String>),
}

/// A Cargo feature (`x-features`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// What it enables.
    pub description: String,
    /// Top-level namespaces it enables.
    pub namespaces: Vec<String>,
    /// Whether it is on unless the user turns it off; `true` where nothing is said.
    pub is_default: bool,
}

/// The features of the document, by name.
pub type Features = IndexMap<String, Feature>;

/// How lists page (`x-pagination`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The field that holds the items; without it the first list of the page.
    pub items: Option<String>,
    /// The path to the link of the next page, field by field.
    pub next: Vec<String>,
}

/// How a webhook is signed (`x-signature`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenSignature {
    /// Where it is written.
    pub at: Location,
    /// What it says; `None` when it is malformed.
    pub signature: Option<Signature>,
}

/// How a webhook is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What is signed, and how the signature is written.
    pub scheme: SignatureScheme,
    /// The headers that may have an HMAC with SHA-1, the usual one first.
    pub sha1: Vec<String>,
    /// The headers that may have an HMAC with SHA-256, the usual one first.
    pub sha256: Vec<String>,
    /// Whether user-info of the URL is signed with it; `None` where nothing is said.
    pub user_info: Option<bool>,
}

/// What is signed, and how the signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureScheme {
    /// URL and body; hexadecimal.
    Json,
    /// URL and the sorted parameters of a form; Base64.
    Form,
    /// A receiver cannot rely on a signature; if there is one, it is of the scheme [`Json`](Self::Json).
    None,
}

impl SignatureScheme {
    /// The scheme with a name.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "json" => Some(Self::Json),
            "form" => Some(Self::Form),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// A chapter of the crate's documentation (`x-guides`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// Its title.
    pub title: String,
    /// Markdown, whose Rust code is compiled with the crate's documentation.
    pub text: String,
    /// The Cargo feature that its code needs.
    pub feature: Option<String>,
}

/// What a registry of packages shows of the crate (`x-package`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// Address of the repository.
    pub repository: Option<String>,
    /// Address of the project.
    pub homepage: Option<String>,
    /// Words under which the registry finds the crate.
    pub keywords: Vec<String>,
    /// Categories of the registry.
    pub categories: Vec<String>,
    /// Markdown at the head of the crate's README and documentation.
    pub introduction: Option<String>,
    /// Packages that the code of guides needs, by name.
    pub dev_dependencies: IndexMap<String, Dependency>,
}

/// A package, as a manifest names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The requirement, such as `1.54`; none for a package that only its folder names.
    pub version: Option<String>,
    /// Its folder, relative to that of the crate.
    pub path: Option<String>,
    /// Its features that are enabled.
    pub features: Vec<String>,
    /// Whether its default features are.
    pub has_default_features: bool,
}

impl CallName {
    /// Reads `fabric.subscribers.sip_endpoints(fabric_subscriber_id).list`.
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, method) = text.rsplit_once('.')?;
        let namespace = namespace.split('.').map(segment).collect::<Option<Vec<_>>>()?;
        is_word(method).then(|| Self { namespace, method: method.to_owned() })
    }
}

fn segment(text: &str) -> Option<Segment> {
    let (name, bound) = match text.split_once('(') {
        Some((name, bound)) => {
            (name, bound.strip_suffix(')')?.split(',').map(|word| word.trim().to_owned()).collect())
        }
        None => (text, Vec::new()),
    };
    is_word(name).then(|| Segment { name: name.to_owned(), bound })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

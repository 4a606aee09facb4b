//! From a sound document to the [`Plan`]: everything the emitter needs to know, with every Rust name decided.
//!
//! The plan knows no YAML and no tokens. Schemas have become types, aliases and wrappers are resolved away, inline
//! schemas have names, and each type knows whether it is sent, received or both. Every error is the runtime's one `Error`;
//! the types of documented error bodies are there for its `body_as`.

mod api;
mod bare;
mod boxes;
mod constants;
mod constructors;
mod credentials;
mod layout;
mod namespaces;
mod operations;
mod schemas;
mod updates;
mod usage;
mod webhooks;

pub use api::{Api, Dependency, Feature, Guide, Package, ServerVariable};
pub use constructors::{Constructor, Conversions};
pub use credentials::{Credential, Credentials, Key, KeyPlace, Scheme, Security};
pub(crate) use layout::OWN;
pub use namespaces::{Method, Namespace, Namespaces};
pub use operations::{
    Body, CallName, Command, Encoding, Failure, FormStyle, Helper, Operation, Paged, Parameter, Place,
    Response, ResponseFormat, Segment, Streamed,
};

pub use updates::{CommonField, Conversion, Source, Updates};
pub use webhooks::{WEBHOOKS, Webhook, Webhooks};

pub use document::Style;
pub use document::extensions::Scopes;

use std::collections::{BTreeMap, BTreeSet};

use document::Direction;
use document::soundness::Sound;

/// The crate to generate.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The API as a whole.
    pub api: Api,
    /// Every operation, sorted by path and method.
    pub operations: Vec<Operation>,
    /// Every way in which operations are signed in to, sorted.
    pub securities: Vec<Security>,
    /// The requests that the API sends.
    pub webhooks: Webhooks,
    /// Every type that an operation or a webhook sends or receives, by its Rust name.
    pub types: BTreeMap<String, TypeDecl>,
    /// What responses have in common with the updates of their paths.
    pub updates: Updates,
    /// What values convert from, so that constructors of unions are short.
    pub conversions: Conversions,
    /// Where the operations live in the client.
    pub namespaces: Namespaces,
    /// The module of each type: a path below `types`.
    pub modules: BTreeMap<String, TypeModule>,
    /// Named schemas in the document, used or not.
    pub schemas_read: usize,
}

/// A module of types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypeModule {
    /// Names of the types in it.
    pub types: BTreeSet<String>,
    /// Cargo features of which any one needs the module; empty when it is always there.
    pub features: BTreeSet<String>,
}

/// A type to be declared.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDecl {
    /// Its Rust name.
    pub name: String,
    /// The name it has in the document, when it has one there.
    pub schema: Option<String>,
    /// Where its schema is written, as a JSON pointer.
    pub pointer: String,
    /// Its description in the document.
    pub description: Option<String>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Words under which the documentation finds it.
    pub aliases: Vec<String>,
    /// An example of its value.
    pub example: Option<serde_json::Value>,
    /// What it is.
    pub kind: Kind,
    /// The type of its fields of any name, where a shortcut sets them.
    pub additional: Option<Type>,
    /// Methods that set what is inside of the objects that it requires.
    pub shortcuts: Vec<Shortcut>,
    /// Where it is used.
    pub usage: Usage,
}

/// A method of an object that sets what is inside of the objects that it requires.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortcut {
    /// Its name.
    pub name: String,
    /// The fields on the way, by their names on the wire.
    pub fields: Vec<String>,
    /// Whether the method sets a field of any name in the last of them, rather than being a constructor that takes it.
    pub is_any: bool,
    /// Where what it sets is written, as a JSON pointer.
    pub pointer: String,
}

/// Where a type is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// It is part of a request.
    pub sent: bool,
    /// It is part of the response to a success.
    pub received: bool,
    /// It is part of the response to an error.
    pub reported: bool,
    /// An operation of a path reaches it, rather than webhooks alone.
    pub is_called: bool,
    /// Ids of the operations and webhooks that reach it.
    pub operations: BTreeSet<String>,
    /// Pages of the documentation that describe those operations.
    pub pages: BTreeSet<String>,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A JSON object with documented fields.
    Object(Vec<FieldDecl>),
    /// Text with documented values.
    Enum(Vec<ValueDecl>),
    /// One of several types.
    Union(UnionDecl),
    /// The successes of one operation, which differ by status.
    Responses(Vec<StatusDecl>),
}

/// One success of an operation that has several.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusDecl {
    /// The status as it is documented: `201`, or `2XX` for all that have none of their own.
    pub status: String,
    /// The variant's name.
    pub name: String,
    /// How the body is read.
    pub format: ResponseFormat,
    /// What the variant holds; unused for [`ResponseFormat::Empty`].
    pub ty: Type,
    /// What the document says of it.
    pub description: Option<String>,
    /// Where it is written, as a JSON pointer.
    pub pointer: String,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDecl {
    /// Name on the wire.
    pub wire: String,
    /// Name in Rust.
    pub name: String,
    /// Where its schema is written, as a JSON pointer.
    pub pointer: String,
    /// Its type, without what `required` and `nullable` add.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it can be `null`.
    pub nullable: bool,
    /// The only text it can have, where the text is required or discriminates between variants.
    pub constant: Option<String>,
    /// Its description in the document, with its bounds and default in words.
    pub docs: Vec<String>,
    /// An example of its value.
    pub example: Option<serde_json::Value>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// It holds the items of a page of a list, and is empty where it is absent.
    pub is_page: bool,
    /// The direction in which it goes (`readOnly`, `writeOnly`).
    pub direction: Direction,
    /// It is optional in Rust even where the document requires it: the type would contain itself without end, or is sent while
    /// the field is only received.
    pub optional: bool,
    /// Requests must have it, but the type is received as well, without it.
    pub sent_only: bool,
    /// An object of a command in which nothing is documented: it is empty unless the caller fills it.
    pub empty: bool,
    /// An object of which the document says nothing, not even that it may have any fields.
    pub undocumented: bool,
    /// The type would contain itself by value, so the field is in a `Box`.
    pub boxed: bool,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueDecl {
    /// The text on the wire.
    pub wire: String,
    /// The variant's name.
    pub name: String,
    /// Its description in the document.
    pub description: Option<String>,
    /// Where the enum that lists it is written, as a JSON pointer.
    pub pointer: String,
}

/// A union.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionDecl {
    /// Its variants, in the order of their names.
    pub variants: Vec<VariantDecl>,
    /// The field that discriminates between them, with the variant for each of its texts.
    pub discriminator: Option<(String, Vec<(String, usize)>)>,
    /// For a union of several representations of one thing (`x-view`): the property in which a variant keeps the fields
    /// that others have at the top level, by the name of the variant's type.
    pub accessors: Option<BTreeMap<String, String>>,
    /// Constructors for its variants.
    pub constructors: Vec<Constructor>,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantDecl {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// Where it stands in the union, as a JSON pointer.
    pub pointer: String,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// Text.
    String,
    /// Text that is never shown.
    Secret,
    /// A UUID.
    Uuid,
    /// A date and time.
    Timestamp,
    /// A whole number.
    Integer,
    /// A whole number that is never negative, and may be larger than `i64` has them.
    Unsigned,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A file, in a multipart body.
    File,
    /// Any JSON value.
    Any,
    /// A declared type.
    Named(String),
    /// A list.
    List(Box<Type>),
    /// An object whose keys are not known beforehand.
    Map(Box<Type>),
    /// An object, or a list of such objects.
    MaybeArray(Box<Type>),
    /// A value or `null`, where no field declares that it is nullable.
    Nullable(Box<Type>),
}

impl Type {
    /// The declared types it mentions.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::MaybeArray(inner) | Self::Nullable(inner) => {
                inner.named()
            }
            _ => None,
        }
    }
}

impl FieldDecl {
    /// Whether it is an argument of `new`: it is required, and its value is not fixed.
    pub fn is_argument(&self) -> bool {
        self.required && !self.optional && !self.empty && self.constant.is_none()
    }
}

impl TypeDecl {
    /// The fields, when it is an object.
    pub fn fields(&self) -> &[FieldDecl] {
        match &self.kind {
            Kind::Object(fields) => fields,
            Kind::Enum(_) | Kind::Union(_) | Kind::Responses(_) => &[],
        }
    }

    /// The types it mentions.
    pub fn mentions(&self) -> Vec<&Type> {
        match &self.kind {
            Kind::Object(fields) => fields.iter().map(|field| &field.ty).chain(&self.additional).collect(),
            Kind::Enum(_) => Vec::new(),
            Kind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Kind::Responses(statuses) => statuses.iter().map(|status| &status.ty).collect(),
        }
    }
}

/// Plans the crate for a document.
pub fn plan(document: Sound<'_>) -> Plan {
    let document = document.document();
    let mut api = api::read(document);
    webhooks::add_feature(document, &mut api);
    let mut schemas = schemas::Schemas::new(document);
    let operations = operations::read(document, &api, &mut schemas);
    let webhooks = webhooks::read(document, &api, &operations, &mut schemas);
    let mut types = schemas.finish();
    constants::relax(&mut types);
    operations::leave_empty(&operations, &mut types);
    boxes::mark(&mut types);
    let securities: BTreeSet<Security> =
        operations.iter().map(|operation| operation.security.clone()).collect();
    let securities = securities.into_iter().collect();
    let users: Vec<Operation> = operations.iter().cloned().chain(webhooks.as_operations()).collect();
    usage::mark(&users, &mut types);
    operations::mark_items(&operations, &mut types);
    let updates = updates::read(&operations, &types);
    let conversions = constructors::assign(&mut types);
    let namespaces = namespaces::tree(document, &operations);
    let modules = layout::modules(&api, &users, &types);
    let schemas_read = document.components().len();
    Plan {
        api,
        operations,
        securities,
        webhooks,
        types,
        updates,
        conversions,
        namespaces,
        modules,
        schemas_read,
    }
}

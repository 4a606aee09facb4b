//! Which keys each kind of object has, and of what kind their values are.

/// What a value must be.
#[derive(Clone, Copy)]
pub enum Want {
    Text,
    Flag,
    Number,
    Anything,
    /// A mapping with these keys.
    Part(&'static Table),
    /// A mapping with these keys, or a reference to one.
    OrRef(&'static Table),
    /// A mapping from names to such values.
    Names(&'static Want),
    /// A list of such values.
    List(&'static Want),
    /// Such a value, or a list of such.
    OneOrMore(&'static Want),
    /// A schema, or a reference to one.
    Schema,
    /// A schema, or `true` or `false`.
    SchemaOrFlag,
    /// Text, or a number that stands for it.
    TextOrNumber,
    /// The name of a method of the client, or a list of them.
    Calls,
    /// A mapping to such names, or to mappings of them.
    Commands,
    /// A mapping from such names to such values.
    NamesOfCalls(&'static Want),
}

/// The keys of one kind of object.
pub struct Table {
    pub name: &'static str,
    pub required: &'static [&'static str],
    pub keys: &'static [(&'static str, Want)],
}

use Want::{
    Anything, Calls, Commands, Flag, List, Names, NamesOfCalls, Number, OneOrMore, OrRef, Part, Schema,
    SchemaOrFlag, Text, TextOrNumber,
};

const TEXTS: Want = List(&Text);

/// The whole document.
pub static ROOT: Table = Table {
    name: "document",
    required: &["openapi", "info", "paths"],
    keys: &[
        ("openapi", TextOrNumber),
        ("info", Part(&INFO)),
        ("servers", List(&Part(&SERVER))),
        ("paths", Names(&Part(&PATH_ITEM))),
        ("components", Part(&COMPONENTS)),
        ("security", List(&Names(&TEXTS))),
        ("tags", List(&Part(&TAG))),
        ("externalDocs", Part(&EXTERNAL_DOCS)),
        ("x-error-codes", Schema),
        ("x-features", Names(&Part(&FEATURE))),
        ("x-guides", Names(&Part(&GUIDE))),
        ("x-package", Part(&PACKAGE)),
        ("x-pagination", OneOrMore(&Part(&PAGINATION))),
        ("x-webhooks", Names(&Part(&PATH_ITEM))),
    ],
};
static FEATURE: Table = Table {
    name: "feature",
    required: &["namespaces"],
    keys: &[("description", Text), ("namespaces", TEXTS), ("default", Flag)],
};
static GUIDE: Table = Table {
    name: "guide",
    required: &["title", "text"],
    keys: &[("title", Text), ("text", Text), ("feature", Text)],
};
static PACKAGE: Table = Table {
    name: "package",
    required: &[],
    keys: &[
        ("repository", Text),
        ("homepage", Text),
        ("keywords", TEXTS),
        ("categories", TEXTS),
        ("introduction", Text),
        ("dev-dependencies", Names(&Part(&DEPENDENCY))),
    ],
};
static DEPENDENCY: Table = Table {
    name: "dependency",
    required: &[],
    keys: &[("version", TextOrNumber), ("path", Text), ("features", TEXTS), ("default-features", Flag)],
};
static PAGINATION: Table =
    Table { name: "pagination", required: &["next"], keys: &[("items", Text), ("next", Text)] };
static INFO: Table = Table {
    name: "info",
    required: &["title", "version"],
    keys: &[
        ("title", Text),
        ("summary", Text),
        ("description", Text),
        ("termsOfService", Text),
        ("contact", Anything),
        ("license", Anything),
        ("version", TextOrNumber),
    ],
};
static SERVER: Table = Table {
    name: "server",
    required: &["url"],
    keys: &[("url", Text), ("description", Text), ("variables", Names(&Part(&SERVER_VARIABLE)))],
};
static SERVER_VARIABLE: Table = Table {
    name: "server variable",
    required: &["default"],
    keys: &[("enum", List(&TextOrNumber)), ("default", TextOrNumber), ("description", Text), ("x-env", Text)],
};
static TAG: Table = Table {
    name: "tag",
    required: &["name"],
    keys: &[("name", Text), ("description", Text), ("externalDocs", Part(&EXTERNAL_DOCS))],
};
static EXTERNAL_DOCS: Table =
    Table { name: "external documentation", required: &[], keys: &[("description", Text), ("url", Text)] };
static COMPONENTS: Table = Table {
    name: "components",
    required: &[],
    keys: &[
        ("schemas", Names(&Schema)),
        ("responses", Names(&OrRef(&RESPONSE))),
        ("parameters", Names(&OrRef(&PARAMETER))),
        ("examples", Anything),
        ("requestBodies", Names(&OrRef(&REQUEST_BODY))),
        ("headers", Names(&OrRef(&HEADER))),
        ("securitySchemes", Names(&OrRef(&SECURITY_SCHEME))),
        ("links", Anything),
        ("callbacks", Anything),
    ],
};
static SECURITY_SCHEME: Table = Table {
    name: "security scheme",
    required: &["type"],
    keys: &[
        ("type", Text),
        ("description", Text),
        ("name", Text),
        ("in", Text),
        ("scheme", Text),
        ("bearerFormat", Text),
        ("flows", Anything),
        ("openIdConnectUrl", Text),
        ("x-credentials", Names(&Part(&CREDENTIAL))),
    ],
};
static CREDENTIAL: Table =
    Table { name: "credential", required: &[], keys: &[("setter", Text), ("env", Text)] };
static PATH_ITEM: Table = Table {
    name: "path",
    required: &[],
    keys: &[
        ("summary", Text),
        ("description", Text),
        ("servers", List(&Part(&SERVER))),
        ("parameters", List(&OrRef(&PARAMETER))),
        ("get", Part(&OPERATION)),
        ("put", Part(&OPERATION)),
        ("post", Part(&OPERATION)),
        ("delete", Part(&OPERATION)),
        ("options", Part(&OPERATION)),
        ("head", Part(&OPERATION)),
        ("patch", Part(&OPERATION)),
        ("trace", Part(&OPERATION)),
    ],
};
static OPERATION: Table = Table {
    name: "operation",
    required: &[],
    keys: &[
        ("tags", TEXTS),
        ("summary", Text),
        ("description", Text),
        ("externalDocs", Part(&EXTERNAL_DOCS)),
        ("operationId", Text),
        ("parameters", List(&OrRef(&PARAMETER))),
        ("requestBody", OrRef(&REQUEST_BODY)),
        ("responses", Names(&OrRef(&RESPONSE))),
        ("callbacks", Anything),
        ("deprecated", Flag),
        ("security", List(&Names(&TEXTS))),
        ("servers", List(&Part(&SERVER))),
        ("x-source", Text),
        ("x-aliases", TEXTS),
        ("x-call", Calls),
        ("x-scopes", Part(&SCOPES)),
        ("x-commands", Commands),
        ("x-helpers", NamesOfCalls(&Part(&HELPER))),
    ],
};
static HELPER: Table = Table {
    name: "helper",
    required: &["description"],
    keys: &[
        ("description", Text),
        ("set", Names(&Anything)),
        ("arguments", Names(&Text)),
        ("options", Names(&Text)),
    ],
};
static SCOPES: Table = Table { name: "scopes", required: &[], keys: &[("any-of", TEXTS), ("all-of", TEXTS)] };
static PARAMETER: Table = Table {
    name: "parameter",
    required: &["name", "in"],
    keys: &[
        ("name", Text),
        ("in", Text),
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
        ("schema", Schema),
        ("example", Anything),
        ("examples", Anything),
        ("content", Names(&Part(&MEDIA_TYPE))),
        ("x-credential", Text),
        ("x-alternate-keys", TEXTS),
    ],
};
static HEADER: Table = Table {
    name: "header",
    required: &[],
    keys: &[
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
        ("schema", Schema),
        ("example", Anything),
        ("examples", Anything),
        ("content", Names(&Part(&MEDIA_TYPE))),
    ],
};
static REQUEST_BODY: Table = Table {
    name: "request body",
    required: &["content"],
    keys: &[("description", Text), ("content", Names(&Part(&MEDIA_TYPE))), ("required", Flag)],
};
static RESPONSE: Table = Table {
    name: "response",
    required: &[],
    keys: &[
        ("description", Text),
        ("headers", Names(&OrRef(&HEADER))),
        ("content", Names(&Part(&MEDIA_TYPE))),
        ("links", Anything),
    ],
};
static MEDIA_TYPE: Table = Table {
    name: "media type",
    required: &[],
    keys: &[("schema", Schema), ("example", Anything), ("examples", Anything), ("encoding", Anything)],
};
/// A schema, by itself.
pub static SCHEMA: Table = Table {
    name: "schema",
    required: &[],
    keys: &[
        ("title", Text),
        ("multipleOf", Number),
        ("maximum", Number),
        ("exclusiveMaximum", Flag),
        ("minimum", Number),
        ("exclusiveMinimum", Flag),
        ("maxLength", Number),
        ("minLength", Number),
        ("pattern", Text),
        ("maxItems", Number),
        ("minItems", Number),
        ("uniqueItems", Flag),
        ("maxProperties", Number),
        ("minProperties", Number),
        ("required", TEXTS),
        ("enum", List(&Anything)),
        ("type", Text),
        ("allOf", List(&Schema)),
        ("oneOf", List(&Schema)),
        ("anyOf", List(&Schema)),
        ("not", Schema),
        ("items", Schema),
        ("properties", Names(&Schema)),
        ("additionalProperties", SchemaOrFlag),
        ("description", Text),
        ("format", Text),
        ("default", Anything),
        ("nullable", Flag),
        ("discriminator", Part(&DISCRIMINATOR)),
        ("readOnly", Flag),
        ("writeOnly", Flag),
        ("xml", Anything),
        ("externalDocs", Part(&EXTERNAL_DOCS)),
        ("example", Anything),
        ("deprecated", Flag),
        ("x-enum-descriptions", Names(&Text)),
        ("x-enum-names", Names(&Text)),
        ("x-aliases", TEXTS),
        ("x-shortcuts", Names(&Text)),
        ("x-view", Names(&Text)),
    ],
};
static DISCRIMINATOR: Table = Table {
    name: "discriminator",
    required: &["propertyName"],
    keys: &[("propertyName", Text), ("mapping", Names(&Text))],
};

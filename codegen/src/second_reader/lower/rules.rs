//! What a document gives up so that progenitor 0.15 can read it: the whole list, with the reason for each entry.

use std::collections::BTreeMap;

/// Something that progenitor cannot read as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A success other than the one kept.
    OneSuccess,
    /// Errors of different types.
    OneError,
    /// A response for every other status.
    DefaultResponse,
    /// No success at all.
    MissingSuccess,
    /// A media type beside the one kept.
    OneMediaType,
    /// A media type by another name.
    MediaTypes,
    /// A missing or repeated `operationId`.
    OperationIds,
    /// A parameter in the header `Cookie`.
    CookieParameters,
    /// A style other than the default.
    ParameterStyles,
    /// A parameter with a media type.
    ParameterContent,
    /// A parameter whose Rust name another has, or the body.
    ParameterNames,
    /// Path parameters that do not match the path.
    PathParameters,
    /// A schema without a name.
    InlineSchemas,
    /// Two schemas of one Rust name.
    SchemaNames,
    /// `anyOf`.
    AnyOf,
    /// `discriminator`.
    Discriminators,
    /// `oneOf`, `anyOf` or `allOf` beside properties.
    Siblings,
    /// `allOf` of very many parts.
    Compositions,
    /// A reference that leads to itself, or to no schema.
    References,
    /// A reference to a reference.
    ReferenceChains,
    /// Values of an enum of one Rust name.
    EnumValues,
    /// `default`.
    Defaults,
    /// Bounds, patterns, sizes, `not`, enums of other things than text.
    Constraints,
    /// Schema of fields that are not listed.
    AdditionalProperties,
    /// A date in another notation than RFC 3339.
    Dates,
}

/// Each rule with its name and its reason.
pub const RULES: &[(Rule, &str, &str)] = &[
    (
        Rule::OneSuccess,
        "one-success",
        "An operation has one success type. The first success with a body stays, and others of the same type; any other JSON becomes an operation of its own, at `/~` and its status.",
    ),
    (
        Rule::OneError,
        "one-error",
        "An operation has one error type. Where the errors differ, each becomes any JSON value.",
    ),
    (
        Rule::DefaultResponse,
        "default-response",
        "`default` counts both as success and as error. Beside a success it becomes 4XX and 5XX, otherwise 2XX.",
    ),
    (
        Rule::MissingSuccess,
        "missing-success",
        "An operation without a success returns a stream of bytes. It gets an empty 2XX.",
    ),
    (
        Rule::OneMediaType,
        "one-media-type",
        "A request body has one media type. JSON is preferred to forms, and forms to anything else.",
    ),
    (
        Rule::MediaTypes,
        "media-types",
        "Only application/json, forms, text/plain and application/octet-stream are supported. Other JSON becomes the first, anything else bytes.",
    ),
    (
        Rule::OperationIds,
        "operation-ids",
        "An `operationId` is required and must be unique in Rust. It is made of method and path, or numbered.",
    ),
    (Rule::CookieParameters, "cookie-parameters", "Cookie parameters are refused. They are left out."),
    (
        Rule::ParameterStyles,
        "parameter-styles",
        "Only the default style of each location is supported. Others become the default.",
    ),
    (
        Rule::ParameterContent,
        "parameter-content",
        "Parameters with a media type are refused. Its schema becomes that of the parameter.",
    ),
    (
        Rule::ParameterNames,
        "parameter-names",
        "Parameters must differ in their Rust names, whatever their location, and from `body`. The first stays.",
    ),
    (
        Rule::PathParameters,
        "path-parameters",
        "Path parameters must be required and match the path. They are made required, left out or added.",
    ),
    (
        Rule::InlineSchemas,
        "inline-schemas",
        "Inline schemas that come to the same name become one type. Objects, enums and unions become components.",
    ),
    (
        Rule::SchemaNames,
        "schema-names",
        "Schemas that come to the same Rust name collide. The second is numbered.",
    ),
    (
        Rule::AnyOf,
        "any-of",
        "Alternatives that overlap become one struct with the fields of all. `anyOf` becomes `oneOf`.",
    ),
    (Rule::Discriminators, "discriminators", "Discriminators are ignored. The variants are tried in turn."),
    (
        Rule::Siblings,
        "siblings",
        "Compositions beside properties are refused or multiplied out. A union is left out, properties beside `allOf` become a part of it.",
    ),
    (
        Rule::Compositions,
        "compositions",
        "The parts of an `allOf` are merged pair by pair. One of more than some hundred parts, or of itself, becomes any value.",
    ),
    (
        Rule::References,
        "references",
        "A reference must lead to a component schema other than itself. Any other becomes any value.",
    ),
    (
        Rule::ReferenceChains,
        "reference-chains",
        "Every link of a chain of references is followed again for each use. References lead to the end of the chain.",
    ),
    (
        Rule::EnumValues,
        "enum-values",
        "Values that come to the same Rust name are refused. The enum becomes text.",
    ),
    (
        Rule::Defaults,
        "defaults",
        "A default that does not fit its type is refused, and an optional field with a default looks required. Defaults are left out.",
    ),
    (
        Rule::Constraints,
        "constraints",
        "Each bound or pattern makes a type of its own, and some are refused. They are left out, as are enums of other things than text.",
    ),
    (
        Rule::AdditionalProperties,
        "additional-properties",
        "A schema for unlisted fields adds a field `extra`. Where that is the name of a listed field, the schema is left out.",
    ),
    (Rule::Dates, "dates", "Only dates of RFC 3339 are read as dates. Those of RFC 2822 are given as such."),
];

/// How often each rule was applied.
pub type Counts = BTreeMap<Rule, usize>;

impl Rule {
    /// Its name, as it is printed.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |(_, name, _)| name)
    }

    /// What is done, and why.
    pub fn reason(self) -> &'static str {
        self.entry().map_or("", |(_, _, reason)| reason)
    }

    fn entry(self) -> Option<&'static (Rule, &'static str, &'static str)> {
        RULES.iter().find(|(rule, ..)| *rule == self)
    }
}

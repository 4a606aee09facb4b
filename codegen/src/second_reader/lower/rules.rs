//! What a document gives up to be read by progenitor 0.15: the whole list, with the reason for each entry.

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
}

/// The list: each rule with its name, and what is done why.
pub const RULES: &[(Rule, &str, &str)] = &[
    (
        Rule::OneSuccess,
        "one-success",
        "An operation has one success type: the first success with a body stays, others only if they have the same type.",
    ),
    (
        Rule::OneError,
        "one-error",
        "An operation has one error type: where the errors have several, each becomes any JSON value.",
    ),
    (
        Rule::DefaultResponse,
        "default-response",
        "`default` would count as success and as error: beside a success it becomes 4XX and 5XX, without one it becomes 2XX.",
    ),
    (
        Rule::MissingSuccess,
        "missing-success",
        "An operation without a success would answer a stream of bytes: it gets an empty 2XX.",
    ),
    (
        Rule::OneMediaType,
        "one-media-type",
        "A request body has one media type: JSON before forms, and forms before anything else.",
    ),
    (
        Rule::MediaTypes,
        "media-types",
        "Only application/json, forms, text/plain and application/octet-stream are known: other JSON becomes the first, anything else bytes.",
    ),
    (
        Rule::OperationIds,
        "operation-ids",
        "An `operationId` is required, and makes one Rust name: it is made of method and path, or numbered.",
    ),
    (Rule::CookieParameters, "cookie-parameters", "Parameters in cookies are refused: they are left out."),
    (
        Rule::ParameterStyles,
        "parameter-styles",
        "Styles other than the default are refused: they become the default.",
    ),
    (
        Rule::ParameterContent,
        "parameter-content",
        "A parameter with a media type is refused: its schema becomes the parameter's own.",
    ),
    (
        Rule::ParameterNames,
        "parameter-names",
        "Parameters are told apart by their Rust names, wherever they go, and from `body`: of several with one name, the first stays.",
    ),
    (
        Rule::PathParameters,
        "path-parameters",
        "Path parameters must be required and stand in the path, and the other way round: they are made so.",
    ),
    (
        Rule::InlineSchemas,
        "inline-schemas",
        "Two inline schemas that come to one name are taken for one type: objects, enums and unions become components.",
    ),
    (
        Rule::SchemaNames,
        "schema-names",
        "Two schemas of one Rust name are taken for one type: the second is numbered.",
    ),
    (
        Rule::AnyOf,
        "any-of",
        "Alternatives that are not exclusive become one struct with every field of all: `anyOf` becomes `oneOf`.",
    ),
    (Rule::Discriminators, "discriminators", "Discriminators are not read: the variants are tried in turn."),
    (
        Rule::Siblings,
        "siblings",
        "Unions beside properties are refused or multiplied out: the properties stay, and beside `allOf` become a part of it.",
    ),
    (
        Rule::Compositions,
        "compositions",
        "Every part of an `allOf` is merged with every other: one of more than some hundred parts becomes any value.",
    ),
    (
        Rule::References,
        "references",
        "A reference must lead to a schema of the components: any other becomes any value.",
    ),
    (
        Rule::ReferenceChains,
        "reference-chains",
        "A chain of references is looked through again for each link: all point to its end.",
    ),
    (
        Rule::EnumValues,
        "enum-values",
        "Values that come to one Rust name are refused: the enum becomes text.",
    ),
    (
        Rule::Defaults,
        "defaults",
        "A default that does not fit its type is refused, and a field that has one looks required: defaults are left out.",
    ),
    (
        Rule::Constraints,
        "constraints",
        "Each bound or pattern makes a type of its own, and some are refused: they are left out.",
    ),
    (
        Rule::AdditionalProperties,
        "additional-properties",
        "A schema for unlisted fields adds a field `extra`: where one is listed by that name, the schema is left out.",
    ),
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

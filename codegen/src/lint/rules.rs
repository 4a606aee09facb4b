//! The register of rules: the name of each, and what it demands.

use crate::problem::Severity::{self, Error, Unreadable, Warning};

/// A rule that a document can break.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// How much breaking it weighs.
    pub severity: Severity,
    /// What it demands.
    pub demand: &'static str,
    /// Whether only documents must keep to it that are written for this generator: breaking it is neither against
    /// OpenAPI nor bad for the client.
    pub is_strict: bool,
}

/// Every rule, sorted by severity and name.
pub fn rules() -> &'static [Rule] {
    RULES
}

const fn rule(name: &'static str, severity: Severity, demand: &'static str) -> Rule {
    Rule { name, severity, demand, is_strict: false }
}

const fn strict(name: &'static str, demand: &'static str) -> Rule {
    Rule { name, severity: Warning, demand, is_strict: true }
}

const RULES: &[Rule] = &[
    rule("duplicate-key", Unreadable, "no key stands twice in a mapping"),
    rule("unreadable-file", Unreadable, "every file that is referred to can be read"),
    rule("yaml-syntax", Unreadable, "every file is one YAML or JSON document"),
    rule("ambiguous-command", Error, "a text that several variants share has a method for each"),
    rule("bound-parameter", Error, "a namespace binds only parameters of the path"),
    rule("call-clash", Error, "no two operations are the same method of the client"),
    rule("command-body", Error, "the body of commands is JSON, a union with a discriminator"),
    rule("cyclic-ref", Error, "following references comes to an end"),
    rule("dangling-ref", Error, "a reference names something that is there"),
    rule("duplicate-component", Error, "no two components have one name"),
    rule("invalid-ref", Error, "a reference is a path and a JSON pointer"),
    rule(
        "malformed-credentials",
        Error,
        "x-credentials gives each credential of its scheme one setter, and x-credential names no secret",
    ),
    rule("malformed-helper", Error, "x-helpers sets fields of the body to values that they can have"),
    rule("missing-key", Error, "what OpenAPI requires is there"),
    rule("path-template", Error, "a path begins with a slash and has whole braces"),
    rule("ref-kind", Error, "a reference names a component of the right kind"),
    rule("reserved-feature", Error, "x-features names nothing that every generated crate has"),
    rule("unknown-command", Error, "x-commands lists texts of the discriminator"),
    rule("unknown-shortcut", Error, "x-shortcuts lead to what required objects hold"),
    rule("unsupported-parameter", Error, "a parameter is in the path, the query, a header or a cookie"),
    rule("unsupported-type", Error, "a type is one of OpenAPI's"),
    rule("unsupported-version", Error, "the document is OpenAPI 3.0 or 3.1"),
    rule("wrong-kind", Error, "every value is of the kind that OpenAPI wants there"),
    rule("array-without-items", Warning, "an array says what its items are"),
    rule("body-on-get", Warning, "GET, HEAD and DELETE have no body"),
    rule("case-collision", Warning, "no two names become one in Rust"),
    strict("closed-response", "a response may gain fields"),
    rule("contradictory-bounds", Warning, "a lower bound is not above the upper one"),
    rule("default-outside-schema", Warning, "a default fits its schema"),
    rule("discriminator", Warning, "a discriminator names a field and schemas of its union"),
    rule("duplicate-entry", Warning, "`required` and `enum` list nothing twice"),
    rule("duplicate-operation-id", Warning, "no two operations have one id"),
    rule("duplicate-parameter", Warning, "no parameter is declared twice"),
    rule("example-outside-schema", Warning, "an example fits its schema"),
    rule("foreign-extension", Warning, "an extension of this generator has the form that it reads"),
    rule("ignored-nullable", Warning, "`nullable` stands beside a type, where validators heed it"),
    rule("indistinguishable-union", Warning, "the variants of a union can be distinguished"),
    rule("malformed-call", Warning, "x-call is `namespace.method`"),
    rule("malformed-signature", Warning, "x-signature names a scheme and headers"),
    strict("malformed-source", "x-source is the address of a page"),
    strict("missing-call", "an operation says where it lives in the client"),
    rule("missing-command", Warning, "every text of a discriminator of commands has a method"),
    strict("missing-description", "everything public is described"),
    strict("missing-error", "an operation that wants credentials documents 401"),
    strict("missing-feature", "every top-level namespace belongs to a feature"),
    rule("missing-operation-id", Warning, "an operation has an id"),
    strict("missing-scopes", "an operation that wants credentials names the scopes"),
    strict("missing-signature", "a webhook says how it is signed"),
    strict("missing-source", "an operation names the page it was transcribed from"),
    rule("missing-success", Warning, "an operation documents a success"),
    rule("null-value", Warning, "nothing but data is null"),
    rule("path-parameter", Warning, "the parameters of a path are those of its template"),
    rule("ref-siblings", Warning, "nothing stands beside a reference"),
    rule("same-path", Warning, "no two paths differ only in the names of their parameters"),
    strict("trailing-slash", "no path ends with a slash"),
    strict("undefined-tag", "a tag is defined at the root"),
    rule("undescribed-response", Warning, "a response has a description"),
    rule("unknown-key", Warning, "every key is one of OpenAPI's or begins with x-"),
    rule("unknown-required", Warning, "`required` names properties"),
    rule("unknown-scheme", Warning, "a security requirement names a scheme"),
    strict("unnamed-schema", "objects and enums have names"),
    rule("unprotected-secret", Warning, "what is a secret by its name has the format `password`"),
    strict("unsupported-response", "a response is JSON, text or nothing"),
    rule("unsupported-scheme", Warning, "a security scheme is one that the client can sign in with"),
    rule("untyped-parameter", Warning, "a parameter has a schema"),
    strict("unused-component", "every component is referred to"),
];

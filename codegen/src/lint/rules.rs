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
}

/// Every rule, sorted by severity and name.
pub fn rules() -> &'static [Rule] {
    RULES
}

const fn rule(name: &'static str, severity: Severity, demand: &'static str) -> Rule {
    Rule { name, severity, demand }
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
    rule("duplicate-operation-id", Error, "no two operations have one id"),
    rule("duplicate-parameter", Error, "no parameter is declared twice"),
    rule("invalid-ref", Error, "a reference is a path and a JSON pointer"),
    rule(
        "malformed-credentials",
        Error,
        "x-credentials gives each credential of its scheme one setter, and x-credential names no secret",
    ),
    rule("missing-key", Error, "what OpenAPI requires is there"),
    rule("path-parameter", Error, "the parameters of a path are those of its template"),
    rule("path-template", Error, "a path begins with a slash and has whole braces"),
    rule("ref-kind", Error, "a reference names a component of the right kind"),
    rule("reserved-feature", Error, "x-features names nothing that every generated crate has"),
    rule("unknown-command", Error, "x-commands lists texts of the discriminator"),
    rule("unknown-shortcut", Error, "x-shortcuts lead to what required objects hold"),
    rule(
        "unsupported-parameter",
        Error,
        "a parameter is in the path, the query, a header or a cookie, and has a schema",
    ),
    rule("unsupported-type", Error, "a type is one of OpenAPI's"),
    rule("unsupported-version", Error, "the document is OpenAPI 3.0 or 3.1"),
    rule("wrong-kind", Error, "every value is of the kind that OpenAPI wants there"),
    rule("array-without-items", Warning, "an array says what its items are"),
    rule("body-on-get", Warning, "GET, HEAD and DELETE have no body"),
    rule("case-collision", Warning, "no two names become one in Rust"),
    rule("closed-response", Warning, "a response may gain fields"),
    rule("contradictory-bounds", Warning, "a lower bound is not above the upper one"),
    rule("default-outside-schema", Warning, "a default fits its schema"),
    rule("discriminator", Warning, "a discriminator names a field and schemas of its union"),
    rule("duplicate-entry", Warning, "`required` and `enum` list nothing twice"),
    rule("example-outside-schema", Warning, "an example fits its schema"),
    rule("foreign-extension", Warning, "an extension of this generator has the form that it reads"),
    rule("ignored-nullable", Warning, "`nullable` stands beside a type, where validators heed it"),
    rule("indistinguishable-union", Warning, "the variants of a union can be distinguished"),
    rule("malformed-call", Warning, "x-call is `namespace.method`"),
    rule("malformed-signature", Warning, "x-signature names a scheme and headers"),
    rule("malformed-source", Warning, "x-source is the address of a page"),
    rule("missing-call", Warning, "an operation says where it lives in the client"),
    rule("missing-command", Warning, "every text of a discriminator of commands has a method"),
    rule("missing-description", Warning, "everything public is described"),
    rule("missing-error", Warning, "an operation that wants credentials documents 401"),
    rule("missing-feature", Warning, "every top-level namespace belongs to a feature"),
    rule("missing-operation-id", Warning, "an operation has an id"),
    rule("missing-scopes", Warning, "an operation that wants credentials names the scopes"),
    rule("missing-signature", Warning, "a webhook says how it is signed"),
    rule("missing-source", Warning, "an operation names the page it was transcribed from"),
    rule("missing-success", Warning, "an operation documents a success"),
    rule("null-value", Warning, "nothing but data is null"),
    rule("ref-siblings", Warning, "nothing stands beside a reference"),
    rule("same-path", Warning, "no two paths differ only in the names of their parameters"),
    rule("trailing-slash", Warning, "no path ends with a slash"),
    rule("undefined-tag", Warning, "a tag is defined at the root"),
    rule("unknown-key", Warning, "every key is one of OpenAPI's or begins with x-"),
    rule("unknown-required", Warning, "`required` names properties"),
    rule("unknown-scheme", Warning, "a security requirement names a scheme"),
    rule("unnamed-schema", Warning, "objects and enums have names"),
    rule("unprotected-secret", Warning, "what is a secret by its name has the format `password`"),
    rule("unsupported-response", Warning, "a response is JSON, text or nothing"),
    rule("unsupported-scheme", Warning, "a security scheme is one that the client can sign in with"),
    rule("unused-component", Warning, "every component is referred to"),
];

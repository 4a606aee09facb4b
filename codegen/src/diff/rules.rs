//! The register of rules: every kind of change, what it does to the wire and to Rust code, and the rule of its mirror.
//!
//! A change and the change back are of kinds that mirror each other. The verdicts for Rust are what the generator makes
//! of such a change; where both crates could be generated, the comparison of their surfaces has the last word.

use std::sync::LazyLock;

use super::finding::Verdict::{self, Breaking, Compatible, Documentation};

/// A kind of change.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its stable name.
    pub name: &'static str,
    /// The rule that the change back falls under.
    pub mirror: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it does to programs that speak to the server, and why.
    pub wire: (Verdict, &'static str),
    /// What it does to programs compiled against the crate, and why.
    pub rust: (Verdict, &'static str),
}

/// Every rule, sorted by name.
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// The rule of this name.
pub(super) fn rule(name: &str) -> Option<&'static Rule> {
    let index = RULES.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    RULES.get(index)
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let mut rules: Vec<Rule> = [API, PARAMETERS, BODIES, SCHEMAS, VALUES, OBJECTS, ONE_WAY].concat();
    rules.sort_by_key(|rule| rule.name);
    rules
});

type Judged = (Verdict, &'static str);

const fn new(
    name: &'static str,
    mirror: &'static str,
    title: &'static str,
    wire: Judged,
    rust: Judged,
) -> Rule {
    Rule { name, mirror, title, wire, rust }
}

const NOTHING_SENT: Judged = (Compatible, "nothing that is sent or answered changes");
const SAME_SURFACE: Judged = (Compatible, "the crate's surface stays as it is");
const TEXT_ONLY: Judged = (Documentation, "only what people read changes");

const API: &[Rule] = &[
    new(
        "op-added",
        "op-removed",
        "operation added",
        (Compatible, "what was there is still there"),
        (Compatible, "a method is added"),
    ),
    new(
        "op-removed",
        "op-added",
        "operation removed",
        (Breaking, "calls of it are no longer answered"),
        (Breaking, "its method is gone"),
    ),
    new(
        "op-moved",
        "op-moved",
        "path or method changed",
        (Breaking, "calls to the old place are no longer answered"),
        SAME_SURFACE,
    ),
    new(
        "op-id-renamed",
        "op-id-renamed",
        "operationId renamed",
        NOTHING_SENT,
        (Breaking, "without `x-call`, a method is called after the operationId"),
    ),
    new(
        "op-deprecated",
        "op-undeprecated",
        "operation deprecated",
        TEXT_ONLY,
        (Compatible, "code that calls it gets a warning"),
    ),
    new(
        "op-undeprecated",
        "op-deprecated",
        "operation no longer deprecated",
        TEXT_ONLY,
        (Compatible, "a warning goes away"),
    ),
    new("op-tag", "op-tag", "tags of an operation changed", TEXT_ONLY, TEXT_ONLY),
    new(
        "server-changed",
        "server-changed",
        "server changed",
        (Breaking, "calls go to another address"),
        SAME_SURFACE,
    ),
    new("server-added", "server-removed", "another server added", NOTHING_SENT, SAME_SURFACE),
    new(
        "server-removed",
        "server-added",
        "another server removed",
        (Breaking, "who uses that server gets no answer"),
        SAME_SURFACE,
    ),
    new(
        "security-changed",
        "security-changed",
        "way to sign in changed",
        (Breaking, "the credentials of today may be refused"),
        SAME_SURFACE,
    ),
    new(
        "security-added",
        "security-dropped",
        "credentials demanded",
        (Breaking, "calls without credentials are refused"),
        SAME_SURFACE,
    ),
    new(
        "security-dropped",
        "security-added",
        "credentials no longer demanded",
        (Compatible, "calls with credentials still go through"),
        SAME_SURFACE,
    ),
    new(
        "security-alternative-added",
        "security-alternative-removed",
        "another way to sign in added",
        (Compatible, "the credentials of today are still taken"),
        SAME_SURFACE,
    ),
    new(
        "security-alternative-removed",
        "security-alternative-added",
        "a way to sign in removed",
        (Breaking, "who signs in that way is refused"),
        SAME_SURFACE,
    ),
    new(
        "scopes-changed",
        "scopes-changed",
        "scopes of an operation changed",
        (Breaking, "a token with the scopes of today may be refused"),
        SAME_SURFACE,
    ),
    new(
        "ext-codegen",
        "ext-codegen",
        "instruction for the generator changed",
        NOTHING_SENT,
        (Breaking, "it decides how the crate looks"),
    ),
    new("docs-only", "docs-only", "documentation changed", TEXT_ONLY, TEXT_ONLY),
];

const PARAMETERS: &[Rule] = &[
    new(
        "param-req-added",
        "param-req-removed",
        "required parameter added",
        (Breaking, "calls without it are refused"),
        (Breaking, "the method takes one argument more"),
    ),
    new(
        "param-req-removed",
        "param-req-added",
        "required parameter removed",
        (Breaking, "what is sent in it is no longer heeded"),
        (Breaking, "the method takes one argument less"),
    ),
    new(
        "param-opt-added",
        "param-removed",
        "optional parameter added",
        (Compatible, "calls without it go on"),
        (Compatible, "a setter is added"),
    ),
    new(
        "param-removed",
        "param-opt-added",
        "optional parameter removed",
        (Breaking, "what is sent in it is no longer heeded"),
        (Breaking, "its setter is gone"),
    ),
    new(
        "param-became-req",
        "param-became-opt",
        "parameter became required",
        (Breaking, "calls without it are refused"),
        (Breaking, "a setter becomes an argument"),
    ),
    new(
        "param-became-opt",
        "param-became-req",
        "parameter became optional",
        (Compatible, "calls with it go on"),
        (Breaking, "an argument becomes a setter"),
    ),
    new(
        "param-order",
        "param-order",
        "order of required parameters changed",
        NOTHING_SENT,
        (Breaking, "the method takes its arguments in another order"),
    ),
    new("param-path-renamed", "param-path-renamed", "path parameter renamed", NOTHING_SENT, SAME_SURFACE),
    new(
        "param-renamed",
        "param-renamed",
        "parameter renamed",
        (Breaking, "the old name is no longer heeded"),
        (Breaking, "its setter is called differently"),
    ),
    new(
        "param-moved",
        "param-moved",
        "parameter moved",
        (Breaking, "it is no longer looked for where it is sent"),
        SAME_SURFACE,
    ),
    new(
        "param-style",
        "param-style",
        "serialization of a parameter changed",
        (Breaking, "the server expects another notation"),
        SAME_SURFACE,
    ),
];

const BODIES: &[Rule] = &[
    new(
        "body-req-added",
        "body-req-removed",
        "required body added",
        (Breaking, "calls without a body are refused"),
        (Breaking, "the method takes one argument more"),
    ),
    new(
        "body-req-removed",
        "body-req-added",
        "required body removed",
        (Breaking, "what is sent is no longer heeded"),
        (Breaking, "the method takes one argument less"),
    ),
    new(
        "body-opt-added",
        "body-removed",
        "optional body added",
        (Compatible, "calls without a body go on"),
        (Breaking, "the method takes one argument more"),
    ),
    new(
        "body-removed",
        "body-opt-added",
        "optional body removed",
        (Breaking, "what is sent is no longer heeded"),
        (Breaking, "the method takes one argument less"),
    ),
    new(
        "body-became-req",
        "body-became-opt",
        "body became required",
        (Breaking, "calls without a body are refused"),
        (Breaking, "the argument can no longer be `None`"),
    ),
    new(
        "body-became-opt",
        "body-became-req",
        "body became optional",
        (Compatible, "calls with a body go on"),
        (Breaking, "the type of the argument is another one"),
    ),
    new(
        "body-mt-changed",
        "body-mt-changed",
        "media type of a body changed",
        (Breaking, "the old media type is refused"),
        SAME_SURFACE,
    ),
    new(
        "body-mt-added",
        "body-mt-removed",
        "another media type of a body added",
        (Compatible, "the old media type is still taken"),
        SAME_SURFACE,
    ),
    new(
        "body-mt-removed",
        "body-mt-added",
        "one of the media types of a body removed",
        (Breaking, "who sends it is refused"),
        SAME_SURFACE,
    ),
    new(
        "resp-2xx-swap",
        "resp-2xx-swap",
        "status of a success changed",
        (Compatible, "any 2xx is a success, and the body is the same"),
        SAME_SURFACE,
    ),
    new(
        "resp-2xx-added",
        "resp-2xx-removed",
        "another success added",
        (Compatible, "its body is that of the other success"),
        SAME_SURFACE,
    ),
    new(
        "resp-2xx-removed",
        "resp-2xx-added",
        "one of the successes removed",
        (Compatible, "what remains has the same body"),
        SAME_SURFACE,
    ),
    new(
        "resp-type-clash",
        "resp-type-clash-ended",
        "another success with another body added",
        (Breaking, "answers come that are not what is expected"),
        (Breaking, "the method answers another type"),
    ),
    new(
        "resp-type-clash-ended",
        "resp-type-clash",
        "a success with another body removed",
        (Compatible, "what remains was answered before"),
        (Breaking, "the method answers another type"),
    ),
    new(
        "resp-4xx-added",
        "resp-4xx-removed",
        "documented error added",
        (Compatible, "any status that is no success was an error before"),
        SAME_SURFACE,
    ),
    new(
        "resp-4xx-removed",
        "resp-4xx-added",
        "documented error removed",
        (Compatible, "any status that is no success is still an error"),
        SAME_SURFACE,
    ),
    new(
        "resp-body-presence",
        "resp-body-presence",
        "answer gained or lost its body",
        (Breaking, "what is answered is not what is expected"),
        (Breaking, "the method answers another type"),
    ),
    new(
        "resp-mt-changed",
        "resp-mt-changed",
        "media type of an answer changed",
        (Breaking, "the old media type is no longer answered"),
        (Breaking, "the method may answer another type"),
    ),
    new(
        "resp-mt-added",
        "resp-mt-removed",
        "another media type of an answer added",
        (Compatible, "the old media type is still answered"),
        SAME_SURFACE,
    ),
    new(
        "resp-mt-removed",
        "resp-mt-added",
        "one of the media types of an answer removed",
        (Breaking, "who asks for it gets something else"),
        SAME_SURFACE,
    ),
    new(
        "resp-header",
        "resp-header",
        "header of an answer changed",
        (Compatible, "the crate hands headers on as they are"),
        SAME_SURFACE,
    ),
    new(
        "resp-header-added",
        "resp-header-removed",
        "header of an answer added",
        (Compatible, "headers beyond the documented ones do no harm"),
        SAME_SURFACE,
    ),
    new(
        "resp-header-removed",
        "resp-header-added",
        "header of an answer removed",
        (Breaking, "who reads it finds it no more"),
        SAME_SURFACE,
    ),
];

const SCHEMAS: &[Rule] = &[
    new(
        "schema-renamed",
        "schema-renamed",
        "schema renamed",
        NOTHING_SENT,
        (Breaking, "its type is called differently"),
    ),
    new(
        "schema-replaced",
        "schema-replaced",
        "another schema took its place",
        (Compatible, "what the two schemas differ in is listed by itself"),
        (Breaking, "the type is another one"),
    ),
    new(
        "schema-inlined",
        "schema-extracted",
        "named schema written in place",
        NOTHING_SENT,
        (Breaking, "its type is called differently"),
    ),
    new(
        "schema-extracted",
        "schema-inlined",
        "schema in place given a name",
        NOTHING_SENT,
        (Breaking, "its type is called differently"),
    ),
    new(
        "inline-title",
        "inline-title",
        "title of a schema in place changed",
        NOTHING_SENT,
        (Breaking, "its type is called after the title"),
    ),
    new(
        "schema-unused-added",
        "schema-unused-removed",
        "schema added that nothing uses",
        NOTHING_SENT,
        SAME_SURFACE,
    ),
    new(
        "schema-unused-removed",
        "schema-unused-added",
        "schema removed that nothing used",
        NOTHING_SENT,
        SAME_SURFACE,
    ),
    new(
        "schema-unused-changed",
        "schema-unused-changed",
        "schema changed that nothing uses",
        NOTHING_SENT,
        SAME_SURFACE,
    ),
    new(
        "rq-readonly",
        "rq-not-readonly",
        "field can no longer be sent",
        (Breaking, "what is sent in it is no longer heeded"),
        SAME_SURFACE,
    ),
    new(
        "rq-not-readonly",
        "rq-readonly",
        "field can be sent now",
        (Compatible, "requests without it go on"),
        SAME_SURFACE,
    ),
    new(
        "rs-readonly",
        "rs-not-readonly",
        "field is only answered now",
        (Compatible, "answers hold it as before"),
        SAME_SURFACE,
    ),
    new(
        "rs-not-readonly",
        "rs-readonly",
        "field is no longer only answered",
        (Compatible, "answers hold it as before"),
        SAME_SURFACE,
    ),
    new(
        "rq-writeonly",
        "rq-not-writeonly",
        "field is only sent now",
        (Compatible, "requests may hold it as before"),
        SAME_SURFACE,
    ),
    new(
        "rq-not-writeonly",
        "rq-writeonly",
        "field is no longer only sent",
        (Compatible, "requests may hold it as before"),
        SAME_SURFACE,
    ),
    new(
        "rs-writeonly",
        "rs-not-writeonly",
        "field is no longer answered",
        (Breaking, "answers no longer hold it"),
        SAME_SURFACE,
    ),
    new(
        "rs-not-writeonly",
        "rs-writeonly",
        "field is answered now",
        (Compatible, "answers may gain fields"),
        SAME_SURFACE,
    ),
];

/// Kinds of change that a schema can undergo. One row is two rules: what goes to the server, and what comes from it.
macro_rules! both_ways {
    ($($suffix:literal, $mirror:literal, $title:literal, to $to:expr, from $from:expr, rust $rust:expr;)*) => {
        &[$(
            new(concat!("rq-", $suffix), concat!("rq-", $mirror), $title, $to, $rust),
            new(concat!("rs-", $suffix), concat!("rs-", $mirror), $title, $from, $rust),
        )*]
    };
}

/// Those that the schema of a parameter can undergo as well: three rules a row.
macro_rules! everywhere {
    ($($suffix:literal, $mirror:literal, $title:literal, to $to:expr, from $from:expr, rust $rust:expr;)*) => {
        &[$(
            new(concat!("param-", $suffix), concat!("param-", $mirror), $title, $to, $rust),
            new(concat!("rq-", $suffix), concat!("rq-", $mirror), $title, $to, $rust),
            new(concat!("rs-", $suffix), concat!("rs-", $mirror), $title, $from, $rust),
        )*]
    };
}

const FEWER_TAKEN: Judged = (Breaking, "values that were taken are refused");
const MORE_TAKEN: Judged = (Compatible, "everything that was taken still is");
const FEWER_ANSWERED: Judged = (Compatible, "what is answered was possible before");
const NOT_CHECKED: Judged = (Compatible, "clients take such values as they come");
const OTHER_TYPE: Judged = (Breaking, "the type is another one");

const VALUES: &[Rule] = everywhere! {
    "type", "type", "type changed",
        to (Breaking, "values of the old type are refused"),
        from (Breaking, "answers cannot be read as the old type"), rust OTHER_TYPE;
    "type-widened", "type-narrowed", "type widened",
        to MORE_TAKEN, from (Breaking, "answers come that are not of the old type"), rust OTHER_TYPE;
    "type-narrowed", "type-widened", "type narrowed",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust OTHER_TYPE;
    "format", "format", "format changed",
        to (Breaking, "values of the old format are refused"),
        from (Breaking, "answers cannot be read in the old format"), rust OTHER_TYPE;
    "format-added", "format-dropped", "format demanded",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust OTHER_TYPE;
    "format-dropped", "format-added", "format no longer demanded",
        to MORE_TAKEN, from (Breaking, "answers come that are not in the old format"), rust OTHER_TYPE;
    "format-untyped", "format-untyped", "format changed that nobody checks",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
    "enum-add", "enum-del", "value of an enum added",
        to MORE_TAKEN, from (Compatible, "enums are open: an unknown value is kept as it came"),
        rust (Compatible, "a variant is added to an enum that is open");
    "enum-del", "enum-add", "value of an enum removed",
        to (Breaking, "the value is refused"), from FEWER_ANSWERED, rust (Breaking, "its variant is gone");
    "enum-imposed", "enum-dropped", "free text became an enum",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust OTHER_TYPE;
    "enum-dropped", "enum-imposed", "enum became free text",
        to MORE_TAKEN, from (Compatible, "enums are open: an unknown value is kept as it came"), rust OTHER_TYPE;
    "constant-changed", "constant-changed", "the only value changed",
        to (Breaking, "the old value is refused"), from (Breaking, "who looks for the old value does not find it"),
        rust SAME_SURFACE;
    "default-added", "default-removed", "default documented",
        to (Compatible, "what is left out was filled in before, or could not be"), from NOTHING_SENT,
        rust TEXT_ONLY;
    "default-removed", "default-added", "default no longer documented",
        to (Compatible, "what is left out can still be left out"), from NOTHING_SENT, rust TEXT_ONLY;
    "default", "default", "default changed",
        to (Breaking, "who leaves it out gets another behaviour"), from NOTHING_SENT, rust TEXT_ONLY;
    "len-pattern", "len-pattern-loosened", "length or pattern became stricter",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust TEXT_ONLY;
    "len-pattern-loosened", "len-pattern", "length or pattern became looser",
        to MORE_TAKEN, from NOT_CHECKED, rust TEXT_ONLY;
    "pattern-changed", "pattern-changed", "pattern changed",
        to FEWER_TAKEN, from NOT_CHECKED, rust TEXT_ONLY;
    "minimum", "minimum-loosened", "bound became stricter",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust TEXT_ONLY;
    "minimum-loosened", "minimum", "bound became looser",
        to MORE_TAKEN, from NOT_CHECKED, rust TEXT_ONLY;
    "unique", "not-unique", "items must differ",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust TEXT_ONLY;
    "not-unique", "unique", "items may repeat",
        to MORE_TAKEN, from NOT_CHECKED, rust TEXT_ONLY;
    "deprecated", "undeprecated", "deprecated",
        to TEXT_ONLY, from TEXT_ONLY, rust (Compatible, "code that uses it gets a warning");
    "undeprecated", "deprecated", "no longer deprecated",
        to TEXT_ONLY, from TEXT_ONLY, rust (Compatible, "a warning goes away");
    "keyword-added", "keyword-removed", "constraint added that the generator does not read",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust SAME_SURFACE;
    "keyword-removed", "keyword-added", "constraint removed that the generator does not read",
        to MORE_TAKEN, from (Breaking, "answers come that the constraint kept out"), rust SAME_SURFACE;
    "keyword-changed", "keyword-changed", "constraint changed that the generator does not read",
        to FEWER_TAKEN, from (Breaking, "answers come that the constraint kept out"), rust SAME_SURFACE;
    "oneof-add", "oneof-del", "alternative added",
        to MORE_TAKEN, from (Breaking, "an answer of the new shape may be taken for another"),
        rust (Compatible, "a variant is added to an enum that is open");
    "oneof-del", "oneof-add", "alternative removed",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust (Breaking, "its variant is gone");
    "oneof-anyof", "oneof-anyof", "`oneOf` and `anyOf` exchanged",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
};

const OBJECTS: &[Rule] = both_ways! {
    "oneof-add-told", "oneof-del-told", "alternative added that a discriminator tells",
        to MORE_TAKEN, from (Compatible, "an unknown alternative is kept as raw JSON"),
        rust (Compatible, "a variant is added to an enum that is open");
    "oneof-del-told", "oneof-add-told", "alternative removed that a discriminator told",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust (Breaking, "its variant is gone");
    "discriminator", "discriminator", "discriminator changed",
        to (Breaking, "the old way to tell the alternatives is refused"),
        from (Breaking, "alternatives are told by something else"), rust SAME_SURFACE;
    "discriminator-added", "discriminator-removed", "discriminator added",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
    "discriminator-removed", "discriminator-added", "discriminator removed",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
    "allof", "allof", "parts of a composition changed",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
    "addl-false", "addl-open", "closed for further fields",
        to (Breaking, "fields beyond the documented ones are refused"),
        from (Compatible, "what is answered was possible before; later fields need a new version"),
        rust SAME_SURFACE;
    "addl-open", "addl-false", "open for further fields",
        to MORE_TAKEN, from (Compatible, "fields that nobody knows are kept"), rust SAME_SURFACE;
    "items-added", "items-removed", "items of a list described",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust OTHER_TYPE;
    "items-removed", "items-added", "items of a list no longer described",
        to MORE_TAKEN, from (Breaking, "items may be anything"), rust OTHER_TYPE;
    "map-value-added", "map-value-removed", "further fields described",
        to FEWER_TAKEN, from FEWER_ANSWERED, rust OTHER_TYPE;
    "map-value-removed", "map-value-added", "further fields no longer described",
        to MORE_TAKEN, from (Breaking, "further fields may be anything"), rust OTHER_TYPE;
    "opt-prop-added", "prop-removed", "optional field added",
        to (Compatible, "requests without it go on"), from (Compatible, "answers may gain fields"),
        rust (Compatible, "a field is added to a type that is open");
    "prop-removed", "opt-prop-added", "optional field removed",
        to (Breaking, "what is sent in it is no longer heeded"),
        from (Compatible, "clients could not count on it"), rust (Breaking, "the field is gone");
    "prop-renamed", "prop-renamed", "field renamed",
        to (Breaking, "the old name is no longer heeded"), from (Breaking, "the old name is no longer answered"),
        rust (Breaking, "the field is called differently");
    "prop-case", "prop-case", "spelling of a field changed",
        to (Breaking, "the old spelling is no longer heeded"),
        from (Breaking, "the old spelling is no longer answered"), rust SAME_SURFACE;
    "became-req", "became-opt", "field became required",
        to (Breaking, "requests without it are refused"),
        from (Compatible, "clients of today do not need it; a new client needs a new server"), rust OTHER_TYPE;
    "became-opt", "became-req", "field became optional",
        to (Compatible, "requests with it go on"), from (Breaking, "clients expect it in every answer"),
        rust OTHER_TYPE;
};

/// Kinds of change that Rust code feels in one direction only, or otherwise than in the other.
const ONE_WAY: &[Rule] = &[
    new("param-nullable", "param-not-nullable", "may be null now", NOT_NULL_TAKEN, SAME_SURFACE),
    new("param-not-nullable", "param-nullable", "may no longer be null", NULL_REFUSED, SAME_SURFACE),
    new("rq-nullable", "rq-not-nullable", "may be null now", NOT_NULL_TAKEN, OTHER_TYPE),
    new("rq-not-nullable", "rq-nullable", "may no longer be null", NULL_REFUSED, OTHER_TYPE),
    new(
        "rs-nullable",
        "rs-not-nullable",
        "may be null now",
        (Breaking, "a null comes where a value was promised"),
        OTHER_TYPE,
    ),
    new("rs-not-nullable", "rs-nullable", "may no longer be null", NOT_NULL_ANSWERED, OTHER_TYPE),
    new(
        "rq-opt-nullable",
        "rq-opt-not-nullable",
        "optional field may be null now",
        NOT_NULL_TAKEN,
        (Breaking, "absence and null are told apart from now on"),
    ),
    new(
        "rq-opt-not-nullable",
        "rq-opt-nullable",
        "optional field may no longer be null",
        NULL_REFUSED,
        (Breaking, "absence and null are no longer told apart"),
    ),
    new(
        "rs-opt-nullable",
        "rs-opt-not-nullable",
        "optional field may be null now",
        (Compatible, "a client reads null and absence alike"),
        SAME_SURFACE,
    ),
    new(
        "rs-opt-not-nullable",
        "rs-opt-nullable",
        "optional field may no longer be null",
        NOT_NULL_ANSWERED,
        SAME_SURFACE,
    ),
    new(
        "rq-order",
        "rq-order",
        "order of required fields changed",
        NOTHING_SENT,
        (Breaking, "the constructor takes its arguments in another order"),
    ),
    new(
        "rq-req-prop-added",
        "rq-req-prop-removed",
        "required field added",
        (Breaking, "requests without it are refused"),
        (Breaking, "the constructor takes one argument more"),
    ),
    new(
        "rq-req-prop-removed",
        "rq-req-prop-added",
        "required field removed",
        (Breaking, "what is sent in it is no longer heeded"),
        (Breaking, "the constructor takes one argument less"),
    ),
    new(
        "rs-req-prop-added",
        "rs-req-prop-removed",
        "required field added",
        (Compatible, "clients of today do not look for it; a new client needs a new server"),
        (Compatible, "a field is added to a type that is open"),
    ),
    new(
        "rs-req-prop-removed",
        "rs-req-prop-added",
        "required field removed",
        (Breaking, "clients expect it in every answer"),
        (Breaking, "the field is gone"),
    ),
];

const NOT_NULL_TAKEN: Judged = (Compatible, "values that are not null are still taken");
const NULL_REFUSED: Judged = (Breaking, "null is refused");
const NOT_NULL_ANSWERED: Judged = (Compatible, "values that are not null were possible before");

//! The structure of an OpenAPI 3.0 document: which keys there are, and of what kind their values.
//!
//! The rules are tables, so that every value that a later stage reads has been looked at here.

use crate::extensions::CallName;
use crate::node::{Node, Value};
use crate::problem::{Problem, Severity};
use crate::source::Location;

/// What a value must be.
#[derive(Clone, Copy)]
enum Want {
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
struct Table {
    name: &'static str,
    required: &'static [&'static str],
    keys: &'static [(&'static str, Want)],
}

use Want::{
    Anything, Calls, Commands, Flag, List, Names, NamesOfCalls, Number, OneOrMore, OrRef, Part, Schema,
    SchemaOrFlag, Text, TextOrNumber,
};

const TEXTS: Want = List(&Text);

static ROOT: Table = Table {
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
static SCHEMA: Table = Table {
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

/// Every value of the wrong kind, every unknown key, every missing one. What is wrong and means nothing is taken out, so that
/// no later stage meets it: an extension of ours in a form that is not ours, and `null` where a value is left out.
pub fn check(root: &mut Node) -> Vec<Problem> {
    if let Some(problem) = unsupported_version(root) {
        return vec![problem];
    }
    let mut problems = Vec::new();
    part(root, &ROOT, &mut problems);
    problems
}

/// A document that is of no version that the generator reads.
pub fn unsupported_version(root: &Node) -> Option<Problem> {
    if let Some(problem) = not_openapi(root) {
        return Some(problem);
    }
    let entry = root.entry("openapi")?;
    let text = entry.node.to_text();
    match text.as_str() {
        text if text == "3.0" || text.starts_with("3.0.") => None,
        text if text.starts_with("3.1") || text.starts_with("3.2") => unsupported(
            entry.node.at,
            format!("this is OpenAPI {text}"),
            "write it as OpenAPI 3.0.3: `nullable: true` for `type: [T, 'null']`, `enum` with one value for `const`, `example` for `examples`",
        ),
        text => unsupported(
            entry.node.at,
            format!("`{text}` is no version of OpenAPI that is known"),
            "write `openapi: 3.0.3`",
        ),
    }
}

fn unsupported(at: Location, message: String, help: &str) -> Option<Problem> {
    Some(Problem::error("unsupported-version", at, message, help))
}

/// A document of which nothing else need be read to know that it is none of OpenAPI 3.
pub fn not_openapi(root: &Node) -> Option<Problem> {
    if root.as_object().is_none() {
        return unsupported(
            root.at,
            format!("the document is {}, not a mapping", root.kind()),
            "begin with `openapi: 3.0.3`",
        );
    }
    if let Some(swagger) = root.entry("swagger") {
        return unsupported(
            swagger.key_at,
            format!("this is Swagger {}, the form that OpenAPI had before version 3", swagger.node.to_text()),
            "convert it first, such as with `npx swagger2openapi FILE --outfile openapi.yaml`, and name the new file",
        );
    }
    if root.entry("openapi").is_none() {
        return unsupported(
            root.at,
            "the document does not say that it is OpenAPI".to_owned(),
            "begin with `openapi: 3.0.3`",
        );
    }
    None
}

fn value(node: &mut Node, want: Want, problems: &mut Vec<Problem>) {
    match (want, &mut node.value) {
        (Anything, _)
        | (Text, Value::String(_))
        | (Flag | SchemaOrFlag, Value::Bool(_))
        | (Number, Value::Number(_))
        | (TextOrNumber, Value::String(_) | Value::Number(_) | Value::Bool(_)) => {}
        // YAML takes `title: 2024` for a number.
        (Text, Value::Number(_) | Value::Bool(_)) => node.value = Value::String(node.to_text()),
        (Part(table), Value::Object(_)) => part(node, table, problems),
        (OrRef(table), Value::Object(_)) => reference_or_part(node, table, problems),
        (Schema | SchemaOrFlag, Value::Object(_)) => reference_or_part(node, &SCHEMA, problems),
        (Names(inner), Value::Object(object)) => {
            object
                .iter_mut()
                .filter(|(name, _)| !name.starts_with("x-"))
                .for_each(|(_, entry)| value(&mut entry.node, *inner, problems));
        }
        (Calls, _) => problems.extend(malformed_calls(node)),
        (Commands, Value::Object(object)) => {
            for entry in object.values().flat_map(|entry| match entry.node.as_object() {
                Some(schemas) => schemas.values().collect(),
                None => vec![entry],
            }) {
                problems.extend(malformed_calls(&entry.node));
            }
        }
        (NamesOfCalls(inner), Value::Object(object)) => {
            for (name, entry) in object.iter_mut() {
                if CallName::parse(name).is_none() {
                    problems.push(malformed_call(entry.key_at));
                }
                value(&mut entry.node, *inner, problems);
            }
        }
        (List(inner) | OneOrMore(inner), Value::Array(items)) => {
            items.iter_mut().for_each(|item| value(item, *inner, problems));
        }
        (OneOrMore(inner), _) => value(node, *inner, problems),
        (wanted, _) => problems.push(Problem::error(
            "wrong-kind",
            node.at,
            format!("this is {}, where OpenAPI wants {}", node.kind(), words(wanted)),
            "correct the value, or move it to where it belongs",
        )),
    }
}

fn words(want: Want) -> String {
    match want {
        Text => "a string".to_owned(),
        Flag => "true or false".to_owned(),
        Number => "a number".to_owned(),
        TextOrNumber => "a string".to_owned(),
        Part(table) | OrRef(table) => format!("a mapping: a {}", table.name),
        Schema => "a mapping: a schema".to_owned(),
        SchemaOrFlag => "a schema, or true or false".to_owned(),
        Names(_) | NamesOfCalls(_) | Commands => "a mapping".to_owned(),
        Calls => "the name of a method".to_owned(),
        List(_) => "a list".to_owned(),
        OneOrMore(inner) => words(*inner),
        Anything => "a value".to_owned(),
    }
}

fn reference_or_part(node: &mut Node, table: &'static Table, problems: &mut Vec<Problem>) {
    let Some(object) = node.as_object() else { return };
    let Some(reference) = object.get("$ref") else { return part(node, table, problems) };
    if reference.node.as_str().is_none() {
        return problems.push(Problem::error(
            "wrong-kind",
            reference.node.at,
            format!("this is {}, where OpenAPI wants {}", reference.node.kind(), words(Text)),
            "correct the value, or move it to where it belongs",
        ));
    }
    for (key, entry) in object.iter().filter(|(key, _)| *key != "$ref" && !key.starts_with("x-")) {
        problems.push(Problem::warning(
            "ref-siblings",
            entry.key_at,
            format!("`{key}` stands beside a `$ref`, where OpenAPI 3.0 ignores it"),
            "write `allOf: [{$ref: ...}]` and put the rest beside that",
        ));
    }
}

fn part(node: &mut Node, table: &'static Table, problems: &mut Vec<Problem>) {
    let at = node.at;
    let Value::Object(object) = &mut node.value else {
        return value(node, Part(table), problems);
    };
    for key in table.required.iter().filter(|key| !object.contains_key(**key)) {
        problems.push(missing(at, table, key));
    }
    let mut meaningless = Vec::new();
    for (key, entry) in object.iter_mut() {
        match table.keys.iter().find(|(known, _)| known == key) {
            Some((_, want))
                if key.starts_with("x-") && (key != "x-webhooks" || entry.node.as_object().is_none()) =>
            {
                let mut found = Vec::new();
                value(&mut entry.node, *want, &mut found);
                let (errors, warnings): (Vec<_>, Vec<_>) =
                    found.into_iter().partition(|problem| problem.severity == Severity::Error);
                if errors.is_empty() {
                    problems.extend(warnings);
                } else {
                    // A name that cannot be read is no name; what is beside it in the list may well be one.
                    if errors.iter().any(|problem| problem.rule != "malformed-call") {
                        meaningless.push(key.clone());
                    }
                    problems.extend(errors.into_iter().map(|problem| foreign(key, entry.key_at, problem)));
                }
            }
            Some((_, want)) if is_left_out(&entry.node, *want) && !table.required.contains(&key.as_str()) => {
                problems.push(null(key, entry.node.at));
                meaningless.push(key.clone());
            }
            Some((_, want)) => value(&mut entry.node, *want, problems),
            None if key.starts_with("x-") || key == "$ref" => {}
            None => problems.push(unknown(key, entry.key_at, table)),
        }
    }
    for key in meaningless {
        object.shift_remove(&key);
    }
}

/// What stands where the name of a method of the client is wanted, or a list of them, and is none.
fn malformed_calls(node: &Node) -> Vec<Problem> {
    let names = node.as_array().map_or_else(|| vec![node], |list| list.iter().collect());
    let malformed = names.into_iter().filter(|node| node.as_str().and_then(CallName::parse).is_none());
    malformed.map(|node| malformed_call(node.at)).collect()
}

fn malformed_call(at: Location) -> Problem {
    Problem::error(
        "malformed-call",
        at,
        "this does not say where the operation lives",
        "write `namespace.method` in lower case, such as `things.create`; `things(thing_id).list` binds a path parameter",
    )
}

/// `null` is a value in data alone.
fn is_left_out(node: &Node, want: Want) -> bool {
    matches!(node.value, Value::Null) && !matches!(want, Anything)
}

fn null(key: &str, at: Location) -> Problem {
    Problem::warning(
        "null-value",
        at,
        format!("`{key}` is null, and is taken as if it were not written"),
        "remove it, or give it a value",
    )
}

/// Extensions have no registry: others may use the same name for something else.
fn foreign(key: &str, at: Location, problem: Problem) -> Problem {
    if problem.rule == "malformed-call" {
        return Problem { severity: Severity::Warning, ..problem };
    }
    Problem::warning(
        "foreign-extension",
        at,
        format!("`{key}` is not in the form that this generator knows, and is ignored ({})", problem.message),
        "write it as this generator reads it, or leave it to the tool that it is meant for",
    )
}

fn missing(at: Location, table: &Table, key: &str) -> Problem {
    Problem::error("missing-key", at, format!("this {} has no `{key}`", table.name), format!("add `{key}`"))
}

fn unknown(key: &str, at: Location, table: &Table) -> Problem {
    let known = table.keys.iter().map(|(known, _)| *known);
    let closest = known.map(|known| (strsim::damerau_levenshtein(key, known), known)).min();
    let help = match closest {
        Some((distance, known)) if distance <= 1 + key.len() / 4 => format!("did you mean `{known}`?"),
        _ => "remove it, or call it `x-…` if it is an extension".to_owned(),
    };
    Problem::warning("unknown-key", at, format!("a {} has no `{key}`; it would be ignored", table.name), help)
}

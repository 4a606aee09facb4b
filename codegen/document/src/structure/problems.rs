//! What can be wrong with the structure of a document.

use super::tables::Table;
use super::tables::Want::{
    self, Anything, Calls, Commands, Flag, List, Names, NamesOfCalls, Number, OneOrMore, OrRef, Part, Schema,
    SchemaOrFlag, Text, TextOrNumber,
};
use crate::node::Node;
use crate::problem::{Problem, Severity};
use crate::source::Location;

/// A value that is not what is wanted.
pub fn wrong_kind(node: &Node, wanted: Want) -> Problem {
    Problem::error(
        "wrong-kind",
        node.at,
        format!("this is {}, where OpenAPI wants {}", node.kind(), words(wanted)),
        "correct the value, or move it to where it belongs",
    )
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

/// What is no name of a method of the client, and should be.
pub fn malformed_call(at: Location) -> Problem {
    Problem::error(
        "malformed-call",
        at,
        "this does not say where the operation lives",
        "write `namespace.method` in lower case, such as `things.create`; `things(thing_id).list` binds a path parameter",
    )
}

/// A key that is written, and left out all the same.
pub fn null(key: &str, at: Location) -> Problem {
    Problem::warning(
        "null-value",
        at,
        format!("`{key}` is null, and is taken as if it were not written"),
        "remove it, or give it a value",
    )
}

/// Extensions have no registry: others may use the same name for something else.
pub fn foreign(key: &str, at: Location, problem: Problem) -> Problem {
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

/// A key that is required, and is not there.
pub fn missing(at: Location, table: &Table, key: &str) -> Problem {
    Problem::error("missing-key", at, format!("this {} has no `{key}`", table.name), format!("add `{key}`"))
}

/// A key that means nothing here.
pub fn unknown(key: &str, at: Location, table: &Table) -> Problem {
    let known = table.keys.iter().map(|(known, _)| *known);
    let closest = known.map(|known| (strsim::damerau_levenshtein(key, known), known)).min();
    let help = match closest {
        Some((distance, known)) if distance <= 1 + key.len() / 4 => format!("did you mean `{known}`?"),
        _ => "remove it, or call it `x-…` if it is an extension".to_owned(),
    };
    Problem::warning("unknown-key", at, format!("a {} has no `{key}`; it would be ignored", table.name), help)
}

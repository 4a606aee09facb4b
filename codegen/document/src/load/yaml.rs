//! YAML (and so JSON) to [`Node`]s, with the place of every key and value.
//!
//! Only the JSON subset of YAML has a meaning in OpenAPI: tags are ignored, and an alias is a copy of what it names, as is
//! what a merge key (`<<`) names. Depth and size are bounded, so that no input can exhaust the machine.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use serde_json::Number;

use crate::node::{Entry, Node, Object, Value};
use crate::problem::Problem;
use crate::source::{FileId, Location};

/// How deep a document may nest.
const MAX_DEPTH: usize = 128;
/// How many values a document may hold once its aliases are copied out.
const MAX_NODES: usize = 4_000_000;

/// Parses one file that holds exactly one document.
pub fn parse(text: &str, file: FileId) -> Result<Node, Problem> {
    Builder::new(&join_surrogates(text), file).document()
}

/// JSON writes characters beyond the first plane as two escapes, which YAML does not know.
fn join_surrogates(text: &str) -> Cow<'_, str> {
    if !text.starts_with(['{', '[']) || !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        joined.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match surrogate_pair(rest) {
            Some(character) => {
                joined.push(character);
                12
            }
            None => {
                let length = rest.chars().take(2).map(char::len_utf8).sum();
                joined.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

/// The character of two escapes at the start of a text.
fn surrogate_pair(text: &str) -> Option<char> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    char::decode_utf16([unit(0)?, unit(6)?]).next()?.ok().filter(|character| *character > '\u{ffff}')
}

struct Builder<'text> {
    parser: Parser<'text, StrInput<'text>>,
    file: FileId,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
}

/// An event that starts a value or ends a collection, with its place.
type Next<'text> = (Event<'text>, Location);

impl<'text> Builder<'text> {
    fn new(text: &'text str, file: FileId) -> Self {
        Self { parser: Parser::new_from_str(text), file, anchors: BTreeMap::new(), nodes: 0 }
    }

    fn document(mut self) -> Result<Node, Problem> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
                (Event::StreamEnd, at) => return Err(empty(at)),
                next => {
                    let root = self.value(next, 0)?;
                    self.only_document()?;
                    return Ok(root);
                }
            }
        }
    }

    fn only_document(&mut self) -> Result<(), Problem> {
        loop {
            match self.next()? {
                (Event::DocumentEnd | Event::Nothing, _) => {}
                (Event::StreamEnd, _) => return Ok(()),
                (_, at) => {
                    return Err(syntax(
                        at,
                        "a second YAML document starts here",
                        "keep one document in a file: remove the `---` line or split the file",
                    ));
                }
            }
        }
    }

    fn next(&mut self) -> Result<Next<'text>, Problem> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, self.location(span))),
            Some(Err(error)) => Err(self.scan_error(&error)),
            None => Ok((Event::StreamEnd, Location { file: self.file, line: 1, column: 1 })),
        }
    }

    fn value(&mut self, (event, at): Next<'text>, depth: usize) -> Result<Node, Problem> {
        self.bounded(at, depth)?;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => (scalar(text, style), anchor),
            Event::SequenceStart(anchor, _) => (Value::Array(self.sequence(depth)?), anchor),
            Event::MappingStart(anchor, _) => (Value::Object(self.mapping(depth)?), anchor),
            Event::Alias(anchor) => return self.alias(anchor, at),
            _ => {
                return Err(syntax(
                    at,
                    "the document ends in the middle of a value",
                    "finish or remove the value",
                ));
            }
        };
        let node = Node::new(value, at);
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Node>, Problem> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                next => items.push(self.value(next, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Object, Problem> {
        let mut object = IndexMap::new();
        let mut merged = Vec::new();
        loop {
            let (key, key_at, style) = match self.next()? {
                (Event::MappingEnd, _) => {
                    merge(&mut object, merged);
                    return Ok(object);
                }
                (Event::Scalar(text, style, ..), at) => (text.into_owned(), at, style),
                (_, at) => {
                    return Err(syntax(
                        at,
                        "a key of a mapping is not a plain name",
                        "write the key as one word or a quoted string",
                    ));
                }
            };
            let next = self.next()?;
            let node = self.value(next, depth + 1)?;
            if key == "<<" && style == ScalarStyle::Plain {
                merged.push(node);
                continue;
            }
            if let Some(Entry { key_at: first, .. }) = object.get(&key) {
                return Err(duplicate(&key, key_at, *first));
            }
            object.insert(key, Entry { key_at, node });
        }
    }

    fn alias(&mut self, anchor: usize, at: Location) -> Result<Node, Problem> {
        let node = self.anchors.get(&anchor).cloned().ok_or_else(|| {
            syntax(
                at,
                "this alias stands inside the value it names",
                "write the value out, or use a `$ref` to a named schema",
            )
        })?;
        self.nodes += count(&node);
        self.bounded(at, 0)?;
        Ok(node)
    }

    fn bounded(&mut self, at: Location, depth: usize) -> Result<(), Problem> {
        self.nodes += 1;
        if depth > MAX_DEPTH {
            return Err(syntax(
                at,
                &format!("values nest deeper than {MAX_DEPTH} levels"),
                "name the inner schemas and refer to them with `$ref`",
            ));
        }
        if self.nodes > MAX_NODES {
            return Err(syntax(
                at,
                &format!("the document holds more than {MAX_NODES} values once its aliases are copied out"),
                "replace aliases by `$ref`s to named components",
            ));
        }
        Ok(())
    }

    fn location(&self, span: Span) -> Location {
        location(self.file, span.start.line(), span.start.col())
    }

    fn scan_error(&self, error: &saphyr_parser::ScanError) -> Problem {
        let at = location(self.file, error.marker().line(), error.marker().col());
        let help = if error.info().contains("tab") {
            "YAML indents with spaces: replace the tab by spaces"
        } else {
            "fix the YAML (or JSON) syntax at this place or just before it"
        };
        syntax(at, &format!("this is not valid YAML: {}", error.info()), help)
    }
}

/// The parser counts columns from zero.
fn location(file: FileId, line: usize, column: usize) -> Location {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Location { file, line: number(line).max(1), column: number(column).saturating_add(1) }
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(object) => 1 + object.values().map(|entry| count(&entry.node)).sum::<usize>(),
        _ => 1,
    }
}

/// Adds what the mappings under `<<` contain and this one does not; of several, the first wins.
fn merge(object: &mut Object, merged: Vec<Node>) {
    let sources = merged.into_iter().flat_map(|node| match node.value {
        Value::Array(items) => items,
        value => vec![Node::new(value, node.at)],
    });
    for source in sources {
        let Value::Object(entries) = source.value else { continue };
        for (key, entry) in entries {
            object.entry(key).or_insert(entry);
        }
    }
}

/// YAML's core schema, less its octal and hexadecimal numbers, which JSON does not have.
fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::String(text.into_owned());
    }
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        other => number(other).map_or_else(|| Value::String(other.to_owned()), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || !digits.chars().all(numeric) {
        return None;
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    if let Ok(integer) = plain.parse::<i64>() {
        return Some(integer.into());
    }
    plain.parse::<u64>().ok().map(Number::from).or_else(|| Number::from_f64(plain.parse().ok()?))
}

fn empty(at: Location) -> Problem {
    syntax(at, "the file is empty", "write an OpenAPI 3.0.3 document: `openapi: 3.0.3`, `info`, `paths`")
}

fn duplicate(key: &str, at: Location, first: Location) -> Problem {
    Problem::unreadable(
        "duplicate-key",
        Some(at),
        format!(
            "the key `{key}` stands twice in this mapping, first in line {}; one of them would be lost",
            first.line
        ),
        "remove or rename one of the two",
    )
}

fn syntax(at: Location, message: &str, help: &str) -> Problem {
    Problem::unreadable("yaml-syntax", Some(at), message, help)
}

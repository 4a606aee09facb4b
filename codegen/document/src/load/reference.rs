//! `$ref`s: finding them in a tree, and the file and the place that each names.

use heck::ToUpperCamelCase;

use crate::node::{Node, Value, escape_pointer, unescape_pointer};
use crate::problem::Problem;
use crate::source::Location;

/// A resolved `$ref`: a file, and a JSON pointer into it (empty for the whole file).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Path of the file, as [`super::Files`] understands it.
    pub file: String,
    /// JSON pointer, escaped but not percent-encoded.
    pub pointer: String,
}

/// Why a `$ref` cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadReference {
    /// It names another host.
    Remote,
    /// What follows `#` is no JSON pointer.
    NotAPointer,
}

impl BadReference {
    /// The problem to report for the `$ref` with this text.
    pub fn problem(self, text: &str, at: Location) -> Problem {
        let (why, help) = match self {
            Self::Remote => (
                "names a document on another host; generation never uses the network",
                "copy the document beside this one and refer to it with a relative path",
            ),
            Self::NotAPointer => (
                "has something after `#` that is no JSON pointer",
                "write `#/components/schemas/Name`, or `file.yaml#/components/schemas/Name`",
            ),
        };
        Problem::error("invalid-ref", at, format!("`{text}` {why}"), help)
    }
}

/// The kind of components that are path items, since OpenAPI 3.1.
pub(crate) const PATH_ITEMS: &str = "pathItems";

impl Reference {
    /// Resolves the text of a `$ref` that stands in the file `from`.
    pub fn parse(text: &str, from: &str) -> Result<Self, BadReference> {
        let (path, pointer) = text.split_once('#').unwrap_or((text, ""));
        if path.contains("://") || path.starts_with("//") {
            return Err(BadReference::Remote);
        }
        if !(pointer.is_empty() || pointer.starts_with('/')) {
            return Err(BadReference::NotAPointer);
        }
        let file = if path.is_empty() { from.to_owned() } else { join(from, path) };
        // A URI may encode any letter; a place has one pointer.
        let pointer = match pointer.contains('%') {
            true => pointer
                .split('/')
                .map(|token| escape_pointer(&unescape_pointer(token)))
                .collect::<Vec<_>>()
                .join("/"),
            false => pointer.to_owned(),
        };
        Ok(Self { file, pointer })
    }

    /// A name for what stands there, where that is no component: from the names on the way to it.
    pub fn made_name(&self) -> String {
        let tokens = self.pointer.split('/').skip(1).map(unescape_pointer);
        let named =
            tokens.filter(|token| !STRUCTURAL.contains(&token.as_str()) && token.parse::<u8>().is_err());
        let plain = |text: &str| -> String {
            let sign = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { ' ' };
            text.chars().map(sign).collect()
        };
        let names: Vec<String> = named.map(|token| plain(&token)).collect();
        let file = self.file.rsplit('/').next().unwrap_or_default();
        let file = file.split('.').next().unwrap_or_default();
        match names.as_slice() {
            [] => plain(file).to_upper_camel_case(),
            [only] if !only.contains(' ') => only.clone(),
            several => several.iter().map(|name| name.to_upper_camel_case()).collect(),
        }
    }

    /// Kind and name when this names a component (`schemas`, `Thing`). OpenAPI 3.0 knows no path items among them.
    pub fn component(&self) -> Option<(&str, String)> {
        let (kind, name) = self.pointer.strip_prefix("/components/")?.split_once('/')?;
        (!name.contains('/') && kind != PATH_ITEMS).then(|| (kind, unescape_pointer(name)))
    }
}

/// A path relative to the directory of the file `from`, with `.` and `..` worked out.
pub fn join(from: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let absolute = from.starts_with('/');
    let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    if absolute { format!("/{joined}") } else { joined }
}

/// Every `$ref` of a tree and every discriminator mapping that is written as one.
pub fn of_tree(tree: &Node) -> Vec<(&str, Location)> {
    let mut found = Vec::new();
    collect(tree, Keys::Keywords, &mut found);
    found
}

/// What the keys of a mapping are: keywords of OpenAPI, or names that the author gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Keywords: `type`, `properties`, `example` ...
    Keywords,
    /// Names, such as the keys of `properties`: a property may well be called `example`.
    Names,
}

impl Keys {
    /// What the keys of the value under `key` are, or `None` when that value is data in which `$ref` means nothing.
    pub fn below(self, key: &str) -> Option<Self> {
        match (self, key) {
            (Self::Names, _) => Some(Self::Keywords),
            (Self::Keywords, "example" | "examples" | "default" | "enum" | "const" | "value") => None,
            (Self::Keywords, key) if key.starts_with("x-") && !REFERRING.contains(&key) => None,
            (Self::Keywords, key) if NAME_MAPS.contains(&key) => Some(Self::Names),
            (Self::Keywords, _) => Some(Self::Keywords),
        }
    }
}

/// Keys on the way to a schema that say nothing of it.
const STRUCTURAL: [&str; 15] = [
    "$defs",
    "allOf",
    "anyOf",
    "application/json",
    "components",
    "content",
    "definitions",
    "items",
    "oneOf",
    "paths",
    "properties",
    "responses",
    "schema",
    "schemas",
    "parameters",
];

/// Extensions in which `$ref` means what it means elsewhere. In all others it is data.
const REFERRING: &[&str] = &["x-error-codes", "x-guides", "x-package", "x-webhooks"];

const NAME_MAPS: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
    "x-guides",
    "x-webhooks",
];

fn collect<'tree>(node: &'tree Node, keys: Keys, found: &mut Vec<(&'tree str, Location)>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, Keys::Keywords, found)),
        Value::Object(object) => {
            let target = object.get("$ref").and_then(|entry| Some((entry.node.as_str()?, entry.node.at)));
            found.extend(target.filter(|_| keys == Keys::Keywords));
            for (key, entry) in object {
                match keys.below(key) {
                    Some(_) if keys == Keys::Keywords && key == "discriminator" => {
                        found.extend(mapping_references(&entry.node));
                    }
                    Some(below) => collect(&entry.node, below, found),
                    None => {}
                }
            }
        }
        _ => {}
    }
}

/// Targets of a discriminator's mapping that are references rather than bare names.
pub fn mapping_references(discriminator: &Node) -> impl Iterator<Item = (&str, Location)> {
    discriminator
        .entries("mapping")
        .filter_map(|(_, entry)| Some((entry.node.as_str()?, entry.node.at)))
        .filter(|(text, _)| text.contains(['#', '/']))
}

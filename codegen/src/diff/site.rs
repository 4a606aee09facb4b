//! A schema where it stands: what it is called, and what it comes to once references and wrappers are followed.
//!
//! `$ref: X`, a chain of them, and `allOf: [{$ref: X}]` with a description beside it are all X. What a wrapper may add
//! (`nullable`, a default, a description) is kept apart, as it belongs to the place and not to X.

use crate::node::{Node, Value, escape_pointer, unescape_pointer};
use crate::source::Location;

/// A schema and its place.
#[derive(Clone, Debug)]
pub(super) struct Site<'a> {
    /// The schema as it is written here.
    pub node: &'a Node,
    /// The document it is part of.
    pub root: &'a Node,
    /// Where its key stands.
    pub at: Location,
    /// Path that does not depend on files: `schemas/Thing/properties/uri`.
    pub location: String,
    /// Name for people: `Thing.uri`.
    pub name: String,
    /// The component it is, or is written in.
    pub component: Option<&'a str>,
    /// Whether it is that component itself.
    pub is_component: bool,
}

/// Where an operation is, as [`Site::location`] tells it.
pub(super) fn operation_location(id: &str) -> String {
    format!("operations/{}", escape_pointer(id))
}

/// How many references and wrappers are followed: more are a cycle, which the checks report.
const LONGEST_CHAIN: usize = 64;

/// What a wrapper may say beside its one `allOf` and still be a wrapper.
const ANNOTATIONS: &[&str] = &[
    "allOf",
    "nullable",
    "default",
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "example",
    "examples",
    "externalDocs",
    "type",
];

impl<'a> Site<'a> {
    /// The component of this name.
    pub fn component(root: &'a Node, name: &str) -> Option<Self> {
        let (key, entry) = root.pointer("/components/schemas")?.as_object()?.get_key_value(name)?;
        Some(Self {
            node: &entry.node,
            root,
            at: entry.key_at,
            location: format!("schemas/{key}"),
            name: key.clone(),
            component: Some(key),
            is_component: true,
        })
    }

    /// A schema that is written inside of this one.
    pub fn inside(&self, node: &'a Node, at: Location, location: &str, name: &str) -> Self {
        Self {
            node,
            root: self.root,
            at,
            location: format!("{}/{location}", self.location),
            name: format!("{}{name}", self.name),
            component: self.component,
            is_component: false,
        }
    }

    /// What the references and wrappers lead to, and the wrappers on the way, outermost first.
    pub fn unwrap(&self) -> (Self, Vec<&'a Node>) {
        let mut site = self.clone();
        let mut wrappers = Vec::new();
        for _ in 0..LONGEST_CHAIN {
            if let Some(target) = site.target() {
                site = target;
            } else if let Some(inner) = wrapped(site.node) {
                wrappers.push(site.node);
                // An inline schema inside a wrapper is still at the place of the wrapper.
                site = Self { node: inner, ..site };
            } else {
                break;
            }
        }
        (site, wrappers)
    }

    /// The name of the component that this is.
    pub fn own_name(&self) -> Option<&'a str> {
        self.component.filter(|_| self.is_component)
    }

    /// The name of the component whose schema this is, wherever it stands.
    pub fn name_of_node(&self) -> Option<&'a str> {
        let all = self.root.pointer("/components/schemas")?.as_object()?;
        let own = all.iter().find(|(_, entry)| std::ptr::eq(&raw const entry.node, self.node))?;
        Some(own.0)
    }

    /// The same schema as a part of the place that refers to it.
    pub fn standing_at(&self, place: &Self) -> Self {
        Self { node: self.node, ..place.clone() }
    }

    fn target(&self) -> Option<Self> {
        let token = self.node.reference()?.strip_prefix("#/components/schemas/")?;
        Self::component(self.root, &unescape_pointer(token))
    }

    /// The name of the schema this comes to, when that is a component.
    pub fn named(&self) -> Option<&'a str> {
        self.unwrap().0.own_name()
    }
}

/// The one part of a schema that is nothing but a wrapper around it.
fn wrapped(node: &Node) -> Option<&Node> {
    let object = node.as_object()?;
    let [only] = node.get("allOf")?.as_array()?.as_slice() else { return None };
    let annotates = object.keys().all(|key| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-"));
    annotates.then_some(only)
}

/// A flag that the schema or any wrapper around it can raise.
pub(super) fn flag(core: &Node, wrappers: &[&Node], key: &str) -> bool {
    let listed_null = key == "nullable" && core.items("enum").any(|value| matches!(value.value, Value::Null));
    core.get_flag(key) || listed_null || wrappers.iter().any(|wrapper| wrapper.get_flag(key))
}

/// A value of which the outermost counts.
pub(super) fn outermost<'a>(core: &'a Node, wrappers: &[&'a Node], key: &str) -> Option<&'a Node> {
    wrappers.iter().copied().chain([core]).find_map(|node| node.get(key))
}

/// A schema in a few words: `string (uuid)`, `list of SipCodec`, `SipGateway`.
pub(super) fn describe(node: &Node) -> String {
    describe_within(node, 3)
}

fn describe_within(node: &Node, depth: usize) -> String {
    let nullable = if node.get_flag("nullable") { " or null" } else { "" };
    format!("{}{nullable}", bare(node, depth))
}

fn bare(node: &Node, depth: usize) -> String {
    if let Some(target) = node.reference() {
        return unescape_pointer(target.rsplit('/').next().unwrap_or(target));
    }
    if let Some(inner) = wrapped(node) {
        return describe_within(inner, depth);
    }
    if depth == 0 {
        return "...".to_owned();
    }
    for (key, word) in [("oneOf", " | "), ("anyOf", " | "), ("allOf", " & ")] {
        if let Some(parts) = node.get(key).and_then(Node::as_array) {
            let mut parts: Vec<String> = parts.iter().map(|part| describe_within(part, depth - 1)).collect();
            // What is described alike is the same: order means nothing.
            parts.sort();
            return parts.join(word);
        }
    }
    simple(node, depth)
}

fn simple(node: &Node, depth: usize) -> String {
    let kind = kind(node).unwrap_or("any");
    match kind {
        "array" => match node.get("items") {
            Some(items) => format!("list of {}", describe_within(items, depth - 1)),
            None => "list".to_owned(),
        },
        "object" => object(node, depth),
        _ => match (node.get_str("format"), node.get("enum")) {
            (_, Some(values)) => format!("{kind}: one of {}", listed(values)),
            (Some(format), None) => format!("{kind} ({format})"),
            (None, None) => kind.to_owned(),
        },
    }
}

fn listed(values: &Node) -> String {
    let mut each: Vec<String> =
        values.as_array().into_iter().flatten().map(|value| value.to_json().to_string()).collect();
    each.sort();
    format!("[{}]", each.join(","))
}

fn object(node: &Node, depth: usize) -> String {
    let mut fields: Vec<&str> = node.entries("properties").map(|(name, _)| name).collect();
    fields.sort_unstable();
    match (fields.is_empty(), node.get("additionalProperties").filter(|values| values.as_object().is_some()))
    {
        (true, Some(values)) => format!("map of {}", describe_within(values, depth - 1)),
        (true, None) => "object".to_owned(),
        (false, _) => format!("object {{ {} }}", fields.join(", ")),
    }
}

/// The type of a schema, said or implied.
pub(super) fn kind(node: &Node) -> Option<&str> {
    node.get_str("type").or_else(|| {
        let implied = [("properties", "object"), ("additionalProperties", "object"), ("items", "array")];
        implied.into_iter().find(|(key, _)| node.get(key).is_some()).map(|(_, kind)| kind)
    })
}

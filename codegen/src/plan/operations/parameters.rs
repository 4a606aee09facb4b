//! Parameters in the path, the query and the headers.

use super::super::Type;
use super::super::schemas::{Schemas, value_docs};
use crate::names::{Taken, value_name};
use crate::node::Node;

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Name on the wire.
    pub wire: String,
    /// Name of the argument or setter.
    pub name: String,
    /// Where it goes.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// For lists: one pair for each item rather than all in one, joined.
    pub explode: bool,
    /// The value is written as JSON (a parameter with a media type instead of a schema).
    pub as_json: bool,
    /// What stands between the items of a list that is joined.
    pub separator: &'static str,
    /// What the document says of it.
    pub docs: Vec<String>,
    /// An example of its value.
    pub example: Option<serde_json::Value>,
    /// Whether the document advises against it.
    pub deprecated: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the headers.
    Header,
    /// Into the header `Cookie`.
    Cookie,
}

/// Names that every request builder already uses.
pub(super) const METHODS: &[&str] = &[
    "body",
    "clone",
    "deadline",
    "decode_as",
    "header",
    "into_future",
    "items",
    "new",
    "pages",
    "resume",
    "retries",
    "send",
    "timeout",
    "with_response",
];

/// An operation's own parameters win over those of its path.
pub(super) fn read<'a>(
    root: &'a Node,
    path: &str,
    operation: &'a Node,
    item: &'a Node,
    hint: &str,
    schemas: &mut Schemas<'a>,
) -> Vec<Parameter> {
    let mut nodes: Vec<&'a Node> = Vec::new();
    for node in operation.items("parameters").chain(item.items("parameters")) {
        let node = root.followed(node);
        let same = |known: &&Node| key(known) == key(node);
        if place(node).is_some() && !nodes.iter().any(same) {
            nodes.push(node);
        }
    }
    nodes.sort_by_key(|node| path_position(path, node));
    let mut taken = Taken::with(METHODS.iter().copied());
    nodes.into_iter().filter_map(|node| parameter(node, hint, schemas, &mut taken)).collect()
}

fn key(node: &Node) -> (Option<&str>, Option<&str>) {
    (node.get_str("in"), node.get_str("name"))
}

/// Where the parameter stands in the path; what does not stand there comes after.
fn path_position(path: &str, node: &Node) -> usize {
    let position = || path.find(&format!("{{{}}}", node.get_str("name")?));
    position().filter(|_| place(node) == Some(Place::Path)).unwrap_or(usize::MAX)
}

fn place(node: &Node) -> Option<Place> {
    match node.get_str("in")? {
        "path" => Some(Place::Path),
        "query" => Some(Place::Query),
        "header" => Some(Place::Header),
        "cookie" => Some(Place::Cookie),
        _ => None,
    }
}

fn parameter<'a>(
    node: &'a Node,
    hint: &str,
    schemas: &mut Schemas<'a>,
    taken: &mut Taken,
) -> Option<Parameter> {
    let wire = node.get_str("name")?.to_owned();
    let place = place(node)?;
    let media = node.entries("content").next().and_then(|(_, media)| media.node.get("schema"));
    let schema = node.get("schema").or(media);
    let ty = schema.map_or(Type::String, |schema| schemas.resolve(schema, &format!("{hint} {wire}")).ty);
    let mut docs = schema.map(|schema| value_docs(schema, schemas.target(schema))).unwrap_or_default();
    if let Some(own) = super::text(node, "description") {
        if schema.is_some_and(|schema| super::text(schemas.target(schema), "description").is_some()) {
            docs.remove(0);
        }
        docs.insert(0, own);
    }
    let (explode, separator) = style(node, place);
    Some(Parameter {
        name: taken.claim(value_name(&wire)),
        required: place == Place::Path || node.get_flag("required"),
        example: node.get("example").or_else(|| schema?.get("example")).map(Node::to_json),
        deprecated: node.get_flag("deprecated"),
        wire,
        place,
        ty,
        explode,
        separator,
        as_json: node.get("schema").is_none() && media.is_some(),
        docs,
    })
}

/// `form` explodes unless it is told not to; the other styles join.
fn style(node: &Node, place: Place) -> (bool, &'static str) {
    let told = node.get("explode").map(|_| node.get_flag("explode"));
    match node.get_str("style") {
        Some("spaceDelimited") => (told.unwrap_or(false), " "),
        Some("pipeDelimited") => (told.unwrap_or(false), "|"),
        _ => (told.unwrap_or(place == Place::Query), ","),
    }
}

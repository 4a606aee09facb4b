//! Unions whose shapes are told apart by the text of one property.

use std::collections::BTreeSet;

use crate::node::{Node, unescape_pointer};

/// How deep `allOf` and references are followed.
const MAX_DEPTH: usize = 32;

/// A union with a discriminator.
#[derive(Clone, Debug)]
pub(crate) struct Discriminated<'a> {
    /// The property whose text tells.
    pub property: &'a str,
    /// Each text with a shape it stands for, sorted; a text that several shapes share stands here for each of them.
    pub shapes: Vec<Shape<'a>>,
}

/// One text and what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Shape<'a> {
    /// The text.
    pub text: String,
    /// Name of the schema.
    pub schema: String,
    /// The reference to it, as it stands in the union.
    pub arm: &'a Node,
}

/// Reads a union: a shape has the texts that `mapping` gives it, else the only text its property can have, else its own
/// name.
pub(crate) fn read<'a>(root: &'a Node, union: &'a Node) -> Option<Discriminated<'a>> {
    let told = union.get("discriminator")?;
    let property = told.get_str("propertyName")?;
    let mut shapes = Vec::new();
    let arms: Vec<&'a Node> = union.items("oneOf").chain(union.items("anyOf")).collect();
    for arm in arms {
        let Some(schema) = schema_name(arm.reference().unwrap_or_default()) else { continue };
        for text in texts(root, told, property, arm, &schema) {
            shapes.push(Shape { text, schema: schema.clone(), arm });
        }
    }
    shapes.sort_by(|a, b| (&a.text, &a.schema).cmp(&(&b.text, &b.schema)));
    (!shapes.is_empty()).then_some(Discriminated { property, shapes })
}

fn texts(root: &Node, told: &Node, property: &str, arm: &Node, schema: &str) -> Vec<String> {
    let names = |target: &str| schema_name(target).unwrap_or_else(|| target.to_owned()) == schema;
    let mapped = told.entries("mapping").filter(|(_, entry)| entry.node.as_str().is_some_and(names));
    let mapped: BTreeSet<String> = mapped.map(|(text, _)| text.to_owned()).collect();
    if !mapped.is_empty() {
        return mapped.into_iter().collect();
    }
    let constant = self::property(root, arm, property).and_then(only_text);
    vec![constant.unwrap_or(schema).to_owned()]
}

fn schema_name(reference: &str) -> Option<String> {
    reference.strip_prefix("#/components/schemas/").map(unescape_pointer)
}

/// The only text that a value can have.
pub(crate) fn only_text(schema: &Node) -> Option<&str> {
    let mut texts = schema.items("enum");
    let first = texts.next()?.as_str()?;
    texts.next().is_none().then_some(first)
}

impl<'a> Discriminated<'a> {
    /// The shapes that a text stands for.
    pub(crate) fn of(&self, text: &str) -> impl Iterator<Item = &Shape<'a>> {
        self.shapes.iter().filter(move |shape| shape.text == text)
    }
}

/// The schema of an object's property, also where the object is composed with `allOf`.
pub(crate) fn property<'a>(root: &'a Node, object: &'a Node, name: &str) -> Option<&'a Node> {
    let parts = parts(root, object, 0)?;
    let found = parts.into_iter().rev().find_map(|part| part.get("properties")?.get(name))?;
    Some(unwrapped(root, found))
}

/// Whether a schema is an object, or composed of nothing but objects.
pub(crate) fn is_object(root: &Node, schema: &Node) -> bool {
    let listed = |part: &Node| part.get("properties").is_some();
    parts(root, schema, 0).is_some_and(|parts| parts.into_iter().any(listed))
}

/// Whether a schema allows texts and nothing else.
pub(crate) fn is_text(schema: &Node) -> bool {
    let has_own_type = matches!(schema.get_str("format"), Some("uuid" | "date-time" | "password"));
    let mut values = schema.items("enum").peekable();
    let listed = values.peek().is_some() && values.all(|value| value.as_str().is_some());
    !has_own_type && (listed || schema.get_str("type") == Some("string") && schema.get("enum").is_none())
}

/// The schema and every part of its `allOf`; `None` when one of them cannot be part of an object.
fn parts<'a>(root: &'a Node, schema: &'a Node, depth: usize) -> Option<Vec<&'a Node>> {
    let schema = root.followed(schema);
    // Beside properties, `anyOf` only says which of them go together.
    let is_union =
        schema.get("oneOf").or(schema.get("anyOf")).is_some() && schema.get("properties").is_none();
    let is_other = is_union || schema.get("enum").is_some();
    let fits = matches!(schema.get_str("type"), None | Some("object"));
    if depth > MAX_DEPTH || is_other || !fits {
        return None;
    }
    let mut found = Vec::new();
    for part in schema.items("allOf") {
        found.extend(parts(root, part, depth + 1)?);
    }
    found.push(schema);
    Some(found)
}

/// What a reference names, also where it is wrapped in an `allOf` of its own for the sake of a description.
fn unwrapped<'a>(root: &'a Node, schema: &'a Node) -> &'a Node {
    let schema = root.followed(schema);
    match schema.get("allOf").and_then(Node::as_array).map(Vec::as_slice) {
        Some([only]) => root.followed(only),
        _ => schema,
    }
}

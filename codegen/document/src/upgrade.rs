//! OpenAPI 3.1 in the words of 3.0, so that both are read into one model.
//!
//! Only what differs is rewritten: lists of types, `true` and `false` as schemas, `const`, numeric exclusive bounds, `examples`, `type: null`,
//! `unevaluatedProperties`, and what stands beside a `$ref`. What 3.0 cannot say at all (`if`, `prefixItems`) is left as it
//! is: it is compared as text, and nothing is generated from it. `webhooks` become `x-webhooks`, as a document of 3.0 writes them.

use indexmap::IndexMap;
use serde_json::Number;

use crate::load::FileSet;
use crate::load::reference::Keys;
use crate::node::{Entry, Node, Object, Value};
use crate::source::Location;

/// Rewrites a document of OpenAPI 3.1; any other is left alone.
pub fn upgrade(files: &mut FileSet) {
    let version = files.root().get("openapi").and_then(Node::as_str).unwrap_or_default().to_owned();
    if !version.starts_with("3.1") {
        return;
    }
    for tree in &mut files.trees {
        below(tree, Keys::Keywords);
    }
    if let Value::Object(root) = &mut files.trees[0].value {
        if let Some(webhooks) = root.shift_remove("webhooks") {
            root.insert("x-webhooks".to_owned(), webhooks);
        }
        root.shift_remove("jsonSchemaDialect");
        if let Some(entry) = root.get_mut("openapi") {
            entry.node.value = Value::String("3.0.3".to_owned());
        }
        // A document may consist of components alone since 3.1.
        let at = files.trees[0].at;
        if let Value::Object(root) = &mut files.trees[0].value
            && !root.contains_key("paths")
        {
            put(root, "paths", Node::new(Value::Object(Object::new()), at));
        }
    }
}

/// Everything inside first, so that a part is in its final form when the whole is looked at.
fn below(node: &mut Node, keys: Keys) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| below(item, Keys::Keywords)),
        Value::Object(object) => {
            for (key, entry) in object.iter_mut() {
                if let Some(inner) = keys.below(key) {
                    below(&mut entry.node, inner);
                }
            }
            if keys == Keys::Keywords {
                keywords(node);
            }
        }
        _ => {}
    }
}

fn keywords(node: &mut Node) {
    let at = node.at;
    let Value::Object(object) = &mut node.value else { return };
    types(object, at);
    boolean_schemas(object);
    constant(object);
    exclusive(object, "exclusiveMinimum", "minimum", |new, old| new >= old);
    exclusive(object, "exclusiveMaximum", "maximum", |new, old| new <= old);
    examples(object);
    if let Some(entry) = object.shift_remove("unevaluatedProperties")
        && !object.contains_key("additionalProperties")
    {
        object.insert("additionalProperties".to_owned(), entry);
    }
    reference_siblings(object, at);
}

/// `true` is a schema that takes everything, and `false` one that takes nothing.
fn boolean_schemas(object: &mut Object) {
    for (key, entry) in object.iter_mut() {
        match (key.as_str(), &mut entry.node.value) {
            ("schema" | "items" | "not", _) => boolean_schema(&mut entry.node),
            ("properties" | "schemas", Value::Object(schemas)) => {
                schemas.values_mut().for_each(|entry| boolean_schema(&mut entry.node));
            }
            ("allOf" | "oneOf" | "anyOf", Value::Array(schemas)) => {
                schemas.iter_mut().for_each(boolean_schema);
            }
            _ => {}
        }
    }
}

fn boolean_schema(node: &mut Node) {
    let Value::Bool(takes_everything) = node.value else { return };
    let mut schema = Object::new();
    if !takes_everything {
        put(&mut schema, "not", Node::new(Value::Object(Object::new()), node.at));
    }
    node.value = Value::Object(schema);
}

/// `type: [string, "null"]` is `type: string` with `nullable`; several other types are a union.
fn types(object: &mut Object, at: Location) {
    let Some(listed) = object.get("type").and_then(|entry| entry.node.as_array()) else {
        if object.get("type").and_then(|entry| entry.node.as_str()) == Some("null") {
            null(object, at);
        }
        return;
    };
    let names: Vec<String> = listed.iter().filter_map(Node::as_str).map(str::to_owned).collect();
    let mut others: Vec<&String> = names.iter().filter(|name| *name != "null").collect();
    if names.iter().any(|name| name == "null") {
        others.dedup();
    }
    match others.as_slice() {
        [] => return null(object, at),
        [only] => put(object, "type", Node::string((*only).clone(), at)),
        several => {
            let variant = |name: &&String| {
                let mut variant = Object::new();
                put(&mut variant, "type", Node::string((*name).clone(), at));
                Node::new(Value::Object(variant), at)
            };
            let variants = several.iter().map(variant).collect();
            object.shift_remove("type");
            put(object, "oneOf", Node::new(Value::Array(variants), at));
        }
    }
    if names.iter().any(|name| name == "null") {
        put(object, "nullable", Node::new(Value::Bool(true), at));
    }
}

/// What can only be `null`, as 3.0 writes it.
fn null(object: &mut Object, at: Location) {
    put(object, "type", Node::string("string", at));
    put(object, "nullable", Node::new(Value::Bool(true), at));
    put(object, "enum", Node::new(Value::Array(vec![Node::new(Value::Null, at)]), at));
}

fn constant(object: &mut Object) {
    if let Some(entry) = object.shift_remove("const") {
        let at = entry.node.at;
        let untyped = entry.node.as_str().is_some() && !object.contains_key("type");
        put(object, "enum", Node::new(Value::Array(vec![entry.node]), at));
        if untyped {
            put(object, "type", Node::string("string", at));
        }
    }
}

/// A numeric exclusive bound becomes the bound and a flag, unless the inclusive bound is the stricter one.
fn exclusive(object: &mut Object, key: &str, bound: &str, stricter: fn(f64, f64) -> bool) {
    let Some(Value::Number(number)) = object.get(key).map(|entry| entry.node.value.clone()) else { return };
    let at = object.get(key).map_or_else(Location::default, |entry| entry.node.at);
    let inclusive = object.get(bound).and_then(|entry| as_number(&entry.node));
    object.shift_remove(key);
    let value = number.as_f64().unwrap_or_default();
    if inclusive.is_none_or(|inclusive| stricter(value, inclusive)) {
        put(object, bound, Node::new(Value::Number(number), at));
        put(object, key, Node::new(Value::Bool(true), at));
    }
}

fn as_number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number) => Number::as_f64(number),
        _ => None,
    }
}

/// A schema's list of examples becomes its first; the named examples of a parameter or body are a mapping and stay.
fn examples(object: &mut Object) {
    let Some(list) = object.get("examples").and_then(|entry| entry.node.as_array()) else { return };
    let first = list.first().cloned();
    object.shift_remove("examples");
    if let Some(first) = first.filter(|_| !object.contains_key("example")) {
        put(object, "example", first);
    }
}

/// What 3.1 allows beside a `$ref` goes around it.
fn reference_siblings(object: &mut Object, at: Location) {
    if object.len() < 2 || !object.contains_key("$ref") {
        return;
    }
    let Some(reference) = object.shift_remove("$ref") else { return };
    // A reference that is not to a schema (a response, a parameter) only has its description overridden.
    let is_schema = reference.node.as_str().is_some_and(|text| text.contains("/schemas/"));
    let mut target = IndexMap::new();
    target.insert("$ref".to_owned(), reference);
    if !is_schema {
        *object = target;
        return;
    }
    let mut parts = vec![Node::new(Value::Object(target), at)];
    if let Some(Value::Array(more)) = object.get("allOf").map(|entry| entry.node.value.clone()) {
        parts.extend(more);
    }
    put(object, "allOf", Node::new(Value::Array(parts), at));
}

fn put(object: &mut Object, key: &str, node: Node) {
    object.insert(key.to_owned(), Entry { key_at: node.at, node });
}

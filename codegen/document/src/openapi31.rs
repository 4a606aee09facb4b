//! The way back from the words of 3.0 to those of OpenAPI 3.1, for tools that read the latter.

use serde_json::{Map, Value, json};

use crate::load::reference::Keys;

/// A bundled document as one of OpenAPI 3.1: webhooks by their name, `null` as a type, bounds as numbers.
pub fn to_openapi_3_1(document: &Value) -> Value {
    let mut document = document.clone();
    below(&mut document, Keys::Keywords);
    if let Value::Object(root) = &mut document {
        root.insert("openapi".to_owned(), json!("3.1.0"));
        if let Some(webhooks) = root.shift_remove("x-webhooks") {
            root.insert("webhooks".to_owned(), webhooks);
        }
    }
    document
}

fn below(value: &mut Value, keys: Keys) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| below(item, Keys::Keywords)),
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                if let Some(inner) = keys.below(key) {
                    below(value, inner);
                }
            }
            if keys == Keys::Keywords {
                keywords(object);
            }
        }
        _ => {}
    }
}

fn keywords(object: &mut Map<String, Value>) {
    let is_nullable = object.get("nullable").is_some_and(Value::is_boolean)
        && object.shift_remove("nullable") == Some(Value::Bool(true));
    if is_nullable && let Some(Value::String(name)) = object.get("type").cloned() {
        object.insert("type".to_owned(), json!([name, "null"]));
    }
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let Some(Value::Bool(is_exclusive)) = object.get(exclusive).cloned() else { continue };
        object.shift_remove(exclusive);
        if let Some(bound) = object.get(bound).cloned().filter(|_| is_exclusive) {
            object.insert(exclusive.to_owned(), bound);
        }
        if is_exclusive {
            object.shift_remove(bound);
        }
    }
}

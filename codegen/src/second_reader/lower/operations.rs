//! Paths, operations and request bodies.

use serde_json::{Map, Value, json};

use super::{Lowering, Rule, entries, object, text};
use crate::bundle::METHODS;

/// The media types of request bodies that progenitor knows.
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const TEXTS: &[&str] = &["text/plain", "text/x-markdown"];
const BYTES: &str = "application/octet-stream";

impl<'a> Lowering<'a> {
    pub(super) fn paths(&mut self) -> Map<String, Value> {
        let root = self.root;
        let mut paths = Map::new();
        for (path, item) in entries(root.get("paths")).filter(|(path, _)| path.starts_with('/')) {
            let mut lowered = Map::new();
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    let operation = self.operation(path, method, operation, item);
                    for (status, response) in std::mem::take(&mut self.others) {
                        let other = self.with_success(&operation, &status, &response);
                        let at = other_success(path, &status);
                        let others = paths.entry(at).or_insert_with(|| json!({}));
                        if let Value::Object(others) = others {
                            others.insert(method.to_owned(), other);
                        }
                    }
                    lowered.insert(method.to_owned(), operation);
                }
            }
            paths.insert(path.clone(), Value::Object(lowered));
        }
        paths
    }

    fn operation(&mut self, path: &str, method: &str, node: &'a Value, item: &'a Value) -> Value {
        let id = self.operation_id(path, method, node);
        let mut lowered = Map::new();
        lowered.insert("operationId".to_owned(), json!(id));
        for key in ["tags", "summary", "description", "deprecated"] {
            lowered.extend(node.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        lowered.insert("parameters".to_owned(), self.parameters(path, node, item, &id).into());
        if let Some(body) = node.get("requestBody").and_then(|body| self.body(body, &id)) {
            lowered.insert("requestBody".to_owned(), body);
        }
        lowered.insert("responses".to_owned(), Value::Object(self.responses(node, &id)));
        Value::Object(lowered)
    }

    /// The same operation with another success.
    fn with_success(&mut self, operation: &Value, status: &str, response: &Value) -> Value {
        let mut operation = operation.clone();
        let id = text(&operation, "operationId").unwrap_or_default();
        let id = self.names.operation(&format!("{id} {status}"));
        if let Value::Object(operation) = &mut operation {
            operation.insert("operationId".to_owned(), json!(id));
            operation.insert("responses".to_owned(), json!({ status: response }));
        }
        operation
    }

    fn operation_id(&mut self, path: &str, method: &str, node: &Value) -> String {
        let made = || format!("{method} {}", path.replace(['{', '}', '/'], " ").trim());
        let wanted = text(node, "operationId").map_or_else(made, str::to_owned);
        let id = self.names.operation(&wanted);
        if Some(id.as_str()) != text(node, "operationId") {
            self.count(Rule::OperationIds);
        }
        id
    }

    fn body(&mut self, node: &'a Value, id: &str) -> Option<Value> {
        let body = self.followed(node);
        let content: Vec<(&'a String, &'a Value)> = entries(body.get("content")).collect();
        let json = content.iter().find(|(name, _)| is_json(name));
        let form = || content.iter().find(|(name, _)| essence(name) == FORM);
        let (name, media) = json.or_else(form).or(content.first())?;
        if content.len() > 1 {
            self.count(Rule::OneMediaType);
        }
        let known = match essence(name).as_str() {
            _ if is_json(name) => JSON,
            FORM => FORM,
            other => TEXTS.iter().find(|known| **known == other).unwrap_or(&BYTES),
        };
        if known != name.as_str() {
            self.count(Rule::MediaTypes);
        }
        let schema = match known {
            JSON | FORM => media
                .get("schema")
                .map_or_else(|| json!({}), |schema| self.schema(schema, &format!("{id} Body"))),
            BYTES => json!({ "type": "string", "format": "binary" }),
            _ => json!({ "type": "string" }),
        };
        let media = object([(known, object([("schema", schema)]).into())]);
        let mut lowered = object([("content", media.into())]);
        for key in ["description", "required"] {
            lowered.extend(body.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        Some(lowered.into())
    }
}

/// The path of an operation that stands for a further success of the one at `path`.
pub(in crate::second_reader) fn other_success(path: &str, status: &str) -> String {
    format!("{path}/~{status}")
}

/// Whether a media type is JSON, whatever it is called.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    matches!(essence.as_str(), JSON | "*/*" | "application/*") || essence.ends_with("+json")
}

/// A media type without its parameters.
fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

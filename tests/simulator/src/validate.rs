//! Requests held against the document, and the server's own answers as well.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::document::{Document, Operation, media};

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Name of the parameter or field.
    pub field: String,
    pub code: &'static str,
    pub message: String,
}

/// Validators by the schema they are for, made when first needed.
#[derive(Debug, Default)]
pub(crate) struct Validators {
    /// The named schemas, in the dialect of JSON Schema.
    schemas: Map<String, Value>,
    made: Mutex<BTreeMap<String, Option<Arc<Validator>>>>,
}

impl Validators {
    pub(crate) fn new(document: &Document) -> Self {
        let mut schemas = document.root["components"]["schemas"].as_object().cloned().unwrap_or_default();
        schemas.values_mut().for_each(modernize);
        Self { schemas, made: Mutex::default() }
    }

    /// What is wrong with a value; nothing when the schema itself makes no sense.
    pub(crate) fn refusals(&self, schema: &Value, value: &Value) -> Vec<Refusal> {
        let Some(validator) = self.validator(schema) else { return Vec::new() };
        validator.iter_errors(value).map(|error| refusal(&error)).collect()
    }

    fn validator(&self, schema: &Value) -> Option<Arc<Validator>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(schema.to_string()).or_insert_with(|| self.make(schema)).clone()
    }

    fn make(&self, schema: &Value) -> Option<Arc<Validator>> {
        let mut schema = schema.clone();
        modernize(&mut schema);
        let reached = self.reached(&schema);
        let whole = json!({ "allOf": [schema], "components": { "schemas": reached } });
        jsonschema::options().should_validate_formats(true).build(&whole).ok().map(Arc::new)
    }

    /// The named schemas that a schema leads to, and no others: documents can be large.
    fn reached(&self, schema: &Value) -> Map<String, Value> {
        let mut reached = Map::new();
        let mut pending = vec![schema];
        while let Some(value) = pending.pop() {
            match value {
                Value::Array(items) => pending.extend(items),
                Value::Object(object) => {
                    let name = object.get("$ref").and_then(Value::as_str);
                    let name = name.and_then(|text| text.strip_prefix("#/components/schemas/"));
                    let found = name.and_then(|name| self.schemas.get_key_value(name));
                    if let Some((name, found)) = found.filter(|(name, _)| !reached.contains_key(*name)) {
                        reached.insert(name.clone(), found.clone());
                        pending.push(found);
                    }
                    pending.extend(object.values());
                }
                _ => {}
            }
        }
        reached
    }

    /// Everything that is wrong with the parameters of a request.
    pub(crate) fn parameters(
        &self,
        document: &Document,
        operation: &Operation,
        path: &[(String, String)],
        query: &[(String, String)],
    ) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        for parameter in operation.parameters(document) {
            let name = parameter["name"].as_str().unwrap_or_default();
            let values = match parameter["in"].as_str() {
                Some("path") => path,
                Some("query") => query,
                _ => continue,
            };
            let given: Vec<&str> =
                values.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str()).collect();
            let schema = document.resolve(&parameter["schema"]);
            match given.as_slice() {
                [] if parameter["required"] == true => refusals.push(missing(name)),
                [] => {}
                given => refusals.extend(
                    self.refusals(schema, &typed(schema, given))
                        .into_iter()
                        .map(|refusal| Refusal { field: name.to_owned(), ..refusal }),
                ),
            }
        }
        refusals
    }

    /// Everything that is wrong with the body of a request.
    pub(crate) fn body(
        &self,
        document: &Document,
        operation: &Operation,
        body: Option<&Value>,
    ) -> Vec<Refusal> {
        let told = document.resolve(&operation.node["requestBody"]);
        let Some((_, schema)) = media(told) else { return Vec::new() };
        match body {
            None if told["required"] == true => vec![missing("body")],
            None => Vec::new(),
            Some(body) => self.refusals(schema, body),
        }
    }
}

fn missing(name: &str) -> Refusal {
    Refusal {
        field: name.to_owned(),
        code: "missing_required_parameter",
        message: format!("{name} is required"),
    }
}

fn refusal(error: &jsonschema::ValidationError<'_>) -> Refusal {
    use jsonschema::error::ValidationErrorKind;
    if let ValidationErrorKind::Required { property } = error.kind() {
        return missing(property.as_str().unwrap_or_default());
    }
    let pointer = error.instance_path().to_string();
    let field = pointer.trim_start_matches('/').replace('/', ".");
    let message =
        format!("{} is not valid: {}", if field.is_empty() { "body" } else { &field }, error.masked());
    Refusal { field, code: "invalid_parameter_value", message }
}

/// Text of a path or query as its schema's type.
fn typed(schema: &Value, given: &[&str]) -> Value {
    let first = given.first().copied().unwrap_or_default();
    let one = |text: &str, kind: Option<&str>| match kind {
        Some("integer" | "number") => {
            text.parse::<serde_json::Number>().map_or_else(|_| json!(text), Value::Number)
        }
        Some("boolean") => text.parse::<bool>().map_or_else(|_| json!(text), Value::Bool),
        _ => json!(text),
    };
    match schema["type"].as_str() {
        Some("array") => {
            let kind = schema["items"]["type"].as_str();
            given.iter().flat_map(|text| text.split(',')).map(|text| one(text, kind)).collect()
        }
        kind => one(first, kind),
    }
}

/// From OpenAPI 3.0's dialect to that of JSON Schema.
fn modernize(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(modernize),
        Value::Object(object) => {
            for key in ["example", "discriminator", "xml", "externalDocs"] {
                if object.get(key).is_some_and(|value| !value.get("type").is_some_and(Value::is_string))
                    || key == "discriminator"
                {
                    object.remove(key);
                }
            }
            for (_, value) in
                object.iter_mut().filter(|(key, _)| !matches!(key.as_str(), "enum" | "default" | "required"))
            {
                modernize(value);
            }
            exclusive(object, "exclusiveMinimum", "minimum");
            exclusive(object, "exclusiveMaximum", "maximum");
            if object.remove("nullable") == Some(Value::Bool(true)) {
                let inner = std::mem::take(object);
                object.insert("anyOf".to_owned(), json!([inner, { "type": "null" }]));
            }
        }
        _ => {}
    }
}

/// A flag beside a bound becomes the bound itself.
fn exclusive(object: &mut Map<String, Value>, flag: &str, bound: &str) {
    match object.get(flag) {
        Some(Value::Bool(true)) => {
            if let Some(value) = object.remove(bound) {
                object.insert(flag.to_owned(), value);
            }
        }
        Some(Value::Bool(false)) => {
            object.remove(flag);
        }
        _ => {}
    }
}

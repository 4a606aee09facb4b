//! Defaults and examples held against their schemas, by a JSON Schema validator.

use serde_json::{Map, Value, json};

use super::visit::{Operation, Visited};
use crate::node::Node;
use crate::problem::Problem;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    let validator = Validator::new(visited.root);
    let mut problems = Vec::new();
    for schema in &visited.schemas {
        problems.extend(validator.told(schema.node, schema.node, "default", "default-outside-schema"));
        problems.extend(validator.told(schema.node, schema.node, "example", "example-outside-schema"));
    }
    for operation in &visited.operations {
        problems.extend(of_operation(visited, operation, &validator));
    }
    problems
}

fn of_operation(visited: &Visited<'_>, operation: &Operation<'_>, validator: &Validator) -> Vec<Problem> {
    let parameters = operation.parameters.iter().copied();
    let body = operation.node.get("requestBody").into_iter();
    let responses = operation.node.entries("responses").map(|(_, entry)| &entry.node);
    let bodies = body.chain(responses).map(|node| visited.resolve(node));
    let media = bodies.flat_map(|node| node.entries("content").map(|(_, media)| &media.node));
    let holders = parameters.chain(media);
    holders
        .filter_map(|holder| Some((holder, holder.get("schema")?)))
        .flat_map(|(holder, schema)| {
            let one = validator.told(schema, holder, "example", "example-outside-schema");
            let several = holder.entries("examples").filter_map(|(_, entry)| {
                validator.told(schema, &entry.node, "value", "example-outside-schema")
            });
            one.into_iter().chain(several).collect::<Vec<_>>()
        })
        .collect()
}

/// Validates values against schemas of one document.
struct Validator {
    schemas: Map<String, Value>,
}

impl Validator {
    fn new(root: &Node) -> Self {
        let mut schemas = root.pointer("/components/schemas").map_or_else(|| json!({}), Node::to_json);
        if let Some(schemas) = schemas.as_object_mut() {
            schemas.values_mut().for_each(|schema| modernize(schema, false));
        }
        Self { schemas: schemas.as_object().cloned().unwrap_or_default() }
    }

    /// The schema with those named schemas that it reaches, and no others: documents can be large.
    fn whole(&self, schema: &Value) -> Value {
        let mut reached = Map::new();
        let mut pending = references(schema);
        while let Some(name) = pending.pop() {
            if let Some(found) = self.schemas.get(&name).filter(|_| !reached.contains_key(&name)) {
                pending.extend(references(found));
                reached.insert(name, found.clone());
            }
        }
        json!({ "allOf": [schema], "components": { "schemas": reached } })
    }

    /// The problem with the value under a key of `holder`, if it does not fit the schema.
    fn told(&self, schema: &Node, holder: &Node, key: &str, rule: &'static str) -> Option<Problem> {
        let value = holder.get(key)?;
        let mut schema = schema.to_json();
        modernize(&mut schema, false);
        let whole = self.whole(&schema);
        // A schema that makes no sense has a problem of its own.
        let validator = jsonschema::options().should_validate_formats(true).build(&whole).ok()?;
        let error = validator.validate(&value.to_json()).err()?.to_string();
        let noun = if key == "default" { "default" } else { "example" };
        Some(Problem::warning(
            rule,
            value.at,
            format!("the {noun} does not fit its schema: {error}"),
            format!("correct the {noun} or the schema"),
        ))
    }
}

/// Names of the schemas that a value refers to.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(object) => {
            let own = object
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|text| text.strip_prefix("#/components/schemas/"));
            own.map(crate::node::unescape_pointer)
                .into_iter()
                .chain(object.values().flat_map(references))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// From OpenAPI 3.0's dialect to that of JSON Schema.
fn modernize(schema: &mut Value, names: bool) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| modernize(item, false)),
        Value::Object(object) if names => object.values_mut().for_each(|value| modernize(value, false)),
        Value::Object(object) => modernize_schema(object),
        _ => {}
    }
}

fn modernize_schema(object: &mut Map<String, Value>) {
    for key in ["example", "discriminator", "xml", "externalDocs", "default"] {
        object.remove(key);
    }
    for (key, value) in object.iter_mut().filter(|(key, _)| !matches!(key.as_str(), "enum" | "required")) {
        modernize(value, key == "properties");
    }
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let told = object.remove(flag);
        if told == Some(Value::Bool(true))
            && let Some(limit) = object.remove(bound)
        {
            object.insert(flag.to_owned(), limit);
        }
    }
    if object.remove("nullable") == Some(Value::Bool(true)) {
        let inner = std::mem::take(object);
        object.insert("anyOf".to_owned(), json!([inner, { "type": "null" }]));
    }
}

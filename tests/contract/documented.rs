//! The operations as the specification documents them, read from its text, independently of the other
//! readers of this repository.

use std::collections::BTreeSet;

use serde_json::Value;

/// What is documented of one operation.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub method: String,
    pub template: String,
    pub success: u16,
    pub statuses: BTreeSet<String>,
    /// It needs no credentials.
    pub open: bool,
    /// Names of the query parameters, and whether they are required.
    pub query: Vec<(String, bool)>,
    /// The media type of the body.
    pub media_type: Option<String>,
    pub body_required: bool,
}

impl Operation {
    /// Names of the path parameters, in the order of the path.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.template.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// Every operation, by path and method.
pub fn operations() -> Vec<Operation> {
    let document = tests::specification().unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "delete", "options", "head", "patch", "trace"] {
            if let Some(node) = item.get(method) {
                operations.push(operation(&document, path, item, method, node));
            }
        }
    }
    operations
}

fn operation(document: &Value, path: &str, item: &Value, method: &str, node: &Value) -> Operation {
    let statuses: BTreeSet<String> = node["responses"].as_object().unwrap().keys().cloned().collect();
    let parameters =
        [&item["parameters"], &node["parameters"]].into_iter().filter_map(Value::as_array).flatten();
    let query = parameters
        .map(|parameter| resolve(document, parameter))
        .filter(|parameter| parameter["in"] == "query");
    let body = resolve(document, &node["requestBody"]);
    let media_types = body["content"].as_object();
    Operation {
        id: node["operationId"].as_str().unwrap().to_owned(),
        method: method.to_uppercase(),
        template: path.to_owned(),
        success: statuses.iter().find(|status| status.starts_with('2')).unwrap().parse().unwrap(),
        statuses,
        open: node["security"].as_array().is_some_and(Vec::is_empty),
        query: query
            .map(|parameter| (parameter["name"].as_str().unwrap().to_owned(), parameter["required"] == true))
            .collect(),
        media_type: media_types.and_then(|types| types.keys().next().cloned()),
        body_required: body["required"] == true,
    }
}

fn resolve<'d>(document: &'d Value, mut node: &'d Value) -> &'d Value {
    while let Some(target) = node["$ref"].as_str() {
        node = document.pointer(target.strip_prefix('#').unwrap()).unwrap();
    }
    node
}

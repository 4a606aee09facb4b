//! The document, read into operations that can be matched and served.

use std::fmt;

use serde_json::{Map, Value};

/// Why a document cannot be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError(pub(crate) String);

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the document cannot be served: {}", self.0)
    }
}

impl std::error::Error for DocumentError {}

/// A bundled document.
#[derive(Debug)]
pub(crate) struct Document {
    pub root: Value,
    pub operations: Vec<Operation>,
}

/// What kind of thing an operation works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Lists a collection.
    List,
    /// Adds to a collection.
    Create,
    /// Answers, changes or removes one item of a collection.
    Item,
    /// Answers or changes a thing of which there is one.
    Singleton,
    /// Anything else.
    Action,
}

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub id: String,
    pub method: String,
    pub template: String,
    pub segments: Vec<Segment>,
    pub role: Role,
    pub node: Value,
    /// Whether the document has an operation that adds to the collection this one reads.
    pub creatable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Fixed(String),
    Parameter(String),
}

/// An operation with the values of its path parameters.
pub(crate) struct Matched<'d> {
    pub operation: &'d Operation,
    pub values: Vec<(String, String)>,
    /// The path with its values, as it is used to name a collection.
    pub path: String,
}

/// What became of looking for a path.
pub(crate) enum Found<'d> {
    Operation(Matched<'d>),
    /// The path is there, but only with these methods.
    Methods(Vec<String>),
    Nothing,
}

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

impl Document {
    pub(crate) fn new(root: Value) -> Result<Self, DocumentError> {
        let version = root["openapi"].as_str().unwrap_or_default();
        if !version.starts_with("3.0") {
            return Err(DocumentError(format!("`openapi` is {:?}, not 3.0", root["openapi"])));
        }
        let paths = root["paths"].as_object().ok_or_else(|| DocumentError("it has no `paths`".to_owned()))?;
        let operations =
            paths.iter().flat_map(|(path, item)| operations_of(&root, paths, path, item)).collect();
        Ok(Self { operations, root })
    }

    /// Follows `$ref`s to where they end.
    pub(crate) fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        resolve(&self.root, value)
    }

    /// The operation for a request; of several templates that fit, the one with the most fixed segments.
    pub(crate) fn find(&self, method: &str, path: &str) -> Found<'_> {
        let fitting: Vec<(&Operation, Vec<(String, String)>)> = self
            .operations
            .iter()
            .filter_map(|operation| Some((operation, fit(&operation.segments, path)?)))
            .collect();
        let Some(best) = fitting.iter().map(|(operation, _)| specificity(operation)).max() else {
            return Found::Nothing;
        };
        let mut candidates: Vec<_> =
            fitting.into_iter().filter(|(operation, _)| specificity(operation) == best).collect();
        match candidates.iter().position(|(operation, _)| operation.method.eq_ignore_ascii_case(method)) {
            Some(index) => {
                let (operation, values) = candidates.swap_remove(index);
                Found::Operation(Matched { path: concrete(operation, &values), operation, values })
            }
            None => Found::Methods(
                candidates.iter().map(|(operation, _)| operation.method.to_uppercase()).collect(),
            ),
        }
    }
}

impl Operation {
    /// The documented success: its status and its response.
    pub(crate) fn success<'d>(&'d self, document: &'d Document) -> (u16, &'d Value) {
        let responses = self.node["responses"].as_object();
        let found = responses.into_iter().flatten().find(|(status, _)| status.starts_with('2'));
        found.map_or((200, &Value::Null), |(status, response)| {
            (status.parse().unwrap_or(200), document.resolve(response))
        })
    }

    /// The documented response of a status.
    pub(crate) fn response<'d>(&'d self, document: &'d Document, status: u16) -> Option<&'d Value> {
        Some(document.resolve(self.node["responses"].get(status.to_string())?))
    }

    pub(crate) fn parameters<'d>(&'d self, document: &'d Document) -> impl Iterator<Item = &'d Value> {
        self.node["parameters"].as_array().into_iter().flatten().map(|parameter| document.resolve(parameter))
    }
}

/// The first JSON schema, or any other media type, of a response or request body.
pub(crate) fn media(content_of: &Value) -> Option<(&str, &Value)> {
    let content = content_of["content"].as_object()?;
    let json = content.iter().find(|(name, _)| name.contains("json"));
    let (name, media) = json.or_else(|| content.iter().next())?;
    Some((name, &media["schema"]))
}

fn resolve<'v>(root: &'v Value, mut value: &'v Value) -> &'v Value {
    for _ in 0..32 {
        match value["$ref"].as_str().and_then(|target| root.pointer(target.strip_prefix('#')?)) {
            Some(next) => value = next,
            None => break,
        }
    }
    value
}

fn operations_of(root: &Value, paths: &Map<String, Value>, path: &str, item: &Value) -> Vec<Operation> {
    let shared = item["parameters"].as_array().cloned().unwrap_or_default();
    let present = METHODS.iter().filter_map(|method| Some((*method, item.get(method)?)));
    present
        .map(|(method, node)| {
            let mut node = node.clone();
            let own = node["parameters"].as_array().cloned().unwrap_or_default();
            node["parameters"] = own.into_iter().chain(shared.clone()).collect();
            if node.get("security").is_none() {
                node["security"] = root["security"].clone();
            }
            let id = node["operationId"].as_str().map_or_else(|| format!("{method} {path}"), str::to_owned);
            let role = role(paths, path, method, item);
            let collection = if role == Role::Item { parent(path) } else { path };
            let creatable = paths.get(collection).is_some_and(|item| item.get("post").is_some());
            Operation {
                id,
                method: method.to_owned(),
                template: path.to_owned(),
                segments: segments(path),
                role,
                node,
                creatable,
            }
        })
        .collect()
}

fn role(paths: &Map<String, Value>, path: &str, method: &str, item: &Value) -> Role {
    let last_is_parameter = path.ends_with('}');
    let has_items = paths.keys().any(|other| other.ends_with('}') && parent(other) == path);
    let changes = item.get("put").is_some() || item.get("patch").is_some();
    match method {
        "get" | "put" | "patch" | "delete" if last_is_parameter => Role::Item,
        "get" if has_items || !changes => Role::List,
        // Items may live under another path than the one they are added to.
        "post" if has_items || (item.get("get").is_some() && !changes) => Role::Create,
        "get" | "put" | "patch" if changes => Role::Singleton,
        _ => Role::Action,
    }
}

pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn segments(path: &str) -> Vec<Segment> {
    let parts = path.split('/').skip(1);
    parts
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => Segment::Parameter(name.to_owned()),
            None => Segment::Fixed(part.to_owned()),
        })
        .collect()
}

fn fit(segments: &[Segment], path: &str) -> Option<Vec<(String, String)>> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    if parts.len() != segments.len() {
        return None;
    }
    let mut values = Vec::new();
    for (segment, part) in segments.iter().zip(parts) {
        match segment {
            Segment::Fixed(fixed) if fixed == part => {}
            Segment::Parameter(name) if !part.is_empty() => {
                values.push((
                    name.clone(),
                    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned(),
                ));
            }
            Segment::Fixed(_) | Segment::Parameter(_) => return None,
        }
    }
    Some(values)
}

/// Templates are told apart by their first difference: a fixed segment fits better than a parameter.
fn specificity(operation: &Operation) -> Vec<bool> {
    operation.segments.iter().map(|segment| matches!(segment, Segment::Fixed(_))).collect()
}

fn concrete(operation: &Operation, values: &[(String, String)]) -> String {
    let mut values = values.iter();
    let parts = operation.segments.iter().map(|segment| match segment {
        Segment::Fixed(fixed) => fixed.clone(),
        Segment::Parameter(_) => values.next().map_or_else(String::new, |(_, value)| value.clone()),
    });
    format!("/{}", parts.collect::<Vec<_>>().join("/"))
}

//! Responses: one type for the success of an operation, and one for its errors.

use serde_json::{Map, Value, json};

use super::operations::is_json;
use super::{Lowering, Rule, entries, object, text};

/// The body of a response.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Content<'a> {
    /// JSON, with its schema.
    Json(Option<&'a Value>),
    /// Bytes or text.
    Other,
    /// Nothing.
    Nothing,
}

/// A documented response.
#[derive(Clone, Copy)]
struct Documented<'a> {
    status: &'a str,
    node: &'a Value,
    content: Content<'a>,
}

impl<'a> Lowering<'a> {
    pub(super) fn responses(&mut self, operation: &'a Value, id: &str) -> Map<String, Value> {
        let documented: Vec<Documented<'a>> = entries(operation.get("responses"))
            .map(|(status, node)| (status.as_str(), self.followed(node)))
            .map(|(status, node)| Documented { status, node, content: content(node) })
            .collect();
        let default = documented.iter().find(|response| response.status == "default");
        let mut successes: Vec<Documented<'a>> = starting(&documented, &["2"]);
        let mut errors: Vec<Documented<'a>> = starting(&documented, &["4", "5"]);
        if let Some(default) = default {
            self.count(Rule::DefaultResponse);
            match successes.is_empty() {
                true => successes.push(Documented { status: "2XX", ..*default }),
                false => errors.extend(["4XX", "5XX"].map(|status| Documented { status, ..*default })),
            }
        }
        let mut lowered = self.successes(&successes, id);
        // A range that is documented as such comes first and stays.
        for (status, response) in self.errors(&errors, id) {
            lowered.entry(status).or_insert(response);
        }
        lowered
    }

    fn successes(&mut self, successes: &[Documented<'a>], id: &str) -> Map<String, Value> {
        let with_body = successes.iter().find(|response| response.content != Content::Nothing);
        let Some(kept) = with_body.or(successes.first()) else {
            self.count(Rule::MissingSuccess);
            return Map::from_iter([("2XX".to_owned(), json!({ "description": "" }))]);
        };
        let content = self.content(kept.content, &format!("{id} Response"));
        let mut lowered = Map::new();
        for response in successes {
            match response.content == kept.content {
                true => drop(lowered.insert(response.status.to_owned(), written(response, &content))),
                false => {
                    self.count(Rule::OneSuccess);
                    self.other(response, id);
                }
            }
        }
        lowered
    }

    /// A success with JSON of its own becomes an operation of its own.
    fn other(&mut self, response: &Documented<'a>, id: &str) {
        if let Content::Json(_) = response.content {
            let content = self.content(response.content, &format!("{id} Response {}", response.status));
            self.others.push((response.status.to_owned(), written(response, &content)));
        }
    }

    fn errors(&mut self, errors: &[Documented<'a>], id: &str) -> Map<String, Value> {
        let Some(first) = errors.first() else { return Map::new() };
        let content = match errors.iter().all(|response| response.content == first.content) {
            true => self.content(first.content, &format!("{id} Error")),
            false => {
                self.count(Rule::OneError);
                self.content(Content::Json(None), id)
            }
        };
        errors.iter().map(|response| (response.status.to_owned(), written(response, &content))).collect()
    }

    fn content(&mut self, content: Content<'a>, hint: &str) -> Value {
        match content {
            Content::Json(schema) => {
                let schema = schema.map_or_else(|| json!({}), |schema| self.schema(schema, hint));
                object([("application/json", object([("schema", schema)]).into())]).into()
            }
            Content::Other => json!({ "application/octet-stream": {} }),
            Content::Nothing => json!({}),
        }
    }
}

fn starting<'a>(documented: &[Documented<'a>], starts: &[&str]) -> Vec<Documented<'a>> {
    let wanted = |response: &&Documented<'a>| starts.iter().any(|start| response.status.starts_with(start));
    documented.iter().filter(wanted).copied().collect()
}

fn content(response: &Value) -> Content<'_> {
    let mut media = entries(response.get("content")).peekable();
    if media.peek().is_none() {
        return Content::Nothing;
    }
    media
        .find(|(name, _)| is_json(name))
        .map_or(Content::Other, |(_, media)| Content::Json(media.get("schema")))
}

fn written(response: &Documented<'_>, content: &Value) -> Value {
    let description = text(response.node, "description").unwrap_or_default();
    object([("description", description.into()), ("content", content.clone())]).into()
}

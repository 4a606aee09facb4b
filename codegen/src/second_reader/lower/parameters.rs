//! Parameters, each operation with its own and those of its path.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::names::{argument_ident, type_ident};
use super::{Lowering, Rule, entries, flag, items, text};

impl<'a> Lowering<'a> {
    /// The operation's own parameters win over those of its path.
    pub(super) fn parameters(
        &mut self,
        path: &str,
        operation: &'a Value,
        item: &'a Value,
        id: &str,
    ) -> Vec<Value> {
        let written = items(operation, "parameters").chain(items(item, "parameters"));
        let written: Vec<&'a Value> = written.map(|parameter| self.followed(parameter)).collect();
        let mut kept: Vec<&'a Value> = Vec::new();
        let mut idents: BTreeSet<String> =
            operation.get("requestBody").map(|_| "body".to_owned()).into_iter().collect();
        for parameter in written {
            let (Some(place), Some(name)) = (text(parameter, "in"), text(parameter, "name")) else {
                continue;
            };
            let is_same =
                |known: &&Value| text(known, "in") == Some(place) && text(known, "name") == Some(name);
            if kept.iter().any(is_same) {
                continue;
            }
            match place {
                "cookie" => self.count(Rule::CookieParameters),
                "path" if !path.contains(&format!("{{{name}}}")) => self.count(Rule::PathParameters),
                _ if !idents.insert(argument_ident(name)) => self.count(Rule::ParameterNames),
                "path" | "query" | "header" => kept.push(parameter),
                _ => {}
            }
        }
        let mut lowered: Vec<Value> = kept.iter().map(|parameter| self.parameter(parameter, id)).collect();
        for name in template_names(path) {
            let is_known =
                |known: &&Value| text(known, "in") == Some("path") && text(known, "name") == Some(name);
            if !kept.iter().any(is_known) {
                self.count(Rule::PathParameters);
                lowered.push(
                    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }),
                );
            }
        }
        lowered
    }

    fn parameter(&mut self, node: &'a Value, id: &str) -> Value {
        let (name, place) = (text(node, "name").unwrap_or_default(), text(node, "in").unwrap_or_default());
        let own = node.get("schema");
        let media = entries(node.get("content")).find_map(|(_, media)| media.get("schema"));
        if own.is_none() && node.get("content").is_some() {
            self.count(Rule::ParameterContent);
        }
        if !matches!((text(node, "style"), place), (None, _) | (Some("form"), "query") | (Some("simple"), _))
        {
            self.count(Rule::ParameterStyles);
        }
        if place == "path" && !flag(node, "required") {
            self.count(Rule::PathParameters);
        }
        let hint = format!("{id} {}", type_ident(name));
        let schema =
            own.or(media).map_or_else(|| json!({ "type": "string" }), |schema| self.schema(schema, &hint));
        let mut lowered = Map::new();
        lowered.insert("name".to_owned(), json!(name));
        lowered.insert("in".to_owned(), json!(place));
        lowered.insert("required".to_owned(), json!(place == "path" || flag(node, "required")));
        lowered.insert("schema".to_owned(), schema);
        if let Some(description) = text(node, "description") {
            lowered.insert("description".to_owned(), json!(description));
        }
        Value::Object(lowered)
    }
}

/// The names in the braces of a path.
fn template_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

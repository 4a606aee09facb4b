//! The document, read into operations that exchanges are held against.

use std::collections::BTreeMap;

use codegen::bundle::{Bundle, METHODS};
use codegen::node::Node;
use codegen::source::Location;

use crate::host::Hosts;
use crate::route::{Routes, segments};
use crate::schema::{Schemas, Site};

/// A bundled document.
#[derive(Debug)]
pub(crate) struct Spec<'b> {
    pub bundle: &'b Bundle,
    pub schemas: Schemas<'b>,
    pub operations: Vec<Operation<'b>>,
    pub routes: Routes<'b>,
    pub hosts: Hosts,
}

#[derive(Debug)]
pub(crate) struct Operation<'b> {
    pub id: String,
    pub method: String,
    pub template: &'b str,
    pub node: &'b Node,
    pub parameters: Vec<Parameter<'b>>,
    pub request: Option<Body<'b>>,
    pub answers: BTreeMap<&'b str, Body<'b>>,
}

#[derive(Debug)]
pub(crate) struct Parameter<'b> {
    pub name: &'b str,
    pub place: &'b str,
    pub required: bool,
    pub node: &'b Node,
    pub schema: Option<Site<'b>>,
    /// The sign between the items of a list, where it is one text.
    pub separator: Option<char>,
}

/// The body of a request, or an answer.
#[derive(Debug)]
pub(crate) struct Body<'b> {
    pub node: &'b Node,
    pub required: bool,
    /// Whether any body is documented.
    pub documented: bool,
    /// The schema of the JSON body, when there is one.
    pub schema: Option<Site<'b>>,
}

impl<'b> Spec<'b> {
    pub fn new(bundle: &'b Bundle) -> Self {
        let root = &bundle.root;
        let mut schemas = Schemas::new(root);
        let mut operations = Vec::new();
        for (template, item) in root.entries("paths").filter(|(path, _)| path.starts_with('/')) {
            for method in METHODS {
                if let Some(node) = item.node.get(method) {
                    operations.push(operation(root, template, method, node, &item.node, &mut schemas));
                }
            }
        }
        let hosts = Hosts::of(root);
        let routes = Routes::new(operations.iter().map(|operation| segments(operation.template)));
        Self { bundle, schemas, operations, routes, hosts }
    }

    /// The key of a part of the document, such as `paths`.
    pub fn place_of(&self, keyword: &str) -> Option<Location> {
        self.bundle.root.entry(keyword).map(|entry| entry.key_at)
    }
}

impl<'b> Operation<'b> {
    /// What is documented for a status: by itself, by its class, or by default.
    pub fn answer(&self, status: u16) -> Option<&Body<'b>> {
        let class = format!("{}XX", status / 100);
        let keys = [status.to_string(), class.clone(), class.to_lowercase(), "default".to_owned()];
        keys.iter().find_map(|key| self.answers.get(key.as_str()))
    }

    /// Where a keyword is written, or else the operation.
    pub fn place_of(&self, keyword: &str) -> Location {
        self.node.entry(keyword).map_or(self.node.at, |entry| entry.key_at)
    }
}

fn operation<'b>(
    root: &'b Node,
    template: &'b str,
    method: &str,
    node: &'b Node,
    item: &'b Node,
    schemas: &mut Schemas<'b>,
) -> Operation<'b> {
    let own: Vec<&Node> = node.items("parameters").map(|parameter| root.followed(parameter)).collect();
    let is_own = |shared: &&Node| {
        own.iter().any(|own| {
            (own.get_str("name"), own.get_str("in")) == (shared.get_str("name"), shared.get_str("in"))
        })
    };
    let shared = item.items("parameters").map(|parameter| root.followed(parameter));
    let shared: Vec<&Node> = shared.filter(|shared| !is_own(shared)).collect();
    let parameters = own.iter().chain(&shared).map(|node| parameter(node, schemas)).collect();
    let request = node.get("requestBody").map(|told| body(root.followed(told), schemas));
    let answers = node
        .entries("responses")
        .map(|(status, entry)| (status, body(root.followed(&entry.node), schemas)))
        .collect();
    Operation {
        id: node.get_str("operationId").map_or_else(|| format!("{method} {template}"), str::to_owned),
        method: method.to_ascii_uppercase(),
        template,
        node,
        parameters,
        request,
        answers,
    }
}

fn parameter<'b>(node: &'b Node, schemas: &mut Schemas<'b>) -> Parameter<'b> {
    let style = node.get_str("style").unwrap_or("form");
    let explodes = node.get("explode").map_or(style == "form", |_| node.get_flag("explode"));
    let separator = match style {
        "spaceDelimited" => ' ',
        "pipeDelimited" => '|',
        _ => ',',
    };
    Parameter {
        name: node.get_str("name").unwrap_or_default(),
        place: node.get_str("in").unwrap_or_default(),
        required: node.get_flag("required"),
        node,
        schema: node.get("schema").map(|schema| schemas.site(schema)),
        separator: (!explodes).then_some(separator),
    }
}

fn body<'b>(node: &'b Node, schemas: &mut Schemas<'b>) -> Body<'b> {
    let json = node.entries("content").find(|(name, _)| is_json(name));
    Body {
        node,
        required: node.get_flag("required"),
        documented: node.entries("content").next().is_some(),
        schema: json.and_then(|(_, media)| media.node.get("schema")).map(|schema| schemas.site(schema)),
    }
}

/// Whether a media type is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

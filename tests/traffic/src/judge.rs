//! One exchange compared with the document and the generated types.

use document::operation::json;
use document::source::Location;
use document::{Document, Operation, Response};
use serde_json::Value;

use crate::exchange::{Content, Exchange, Skip};
use crate::facts::Known;
use crate::finding::{Change, Kind, Observation, Part, Rule};
use crate::host::Hosts;
use crate::mask;
use crate::parameters::{self, Target};
use crate::path::Path;
use crate::route::{Route, Routes, parts, segments};
use crate::types::Types;
use crate::walk::Walk;

/// Compares exchanges with a document.
#[derive(Debug)]
pub(crate) struct Judge<'d> {
    pub document: &'d Document,
    pub hosts: Hosts,
    routes: Routes<'d>,
    known: Known<'d>,
    types: Types,
}

/// The outcome of an exchange.
pub(crate) enum Verdict<'d> {
    Skipped(Skip),
    /// The URL is invalid.
    BadUrl,
    Judged(Judged<'d>),
}

/// What an exchange shows.
pub(crate) struct Judged<'d> {
    pub template: String,
    pub method: String,
    pub operation: String,
    pub seen: Vec<Observation<'d>>,
}

/// Statuses with which a server refuses what it was sent: such a request is no evidence about the document.
const REFUSALS: [u16; 10] = [400, 404, 405, 406, 409, 410, 413, 414, 415, 422];

impl<'d> Judge<'d> {
    pub fn new(document: &'d Document) -> Self {
        let templates = document.operations.iter().map(|operation| segments(&operation.path));
        Self {
            hosts: Hosts::of(document),
            routes: Routes::new(templates),
            known: Known::default(),
            types: Types::generated(document),
            document,
        }
    }

    pub fn judge(&self, exchange: &Exchange) -> Verdict<'d> {
        if let Some(name) = &exchange.webhook {
            return Verdict::Judged(self.webhook(name, exchange));
        }
        let Some(target) = Target::of(&exchange.url) else { return Verdict::BadUrl };
        if target.host.as_ref().is_some_and(|(host, port)| !self.hosts.contain(host, *port)) {
            return Verdict::Skipped(Skip::OtherHost);
        }
        if exchange.status == 304 {
            return Verdict::Skipped(Skip::NotModified);
        }
        let parts = parts(target.path.strip_prefix(&self.hosts.base).unwrap_or(&target.path));
        let route = self.routes.find(&parts);
        let operation = route.as_ref().and_then(|route| self.operation(route, &exchange.method));
        match (operation, route) {
            (None, _) if matches!(exchange.method.as_str(), "OPTIONS" | "HEAD") => {
                Verdict::Skipped(Skip::Preflight)
            }
            (Some(operation), Some(route)) => Verdict::Judged(Judged {
                template: operation.path.clone(),
                method: operation.method.to_string(),
                operation: operation.id.clone(),
                seen: self.exchange(operation, &route, &target, exchange),
            }),
            (None, Some(route)) => Verdict::Judged(self.unknown_method(&route, exchange)),
            (_, None) => Verdict::Judged(self.unknown_path(self.routes.masked(&parts), exchange)),
        }
    }

    /// A delivery of a webhook: its payload, and the response of the program where that is read.
    fn webhook(&self, name: &str, exchange: &Exchange) -> Judged<'d> {
        let Some(webhook) = self.document.webhooks.iter().find(|webhook| webhook.path == name) else {
            let mut judged = self.unknown_path("(webhook)".to_owned(), exchange);
            for seen in &mut judged.seen {
                seen.expected = "no such webhook is documented".to_owned();
                seen.at = self.document.key_at("", "x-webhooks");
            }
            return judged;
        };
        let mut seen = self.request(webhook, &exchange.request);
        let read = webhook.response(exchange.status).filter(|response| !response.content.is_empty());
        if let Some(response) = read.filter(|_| exchange.response.json().is_some()) {
            seen.extend(self.response(webhook, response, exchange));
        }
        self.hide_private(&mut seen, exchange);
        Judged {
            template: format!("webhook {name}"),
            method: webhook.method.to_string(),
            operation: webhook.id.clone(),
            seen,
        }
    }

    /// A word that is private elsewhere in the exchange is not shown.
    fn hide_private(&self, seen: &mut [Observation<'d>], exchange: &Exchange) {
        for one in seen {
            one.value = one.value.take().filter(|value| !is_private(value, exchange));
            if let Some(value) = &one.value {
                one.example = format!("\"{value}\"");
            }
        }
    }

    fn operations(&self, route: &Route<'d>) -> impl Iterator<Item = &'d Operation> {
        route.operations.iter().filter_map(|index| self.document.operations.get(*index))
    }

    fn operation(&self, route: &Route<'d>, method: &str) -> Option<&'d Operation> {
        self.operations(route).find(|operation| operation.method.as_str() == method)
    }

    fn exchange(
        &self,
        operation: &'d Operation,
        route: &Route<'d>,
        target: &Target,
        exchange: &Exchange,
    ) -> Vec<Observation<'d>> {
        let mut seen = Vec::new();
        if !REFUSALS.contains(&exchange.status) {
            let walk = Walk { known: &self.known, part: Part::Query };
            seen.extend(parameters::check(self.document, &walk, operation, &route.values, &target.query));
            seen.extend(self.request(operation, &exchange.request));
        }
        if exchange.status >= 400 {
            // A missing part may be why the request failed.
            seen.retain(|one| !matches!(one.rule, Rule::MissingBody | Rule::MissingParameter));
        }
        match operation.response(exchange.status) {
            Some(response) => seen.extend(self.response(operation, response, exchange)),
            None => seen.push(self.undocumented_status(operation, exchange)),
        }
        self.hide_private(&mut seen, exchange);
        seen
    }

    fn request(&self, operation: &'d Operation, content: &Content) -> Vec<Observation<'d>> {
        let part = Part::Request;
        let at = Some(self.place_of(operation, "requestBody"));
        let body = operation.body.as_ref();
        let schema = body.and_then(|body| json(&body.content)?.schema).map(|id| self.document.schema(id));
        match (body, content) {
            (Some(body), Content::Absent) if body.required => vec![Observation {
                expected: "a body is documented as required".to_owned(),
                change: Change::Optional { place: &body.place },
                ..Observation::new(Rule::MissingBody, part, "$", Some(body.place.at))
            }],
            (_, Content::Malformed) => vec![Observation::new(Rule::MalformedBody, part, "$", at)],
            (None, Content::Json(value)) if !is_empty(value) => {
                vec![undocumented_body(part, value, at, Change::AddRequestBody { operation })]
            }
            (Some(_), Content::Json(value)) => schema.map_or_else(Vec::new, |schema| {
                let walk = Walk { known: &self.known, part };
                let seen = walk.check(schema, value, &Path::BODY);
                self.types.request(&operation.id, value, part, at, seen)
            }),
            _ => Vec::new(),
        }
    }

    fn response(
        &self,
        operation: &Operation,
        response: &'d Response,
        exchange: &Exchange,
    ) -> Vec<Observation<'d>> {
        let part = Part::Response(exchange.status);
        let at = Some(response.place.at);
        let schema =
            json(&response.content).and_then(|media| media.schema).map(|id| self.document.schema(id));
        match (&exchange.response, schema) {
            (Content::Malformed, _) => vec![Observation::new(Rule::MalformedBody, part, "$", at)],
            (Content::Absent, Some(_)) => vec![Observation {
                expected: "a body is documented".to_owned(),
                breaks: exchange.status < 300,
                ..Observation::new(Rule::MissingBody, part, "$", at)
            }],
            (Content::Json(value), None) if response.content.is_empty() => {
                vec![undocumented_body(part, value, at, Change::AddResponseBody { place: &response.place })]
            }
            (Content::Json(value), Some(schema)) => {
                let walk = Walk { known: &self.known, part };
                let seen = walk.check(schema, value, &Path::BODY);
                match exchange.status {
                    200..300 => self.types.response(&operation.id, value, part, at, seen),
                    _ => seen,
                }
            }
            _ => Vec::new(),
        }
    }

    /// The location of a keyword of an operation, or else of the operation.
    fn place_of(&self, operation: &Operation, keyword: &str) -> Location {
        self.document.key_at(&operation.place.pointer, keyword).unwrap_or(operation.place.at)
    }

    fn undocumented_status(&self, operation: &'d Operation, exchange: &Exchange) -> Observation<'d> {
        let status = exchange.status;
        let known: Vec<&str> = operation.responses.iter().map(|response| response.status.as_str()).collect();
        let at = Some(self.place_of(operation, "responses"));
        Observation {
            expected: format!("{} are documented", known.join(", ")),
            kind: exchange.response.json().map(Kind::of),
            change: Change::AddStatus { operation, status },
            ..Observation::new(Rule::UndocumentedStatus, Part::Response(status), "", at)
        }
    }

    fn unknown_method(&self, route: &Route<'d>, exchange: &Exchange) -> Judged<'d> {
        let methods: Vec<&str> = self.operations(route).map(|operation| operation.method.as_str()).collect();
        let known = self.operations(route).next();
        let seen = Observation {
            expected: format!("{} is documented", methods.join(", ")),
            kind: exchange.response.json().map(Kind::of),
            change: Change::AddOperation { status: exchange.status },
            ..Observation::new(
                Rule::UnknownMethod,
                Part::Exchange,
                "",
                known.map(|operation| operation.path_place.key_at),
            )
        };
        let template = known.map_or_else(String::new, |operation| operation.path.clone());
        Judged { template, method: method_name(&exchange.method), operation: String::new(), seen: vec![seen] }
    }

    fn unknown_path(&self, template: String, exchange: &Exchange) -> Judged<'d> {
        let seen = Observation {
            expected: "no such path is documented".to_owned(),
            kind: exchange.response.json().map(Kind::of),
            change: Change::AddOperation { status: exchange.status },
            ..Observation::new(Rule::UnknownPath, Part::Exchange, "", self.document.key_at("", "paths"))
        };
        Judged { template, method: method_name(&exchange.method), operation: String::new(), seen: vec![seen] }
    }
}

/// Methods of HTTP by their names; anything else may be anything.
fn method_name(method: &str) -> String {
    let known = ["GET", "PUT", "POST", "DELETE", "PATCH", "TRACE", "CONNECT", "OPTIONS", "HEAD"];
    if known.contains(&method) { method.to_owned() } else { "(method)".to_owned() }
}

/// Some clients send an empty object where there is nothing to send.
fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn undocumented_body<'d>(
    part: Part,
    value: &Value,
    at: Option<Location>,
    change: Change<'d>,
) -> Observation<'d> {
    Observation {
        expected: "no body is documented".to_owned(),
        example: mask::example(value),
        kind: Some(Kind::of(value)),
        change,
        ..Observation::new(Rule::UndocumentedBody, part, "$", at)
    }
}

/// A word that is a password or a name elsewhere in the exchange is masked here too.
fn is_private(value: &str, exchange: &Exchange) -> bool {
    let bodies = [&exchange.request, &exchange.response];
    bodies.into_iter().filter_map(Content::json).any(|body| mask::is_private_text(value, body, ""))
}

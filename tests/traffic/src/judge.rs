//! One exchange held against the document and the generated types.

use serde_json::Value;

use crate::exchange::{Content, Exchange, Skip};
use crate::finding::{Change, Kind, Observation, Part, Rule};
use crate::mask;
use crate::parameters::{self, Target};
use crate::path::Path;
use crate::route::{Route, parts};
use crate::spec::{Body, Operation, Spec};
use crate::types::Types;
use crate::walk::Walk;

/// Holds exchanges against a document.
#[derive(Debug)]
pub(crate) struct Judge<'b> {
    pub spec: Spec<'b>,
    pub types: Types,
}

/// What became of an exchange.
pub(crate) enum Verdict<'b> {
    Skipped(Skip),
    /// The URL is none.
    BadUrl,
    Judged(Judged<'b>),
}

/// What an exchange shows.
pub(crate) struct Judged<'b> {
    pub template: String,
    pub method: String,
    pub operation: String,
    pub seen: Vec<Observation<'b>>,
}

/// Statuses with which a server refuses what it was sent: such a request says nothing of the document.
const REFUSALS: [u16; 10] = [400, 404, 405, 406, 409, 410, 413, 414, 415, 422];

impl<'b> Judge<'b> {
    pub fn judge(&self, exchange: &Exchange) -> Verdict<'b> {
        let Some(target) = Target::of(&exchange.url) else { return Verdict::BadUrl };
        if target.host.as_ref().is_some_and(|(host, port)| !self.spec.hosts.contain(host, *port)) {
            return Verdict::Skipped(Skip::OtherHost);
        }
        if exchange.status == 304 {
            return Verdict::Skipped(Skip::NotModified);
        }
        let parts = parts(target.path.strip_prefix(&self.spec.hosts.base).unwrap_or(&target.path));
        let route = self.spec.routes.find(&parts);
        let operation = route.as_ref().and_then(|route| self.operation(route, &exchange.method));
        match (operation, route) {
            (None, _) if matches!(exchange.method.as_str(), "OPTIONS" | "HEAD") => {
                Verdict::Skipped(Skip::Preflight)
            }
            (Some(operation), Some(route)) => Verdict::Judged(Judged {
                template: operation.template.to_owned(),
                method: operation.method.clone(),
                operation: operation.id.clone(),
                seen: self.exchange(operation, &route, &target, exchange),
            }),
            (None, Some(route)) => Verdict::Judged(self.unknown_method(&route, exchange)),
            (_, None) => Verdict::Judged(self.unknown_path(self.spec.routes.masked(&parts), exchange)),
        }
    }

    fn operation(&self, route: &Route<'b>, method: &str) -> Option<&Operation<'b>> {
        let mut all = route.operations.iter().filter_map(|index| self.spec.operations.get(*index));
        all.find(|operation| operation.method == method)
    }

    fn exchange(
        &self,
        operation: &Operation<'b>,
        route: &Route<'b>,
        target: &Target,
        exchange: &Exchange,
    ) -> Vec<Observation<'b>> {
        let mut seen = Vec::new();
        if !REFUSALS.contains(&exchange.status) {
            seen.extend(parameters::check(&self.spec, operation, &route.values, &target.query));
            seen.extend(self.request(operation, &exchange.request));
        }
        match operation.answer(exchange.status) {
            Some(answer) => seen.extend(self.answer(operation, answer, exchange)),
            None => seen.push(undocumented_status(operation, exchange)),
        }
        for one in &mut seen {
            one.value = one.value.take().filter(|value| !is_private(value, exchange));
            if let Some(value) = &one.value {
                one.example = format!("\"{value}\"");
            }
        }
        seen
    }

    fn request(&self, operation: &Operation<'b>, content: &Content) -> Vec<Observation<'b>> {
        let part = Part::Request;
        let at = Some(operation.place_of("requestBody"));
        match (&operation.request, content) {
            (Some(body), Content::Absent) if body.required => vec![Observation {
                expected: "a body is documented as required".to_owned(),
                change: Change::Optional { node: body.node },
                ..observation(Rule::MissingBody, part, "$", Some(body.node.at))
            }],
            (_, Content::Malformed) => vec![observation(Rule::MalformedBody, part, "$", at)],
            (None, Content::Json(value)) if !is_empty(value) => vec![Observation {
                expected: "no body is documented".to_owned(),
                example: mask::example(value),
                kind: Some(Kind::of(value)),
                change: Change::AddBody { node: operation.node },
                ..observation(Rule::UndocumentedBody, part, "$", at)
            }],
            (Some(Body { schema: Some(schema), .. }), Content::Json(value)) => {
                let walk = Walk { schemas: &self.spec.schemas, part };
                let seen = walk.check(*schema, value, &Path::BODY);
                self.types.request(&operation.id, value, part, at, seen)
            }
            _ => Vec::new(),
        }
    }

    fn answer(
        &self,
        operation: &Operation<'b>,
        answer: &Body<'b>,
        exchange: &Exchange,
    ) -> Vec<Observation<'b>> {
        let part = Part::Answer(exchange.status);
        let at = Some(answer.node.at);
        match (&exchange.response, answer.schema) {
            (Content::Malformed, _) => vec![observation(Rule::MalformedBody, part, "$", at)],
            (Content::Absent, Some(_)) => vec![Observation {
                expected: "a body is documented".to_owned(),
                breaks: exchange.status < 300,
                ..observation(Rule::MissingBody, part, "$", at)
            }],
            (Content::Json(value), None) if !answer.documented => vec![Observation {
                expected: "no body is documented".to_owned(),
                example: mask::example(value),
                kind: Some(Kind::of(value)),
                change: Change::AddBody { node: answer.node },
                ..observation(Rule::UndocumentedBody, part, "$", at)
            }],
            (Content::Json(value), Some(schema)) => {
                let walk = Walk { schemas: &self.spec.schemas, part };
                let seen = walk.check(schema, value, &Path::BODY);
                match exchange.status {
                    200..300 => self.types.answer(&operation.id, value, part, at, seen),
                    _ => seen,
                }
            }
            _ => Vec::new(),
        }
    }

    fn unknown_method(&self, route: &Route<'b>, exchange: &Exchange) -> Judged<'b> {
        let known: Vec<&Operation<'b>> =
            route.operations.iter().filter_map(|index| self.spec.operations.get(*index)).collect();
        let methods: Vec<&str> = known.iter().map(|operation| operation.method.as_str()).collect();
        let template = known.first().map_or("", |operation| operation.template).to_owned();
        let at = known.first().map(|operation| operation.node.at);
        let paths = self.spec.bundle.root.get("paths");
        let at = paths.and_then(|paths| paths.entry(&template)).map(|entry| entry.key_at).or(at);
        let seen = Observation {
            expected: format!("{} is documented", methods.join(", ")),
            kind: exchange.response.json().map(Kind::of),
            change: Change::AddOperation { status: exchange.status },
            ..observation(Rule::UnknownMethod, Part::Exchange, "", at)
        };
        Judged { template, method: method_name(&exchange.method), operation: String::new(), seen: vec![seen] }
    }

    fn unknown_path(&self, template: String, exchange: &Exchange) -> Judged<'b> {
        let seen = Observation {
            expected: "no such path is documented".to_owned(),
            kind: exchange.response.json().map(Kind::of),
            change: Change::AddOperation { status: exchange.status },
            ..observation(Rule::UnknownPath, Part::Exchange, "", self.spec.place_of("paths"))
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

fn undocumented_status<'b>(operation: &Operation<'b>, exchange: &Exchange) -> Observation<'b> {
    let status = exchange.status;
    let known: Vec<&str> = operation.answers.keys().copied().collect();
    Observation {
        expected: format!("{} are documented", known.join(", ")),
        kind: exchange.response.json().map(Kind::of),
        change: Change::AddStatus { operation: operation.node, status },
        ..observation(
            Rule::UndocumentedStatus,
            Part::Answer(status),
            "",
            Some(operation.place_of("responses")),
        )
    }
}

/// A word that is a password or a name elsewhere in the exchange is one here too.
fn is_private(value: &str, exchange: &Exchange) -> bool {
    let bodies = [&exchange.request, &exchange.response];
    bodies.into_iter().filter_map(Content::json).any(|body| mask::is_private_text(value, body, ""))
}

pub(crate) fn observation<'b>(
    rule: Rule,
    part: Part,
    path: &str,
    at: Option<codegen::source::Location>,
) -> Observation<'b> {
    Observation {
        rule,
        part,
        path: path.to_owned(),
        at,
        expected: String::new(),
        example: String::new(),
        value: None,
        kind: None,
        change: Change::None,
        breaks: false,
    }
}

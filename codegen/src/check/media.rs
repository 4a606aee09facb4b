//! Media types of requests and answers.

use super::visit::{Operation, Visited};
use crate::node::Node;
use crate::plan::{is_form, is_json};
use crate::problem::Problem;

pub(super) fn check(visited: &Visited<'_>) -> Vec<Problem> {
    visited
        .operations
        .iter()
        .flat_map(|operation| request(visited, operation).into_iter().chain(answers(visited, operation)))
        .collect()
}

fn request(visited: &Visited<'_>, operation: &Operation<'_>) -> Vec<Problem> {
    let Some(told) = operation.node.get("requestBody") else { return Vec::new() };
    let mut problems = Vec::new();
    if matches!(operation.method, "get" | "head" | "delete") {
        problems.push(Problem::warning(
            "body-on-get",
            told.at,
            format!(
                "{} requests with a body are dropped by many servers and proxies",
                operation.method.to_uppercase()
            ),
            "use parameters, or another method",
        ));
    }
    let body = visited.resolve(told);
    let names: Vec<&str> = body.entries("content").map(|(name, _)| name).collect();
    let multipart = names.iter().all(|name| name.starts_with("multipart/"));
    if multipart && !names.iter().any(|name| is_json(name) || is_form(name)) {
        let at = body.get("content").map_or(body.at, |content| content.at);
        problems.push(Problem::error(
            "unsupported-media-type",
            at,
            format!(
                "the body can only be sent as {}, which the client cannot write",
                if names.is_empty() { "nothing".to_owned() } else { names.join(" or ") }
            ),
            "describe it as `application/json` where the server takes that too",
        ));
    }
    problems
}

fn answers(visited: &Visited<'_>, operation: &Operation<'_>) -> Vec<Problem> {
    let successes = operation.node.entries("responses").filter(|(status, _)| status.starts_with('2'));
    let responses = successes.map(|(_, entry)| visited.resolve(&entry.node));
    let unsupported = |response: &&Node| {
        let mut names = response.entries("content").map(|(name, _)| name).peekable();
        names.peek().is_some() && !names.any(|name| is_json(name) || name.starts_with("text/"))
    };
    responses
        .filter(unsupported)
        .map(|response| {
            Problem::warning(
                "unsupported-answer",
                response.at,
                "the answer is neither JSON nor text; it is handed on as bytes",
                "describe it as JSON or text, if it is one",
            )
        })
        .collect()
}

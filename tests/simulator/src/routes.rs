//! Which operation a request is for, and what kind of thing the operation works on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use document::json_schema::Validators;
use document::operation::preferred;
use document::{Direction, Document, MediaType, Method, Operation, Response, Schema};

use crate::template::Template;

/// A document with everything that is derived from it before the first request.
#[derive(Debug)]
pub(crate) struct Api {
    pub document: Arc<Document>,
    /// What is served of each operation, in the order of the operations.
    routes: Vec<Route>,
    /// The paths of servers, below which the operations are served as well.
    bases: Vec<String>,
    /// Validators of requests.
    pub requests: Validators,
    /// Validators of responses.
    pub responses: Validators,
}

/// What kind of thing an operation works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Lists a collection.
    List,
    /// Adds to a collection.
    Create,
    /// Returns, changes or removes one item of a collection.
    Item,
    /// Returns or changes a singleton.
    Singleton,
    /// Anything else.
    Action,
}

/// How one operation is served.
#[derive(Debug)]
pub(crate) struct Route {
    pub role: Role,
    /// Whether the document has an operation that adds to the collection this one reads.
    pub is_creatable: bool,
    /// Whether its path lies below an item that must have been created.
    pub is_owned: bool,
    template: Template,
}

/// An operation with the values of its path parameters.
pub(crate) struct Matched<'d> {
    pub operation: &'d Operation,
    pub route: &'d Route,
    pub values: Vec<(String, String)>,
    /// The path with its values, as it is used to name a collection.
    pub path: String,
}

/// The result of looking for a path.
pub(crate) enum Found<'d> {
    Operation(Matched<'d>),
    /// The path exists, but only with these methods.
    Methods(Vec<&'static str>),
    Nothing,
}

impl Api {
    pub(crate) fn new(document: Arc<Document>) -> Self {
        Self {
            routes: routes(&document),
            bases: bases(&document),
            requests: Validators::of_direction(Direction::Request),
            responses: Validators::of_direction(Direction::Response),
            document,
        }
    }

    /// The operation for a request; of several templates that match, the most specific one.
    pub(crate) fn find(&self, method: &str, path: &str) -> Found<'_> {
        let below = self.bases.iter().filter_map(|base| path.strip_prefix(base.as_str()));
        let below = below.filter(|path| path.starts_with('/'));
        let paths = [path].into_iter().chain(below);
        let found = paths.map(|path| self.find_exactly(method, path));
        found
            .reduce(|best, other| if matches!(best, Found::Nothing) { other } else { best })
            .unwrap_or(Found::Nothing)
    }

    fn find_exactly(&self, method: &str, path: &str) -> Found<'_> {
        let parts: Vec<String> = path.split('/').skip(1).map(decoded).collect();
        let all = self.document.operations.iter().zip(&self.routes);
        let matching: Vec<_> = all
            .filter_map(|(operation, route)| Some((operation, route, route.template.values(&parts)?)))
            .collect();
        let Some(best) = matching.iter().map(|(_, route, _)| route.template.specificity()).max() else {
            return Found::Nothing;
        };
        let mut candidates =
            matching.into_iter().filter(|(_, route, _)| route.template.specificity() == best);
        let mut methods = Vec::new();
        let found = candidates.find(|(operation, ..)| {
            methods.push(operation.method.as_str());
            operation.method.as_str().eq_ignore_ascii_case(method)
        });
        match found {
            Some((operation, route, values)) => {
                Found::Operation(Matched { path: route.template.concrete(&values), operation, route, values })
            }
            None => Found::Methods(methods),
        }
    }

    /// The documented success of an operation: its status and its response.
    pub(crate) fn success<'d>(&self, operation: &'d Operation) -> (u16, Option<&'d Response>) {
        let response = operation.successes().next().or_else(|| operation.response(200));
        (response.and_then(|response| response.status.parse().ok()).unwrap_or(200), response)
    }

    /// The media type of a response that is written, and its schema.
    pub(crate) fn media<'d>(&'d self, response: &'d Response) -> Option<(&'d MediaType, Option<Schema<'d>>)> {
        let media = preferred(&response.content)?;
        Some((media, media.schema.map(|id| self.document.schema(id))))
    }
}

/// The parent of a path.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn routes(document: &Document) -> Vec<Route> {
    let mut methods: BTreeMap<&str, BTreeSet<Method>> = BTreeMap::new();
    for operation in &document.operations {
        methods.entry(&operation.path).or_default().insert(operation.method);
    }
    let has = |path: &str, method: Method| methods.get(path).is_some_and(|all| all.contains(&method));
    let collections: BTreeSet<&str> =
        methods.keys().filter(|path| path.ends_with('}')).map(|path| parent(path)).collect();
    let role = |path: &str, method: Method| {
        let has_items = collections.contains(path);
        let is_changed = has(path, Method::Put) || has(path, Method::Patch);
        match method {
            Method::Get | Method::Put | Method::Patch | Method::Delete if path.ends_with('}') => Role::Item,
            Method::Get if has_items || !is_changed => Role::List,
            // Items may live under another path than the one they are added to.
            Method::Post if has_items || (has(path, Method::Get) && !is_changed) => Role::Create,
            Method::Get | Method::Put | Method::Patch if is_changed => Role::Singleton,
            _ => Role::Action,
        }
    };
    let is_created_item = |path: &str| {
        let served = [Method::Get, Method::Put, Method::Patch, Method::Delete];
        path.ends_with('}')
            && served.iter().any(|method| has(path, *method))
            && has(parent(path), Method::Post)
    };
    let route = |operation: &Operation| {
        let path = operation.path.as_str();
        let role = role(path, operation.method);
        Route {
            role,
            is_creatable: has(if role == Role::Item { parent(path) } else { path }, Method::Post),
            is_owned: is_created_item(parent(path)),
            template: Template::new(path, &operation.parameters),
        }
    };
    document.operations.iter().map(route).collect()
}

/// The paths of all servers, without a slash at their end.
fn bases(document: &Document) -> Vec<String> {
    let own = document.operations.iter().flat_map(|operation| operation.servers.iter().flatten());
    let servers = document.servers.iter().chain(own);
    let paths: BTreeSet<String> = servers
        .filter_map(|server| {
            let url = server.expanded();
            let path = match url.split_once("://") {
                Some((_, rest)) => &rest[rest.find('/')?..],
                None => &url,
            };
            let path = path.trim_end_matches('/');
            path.starts_with('/').then(|| path.to_owned())
        })
        .collect();
    paths.into_iter().collect()
}

fn decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()
}

//! The URL of a request: its host, its path, and its parameters held against the document.

use serde_json::{Number, Value};
use url::Url;

use crate::finding::{Change, Observation, Part, Rule};
use crate::judge::observation;
use crate::mask;
use crate::path::Path;
use crate::schema::{SchemaId, Site};
use crate::spec::{Operation, Parameter, Spec};
use crate::walk::Walk;

/// What a URL says.
#[derive(Debug)]
pub(crate) struct Target {
    /// The host and its port; none for a path.
    pub host: Option<(String, Option<u16>)>,
    /// The path, still encoded.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
}

/// Stands for the host where there is none.
const NOWHERE: &str = "http://nowhere.invalid/";

impl Target {
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let url = Url::parse(NOWHERE).ok()?.join(text).ok()?;
        let host = url.host_str()?.to_owned();
        let is_path = host == "nowhere.invalid";
        Some(Self {
            host: (!is_path).then(|| (host, url.port())),
            path: url.path().to_owned(),
            query: url.query_pairs().into_owned().collect(),
        })
    }
}

/// Everything in the parameters of a request that is not as the document says.
pub(crate) fn check<'b>(
    spec: &Spec<'b>,
    operation: &Operation<'b>,
    path: &[(&'b str, String)],
    query: &[(String, String)],
) -> Vec<Observation<'b>> {
    let mut seen = Vec::new();
    for parameter in &operation.parameters {
        let (part, given): (Part, Vec<&str>) = match parameter.place {
            "path" => (Part::Path, values(path.iter().map(|(name, value)| (*name, value)), parameter)),
            "query" => {
                (Part::Query, values(query.iter().map(|(name, value)| (name.as_str(), value)), parameter))
            }
            _ => continue,
        };
        match (given.as_slice(), parameter.schema) {
            ([], _) if parameter.required => seen.push(missing(parameter, part)),
            ([], _) | (_, None) => {}
            (given, Some(schema)) => {
                let walk = Walk { schemas: &spec.schemas, part };
                seen.extend(best(&walk, parameter, schema, given));
            }
        }
    }
    seen.extend(undocumented(spec, operation, query));
    seen
}

fn values<'v>(all: impl Iterator<Item = (&'v str, &'v String)>, parameter: &Parameter<'_>) -> Vec<&'v str> {
    all.filter(|(name, _)| is_it(parameter, name)).map(|(_, value)| value.as_str()).collect()
}

/// `ids[]` is a spelling of the list `ids`, and `filter[x]` a field of the object `filter`.
fn is_it(parameter: &Parameter<'_>, name: &str) -> bool {
    let is_deep = parameter.node.get_str("style") == Some("deepObject");
    let rest = name.strip_prefix(parameter.name);
    rest.is_some_and(|rest| rest.is_empty() || rest == "[]" || is_deep && rest.starts_with('['))
}

fn missing<'b>(parameter: &Parameter<'b>, part: Part) -> Observation<'b> {
    Observation {
        expected: "it is documented as required".to_owned(),
        change: Change::Optional { node: parameter.node },
        ..observation(Rule::MissingParameter, part, parameter.name, Some(parameter.node.at))
    }
}

/// A text can be read in several ways; the way with the fewest complaints is meant.
fn best<'b>(
    walk: &Walk<'_, 'b>,
    parameter: &Parameter<'b>,
    schema: Site<'b>,
    given: &[&str],
) -> Vec<Observation<'b>> {
    if parameter.node.get_str("style") == Some("deepObject") {
        return Vec::new();
    }
    let path = Path::parameter(parameter.name);
    let readings = readings(walk, parameter, schema.id, given);
    let tried = readings.into_iter().map(|value| walk.check(schema, &value, &path));
    tried.min_by_key(Vec::len).unwrap_or_default()
}

fn readings(walk: &Walk<'_, '_>, parameter: &Parameter<'_>, schema: SchemaId, given: &[&str]) -> Vec<Value> {
    let first = given.first().copied().unwrap_or_default();
    match walk.schemas.scalar_kind(schema) {
        Some("array") => {
            let items = given.iter().flat_map(|text| match parameter.separator {
                Some(separator) => text.split(separator).collect::<Vec<_>>(),
                None => vec![*text],
            });
            let items: Vec<&str> = items.collect();
            let plain = items.iter().map(|text| Value::from(*text)).collect();
            let read = items.iter().map(|text| typed(text)).collect();
            vec![plain, read]
        }
        Some("object") => serde_json::from_str(first).into_iter().collect(),
        Some("string") => vec![first.into()],
        Some(_) => vec![typed(first)],
        None => vec![first.into(), typed(first)],
    }
}

/// Text as the number or flag that it spells.
fn typed(text: &str) -> Value {
    match text {
        "true" => true.into(),
        "false" => false.into(),
        text => text.parse::<Number>().map_or_else(|_| text.into(), Value::Number),
    }
}

fn undocumented<'b>(
    spec: &Spec<'b>,
    operation: &Operation<'b>,
    query: &[(String, String)],
) -> Vec<Observation<'b>> {
    let documented = |name: &str| {
        operation.parameters.iter().any(|parameter| parameter.place == "query" && is_it(parameter, name))
            || is_credential(spec, name)
    };
    let mut names: Vec<&String> =
        query.iter().map(|(name, _)| name).filter(|name| !documented(name)).collect();
    names.sort_unstable();
    names.dedup();
    let one = |name: &String| {
        let shown = mask::name(name);
        let value = query.iter().find(|(given, _)| given == name).map(|(_, value)| typed(value));
        Observation {
            expected: "no such parameter is documented".to_owned(),
            example: value.as_ref().map(mask::example).unwrap_or_default(),
            kind: value.as_ref().map(crate::finding::Kind::of),
            change: Change::AddParameter { operation: operation.node, name: shown.clone() },
            ..observation(
                Rule::UndocumentedParameter,
                Part::Query,
                &shown,
                Some(operation.place_of("parameters")),
            )
        }
    };
    names.into_iter().map(one).collect()
}

/// An API key that is sent in the query.
fn is_credential(spec: &Spec<'_>, name: &str) -> bool {
    let schemes = spec.bundle.root.get("components").into_iter();
    let mut schemes = schemes.flat_map(|components| components.entries("securitySchemes"));
    schemes.any(|(_, entry)| {
        entry.node.get_str("in") == Some("query") && entry.node.get_str("name") == Some(name)
    })
}

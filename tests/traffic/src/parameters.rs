//! The URL of a request: its host, its path, and its parameters compared with the document.

use document::security::SchemeKind;
use document::{Document, Operation, Parameter, ParameterLocation, Schema, Style};
use serde_json::{Number, Value};
use url::Url;

use crate::finding::{Change, Observation, Part, Rule};
use crate::mask;
use crate::path::Path;
use crate::walk::Walk;

/// A URL in its parts.
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

/// Everything in the parameters of a request that differs from the document.
pub(crate) fn check<'d>(
    document: &'d Document,
    walk: &Walk<'_, 'd>,
    operation: &'d Operation,
    path: &[(&'d str, String)],
    query: &[(String, String)],
) -> Vec<Observation<'d>> {
    let mut seen = Vec::new();
    for parameter in &operation.parameters {
        let (part, given): (Part, Vec<&str>) = match parameter.location {
            Some(ParameterLocation::Path) => {
                (Part::Path, values(path.iter().map(|(name, value)| (*name, value)), parameter))
            }
            Some(ParameterLocation::Query) => {
                (Part::Query, values(query.iter().map(|(name, value)| (name.as_str(), value)), parameter))
            }
            _ => continue,
        };
        match (given.as_slice(), parameter.schema) {
            ([], _) if parameter.required => seen.push(missing(parameter, part)),
            ([], _) | (_, None) => {}
            (given, Some(schema)) => {
                let walk = Walk { part, ..*walk };
                seen.extend(best(&walk, parameter, document.schema(schema), given));
            }
        }
    }
    seen.extend(undocumented(document, operation, query));
    seen
}

fn values<'v>(all: impl Iterator<Item = (&'v str, &'v String)>, parameter: &Parameter) -> Vec<&'v str> {
    all.filter(|(name, _)| is_it(parameter, name)).map(|(_, value)| value.as_str()).collect()
}

/// `ids[]` is a spelling of the list `ids`, and `filter[x]` a field of the object `filter`.
fn is_it(parameter: &Parameter, name: &str) -> bool {
    let is_deep = parameter.style == Style::DeepObject;
    let rest = name.strip_prefix(parameter.name.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest == "[]" || is_deep && rest.starts_with('['))
}

fn missing(parameter: &Parameter, part: Part) -> Observation<'_> {
    Observation {
        expected: "it is documented as required".to_owned(),
        change: Change::Optional { place: &parameter.place },
        ..Observation::new(Rule::MissingParameter, part, &parameter.name, Some(parameter.place.at))
    }
}

/// A text can be read in several ways; the one with the fewest findings counts.
fn best<'d>(
    walk: &Walk<'_, 'd>,
    parameter: &'d Parameter,
    schema: Schema<'d>,
    given: &[&str],
) -> Vec<Observation<'d>> {
    if parameter.style == Style::DeepObject {
        return Vec::new();
    }
    let path = Path::parameter(&parameter.name);
    let readings = readings(walk, parameter, schema, given);
    let tried = readings.into_iter().map(|value| walk.check(schema, &value, &path));
    tried.min_by_key(Vec::len).unwrap_or_default()
}

fn readings<'d>(
    walk: &Walk<'_, 'd>,
    parameter: &Parameter,
    schema: Schema<'d>,
    given: &[&str],
) -> Vec<Value> {
    let first = given.first().copied().unwrap_or_default();
    match walk.known.of(schema, walk.part.direction()).type_name {
        Some("array") => {
            let items = given.iter().flat_map(|text| match parameter.explode {
                true => vec![*text],
                false => text.split(parameter.style.separator()).collect(),
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

fn undocumented<'d>(
    document: &Document,
    operation: &'d Operation,
    query: &[(String, String)],
) -> Vec<Observation<'d>> {
    let is_of_query = |parameter: &&Parameter| parameter.location == Some(ParameterLocation::Query);
    let is_documented = |name: &str| {
        let mut documented = operation.parameters.iter().filter(is_of_query);
        documented.any(|parameter| is_it(parameter, name)) || is_credential(document, name)
    };
    let mut names: Vec<&String> =
        query.iter().map(|(name, _)| name).filter(|name| !is_documented(name)).collect();
    names.sort_unstable();
    names.dedup();
    let at = document.key_at(&operation.place.pointer, "parameters").unwrap_or(operation.place.at);
    let one = |name: &String| {
        let shown = mask::name(name);
        let value = query.iter().find(|(given, _)| given == name).map(|(_, value)| typed(value));
        Observation {
            expected: "no such parameter is documented".to_owned(),
            example: value.as_ref().map(mask::example).unwrap_or_default(),
            kind: value.as_ref().map(crate::finding::Kind::of),
            change: Change::AddParameter { operation, name: shown.clone() },
            ..Observation::new(Rule::UndocumentedParameter, Part::Query, &shown, Some(at))
        }
    };
    names.into_iter().map(one).collect()
}

/// An API key that is sent in the query.
fn is_credential(document: &Document, name: &str) -> bool {
    let is_it = |kind: &SchemeKind| matches!(kind, SchemeKind::ApiKey { location, name: known } if location == "query" && known == name);
    document.schemes.iter().any(|scheme| is_it(&scheme.kind))
}

//! Parameters of a request: parses their texts as the types of their schemas.

use axum::http::{HeaderMap, HeaderValue, header};
use document::schema::Kind;
use document::{Document, Parameter, ParameterLocation, Schema, Style};
use serde_json::{Map, Value};

/// Headers that are documented elsewhere: OpenAPI ignores them as parameters.
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];

/// Where the parameters of a request are.
pub(crate) struct Sent<'r> {
    pub path: &'r [(String, String)],
    pub query: &'r [(String, String)],
    pub headers: &'r HeaderMap,
}

impl Sent<'_> {
    /// The value of a parameter; `None` if it is absent.
    pub(crate) fn value(&self, document: &Document, parameter: &Parameter) -> Option<Value> {
        let schema = parameter.schema.map(|id| document.schema(id).unwrap().core);
        let location = parameter.location?;
        let pairs = self.pairs(location);
        let is_it = |name: &str| match location {
            ParameterLocation::Header => name.eq_ignore_ascii_case(&parameter.name),
            _ => name == parameter.name,
        };
        let texts: Vec<&str> =
            pairs.iter().filter(|(name, _)| is_it(name)).map(|(_, text)| text.as_str()).collect();
        let kind = schema.map_or(Kind::Any, Schema::kind);
        match (schema, kind, parameter.style) {
            _ if parameter.content.is_some() => {
                texts.first().map(|text| serde_json::from_str(text).unwrap_or_else(|_| (*text).into()))
            }
            (Some(schema), Kind::Object, style) => object(parameter, style, schema, &pairs, &texts),
            (Some(schema), Kind::Array, style) => {
                let text = |text: &str| undecorated(parameter, text).to_owned();
                let texts: Vec<String> = texts.iter().map(|one| text(one)).collect();
                (!texts.is_empty()).then(|| list(parameter, style, schema, &texts))
            }
            _ => texts.first().map(|text| typed(schema, undecorated(parameter, text))),
        }
    }

    fn pairs(&self, location: ParameterLocation) -> Vec<(String, String)> {
        match location {
            ParameterLocation::Path => self.path.to_vec(),
            ParameterLocation::Query => self.query.to_vec(),
            ParameterLocation::Cookie => cookies(self.headers),
            ParameterLocation::Header => {
                let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
                self.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
            }
        }
    }
}

/// Whether a parameter describes something that the document declares elsewhere.
pub(crate) fn is_ignored(parameter: &Parameter) -> bool {
    let name = parameter.name.to_ascii_lowercase();
    parameter.location == Some(ParameterLocation::Header) && IGNORED.contains(&name.as_str())
}

/// The cookies of a request.
pub(crate) fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let texts = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A text as the schema's type.
pub(crate) fn typed(schema: Option<Schema<'_>>, text: &str) -> Value {
    let number = || text.parse::<serde_json::Number>().ok().map(Value::Number);
    let flag = || text.parse::<bool>().ok().map(Value::Bool);
    let read = match schema.map(Schema::kind) {
        Some(Kind::Integer | Kind::Number) => number(),
        Some(Kind::Boolean) => flag(),
        // Of several types, the most restrictive comes first.
        Some(Kind::Union) => {
            let kinds: Vec<Kind> = schema.into_iter().flat_map(variant_kinds).collect();
            let is_number = kinds.iter().any(|kind| matches!(kind, Kind::Integer | Kind::Number));
            let flag = kinds.contains(&Kind::Boolean).then(flag).flatten();
            flag.or_else(|| is_number.then(number).flatten())
        }
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}

fn variant_kinds(schema: Schema<'_>) -> Vec<Kind> {
    schema.variants().map(|variant| variant.unwrap().core.kind()).collect()
}

/// Removes what the styles `label` and `matrix` put before a value.
fn undecorated<'t>(parameter: &Parameter, text: &'t str) -> &'t str {
    let rest = match parameter.style {
        Style::Label => text.strip_prefix('.'),
        Style::Matrix => {
            text.strip_prefix(';').and_then(|text| text.strip_prefix(&parameter.name)?.strip_prefix('='))
        }
        _ => None,
    };
    rest.unwrap_or(text)
}

fn list(parameter: &Parameter, style: Style, schema: Schema<'_>, texts: &[String]) -> Value {
    let items = schema.items().map(|items| items.unwrap().core);
    // Only in queries and cookies each item of a list repeats the name.
    let is_split = !(parameter.explode && matches!(style, Style::Form | Style::DeepObject));
    let parts = texts.iter().flat_map(|text| match is_split {
        true => text.split(style.separator()).collect(),
        false => vec![text.as_str()],
    });
    parts.map(|part| typed(items, part)).collect()
}

/// An object, as its style writes it.
fn object(
    parameter: &Parameter,
    style: Style,
    schema: Schema<'_>,
    pairs: &[(String, String)],
    texts: &[&str],
) -> Option<Value> {
    let composition = schema.composition();
    let field = |name: &str, text: &str| {
        let property = composition.property(name).map(|property| property.unwrap().core);
        (name.to_owned(), typed(property, text))
    };
    let fields: Map<String, Value> = match (style, parameter.explode) {
        (Style::DeepObject, _) => {
            let below = pairs.iter().filter_map(|(name, text)| {
                let name = name.strip_prefix(parameter.name.as_str())?.strip_prefix('[')?;
                Some(field(name.strip_suffix(']')?, text))
            });
            below.collect()
        }
        (Style::Form, true) => {
            let own = pairs.iter().filter(|(name, _)| composition.property(name).is_some());
            own.map(|(name, text)| field(name, text)).collect()
        }
        (_, true) => {
            let parts = texts.iter().flat_map(|text| undecorated(parameter, text).split(','));
            parts.filter_map(|part| part.split_once('=')).map(|(name, text)| field(name, text)).collect()
        }
        (style, false) => {
            let text = undecorated(parameter, texts.first()?);
            let parts: Vec<&str> = text.split(style.separator()).collect();
            parts.chunks_exact(2).map(|pair| field(pair[0], pair[1])).collect()
        }
    };
    (!fields.is_empty()).then_some(Value::Object(fields))
}

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
        // HTTP does not distinguish the case of headers.
        let name = match location {
            ParameterLocation::Header => parameter.name.to_ascii_lowercase(),
            _ => parameter.name.clone(),
        };
        if parameter.content.is_some() {
            let text = pairs.iter().find(|(given, _)| *given == name).map(|(_, text)| text);
            return text.map(|text| serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into()));
        }
        Notation { name: &name, style: parameter.style, explode: parameter.explode }.read(schema, &pairs)
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
        // A style has no notation for what is within a list or an object.
        Some(Kind::Object | Kind::Array) => serde_json::from_str(text).ok(),
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

/// How a value is written.
pub(crate) struct Notation<'n> {
    /// The name under which it is written.
    pub name: &'n str,
    pub style: Style,
    pub explode: bool,
}

/// Deeper than this, `deepObject` is not read.
const MAX_KEYS: usize = 16;

impl Notation<'_> {
    /// The value among these names and texts; `None` if it is absent.
    pub(crate) fn read(&self, schema: Option<Schema<'_>>, pairs: &[(String, String)]) -> Option<Value> {
        let texts: Vec<&str> =
            pairs.iter().filter(|(name, _)| name == self.name).map(|(_, text)| text.as_str()).collect();
        match (schema, schema.map_or(Kind::Any, Schema::kind)) {
            (Some(schema), Kind::Object | Kind::Array) if self.style == Style::DeepObject => {
                self.deep(schema, pairs)
            }
            (Some(schema), Kind::Object) => self.object(schema, pairs, &texts),
            (Some(schema), Kind::Array) => (!texts.is_empty()).then(|| self.list(schema, &texts)),
            _ => texts.first().map(|text| typed(schema, self.undecorated(text))),
        }
    }

    /// Removes what the styles `label` and `matrix` put before a value.
    fn undecorated<'t>(&self, text: &'t str) -> &'t str {
        let rest = match self.style {
            Style::Label => text.strip_prefix('.'),
            Style::Matrix => {
                text.strip_prefix(';').and_then(|text| text.strip_prefix(self.name)?.strip_prefix('='))
            }
            _ => None,
        };
        rest.unwrap_or(text)
    }

    fn list(&self, schema: Schema<'_>, texts: &[&str]) -> Value {
        let items = schema.items().map(|items| items.unwrap().core);
        let parts: Vec<&str> = match (self.style, self.explode) {
            (Style::Form, true) => texts.to_vec(),
            (Style::Matrix, true) => {
                let parts = texts.iter().flat_map(|text| text.split(';'));
                parts.filter_map(|part| part.strip_prefix(self.name)?.strip_prefix('=')).collect()
            }
            (Style::Label, true) => texts.iter().flat_map(|text| self.undecorated(text).split('.')).collect(),
            (style, _) => {
                texts.iter().flat_map(|text| self.undecorated(text).split(style.separator())).collect()
            }
        };
        parts.into_iter().map(|part| typed(items, part)).collect()
    }

    fn object(&self, schema: Schema<'_>, pairs: &[(String, String)], texts: &[&str]) -> Option<Value> {
        let composition = schema.composition();
        let field = |name: &str, text: &str| {
            let property = composition.property(name).map(|property| property.unwrap().core);
            (name.to_owned(), typed(property, text))
        };
        let fields: Map<String, Value> = match (self.style, self.explode) {
            (Style::Form, true) => {
                let own = pairs.iter().filter(|(name, _)| composition.property(name).is_some());
                own.map(|(name, text)| field(name, text)).collect()
            }
            (style, true) => {
                let joint = match style {
                    Style::Label => '.',
                    Style::Matrix => ';',
                    _ => ',',
                };
                let text = texts.first()?.trim_start_matches(['.', ';']);
                text.split(joint)
                    .filter_map(|part| part.split_once('='))
                    .map(|(name, text)| field(name, text))
                    .collect()
            }
            (style, false) => {
                let parts: Vec<&str> = self.undecorated(texts.first()?).split(style.separator()).collect();
                parts.chunks_exact(2).map(|pair| field(pair[0], pair[1])).collect()
            }
        };
        (!fields.is_empty()).then_some(Value::Object(fields))
    }

    /// `name[key][key]=value`.
    fn deep(&self, schema: Schema<'_>, pairs: &[(String, String)]) -> Option<Value> {
        let mut value = Value::Null;
        for (name, text) in pairs {
            let keys =
                name.strip_prefix(self.name).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']'));
            let keys: Vec<&str> = keys.into_iter().flat_map(|keys| keys.split("][")).collect();
            if (1..=MAX_KEYS).contains(&keys.len()) {
                put(&mut value, Some(schema), &keys, text);
            }
        }
        (!value.is_null()).then_some(value)
    }
}

/// Puts a text below these keys.
fn put(value: &mut Value, schema: Option<Schema<'_>>, keys: &[&str], text: &str) {
    let Some((key, rest)) = keys.split_first() else {
        *value = typed(schema, text);
        return;
    };
    if let Some(items) = schema.filter(|schema| schema.kind() == Kind::Array).map(Schema::items) {
        if !value.is_array() {
            *value = Value::Array(Vec::new());
        }
        if let Value::Array(list) = value {
            let index = key.parse().unwrap_or(list.len()).min(list.len());
            if index == list.len() {
                list.push(Value::Null);
            }
            put(&mut list[index], items.map(|items| items.unwrap().core), rest, text);
        }
        return;
    }
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let composition = schema.map(Schema::composition).unwrap_or_default();
    let property = composition.property(key).map(|property| property.unwrap().core);
    if let Value::Object(fields) = value {
        put(fields.entry(*key).or_insert(Value::Null), property, rest, text);
    }
}

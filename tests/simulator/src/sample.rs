//! Values generated from schemas: plausible, valid and the same every time.

use std::cell::Cell;
use std::collections::BTreeSet;

use document::json_schema::Validators;
use document::schema::{Composition, Kind};
use document::{Direction, Schema};
use serde_json::{Map, Value, json};

use crate::fault::FaultKind;
use crate::store::Record;

/// Deeper than this, optional fields are left out and lists are empty.
const MAX_DEPTH: usize = 8;
/// The same applies beyond this many values of one body: mutually recursive schemas produce many.
const MAX_VALUES: usize = 5_000;
/// Deeper than this, there is no value at all: a schema that requires itself has none.
const MAX_NESTING: usize = 64;

/// How responses are made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Style {
    /// Which variant of a union is used.
    pub variant: usize,
    pub unknown_enum: bool,
    pub unknown_field: bool,
    pub missing_optional: bool,
    pub nulls: bool,
}

impl Style {
    pub(crate) fn of(faults: &[FaultKind]) -> Self {
        let mut style = Self::default();
        for fault in faults {
            match fault {
                FaultKind::Variant(number) => style.variant = *number,
                FaultKind::UnknownEnum => style.unknown_enum = true,
                FaultKind::UnknownField => style.unknown_field = true,
                FaultKind::MissingOptional => style.missing_optional = true,
                FaultKind::Nulls => style.nulls = true,
                _ => {}
            }
        }
        style
    }

    /// Whether values may violate their schemas.
    pub(crate) fn is_undocumented(self) -> bool {
        self.unknown_enum || self.unknown_field
    }
}

/// Generates values for one record.
pub(crate) struct Sampler<'a> {
    validators: &'a Validators,
    direction: Direction,
    style: Style,
    record: &'a Record,
    /// Whether examples are compared with their schemas before they are used.
    is_careful: bool,
    made: Cell<usize>,
    nesting: Cell<usize>,
}

impl<'a> Sampler<'a> {
    pub(crate) fn new(
        validators: &'a Validators,
        direction: Direction,
        style: Style,
        record: &'a Record,
    ) -> Self {
        let (made, nesting) = (Cell::default(), Cell::default());
        Self { validators, direction, style, record, is_careful: false, made, nesting }
    }

    /// A value for a schema, with the fields of the record applied.
    pub(crate) fn value(&self, schema: Schema<'_>) -> Value {
        let value = self.sample(schema, "", 0);
        if self.style.is_undocumented() || self.accepts(schema, &value) {
            return value;
        }
        // Documents contain invalid examples, and properties that exclude each other.
        let careful = Sampler {
            is_careful: true,
            ..Sampler::new(self.validators, self.direction, self.style, self.record)
        };
        let with_optional = careful.sample(schema, "", 0);
        if self.accepts(schema, &with_optional) {
            return with_optional;
        }
        let style = Style { missing_optional: true, ..self.style };
        let least = Sampler { style, ..careful }.sample(schema, "", 0);
        if self.accepts(schema, &least) { least } else { value }
    }

    fn accepts(&self, schema: Schema<'_>, value: &Value) -> bool {
        self.validators.of(schema).is_none_or(|validator| validator.is_valid(value))
    }

    fn sample(&self, schema: Schema<'_>, name: &str, depth: usize) -> Value {
        let nesting = self.nesting.get();
        if nesting > MAX_NESTING {
            return Value::Null;
        }
        self.made.set(self.made.get() + 1);
        self.nesting.set(nesting + 1);
        let value = self.target(schema.target(), name, depth);
        self.nesting.set(nesting);
        value
    }

    fn target(&self, schema: Schema<'_>, name: &str, depth: usize) -> Value {
        if self.style.nulls && schema.nullable() && !name.is_empty() && self.given(name).is_none() {
            return Value::Null;
        }
        if let Some(inner) = schema.wrapped() {
            return self.sample(inner, name, depth);
        }
        if let Some(variants) = schema.alternatives() {
            return self.variant(schema, &variants, name, depth);
        }
        match schema.kind() {
            Kind::Object => self.object(schema, name, depth),
            Kind::Union if schema.has_all_of() => self.object(schema, name, depth),
            Kind::Array => {
                let list = schema.composition().parts.into_iter().find(|part| part.items().is_some());
                self.array(list.unwrap_or(schema), name, depth)
            }
            kind => self.scalar(&schema.composition().parts, kind, name),
        }
    }

    /// One variant of a union, with what all of them have in common.
    fn variant(&self, schema: Schema<'_>, variants: &[Schema<'_>], name: &str, depth: usize) -> Value {
        let index = self.style.variant.min(variants.len().saturating_sub(1));
        let chosen = variants.get(index).map_or(Value::Null, |variant| self.sample(*variant, name, depth));
        match chosen {
            Value::Object(fields) if schema.has_all_of() => {
                let mut merged = self.parts(schema, name, depth);
                merged.extend(fields);
                Value::Object(merged)
            }
            chosen => chosen,
        }
    }

    fn object(&self, schema: Schema<'_>, name: &str, depth: usize) -> Value {
        let composition = schema.composition();
        if composition.properties.is_empty()
            && let Some(example) = schema.example().filter(|example| example.is_object())
        {
            return example.clone();
        }
        let mut fields = match composition.is_object {
            true => Map::new(),
            false => self.parts(schema, name, depth),
        };
        let (required, excluded) = self.groups(&composition);
        for (name, property) in &composition.properties {
            let is_given = self.given(name).is_some() && depth < 3;
            let is_roomy = depth < MAX_DEPTH && self.made.get() < MAX_VALUES && !self.style.missing_optional;
            let is_wanted = required.contains(name) || (is_given || is_roomy) && !excluded.contains(name);
            if is_wanted && !property.schema.is_absent(self.direction) {
                fields.insert((*name).to_owned(), self.field(name, property.schema, depth));
            }
        }
        if self.style.unknown_field && !composition.properties.is_empty() {
            fields.insert("field_of_the_future".to_owned(), json!({ "a": [1, null, "x"] }));
        }
        Value::Object(fields)
    }

    /// The fields of the parts of a composition that contains unions.
    fn parts(&self, schema: Schema<'_>, name: &str, depth: usize) -> Map<String, Value> {
        let parts = schema.all_of().map(|part| self.sample(part, name, depth));
        let objects = parts.filter_map(|part| match part {
            Value::Object(fields) => Some(fields),
            _ => None,
        });
        objects.flatten().collect()
    }

    /// The names that must be present, and those that must not: variants may only declare which properties go together.
    fn groups<'d>(&self, composition: &Composition<'d>) -> (BTreeSet<&'d str>, BTreeSet<&'d str>) {
        let mut required: BTreeSet<&str> = composition.required.iter().copied().collect();
        let mut excluded = BTreeSet::new();
        for part in composition.parts.iter().filter(|part| part.alternatives().is_none()) {
            let variants: Vec<Schema<'d>> = part.variants().collect();
            let index = self.style.variant.min(variants.len().saturating_sub(1));
            let Some(chosen) = variants.get(index) else { continue };
            let others = variants.iter().filter(|other| *other != chosen);
            excluded.extend(others.flat_map(|other| other.required().iter().map(String::as_str)));
            excluded.extend(
                chosen.negated().into_iter().flat_map(|not| not.required().iter().map(String::as_str)),
            );
            required.extend(chosen.required().iter().map(String::as_str));
        }
        (required, excluded)
    }

    /// The record's own value if it has a valid one, else a generated one.
    fn field(&self, name: &str, schema: Schema<'_>, depth: usize) -> Value {
        let own = (depth < 2).then(|| self.own(name, schema, depth)).flatten();
        own.unwrap_or_else(|| self.sample(schema, name, depth + 1))
    }

    fn own(&self, name: &str, schema: Schema<'_>, depth: usize) -> Option<Value> {
        let core = schema.unwrap().core;
        let of_record = match (name, depth) {
            ("id", 0) => Some(json!(self.record.id)),
            ("created_at", _) if core.kind() == Kind::String => Some(json!(self.record.created_at())),
            ("updated_at", _) if core.kind() == Kind::String => Some(json!(self.record.updated_at())),
            _ => None,
        };
        if let Some(value) = of_record.filter(|value| self.accepts(schema, value)) {
            return Some(value);
        }
        let given = self.given(name)?;
        if self.style.unknown_enum && is_open_enum(core) {
            return None;
        }
        match self.accepts(schema, given) {
            true => Some(self.future(core, given.clone())),
            false => self.adapted(name, core, given),
        }
    }

    /// A value of a request that is returned with more or fewer fields.
    fn adapted(&self, name: &str, core: Schema<'_>, given: &Value) -> Option<Value> {
        let within = |schema: Schema<'_>, fields: &Map<String, Value>| {
            let record = Record { fields: fields.clone(), ..self.record.clone() };
            let inner = Sampler {
                record: &record,
                is_careful: self.is_careful,
                ..Sampler::new(self.validators, self.direction, self.style, &record)
            };
            let value = inner.sample(schema, name, 1);
            self.accepts(schema, &value).then_some(value)
        };
        match given {
            Value::Object(fields) => within(core, fields),
            Value::Array(items) => {
                let schema = core.items()?;
                items.iter().map(|item| within(schema, item.as_object()?)).collect()
            }
            _ => None,
        }
    }

    /// Strings in a list may belong to an enum as well.
    fn future(&self, list: Schema<'_>, value: Value) -> Value {
        match (value, list.items()) {
            (Value::Array(items), Some(of)) if self.style.unknown_enum && is_open_enum(of) => {
                items.into_iter().map(|_| json!("future_value")).collect()
            }
            (other, _) => other,
        }
    }

    /// The value that a request gave this field. A display name defaults to the name; an API that takes `FriendlyName` may
    /// return it as `friendly_name`.
    fn given(&self, name: &str) -> Option<&Value> {
        let fields = &self.record.fields;
        let by_other_name =
            || fields.iter().find(|(given, _)| snake_case(given) == name).map(|(_, value)| value);
        fields
            .get(name)
            .or_else(|| fields.get("name").filter(|_| name == "display_name"))
            .or_else(by_other_name)
    }

    fn array(&self, schema: Schema<'_>, name: &str, depth: usize) -> Value {
        if let Some(example) = self.example(schema).filter(|_| !self.style.unknown_enum) {
            return example;
        }
        let least = schema.bound("minItems").and_then(serde_json::Number::as_u64).unwrap_or(0);
        let count = if depth > MAX_DEPTH || self.made.get() > MAX_VALUES { least } else { least.max(1) };
        match schema.items() {
            Some(items) => (0..count).map(|_| self.sample(items, name, depth + 1)).collect(),
            None => (0..count).map(|_| json!({})).collect(),
        }
    }

    /// A value that all parts of a composition describe.
    fn scalar(&self, parts: &[Schema<'_>], kind: Kind, name: &str) -> Value {
        let open = parts.iter().any(|part| part.values().len() > 1);
        if self.style.unknown_enum && open {
            return json!("future_value");
        }
        let example = parts.iter().rev().find_map(|part| self.example(*part));
        if let Some(value) = example.or_else(|| parts.iter().find_map(|part| part.values().first().cloned()))
        {
            return value;
        }
        match kind {
            #[allow(clippy::cast_possible_truncation, reason = "bounds of whole numbers are whole numbers")]
            Kind::Integer => json!(bounded(parts, 1.0, 1.0).ceil() as i64),
            Kind::Number => json!(bounded(parts, 0.5, 0.5)),
            Kind::Boolean => json!(true),
            Kind::String => json!(self.text(parts, name)),
            _ => json!({}),
        }
    }

    /// The example or the default.
    fn example(&self, schema: Schema<'_>) -> Option<Value> {
        let mut examples = schema.example().into_iter().chain(schema.default());
        examples.find(|example| !self.is_careful || self.accepts(schema, example)).cloned()
    }

    fn text(&self, parts: &[Schema<'_>], name: &str) -> String {
        match parts.iter().find_map(|part| part.format()) {
            Some("uuid") => self.record.derived_id(name),
            Some("date-time") => self.record.created_at(),
            Some("date-time-rfc2822") => "Mon, 05 Jan 2026 12:00:00 +0000".to_owned(),
            Some("date") => "2026-01-31".to_owned(),
            Some("time") => "12:00:00Z".to_owned(),
            Some("uri" | "url" | "uri-reference") => format!("https://example.com/{name}"),
            Some("email") => "someone@example.com".to_owned(),
            Some("hostname") => "example.com".to_owned(),
            Some("ipv4") => "203.0.113.7".to_owned(),
            Some("ipv6") => "2001:db8::7".to_owned(),
            _ => {
                let bounds = |key| parts.iter().filter_map(move |part| part.bound(key)?.as_u64());
                let size = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX).min(MAX_TEXT);
                let least = size(bounds("minLength").max().unwrap_or(0));
                let most = size(bounds("maxLength").min().unwrap_or(u64::MAX));
                let text = if name.is_empty() { "text" } else { name };
                format!("{text:a<least$}").chars().take(most).collect()
            }
        }
    }
}

/// `friendly_name` of `FriendlyName`.
fn snake_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for (index, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// The longest generated text.
const MAX_TEXT: usize = 64 * 1024;

/// A number within all bounds, if possible not below the usual one.
fn bounded(parts: &[Schema<'_>], usual: f64, step: f64) -> f64 {
    let beyond = |is_excluded: bool| if is_excluded { step } else { 0.0 };
    let bounds = parts.iter().map(|part| {
        let bound = |key| part.bound(key).and_then(serde_json::Number::as_f64);
        let least = bound("minimum").map(|least| least + beyond(part.exclusive_minimum()));
        (least, bound("maximum").map(|most| most - beyond(part.exclusive_maximum())))
    });
    bounds.fold(usual, |value, (least, most)| {
        value.max(least.unwrap_or(value)).min(most.unwrap_or(f64::INFINITY))
    })
}

/// Text with more than one documented value: one with a single value is a constant.
fn is_open_enum(schema: Schema<'_>) -> bool {
    schema.unwrap().core.values().len() > 1
}

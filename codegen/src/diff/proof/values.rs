//! Values at the edges of what a schema allows. Not all of them are valid: whoever asks validates them. What is made of
//! two schemas has the edges of both, so that a value between them is found.

use std::collections::BTreeSet;

use document::schema::{Additional, Composition, Kind, mapped_name};
use document::{Direction, Schema, json_schema};
use serde_json::{Map, Value, json};

use super::number::numbers;
use super::text::texts;
use crate::diff::likeness::additional;

/// How many values are made of one schema.
const MOST: usize = 400;
/// How many values of a part are tried in the whole.
const OF_A_PART: usize = 12;
/// How deep a value goes.
const DEPTH: usize = 8;
/// The most items or fields of a value.
const WIDEST: usize = 1_000;
/// How many fields are looked at one by one.
const FIELDS: usize = 80;

/// Makes values that go one way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Generator {
    pub direction: Direction,
}

/// Values, each once, in the order in which they were made.
#[derive(Default)]
struct Distinct {
    values: Vec<Value>,
    known: BTreeSet<String>,
}

impl Distinct {
    fn add(&mut self, value: Value) {
        if self.values.len() < MOST && self.known.insert(value.to_string()) {
            self.values.push(value);
        }
    }

    fn extend(&mut self, values: impl IntoIterator<Item = Value>) {
        values.into_iter().for_each(|value| self.add(value));
    }
}

impl Generator {
    /// Values at the edges of a schema, and of another if there is one.
    pub fn values(self, schema: Schema<'_>, other: Option<Schema<'_>>) -> Vec<Value> {
        self.within(schema, other, DEPTH)
    }

    /// The least that is probably valid.
    pub fn least(self, schema: Schema<'_>) -> Value {
        self.least_within(schema, DEPTH)
    }

    fn within(self, schema: Schema<'_>, other: Option<Schema<'_>>, depth: usize) -> Vec<Value> {
        let core = schema.unwrap().core;
        let against = other.map(|other| other.unwrap().core);
        let mut found = Distinct::default();
        found.add(self.least_within(schema, depth));
        found.extend([schema.example(), core.example()].into_iter().flatten().cloned());
        for schema in std::iter::once(core).chain(against) {
            found.extend(schema.values().iter().cloned());
            found.extend(schema.further().values().flat_map(literals));
            found.extend(schema.negated().iter().flat_map(|excluded| literals(&excluded.to_json())));
        }
        if depth == 0 {
            return found.values;
        }
        match core.kind() {
            Kind::String => found.extend(texts(core, against)),
            Kind::Integer | Kind::Number => found.extend(numbers(core, against)),
            Kind::Boolean => found.extend([true.into(), false.into()]),
            Kind::Array => found.extend(self.lists(core, against, depth)),
            Kind::Object => found.extend(self.objects(core, against, depth)),
            Kind::Union => found.extend(self.unions(core, depth)),
            Kind::Any => found.extend(anything()),
        }
        if let Some(against) = against.filter(|against| against.kind() != core.kind()) {
            found.extend(self.within(against, None, depth - 1));
        }
        found.add(Value::Null);
        found.values
    }

    fn least_within(self, schema: Schema<'_>, depth: usize) -> Value {
        let core = schema.unwrap().core;
        if let Some(value) = core.values().first() {
            return value.clone();
        }
        if depth == 0 {
            return Value::Null;
        }
        match core.kind() {
            Kind::String => self.first_valid(core, &texts(core, None)),
            Kind::Integer | Kind::Number => self.first_valid(core, &numbers(core, None)),
            Kind::Boolean => true.into(),
            Kind::Array => self.list(core, count(core, "minItems").unwrap_or(0), depth).into(),
            Kind::Object => self.least_object(core, depth).into(),
            Kind::Union => {
                let variant = core.variants().find(|variant| !variant.is_null());
                variant.map_or(Value::Null, |variant| self.least_variant(core, variant, depth))
            }
            Kind::Any => "text".into(),
        }
    }

    /// The first that the keywords of the schema itself allow; else its example.
    fn first_valid(self, schema: Schema<'_>, values: &[Value]) -> Value {
        let own = Value::Object(json_schema::own(schema, self.direction));
        let validator = jsonschema::options().should_validate_formats(true).build(&own).ok();
        let valid =
            validator.and_then(|validator| values.iter().find(|value| validator.is_valid(value)).cloned());
        valid.or_else(|| schema.example().cloned()).or_else(|| values.first().cloned()).unwrap_or_default()
    }

    fn list(self, list: Schema<'_>, length: usize, depth: usize) -> Vec<Value> {
        let length = length.min(WIDEST);
        let Some(items) = list.items() else { return (0..length).map(|number| number.into()).collect() };
        let least = self.least_within(items, depth - 1);
        if !list.unique_items() || length < 2 {
            return vec![least; length];
        }
        let mut distinct = Distinct::default();
        distinct.add(least.clone());
        match least {
            Value::Number(_) => distinct.extend((0..length).map(|number| number.into())),
            _ => distinct.extend(self.within(items, None, depth - 1)),
        }
        distinct.extend((0..length).map(|number| format!("text{number}").into()));
        distinct.values.truncate(length);
        distinct.values
    }

    fn lists(self, list: Schema<'_>, other: Option<Schema<'_>>, depth: usize) -> Vec<Value> {
        let keys = ["minItems", "maxItems"];
        let mut found: Vec<Value> =
            edges(list, other, &keys).map(|length| self.list(list, length, depth).into()).collect();
        let items = match list.items() {
            Some(items) => self.within(items, other.and_then(Schema::items), depth - 1),
            None => anything(),
        };
        for item in items.into_iter().take(2 * OF_A_PART) {
            found.push(json!([item.clone()]));
            found.push(json!([item.clone(), item]));
        }
        found
    }

    fn least_object(self, object: Schema<'_>, depth: usize) -> Map<String, Value> {
        let composition = object.composition();
        let mut fields = Map::new();
        for name in &composition.required {
            match composition.property(name) {
                Some(property) if property.is_absent(self.direction) => {}
                Some(property) => {
                    fields.insert((*name).to_owned(), self.least_within(property, depth - 1));
                }
                None => {
                    fields.insert((*name).to_owned(), self.further(&composition, depth));
                }
            }
        }
        for part in &composition.parts {
            if let Some(Value::Object(more)) =
                part.variants().next().map(|variant| self.alternative(&composition, variant, depth))
            {
                fields.extend(more);
            }
        }
        self.fill(object, &composition, fields, count(object, "minProperties").unwrap_or(0), depth)
    }

    /// What a variant beside properties asks for: its own fields, and those of the object that it requires.
    fn alternative(self, object: &Composition<'_>, variant: Schema<'_>, depth: usize) -> Value {
        let Value::Object(mut fields) = self.least_within(variant, depth - 1) else { return Value::Null };
        for name in variant.unwrap().core.required() {
            if let Some(property) = object.property(name) {
                fields.insert(name.clone(), self.least_within(property, depth - 1));
            }
        }
        fields.into()
    }

    /// The object with so many fields.
    fn fill(
        self,
        object: Schema<'_>,
        composition: &Composition<'_>,
        mut fields: Map<String, Value>,
        length: usize,
        depth: usize,
    ) -> Map<String, Value> {
        for (name, property) in &composition.properties {
            if fields.len() < length
                && !property.schema.is_absent(self.direction)
                && !fields.contains_key(*name)
            {
                fields.insert((*name).to_owned(), self.least_within(property.schema, depth - 1));
            }
        }
        let names = (1..=length.min(WIDEST)).map(|number| format!("{}{number}", unlisted(object, None)));
        for name in names {
            if fields.len() < length {
                fields.insert(name, self.further(composition, depth));
            }
        }
        fields
    }

    fn further(self, composition: &Composition<'_>, depth: usize) -> Value {
        match additional(composition) {
            Additional::Schema(values) => self.least_within(values, depth - 1),
            _ => "text".into(),
        }
    }

    fn objects(self, object: Schema<'_>, other: Option<Schema<'_>>, depth: usize) -> Vec<Value> {
        let composition = object.composition();
        let least = self.least_object(object, depth);
        let with = |name: &str, value: Value| {
            let mut fields = least.clone();
            fields.insert(name.to_owned(), value);
            Value::Object(fields)
        };
        let listed = || {
            let properties = composition.properties.iter();
            properties.filter(|(_, property)| !property.schema.is_absent(self.direction)).take(FIELDS)
        };
        let mut found: Vec<Value> = listed()
            .map(|(name, property)| with(name, self.least_within(property.schema, depth - 1)))
            .collect();
        let mut full = least.clone();
        for (name, property) in listed() {
            full.insert((*name).to_owned(), self.least_within(property.schema, depth - 1));
        }
        found.push(full.into());
        for part in &composition.parts {
            for variant in part.variants() {
                if let Value::Object(more) = self.alternative(&composition, variant, depth) {
                    found.push(least.clone().into_iter().chain(more).collect::<Map<_, _>>().into());
                }
            }
        }
        let unlisted = unlisted(object, other);
        let further = match additional(&composition) {
            Additional::Schema(values) => self.within(values, None, depth - 1),
            _ => anything(),
        };
        found.extend(further.into_iter().take(OF_A_PART).map(|value| with(unlisted, value)));
        let keys = ["minProperties", "maxProperties"];
        if other.is_some_and(|other| bounds(other, &keys).next().is_some())
            || bounds(object, &keys).next().is_some()
        {
            for length in edges(object, other, &keys) {
                found.push(self.fill(object, &composition, least.clone(), length, depth).into());
            }
        }
        for (name, property) in listed() {
            let against = other.and_then(|other| other.composition().property(name));
            let values = self.within(property.schema, against, depth.min(2) - 1);
            found.extend(values.into_iter().take(OF_A_PART).map(|value| with(name, value)));
        }
        found
    }

    fn least_variant(self, union: Schema<'_>, variant: Schema<'_>, depth: usize) -> Value {
        discriminated(union, variant, self.least_within(variant, depth - 1))
    }

    fn unions(self, union: Schema<'_>, depth: usize) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        let variants: Vec<Schema<'_>> = union.variants().collect();
        for variant in &variants {
            let values = self.within(*variant, None, depth.min(3) - 1);
            found.extend(
                values.into_iter().take(2 * OF_A_PART).map(|value| discriminated(union, *variant, value)),
            );
        }
        found.extend(self.of_two(union, depth));
        found
    }

    /// What is of two variants, if both are objects.
    pub fn of_two(self, union: Schema<'_>, depth: usize) -> Vec<Value> {
        let least: Vec<Value> = union
            .variants()
            .take(OF_A_PART)
            .map(|variant| self.least_within(variant, depth.saturating_sub(1)))
            .collect();
        let mut found = Vec::new();
        for (index, first) in least.iter().enumerate() {
            for second in &least[index + 1..] {
                if let (Value::Object(first), Value::Object(second)) = (first, second) {
                    let both: Map<String, Value> = first.clone().into_iter().chain(second.clone()).collect();
                    found.push(both.into());
                }
            }
        }
        found
    }
}

/// The value with what names its variant.
pub(super) fn discriminated(union: Schema<'_>, variant: Schema<'_>, mut value: Value) -> Value {
    if let (Some(discriminator), Value::Object(fields), Some(name)) =
        (union.discriminator(), &mut value, variant.reference())
    {
        let property = &discriminator.property_name;
        let constant =
            variant.unwrap().core.effective_property(property).map(|property| property.unwrap().core);
        if constant.is_none_or(|constant| constant.values().is_empty()) {
            let mapped = discriminator.mapping.iter().find(|(_, target)| mapped_name(target) == name);
            let tag = mapped.map_or(name, |(tag, _)| tag.as_str());
            fields.insert(property.clone(), tag.into());
        }
    }
    value
}

/// A name that neither of two objects lists.
pub(super) fn unlisted(object: Schema<'_>, other: Option<Schema<'_>>) -> &'static str {
    let lists = |name: &str| {
        std::iter::once(object).chain(other).any(|object| object.composition().properties.contains_key(name))
    };
    ["undocumented", "undocumented_field", "x_undocumented_field"]
        .into_iter()
        .find(|name| !lists(name))
        .unwrap_or("~")
}

fn anything() -> Vec<Value> {
    vec![
        true.into(),
        1.into(),
        0.5.into(),
        "text".into(),
        "".into(),
        Value::Null,
        json!([]),
        json!({}),
        json!([1]),
    ]
}

/// The values that a schema speaks of, however deep in it they are written.
fn literals(schema: &Value) -> Vec<Value> {
    let mut found = vec![schema.clone()];
    match schema {
        Value::Array(items) => found.extend(items.iter().flat_map(literals)),
        Value::Object(fields) => found.extend(fields.values().flat_map(literals)),
        _ => {}
    }
    found
}

fn count(schema: Schema<'_>, key: &str) -> Option<usize> {
    usize::try_from(schema.bound(key)?.as_u64()?).ok()
}

fn bounds<'s>(schema: Schema<'s>, keys: &'s [&'s str]) -> impl Iterator<Item = usize> + 's {
    keys.iter().filter_map(move |key| count(schema, key))
}

/// The lengths at and around the bounds of both schemas.
fn edges(schema: Schema<'_>, other: Option<Schema<'_>>, keys: &[&str]) -> impl Iterator<Item = usize> {
    let all =
        std::iter::once(schema).chain(other).flat_map(|schema| bounds(schema, keys).collect::<Vec<_>>());
    let around: BTreeSet<usize> = all
        .flat_map(|bound| [bound.saturating_sub(1), bound, bound.saturating_add(1)])
        .chain([0, 1, 2])
        .filter(|length| *length <= WIDEST)
        .collect();
    around.into_iter()
}

//! One value held against one schema, and all that is inside of it against the schemas in there.
//!
//! Each schema's own keywords are judged by the validator ([`crate::leaf`]). What is left for here is what depends on
//! several schemas at once: which fields are documented by any of them, and which arm of a union is meant.

use std::collections::BTreeSet;

use codegen::node::Node;
use codegen::source::Location;
use serde_json::{Map, Value};
use signalwire_rest_runtime::record::is_placeholder;

use crate::finding::{Change, Kind, Observation, Part, Rule};
use crate::leaf::{Complaint, complaints};
use crate::mask;
use crate::path::Path;
use crate::schema::{Additional, Schema, SchemaId, Schemas, Site};

/// Walks through one part of one exchange.
pub(crate) struct Walk<'w, 'b> {
    pub schemas: &'w Schemas<'b>,
    pub part: Part,
}

/// Which fields of an object are documented.
enum Known<'b> {
    /// The schema says nothing of fields.
    Unsaid,
    Names(BTreeSet<&'b str>),
    All,
}

type Seen<'b> = Vec<Observation<'b>>;

/// What came of reading a value as one arm of a union.
struct Tried<'b> {
    /// Whether the value is of another type, and how far it is from the arm.
    rank: (bool, u32),
    arm: SchemaId,
    seen: Seen<'b>,
    known: Known<'b>,
}

impl<'b> Walk<'_, 'b> {
    /// Everything in a value that is not as its schema says.
    pub fn check(&self, site: Site<'b>, value: &Value, path: &Path<'_>) -> Seen<'b> {
        let mut seen = Vec::new();
        self.value(site, value, path, &mut seen);
        dedup(&mut seen);
        seen
    }

    fn value(&self, site: Site<'b>, value: &Value, path: &Path<'_>, seen: &mut Seen<'b>) {
        let id = site.id;
        if value.is_null() {
            if !self.schemas.accepts_null(id) {
                seen.push(self.null(site, path));
            }
            return;
        }
        let known = self.apply(id, value, path, seen);
        if let (Known::Names(names), Value::Object(fields)) = (known, value) {
            for (name, value) in fields.iter().filter(|(name, _)| !names.contains(name.as_str())) {
                seen.push(self.undocumented(id, name, value, path));
            }
        }
    }

    /// A schema with all its parts, but not yet what none of them documents.
    fn apply(&self, id: SchemaId, value: &Value, path: &Path<'_>, seen: &mut Seen<'b>) -> Known<'b> {
        let schema = self.schemas.get(id);
        let told = self.own(schema, value, path);
        let is_other = told.iter().any(|one| one.rule == Rule::TypeMismatch);
        seen.extend(told);
        if is_other {
            return Known::All;
        }
        let mut known = match value {
            Value::Object(fields) => self.fields(schema, fields, path, seen),
            Value::Array(items) => self.items(schema, items, path, seen),
            _ => Known::All,
        };
        for part in &schema.all_of {
            known = known.and(self.apply(*part, value, path, seen));
        }
        if !schema.arms.is_empty() {
            known = known.and(self.union(schema, value, path, seen));
        }
        known
    }

    fn fields(
        &self,
        schema: &Schema<'b>,
        fields: &Map<String, Value>,
        path: &Path<'_>,
        seen: &mut Seen<'b>,
    ) -> Known<'b> {
        for (name, value) in fields {
            match (schema.properties.get(name.as_str()), schema.additional) {
                (Some(site), _) => self.value(*site, value, &path.field(name), seen),
                (None, Additional::Of(site)) => self.value(site, value, &path.key(), seen),
                (None, Additional::Any | Additional::Unsaid) => {}
            }
        }
        match (schema.additional, schema.properties.is_empty()) {
            (Additional::Any | Additional::Of(_), _) => Known::All,
            (Additional::Unsaid, true) => Known::Unsaid,
            (Additional::Unsaid, false) => Known::Names(schema.properties.keys().copied().collect()),
        }
    }

    fn items(&self, schema: &Schema<'b>, items: &[Value], path: &Path<'_>, seen: &mut Seen<'b>) -> Known<'b> {
        for item in items {
            if let Some(site) = schema.items {
                self.value(site, item, &path.item(), seen);
            }
        }
        Known::All
    }

    /// The arm that a discriminator names, or else the one with the least to complain about.
    fn union(&self, schema: &Schema<'b>, value: &Value, path: &Path<'_>, seen: &mut Seen<'b>) -> Known<'b> {
        if let Some(told) = &schema.discriminator
            && let Some(text) = value.get(told.property).and_then(Value::as_str)
        {
            return match told.arms.get(text) {
                Some(arm) => self.apply(*arm, value, path, seen),
                None => {
                    let known: Vec<&str> = told.arms.keys().map(String::as_str).collect();
                    seen.push(self.unknown_variant(told.node, &known, text, &path.field(told.property)));
                    Known::All
                }
            };
        }
        let mut tried = self.tried(schema, value, path).into_iter();
        let Some(Tried { rank, seen: told, mut known, .. }) = tried.next() else { return Known::Unsaid };
        if schema.inclusive && told.is_empty() {
            let fitting = tried.filter(|other| other.seen.is_empty());
            known = fitting.fold(known, |known, more| known.and(more.known));
        }
        match rank.0 {
            true => seen.push(self.no_arm(schema, value, path)),
            false => seen.extend(told),
        }
        known
    }

    /// The arms that a value may be of, the nearest first. Arms that are farther off by their names alone are left out.
    fn tried(&self, schema: &Schema<'b>, value: &Value, path: &Path<'_>) -> Vec<Tried<'b>> {
        let likely = self.related(self.likely(&schema.arms, value), value).into_iter();
        let mut likely: Vec<_> =
            likely.map(|arm| (self.schemas.distance(arm, value, self.part), arm)).collect();
        likely.sort_by_key(|(floor, _)| *floor);
        let root = path.to_string();
        let mut tried: Vec<Tried<'b>> = Vec::new();
        let mut best: Option<(bool, u32)> = None;
        for (floor, arm) in likely {
            // One arm is always tried, and of those of another type no second one.
            if best.is_some_and(|best| floor.0 || floor > best && !schema.inclusive) {
                break;
            }
            let mut seen = Vec::new();
            let known = self.apply(arm, value, path, &mut seen);
            let is_other = seen.iter().any(|one| one.rule == Rule::TypeMismatch && one.path == root);
            let rank = (is_other, cost(&seen, &known, value));
            best = Some(best.map_or(rank, |best| best.min(rank)));
            tried.push(Tried { rank, arm, seen, known });
        }
        tried.sort_by_key(|one| one.rank);
        tried
    }

    /// The arms that list a text of the value under a name for which other arms list other texts; all, if none does.
    fn likely(&self, arms: &[SchemaId], value: &Value) -> Vec<SchemaId> {
        let texts = value.as_object().into_iter().flatten();
        let mut texts = texts.filter_map(|(name, value)| Some((name, value.as_str()?)));
        let chosen = texts.find_map(|(name, text)| {
            let lists = |arm: &SchemaId| {
                let listed = self.schemas.texts(self.schemas.property(*arm, name)?);
                (!listed.is_empty()).then(|| listed.contains(&text))
            };
            let told: Vec<Option<bool>> = arms.iter().map(lists).collect();
            let tells = told.contains(&Some(true)) && told.contains(&Some(false));
            tells.then(|| arms.iter().zip(told).filter(|(_, told)| *told == Some(true)).map(|(arm, _)| *arm))
        });
        chosen.map_or_else(|| arms.to_vec(), Iterator::collect)
    }

    /// Without the arms that lack a required field, where another arm lacks none and requires one that they do not
    /// know: many deviations within one shape do not make it another shape.
    fn related(&self, mut arms: Vec<SchemaId>, value: &Value) -> Vec<SchemaId> {
        let Value::Object(fields) = value else { return arms };
        let lacks = |arm: SchemaId| self.schemas.missing(arm, fields, self.part) > 0;
        let complete = arms.iter().filter(|arm| !lacks(**arm));
        let told: Vec<&str> = complete.flat_map(|arm| self.schemas.required(*arm)).collect();
        let told: Vec<&str> = told.into_iter().filter(|name| fields.contains_key(*name)).collect();
        arms.retain(|arm| {
            !lacks(*arm) || told.iter().all(|name| self.schemas.property(*arm, name).is_some())
        });
        arms
    }

    /// What the schema's own keywords say.
    fn own(&self, schema: &Schema<'b>, value: &Value, path: &Path<'_>) -> Seen<'b> {
        // A recording has placeholders where secrets were.
        let is_masked = value.as_str().is_some_and(is_placeholder);
        let Some(validator) = schema.leaf().filter(|_| !is_masked) else { return Vec::new() };
        let told = complaints(validator, value);
        let is_other = told.iter().any(|one| one.rule == Rule::TypeMismatch);
        let told = told.into_iter().filter(|one| {
            // A value of another type meets no other keyword either.
            (!is_other || one.rule == Rule::TypeMismatch) && !self.is_for_the_other_side(schema, one)
        });
        told.map(|one| self.observation(schema, value, path, one)).collect()
    }

    /// What is only written is missing from answers, and what is only read from requests.
    fn is_for_the_other_side(&self, schema: &Schema<'b>, told: &Complaint) -> bool {
        let property = told.property.as_deref().and_then(|name| schema.properties.get(name));
        property.is_some_and(|site| self.schemas.get(site.id).is_elsewhere(self.part))
    }

    fn observation(
        &self,
        schema: &Schema<'b>,
        value: &Value,
        path: &Path<'_>,
        told: Complaint,
    ) -> Observation<'b> {
        let node = schema.node;
        let base = self.seen(told.rule, path, schema.place_of(told.keyword), Some(value));
        match told.rule {
            Rule::MissingField => {
                let name = told.property.unwrap_or_default();
                let item = node.items("required").find(|item| item.as_str() == Some(&name));
                let place = path.field(&name).to_string();
                Observation {
                    path: place,
                    at: item.map(|item| item.at).or(base.at),
                    expected: told.expected,
                    example: String::new(),
                    kind: None,
                    change: Change::NotRequired { schema: node, name },
                    ..base
                }
            }
            Rule::UnknownEnumValue => {
                let documented: Vec<&str> = node.items("enum").filter_map(Node::as_str).collect();
                let shown = value.as_str().and_then(|text| mask::enum_value(path.name(), text, &documented));
                Observation {
                    expected: told.expected,
                    value: shown.map(str::to_owned),
                    change: node.get("enum").map_or(Change::None, |list| Change::AddValues { list }),
                    ..base
                }
            }
            Rule::TypeMismatch => {
                let kind = schema.kind().unwrap_or("another type");
                Observation {
                    expected: format!("{kind} is documented"),
                    change: Change::AllowType { schema: node },
                    ..base
                }
            }
            _ => Observation {
                expected: told.expected,
                change: Change::Drop { schema: node, keyword: told.keyword },
                ..base
            },
        }
    }

    fn null(&self, site: Site<'b>, path: &Path<'_>) -> Observation<'b> {
        let schema = self.schemas.get(site.id);
        Observation {
            expected: format!("{} is documented, and not null", schema.kind().unwrap_or("a value")),
            change: Change::AllowNull { site: site.node },
            ..self.seen(Rule::UndocumentedNull, path, schema.place_of("type"), Some(&Value::Null))
        }
    }

    fn undocumented(&self, id: SchemaId, name: &str, value: &Value, path: &Path<'_>) -> Observation<'b> {
        let node = self.object_of(id, value);
        let at = node.entry("properties").map_or(node.at, |entry| entry.key_at);
        Observation {
            path: path.field(name).to_string(),
            expected: "no such field is documented".to_owned(),
            change: Change::AddProperty { schema: node, name: mask::name(name) },
            ..self.seen(Rule::UndocumentedField, path, at, Some(value))
        }
    }

    /// The schema that documents the fields of this object: a wrapper's part, or the arm that fits best.
    fn object_of(&self, id: SchemaId, value: &Value) -> &'b Node {
        let schema = self.schemas.get(id);
        if !schema.properties.is_empty() {
            return schema.node;
        }
        let best = self.tried(schema, value, &Path::BODY).first().map(|tried| tried.arm);
        let part = schema.all_of.iter().find(|part| !self.schemas.get(**part).properties.is_empty());
        match part.or(schema.all_of.first()).copied().or(best) {
            Some(inner) => self.object_of(inner, value),
            None => schema.node,
        }
    }

    fn unknown_variant(
        &self,
        told: &'b Node,
        known: &[&str],
        text: &str,
        path: &Path<'_>,
    ) -> Observation<'b> {
        let value = Value::from(text);
        Observation {
            expected: format!("{} other values are documented", known.len()),
            value: mask::enum_value(path.name(), text, known).map(str::to_owned),
            ..self.seen(Rule::UnknownVariant, path, told.at, Some(&value))
        }
    }

    /// A value of a type that no arm has.
    fn no_arm(&self, schema: &Schema<'b>, value: &Value, path: &Path<'_>) -> Observation<'b> {
        let kinds: BTreeSet<&str> =
            schema.arms.iter().filter_map(|arm| self.schemas.scalar_kind(*arm)).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let keyword = if schema.node.get("oneOf").is_some() { "oneOf" } else { "anyOf" };
        Observation {
            expected: format!("{} is documented", kinds.join(" or ")),
            change: Change::AllowType { schema: schema.node },
            ..self.seen(Rule::TypeMismatch, path, schema.place_of(keyword), Some(value))
        }
    }

    fn seen(&self, rule: Rule, path: &Path<'_>, at: Location, value: Option<&Value>) -> Observation<'b> {
        Observation {
            rule,
            part: self.part,
            path: path.to_string(),
            at: Some(at),
            expected: String::new(),
            example: value.map(mask::example).unwrap_or_default(),
            value: None,
            kind: value.map(Kind::of),
            change: Change::None,
            breaks: false,
        }
    }
}

impl<'b> Known<'b> {
    /// What either documents.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Unsaid, known) | (known, Self::Unsaid) => known,
            (Self::Names(mut names), Self::Names(more)) => {
                names.extend(more);
                Self::Names(names)
            }
        }
    }
}

/// How far a value is from an arm.
fn cost(seen: &Seen<'_>, known: &Known<'_>, value: &Value) -> u32 {
    let unknown = match (known, value) {
        (Known::Names(names), Value::Object(fields)) => {
            fields.keys().filter(|name| !names.contains(name.as_str())).count()
        }
        _ => 0,
    };
    let unknown = u32::try_from(unknown).unwrap_or(u32::MAX);
    let weights = seen.iter().map(|one| match one.change {
        // Shapes are told apart by what they cannot have.
        Change::Drop { keyword: "not", .. } => Rule::MissingField.weight(),
        _ => one.rule.weight(),
    });
    weights.fold(unknown.saturating_mul(Rule::UndocumentedField.weight()), u32::saturating_add)
}

/// Whether the only documented text is another one.
pub(crate) fn is_constant(one: &Observation<'_>) -> bool {
    matches!(&one.change, Change::AddValues { list } if list.as_array().is_some_and(|values| values.len() == 1))
}

/// Of the same complaint at the same place, one.
fn dedup(seen: &mut Seen<'_>) {
    let mut known = BTreeSet::new();
    seen.retain(|one| known.insert((one.rule, one.path.clone(), one.value.clone())));
}

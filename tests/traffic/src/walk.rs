//! Compares a value with a schema, recursively.
//!
//! The validator ([`crate::leaf`]) checks each schema's own keywords. This module does what depends on several schemas:
//! which fields any of them documents, and which variant of a union applies.

use std::collections::BTreeSet;

use document::source::Location;
use document::{Additional, Schema};
use serde_json::{Map, Value};
use signalwire_rest_runtime::record::is_placeholder;

use crate::facts::{Facts, Known, allows_more, type_name};
use crate::finding::{Change, Kind, Observation, Part, Rule};
use crate::leaf::{Complaint, complaints};
use crate::mask;
use crate::path::Path;

/// Walks through one part of one exchange.
pub(crate) struct Walk<'w, 'd> {
    pub known: &'w Known<'d>,
    pub part: Part,
}

/// Which fields of an object are documented.
enum Fields<'d> {
    /// The schema declares nothing about fields.
    Unsaid,
    /// Those with these names, in this schema and others.
    Names(Schema<'d>, BTreeSet<&'d str>),
    All,
}

type Seen<'d> = Vec<Observation<'d>>;

/// The result of reading a value as one variant of a union.
struct Tried<'d> {
    /// Whether the value is of another type, and how far it is from the variant.
    rank: (bool, u32),
    seen: Seen<'d>,
    fields: Fields<'d>,
}

impl<'d> Walk<'_, 'd> {
    /// Everything in a value that differs from its schema.
    pub fn check(&self, schema: Schema<'d>, value: &Value, path: &Path<'_>) -> Seen<'d> {
        let mut seen = Vec::new();
        self.value(schema, value, path, &mut seen);
        dedup(&mut seen);
        seen
    }

    fn facts(&self, schema: Schema<'d>) -> std::rc::Rc<Facts<'d>> {
        self.known.of(schema, self.part.direction())
    }

    /// The value at a place where a schema is written, or referred to.
    fn value(&self, site: Schema<'d>, value: &Value, path: &Path<'_>, seen: &mut Seen<'d>) {
        if value.is_null() {
            if !self.facts(site).accepts_null {
                seen.push(self.null(site, path));
            }
            return;
        }
        let before = seen.len();
        let documented = self.apply(site, value, path, seen);
        // A shared schema stays as it is: the deviation is allowed here only.
        for one in seen.iter_mut().skip(before).filter(|one| one.rule == Rule::TypeMismatch) {
            if let Change::AllowType { schema } = &mut one.change
                && *schema == site.target()
                && matches!(type_name(*schema), Some("object" | "array"))
                && one.path == path.to_string()
            {
                *schema = site;
            }
        }
        if let (Fields::Names(schema, names), Value::Object(fields)) = (documented, value) {
            for (name, value) in fields.iter().filter(|(name, _)| !names.contains(name.as_str())) {
                seen.push(self.undocumented(schema, name, value, path));
            }
        }
    }

    /// A schema with all its parts, but not yet what none of them documents.
    fn apply(&self, schema: Schema<'d>, value: &Value, path: &Path<'_>, seen: &mut Seen<'d>) -> Fields<'d> {
        let mut documented = Fields::Unsaid;
        for part in &self.facts(schema).parts {
            let facts = self.facts(*part);
            let own = self.own(*part, &facts, value, path);
            let is_other = own.iter().any(|one| one.rule == Rule::TypeMismatch);
            seen.extend(own);
            if is_other {
                return Fields::All;
            }
            let of_part = match value {
                Value::Object(fields) => self.fields(*part, fields, path, seen),
                Value::Array(items) => self.items(*part, items, path, seen),
                _ => Fields::All,
            };
            documented = documented.and(of_part);
            if !facts.variants.is_empty() {
                documented = documented.and(self.union(*part, &facts, value, path, seen));
            }
        }
        documented
    }

    fn fields(
        &self,
        schema: Schema<'d>,
        fields: &Map<String, Value>,
        path: &Path<'_>,
        seen: &mut Seen<'d>,
    ) -> Fields<'d> {
        for (name, value) in fields {
            match (schema.property(name), schema.additional()) {
                (Some(property), _) => self.value(property, value, &path.field(name), seen),
                (None, Additional::Schema(values)) => self.value(values, value, &path.key(), seen),
                (None, Additional::Allowed(_) | Additional::Unsaid) => {}
            }
        }
        match schema.lists_properties() {
            _ if allows_more(schema) => Fields::All,
            false => Fields::Unsaid,
            true => Fields::Names(schema, schema.properties().map(|(name, _)| name).collect()),
        }
    }

    fn items(&self, schema: Schema<'d>, items: &[Value], path: &Path<'_>, seen: &mut Seen<'d>) -> Fields<'d> {
        if let Some(schema) = schema.items() {
            items.iter().for_each(|item| self.value(schema, item, &path.item(), seen));
        }
        Fields::All
    }

    /// The variant that a discriminator names, or else the one with the fewest violations.
    fn union(
        &self,
        schema: Schema<'d>,
        facts: &Facts<'d>,
        value: &Value,
        path: &Path<'_>,
        seen: &mut Seen<'d>,
    ) -> Fields<'d> {
        let mut variants = facts.variants.clone();
        if let Some(discriminated) = &facts.discriminated
            && let Some(text) = value.get(discriminated.property).and_then(Value::as_str)
        {
            let named: Vec<Schema<'d>> = discriminated.of(text).map(|variant| variant.schema).collect();
            if named.is_empty() && variants.iter().all(|variant| variant.reference().is_some()) {
                seen.push(self.unknown_variant(schema, facts, text, &path.field(discriminated.property)));
                return Fields::All;
            }
            if let [only] = named.as_slice() {
                return self.apply(*only, value, path, seen);
            }
            if !named.is_empty() {
                variants = named;
            }
        }
        let is_inclusive = schema.has_any_of();
        let mut tried = self.tried(variants, is_inclusive, value, path).into_iter();
        let Some(Tried { rank, seen: of_best, mut fields }) = tried.next() else { return Fields::Unsaid };
        if is_inclusive && of_best.is_empty() {
            let matching = tried.filter(|other| other.seen.is_empty());
            fields = matching.fold(fields, |fields, more| fields.and(more.fields));
        }
        match rank.0 {
            true => seen.push(self.no_variant(schema, facts, value, path)),
            false => seen.extend(of_best),
        }
        fields
    }

    /// The variants that a value may be of, the nearest first. Those that are farther off by their names alone are left
    /// out.
    fn tried(
        &self,
        variants: Vec<Schema<'d>>,
        is_inclusive: bool,
        value: &Value,
        path: &Path<'_>,
    ) -> Vec<Tried<'d>> {
        let likely = self.related(self.likely(variants, value), value).into_iter();
        let mut likely: Vec<_> =
            likely.map(|variant| (self.facts(variant).distance(value), variant)).collect();
        likely.sort_by_key(|(floor, _)| *floor);
        let root = path.to_string();
        let mut tried: Vec<Tried<'d>> = Vec::new();
        let mut best: Option<(bool, u32)> = None;
        for (floor, variant) in likely {
            // One variant is always tried, and of those of another type no second one.
            if best.is_some_and(|best| floor.0 || floor > best && !is_inclusive) {
                break;
            }
            let mut seen = Vec::new();
            let fields = self.apply(variant, value, path, &mut seen);
            let is_other = seen.iter().any(|one| one.rule == Rule::TypeMismatch && one.path == root);
            let rank = (is_other, cost(&seen, &fields, value));
            best = Some(best.map_or(rank, |best| best.min(rank)));
            tried.push(Tried { rank, seen, fields });
        }
        tried.sort_by_key(|one| one.rank);
        tried
    }

    /// The variants that list a text of the value under a name for which others list other texts; all, if none does.
    fn likely(&self, variants: Vec<Schema<'d>>, value: &Value) -> Vec<Schema<'d>> {
        let texts = value.as_object().into_iter().flatten();
        let mut texts = texts.filter_map(|(name, value)| Some((name, value.as_str()?)));
        let chosen = texts.find_map(|(name, text)| {
            let lists = |variant: &Schema<'d>| {
                let listed = self.facts(self.facts(*variant).composition.property(name)?).texts();
                (!listed.is_empty()).then(|| listed.contains(&text))
            };
            let listed: Vec<Option<bool>> = variants.iter().map(lists).collect();
            let discriminates = listed.contains(&Some(true)) && listed.contains(&Some(false));
            let chosen = variants.iter().zip(listed).filter(|(_, listed)| *listed == Some(true));
            discriminates.then(|| chosen.map(|(variant, _)| *variant).collect())
        });
        chosen.unwrap_or(variants)
    }

    /// Without the variants that lack a required field, where another one lacks none and requires one that they do not
    /// know: many deviations within one variant do not make it another.
    fn related(&self, mut variants: Vec<Schema<'d>>, value: &Value) -> Vec<Schema<'d>> {
        let Value::Object(fields) = value else { return variants };
        let lacks = |variant: Schema<'d>| self.facts(variant).missing(fields) > 0;
        let complete = variants.iter().filter(|variant| !lacks(**variant));
        let required: BTreeSet<&str> =
            complete.flat_map(|variant| self.facts(*variant).required.clone()).collect();
        variants.retain(|variant| {
            let facts = self.facts(*variant);
            !lacks(*variant) || required.iter().all(|name| facts.composition.property(name).is_some())
        });
        variants
    }

    /// The violations of the schema's own keywords.
    fn own(&self, schema: Schema<'d>, facts: &Facts<'d>, value: &Value, path: &Path<'_>) -> Seen<'d> {
        // A recording has placeholders where secrets were.
        let is_masked = value.as_str().is_some_and(is_placeholder);
        let Some(validator) = facts.leaf.as_ref().filter(|_| !is_masked) else { return Vec::new() };
        let found = complaints(validator, value);
        let is_other = found.iter().any(|one| one.rule == Rule::TypeMismatch);
        // The other keywords do not apply to a value of another type.
        let found = found.into_iter().filter(|one| !is_other || one.rule == Rule::TypeMismatch);
        found.map(|one| self.observation(schema, value, path, one)).collect()
    }

    fn observation(
        &self,
        schema: Schema<'d>,
        value: &Value,
        path: &Path<'_>,
        complaint: Complaint,
    ) -> Observation<'d> {
        let base = self.seen(complaint.rule, path, schema.keyword_at(complaint.keyword), Some(value));
        let base = Observation { expected: complaint.expected, ..base };
        match complaint.rule {
            Rule::MissingField => {
                let name = complaint.property.unwrap_or_default();
                let index = schema.required().iter().position(|required| *required == name);
                Observation {
                    path: path.field(&name).to_string(),
                    at: index.map(|index| schema.item_at("required", index)).or(base.at),
                    example: String::new(),
                    kind: None,
                    change: Change::NotRequired { schema, name },
                    ..base
                }
            }
            Rule::UnknownEnumValue => {
                let documented: Vec<&str> = schema.texts().collect();
                let shown = value.as_str().and_then(|text| mask::enum_value(path.name(), text, &documented));
                Observation { value: shown.map(str::to_owned), change: Change::AddValues { schema }, ..base }
            }
            Rule::TypeMismatch => Observation {
                expected: format!("{} is documented", type_name(schema).unwrap_or("another type")),
                change: Change::AllowType { schema },
                ..base
            },
            _ => Observation { change: Change::Drop { schema, keyword: complaint.keyword }, ..base },
        }
    }

    fn null(&self, site: Schema<'d>, path: &Path<'_>) -> Observation<'d> {
        let schema = site.target();
        Observation {
            expected: format!("{} is documented, and not null", type_name(schema).unwrap_or("a value")),
            change: Change::AllowNull { schema: site },
            ..self.seen(Rule::UndocumentedNull, path, schema.keyword_at("type"), Some(&Value::Null))
        }
    }

    fn undocumented(
        &self,
        schema: Schema<'d>,
        name: &str,
        value: &Value,
        path: &Path<'_>,
    ) -> Observation<'d> {
        Observation {
            path: path.field(name).to_string(),
            expected: "no such field is documented".to_owned(),
            change: Change::AddProperty { schema, name: mask::name(name) },
            ..self.seen(Rule::UndocumentedField, path, schema.keyword_at("properties"), Some(value))
        }
    }

    fn unknown_variant(
        &self,
        schema: Schema<'d>,
        facts: &Facts<'d>,
        text: &str,
        path: &Path<'_>,
    ) -> Observation<'d> {
        let variants = facts.discriminated.iter().flat_map(|discriminated| &discriminated.variants);
        let known: Vec<&str> = variants.map(|variant| variant.text.as_str()).collect();
        let at = schema.value_at("discriminator");
        Observation {
            expected: format!("{} other values are documented", known.len()),
            value: mask::enum_value(path.name(), text, &known).map(str::to_owned),
            ..self.seen(Rule::UnknownVariant, path, at, Some(&Value::from(text)))
        }
    }

    /// A value of a type that no variant has.
    fn no_variant(
        &self,
        schema: Schema<'d>,
        facts: &Facts<'d>,
        value: &Value,
        path: &Path<'_>,
    ) -> Observation<'d> {
        let names: BTreeSet<&str> =
            facts.variants.iter().filter_map(|variant| self.facts(*variant).type_name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let keyword = if schema.has_one_of() { "oneOf" } else { "anyOf" };
        Observation {
            expected: format!("{} is documented", names.join(" or ")),
            change: Change::AllowType { schema },
            ..self.seen(Rule::TypeMismatch, path, schema.keyword_at(keyword), Some(value))
        }
    }

    fn seen(&self, rule: Rule, path: &Path<'_>, at: Location, value: Option<&Value>) -> Observation<'d> {
        Observation {
            example: value.map(mask::example).unwrap_or_default(),
            kind: value.map(Kind::of),
            ..Observation::new(rule, self.part, &path.to_string(), Some(at))
        }
    }
}

impl<'d> Fields<'d> {
    /// The union of what both document.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Unsaid, known) | (known, Self::Unsaid) => known,
            (Self::Names(schema, mut names), Self::Names(_, more)) => {
                names.extend(more);
                Self::Names(schema, names)
            }
        }
    }
}

/// How far a value is from a variant.
fn cost(seen: &Seen<'_>, documented: &Fields<'_>, value: &Value) -> u32 {
    let unknown = match (documented, value) {
        (Fields::Names(_, names), Value::Object(fields)) => {
            fields.keys().filter(|name| !names.contains(name.as_str())).count()
        }
        _ => 0,
    };
    let unknown = u32::try_from(unknown).unwrap_or(u32::MAX);
    let weights = seen.iter().map(|one| match one.change {
        // Variants differ by what they cannot have.
        Change::Drop { keyword: "not", .. } => Rule::MissingField.weight(),
        _ => one.rule.weight(),
    });
    weights.fold(unknown.saturating_mul(Rule::UndocumentedField.weight()), u32::saturating_add)
}

/// Whether the only documented text is another one.
pub(crate) fn is_constant(one: &Observation<'_>) -> bool {
    matches!(&one.change, Change::AddValues { schema } if schema.values().len() == 1)
}

/// Removes duplicates: the same violation at the same place.
fn dedup(seen: &mut Seen<'_>) {
    let mut known = BTreeSet::new();
    seen.retain(|one| known.insert((one.rule, one.path.clone(), one.value.clone())));
}

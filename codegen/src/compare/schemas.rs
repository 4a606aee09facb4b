//! Schemas: what each place of use says, and what the schemas come to.

use std::collections::BTreeSet;

use document::Schema;
use document::schema::{Additional, Composition, Kind as Type};
use indexmap::IndexMap;
use serde_json::Value;

use super::describe::describe;
use super::label::label;
use super::values::plain;
use super::variants::{effective, flattened, only_values};
use super::{Comparer, Kind, Pair, SchemaRef};

/// What values a schema describes, as it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing but `null`.
    Null,
    /// Values of a type.
    Of(Type),
}

impl Class {
    fn show(self) -> String {
        match self {
            Self::Null => "null alone".to_owned(),
            Self::Of(Type::Any) => "any value".to_owned(),
            Self::Of(kind) => format!("{kind:?}").to_lowercase(),
        }
    }
}

impl<'d> Comparer<'d> {
    /// Compares the pairs that wait, and whatever they lead to.
    pub(super) fn schemas(&mut self) {
        while let Some(pair) = self.pending.pop() {
            if self.places.insert((pair.ours.id(), pair.reference.id())) {
                self.place(&pair);
            }
        }
    }

    /// What is said where a schema is used: it may differ from use to use.
    fn place(&mut self, pair: &Pair<'d>) {
        let (ours, reference) = (pair.ours.unwrap(), pair.reference.unwrap());
        let (own, theirs) = (class(ours.core), class(reference.core));
        let site = site(pair);
        let is_said = |class: Class| class != Class::Of(Type::Any) && class != Class::Null;
        if is_said(own) && is_said(theirs) {
            let (own, theirs) = (pair.ours.accepts_null(), pair.reference.accepts_null());
            self.flag(Kind::Nullable, &site, own, theirs);
        }
        let chain = |wrappers: &[Schema<'d>], core: Schema<'d>| -> Vec<Schema<'d>> {
            wrappers.iter().copied().chain([core]).collect()
        };
        let own = chain(&ours.wrappers, ours.core);
        let theirs = chain(&reference.wrappers, reference.core);
        let default = |chain: &[Schema<'d>]| chain.iter().find_map(|schema| schema.default()).map(plain);
        self.fact(Kind::Default, &site, (default(&own), default(&theirs)), String::clone);
        let deprecated = |chain: &[Schema<'d>]| chain.iter().any(|schema| schema.deprecated());
        self.flag(Kind::Deprecated, &site, deprecated(&own), deprecated(&theirs));
        let place = pair.place.clone();
        let (ours, reference) = (effective(ours.core), effective(reference.core));
        self.core(&Pair { ours, reference, place });
    }

    /// What the schemas themselves say, once for each pair.
    fn core(&mut self, pair: &Pair<'d>) {
        if !self.cores.insert((pair.ours.id(), pair.reference.id())) {
            return;
        }
        self.facts += 1;
        let site = site(pair);
        let (own, theirs) = (class(pair.ours), class(pair.reference));
        let is_union = |class: Class| class == Class::Of(Type::Union);
        if is_union(own) != is_union(theirs) {
            return self.variants(pair);
        }
        if own != theirs {
            let text = |class: Class| Some(class.show());
            self.differ(Kind::Type, &site, text(own), text(theirs));
        }
        if own == Class::Null || theirs == Class::Null {
            return;
        }
        if is_union(own) {
            self.variants(pair);
        }
        self.scalars(&site, pair);
        self.inside(&site, pair);
    }

    fn scalars(&mut self, site: &SchemaRef, pair: &Pair<'d>) {
        let (ours, reference) = (parts(pair.ours), parts(pair.reference));
        let format = |parts: &[Schema<'d>]| parts.iter().find_map(|part| part.format());
        self.fact(Kind::Format, site, (format(&ours), format(&reference)), |format| (*format).to_owned());
        self.bounds(site, &ours, &reference);
        match (only_values(pair.ours), only_values(pair.reference)) {
            (Some(own), Some(theirs)) => self.values(site, &own, &theirs),
            (own, theirs) => {
                let show = |values: &BTreeSet<String>| {
                    format!("[{}]", values.iter().cloned().collect::<Vec<_>>().join(", "))
                };
                self.fact(Kind::Enum, site, (own, theirs), show);
            }
        }
    }

    /// Each value of an enum is a fact of its own.
    fn values(&mut self, site: &SchemaRef, ours: &BTreeSet<String>, reference: &BTreeSet<String>) {
        self.facts += reference.len();
        for value in reference.difference(ours) {
            self.differ(Kind::Enum, site, None, Some(value.clone()));
        }
        for value in ours.difference(reference) {
            self.differ(Kind::Enum, site, Some(value.clone()), None);
        }
    }

    fn inside(&mut self, site: &SchemaRef, pair: &Pair<'d>) {
        let next = |ours, reference| Pair { ours, reference, place: pair.place.clone() };
        let items = |schema: Schema<'d>| parts(schema).iter().find_map(|part| part.items());
        if let (Some(own), Some(theirs)) = (items(pair.ours), items(pair.reference)) {
            self.pending.push(next(own, theirs));
        }
        self.fields(site, pair, &fields(pair.ours), &fields(pair.reference));
        let values = |schema: Schema<'d>| {
            parts(schema).iter().find_map(|part| match part.additional() {
                Additional::Schema(values) if values.has_type() => Some(values),
                _ => None,
            })
        };
        match (values(pair.ours), values(pair.reference)) {
            (Some(own), Some(theirs)) => self.pending.push(next(own, theirs)),
            (None, None) => {}
            (own, theirs) => {
                let site = SchemaRef { at: format!("{}{{}}", site.at), ..site.clone() };
                self.fact(Kind::Type, &site, (own.map(describe), theirs.map(describe)), String::clone);
            }
        }
    }

    pub(super) fn fields(
        &mut self,
        site: &SchemaRef,
        pair: &Pair<'d>,
        ours: &Fields<'d>,
        reference: &Fields<'d>,
    ) {
        for (name, theirs) in reference {
            self.facts += 2;
            let at = format!("{}.{name}", site.at);
            match ours.get(name) {
                Some(own) => {
                    let site = SchemaRef {
                        at: label(own.schema, &pair.place),
                        ours_at: own.schema.place().key_at,
                        reference_at: theirs.schema.place().key_at,
                    };
                    if own.required != theirs.required {
                        let (own, theirs) = (own.required.to_string(), theirs.required.to_string());
                        self.differ(Kind::Required, &site, Some(own), Some(theirs));
                    }
                    let (ours, reference) = (own.schema, theirs.schema);
                    self.pending.push(Pair { ours, reference, place: pair.place.clone() });
                }
                None => {
                    let site = SchemaRef { at, reference_at: theirs.schema.place().key_at, ..site.clone() };
                    self.differ(Kind::Field, &site, None, Some(theirs.show()));
                }
            }
        }
        for (name, own) in ours.iter().filter(|(name, _)| !reference.contains_key(*name)) {
            let at = format!("{}.{name}", site.at);
            let site = SchemaRef { at, ours_at: own.schema.place().key_at, ..site.clone() };
            self.differ(Kind::Field, &site, Some(own.show()), None);
        }
    }
}

/// The fields of an object by name.
pub(super) type Fields<'d> = IndexMap<&'d str, Field<'d>>;

/// A field of an object.
#[derive(Clone, Copy)]
pub(super) struct Field<'d> {
    pub schema: Schema<'d>,
    pub required: bool,
}

impl Field<'_> {
    fn show(&self) -> String {
        format!("{}{}", if self.required { "required " } else { "" }, describe(self.schema))
    }
}

/// The fields of an object, parts of compositions included.
pub(super) fn fields(schema: Schema<'_>) -> Fields<'_> {
    let Composition { properties, required, .. } = schema.composition();
    let field = |schema, name| Field { schema, required: required.contains(name) };
    properties.into_iter().map(|(name, property)| (name, field(property.schema, name))).collect()
}

/// What a schema is composed of.
fn parts(schema: Schema<'_>) -> Vec<Schema<'_>> {
    schema.composition().parts
}

/// The class of a schema, references and wrappers followed.
pub(super) fn class(schema: Schema<'_>) -> Class {
    let core = effective(schema);
    let is_null_alone = |values: &[Value]| !values.is_empty() && values.iter().all(Value::is_null);
    if core.enumeration().is_some_and(is_null_alone) {
        return Class::Null;
    }
    if let Some(values) = only_values(core) {
        return Class::Of(type_of(&values));
    }
    if flattened(core).is_some() {
        return Class::Of(Type::Union);
    }
    // A union whose alternatives only say which properties go together is an object.
    match core.kind() {
        Type::Union => Class::Of(Type::Object),
        kind => Class::Of(kind),
    }
}

/// The type of the values of an enum, which are written as JSON.
fn type_of(values: &BTreeSet<String>) -> Type {
    let all = |test: fn(&str) -> bool| values.iter().all(|value| test(value));
    if all(|value| value.starts_with('"')) {
        Type::String
    } else if all(|value| value.parse::<i64>().is_ok()) {
        Type::Integer
    } else if all(|value| value.parse::<f64>().is_ok()) {
        Type::Number
    } else if all(|value| matches!(value, "true" | "false")) {
        Type::Boolean
    } else {
        Type::Any
    }
}

/// Where a pair is, in both documents.
pub(super) fn site(pair: &Pair<'_>) -> SchemaRef {
    SchemaRef {
        at: label(pair.ours, &pair.place),
        ours_at: pair.ours.place().key_at,
        reference_at: pair.reference.place().key_at,
    }
}

//! What a schema comes to, once references are followed and compositions merged.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::{Additional, Schema, SchemaId};

/// What values a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One of several schemas.
    Union,
    /// An object, with documented properties or without.
    Object,
    /// A list.
    Array,
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Anything.
    Any,
}

/// A schema with the wrappers around it taken off.
#[derive(Clone, Debug)]
pub struct Unwrapped<'d> {
    /// What references and wrappers lead to.
    pub core: Schema<'d>,
    /// The wrappers on the way, outermost first: an `allOf` of one schema with annotations beside it.
    pub wrappers: Vec<Schema<'d>>,
}

/// A property of an object that may be composed of several parts.
#[derive(Clone, Copy, Debug)]
pub struct Property<'d> {
    /// Its schema.
    pub schema: Schema<'d>,
    /// The part of the composition that lists it.
    pub part: Schema<'d>,
}

/// An object with the parts it is composed of by `allOf`.
#[derive(Clone, Debug, Default)]
pub struct Composition<'d> {
    /// Every part, references followed, each once: inner parts before the schema that is composed of them.
    pub parts: Vec<Schema<'d>>,
    /// The properties of all parts. A later part wins over an earlier one.
    pub properties: IndexMap<&'d str, Property<'d>>,
    /// The names that some part requires, in the order in which they are met.
    pub required: IndexSet<&'d str>,
    /// Whether every part is an object, rather than a union, an enum or a value of another type.
    pub is_object: bool,
}

impl<'d> Composition<'d> {
    /// The property with a name.
    pub fn property(&self, name: &str) -> Option<Schema<'d>> {
        self.properties.get(name).map(|property| property.schema)
    }

    /// Whether a property with this name must be there.
    pub fn requires(&self, name: &str) -> bool {
        self.required.contains(name)
    }

    fn add(&mut self, part: Schema<'d>) {
        self.properties.extend(part.properties().map(|(name, schema)| (name, Property { schema, part })));
        self.required.extend(part.required().iter().map(String::as_str));
        self.parts.push(part);
    }
}

impl<'d> Schema<'d> {
    /// What a chain of references ends at; the schema itself where it is no reference.
    pub fn target(self) -> Self {
        self.other(self.tree().target_of(self.id()))
    }

    /// The one part of a schema that is nothing but a wrapper around it: what is written beside it annotates the place.
    pub fn wrapped(self) -> Option<Self> {
        let mut parts = self.all_of();
        let only = parts.next().filter(|_| parts.len() == 0)?;
        self.only_annotates().then_some(only)
    }

    /// What references and wrappers lead to. Each step is taken once, so that a cycle ends.
    pub fn unwrap(self) -> Unwrapped<'d> {
        let mut wrappers: Vec<Schema<'d>> = Vec::new();
        let mut met = BTreeSet::new();
        let mut core = self.target();
        while let Some(inner) = core.wrapped().filter(|_| met.insert(core.id())) {
            wrappers.push(core);
            core = inner.target();
        }
        Unwrapped { core, wrappers }
    }

    /// Whether nothing beside `allOf` restricts values: `nullable`, a description, a default and the like.
    fn only_annotates(self) -> bool {
        let entry = self.entry();
        let composed = [self.has_properties(), self.has_one_of(), self.has_any_of(), entry.not.is_some()];
        let restricted = [
            entry.items.is_some(),
            entry.has_enum,
            self.format().is_some(),
            self.pattern().is_some(),
            self.unique_items(),
            self.discriminator().is_some(),
            entry.additional != Additional::Unsaid,
            !self.required().is_empty(),
            !entry.numbers.is_empty(),
            !entry.further.is_empty(),
        ];
        !composed.contains(&true) && !restricted.contains(&true)
    }

    /// Whether the schema says more than which properties go together.
    pub fn has_type(self) -> bool {
        let is_composed = self.has_one_of() || self.has_any_of() || self.has_all_of();
        let holds =
            self.has_properties() || self.items().is_some() || self.additional() != Additional::Unsaid;
        let names = self.reference().is_some() || self.type_name().is_some() || self.enumeration().is_some();
        is_composed || holds || names
    }

    /// Whether the schema lists properties itself.
    pub fn lists_properties(self) -> bool {
        self.properties().len() > 0
    }

    /// The alternatives that say something about the type; `None` where it is no union. Alternatives that only say which
    /// properties go together leave the type to the rest of the schema, and so do those beside properties.
    pub fn alternatives(self) -> Option<Vec<Self>> {
        let list: Vec<Self> =
            if self.has_one_of() { self.one_of().collect() } else { self.any_of().collect() };
        let list: Vec<Self> = list.into_iter().filter(|variant| variant.has_type()).collect();
        (!list.is_empty() && !self.lists_properties()).then_some(list)
    }

    /// Whether nothing but `null` is of this schema.
    pub fn is_null(self) -> bool {
        self.entry().is_null()
    }

    /// The declared type, or the one that other keywords imply.
    pub fn implied_type(self) -> Option<&'d str> {
        self.type_name().or_else(|| match self.additional() {
            _ if self.has_properties() => Some("object"),
            Additional::Unsaid => self.items().map(|_| "array"),
            _ => Some("object"),
        })
    }

    /// What values the schema describes, compositions included.
    pub fn kind(self) -> Kind {
        self.kind_within(&mut BTreeSet::new())
    }

    fn kind_within(self, met: &mut BTreeSet<SchemaId>) -> Kind {
        if !met.insert(self.id()) {
            return Kind::Any;
        }
        if self.all_of().len() > 0 {
            let mut kinds = self.all_of().map(|part| match part.unwrap().core {
                core if core.has_all_of() => Kind::Object,
                core => core.kind_within(met),
            });
            return kinds.find(|kind| *kind != Kind::Any).unwrap_or(Kind::Object);
        }
        if self.has_one_of() || self.has_any_of() {
            return Kind::Union;
        }
        match self.implied_type() {
            Some("object") => Kind::Object,
            Some("array") => Kind::Array,
            Some("string") => Kind::String,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("boolean") => Kind::Boolean,
            _ if self.texts().next().is_some() => Kind::String,
            _ => Kind::Any,
        }
    }

    /// Whether the document lets a value be `null`, here or in what this leads to.
    pub fn accepts_null(self) -> bool {
        self.accepts_null_within(&mut BTreeSet::new())
    }

    fn accepts_null_within(self, met: &mut BTreeSet<SchemaId>) -> bool {
        let schema = self.target();
        if schema.nullable() || schema.values().contains(&Value::Null) {
            return true;
        }
        if !met.insert(schema.id()) {
            return false;
        }
        let is_open = schema.implied_type().is_none() && schema.enumeration().is_none();
        let mut variants = schema.variants().peekable();
        is_open
            && schema.all_of().all(|part| part.accepts_null_within(met))
            && (variants.peek().is_none() || variants.any(|variant| variant.accepts_null_within(met)))
    }

    /// The object that the schema and the parts of its `allOf` make together. Each part is looked at once, however many
    /// ways lead to it.
    pub fn composition(self) -> Composition<'d> {
        let mut composition = Composition { is_object: true, ..Composition::default() };
        let mut met = BTreeSet::new();
        // A stack of its own, since a chain of compositions may be longer than the thread's stack is deep.
        let mut stack = vec![(self.target(), false)];
        while let Some((schema, parts_are_added)) = stack.pop() {
            if parts_are_added {
                composition.add(schema);
            } else if met.insert(schema.id()) {
                composition.is_object &= schema.can_be_part();
                stack.push((schema, true));
                let parts: Vec<Self> = schema.all_of().collect();
                stack.extend(parts.into_iter().rev().map(|part| (part.target(), false)));
            }
        }
        composition
    }

    /// Whether an object can be composed of the schema.
    fn can_be_part(self) -> bool {
        let is_object = matches!(self.type_name(), None | Some("object"));
        is_object && self.enumeration().is_none() && self.alternatives().is_none()
    }

    /// The names of the components that the schema leads to, its own included where it refers to one.
    pub fn reached_components(self) -> BTreeSet<&'d str> {
        super::reached_components([self])
    }
}

//! The schemas of the document, each read once: references followed, places kept.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use codegen::node::{Entry, Node, Value as NodeValue, unescape_pointer};
use codegen::source::Location;
use jsonschema::Validator;
use serde_json::{Map, Value};

use crate::finding::{Part, Rule};
use crate::leaf;

/// The number of a schema within [`Schemas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SchemaId(usize);

/// A place where a schema is written down, or referred to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'b> {
    pub id: SchemaId,
    pub node: &'b Node,
}

/// One schema.
#[derive(Debug)]
pub(crate) struct Schema<'b> {
    /// Where and how it is written.
    pub node: &'b Node,
    pub nullable: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub properties: BTreeMap<&'b str, Site<'b>>,
    pub additional: Additional<'b>,
    pub items: Option<Site<'b>>,
    pub all_of: Vec<SchemaId>,
    /// The arms of `oneOf` or `anyOf`.
    pub arms: Vec<SchemaId>,
    /// Whether a value may be of several arms at once.
    pub inclusive: bool,
    pub discriminator: Option<Discriminator<'b>>,
    leaf: OnceLock<Option<Validator>>,
}

/// What may stand beside the documented properties.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Additional<'b> {
    /// Nothing is said: whatever comes is undocumented.
    Unsaid,
    /// Anything.
    Any,
    /// Values of one schema.
    Of(Site<'b>),
}

/// The property that tells which arm a value is of.
#[derive(Debug)]
pub(crate) struct Discriminator<'b> {
    pub node: &'b Node,
    pub property: &'b str,
    pub arms: BTreeMap<String, SchemaId>,
}

impl<'b> Schema<'b> {
    /// The documented type.
    pub fn kind(&self) -> Option<&'b str> {
        let implied = (!self.properties.is_empty()).then_some("object");
        self.node.get_str("type").or(implied)
    }

    /// Where a keyword is written, or else the schema.
    pub fn place_of(&self, keyword: &str) -> Location {
        self.node.entry(keyword).map_or(self.node.at, |entry| entry.key_at)
    }

    /// What can be said of a value without looking into it.
    pub fn leaf(&self) -> Option<&Validator> {
        self.leaf.get_or_init(|| leaf::validator(self.node)).as_ref()
    }

    /// What is only written is missing from answers, and what is only read from requests.
    pub fn is_elsewhere(&self, part: Part) -> bool {
        match part {
            Part::Answer(_) => self.write_only,
            _ => self.read_only,
        }
    }

    fn of(node: &'b Node) -> Self {
        Self {
            node,
            nullable: node.get_flag("nullable"),
            read_only: node.get_flag("readOnly"),
            write_only: node.get_flag("writeOnly"),
            properties: BTreeMap::new(),
            additional: Additional::Unsaid,
            items: None,
            all_of: Vec::new(),
            arms: Vec::new(),
            inclusive: node.get("anyOf").is_some(),
            discriminator: None,
            leaf: OnceLock::new(),
        }
    }
}

/// All schemas that were asked for, and those they mention.
#[derive(Debug)]
pub(crate) struct Schemas<'b> {
    root: &'b Node,
    all: Vec<Schema<'b>>,
    named: BTreeMap<String, SchemaId>,
}

impl<'b> Schemas<'b> {
    pub fn new(root: &'b Node) -> Self {
        Self { root, all: Vec::new(), named: BTreeMap::new() }
    }

    pub fn get(&self, id: SchemaId) -> &Schema<'b> {
        // Ids are only made by `add`, and nothing is ever removed.
        &self.all[id.0]
    }

    /// The schema of a node, and the node.
    pub fn site(&mut self, node: &'b Node) -> Site<'b> {
        Site { id: self.read(node), node }
    }

    /// The schema that a node writes down or refers to.
    pub fn read(&mut self, node: &'b Node) -> SchemaId {
        let Some(name) = node.reference().map(str::to_owned) else { return self.add(node, None) };
        if let Some(known) = self.named.get(&name) {
            return *known;
        }
        let target = name.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
        match target {
            Some(target) if target.reference().is_none() => self.add(target, Some(name)),
            // The checks of the generator refuse references that lead nowhere or to each other.
            Some(target) => {
                let id = self.read(target);
                self.named.insert(name, id);
                id
            }
            None => self.add(node, Some(name)),
        }
    }

    fn add(&mut self, node: &'b Node, name: Option<String>) -> SchemaId {
        let id = SchemaId(self.all.len());
        self.all.push(Schema::of(node));
        // Before what it mentions: it may mention itself.
        self.named.extend(name.map(|name| (name, id)));
        let properties =
            node.entries("properties").map(|(name, entry)| (name, self.site(&entry.node))).collect();
        let additional = self.additional(node.entry("additionalProperties"));
        let items = node.get("items").map(|items| self.site(items));
        let all_of = node.items("allOf").map(|part| self.read(part)).collect();
        let arms: Vec<SchemaId> =
            node.items("oneOf").chain(node.items("anyOf")).map(|arm| self.read(arm)).collect();
        let discriminator = node.get("discriminator").and_then(|told| self.discriminator(node, told));
        let schema = &mut self.all[id.0];
        (schema.properties, schema.additional, schema.items) = (properties, additional, items);
        (schema.all_of, schema.arms, schema.discriminator) = (all_of, arms, discriminator);
        id
    }

    fn additional(&mut self, entry: Option<&'b Entry>) -> Additional<'b> {
        match entry.map(|entry| &entry.node) {
            Some(node) if matches!(node.value, NodeValue::Bool(true)) => Additional::Any,
            Some(node) if node.as_object().is_some_and(|object| object.is_empty()) => Additional::Any,
            Some(node) if node.as_object().is_some() => Additional::Of(self.site(node)),
            _ => Additional::Unsaid,
        }
    }

    /// Every arm answers to its own name, and to those of the mapping.
    fn discriminator(&mut self, node: &'b Node, told: &'b Node) -> Option<Discriminator<'b>> {
        let property = told.get_str("propertyName")?;
        let mut arms = BTreeMap::new();
        for arm in node.items("oneOf").chain(node.items("anyOf")) {
            let name = arm.reference().and_then(|text| text.rsplit('/').next()).map(unescape_pointer);
            if let Some(name) = name {
                let id = self.read(arm);
                arms.insert(name, id);
            }
        }
        for (text, entry) in told.entries("mapping") {
            let Some(target) = entry.node.as_str() else { continue };
            let name = unescape_pointer(target.rsplit('/').next().unwrap_or(target));
            if let Some(id) = arms.get(&name).copied() {
                arms.insert(text.to_owned(), id);
            }
        }
        Some(Discriminator { node: told, property, arms })
    }

    /// Whether the document lets the value be `null`.
    pub fn accepts_null(&self, id: SchemaId) -> bool {
        let schema = self.get(id);
        if schema.nullable || schema.node.items("enum").any(|value| matches!(value.value, NodeValue::Null)) {
            return true;
        }
        let parts = &schema.all_of;
        let plain = schema.kind().is_none() && schema.items.is_none() && schema.node.get("enum").is_none();
        plain
            && parts.iter().all(|part| self.accepts_null(*part))
            && (schema.arms.is_empty() || schema.arms.iter().any(|arm| self.accepts_null(*arm)))
    }

    /// How far a value is from a schema by its type and its names alone: never more than it is in truth.
    pub fn distance(&self, id: SchemaId, value: &Value, part: Part) -> (bool, u32) {
        if self.scalar_kind(id).is_some_and(|kind| !fits(kind, value)) {
            return (true, 0);
        }
        let Value::Object(fields) = value else { return (false, 0) };
        let missing = self.missing(id, fields, part);
        let is_unknown = |name: &&String| self.property(id, name).is_none();
        let unknown = if self.is_closed(id) { fields.keys().filter(is_unknown).count() } else { 0 };
        let names = u32::try_from(missing + unknown).unwrap_or(u32::MAX);
        (false, names.saturating_mul(Rule::MissingField.weight()))
    }

    /// The names of the required properties, through wrappers.
    pub fn required(&self, id: SchemaId) -> Vec<&'b str> {
        let schema = self.get(id);
        let own = schema.node.items("required").filter_map(Node::as_str);
        own.chain(schema.all_of.iter().flat_map(|part| self.required(*part))).collect()
    }

    /// Required properties that an object lacks for certain.
    pub fn missing(&self, id: SchemaId, fields: &Map<String, Value>, part: Part) -> usize {
        let schema = self.get(id);
        let required = schema.node.items("required").filter_map(Node::as_str);
        let counts = |name: &&str| {
            let property = schema.properties.get(name).map(|site| self.get(site.id));
            !fields.contains_key(*name) && !property.is_some_and(|property| property.is_elsewhere(part))
        };
        // Several parts may require the same: the most of one part is certain.
        let own = required.filter(counts).count();
        schema.all_of.iter().map(|inner| self.missing(*inner, fields, part)).fold(own, usize::max)
    }

    /// Whether what the properties of a schema do not name is undocumented for certain.
    fn is_closed(&self, id: SchemaId) -> bool {
        let schema = self.get(id);
        let says = !schema.properties.is_empty() || !schema.all_of.is_empty();
        let parts = &mut schema.all_of.iter();
        says && matches!(schema.additional, Additional::Unsaid)
            && schema.arms.is_empty()
            && parts.all(|part| self.is_closed(*part))
    }

    /// The names of all properties.
    pub fn names(&self) -> impl Iterator<Item = &'b str> {
        self.all.iter().flat_map(|schema| schema.properties.keys().copied())
    }

    /// A property of an object, through wrappers.
    pub fn property(&self, id: SchemaId, name: &str) -> Option<SchemaId> {
        let schema = self.get(id);
        let own = schema.properties.get(name).map(|site| site.id);
        own.or_else(|| schema.all_of.iter().find_map(|part| self.property(*part, name)))
    }

    /// The texts of an enum, through wrappers.
    pub fn texts(&self, id: SchemaId) -> Vec<&'b str> {
        let schema = self.get(id);
        let parts = schema.all_of.iter().flat_map(|part| self.texts(*part));
        schema.node.items("enum").filter_map(Node::as_str).chain(parts).collect()
    }

    /// The type of a scalar, through wrappers.
    pub fn scalar_kind(&self, id: SchemaId) -> Option<&'b str> {
        let schema = self.get(id);
        schema.kind().or_else(|| schema.all_of.iter().find_map(|part| self.scalar_kind(*part)))
    }
}

/// Whether a value is of a type.
fn fits(kind: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) => kind == "boolean",
        Value::Number(_) => matches!(kind, "integer" | "number"),
        Value::String(_) => kind == "string",
        Value::Array(_) => kind == "array",
        Value::Object(_) => kind == "object",
    }
}

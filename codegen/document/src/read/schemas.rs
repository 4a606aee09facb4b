//! Schemas into the arena.

use indexmap::IndexMap;
use openapiv3::{AnySchema, Discriminator, SchemaData};
use serde_json::{Map, Number, Value};

use super::{Reader, below, extensions, item, json, text, texts};
use crate::node::{Node, Value as NodeValue, unescape_pointer};
use crate::place::Place;
use crate::schema::BOUNDS;
use crate::tree::{Additional, Entry, Role, SchemaId};

/// Keywords of JSON Schema that decide which values are taken, and that OpenAPI 3.0 does not know.
const FURTHER: [&str; 17] = [
    "if",
    "then",
    "else",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

/// Where a schema stands among others.
#[derive(Clone)]
struct Context {
    parent: Option<SchemaId>,
    owner: Option<String>,
}

impl<'n> Reader<'n> {
    /// The named schemas first, so that a reference finds its target whatever the order.
    pub(super) fn components(&mut self) {
        let group = self.root.pointer("/components/schemas").and_then(Node::as_object);
        let named: Vec<_> = group.into_iter().flatten().collect();
        for (name, _) in &named {
            let id = self.reserve();
            self.components.insert((*name).clone(), id);
        }
        let around = Place { pointer: "/components/schemas".to_owned(), ..Place::default() };
        for (name, entry) in named {
            let Some(id) = self.components.get(name).copied() else { continue };
            let place = below(&around, name, entry);
            let context = Context { parent: None, owner: Some(name.clone()) };
            self.fill(id, &entry.node, place, Role::Component(name.clone()), context);
        }
    }

    /// The schema of a parameter, header or body. What is shared is read once.
    pub(super) fn outer_schema(&mut self, node: &'n Node, place: Place, role: Role) -> SchemaId {
        if let Some(known) = self.read.get(&place.pointer) {
            return *known;
        }
        let pointer = place.pointer.clone();
        let id = self.schema(node, place, role, Context { parent: None, owner: None });
        self.read.insert(pointer, id);
        id
    }

    fn schema(&mut self, node: &'n Node, place: Place, role: Role, context: Context) -> SchemaId {
        let id = self.reserve();
        self.fill(id, node, place, role, context);
        id
    }

    fn reserve(&mut self) -> SchemaId {
        let id = SchemaId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.entries.push(Entry::default());
        id
    }

    fn fill(&mut self, id: SchemaId, node: &'n Node, place: Place, role: Role, context: Context) {
        let inside = Context { parent: Some(id), owner: context.owner.clone() };
        let reference = node.reference().map(component_name);
        let mut entry = match reference {
            Some(_) => Entry { reference, ..Entry::default() },
            None => self.written(node, &place, &inside),
        };
        entry.place = place;
        entry.role = role;
        entry.parent = context.parent;
        entry.owner = context.owner;
        self.entries[id.0 as usize] = entry;
    }

    fn written(&mut self, node: &'n Node, place: &Place, inside: &Context) -> Entry {
        let entry = Entry {
            data: data(node),
            keywords: keywords(node),
            has_enum: node.get("enum").is_some(),
            numbers: numbers(node),
            properties: self.properties(node, place, inside),
            items: self.one(node, place, "items", Role::Items, inside),
            additional: self.additional(node, place, inside),
            all_of: self.list(node, place, "allOf", &Role::Part, inside),
            one_of: self.list(node, place, "oneOf", &Role::Variant, inside),
            any_of: self.list(node, place, "anyOf", &Role::Variant, inside),
            not: self.one(node, place, "not", Role::Not, inside),
            further: further(node),
            ..Entry::default()
        };
        self.without_null_variants(entry)
    }

    /// A union of which one variant is `null` is nullable, and a union of one other variant is a wrapper around that. This
    /// is how OpenAPI 3.0 makes a reference nullable in a way that every validator accepts.
    fn without_null_variants(&self, mut entry: Entry) -> Entry {
        for list in [&mut entry.one_of, &mut entry.any_of] {
            let Some(variants) = list else { continue };
            let written = variants.len();
            variants.retain(|id| !self.entries[id.0 as usize].is_null());
            if variants.is_empty() || variants.len() == written {
                continue;
            }
            entry.has_null_variant = true;
            if variants.len() == 1 && entry.all_of.is_none() {
                entry.all_of = list.take();
            }
        }
        entry
    }

    fn properties(
        &mut self,
        node: &'n Node,
        place: &Place,
        inside: &Context,
    ) -> Option<IndexMap<String, SchemaId>> {
        let properties = node.get("properties")?.as_object()?;
        let around = Place { pointer: format!("{}/properties", place.pointer), ..Place::default() };
        let read = properties.iter().map(|(name, entry)| {
            let role = Role::Property(name.clone());
            (name.clone(), self.schema(&entry.node, below(&around, name, entry), role, inside.clone()))
        });
        Some(read.collect())
    }

    fn additional(&mut self, node: &'n Node, place: &Place, inside: &Context) -> Additional<SchemaId> {
        match node.get("additionalProperties").map(|values| &values.value) {
            None => Additional::Unsaid,
            Some(NodeValue::Bool(allowed)) => Additional::Allowed(*allowed),
            Some(_) => self
                .one(node, place, "additionalProperties", Role::Additional, inside)
                .map_or(Additional::Unsaid, Additional::Schema),
        }
    }

    fn one(
        &mut self,
        node: &'n Node,
        place: &Place,
        key: &str,
        role: Role,
        inside: &Context,
    ) -> Option<SchemaId> {
        let entry = node.entry(key).filter(|entry| entry.node.as_object().is_some())?;
        Some(self.schema(&entry.node, below(place, key, entry), role, inside.clone()))
    }

    fn list(
        &mut self,
        node: &'n Node,
        place: &Place,
        key: &str,
        role: &Role,
        inside: &Context,
    ) -> Option<Vec<SchemaId>> {
        let list = node.get(key)?.as_array()?;
        let read = list.iter().enumerate().map(|(index, part)| {
            self.schema(part, item(place, key, index, part), role.clone(), inside.clone())
        });
        Some(read.collect())
    }
}

/// What chains of references end at, for every schema at once: each link is followed once.
pub(super) fn targets(entries: &[Entry], components: &IndexMap<String, SchemaId>) -> Vec<SchemaId> {
    let next = |id: SchemaId| components.get(entries[id.0 as usize].reference.as_ref()?).copied();
    let mut targets: Vec<Option<SchemaId>> = vec![None; entries.len()];
    for start in 0..entries.len() {
        let mut chain = Vec::new();
        let mut at = SchemaId(u32::try_from(start).unwrap_or(u32::MAX));
        let end = loop {
            if let Some(known) = targets[at.0 as usize] {
                break known;
            }
            // A cycle has no end; the checks refuse it, and here it ends where it began.
            targets[at.0 as usize] = Some(at);
            chain.push(at);
            match next(at) {
                Some(following) => at = following,
                None => break at,
            }
        };
        chain.into_iter().for_each(|id| targets[id.0 as usize] = Some(end));
    }
    targets.into_iter().flatten().collect()
}

fn component_name(reference: &str) -> String {
    unescape_pointer(reference.rsplit('/').next().unwrap_or(reference))
}

fn data(node: &Node) -> SchemaData {
    SchemaData {
        nullable: node.get_flag("nullable"),
        read_only: node.get_flag("readOnly"),
        write_only: node.get_flag("writeOnly"),
        deprecated: node.get_flag("deprecated"),
        external_docs: None,
        example: json(node, "example"),
        title: text(node, "title"),
        description: text(node, "description"),
        discriminator: node.get("discriminator").map(discriminator),
        default: json(node, "default"),
        extensions: extensions(node),
    }
}

fn discriminator(node: &Node) -> Discriminator {
    let mapping = node.entries("mapping");
    Discriminator {
        property_name: text(node, "propertyName").unwrap_or_default(),
        mapping: mapping
            .filter_map(|(text, entry)| Some((text.to_owned(), entry.node.as_str()?.to_owned())))
            .collect(),
        extensions: extensions(node),
    }
}

/// Every keyword but those that hold schemas, which have entries of their own.
fn keywords(node: &Node) -> AnySchema {
    let float = |key: &str| number(node, key).and_then(|number| number.as_f64());
    let count = |key: &str| number(node, key).and_then(|number| usize::try_from(number.as_u64()?).ok());
    let flag = |key: &str| node.get(key).map(|_| node.get_flag(key));
    AnySchema {
        typ: text(node, "type"),
        format: text(node, "format"),
        pattern: text(node, "pattern"),
        multiple_of: float("multipleOf"),
        minimum: float("minimum"),
        maximum: float("maximum"),
        exclusive_minimum: flag("exclusiveMinimum"),
        exclusive_maximum: flag("exclusiveMaximum"),
        min_length: count("minLength"),
        max_length: count("maxLength"),
        min_items: count("minItems"),
        max_items: count("maxItems"),
        unique_items: flag("uniqueItems"),
        min_properties: count("minProperties"),
        max_properties: count("maxProperties"),
        required: texts(node, "required"),
        enumeration: node.items("enum").map(Node::to_json).collect(),
        ..AnySchema::default()
    }
}

fn numbers(node: &Node) -> IndexMap<&'static str, Number> {
    BOUNDS.iter().filter_map(|key| Some((*key, number(node, key)?.clone()))).collect()
}

fn number<'n>(node: &'n Node, key: &str) -> Option<&'n Number> {
    match &node.get(key)?.value {
        NodeValue::Number(number) => Some(number),
        _ => None,
    }
}

fn further(node: &Node) -> Map<String, Value> {
    FURTHER.iter().filter_map(|key| Some(((*key).to_owned(), json(node, key)?))).collect()
}

//! From a value in a schema to the whole body that it is part of: a reviewer sees bodies, and only they are validated.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use document::schema::Additional;
use document::{Document, Schema, SchemaId};
use serde_json::Value;

use super::Goal;
use super::values::{Generator, discriminated, unlisted};
use crate::diff::compare::{Context, Graph, Root};
use crate::diff::finding::Direction;
use crate::diff::likeness::additional;

/// The pairs that lead to each pair.
pub(super) struct Routes {
    leading: Vec<Vec<usize>>,
}

/// A value as part of the body, or parameter, that it is sent in.
pub(super) struct Whole<'a> {
    pub value: Value,
    /// What it is, for people.
    pub of: String,
    pub sender: Schema<'a>,
    pub receiver: Schema<'a>,
    /// Whether the receiver takes it.
    pub is_accepted: bool,
}

impl Routes {
    /// The routes of a comparison.
    pub fn of(graph: &Graph) -> Self {
        let mut leading = vec![Vec::new(); graph.pairs.len()];
        for (from, all) in graph.edges.iter().enumerate() {
            for to in all {
                leading[*to].push(from);
            }
        }
        Self { leading }
    }

    /// The smallest body that has the value at its place; `None` where it cannot be made or is not valid for the sender.
    pub fn whole<'d>(
        &self,
        goal: &Goal<'_>,
        value: &Value,
        graph: &Graph,
        base: &'d Document,
        head: &'d Document,
    ) -> Option<Whole<'d>> {
        let distances = self.distances(goal.pair);
        let near = graph.roots.iter().flat_map(|root| root.pairs.iter().map(move |pair| (root, *pair)));
        let (root, pair) = near
            .filter(|(_, pair)| distances.contains_key(pair))
            .min_by_key(|(_, pair)| distances.get(pair).copied())?;
        let (old, new, context) = graph.pairs[pair];
        let (old, new) = (base.schema(old), head.schema(new));
        let is_request = goal.direction == Direction::Request;
        let (sender, receiver) = if is_request { (old, new) } else { (new, old) };
        let mut steps: BTreeMap<SchemaId, usize> = BTreeMap::new();
        for (pair, distance) in &distances {
            let (old, new, _) = graph.pairs[*pair];
            let step = steps.entry(if is_request { old } else { new }).or_insert(*distance);
            *step = (*step).min(*distance);
        }
        let route = Route { steps, value, generator: goal.generator };
        let value = route.within(sender, usize::MAX)?;
        let is_valid = |schema| goal.validator(schema).is_ok_and(|validator| validator.is_valid(&value));
        if !is_valid(sender) {
            return None;
        }
        let is_accepted = is_valid(receiver);
        let of = name(root, context, sender, if is_request { base } else { head });
        Some(Whole { value, of, sender, receiver, is_accepted })
    }

    /// How many steps each pair is from the goal.
    fn distances(&self, goal: usize) -> BTreeMap<usize, usize> {
        let mut distances = BTreeMap::from([(goal, 0)]);
        let mut pending = VecDeque::from([goal]);
        while let Some(pair) = pending.pop_front() {
            let next = distances.get(&pair).map_or(0, |distance| distance + 1);
            for from in &self.leading[pair] {
                distances.entry(*from).or_insert_with(|| {
                    pending.push_back(*from);
                    next
                });
            }
        }
        distances
    }
}

/// The way from a body to the schema of the value.
struct Route<'v> {
    /// How far each schema of the sender is from it.
    steps: BTreeMap<SchemaId, usize>,
    value: &'v Value,
    generator: Generator,
}

impl Route<'_> {
    /// The smallest value of the schema that leads there, if the way gets shorter with it.
    fn within(&self, schema: Schema<'_>, before: usize) -> Option<Value> {
        let core = schema.unwrap().core;
        let here = [schema.id(), schema.target().id(), core.id()];
        let distance = here.iter().filter_map(|id| self.steps.get(id)).min().copied()?;
        if distance == 0 {
            return Some(self.value.clone());
        }
        if distance >= before {
            return None;
        }
        let composition = core.composition();
        for (name, property) in &composition.properties {
            if let Some(value) = self.within(property.schema, distance)
                && let Value::Object(mut fields) = self.generator.least(core)
            {
                fields.insert((*name).to_owned(), value);
                return Some(fields.into());
            }
        }
        if let Some(value) = core.items().and_then(|items| self.within(items, distance)) {
            let mut items = match self.generator.least(core) {
                Value::Array(items) => items,
                _ => Vec::new(),
            };
            match items.first_mut() {
                Some(first) => *first = value,
                None => items.push(value),
            }
            return Some(items.into());
        }
        if let Additional::Schema(values) = additional(&composition)
            && let Some(value) = self.within(values, distance)
            && let Value::Object(mut fields) = self.generator.least(core)
        {
            fields.insert(unlisted(core, None).to_owned(), value);
            return Some(fields.into());
        }
        let parts: BTreeSet<SchemaId> = composition.parts.iter().map(|part| part.id()).collect();
        let variants = core.variants().chain(composition.parts.iter().flat_map(|part| part.variants()));
        for variant in variants.filter(|variant| !parts.contains(&variant.id())) {
            if let Some(value) = self.within(variant, distance) {
                return Some(discriminated(core, variant, value));
            }
        }
        None
    }
}

fn name(root: &Root, context: Context, schema: Schema<'_>, document: &Document) -> String {
    let operations = document.operations.iter().chain(&document.webhooks);
    let mut parameters = operations.flat_map(|operation| &operation.parameters);
    let parameter = parameters.find(|parameter| parameter.schema == Some(schema.id()));
    let id = &root.name.id;
    let is_webhook = !root.name.path.starts_with('/');
    match (context, parameter) {
        (_, Some(parameter)) => {
            format!("{} parameter `{}` of {id}", parameter.written_location, parameter.name)
        }
        (Context::Response, _) if is_webhook => format!("webhook {id}"),
        (Context::Request | Context::Parameter, _) if is_webhook => format!("response to webhook {id}"),
        (Context::Response, _) => format!("response of {id}"),
        (Context::Request | Context::Parameter, _) => format!("request body of {id}"),
    }
}

//! What a finding shows of a schema, and the facts behind that: a text for people leaves most of a schema out.

use std::collections::BTreeMap;

use document::{Schema, SchemaId};

use super::{Comparison, Place, facts};
use crate::diff::describe::describe;
use crate::diff::rules::Rule;

/// A thing in a few words, and the schema that it has.
#[derive(Clone, Debug)]
pub(super) struct Shown<'a> {
    text: String,
    schema: Option<Schema<'a>>,
}

impl<'a> Shown<'a> {
    /// A schema in a few words.
    pub fn of(schema: Schema<'a>) -> Self {
        Self { text: describe(schema), schema: Some(schema) }
    }

    /// A thing that has a schema, in words of its own.
    pub fn with(text: String, schema: Option<Schema<'a>>) -> Self {
        Self { text, schema }
    }
}

/// The facts of components, each worked out once.
#[derive(Debug, Default)]
pub(super) struct Facts {
    base: BTreeMap<SchemaId, String>,
    head: BTreeMap<SchemaId, String>,
}

impl<'a> Comparison<'a> {
    /// Notes a change of schemas. Its fingerprint is made of all that they come to, not of the words for them.
    pub(super) fn found_schemas(
        &mut self,
        rule: &'static Rule,
        place: &Place,
        before: Option<Shown<'a>>,
        after: Option<Shown<'a>>,
    ) {
        let old = before.as_ref().and_then(|shown| shown.schema).map(|schema| self.resolved(schema));
        let new = after.as_ref().and_then(|shown| shown.schema).map(|schema| self.resolved(schema));
        let text = |shown: Option<Shown<'_>>| shown.map(|shown| shown.text);
        let change = self.note(rule, place, text(before), text(after));
        change.facts.insert((old, new));
    }

    /// Everything that a schema comes to, with the components that it leads to.
    fn resolved(&mut self, schema: Schema<'a>) -> String {
        let is_base = std::ptr::eq(schema.tree(), self.base.tree());
        let known = if is_base { &mut self.facts.base } else { &mut self.facts.head };
        let mut all = facts(&schema.to_json());
        for name in schema.reached_components() {
            if let Some(component) = schema.component_named(name) {
                let own = known.entry(component.id()).or_insert_with(|| facts(&component.to_json()));
                all.push_str(&format!("\n{name}: {own}"));
            }
        }
        all
    }
}

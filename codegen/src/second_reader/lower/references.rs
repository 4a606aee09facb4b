//! References between schemas.

use serde_json::{Value, json};

use super::{Lowering, Rule, text};

/// Prefix of the references to schemas.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

impl<'a> Lowering<'a> {
    /// A reference to a schema that is none itself; one that leads to itself, or elsewhere, becomes any value.
    pub(super) fn reference(&mut self, node: &'a Value) -> Value {
        let name = self.component_name(node);
        let end = name.as_ref().and_then(|name| self.end(name));
        if end.is_none() {
            self.count(Rule::References);
        } else if end != name {
            self.count(Rule::ReferenceChains);
        }
        match end {
            Some(name) => json!({ "$ref": format!("{SCHEMAS}{}", self.names.of_component(&name)) }),
            None => json!({}),
        }
    }

    /// The component at which the references that begin at one end; each is followed once.
    fn end(&mut self, name: &str) -> Option<String> {
        let mut way: Vec<String> = Vec::new();
        let mut next = name.to_owned();
        let end = loop {
            if let Some(known) = self.ends.get(&next) {
                break known.clone();
            }
            // Until it is known, it leads to itself.
            self.ends.insert(next.clone(), None);
            let schema = self.root.pointer("/components/schemas").and_then(|schemas| schemas.get(&next))?;
            way.push(next.clone());
            if schema.get("$ref").is_none() {
                break Some(next);
            }
            match self.component_name(schema) {
                Some(name) => next = name,
                None => break None,
            }
        };
        self.ends.extend(way.into_iter().map(|name| (name, end.clone())));
        end
    }

    /// The name of the component that a reference leads to, if there is one.
    fn component_name(&self, node: &'a Value) -> Option<String> {
        let token = super::percent_decoded(text(node, "$ref")?.strip_prefix(SCHEMAS)?);
        let name = token.replace("~1", "/").replace("~0", "~");
        self.root.pointer("/components/schemas")?.get(&name)?;
        Some(name)
    }
}

//! Keywords that are neither followed nor generated from. That one changed is said all the same.

use super::{Comparison, Context, Place};
use crate::node::Node;

/// Keywords that decide which values are taken, and that nothing else here looks at.
const KEYWORDS: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

/// What says something to people alone, at any depth.
const PROSE: &[&str] = &["description", "example", "examples", "externalDocs", "title", "summary"];

impl Comparison<'_> {
    /// Each keyword by itself, as a whole: what stands inside of it is not compared.
    pub(super) fn keywords(&mut self, old: &Node, new: &Node, place: &Place, context: Context) {
        for key in KEYWORDS {
            let (was, is) = (old.get(key).map(facts), new.get(key).map(facts));
            let suffix = match (&was, &is) {
                _ if was == is => continue,
                (None, _) => "keyword-added",
                (_, None) => "keyword-removed",
                _ => "keyword-changed",
            };
            self.found(&context.rule(suffix), &place.keyword(key, old, new), was, is);
        }
    }
}

/// A schema as text, without what only people read, and without its order.
pub(super) fn facts(node: &Node) -> String {
    let mut json = node.to_json();
    strip(&mut json, false);
    json.sort_all_objects();
    json.to_string()
}

/// The keys of `properties` are names, which may be those of keywords.
fn strip(json: &mut serde_json::Value, are_names: bool) {
    match json {
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| strip(item, false)),
        serde_json::Value::Object(object) => {
            if !are_names {
                object.retain(|key, _| !PROSE.contains(&key.as_str()));
            }
            for (key, value) in object {
                strip(value, !are_names && matches!(key.as_str(), "properties" | "patternProperties"));
            }
        }
        _ => {}
    }
}

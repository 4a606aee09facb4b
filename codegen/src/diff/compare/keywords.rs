//! Keywords that are neither followed nor generated from. That one changed is said all the same.

use std::collections::BTreeMap;

use document::Schema;
use serde_json::Value;

use super::{Comparison, Context, Place};
use crate::diff::rules::values::{KEYWORD_ADDED, KEYWORD_CHANGED, KEYWORD_REMOVED};

/// What says something to people alone, at any depth.
const PROSE: &[&str] = &["description", "example", "examples", "externalDocs", "title", "summary"];

impl Comparison<'_> {
    /// Each keyword by itself, as a whole: what stands inside of it is not compared.
    pub(super) fn keywords(&mut self, old: Schema<'_>, new: Schema<'_>, place: &Place, context: Context) {
        let (was, is) = (keywords(old), keywords(new));
        let all: BTreeMap<&String, ()> = was.keys().chain(is.keys()).map(|key| (key, ())).collect();
        for key in all.into_keys() {
            let (was, is) = (was.get(key).cloned(), is.get(key).cloned());
            let rule = match (&was, &is) {
                _ if was == is => continue,
                (None, _) => &KEYWORD_ADDED,
                (_, None) => &KEYWORD_REMOVED,
                _ => &KEYWORD_CHANGED,
            };
            self.found(context.rule(rule), &place.keyword(key, old, new), was, is);
        }
    }
}

fn keywords(schema: Schema<'_>) -> BTreeMap<String, String> {
    let negated = schema.negated().map(|schema| ("not".to_owned(), facts(&schema.to_json())));
    let further = schema.further().iter().map(|(key, value)| (key.clone(), facts(value)));
    negated.into_iter().chain(further).collect()
}

/// A schema as text, without what only people read, and without its order.
pub(in crate::diff) fn facts(schema: &Value) -> String {
    let mut json = schema.clone();
    strip(&mut json, false);
    sorted_text(&json)
}

/// A value as text. The order in which a mapping is written means nothing.
pub(in crate::diff) fn sorted_text(value: &Value) -> String {
    let mut json = value.clone();
    json.sort_all_objects();
    json.to_string()
}

/// The keys of `properties` are names, which may be those of keywords.
fn strip(json: &mut Value, are_names: bool) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, false)),
        Value::Object(object) => {
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

//! Named schemas that no operation reaches: nothing that happens to them matters to anybody, but it is said.

use std::collections::{BTreeMap, BTreeSet};

use document::Document;
use serde_json::Value;

use super::evidence::Shown;
use super::{Comparison, Place, sorted_text};
use crate::diff::finding::Subject;
use crate::diff::rules::schemas::{SCHEMA_UNUSED_ADDED, SCHEMA_UNUSED_CHANGED, SCHEMA_UNUSED_REMOVED};
use crate::source::Location;

impl Comparison<'_> {
    pub(super) fn unused(&mut self) {
        let (old, new) = (unused(self.base), unused(self.head));
        for name in old.union(&new).copied() {
            let (was, is) = (self.base.component(name), self.head.component(name));
            let place = Place {
                subject: Subject::Schema,
                name: name.to_owned(),
                location: format!("schemas/{name}"),
                base_at: was.map_or_else(|| around(self.base), |schema| schema.place().key_at),
                head_at: is.map_or_else(|| around(self.head), |schema| schema.place().key_at),
                base: was.map(|schema| schema.place().pointer.clone()),
                head: is.map(|schema| schema.place().pointer.clone()),
            };
            match (was, is) {
                (Some(was), None) => {
                    self.found_schemas(&SCHEMA_UNUSED_REMOVED, &place, Some(Shown::of(was)), None);
                }
                (None, Some(is)) => {
                    self.found_schemas(&SCHEMA_UNUSED_ADDED, &place, None, Some(Shown::of(is)));
                }
                (Some(was), Some(is)) => {
                    let is_unused = old.contains(name) && new.contains(name);
                    let (gone, came) = differences(&was.to_json(), &is.to_json());
                    if is_unused && !(gone.is_empty() && came.is_empty()) {
                        let shown = |lines: Vec<String>, schema| {
                            (!lines.is_empty()).then(|| Shown::with(lines.join("\n"), Some(schema)))
                        };
                        self.found_schemas(&SCHEMA_UNUSED_CHANGED, &place, shown(gone, was), shown(came, is));
                    }
                }
                (None, None) => {}
            }
        }
    }
}

/// What only one of two values has, each with its path: nobody looks at such a schema closely, so it is compared as it is
/// written.
fn differences(was: &Value, is: &Value) -> (Vec<String>, Vec<String>) {
    let (old, new) = (leaves(was), leaves(is));
    let lines = |own: &BTreeMap<String, String>, other: &BTreeMap<String, String>| -> Vec<String> {
        let own = own.iter().filter(|(path, value)| other.get(*path) != Some(*value));
        own.map(|(path, value)| format!("{path}: {value}")).collect()
    };
    (lines(&old, &new), lines(&new, &old))
}

/// The values inside of a value that hold no others, by their paths.
fn leaves(value: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut pending = vec![(String::new(), value)];
    while let Some((path, value)) = pending.pop() {
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}/{key}") };
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                pending.extend(fields.iter().map(|(key, value)| (below(key), value)));
            }
            Value::Array(items) if !items.is_empty() => {
                pending
                    .extend(items.iter().enumerate().map(|(index, item)| (below(&index.to_string()), item)));
            }
            leaf => {
                found.insert(path, sorted_text(leaf));
            }
        }
    }
    found
}

/// Where the named schemas stand.
fn around(document: &Document) -> Location {
    let all = document.node("/components/schemas").or_else(|| document.node(""));
    all.map(|node| node.at).unwrap_or_default()
}

fn unused(document: &Document) -> BTreeSet<&str> {
    let operations = document.operations.iter().chain(&document.webhooks);
    let used = operations.flat_map(|operation| operation.schemas()).chain(document.error_codes);
    let used = used.map(|id| document.schema(id));
    let used = document.reached_components(used);
    document.components().map(|(name, _)| name).filter(|name| !used.contains(name)).collect()
}

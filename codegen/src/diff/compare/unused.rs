//! Named schemas that no operation reaches: nothing that happens to them matters to anybody, but it is said.

use std::collections::BTreeSet;

use document::Document;

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
                    if is_unused && sorted_text(&was.to_json()) != sorted_text(&is.to_json()) {
                        let shown = (Some(Shown::of(was)), Some(Shown::of(is)));
                        self.found_schemas(&SCHEMA_UNUSED_CHANGED, &place, shown.0, shown.1);
                    }
                }
                (None, None) => {}
            }
        }
    }
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

//! A schema that took the place of another: one change, however many places it has, with all that the two differ in.

use document::Schema;
use indexmap::IndexMap;

use super::evidence::Shown;
use super::schemas::declares;
use super::{Change, ChangeKey, Comparison, Context, Place, Replacement};
use crate::diff::finding::Subject;
use crate::diff::rules::schemas::SCHEMA_REPLACED;
use crate::diff::schema_ref::SchemaRef;

impl<'a> Comparison<'a> {
    /// The names of two schemas of which one took the place of the other, where types are declared for both.
    pub(super) fn replacement(&self, old: &SchemaRef<'a>, new: &SchemaRef<'a>) -> Option<Replacement> {
        let (was, is) = old.component.zip(new.component)?;
        let is_replaced =
            was != is && !self.is_renaming(was, is) && declares(old.schema) && declares(new.schema);
        is_replaced.then(|| (was.to_owned(), is.to_owned()))
    }

    /// Compares what the two differ in, once for each way that their data travels.
    pub(super) fn replaced(
        &mut self,
        (was, is): Replacement,
        (old, new): (&SchemaRef<'a>, &SchemaRef<'a>),
        place: Place,
        context: Context,
    ) {
        let place = Place {
            subject: Subject::Schema,
            name: was.clone(),
            location: format!("schemas/{was}"),
            ..place
        };
        let shown = |name: &str, schema: Schema<'a>| Some(Shown::with(name.to_owned(), Some(schema)));
        let (before, after) = (shown(&was, old.schema), shown(&is, new.schema));
        let outer = self.replacing.take();
        let (pair, first) = self.pair(old.schema, new.schema, context);
        self.within(pair, |this| {
            this.found_schemas(&SCHEMA_REPLACED, &place, before, after);
            if first {
                this.replacing = Some((was, is));
                this.core(old, new, context);
            }
        });
        self.replacing = outer;
    }
}

/// All changes; those that are parts of one are in it.
pub(super) fn gathered(found: IndexMap<ChangeKey, Change>) -> Vec<Change> {
    let (parts, mut changes): (Vec<_>, IndexMap<_, _>) = {
        let (parts, changes): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|((.., part_of), _)| part_of.is_some());
        (parts, changes.into_iter().collect())
    };
    for ((.., part_of), part) in parts {
        let Some((was, is)) = part_of else { continue };
        let key = (SCHEMA_REPLACED.kind, format!("schemas/{was}"), Some(was), Some(is), None);
        if let Some(whole) = changes.get_mut(&key) {
            whole.base.extend(part.base.clone());
            whole.head.extend(part.head.clone());
            whole.operations.extend(part.operations.clone());
            whole.directions.extend(part.directions.clone());
            whole.parts.push(part);
        }
    }
    let mut changes: Vec<Change> = changes.into_values().collect();
    for change in changes.iter_mut().filter(|change| !change.parts.is_empty()) {
        describe(change);
    }
    changes
}

/// Says what is lost with the one schema, and gained and changed with the other.
fn describe(change: &mut Change) {
    let label = |part: &Change| match part.name.split_once('.') {
        Some((_, field)) => field.to_owned(),
        None => part.rule.title.to_owned(),
    };
    let (mut lost, mut gained, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for part in &change.parts {
        let label = label(part);
        match (&part.before, &part.after) {
            (Some(before), None) => lost.push(format!("{label} ({before})")),
            (None, Some(after)) => gained.push(format!("{label} ({after})")),
            (Some(before), Some(after)) => changed.push(format!("{label} ({before} → {after})")),
            (None, None) => changed.push(format!("{label} ({})", part.rule.title)),
        }
    }
    let list = |word: &str, mut items: Vec<String>| {
        items.sort();
        items.dedup();
        if items.is_empty() { String::new() } else { format!("; {word}: {}", items.join(", ")) }
    };
    let before = list("lost", lost);
    let after = list("gained", gained) + &list("changed", changed);
    change.before = change.before.take().map(|name| name + &before);
    change.after = change.after.take().map(|name| name + &after);
}

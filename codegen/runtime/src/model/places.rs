//! Where in a documented field the values stand that a [`Value`] would change.
//!
//! A field of any JSON, or one that holds such values or unions, is read into [`Value`]s. The text of those that do not
//! hold it exactly is collected while the object is read, and kept beside its other fields.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::write::Written;
use super::{View, exact};

/// A step from a value to one in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Index(usize),
    Key(String),
}

/// The JSON texts of values within a field, by the steps to them, of which the innermost comes first.
pub(super) type Texts = BTreeMap<Vec<Step>, Box<RawValue>>;

/// Collects the texts of one field.
#[derive(Default)]
pub(super) struct Collected {
    texts: RefCell<Vec<(Vec<Step>, Box<RawValue>)>>,
    /// The number of texts, which is mostly all that is asked for.
    count: Cell<usize>,
}

impl Collected {
    /// Notes a value that was read, if a [`Value`] changes it.
    pub(super) fn note(&self, json: &str) {
        if let Some(text) = exact::text(json) {
            self.texts.borrow_mut().push((Vec::new(), text));
            self.count.set(self.count.get() + 1);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    /// Forgets what was noted since there were so many.
    pub(super) fn forget(&self, count: usize) {
        if self.count.get() > count {
            self.texts.borrow_mut().truncate(count);
            self.count.set(count);
        }
    }

    /// What was noted since there were so many is reached by this step.
    pub(super) fn locate(&self, count: usize, step: &Step) {
        if self.count.get() > count {
            self.texts.borrow_mut().iter_mut().skip(count).for_each(|(steps, _)| steps.push(step.clone()));
        }
    }

    /// Returns all texts, and starts anew.
    pub(super) fn take(&self) -> Option<Texts> {
        (self.count.replace(0) > 0).then(|| self.texts.take().into_iter().collect())
    }
}

/// Writes a field whose values have texts. A value that was set anew is written as it is.
pub(super) struct WithTexts<'a> {
    pub view: View<'a>,
    pub texts: &'a Texts,
    /// The steps to the value, the outermost first.
    pub steps: &'a RefCell<Vec<Step>>,
}

impl<'a> WithTexts<'a> {
    fn text(&self, value: &Value) -> Option<&'a RawValue> {
        let steps: Vec<Step> = self.steps.borrow().iter().rev().cloned().collect();
        let text = self.texts.get(&steps)?;
        let is_unchanged = exact::value(text.get()).is_ok_and(|read| read == *value);
        is_unchanged.then_some(text.as_ref())
    }

    /// Writes a value one step further.
    fn within<R>(&self, step: Step, view: View<'_>, write: impl FnOnce(&WithTexts<'_>) -> R) -> R {
        self.steps.borrow_mut().push(step);
        let written = write(&WithTexts { view, texts: self.texts, steps: self.steps });
        self.steps.borrow_mut().pop();
        written
    }
}

impl Serialize for WithTexts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.view.written() {
            View::Any(value) => match self.text(value) {
                Some(text) => text.serialize(serializer),
                None => value.serialize(serializer),
            },
            View::List(list) => {
                let mut items = serializer.serialize_seq(Some(list.count()))?;
                for index in 0..list.count() {
                    self.within(Step::Index(index), list.item(index), |item| items.serialize_element(item))?;
                }
                items.end()
            }
            View::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.count()))?;
                entries.try_each(|key, view| {
                    self.within(Step::Key(key.to_owned()), view, |value| map.serialize_entry(key, value))
                })?;
                map.end()
            }
            view => Written { view, exact: true }.serialize(serializer),
        }
    }
}

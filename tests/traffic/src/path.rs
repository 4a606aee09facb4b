//! The place of a value in a body, as it is shown: without indexes, and without names that are data.

use std::collections::BTreeSet;
use std::fmt;

use crate::mask;

/// A place, as a chain up to the root of the body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root(&'p str),
    Field(&'p str),
    /// The value of a key that is data.
    Key,
    Item,
}

impl Path<'static> {
    /// The body itself.
    pub const BODY: Self = Self { parent: None, step: Step::Root("$") };
}

impl<'p> Path<'p> {
    /// The value of the parameter with this name.
    pub fn parameter(name: &'p str) -> Self {
        Self { parent: None, step: Step::Root(name) }
    }

    pub fn field(&'p self, name: &'p str) -> Self {
        Self { parent: Some(self), step: Step::Field(name) }
    }

    pub fn key(&'p self) -> Self {
        Self { parent: Some(self), step: Step::Key }
    }

    pub fn item(&'p self) -> Self {
        Self { parent: Some(self), step: Step::Item }
    }

    /// The nearest name: an item of a list goes by the name of the list.
    pub fn name(&self) -> &'p str {
        match self.step {
            Step::Field(name) | Step::Root(name) => name,
            Step::Key | Step::Item => self.parent.map_or("", Path::name),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root(name) => f.write_str(&mask::name(name)),
            Step::Field(name) => write!(f, ".{}", mask::name(name)),
            Step::Key => f.write_str(".{*}"),
            Step::Item => f.write_str("[*]"),
        }
    }
}

/// The same notation for a path as serde writes it: `data[3].sip_endpoint`. A name that is not in the document is data.
pub(crate) fn of_serde(path: &str, names: &BTreeSet<String>) -> String {
    let mut shown = String::from("$");
    for step in path.split('.').filter(|step| !step.is_empty()) {
        let (name, indexes) = step.find('[').map_or((step, ""), |at| step.split_at(at));
        match (name, names.contains(name)) {
            ("", _) => {}
            (name, true) => shown.push_str(&format!(".{}", mask::name(name))),
            (_, false) => shown.push_str(".{*}"),
        }
        (0..indexes.matches('[').count()).for_each(|_| shown.push_str("[*]"));
    }
    shown
}

/// Whether a place is another one, or within it. A key that is data may be any key, with everything below it.
pub(crate) fn is_within(place: &str, other: &str) -> bool {
    let other = other.split(".{*}").next().unwrap_or(other);
    place.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_data_do_not_show() {
        let names = ["channels".to_owned(), "read".to_owned()].into();
        assert_eq!(of_serde("channels[3].luke.read", &names), "$.channels[*].{*}.read");
        assert_eq!(of_serde(".", &names), "$");
    }

    #[test]
    fn places_within_places() {
        assert!(is_within("$.a.b", "$.a") && is_within("$.a[*]", "$.a") && is_within("$.a", "$.a"));
        assert!(is_within("$.a.{*}.c", "$.a.{*}.b"));
        assert!(!is_within("$.ab", "$.a") && !is_within("$", "$.a"));
    }
}

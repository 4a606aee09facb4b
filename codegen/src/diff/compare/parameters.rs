//! Parameters: by where they are and what they are called; those of the path by their position.

use document::path::template_names;
use document::{Document, Operation, Parameter as Written, ParameterLocation};
use indexmap::IndexMap;

use super::docs::Layers;
use super::evidence::Shown;
use super::{Comparison, Context, Place, demand};
use crate::diff::describe::describe_optional;
use crate::diff::finding::Subject;
use crate::diff::rules::operations::parameters::{
    PARAM_BECAME_OPT, PARAM_BECAME_REQ, PARAM_MOVED, PARAM_OPT_ADDED, PARAM_ORDER, PARAM_PATH_RENAMED,
    PARAM_REMOVED, PARAM_RENAMED, PARAM_REQ_ADDED, PARAM_REQ_REMOVED, PARAM_STYLE,
};
use crate::diff::rules::values::{DEPRECATED, UNDEPRECATED};
use crate::diff::schema_ref::SchemaRef;
use crate::source::Location;

/// A parameter and its document.
#[derive(Clone, Copy)]
struct Parameter<'a> {
    document: &'a Document,
    written: &'a Written,
}

/// What makes parameters the same: where they are, and their name or position.
type Key = (String, String);
type Parameters<'a> = IndexMap<Key, Parameter<'a>>;

impl<'a> Comparison<'a> {
    pub(super) fn parameters(&mut self, base: &'a Operation, head: &'a Operation, place: &Place) {
        let mut old = parameters(self.base, base);
        let mut new = parameters(self.head, head);
        self.order(&old, &new, place);
        let kept: Vec<Key> = old.keys().filter(|key| new.contains_key(*key)).cloned().collect();
        for key in kept {
            if let (Some(old), Some(new)) = (old.shift_remove(&key), new.shift_remove(&key)) {
                self.parameter(old, new, place);
            }
        }
        self.moved(&mut old, &mut new, place);
        self.renamed_parameter(&mut old, &mut new, place);
        for parameter in old.values() {
            let rule = if parameter.written.required { &PARAM_REQ_REMOVED } else { &PARAM_REMOVED };
            let at = Place {
                base: parameter.listed(),
                ..parameter.place_within(place, parameter.at(), place.head_at)
            };
            self.found_schemas(rule, &at, Some(parameter.shown()), None);
        }
        for parameter in new.values() {
            let rule = if parameter.written.required { &PARAM_REQ_ADDED } else { &PARAM_OPT_ADDED };
            let at = Place {
                head: parameter.listed(),
                ..parameter.place_within(place, place.base_at, parameter.at())
            };
            self.found_schemas(rule, &at, None, Some(parameter.shown()));
        }
    }

    /// Required parameters are arguments in the order in which they are written; those of the path, in that of the path.
    fn order(&mut self, old: &Parameters<'a>, new: &Parameters<'a>, place: &Place) {
        let names = |one: &Parameters<'a>, other: &Parameters<'a>| -> Vec<String> {
            let demanded = |all: &Parameters<'a>, key: &Key| {
                all.get(key).is_some_and(|parameter| parameter.written.required && !parameter.is_in_path())
            };
            let kept = one.iter().filter(|(key, _)| demanded(one, key) && demanded(other, key));
            kept.map(|(_, parameter)| parameter.written.name.clone()).collect()
        };
        let (was, is) = (names(old, new), names(new, old));
        if was != is {
            let below =
                |pointer: &Option<String>| pointer.as_ref().map(|pointer| format!("{pointer}/parameters"));
            let at = Place { base: below(&place.base), head: below(&place.head), ..place.part("parameters") };
            self.found(&PARAM_ORDER, &at, Some(was.join(", ")), Some(is.join(", ")));
        }
    }

    /// The same name elsewhere is a parameter that moved, and in other letters one that was renamed.
    fn moved(&mut self, old: &mut Parameters<'a>, new: &mut Parameters<'a>, place: &Place) {
        let moved: Vec<(Key, Key)> = old
            .iter()
            .filter(|(_, parameter)| !parameter.is_in_path())
            .filter_map(|(key, parameter)| {
                let same =
                    |other: &Parameter<'_>| other.written.name.eq_ignore_ascii_case(&parameter.written.name);
                let found = new.iter().find(|(_, other)| !other.is_in_path() && same(other));
                found.map(|(other, _)| (key.clone(), other.clone()))
            })
            .collect();
        for (from, to) in moved {
            self.exchanged(old, new, (&from, &to), place);
        }
    }

    /// The only parameter of a place that went and the only one that came are one renamed, when all else is the same.
    fn renamed_parameter(&mut self, old: &mut Parameters<'a>, new: &mut Parameters<'a>, place: &Place) {
        let only = |all: &Parameters<'a>, of: &Parameter<'a>| {
            let alike = |other: &&Parameter<'a>| {
                (other.written.location, other.written.required) == (of.written.location, of.written.required)
            };
            all.values().filter(alike).count() == 1
        };
        let mut renamed = Vec::new();
        for (from, was) in old.iter().filter(|(_, parameter)| !parameter.is_in_path()) {
            let found = new.iter().find(|(_, is)| {
                (was.written.location, was.written.required) == (is.written.location, is.written.required)
                    && only(old, was)
                    && only(new, is)
                    && (was.written.required || is_spelled_alike(&was.written.name, &is.written.name))
            });
            if let Some((to, is)) = found {
                renamed.push((from.clone(), to.clone(), *was, *is));
            }
        }
        for (from, to, was, is) in renamed {
            let same = match (was.written.schema, is.written.schema) {
                (Some(old), Some(new)) => self.same(was.document.schema(old), is.document.schema(new)),
                (old, new) => old.is_none() && new.is_none(),
            };
            if same {
                self.exchanged(old, new, (&from, &to), place);
            }
        }
    }

    fn exchanged(
        &mut self,
        old: &mut Parameters<'a>,
        new: &mut Parameters<'a>,
        (from, to): (&Key, &Key),
        place: &Place,
    ) {
        if let (Some(old), Some(new)) = (old.shift_remove(from), new.shift_remove(to)) {
            let at = between(old, new, place);
            let is_here = old.written.location == new.written.location;
            let rule = if is_here { &PARAM_RENAMED } else { &PARAM_MOVED };
            self.found(rule, &at, Some(old.title()), Some(new.title()));
            self.parameter(old, new, place);
        }
    }

    fn parameter(&mut self, old: Parameter<'a>, new: Parameter<'a>, within: &Place) {
        let place = between(old, new, within);
        if old.is_in_path() && old.written.name != new.written.name {
            let braces = |parameter: Parameter<'_>| Some(format!("{{{}}}", parameter.written.name));
            self.found(&PARAM_PATH_RENAMED, &place, braces(old), braces(new));
        }
        match (old.written.required, new.written.required) {
            (false, true) => self.found(&PARAM_BECAME_REQ, &place, demand(false), demand(true)),
            (true, false) => self.found(&PARAM_BECAME_OPT, &place, demand(true), demand(false)),
            _ => {}
        }
        match (old.written.deprecated, new.written.deprecated) {
            (false, true) => self.switched(Context::Parameter.rule(&DEPRECATED), &place, "deprecated", true),
            (true, false) => {
                self.switched(Context::Parameter.rule(&UNDEPRECATED), &place, "deprecated", false);
            }
            _ => {}
        }
        if old.written.location == new.written.location && old.style() != new.style() {
            let below = |pointer: &Option<String>| pointer.as_ref().map(|pointer| format!("{pointer}/style"));
            let at = Place { base: below(&place.base), head: below(&place.head), ..place.part("style") };
            self.found(&PARAM_STYLE, &at, Some(old.style()), Some(new.style()));
        }
        let was = Layers::of(old.document, &old.written.place.pointer);
        let is = Layers::of(new.document, &new.written.place.pointer);
        self.extensions(&was, &is, &place);
        self.docs(&was, &is, &place);
        if let (Some(old), Some(new)) = (old.schema(within), new.schema(within)) {
            self.schema(&old, &new, Context::Parameter, true);
        }
    }
}

fn between(old: Parameter<'_>, new: Parameter<'_>, within: &Place) -> Place {
    let base = Some(old.written.place.pointer.clone());
    let head = Some(new.written.place.pointer.clone());
    Place { base, head, ..new.place_within(within, old.at(), new.at()) }
}

impl<'a> Parameter<'a> {
    fn is_in_path(self) -> bool {
        self.written.location == Some(ParameterLocation::Path)
    }

    /// Where it stands: where it is defined when it is shared.
    fn at(self) -> Location {
        if self.written.component.is_some() { self.written.place.at } else { self.written.listed.at }
    }

    fn listed(self) -> Option<String> {
        Some(self.written.listed.pointer.clone())
    }

    fn title(self) -> String {
        format!("{} parameter `{}`", self.written.written_location, self.written.name)
    }

    /// What it is and holds.
    fn shown(self) -> Shown<'a> {
        let schema = if self.written.content.is_some() { None } else { self.written.schema };
        let text = format!("{}: {}", self.title(), describe_optional(self.document, schema));
        Shown::with(text, self.written.schema.map(|id| self.document.schema(id)))
    }

    fn style(self) -> String {
        let notation = match &self.written.content {
            Some(media) => media.name.clone(),
            None => {
                let explode = if self.written.explode { ", exploded" } else { "" };
                format!("{}{explode}", self.written.style.as_str())
            }
        };
        let empty = if self.written.allow_empty_value { ", may be empty" } else { "" };
        let reserved = if self.written.allow_reserved { ", reserved characters as they are" } else { "" };
        format!("{notation}{empty}{reserved}")
    }

    /// A shared parameter is a place of its own; any other is a part of its operation.
    fn place_within(self, operation: &Place, base_at: Location, head_at: Location) -> Place {
        let wire = &self.written.name;
        let (name, location) = match &self.written.component {
            Some(shared) => (format!("parameter {wire}"), format!("parameters/{shared}")),
            None => (
                format!("{} ?{wire}", operation.name),
                format!("{}/{}/{wire}", operation.location, self.written.written_location),
            ),
        };
        Place { subject: Subject::Parameter, name, location, base_at, head_at, base: None, head: None }
    }

    fn schema(self, operation: &Place) -> Option<SchemaRef<'a>> {
        let place = self.place_within(operation, self.at(), self.at());
        Some(SchemaRef {
            schema: self.document.schema(self.written.schema?),
            at: self.at(),
            location: place.location,
            name: place.name,
            component: None,
        })
    }
}

/// The parameters of an operation, those of its path included.
fn parameters<'a>(document: &'a Document, operation: &'a Operation) -> Parameters<'a> {
    let positions = template_names(&operation.path).unwrap_or_default();
    let mut found = IndexMap::new();
    for written in &operation.parameters {
        let position = positions.iter().position(|name| *name == written.name);
        let name = match (written.location, position) {
            (Some(ParameterLocation::Path), Some(position)) => position.to_string(),
            (Some(ParameterLocation::Header), _) => written.name.to_ascii_lowercase(),
            _ => written.name.clone(),
        };
        let parameter = Parameter { document, written };
        found.entry((written.written_location.clone(), name)).or_insert(parameter);
    }
    found
}

/// Names of which one may well be the other renamed.
fn is_spelled_alike(a: &str, b: &str) -> bool {
    crate::names::value_name(a) == crate::names::value_name(b) || strsim::jaro_winkler(a, b) > 0.9
}

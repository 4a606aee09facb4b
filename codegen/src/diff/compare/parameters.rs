//! Parameters: by where they are and what they are called; those of the path by their position.

use indexmap::IndexMap;

use super::operations::Operation;
use super::part::Part;
use super::{Comparison, Context, Place, demand};
use crate::diff::finding::Subject;
use crate::diff::site::{Site, describe};
use crate::node::Node;
use crate::source::Location;

/// A parameter, followed to where it is defined.
#[derive(Clone, Debug)]
struct Parameter<'a> {
    node: &'a Node,
    root: &'a Node,
    at: Location,
    location: String,
    wire: &'a str,
    place: &'a str,
    required: bool,
}

/// What tells parameters apart: where they are, and their name or position.
type Key = (String, String);

impl<'a> Comparison<'a> {
    pub(super) fn parameters(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Place) {
        let mut old = parameters(self.base, base);
        let mut new = parameters(self.head, head);
        self.order(&old, &new, place);
        let kept: Vec<Key> = old.keys().filter(|key| new.contains_key(*key)).cloned().collect();
        for key in kept {
            if let (Some(old), Some(new)) = (old.shift_remove(&key), new.shift_remove(&key)) {
                self.parameter(&old, &new, place);
            }
        }
        self.moved(&mut old, &mut new, place);
        for parameter in old.values() {
            let rule = if parameter.required { "param-req-removed" } else { "param-removed" };
            let at = parameter.place_within(place, parameter.at, place.head_at);
            self.found(rule, &at, Some(parameter.words()), None);
        }
        for parameter in new.values() {
            let rule = if parameter.required { "param-req-added" } else { "param-opt-added" };
            let at = parameter.place_within(place, place.base_at, parameter.at);
            self.found(rule, &at, None, Some(parameter.words()));
        }
    }

    /// Required parameters are arguments in the order in which they are written; those of the path, in that of the path.
    fn order(
        &mut self,
        old: &IndexMap<Key, Parameter<'a>>,
        new: &IndexMap<Key, Parameter<'a>>,
        place: &Place,
    ) {
        let names =
            |one: &IndexMap<Key, Parameter<'a>>, other: &IndexMap<Key, Parameter<'a>>| -> Vec<String> {
                let demanded = |all: &IndexMap<Key, Parameter<'a>>, key: &Key| {
                    all.get(key).is_some_and(|parameter| parameter.required && parameter.place != "path")
                };
                let kept = one.iter().filter(|(key, _)| demanded(one, key) && demanded(other, key));
                kept.map(|(_, parameter)| parameter.wire.to_owned()).collect()
            };
        let (was, is) = (names(old, new), names(new, old));
        if was != is {
            self.found("param-order", &place.part("parameters"), Some(was.join(", ")), Some(is.join(", ")));
        }
    }

    /// The same name elsewhere is a parameter that moved; the same schema under a name alike is one renamed.
    fn moved(
        &mut self,
        old: &mut IndexMap<Key, Parameter<'a>>,
        new: &mut IndexMap<Key, Parameter<'a>>,
        place: &Place,
    ) {
        let moved: Vec<(Key, Key)> = old
            .iter()
            .filter(|(_, parameter)| parameter.place != "path")
            .filter_map(|(key, parameter)| {
                let same = |other: &Parameter<'_>| other.wire.eq_ignore_ascii_case(parameter.wire);
                let found = new.iter().find(|(_, other)| other.place != "path" && same(other));
                found.map(|(other, _)| (key.clone(), other.clone()))
            })
            .collect();
        for (from, to) in moved {
            if let (Some(old), Some(new)) = (old.shift_remove(&from), new.shift_remove(&to)) {
                let at = new.place_within(place, old.at, new.at);
                let rule = if old.place == new.place { "param-renamed" } else { "param-moved" };
                self.found(rule, &at, Some(old.title()), Some(new.title()));
                self.parameter(&old, &new, place);
            }
        }
    }

    fn parameter(&mut self, old: &Parameter<'a>, new: &Parameter<'a>, within: &Place) {
        let place = new.place_within(within, old.at, new.at);
        if old.place == "path" && old.wire != new.wire {
            let braces = |parameter: &Parameter<'_>| Some(format!("{{{}}}", parameter.wire));
            self.found("param-path-renamed", &place, braces(old), braces(new));
        }
        match (old.required, new.required) {
            (false, true) => self.found("param-became-req", &place, demand(false), demand(true)),
            (true, false) => self.found("param-became-opt", &place, demand(true), demand(false)),
            _ => {}
        }
        match (old.node.get_flag("deprecated"), new.node.get_flag("deprecated")) {
            (false, true) => self.found("param-deprecated", &place, None, None),
            (true, false) => self.found("param-undeprecated", &place, None, None),
            _ => {}
        }
        if old.place == new.place && old.style() != new.style() {
            self.found("param-style", &place.part("style"), Some(old.style()), Some(new.style()));
        }
        self.extensions(&[old.node], &[new.node], &place);
        self.docs(&[old.node], &[new.node], &place);
        if let (Some(old), Some(new)) = (old.schema(within), new.schema(within)) {
            self.schema(&old, &new, Context::Parameter, true);
        }
    }
}

impl<'a> Parameter<'a> {
    fn title(&self) -> String {
        format!("{} parameter `{}`", self.place, self.wire)
    }

    fn words(&self) -> String {
        let schema = self.node.get("schema").map_or_else(|| "any".to_owned(), describe);
        format!("{}: {schema}", self.title())
    }

    fn style(&self) -> String {
        let usual = match self.place {
            "query" | "cookie" => "form",
            _ => "simple",
        };
        let style = self.node.get_str("style").unwrap_or(usual);
        let explode = self.node.get("explode").map_or(style == "form", |_| self.node.get_flag("explode"));
        let media = self.node.entries("content").map(|(media, _)| media).next();
        match media {
            Some(media) => media.to_owned(),
            None => format!("{style}{}", if explode { ", exploded" } else { "" }),
        }
    }

    /// A shared parameter is a place of its own; any other is a part of its operation.
    fn place_within(&self, operation: &Place, base_at: Location, head_at: Location) -> Place {
        let shared = self.location.starts_with("parameters/");
        let name = if shared {
            format!("parameter {}", self.wire)
        } else {
            format!("{} ?{}", operation.name, self.wire)
        };
        let location =
            if shared { self.location.clone() } else { format!("{}/{}", operation.location, self.location) };
        Place { subject: Subject::Parameter, name, location, base_at, head_at }
    }

    fn schema(&self, operation: &Place) -> Option<Site<'a>> {
        let place = self.place_within(operation, self.at, self.at);
        let media =
            self.node.get("content").and_then(|content| content.as_object()).and_then(|all| all.first());
        let node =
            self.node.get("schema").or_else(|| media.and_then(|(_, entry)| entry.node.get("schema")))?;
        Some(Site {
            node,
            root: self.root,
            at: self.at,
            location: place.location,
            name: place.name,
            component: None,
            is_component: false,
        })
    }
}

/// The parameters of an operation, those of its path included.
fn parameters<'a>(root: &'a Node, operation: &Operation<'a>) -> IndexMap<Key, Parameter<'a>> {
    let mut found = IndexMap::new();
    let positions: Vec<&str> = operation
        .path
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    for node in operation.node.items("parameters").chain(operation.item.items("parameters")) {
        let Some(parameter) = followed(root, node) else { continue };
        let name = match (parameter.place, positions.iter().position(|name| *name == parameter.wire)) {
            ("path", Some(position)) => position.to_string(),
            ("header", _) => parameter.wire.to_ascii_lowercase(),
            _ => parameter.wire.to_owned(),
        };
        // What the operation says goes before what its path says.
        found.entry((parameter.place.to_owned(), name)).or_insert(parameter);
    }
    found
}

fn followed<'a>(root: &'a Node, node: &'a Node) -> Option<Parameter<'a>> {
    let part = Part::follow(root, node, node.at);
    let (wire, place) = (part.node.get_str("name")?, part.node.get_str("in")?);
    Some(Parameter {
        node: part.node,
        root,
        at: part.at,
        location: part.shared.unwrap_or_else(|| format!("{place}/{wire}")),
        wire,
        place,
        required: place == "path" || part.node.get_flag("required"),
    })
}

//! Bodies of requests, and answers with their statuses, media types and headers.

use std::collections::{BTreeMap, BTreeSet};

use super::keywords::facts;
use super::operations::Operation;
use super::part::Part;
use super::{Comparison, Context, Place, demand};
use crate::diff::finding::Subject;
use crate::diff::site::{Site, describe};
use crate::node::{Node, escape_pointer};
use crate::source::Location;

/// The place of a part: its own when it is shared, otherwise within the operation.
fn place(
    operation: &Place,
    part: &Part<'_>,
    subject: Subject,
    own: &str,
    ats: (Location, Location),
) -> Place {
    let (name, location) = match &part.shared {
        Some(shared) => (shared.replace('/', " "), shared.clone()),
        None => {
            (format!("{} {own}", operation.name), format!("{}/{}", operation.location, own.replace(' ', "/")))
        }
    };
    Place { subject, name, location, base_at: ats.0, head_at: ats.1 }
}

impl<'a> Comparison<'a> {
    pub(super) fn body(&mut self, base: &Operation<'a>, head: &Operation<'a>, operation: &Place) {
        let part = |root: &'a Node, of: &Operation<'a>| {
            of.node.entry("requestBody").map(|entry| Part::follow(root, &entry.node, entry.key_at))
        };
        let at = |subject: &Part<'a>, old: Location, new: Location| {
            place(operation, subject, Subject::Body, "request", (old, new))
        };
        match (part(self.base, base), part(self.head, head)) {
            (None, None) => {}
            (None, Some(new)) => {
                let rule = if new.node.get_flag("required") { "body-req-added" } else { "body-opt-added" };
                self.found(rule, &at(&new, operation.base_at, new.at), None, Some(new.words()));
            }
            (Some(old), None) => {
                let rule = if old.node.get_flag("required") { "body-req-removed" } else { "body-removed" };
                self.found(rule, &at(&old, old.at, operation.head_at), Some(old.words()), None);
            }
            (Some(old), Some(new)) => {
                let place = at(&new, old.at, new.at);
                match (old.node.get_flag("required"), new.node.get_flag("required")) {
                    (false, true) => self.found("body-became-req", &place, demand(false), demand(true)),
                    (true, false) => self.found("body-became-opt", &place, demand(true), demand(false)),
                    _ => {}
                }
                self.media(("body-mt-changed", "body-mt-added", "body-mt-removed"), &old, &new, &place);
                self.docs(&[old.node], &[new.node], &place);
                self.extensions(&[old.node], &[new.node], &place);
                self.content(&old, &new, &place, Context::Request);
            }
        }
    }

    pub(super) fn answers(&mut self, base: &Operation<'a>, head: &Operation<'a>, operation: &Place) {
        let mut old = answers(self.base, base.node);
        let mut new = answers(self.head, head.node);
        let kept: Vec<String> = old.keys().filter(|status| new.contains_key(*status)).cloned().collect();
        for status in kept {
            if let (Some(old), Some(new)) = (old.remove(&status), new.remove(&status)) {
                self.answer(&status, &old, &new, operation);
            }
        }
        self.swapped(&mut old, &mut new, operation);
        let settled = |root: &'a Node, of: &Operation<'a>| answers(root, of.node);
        let remaining = settled(self.head, head);
        for (status, part) in &old {
            let rule = lone_rule(
                status,
                part,
                &remaining,
                ("resp-2xx-removed", "resp-type-clash-ended", "resp-4xx-removed"),
            );
            let at = place(
                operation,
                part,
                Subject::Answer,
                &format!("answer {status}"),
                (part.at, operation.head_at),
            );
            let at = Place { location: format!("{}/answer/{status}", operation.location), ..at };
            self.found(rule, &at, Some(part.words()), None);
        }
        let before = settled(self.base, base);
        for (status, part) in &new {
            let rule =
                lone_rule(status, part, &before, ("resp-2xx-added", "resp-type-clash", "resp-4xx-added"));
            let at = place(
                operation,
                part,
                Subject::Answer,
                &format!("answer {status}"),
                (operation.base_at, part.at),
            );
            let at = Place { location: format!("{}/answer/{status}", operation.location), ..at };
            self.found(rule, &at, None, Some(part.words()));
        }
    }

    /// One success that went and one that came are the same success under another status.
    fn swapped(
        &mut self,
        old: &mut BTreeMap<String, Part<'a>>,
        new: &mut BTreeMap<String, Part<'a>>,
        operation: &Place,
    ) {
        let only = |parts: &BTreeMap<String, Part<'a>>| {
            let mut successes = parts.keys().filter(|status| is_success(status));
            successes.next().cloned().filter(|_| successes.next().is_none())
        };
        let (Some(from), Some(to)) = (only(old), only(new)) else { return };
        let (Some(was), Some(is)) = (old.remove(&from), new.remove(&to)) else { return };
        let at = place(operation, &is, Subject::Answer, "answer", (was.at, is.at));
        let at = Place { location: format!("{}/answer", operation.location), ..at };
        self.found("resp-2xx-swap", &at, Some(from), Some(to.clone()));
        self.answer(&to, &was, &is, operation);
    }

    fn answer(&mut self, status: &str, old: &Part<'a>, new: &Part<'a>, operation: &Place) {
        let place = place(operation, new, Subject::Answer, &format!("answer {status}"), (old.at, new.at));
        self.headers(old, new, &place);
        self.docs(&[old.node], &[new.node], &place);
        self.extensions(&[old.node], &[new.node], &place);
        match (
            old.schema().is_some() || !old.media().is_empty(),
            new.schema().is_some() || !new.media().is_empty(),
        ) {
            (true, true) => {
                self.media(("resp-mt-changed", "resp-mt-added", "resp-mt-removed"), old, new, &place);
                self.content(old, new, &place, Context::Answer);
            }
            (before, after) if before != after && is_success(status) => {
                self.found("resp-body-presence", &place, Some(old.words()), Some(new.words()));
            }
            // An error's body is read as it comes, so that the method stays as it is.
            (before, after) if before != after => {
                self.media(("resp-mt-changed", "resp-mt-added", "resp-mt-removed"), old, new, &place);
            }
            _ => {}
        }
    }

    fn media(&mut self, rules: (&str, &str, &str), old: &Part<'a>, new: &Part<'a>, place: &Place) {
        let (before, after) = (old.media(), new.media());
        let gone: Vec<&str> = before.iter().filter(|media| !after.contains(media)).copied().collect();
        let came: Vec<&str> = after.iter().filter(|media| !before.contains(media)).copied().collect();
        let rule = match (gone.is_empty(), came.is_empty()) {
            (true, true) => return,
            (false, false) => rules.0,
            (true, false) => rules.1,
            (false, true) => rules.2,
        };
        let words = |media: &[&str]| (!media.is_empty()).then(|| media.join(", "));
        self.found(rule, &place.part("content"), words(&gone), words(&came));
    }

    fn content(&mut self, old: &Part<'a>, new: &Part<'a>, place: &Place, context: Context) {
        for (media, before, after) in old.shared_schemas(new) {
            let site = |part: &Part<'a>, node: &'a Node| Site {
                node,
                root: part.root,
                at: node.at,
                location: format!("{}/{}", place.location, escape_pointer(media)),
                name: place.name.clone(),
                component: None,
                is_component: false,
            };
            self.schema(&site(old, before), &site(new, after), context, true);
        }
        for media in new.media() {
            let of = |part: &Part<'a>| part.node.get("content")?.get(media);
            if let (Some(before), Some(after)) = (of(old), of(new)) {
                self.docs(&[before], &[after], &place.part(&escape_pointer(media)));
            }
        }
    }

    fn headers(&mut self, old: &Part<'a>, new: &Part<'a>, place: &Place) {
        let (before, after) = (headers(old), headers(new));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let (was, is) = (before.get(name), after.get(name));
            let Some(written) = is.or(was).map(|header| header.name) else { continue };
            let at = Place {
                base_at: was.map_or(place.base_at, |header| header.at),
                head_at: is.map_or(place.head_at, |header| header.at),
                ..place.part(&format!("headers/{written}"))
            };
            let words = |header: Option<&Header<'a>>| header.map(Header::words);
            match (was, is) {
                (Some(_), None) => self.found("resp-header-removed", &at, words(was), None),
                (None, Some(_)) => self.found("resp-header-added", &at, None, words(is)),
                (Some(was), Some(is)) => {
                    if was.facts() != is.facts() {
                        self.found("resp-header", &at, Some(was.words()), Some(is.words()));
                    }
                    self.docs(&[was.node], &[is.node], &at);
                }
                (None, None) => {}
            }
        }
    }
}

/// A header of an answer, followed to where it is defined.
struct Header<'a> {
    name: &'a str,
    at: Location,
    node: &'a Node,
    root: &'a Node,
}

impl<'a> Header<'a> {
    /// Its schema, followed to where that is defined.
    fn schema(&self) -> Option<&'a Node> {
        let schema = self.node.get("schema")?;
        Some(Part::follow(self.root, schema, self.at).node)
    }

    fn words(&self) -> String {
        let words = self.schema().map_or_else(|| "any".to_owned(), describe);
        format!("{words}{}", if self.node.get_flag("required") { ", required" } else { "" })
    }

    fn facts(&self) -> (Option<String>, bool) {
        (self.schema().map(facts), self.node.get_flag("required"))
    }
}

/// The headers of an answer by their names, of which the case means nothing.
fn headers<'a>(part: &Part<'a>) -> BTreeMap<String, Header<'a>> {
    let header = |(name, entry): (&'a str, &'a crate::node::Entry)| {
        let node = Part::follow(part.root, &entry.node, entry.key_at).node;
        (name.to_ascii_lowercase(), Header { name, at: entry.key_at, node, root: part.root })
    };
    part.node.entries("headers").map(header).collect()
}

/// A success is told by its status alone: 2xx, or `default` where there is no other.
fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// The rule for a status that came or went: a success with the body of another, one with a body of its own, no success.
fn lone_rule<'r>(
    status: &str,
    part: &Part<'_>,
    others: &BTreeMap<String, Part<'_>>,
    rules: (&'r str, &'r str, &'r str),
) -> &'r str {
    if !is_success(status) {
        return rules.2;
    }
    let body = |part: &Part<'_>| part.schema().map(|(_, schema)| super::text(schema));
    let mut successes = others.iter().filter(|(other, _)| is_success(other) && *other != status);
    match successes.all(|(_, other)| body(other) == body(part)) {
        true => rules.0,
        false => rules.1,
    }
}

fn answers<'a>(root: &'a Node, operation: &'a Node) -> BTreeMap<String, Part<'a>> {
    operation
        .entries("responses")
        .filter(|(status, _)| !status.starts_with("x-"))
        .map(|(status, entry)| (status.to_ascii_uppercase(), Part::follow(root, &entry.node, entry.key_at)))
        .collect()
}

//! Two schemas at one place: first what they are called, then what their wrappers say, then what they come to.

use std::collections::BTreeSet;

use super::docs::{instructions, prose};
use super::operations::closure;
use super::{Comparison, Context, Owner, Place};
use crate::diff::finding::Subject;
use crate::diff::site::{Site, describe, flag, kind, outermost};
use crate::node::Node;

/// What a schema comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One of several.
    Union,
    /// An object, with documented fields or without.
    Object,
    List,
    Text,
    Integer,
    Number,
    Flag,
    /// Anything.
    Any,
}

impl<'a> Comparison<'a> {
    /// Compares what stands at one place. `required` tells that a value is always there.
    pub(super) fn schema(&mut self, base: &Site<'a>, head: &Site<'a>, context: Context, required: bool) {
        let (old, old_wrappers) = base.unwrap();
        let (new, new_wrappers) = head.unwrap();
        let place = place(base, head);
        self.names(&old, &new, &place);
        let (pair, first) = self.pair(base.node, head.node, context);
        if first {
            self.within(pair, |this| {
                this.annotations((base, &old, &old_wrappers), (head, &new, &new_wrappers), context, required);
                match this.corresponding(&old, &new) {
                    true => this.cores(&old, &new, context),
                    // One schema took the place of another: what they differ in has changed here, and in neither.
                    false => this.core(&old.standing_at(base), &new.standing_at(head), context),
                }
            });
        }
    }

    /// Whether two schemas are one and the same at two times, rather than two that happen to stand at one place.
    fn corresponding(&self, old: &Site<'a>, new: &Site<'a>) -> bool {
        match (old.own_name(), new.own_name()) {
            (Some(was), Some(is)) => was == is || self.is_renaming(was, is),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether the one name went as the other came.
    pub(super) fn is_renaming(&self, was: &str, is: &str) -> bool {
        Site::component(self.head, was).is_none() && Site::component(self.base, is).is_none()
    }

    fn cores(&mut self, old: &Site<'a>, new: &Site<'a>, context: Context) {
        let (pair, first) = self.pair(old.node, new.node, context);
        // The pair of the place itself is the pair of the cores when nothing is wrapped around them.
        if first || self.current == Owner::Pair(pair) {
            self.within(pair, |this| this.core(old, new, context));
        }
    }

    fn core(&mut self, old: &Site<'a>, new: &Site<'a>, context: Context) {
        let at = place(old, new);
        let (was, is) = (form(old), form(new));
        if was != is {
            let suffix = transition(old, new, was, is);
            let (before, after) = (describe(old.node), describe(new.node));
            let brings = self.brings(old, new);
            return self.found_with(&context.rule(suffix), &at, Some(before), Some(after), brings);
        }
        self.keywords(old.node, new.node, &at, context);
        let both =
            |keys: &[&str]| [old, new].iter().all(|site| keys.iter().any(|key| site.node.get(key).is_some()));
        match is {
            Form::Union => {
                self.unions(old, new, context);
                // Fields may stand beside the alternatives, and bounds beside any of them.
                match both(&["properties"]) {
                    true => self.objects(old, new, context),
                    false => self.bounds(old.node, new.node, &at, context),
                }
            }
            Form::Object => {
                self.objects(old, new, context);
                if both(&["oneOf", "anyOf"]) {
                    self.unions(old, new, context);
                }
            }
            Form::List => self.lists(old, new, context),
            Form::Text | Form::Integer | Form::Number | Form::Flag | Form::Any => {
                self.values(old.node, new.node, &at, context);
            }
        }
    }

    fn lists(&mut self, old: &Site<'a>, new: &Site<'a>, context: Context) {
        let at = place(old, new);
        self.bounds(old.node, new.node, &at, context);
        match (old.node.get_flag("uniqueItems"), new.node.get_flag("uniqueItems")) {
            (false, true) => self.found(&context.rule("unique"), &at, None, None),
            (true, false) => self.found(&context.rule("not-unique"), &at, None, None),
            _ => {}
        }
        let inside = context.inside();
        let items = |site: &Site<'a>| {
            site.node.entry("items").map(|entry| site.inside(&entry.node, entry.key_at, "items", "[]"))
        };
        match (items(old), items(new)) {
            (Some(old), Some(new)) => self.schema(&old, &new, inside, true),
            (Some(old), None) => {
                let brings = closure(self.base, old.node);
                self.found_with(&inside.rule("items-removed"), &at, Some(describe(old.node)), None, brings);
            }
            (None, Some(new)) => {
                let brings = closure(self.head, new.node);
                self.found_with(&inside.rule("items-added"), &at, None, Some(describe(new.node)), brings);
            }
            (None, None) => {}
        }
    }

    /// The named schemas that go with the one and come with the other.
    fn brings(&self, old: &Site<'a>, new: &Site<'a>) -> BTreeSet<String> {
        let mut names = closure(self.base, old.node);
        names.extend(closure(self.head, new.node));
        names.extend([old, new].into_iter().filter_map(Site::name_of_node).map(str::to_owned));
        names
    }

    /// What types are called matters to Rust alone, and only where a type is declared.
    fn names(&mut self, old: &Site<'a>, new: &Site<'a>, place: &Place) {
        if !declares(old) || !declares(new) {
            return;
        }
        match (old.own_name(), new.own_name()) {
            (Some(was), Some(is)) if was != is => self.renamed(was, is, old, new, place),
            (Some(was), None) => {
                let brings = self.brings(old, new);
                self.found_with(
                    "schema-inlined",
                    place,
                    Some(was.to_owned()),
                    Some(describe(new.node)),
                    brings,
                );
            }
            (None, Some(is)) => {
                let brings = self.brings(old, new);
                self.found_with(
                    "schema-extracted",
                    place,
                    Some(describe(old.node)),
                    Some(is.to_owned()),
                    brings,
                );
            }
            (None, None) => {
                let title = |site: &Site<'a>| site.node.get_str("title").map(str::to_owned);
                if title(old) != title(new) {
                    self.found("inline-title", place, title(old), title(new));
                }
            }
            _ => {}
        }
    }

    pub(super) fn renamed(&mut self, was: &str, is: &str, old: &Site<'a>, new: &Site<'a>, place: &Place) {
        let (before, after) = (Some(was.to_owned()), Some(is.to_owned()));
        if self.is_renaming(was, is) {
            let place = Place {
                subject: Subject::Schema,
                name: is.to_owned(),
                location: format!("schemas/{is}"),
                base_at: old.at,
                head_at: new.at,
            };
            self.found("schema-renamed", &place, before, after);
        } else {
            let brings = self.brings(old, new);
            self.found_with("schema-replaced", place, before, after, brings);
        }
    }

    /// What the place says beyond the schema: it belongs to the schema where that alone accounts for the change.
    fn annotations(
        &mut self,
        base: (&Site<'a>, &Site<'a>, &[&'a Node]),
        head: (&Site<'a>, &Site<'a>, &[&'a Node]),
        context: Context,
        required: bool,
    ) {
        let ((base_site, old, old_wrappers), (head_site, new, new_wrappers)) = (base, head);
        let at_place = place(base_site, head_site);
        let at_core = place(old, new);
        let flags: [(&str, &str, &str); 4] = [
            (
                "nullable",
                if required { "nullable" } else { "opt-nullable" },
                if required { "not-nullable" } else { "opt-not-nullable" },
            ),
            ("deprecated", "deprecated", "undeprecated"),
            ("readOnly", "readonly", "not-readonly"),
            ("writeOnly", "writeonly", "not-writeonly"),
        ];
        for (key, raised, lowered) in flags {
            let was = flag(old.node, old_wrappers, key);
            let is = flag(new.node, new_wrappers, key);
            let by_core = (flag(old.node, &[], key), flag(new.node, &[], key)) == (was, is);
            let at = if by_core { &at_core } else { &at_place };
            if was != is && applies(context, key) {
                let word = |flag: bool| {
                    (key == "nullable").then(|| if flag { "may be null" } else { "never null" }.to_owned())
                };
                self.found(&context.rule(if is { raised } else { lowered }), at, word(was), word(is));
            }
        }
        let value =
            |core: &'a Node, wrappers: &[&'a Node]| outermost(core, wrappers, "default").map(super::text);
        let (was, is) = (value(old.node, old_wrappers), value(new.node, new_wrappers));
        let by_core = (value(old.node, &[]), value(new.node, &[])) == (was.clone(), is.clone());
        let at = if by_core { &at_core } else { &at_place };
        let suffix = match (&was, &is) {
            (None, Some(_)) => "default-added",
            (Some(_), None) => "default-removed",
            _ => "default",
        };
        if was != is {
            self.found(&context.rule(suffix), &at.part("default"), was, is);
        }
        let layers = |core: &'a Node, wrappers: &[&'a Node]| [wrappers, &[core]].concat();
        let (outer_old, outer_new) = (layers(old.node, old_wrappers), layers(new.node, new_wrappers));
        let (inner_old, inner_new) = ([old.node], [new.node]);
        let by_core = prose(&outer_old, &outer_new) == prose(&inner_old, &inner_new);
        self.docs(&outer_old, &outer_new, if by_core { &at_core } else { &at_place });
        let by_core = instructions(&outer_old, &outer_new) == instructions(&inner_old, &inner_new);
        self.extensions(&outer_old, &outer_new, if by_core { &at_core } else { &at_place });
    }
}

/// Parameters are neither only read nor only written.
fn applies(context: Context, key: &str) -> bool {
    context != Context::Parameter || matches!(key, "nullable" | "deprecated")
}

pub(super) fn place(base: &Site<'_>, head: &Site<'_>) -> Place {
    let subject = match head.location.split('/').next() {
        Some("schemas") => Subject::Schema,
        Some("parameters") => Subject::Parameter,
        _ if head.location.contains("/request") => Subject::Body,
        _ if head.location.contains("/answer") => Subject::Answer,
        _ => Subject::Parameter,
    };
    Place {
        subject,
        name: head.name.clone(),
        location: head.location.clone(),
        base_at: base.at,
        head_at: head.at,
    }
}

fn form(site: &Site<'_>) -> Form {
    let node = site.node;
    if let Some(parts) = node.get("allOf").and_then(Node::as_array).filter(|parts| !parts.is_empty()) {
        let parts = parts.iter().enumerate().map(|(index, part)| {
            let part = site.inside(part, part.at, &format!("allOf/{index}"), "");
            part.unwrap().0
        });
        let forms: Vec<Form> = parts
            .map(|part| if part.node.get("allOf").is_some() { Form::Object } else { form(&part) })
            .collect();
        return forms.into_iter().find(|form| *form != Form::Any).unwrap_or(Form::Object);
    }
    if node.get("oneOf").is_some() || node.get("anyOf").is_some() {
        return Form::Union;
    }
    match kind(node) {
        Some("object") => Form::Object,
        Some("array") => Form::List,
        Some("string") => Form::Text,
        Some("integer") => Form::Integer,
        Some("number") => Form::Number,
        Some("boolean") => Form::Flag,
        _ if node.items("enum").any(|value| value.as_str().is_some()) => Form::Text,
        _ => Form::Any,
    }
}

/// The kind of change from one form to another.
fn transition(old: &Site<'_>, new: &Site<'_>, was: Form, is: Form) -> &'static str {
    let holds = |union: &Site<'_>, other: &Site<'_>| {
        let other = describe(other.node);
        let name = |site: &Site<'_>| site.named().map(str::to_owned);
        ["oneOf", "anyOf"].iter().flat_map(|key| union.node.items(key)).any(|arm| {
            let arm = union.inside(arm, arm.at, "", "");
            let (core, _) = arm.unwrap();
            describe(core.node) == other || name(&arm).is_some_and(|arm| arm == other)
        })
    };
    match (was, is) {
        (Form::Any, _) | (Form::Number, Form::Integer) => "type-narrowed",
        (_, Form::Any) | (Form::Integer, Form::Number) => "type-widened",
        (Form::Union, _) if holds(old, new) => "type-narrowed",
        (_, Form::Union) if holds(new, old) => "type-widened",
        _ => "type",
    }
}

/// Whether a Rust type is declared for a schema.
fn declares(site: &Site<'_>) -> bool {
    let node = site.node;
    let texts = node.items("enum").filter(|value| value.as_str().is_some()).count();
    let fields = node.entries("properties").next().is_some();
    let composed = ["allOf", "oneOf", "anyOf"].iter().any(|key| node.get(key).is_some());
    texts > 1 || fields || composed
}

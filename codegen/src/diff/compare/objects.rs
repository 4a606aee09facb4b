//! Objects: their fields, wherever in a composition those are written, and what may come beyond them.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};

use super::operations::closure;
use super::schemas::place;
use super::{Comparison, Context, Place, demand};
use crate::diff::site::{Site, describe, flag};
use crate::node::{Node, Value};

/// A field and where it is written.
#[derive(Clone, Debug)]
struct Property<'a> {
    site: Site<'a>,
    required: bool,
    /// The part of the composition that has the field demands it as well.
    required_here: bool,
}

/// An object with all the parts it is composed of.
#[derive(Debug, Default)]
struct Object<'a> {
    properties: IndexMap<&'a str, Property<'a>>,
    required: IndexSet<&'a str>,
    /// Names of the schemas it is composed of.
    parts: BTreeSet<&'a str>,
    additional: Option<(Site<'a>, &'a Node)>,
}

impl<'a> Object<'a> {
    fn of(site: &Site<'a>) -> Self {
        let mut object = Self::default();
        object.collect(site, &mut BTreeSet::new());
        for (name, property) in &mut object.properties {
            property.required = object.required.contains(name);
        }
        object
    }

    /// Each part once, however many ways lead to it: compositions may share parts, and a cycle is for the checks to report.
    fn collect(&mut self, site: &Site<'a>, met: &mut BTreeSet<usize>) {
        if !met.insert(std::ptr::from_ref(site.node) as usize) {
            return;
        }
        let here: BTreeSet<&str> = site.node.items("required").filter_map(Node::as_str).collect();
        for (name, entry) in site.node.get("properties").and_then(Node::as_object).into_iter().flatten() {
            let inside =
                site.inside(&entry.node, entry.key_at, &format!("properties/{name}"), &format!(".{name}"));
            let required_here = here.contains(name.as_str());
            self.properties.insert(name, Property { site: inside, required: false, required_here });
        }
        self.required.extend(site.node.items("required").filter_map(Node::as_str));
        if let Some(entry) = site.node.entry("additionalProperties") {
            let inside = site.inside(&entry.node, entry.key_at, "additionalProperties", ".*");
            self.additional = Some((inside, &entry.node));
        }
        for (index, part) in site.node.items("allOf").enumerate() {
            let (core, _) = site.inside(part, part.at, &format!("allOf/{index}"), "").unwrap();
            self.parts.extend(core.own_name());
            // Fields written in place belong to the composition itself.
            let core = if core.is_component { core } else { Site { node: core.node, ..site.clone() } };
            self.collect(&core, met);
        }
    }

    /// What fields beyond the documented ones may be: `None` when there may be none, `Some(None)` when anything.
    fn further(&self) -> Option<Option<&Site<'a>>> {
        match &self.additional {
            None => Some(None),
            Some((_, Node { value: Value::Bool(allowed), .. })) => allowed.then_some(None),
            Some((_, node)) if node.as_object().is_some_and(|object| object.is_empty()) => Some(None),
            Some((site, _)) => Some(Some(site)),
        }
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn objects(&mut self, old: &Site<'a>, new: &Site<'a>, context: Context) {
        let at = place(old, new);
        let (was, is) = (Object::of(old), Object::of(new));
        let before = self.changes.len();
        let (gone, came) = self.kept_properties((&was, old), (&is, new), context);
        self.renamed_or_lone((&was, old, gone), (&is, new, came), context);
        if self.renamed_part(&was, &is) {
            // The part is the same under another name.
        } else if was.parts != is.parts && self.changes.len() == before {
            let words =
                |object: &Object<'_>| Some(object.parts.iter().copied().collect::<Vec<_>>().join(" & "));
            self.found(&context.inside().rule("allof"), &at.part("allOf"), words(&was), words(&is));
        }
        self.required_order((&was, old), (&is, new), &at, context.inside());
        self.further(&was, &is, &at, context.inside());
        self.bounds(old.node, new.node, &at, context);
    }

    /// Notes that a part of a composition is called differently, when that is all that happened to the parts.
    fn renamed_part(&mut self, was: &Object<'a>, is: &Object<'a>) -> bool {
        let gone: Vec<&str> = was.parts.difference(&is.parts).copied().collect();
        let came: Vec<&str> = is.parts.difference(&was.parts).copied().collect();
        let ([from], [to]) = (gone.as_slice(), came.as_slice()) else { return false };
        let (Some(old), Some(new)) = (Site::component(self.base, from), Site::component(self.head, to))
        else {
            return false;
        };
        let renamed = self.is_renaming(from, to);
        if renamed {
            self.renamed(from, to, &old, &new, &place(&old, &new));
        }
        renamed
    }

    /// A constructor takes the required fields in the order in which `required` lists them.
    fn required_order(
        &mut self,
        (was, old): (&Object<'a>, &Site<'a>),
        (is, new): (&Object<'a>, &Site<'a>),
        at: &Place,
        context: Context,
    ) {
        if context != Context::Request {
            return;
        }
        let demanded = |object: &Object<'a>, name: &str| {
            object.properties.get(name).is_some_and(|property| demanded(property, context))
        };
        let names = |object: &Object<'a>| -> Vec<&'a str> {
            let kept = object.required.iter().copied();
            kept.filter(|name| demanded(was, name) && demanded(is, name)).collect()
        };
        let (before, after) = (names(was), names(is));
        if before != after {
            let at = at.keyword("required", old.node, new.node);
            self.found("rq-order", &at, Some(before.join(", ")), Some(after.join(", ")));
        }
    }

    /// Compares the fields of both; hands back the names of those that only one has.
    fn kept_properties(
        &mut self,
        (was, old): (&Object<'a>, &Site<'a>),
        (is, new): (&Object<'a>, &Site<'a>),
        context: Context,
    ) -> (Vec<&'a str>, Vec<&'a str>) {
        for (name, property) in &was.properties {
            if let Some(other) = is.properties.get(name) {
                self.property((property, old), (other, new), name, context);
            }
        }
        let lone = |one: &Object<'a>, other: &Object<'a>| {
            one.properties.keys().filter(|name| !other.properties.contains_key(*name)).copied().collect()
        };
        (lone(was, is), lone(is, was))
    }

    fn property(
        &mut self,
        (was, old): (&Property<'a>, &Site<'a>),
        (is, new): (&Property<'a>, &Site<'a>),
        name: &str,
        context: Context,
    ) {
        let inside = context.inside();
        let (before, after) = (demanded(was, inside), demanded(is, inside));
        if before != after {
            // The change belongs to the part that has the field, unless it is made by the composition around it.
            let own = (was.required_here, is.required_here) == (was.required, is.required);
            let at = match own {
                true => place(&was.site, &is.site),
                false => Place {
                    name: format!("{}.{name}", new.name),
                    ..place(old, new).part(&format!("properties/{name}"))
                },
            };
            let suffix = if after { "became-req" } else { "became-opt" };
            self.found(&inside.rule(suffix), &at, demand(before), demand(after));
        }
        self.schema(&was.site, &is.site, inside, before && after);
    }

    fn renamed_or_lone(
        &mut self,
        (was, old, mut gone): (&Object<'a>, &Site<'a>, Vec<&'a str>),
        (is, new, mut came): (&Object<'a>, &Site<'a>, Vec<&'a str>),
        context: Context,
    ) {
        let inside = context.inside();
        for (from, to) in renames(was, is, &gone, &came) {
            gone.retain(|name| *name != from);
            came.retain(|name| *name != to);
            let (was, is) = (&was.properties[from], &is.properties[to]);
            let suffix = if spelled_alike(from, to) { "prop-case" } else { "prop-renamed" };
            let at = place(&was.site, &is.site);
            self.found(&inside.rule(suffix), &at, Some(from.to_owned()), Some(to.to_owned()));
            self.property((was, old), (is, new), to, context);
        }
        for name in gone {
            let property = &was.properties[name];
            let suffix = if demanded(property, inside) { "req-prop-removed" } else { "prop-removed" };
            let at = Place { head_at: nearest(property, old, new), ..place(&property.site, &property.site) };
            self.found_with(
                &inside.rule(suffix),
                &at,
                Some(words(property)),
                None,
                closure(self.base, property.site.node),
            );
        }
        for name in came {
            let property = &is.properties[name];
            let suffix = if demanded(property, inside) { "req-prop-added" } else { "opt-prop-added" };
            let at = Place { base_at: nearest(property, new, old), ..place(&property.site, &property.site) };
            self.found_with(
                &inside.rule(suffix),
                &at,
                None,
                Some(words(property)),
                closure(self.head, property.site.node),
            );
        }
    }

    fn further(&mut self, was: &Object<'a>, is: &Object<'a>, at: &Place, context: Context) {
        let at = at.part("additionalProperties");
        let words = |site: &Site<'_>| Some(describe(site.node));
        match (was.further(), is.further()) {
            (None, None) | (Some(None), Some(None)) => {}
            (Some(Some(old)), Some(Some(new))) => self.schema(old, new, context, true),
            (_, None) => self.found(&context.rule("addl-false"), &at, None, None),
            (None, _) => self.found(&context.rule("addl-open"), &at, None, None),
            (Some(None), Some(Some(new))) => {
                self.found(&context.rule("map-value-added"), &at, None, words(new));
            }
            (Some(Some(old)), Some(None)) => {
                self.found(&context.rule("map-value-removed"), &at, words(old), None);
            }
        }
    }
}

/// Where the other revision has what is nearest to a field that it lacks: the component around the field, if it is there.
fn nearest(property: &Property<'_>, own: &Site<'_>, other: &Site<'_>) -> crate::source::Location {
    let elsewhere = property.site.component.filter(|_| property.site.component != own.component);
    elsewhere.and_then(|name| Site::component(other.root, name)).map_or(other.at, |site| site.at)
}

/// Whether data of this direction must have a field: what is only read is never sent, and the other way round.
fn demanded(property: &Property<'_>, context: Context) -> bool {
    let (core, wrappers) = property.site.unwrap();
    let excluding = if context == Context::Answer { "writeOnly" } else { "readOnly" };
    property.required && !flag(core.node, &wrappers, excluding)
}

fn words(property: &Property<'_>) -> String {
    describe(property.site.node)
}

/// Fields that went and came with the same schema, under names so alike that one is the other renamed.
fn renames<'a>(
    was: &Object<'a>,
    is: &Object<'a>,
    gone: &[&'a str],
    came: &[&'a str],
) -> Vec<(&'a str, &'a str)> {
    let alike = |from: &str, to: &str| {
        let (old, new) = (&was.properties[from], &is.properties[to]);
        let same = old.required == new.required && describe(old.site.node) == describe(new.site.node);
        same && (spelled_alike(from, to) || strsim::jaro_winkler(from, to) > 0.9)
    };
    let mut found = Vec::new();
    for from in gone {
        let mut candidates = came.iter().filter(|to| alike(from, to));
        let (first, second) = (candidates.next(), candidates.next());
        let only_source = |to: &&&'a str| gone.iter().filter(|other| alike(other, to)).count() == 1;
        if let (Some(to), None) = (first.filter(only_source), second) {
            found.push((*from, *to));
        }
    }
    found
}

/// `subscriberId`, `SubscriberId` and `subscriber_id` become one name in Rust.
fn spelled_alike(a: &str, b: &str) -> bool {
    crate::names::value_name(a) == crate::names::value_name(b)
}

//! Objects: their fields, wherever in a composition those are written, and what may come beyond them.

use std::collections::BTreeSet;

use document::Schema;
use document::schema::Additional;
use indexmap::{IndexMap, IndexSet};

use super::evidence::Shown;
use super::{Comparison, Context, Place, demand};
use crate::diff::likeness::additional;
use crate::diff::rules::directed::requests::REQUIRED_ORDER;
use crate::diff::rules::directed::{REQ_PROP_ADDED, REQ_PROP_REMOVED};
use crate::diff::rules::objects::{
    ADDL_FALSE, ADDL_OPEN, ALLOF, BECAME_OPT, BECAME_REQ, MAP_VALUE_ADDED, MAP_VALUE_REMOVED, OPT_PROP_ADDED,
    PROP_CASE, PROP_REMOVED, PROP_RENAMED,
};
use crate::diff::schema_ref::{SchemaRef, is_raised};
use crate::source::Location;

/// A field and where it is written.
#[derive(Clone, Debug)]
struct Property<'a> {
    site: SchemaRef<'a>,
    required: bool,
    /// The part of the composition that has the field demands it as well.
    required_here: bool,
}

/// What fields beyond the listed ones may be.
#[derive(Clone, Debug)]
enum Further<'a> {
    Nothing,
    Anything,
    Values(SchemaRef<'a>),
}

/// An object with all the parts it is composed of.
#[derive(Debug)]
struct Object<'a> {
    site: SchemaRef<'a>,
    properties: IndexMap<&'a str, Property<'a>>,
    required: IndexSet<&'a str>,
    /// Names of the schemas it is composed of.
    parts: BTreeSet<&'a str>,
    further: Further<'a>,
}

impl<'a> Object<'a> {
    fn of(site: &SchemaRef<'a>) -> Self {
        let composition = site.schema.composition();
        let properties = composition.properties.iter().map(|(name, property)| {
            let part = site.part(property.part);
            let inside = part.inside(property.schema, &format!("properties/{name}"), &format!(".{name}"));
            let required = composition.requires(name);
            let required_here = property.part.required().iter().any(|required| required == name);
            (*name, Property { site: inside, required, required_here })
        });
        let others = composition.parts.iter().filter(|part| **part != site.schema);
        let further = match additional(&composition) {
            Additional::Allowed(false) => Further::Nothing,
            Additional::Unsaid | Additional::Allowed(true) => Further::Anything,
            Additional::Schema(values) => {
                let part = values.parent().map_or_else(|| site.clone(), |part| site.part(part));
                Further::Values(part.inside(values, "additionalProperties", ".*"))
            }
        };
        Self {
            site: site.clone(),
            properties: properties.collect(),
            required: composition.required.clone(),
            parts: others.filter_map(|part| part.component()).collect(),
            further,
        }
    }

    /// Names of properties that another object has not.
    fn unmatched(&self, other: &Self) -> Vec<&'a str> {
        let names = self.properties.keys().filter(|name| !other.properties.contains_key(*name));
        names.copied().collect()
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn objects(&mut self, old: &SchemaRef<'a>, new: &SchemaRef<'a>, context: Context) {
        let at = Place::of(old, new);
        let (was, is) = (Object::of(old), Object::of(new));
        let before = self.changes.len();
        for (name, property) in &was.properties {
            if let Some(other) = is.properties.get(name) {
                self.property((property, old), (other, new), name, context);
            }
        }
        self.renamed_or_lone(&was, &is, context);
        if self.renamed_part(&was, &is) {
            // The part is the same under another name.
        } else if was.parts != is.parts && self.changes.len() == before {
            let words =
                |object: &Object<'_>| Some(object.parts.iter().copied().collect::<Vec<_>>().join(" & "));
            self.found(context.inside().rule(&ALLOF), &at.part("allOf"), words(&was), words(&is));
        }
        self.required_order(&was, &is, &at, context.inside());
        self.further(&was, &is, &at, context.inside());
        self.bounds(old.schema, new.schema, &at, context);
    }

    /// Notes that a part of a composition is called differently, when that is all that happened to the parts.
    fn renamed_part(&mut self, was: &Object<'a>, is: &Object<'a>) -> bool {
        let gone: Vec<&str> = was.parts.difference(&is.parts).copied().collect();
        let came: Vec<&str> = is.parts.difference(&was.parts).copied().collect();
        let ([from], [to]) = (gone.as_slice(), came.as_slice()) else { return false };
        let (Some(old), Some(new)) =
            (SchemaRef::component(self.base, from), SchemaRef::component(self.head, to))
        else {
            return false;
        };
        let renamed = self.is_renaming(from, to);
        if renamed {
            self.renamed(from, to, &old, &new);
        }
        renamed
    }

    /// A constructor takes the required fields in the order in which `required` lists them.
    fn required_order(&mut self, was: &Object<'a>, is: &Object<'a>, at: &Place, context: Context) {
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
            let at = at.keyword("required", was.site.schema, is.site.schema);
            self.found(&REQUIRED_ORDER, &at, Some(before.join(", ")), Some(after.join(", ")));
        }
    }

    fn property(
        &mut self,
        (was, old): (&Property<'a>, &SchemaRef<'a>),
        (is, new): (&Property<'a>, &SchemaRef<'a>),
        name: &str,
        context: Context,
    ) {
        let inside = context.inside();
        let (before, after) = (demanded(was, inside), demanded(is, inside));
        if before != after {
            // The change belongs to the part that has the field, unless it is made by the composition around it.
            let own = (was.required_here, is.required_here) == (was.required, is.required);
            let property = Place::of(&was.site, &is.site);
            let at = match own {
                true => property,
                false => Place {
                    name: format!("{}.{name}", new.name),
                    base: property.base,
                    head: property.head,
                    ..Place::of(old, new).part(&format!("properties/{name}"))
                },
            };
            let rule = if after { &BECAME_REQ } else { &BECAME_OPT };
            self.found(inside.rule(rule), &at, demand(before), demand(after));
        }
        self.schema(&was.site, &is.site, inside, before && after);
    }

    fn renamed_or_lone(&mut self, was: &Object<'a>, is: &Object<'a>, context: Context) {
        let inside = context.inside();
        let (mut gone, mut came) = (was.unmatched(is), is.unmatched(was));
        for (from, to) in self.renames(was, is, &gone, &came) {
            gone.retain(|name| *name != from);
            came.retain(|name| *name != to);
            let (old, new) = (&was.properties[from], &is.properties[to]);
            let rule = if is_spelled_alike(from, to) { &PROP_CASE } else { &PROP_RENAMED };
            let at = Place::of(&old.site, &new.site);
            self.found(inside.rule(rule), &at, Some(from.to_owned()), Some(to.to_owned()));
            self.property((old, &was.site), (new, &is.site), to, context);
        }
        for name in gone {
            let property = &was.properties[name];
            let rule = if demanded(property, inside) { &REQ_PROP_REMOVED } else { &PROP_REMOVED };
            let at = Place::gone(&property.site, nearest(property, &was.site, &is.site));
            self.found_schemas(inside.rule(rule), &at, Some(Shown::of(property.site.schema)), None);
        }
        for name in came {
            let property = &is.properties[name];
            let rule = if demanded(property, inside) { &REQ_PROP_ADDED } else { &OPT_PROP_ADDED };
            let at = Place::came(&property.site, nearest(property, &is.site, &was.site));
            self.found_schemas(inside.rule(rule), &at, None, Some(Shown::of(property.site.schema)));
        }
    }

    /// Fields that went and came with the same schema, under names so alike that one is the other renamed.
    fn renames(
        &mut self,
        was: &Object<'a>,
        is: &Object<'a>,
        gone: &[&'a str],
        came: &[&'a str],
    ) -> Vec<(&'a str, &'a str)> {
        let mut alike: Vec<(&'a str, &'a str)> = Vec::new();
        for from in gone {
            for to in came {
                let (old, new) = (&was.properties[from], &is.properties[to]);
                let is_named_alike = is_spelled_alike(from, to) || strsim::jaro_winkler(from, to) > 0.9;
                if is_named_alike
                    && old.required == new.required
                    && self.same(old.site.schema, new.site.schema)
                {
                    alike.push((*from, *to));
                }
            }
        }
        let is_only = |pair: &&(&str, &str)| {
            alike.iter().filter(|other| other.0 == pair.0 || other.1 == pair.1).count() == 1
        };
        alike.iter().filter(is_only).copied().collect()
    }

    fn further(&mut self, was: &Object<'a>, is: &Object<'a>, at: &Place, context: Context) {
        let at = at.part("additionalProperties");
        let shown = |values: &SchemaRef<'a>| Some(Shown::of(values.schema));
        let pointer = |values: &SchemaRef<'_>| Some(values.schema.place().pointer.clone());
        match (&was.further, &is.further) {
            (Further::Nothing, Further::Nothing) | (Further::Anything, Further::Anything) => {}
            (Further::Values(old), Further::Values(new)) => self.schema(old, new, context, true),
            (_, Further::Nothing) => {
                self.switched(context.rule(&ADDL_FALSE), &at, "open to other fields", false);
            }
            (Further::Nothing, _) => {
                self.switched(context.rule(&ADDL_OPEN), &at, "open to other fields", true);
            }
            (Further::Anything, Further::Values(new)) => {
                let at = Place { head: pointer(new), ..at };
                self.found_schemas(context.rule(&MAP_VALUE_ADDED), &at, None, shown(new));
            }
            (Further::Values(old), Further::Anything) => {
                let at = Place { base: pointer(old), ..at };
                self.found_schemas(context.rule(&MAP_VALUE_REMOVED), &at, shown(old), None);
            }
        }
    }
}

/// Where the other revision has what is nearest to a field that it lacks: the component around the field, if it is there.
fn nearest(property: &Property<'_>, own: &SchemaRef<'_>, other: &SchemaRef<'_>) -> Location {
    let owner = |schema: Schema<'_>| schema.owner().map(str::to_owned);
    let elsewhere = owner(property.site.schema).filter(|name| Some(name) != owner(own.schema).as_ref());
    let component = elsewhere.and_then(|name| other.schema.component_named(&name));
    component.map_or(other.at, |schema| schema.place().key_at)
}

/// Whether data of this direction must have a field: what is only read is never sent, and the other way round.
fn demanded(property: &Property<'_>, context: Context) -> bool {
    let unwrapped = property.site.schema.unwrap();
    let excluding: fn(Schema<'_>) -> bool = match context {
        Context::Response => |schema| schema.write_only(),
        Context::Parameter | Context::Request => |schema| schema.read_only(),
    };
    property.required && !is_raised(unwrapped.core, &unwrapped.wrappers, excluding)
}

/// `subscriberId`, `SubscriberId` and `subscriber_id` become one name in Rust.
fn is_spelled_alike(a: &str, b: &str) -> bool {
    crate::names::value_name(a) == crate::names::value_name(b)
}

//! Which change of the document made which change of the crate.
//!
//! The plans of both crates tell what every item was made from: a type from a named schema or from a place inside of
//! one, a field from a property, a method from an operation. What lies nearest wins; what fits nothing is left over.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::Change;
use super::finding::{Subject, SurfaceChange, Verdict};
use super::site::operation_location;
use crate::names::{type_name, value_name};
use crate::plan::{Kind, Plan, Type};

/// The changes of the surface that each change of the document made, and those that nothing accounts for.
pub(super) struct Attribution {
    /// By the index of the change of the document.
    pub by_change: Vec<Vec<SurfaceChange>>,
    /// What is left over.
    pub unexplained: Vec<SurfaceChange>,
}

pub(super) fn attribute(
    changes: &[Change],
    surface: Vec<SurfaceChange>,
    mut base: Plan,
    head: &Plan,
) -> Attribution {
    rename_operations(&mut base, changes);
    let (base, head) = (Origins::of(&base), Origins::of(head));
    let mut attribution = Attribution { by_change: vec![Vec::new(); changes.len()], unexplained: Vec::new() };
    for item in surface {
        let mut causes = BTreeSet::new();
        // What went came from the base; what came, from the head; what changed, from either.
        for (present, origins) in [(item.before.is_some(), &base), (item.after.is_some(), &head)] {
            if present {
                causes.extend(origins.causes(&item, changes));
            }
        }
        if causes.is_empty() && changes.len() == 1 {
            causes.insert(0);
        }
        match causes.is_empty() {
            true => attribution.unexplained.push(item),
            false => causes.iter().for_each(|index| attribution.by_change[*index].push(item.clone())),
        }
    }
    attribution
}

/// Changes name operations as the head does.
fn rename_operations(base: &mut Plan, changes: &[Change]) {
    let renamed = changes.iter().filter(|change| change.rule.name == "op-id-renamed");
    let names: BTreeMap<&str, &str> =
        renamed.filter_map(|change| Some((change.before.as_deref()?, change.after.as_deref()?))).collect();
    if names.is_empty() {
        return;
    }
    let rename = |id: &str| names.get(id).map_or_else(|| id.to_owned(), |name| (*name).to_owned());
    for operation in &mut base.operations {
        operation.id = rename(&operation.id);
    }
    for decl in base.types.values_mut() {
        decl.usage.operations = decl.usage.operations.iter().map(|id| rename(id)).collect();
    }
}

/// What the items of one crate were made from.
struct Origins<'a> {
    plan: &'a Plan,
    /// Places of the types, as findings name them: `schemas/Thing/properties/part`.
    locations: BTreeMap<&'a str, Vec<String>>,
    /// Operations by the path of their method's namespace, and by the method.
    methods: BTreeMap<String, BTreeSet<&'a str>>,
}

impl<'a> Origins<'a> {
    fn of(plan: &'a Plan) -> Self {
        let mut methods: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for operation in &plan.operations {
            for call in &operation.calls {
                let spaces: Vec<&str> = call.namespace.iter().map(|segment| segment.name.as_str()).collect();
                for depth in 1..=spaces.len() {
                    methods.entry(spaces[..depth].join("::")).or_default().insert(&operation.id);
                }
                methods
                    .entry(format!("{}#{}", spaces.join("::"), call.method))
                    .or_default()
                    .insert(&operation.id);
            }
        }
        Self { plan, locations: locations(plan), methods }
    }

    /// The nearest changes of the document, by index.
    fn causes(&self, item: &SurfaceChange, changes: &[Change]) -> BTreeSet<usize> {
        let effective: Vec<(usize, &Change)> = changes
            .iter()
            .enumerate()
            .filter(|(_, change)| change.rule.rust.0 != Verdict::Documentation)
            .collect();
        let find = |fits: &dyn Fn(&Change) -> bool| -> BTreeSet<usize> {
            effective.iter().filter(|(_, change)| fits(change)).map(|(index, _)| *index).collect()
        };
        let ranked = match item.item.strip_prefix("types::") {
            Some(path) => self.of_type(path, item, &find),
            None => self.of_namespace(&item.item, item, &find),
        };
        if !ranked.is_empty() {
            return ranked;
        }
        let renamed = find(&|change| self.mentions(change, item));
        match renamed.is_empty() {
            // What a named schema allows by itself, such as null, shows wherever its type is used.
            true => find(&|change| is_of_whole_schema(change, item)),
            false => renamed,
        }
    }

    fn of_type(&self, path: &str, item: &SurfaceChange, find: Find<'_>) -> BTreeSet<usize> {
        let end = path.find([':', '.']).unwrap_or(path.len());
        let (name, member) = path.split_at(end);
        let member = member.trim_start_matches([':', '.', ' ']);
        let Some(locations) = self.locations.get(name) else { return BTreeSet::new() };
        let wire = self.wire(name, member);
        let mut tries: Vec<Fits<'_>> = Vec::new();
        if let Some(wire) = wire {
            let exact: Vec<String> = locations.iter().map(|at| format!("{at}/properties/{wire}")).collect();
            tries.push(Box::new(move |change| exact.iter().any(|at| is_at(&change.location, at))));
            let end = format!("/properties/{wire}");
            tries.push(Box::new(move |change| {
                // A field that a composition or a view of several shapes took from elsewhere.
                let renamed = change.before.as_deref() == Some(wire) || change.after.as_deref() == Some(wire);
                (change.location.contains(&end) || renamed) && self.reaches(change, name)
            }));
        }
        // A type as a whole comes and goes with what first or last used it.
        let whole = item.before.is_none() || item.after.is_none();
        let schema = self.schema(name);
        tries.push(Box::new(move |change| named_by(change, schema)));
        if whole {
            tries.push(Box::new(move |change| schema.is_some_and(|schema| change.brings.contains(schema))));
        }
        tries.push(Box::new(move |change| {
            change.rule.rust.0 == Verdict::Breaking && locations.iter().any(|at| is_at(&change.location, at))
        }));
        tries.push(Box::new(move |change| locations.iter().any(|at| is_at(&change.location, at))));
        tries.push(Box::new(move |change| schema.is_some_and(|schema| change.brings.contains(schema))));
        tries.push(Box::new(move |change| self.brought(change, name)));
        tries.iter().map(|fits| find(fits)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn of_namespace(&self, path: &str, item: &SurfaceChange, find: Find<'_>) -> BTreeSet<usize> {
        // A Cargo feature is of the crate as a whole.
        let path = if path.starts_with("feature ") { "" } else { path };
        let words: Vec<&str> =
            path.split([':', '.', ' ']).map(str::trim).filter(|word| !word.is_empty()).collect();
        // `a::b::B::method`: the namespace, its struct, and the method.
        let depth = words.iter().position(|word| word.starts_with(char::is_uppercase)).unwrap_or(words.len());
        let space = words[..depth].join("::");
        let method = words.get(depth + 1).copied().unwrap_or_default();
        let of = |key: &str| self.methods.get(key).cloned().unwrap_or_default();
        let (own, all) = (of(&format!("{space}#{method}")), of(&space));
        let top = if space.is_empty() { of(method) } else { BTreeSet::new() };
        let touches = |change: &Change, ids: &BTreeSet<&str>| {
            change.location.starts_with("operations/")
                && change.operations.iter().any(|name| ids.contains(name.id.as_str()))
        };
        let reaches = |change: &Change, ids: &BTreeSet<&str>| {
            change.operations.iter().any(|name| ids.contains(name.id.as_str()))
        };
        let whole = item.before.is_none() || item.after.is_none();
        let tries: [&dyn Fn(&Change) -> bool; 8] = [
            // A method comes and goes with its operation; its signature changes with what the operation takes.
            &|change| touches(change, &own) && decides_methods(change) == whole,
            &|change| touches(change, &own),
            &|change| reaches(change, &own) && renames(change),
            &|change| reaches(change, &own) && change.rule.rust.0 == Verdict::Breaking,
            &|change| touches(change, &all) && decides_methods(change),
            &|change| touches(change, &top) && decides_methods(change),
            // A request of its own can do what the answer allows, such as paging.
            &|change| change.rule.rust.0 == Verdict::Breaking && reaches(change, &all),
            // What the client itself offers: the ways to sign in, the features.
            &|change| space.is_empty() && change.subject == Subject::Api,
        ];
        tries.iter().map(|fits| find(fits)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The property that a field, or the setter or getter of one, stands for.
    fn wire(&self, name: &str, member: &str) -> Option<&'a str> {
        let member = member.split('(').next()?;
        let decl = self.plan.types.get(name)?;
        let own = |name: &str| {
            let decl = self.plan.types.get(name)?;
            let same =
                |field: &&crate::plan::FieldDecl| field.name == member || value_name(&field.wire) == member;
            decl.fields().iter().find(same).map(|field| field.wire.as_str())
        };
        own(name).or_else(|| match &decl.kind {
            // The view of several shapes has a getter for each of their fields.
            Kind::Union(union) => {
                union.variants.iter().filter_map(|variant| variant.ty.named()).find_map(own)
            }
            _ => None,
        })
    }

    fn schema(&self, name: &str) -> Option<&'a str> {
        self.plan.types.get(name)?.schema.as_deref()
    }

    fn reaches(&self, change: &Change, name: &str) -> bool {
        let Some(decl) = self.plan.types.get(name) else { return false };
        change.operations.iter().any(|operation| decl.usage.operations.contains(&operation.id))
    }

    /// Whether a type without a name of its own came or went as part of something that did.
    fn brought(&self, change: &Change, name: &str) -> bool {
        let Some(locations) = self.locations.get(name) else { return false };
        locations.iter().any(|at| {
            let schema = at.strip_prefix("schemas/").map(|rest| rest.split('/').next().unwrap_or(rest));
            schema.is_some_and(|schema| change.brings.contains(schema)) || is_at(at, &change.location)
        })
    }

    /// Whether the item speaks of a type that the change calls differently.
    fn mentions(&self, change: &Change, item: &SurfaceChange) -> bool {
        let mut names = change.before.iter().chain(&change.after).map(|name| type_name(name));
        renames(change)
            && names.any(|name| item.before.iter().chain(&item.after).any(|line| uses(line, &name)))
    }
}

/// Whether the item uses the type of the named schema that changed as a whole.
fn is_of_whole_schema(change: &Change, item: &SurfaceChange) -> bool {
    let Some(name) = change.location.strip_prefix("schemas/").filter(|name| !name.contains('/')) else {
        return false;
    };
    let name = type_name(name);
    let (Some(before), Some(after)) = (&item.before, &item.after) else { return false };
    uses(before, &name) && uses(after, &name)
}

/// Whether a line of the listing speaks of a type.
fn uses(line: &str, name: &str) -> bool {
    line.split(|sign: char| !sign.is_alphanumeric()).any(|word| word == name)
}

/// Whether a change can have made an item.
type Fits<'f> = Box<dyn Fn(&Change) -> bool + 'f>;

/// Finds the changes that fit.
type Find<'f> = &'f dyn Fn(&dyn Fn(&Change) -> bool) -> BTreeSet<usize>;

fn is_at(location: &str, at: &str) -> bool {
    location.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The change gave the schema another name, or took it away from it.
fn named_by(change: &Change, schema: Option<&str>) -> bool {
    renames(change)
        && schema.is_some_and(|schema| {
            [&change.before, &change.after].into_iter().flatten().any(|name| name == schema)
        })
}

fn renames(change: &Change) -> bool {
    matches!(
        change.rule.name,
        "schema-renamed" | "schema-replaced" | "schema-inlined" | "schema-extracted" | "inline-title"
    )
}

fn decides_methods(change: &Change) -> bool {
    matches!(change.rule.name, "op-added" | "op-removed" | "op-id-renamed" | "op-tag" | "ext-codegen")
}

/// The places of every type: a named schema's own, and those of what is written inside of it.
fn locations(plan: &Plan) -> BTreeMap<&str, Vec<String>> {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut pending: Vec<(&str, String)> = Vec::new();
    for (name, decl) in &plan.types {
        pending.extend(decl.schema.as_ref().map(|schema| (name.as_str(), format!("schemas/{schema}"))));
    }
    for operation in &plan.operations {
        let at = operation_location(&operation.id);
        let body = operation.body.iter().map(|body| &body.ty);
        for ty in body.chain([&operation.answer.ty]) {
            pending.extend(unnamed(plan, ty).map(|name| (name, at.clone())));
        }
        for parameter in &operation.parameters {
            pending.extend(unnamed(plan, &parameter.ty).map(|name| (name, at.clone())));
        }
    }
    while let Some((name, at)) = pending.pop() {
        let known = found.entry(name).or_default();
        if known.contains(&at) || known.len() > 16 {
            continue;
        }
        known.push(at.clone());
        let Some(decl) = plan.types.get(name) else { continue };
        for field in decl.fields() {
            let inside = format!("{at}/properties/{}", field.wire);
            pending.extend(unnamed(plan, &field.ty).map(|name| (name, inside)));
        }
        if let Kind::Union(union) = &decl.kind {
            pending.extend(
                union
                    .variants
                    .iter()
                    .filter_map(|variant| unnamed(plan, &variant.ty))
                    .map(|name| (name, at.clone())),
            );
        }
    }
    found
}

/// The type mentioned, when it has no name of its own in the document.
fn unnamed<'a>(plan: &'a Plan, ty: &'a Type) -> Option<&'a str> {
    let name = ty.named()?;
    plan.types.get(name).is_some_and(|decl| decl.schema.is_none()).then_some(name)
}

//! Which module a type goes into.
//!
//! A type lives with the namespace that alone leads to it, or else with the type that does: what only `SwmlPlay` mentions
//! stands beside it. A module that would grow too long gives what belongs together to modules of their own, named after the
//! type that dominates them or after the word that their names share. All of this follows from use and names alone, so
//! splitting or reordering the files of the document moves nothing.

mod dominators;

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use super::{Api, Kind, Operation, Type, TypeDecl, TypeModule, WEBHOOKS};
use crate::names::value_name;

/// About how many lines of Rust a module may have before it is split.
const LONG: usize = 1200;
/// About how many lines a module may have at the most, where nothing says what of it belongs together.
const TOO_LONG: usize = 2200;
/// About how many lines are worth a module of their own.
const WORTH_A_MODULE: usize = 150;

/// The types of a module and of those below it.
type Types = BTreeSet<String>;

pub(super) fn modules(
    api: &Api,
    operations: &[Operation],
    types: &BTreeMap<String, TypeDecl>,
) -> BTreeMap<String, TypeModule> {
    let layout = Layout {
        owners: Owners::of(operations, types),
        types,
        operations: operations.iter().map(|operation| (operation.id.as_str(), operation)).collect(),
        api,
    };
    let mut modules = Modules::default();
    for (home, members) in layout.homes() {
        layout.place(&home, members, &mut modules);
    }
    let modules = modules.private().into_iter();
    modules
        .map(|(path, types)| {
            let users: Vec<&Operation> = types.iter().flat_map(|name| layout.users(name)).collect();
            (path, TypeModule { features: features(api, &users), types })
        })
        .collect()
}

/// The module of the types that stand right below a public module.
pub(crate) const OWN: &str = "own";

/// How many names the path of a module has at the most.
const DEPTH: usize = 3;

/// Modules by their paths.
#[derive(Default)]
struct Modules(BTreeMap<String, Types>);

impl Modules {
    fn add(&mut self, path: String, types: Types) {
        self.0.entry(path).or_default().extend(types);
    }

    /// All of them, below the public ones: rustdoc documents a type where it is exported from a private module.
    fn private(self) -> BTreeMap<String, Types> {
        let taken: BTreeSet<String> = self.0.keys().cloned().collect();
        let private = |path: String| {
            if path.contains('/') {
                return path;
            }
            let mut below = format!("{path}/{OWN}");
            while taken.contains(&below) {
                below.push_str("_types");
            }
            below
        };
        self.0.into_iter().map(|(path, types)| (private(path), types)).collect()
    }

    /// The path for a topic of a module: below it, or beside it where that is deep enough. A module never has the name of
    /// the module around it.
    fn free(&self, home: &Home, topic: &str) -> String {
        // A module of such a name would hide a crate.
        let topic = &*if matches!(topic, "alloc" | "core" | "std") {
            format!("{topic}_types")
        } else {
            topic.to_owned()
        };
        let names: Vec<&str> = home.around().split('/').collect();
        let around = names[..names.len().min(DEPTH - 1)].join("/");
        let short = format!("{around}/{topic}");
        let repeats = around.rsplit('/').next() == Some(topic);
        match repeats || self.0.contains_key(&short) {
            true => format!("{around}/{}_{topic}", names.last().unwrap_or(&"")),
            false => short,
        }
    }
}

impl Home {
    /// The path below which topics stand: what several namespaces of a family share stands beside those namespaces.
    fn around(&self) -> &str {
        self.path.strip_suffix("/shared").unwrap_or(&self.path)
    }

    fn ends_with(&self, topic: &str) -> bool {
        self.around().rsplit('/').next() == Some(topic)
    }
}

struct Layout<'p> {
    owners: Owners,
    types: &'p BTreeMap<String, TypeDecl>,
    /// The operations by their ids.
    operations: BTreeMap<&'p str, &'p Operation>,
    api: &'p Api,
}

/// Where a group of types belongs before it is split.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Home {
    /// The path of the module: that of a namespace, or of what several share.
    path: String,
    /// Features of which any one needs the types; types with different ones cannot share a module.
    features: BTreeSet<String>,
}

/// Marks the home of types of several families until it has a name of its own.
const SEVERAL: &str = "*";

/// Names what several families use after the word that its types begin with; after the whole name where it is one type, or
/// where the word is taken.
fn named(homes: BTreeMap<Home, Types>) -> BTreeMap<Home, Types> {
    let mut taken: BTreeSet<String> =
        homes.keys().filter_map(|home| home.path.split('/').next()).map(str::to_owned).collect();
    let named = homes.into_iter().map(|(home, types)| {
        let Some(word) = home.path.strip_prefix(SEVERAL) else { return (home, types) };
        let whole = types.first().map_or_else(String::new, |first| value_name(first));
        let name = match types.len() > 1 && !taken.contains(word) {
            true => value_name(word),
            false if taken.contains(&whole) => format!("{whole}_shared"),
            false => whole,
        };
        taken.insert(name.clone());
        (Home { path: name, ..home }, types)
    });
    named.collect()
}

impl Layout<'_> {
    /// Groups the types by the namespace that dominates them. What several namespaces of one family use is grouped by the
    /// family, and what several families use by the first word of its name.
    fn homes(&self) -> BTreeMap<Home, Types> {
        let mut homes: BTreeMap<Home, Types> = BTreeMap::new();
        for name in self.types.keys() {
            let users: Vec<&Operation> = self.users(name).collect();
            let features = features(self.api, &users);
            let path = self.owners.namespace(name).cloned().unwrap_or_else(|| {
                let families: BTreeSet<&str> = users.iter().filter_map(|user| family(user)).collect();
                match (families.first(), families.len()) {
                    (Some(family), 1) => format!("{family}/shared"),
                    _ if features.is_empty() => "shared".to_owned(),
                    _ => {
                        format!("{SEVERAL}{}", words(self.owners.head(name)).first().map_or("", |word| word))
                    }
                }
            });
            homes.entry(Home { path, features }).or_default().insert(name.clone());
        }
        named(homes)
    }

    /// Puts the types into the module at the path, and what is too much into modules below it.
    fn place(&self, home: &Home, types: Types, modules: &mut Modules) {
        let (mut kept, split) = self.split(types);
        let (last, topics): (Vec<_>, Vec<_>) =
            split.into_iter().partition(|(topic, _)| home.ends_with(topic));
        kept.extend(last.into_iter().flat_map(|(_, types)| types));
        let mut chunks = self.chunks(kept).into_iter();
        if let Some(first) = chunks.next() {
            modules.add(home.path.clone(), first);
        }
        for chunk in chunks {
            let topic = chunk.first().map_or_else(String::new, |first| value_name(first));
            modules.add(modules.free(home, &topic), chunk);
        }
        for (topic, types) in topics {
            self.place(&Home { path: modules.free(home, &topic), ..home.clone() }, types, modules);
        }
    }

    /// Types that nothing groups, in the order of their names, as many together as a module may have.
    fn chunks(&self, types: Types) -> Vec<Types> {
        let mut chunks: Vec<Types> = Vec::new();
        let mut length = 0;
        for name in types {
            let lines = self.types.get(&name).map_or(0, |decl| lines(decl) + long_docs(decl));
            match chunks.last_mut().filter(|_| length + lines <= TOO_LONG) {
                Some(chunk) => {
                    length += lines;
                    chunk.insert(name);
                }
                None => {
                    length = lines;
                    chunks.push(Types::from([name]));
                }
            }
        }
        chunks
    }

    /// What stays in a module, and what is split off by topic: types of which the names go on with the same word after
    /// the words that all of them share.
    fn split(&self, types: Types) -> (Types, BTreeMap<String, Types>) {
        if self.lines(&types) <= LONG {
            return (types, BTreeMap::new());
        }
        let units = self.units(&types);
        let shared = shared_words(units.keys());
        let mut topics: BTreeMap<Option<String>, BTreeMap<String, Types>> = BTreeMap::new();
        for (head, unit) in units {
            topics.entry(words(&head).get(shared).cloned()).or_default().insert(head, unit);
        }
        let mut kept = Types::new();
        let mut split = BTreeMap::new();
        for (word, units) in topics {
            // The name of the topic is all that its types' names go on with, not the first word alone.
            let common = shared_words(units.keys());
            let name = units
                .keys()
                .next()
                .map(|head| value_name(&words(head)[shared..common.max(shared)].join("_")));
            let types: Types = units.into_values().flatten().collect();
            match name.filter(|name| word.is_some() && !name.is_empty()) {
                Some(name) if self.lines(&types) >= WORTH_A_MODULE => {
                    split.insert(name, types);
                }
                _ => kept.extend(types),
            }
        }
        (kept, split)
    }

    /// The types of a group that nothing else in it dominates, each with what it dominates. Where that is one type alone,
    /// it stays by itself, and those below it are taken apart.
    fn units(&self, types: &Types) -> BTreeMap<String, Types> {
        let has_owner =
            |name: &&String| self.owners.types.get(*name).is_some_and(|owner| types.contains(owner));
        let mut heads: Vec<&str> = types.iter().filter(|name| !has_owner(name)).map(String::as_str).collect();
        let mut units: BTreeMap<String, Types> = BTreeMap::new();
        while let [only] = heads.as_slice() {
            units.insert((*only).to_owned(), Types::from([(*only).to_owned()]));
            heads = self.owners.owned(only).filter(|name| types.contains(*name)).collect();
        }
        for head in heads {
            let mut unit = Types::new();
            let mut pending = vec![head];
            while let Some(name) = pending.pop() {
                unit.insert(name.to_owned());
                pending.extend(self.owners.owned(name).filter(|name| types.contains(*name)));
            }
            units.insert(head.to_owned(), unit);
        }
        units
    }

    /// The operations that use a type.
    fn users(&self, name: &str) -> impl Iterator<Item = &Operation> {
        let ids = self.types.get(name).into_iter().flat_map(|decl| &decl.usage.operations);
        ids.filter_map(|id| self.operations.get(id.as_str()).copied())
    }

    fn lines(&self, types: &Types) -> usize {
        types.iter().filter_map(|name| self.types.get(name)).map(lines).sum()
    }
}

/// About how many lines of Rust a type takes.
fn lines(decl: &TypeDecl) -> usize {
    match &decl.kind {
        Kind::Object(fields) => 25 + 17 * fields.len(),
        Kind::Enum(values) => 15 + 4 * values.len(),
        Kind::Union(union) => 40 + 8 * union.variants.len(),
        Kind::Responses(statuses) => 30 + 4 * statuses.len(),
    }
}

/// About how many lines of documentation a type has beyond what others have.
fn long_docs(decl: &TypeDecl) -> usize {
    let beyond = |docs: &[String]| {
        let lines: usize = docs.iter().map(|text| text.lines().count() + 1).sum();
        lines.saturating_sub(3)
    };
    decl.fields().iter().map(|field| beyond(&field.docs)).sum()
}

/// What dominates each type: a namespace, or a type.
#[derive(Default)]
struct Owners {
    /// The namespace that alone leads to a type.
    namespaces: BTreeMap<String, String>,
    /// The nearest type that every way to a type leads through.
    types: BTreeMap<String, String>,
    /// The types of which a type is the nearest owner.
    owned: BTreeMap<String, Vec<String>>,
    /// The outermost type that every way to a type leads through.
    heads: BTreeMap<String, String>,
}

impl Owners {
    /// The graph has the API, then the namespaces, then the types as its nodes.
    fn of(operations: &[Operation], types: &BTreeMap<String, TypeDecl>) -> Self {
        let spaces: BTreeSet<String> = operations.iter().filter_map(namespace).collect();
        let spaces: Vec<String> = spaces.into_iter().collect();
        let names: Vec<&String> = types.keys().collect();
        let first = 1 + spaces.len();
        let node = |ty: &Type| {
            let wanted = ty.named()?;
            names.binary_search_by(|name| name.as_str().cmp(wanted)).ok().map(|index| first + index)
        };
        let mut edges: Vec<Vec<usize>> = vec![Vec::new(); first + names.len()];
        edges[0] = (1..first).collect();
        for operation in operations {
            let space = namespace(operation).and_then(|space| spaces.binary_search(&space).ok());
            let from = space.map_or(0, |index| 1 + index);
            edges[from].extend(mentions(operation).filter_map(node));
        }
        for (index, decl) in types.values().enumerate() {
            edges[first + index] = decl.mentions().into_iter().filter_map(node).collect();
        }
        let dominators = dominators::immediate(&edges);
        let owner_of = |node: usize| dominators[node].unwrap_or(0);
        let mut owners = Self::default();
        // The namespace, and the outermost type, of every node whose owners are known.
        let mut homes: Vec<Option<(usize, usize)>> = vec![None; edges.len()];
        for (index, name) in names.iter().enumerate() {
            let node = first + index;
            let mut chain = vec![node];
            while homes[chain[chain.len() - 1]].is_none() && owner_of(chain[chain.len() - 1]) >= first {
                chain.push(owner_of(chain[chain.len() - 1]));
            }
            let outermost = chain[chain.len() - 1];
            let home = homes[outermost].unwrap_or((owner_of(outermost), outermost));
            chain.iter().for_each(|node| homes[*node] = Some(home));
            if let Some(space) = home.0.checked_sub(1) {
                owners.namespaces.insert((*name).clone(), spaces[space].clone());
            }
            owners.heads.insert((*name).clone(), names[home.1 - first].clone());
            if let Some(owner) = owner_of(node).checked_sub(first).map(|index| names[index]) {
                owners.types.insert((*name).clone(), owner.clone());
                owners.owned.entry(owner.clone()).or_default().push((*name).clone());
            }
        }
        owners
    }

    fn namespace(&self, name: &str) -> Option<&String> {
        self.namespaces.get(name)
    }

    /// The outermost type that dominates a type, or the type itself.
    fn head<'n>(&'n self, name: &'n str) -> &'n str {
        self.heads.get(name).map_or(name, String::as_str)
    }

    /// The types of which this is the nearest owner.
    fn owned(&self, name: &str) -> impl Iterator<Item = &str> {
        self.owned.get(name).into_iter().flatten().map(String::as_str)
    }
}

fn mentions(operation: &Operation) -> impl Iterator<Item = &Type> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let body = operation.body.iter().map(|body| &body.ty);
    let streamed = operation.response.streamed.iter().map(|streamed| &streamed.ty);
    let failures = operation.errors.iter().filter_map(|failure| failure.ty.as_ref());
    parameters.chain(body).chain([&operation.response.ty]).chain(streamed).chain(failures)
}

/// The features that need a type; empty when an operation that is always there needs it too, or when there are many.
fn features(api: &Api, users: &[&Operation]) -> BTreeSet<String> {
    let always = users.iter().any(|operation| operation.features.is_empty());
    let features: BTreeSet<String> = users.iter().flat_map(|operation| operation.features.clone()).collect();
    // Webhooks alone are a part of the crate that few programs need.
    let whole = features.len() == api.features.len() && features.iter().any(|name| name != WEBHOOKS);
    if always || whole { BTreeSet::new() } else { features }
}

/// The path of the namespace that an operation's first method is in.
fn namespace(operation: &Operation) -> Option<String> {
    let call = operation.calls.first()?;
    let names: Vec<&str> = call.namespace.iter().map(|segment| segment.name.as_str()).collect();
    Some(names.join("/"))
}

fn family(operation: &Operation) -> Option<&str> {
    operation.calls.first()?.namespace.first().map(|segment| segment.name.as_str())
}

/// The words of a type's name, in lower case.
fn words(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').map(str::to_owned).collect()
}

/// The number of words with which all names begin.
fn shared_words<'n>(names: impl Iterator<Item = &'n String>) -> usize {
    let mut names = names.map(|name| words(name));
    let Some(first) = names.next() else { return 0 };
    let shared = |name: Vec<String>| first.iter().zip(name).take_while(|(a, b)| *a == b).count();
    names.map(shared).min().unwrap_or(first.len())
}

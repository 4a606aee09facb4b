//! From a [`FileSet`] of many files to one tree in which every `$ref` is `#/components/<kind>/<Name>`.
//!
//! Components of other files move into the root's `components` under their own names, and so do schemas elsewhere that a
//! `$ref` names, under names made from the way to them; whatever else a `$ref` names (a path item) is copied in place. The order of files and the way the text is
//! split among them leave no trace: components come out sorted by name, paths sorted by path.

mod problems;
mod unused;

use std::collections::{BTreeMap, VecDeque};

use indexmap::IndexMap;

use crate::load::reference::{Keys, PATH_ITEMS, mapping_references};
use crate::load::{FileSet, Reference};
use crate::node::{Entry, Node, Object, Value, escape_pointer, unescape_pointer};
use crate::problem::{Problem, Report};
use crate::references::wanted;
use crate::source::{FileId, Location, Sources};
use problems::{cyclic, dangling, too_large};

/// The keys of a path under which operations stand.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One self-contained document, still knowing where each part was written.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The text of the files.
    pub sources: Sources,
    /// The document.
    pub root: Node,
    /// Components that were written but that nothing refers to, as `kind/Name`.
    pub unused: Vec<(String, Location)>,
}

/// Brings all files together.
pub fn bundle(document: FileSet) -> Result<Bundle, Report> {
    let (bundle, problems) = bundle_all(document);
    if problems.is_empty() { Ok(bundle) } else { Err(Report::new(bundle.sources, problems)) }
}

/// Brings all files together. References that name nothing stay as they are, and are reported.
pub(crate) fn bundle_all(document: FileSet) -> (Bundle, Vec<Problem>) {
    let mut bundler = Bundler {
        document: &document,
        components: BTreeMap::new(),
        queue: VecDeque::new(),
        copying: Vec::new(),
        names: BTreeMap::new(),
        copied: 0,
        problems: Vec::new(),
    };
    bundler.claim_root_components();
    let mut root = bundler.copy(document.root(), FileId(0), Spot { keys: Keys::Keywords, key: "" });
    bundler.copy_components();
    let Bundler { components, problems, .. } = bundler;
    let unused = unused::components(&document, &root, &components);
    install(&mut root, components);
    sort_paths(&mut root);
    (Bundle { sources: document.sources, root, unused }, problems)
}

/// How many values may be copied in place, which is what references to anything but components and schemas do.
const MAX_COPIED: usize = 500_000;

/// How many references may stand on the way that one JSON pointer takes.
const MAX_HOPS: usize = 16;

/// Kind (`schemas`) and name of a component.
pub(crate) type ComponentKey = (String, String);

/// A component: where it is defined, and its copy once made.
#[derive(Debug)]
pub(crate) struct Component {
    file: FileId,
    pointer: String,
    key_at: Location,
    node: Option<Node>,
}

struct Bundler<'a> {
    document: &'a FileSet,
    components: BTreeMap<ComponentKey, Component>,
    queue: VecDeque<ComponentKey>,
    /// Places being copied in place right now: meeting one again is a cycle.
    copying: Vec<Reference>,
    /// The names of schemas that references name though they are no components.
    names: BTreeMap<Reference, ComponentKey>,
    /// How many values were copied in place.
    copied: usize,
    problems: Vec<Problem>,
}

impl Bundler<'_> {
    /// The root's own components are part of the document even where nothing refers to them.
    fn claim_root_components(&mut self) {
        let path = self.document.sources.path(FileId(0)).to_owned();
        let kinds = self.document.root().entries("components").filter(|(kind, _)| *kind != PATH_ITEMS);
        for (kind, group) in kinds {
            for name in group.node.as_object().into_iter().flat_map(Object::keys) {
                let pointer = format!("/components/{kind}/{}", escape_pointer(name));
                let reference = Reference { file: path.clone(), pointer };
                self.claim((kind.to_owned(), name.clone()), &reference, group.key_at);
            }
        }
        // A component that is nothing but a schema of another file gives that schema its name.
        let schemas =
            self.document.root().get("components").into_iter().flat_map(|all| all.entries("schemas"));
        for (name, schema) in schemas {
            let Some(text) = only_reference(&schema.node) else { continue };
            let Ok(reference) = Reference::parse(text, &path) else { continue };
            if reference.component().is_none() {
                self.names.entry(reference).or_insert(("schemas".to_owned(), name.to_owned()));
            }
        }
    }

    fn copy(&mut self, node: &Node, file: FileId, spot: Spot<'_>) -> Node {
        self.copied += usize::from(!self.copying.is_empty());
        match &node.value {
            Value::Array(items) => {
                let spot = Spot { keys: Keys::Keywords, ..spot };
                let items = items.iter().map(|item| self.copy(item, file, spot)).collect();
                Node::new(Value::Array(items), node.at)
            }
            Value::Object(object) => match node.reference().filter(|_| spot.keys == Keys::Keywords) {
                Some(text) => self.follow(text, node, file, spot),
                None => Node::new(Value::Object(self.copy_object(object, file, spot)), node.at),
            },
            _ => node.clone(),
        }
    }

    fn copy_object(&mut self, object: &Object, file: FileId, spot: Spot<'_>) -> Object {
        let is_root = spot.keys == Keys::Keywords && object.contains_key("openapi");
        let entries = object.iter().filter(|(key, _)| !(is_root && *key == "components"));
        let copied = entries.map(|(key, entry)| (key.clone(), self.copy_entry(key, entry, file, spot)));
        copied.collect()
    }

    fn copy_entry(&mut self, key: &str, entry: &Entry, file: FileId, spot: Spot<'_>) -> Entry {
        let node = match spot.keys.below(key) {
            None => entry.node.clone(),
            Some(_) if spot.keys == Keys::Keywords && key == "discriminator" => {
                self.copy_discriminator(&entry.node, file)
            }
            Some(keys) => {
                let key = if spot.keys == Keys::Names { spot.key } else { key };
                self.copy(&entry.node, file, Spot { keys, key })
            }
        };
        Entry { key_at: entry.key_at, node }
    }

    fn copy_discriminator(&mut self, node: &Node, file: FileId) -> Node {
        let mut copy = node.clone();
        let targets: Vec<_> = mapping_references(node).map(|(text, at)| (text.to_owned(), at)).collect();
        for (text, at) in targets {
            let Some(reference) = self.resolve(&text, at, file) else { continue };
            let canonical = self.canonical(&reference, at).unwrap_or_else(|| self.named(&reference, at));
            replace_mapping(&mut copy, &text, &canonical);
        }
        copy
    }

    /// A `$ref`: a component is referred to by its name, a schema elsewhere by the name that it gets, and anything else is
    /// copied in place.
    fn follow(&mut self, text: &str, node: &Node, file: FileId, spot: Spot<'_>) -> Node {
        let at = node.at;
        let Some(reference) = self.resolve(text, at, file) else {
            return node.clone();
        };
        if let Some(canonical) = self.canonical(&reference, at) {
            return self.reference_node(node, &canonical, file);
        }
        if wanted(spot.key) == Some("schemas") {
            let canonical = self.named(&reference, at);
            return self.reference_node(node, &canonical, file);
        }
        if self.copying.contains(&reference) {
            self.problems.push(cyclic(text, at));
            return node.clone();
        }
        if self.copied > MAX_COPIED {
            self.problems.push(too_large(text, at));
            return node.clone();
        }
        let Some((target, target_file)) = self.target(&reference) else {
            return node.clone();
        };
        let target = target.clone();
        self.copying.push(reference);
        let copy = self.copy(&target, target_file, Spot { keys: Keys::Keywords, ..spot });
        self.copying.pop();
        copy
    }

    /// `#/components/schemas/<Name>` for a schema that is no component, so that it may refer to itself.
    fn named(&mut self, reference: &Reference, at: Location) -> String {
        if let Some((kind, name)) = self.names.get(reference) {
            return format!("#/components/{kind}/{}", escape_pointer(name));
        }
        let stem = reference.made_name();
        let mut key = ("schemas".to_owned(), stem.clone());
        let mut number = 2;
        while self.components.contains_key(&key) {
            key.1 = format!("{stem}{number}");
            number += 1;
        }
        self.names.insert(reference.clone(), key.clone());
        let canonical = format!("#/components/schemas/{}", escape_pointer(&key.1));
        self.claim(key, reference, at);
        canonical
    }

    /// The same mapping with its `$ref` made canonical; what stands beside the `$ref` is kept for the checks to see.
    fn reference_node(&mut self, node: &Node, canonical: &str, file: FileId) -> Node {
        let mut object = IndexMap::new();
        for (key, entry) in node.as_object().into_iter().flatten() {
            let copied = match key.as_str() {
                "$ref" => Entry { key_at: entry.key_at, node: Node::string(canonical, entry.node.at) },
                _ => self.copy_entry(key, entry, file, Spot { keys: Keys::Keywords, key: "" }),
            };
            object.insert(key.clone(), copied);
        }
        Node::new(Value::Object(object), node.at)
    }

    fn resolve(&mut self, text: &str, at: Location, file: FileId) -> Option<Reference> {
        let from = self.document.sources.path(file).to_owned();
        let reference = match Reference::parse(text, &from) {
            Ok(reference) => reference,
            Err(why) => {
                self.problems.push(why.problem(text, at));
                return None;
            }
        };
        if self.target(&reference).is_none() {
            self.problems.push(dangling(text, at, &reference, self.document));
            return None;
        }
        Some(reference)
    }

    fn target(&self, reference: &Reference) -> Option<(&Node, FileId)> {
        let mut hops = MAX_HOPS;
        target(self.document, reference, &mut hops)
    }

    /// `#/components/<kind>/<Name>` for a reference to a component, which is claimed for copying.
    fn canonical(&mut self, reference: &Reference, at: Location) -> Option<String> {
        let (kind, name) = reference.component()?;
        let key = (kind.to_owned(), name);
        let canonical = format!("#/components/{kind}/{}", escape_pointer(&key.1));
        self.claim(key, reference, at);
        Some(canonical)
    }

    fn claim(&mut self, key: ComponentKey, reference: &Reference, at: Location) {
        let Some(file) = self.document.ids.get(&reference.file).copied() else {
            return;
        };
        if let Some(known) = self.components.get(&key) {
            if (known.file, &known.pointer) != (file, &reference.pointer) {
                let here = self.document.sources.path(file);
                let there = self.document.sources.path(known.file);
                self.problems.push(Problem::error(
                    "duplicate-component",
                    at,
                    format!("two components are called `{}`: one in {there}, one in {here}", key.1),
                    "rename one of them; names are unique over all files",
                ));
            }
            return;
        }
        let key_at = self.target(reference).map_or(at, |(node, _)| node.at);
        let component = Component { file, pointer: reference.pointer.clone(), key_at, node: None };
        self.components.insert(key.clone(), component);
        self.queue.push_back(key);
    }

    fn copy_components(&mut self) {
        while let Some(key) = self.queue.pop_front() {
            let Some(component) = self.components.get(&key) else { continue };
            let path = self.document.sources.path(component.file).to_owned();
            let reference = Reference { file: path, pointer: component.pointer.clone() };
            let Some((mut target, mut file)) = self.target(&reference) else { continue };
            if let Some(named) = only_reference(target)
                .and_then(|text| Reference::parse(text, self.document.sources.path(file)).ok())
                .filter(|reference| self.names.get(reference) == Some(&key))
                && let Some(found) = self.target(&named)
            {
                (target, file) = found;
            }
            let target = target.clone();
            let node = match key.0.as_str() {
                // An example is data, whatever it looks like.
                "examples" => target,
                kind => self.copy(&target, file, Spot { keys: Keys::Keywords, key: kind }),
            };
            if let Some(component) = self.components.get_mut(&key) {
                component.node = Some(node);
            }
        }
    }
}

/// Where a value stands: what its keys are, and the keyword that it stands under.
#[derive(Clone, Copy)]
struct Spot<'k> {
    keys: Keys,
    key: &'k str,
}

/// The reference that a value is nothing but.
fn only_reference(node: &Node) -> Option<&str> {
    node.reference().filter(|_| node.as_object().is_some_and(|object| object.len() == 1))
}

/// What a reference names. The way there may lead through other references.
fn target<'d>(document: &'d FileSet, reference: &Reference, hops: &mut usize) -> Option<(&'d Node, FileId)> {
    let mut file = *document.ids.get(&reference.file)?;
    let mut node = document.tree(file);
    for token in reference.pointer.split('/').skip(1) {
        let token = unescape_pointer(token);
        while node.child(&token).is_none() {
            let next = Reference::parse(node.reference()?, document.sources.path(file)).ok()?;
            *hops = hops.checked_sub(1)?;
            (node, file) = target(document, &next, hops)?;
        }
        node = node.child(&token)?;
    }
    Some((node, file))
}

fn replace_mapping(discriminator: &mut Node, text: &str, canonical: &str) {
    let Value::Object(object) = &mut discriminator.value else { return };
    let Some(Entry { node: Node { value: Value::Object(mapping), .. }, .. }) = object.get_mut("mapping")
    else {
        return;
    };
    for entry in mapping.values_mut().filter(|entry| entry.node.as_str() == Some(text)) {
        entry.node.value = Value::String(canonical.to_owned());
    }
}

/// Puts the copied components into the root, sorted by kind and name.
fn install(root: &mut Node, components: BTreeMap<ComponentKey, Component>) {
    let at = root.at;
    let mut groups: IndexMap<String, Object> = IndexMap::new();
    for ((kind, name), component) in components {
        let Some(node) = component.node else { continue };
        let entry = Entry { key_at: component.key_at, node };
        groups.entry(kind).or_default().insert(name, entry);
    }
    let groups = groups
        .into_iter()
        .map(|(kind, group)| (kind, Entry { key_at: at, node: Node::new(Value::Object(group), at) }))
        .collect();
    if let Value::Object(object) = &mut root.value {
        let node = Node::new(Value::Object(groups), at);
        object.insert("components".to_owned(), Entry { key_at: at, node });
    }
}

fn sort_paths(root: &mut Node) {
    let Value::Object(object) = &mut root.value else { return };
    if let Some(Entry { node: Node { value: Value::Object(paths), .. }, .. }) = object.get_mut("paths") {
        paths.sort_keys();
    }
}

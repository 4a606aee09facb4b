//! What is written beside the rules of a document: texts for people, and extensions; and where references stand.
//!
//! For those who compare documents: they ask by place, whatever kind of thing stands there.

use serde_json::Value;

use crate::load::reference::Keys;
use crate::node::{Node, Value as NodeValue, escape_pointer, unescape_pointer};
use crate::tree::Tree;

/// Keywords that only people read, the most important first.
const TEXTS: [&str; 5] = ["summary", "description", "example", "examples", "externalDocs"];

/// A `$ref`: where it stands and what it names, both as JSON pointers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Where the reference stands.
    pub from: String,
    /// What it names.
    pub to: String,
}

impl Node {
    /// The texts for people that are written directly in this value, by keyword, the most important first.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &Node)> {
        TEXTS.into_iter().filter_map(|key| Some((key, self.get(key)?)))
    }

    /// The extensions that are written directly in this value, by name. Webhooks, which OpenAPI 3.0 can only write as one,
    /// are none.
    pub fn extensions(&self) -> impl Iterator<Item = (&str, &Node)> {
        let entries = self.as_object().into_iter().flatten();
        let extensions = entries.filter(|(key, _)| key.starts_with("x-") && *key != "x-webhooks");
        extensions.map(|(key, entry)| (key.as_str(), &entry.node))
    }
}

impl Tree {
    /// What is written about the API as a whole, by keyword; its version is not part of that.
    pub fn about(&self) -> Vec<(&'static str, Value)> {
        let about = ["info", "tags", "externalDocs"].into_iter().filter_map(|key| {
            let mut value = self.root.get(key)?.to_json();
            if let Some(object) = value.as_object_mut().filter(|_| key == "info") {
                object.shift_remove("version");
            }
            Some((key, value))
        });
        about.collect()
    }

    /// Every reference, sorted by where it stands.
    pub fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        collect(&self.root, Keys::Keywords, &mut String::new(), &mut links);
        links.sort();
        links
    }
}

fn collect(node: &Node, keys: Keys, pointer: &mut String, links: &mut Vec<Link>) {
    let target = node.reference().filter(|_| keys == Keys::Keywords);
    if let Some(to) = target.and_then(|target| target.strip_prefix('#')) {
        links.push(Link { from: pointer.clone(), to: plain(to) });
    }
    let length = pointer.len();
    let mut below = |key: &str, node: &Node, keys: Keys| {
        pointer.push('/');
        pointer.push_str(&escape_pointer(key));
        collect(node, keys, pointer, links);
        pointer.truncate(length);
    };
    match &node.value {
        NodeValue::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| below(&index.to_string(), item, Keys::Keywords));
        }
        NodeValue::Object(object) => {
            for (key, entry) in object {
                if let Some(inner) = keys.below(key) {
                    below(key, &entry.node, inner);
                }
            }
        }
        _ => {}
    }
}

/// The same pointer without the percent-encoding that a URI fragment may carry.
fn plain(pointer: &str) -> String {
    let tokens = pointer.split('/').skip(1).map(|token| escape_pointer(&unescape_pointer(token)));
    tokens.map(|token| format!("/{token}")).collect()
}

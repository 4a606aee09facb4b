//! What holds for the whole API: servers, ways to sign in, and what is written about it.

use std::collections::BTreeSet;

use super::{Comparison, Place, text};
use crate::diff::finding::Subject;
use crate::node::{Node, Value};

impl<'a> Comparison<'a> {
    pub(super) fn api(&mut self) {
        let (base, head) = (self.base, self.head);
        let place = |key: &str| {
            let at = |root: &Node| root.entry(key).map_or(root.at, |entry| entry.key_at);
            Place {
                subject: Subject::Api,
                name: key.to_owned(),
                location: key.to_owned(),
                base_at: at(base),
                head_at: at(head),
            }
        };
        self.servers(base, head, &place("servers"));
        self.security(base.get("security"), head.get("security"), &place("security"));
        self.schemes(&place("components"));
        for key in ["info", "tags", "externalDocs"] {
            self.described(base.get(key), head.get(key), &place(key));
        }
        self.extensions(&[base], &[head], &Place { name: "document".to_owned(), ..place("") });
    }

    pub(super) fn servers(&mut self, base: &Node, head: &Node, place: &Place) {
        let urls = |root: &Node| -> Vec<String> {
            let urls = root.items("servers").map(|server| {
                let variables = server.get("variables").map(variables).unwrap_or_default();
                format!("{}{variables}", server.get_str("url").unwrap_or_default().trim_end_matches('/'))
            });
            urls.collect()
        };
        let (was, is) = (urls(base), urls(head));
        if was.first() != is.first() {
            return self.found("server-changed", place, Some(was.join(", ")), Some(is.join(", ")));
        }
        for url in was.iter().filter(|url| !is.contains(url)) {
            self.found("server-removed", place, Some(url.clone()), None);
        }
        for url in is.iter().filter(|url| !was.contains(url)) {
            self.found("server-added", place, None, Some(url.clone()));
        }
    }

    pub(super) fn operation_security(&mut self, base: &Node, head: &Node, place: &Place) {
        // Where neither says anything of its own, the API's own security holds, which is compared once.
        if base.get("security").is_some() || head.get("security").is_some() {
            let own =
                |root: &'a Node, node: &Node| node.get("security").or_else(|| root.get("security")).cloned();
            let (was, is) = (own(self.base, base), own(self.head, head));
            self.security(was.as_ref(), is.as_ref(), &place.part("security"));
        }
    }

    fn security(&mut self, old: Option<&Node>, new: Option<&Node>, place: &Place) {
        let alternatives = |node: Option<&Node>| -> BTreeSet<String> {
            node.and_then(Node::as_array).into_iter().flatten().map(text).collect()
        };
        let (was, is) = (alternatives(old), alternatives(new));
        let rule = match (open(&was), open(&is)) {
            _ if was == is => return,
            (true, true) => return,
            (true, false) => "security-added",
            (false, true) => "security-dropped",
            (false, false) if was.is_subset(&is) => "security-alternative-added",
            (false, false) if is.is_subset(&was) => "security-alternative-removed",
            (false, false) => "security-changed",
        };
        let words = |all: &BTreeSet<String>| Some(all.iter().cloned().collect::<Vec<_>>().join(" or "));
        self.found(rule, place, words(&was), words(&is));
    }

    /// A scheme that came or went is seen where it is demanded.
    fn schemes(&mut self, place: &Place) {
        let group = |root: &'a Node| root.pointer("/components/securitySchemes");
        let (Some(old), Some(new)) = (group(self.base), group(self.head)) else { return };
        for (name, entry) in old.as_object().into_iter().flatten() {
            let Some(other) = new.entry(name) else { continue };
            let at = Place {
                name: name.clone(),
                location: format!("securitySchemes/{name}"),
                base_at: entry.key_at,
                head_at: other.key_at,
                ..place.clone()
            };
            let facts = |node: &Node| -> Vec<Option<String>> {
                ["type", "scheme", "in", "name", "flows", "openIdConnectUrl"]
                    .iter()
                    .map(|key| node.get(key).map(text).map(|value| value.to_lowercase()))
                    .collect()
            };
            if facts(&entry.node) != facts(&other.node) {
                self.found("security-changed", &at, Some(text(&entry.node)), Some(text(&other.node)));
            }
            self.docs(&[&entry.node], &[&other.node], &at);
            self.extensions(&[&entry.node], &[&other.node], &at);
        }
    }

    /// Anything of which every word is for people, but for the version, which is looked at by itself.
    fn described(&mut self, old: Option<&Node>, new: Option<&Node>, place: &Place) {
        let words = |node: Option<&Node>| node.map(|node| text(&without(node, "version")));
        let (was, is) = (words(old), words(new));
        if was != is {
            self.found("docs-only", place, was, is);
        }
    }
}

/// Whether calls without credentials go through.
fn open(alternatives: &BTreeSet<String>) -> bool {
    alternatives.is_empty() || alternatives.contains("{}")
}

fn variables(node: &Node) -> String {
    let each = node.as_object().into_iter().flatten().map(|(name, entry)| {
        format!(" {{{name}}}={}", entry.node.get("default").map(text).unwrap_or_default())
    });
    each.collect()
}

fn without(node: &Node, key: &str) -> Node {
    let mut copy = node.clone();
    if let Value::Object(object) = &mut copy.value {
        object.shift_remove(key);
    }
    copy
}

//! A parameter, body or answer where it is defined: in its operation, or among the components that operations share.

use crate::diff::site::describe;
use crate::node::{Node, unescape_pointer};
use crate::source::Location;

/// A part of an operation that may be shared: where it is defined.
#[derive(Clone)]
pub(super) struct Part<'a> {
    pub node: &'a Node,
    pub root: &'a Node,
    pub at: Location,
    /// `responses/NotFound` when it is a component.
    pub shared: Option<String>,
}

impl<'a> Part<'a> {
    pub fn follow(root: &'a Node, node: &'a Node, at: Location) -> Self {
        let mut part = Self { node, root, at, shared: None };
        for _ in 0..32 {
            let target = part.node.reference().and_then(|text| text.strip_prefix('#'));
            let Some((pointer, next)) = target.and_then(|pointer| Some((pointer, root.pointer(pointer)?)))
            else {
                break;
            };
            let shared = pointer.strip_prefix("/components/").map(unescape_pointer);
            part = Self { node: next, root, at: next.at, shared };
        }
        part
    }

    /// The schemas of media types that both have; of one each, when they share none. JSON goes first.
    pub fn shared_schemas(&self, other: &Self) -> Vec<(&'a str, &'a Node, &'a Node)> {
        let of = |part: &Self, media: &str| part.node.get("content")?.get(media)?.get("schema");
        let mut shared: Vec<_> = other
            .media()
            .into_iter()
            .filter_map(|media| Some((media, of(self, media)?, of(other, media)?)))
            .collect();
        shared.sort_by_key(|(media, ..)| !media.contains("json"));
        if shared.is_empty() {
            let single = self.schema().zip(other.schema());
            shared.extend(single.map(|((_, before), (media, after))| (media, before, after)));
        }
        shared
    }

    /// The first media type's schema; JSON goes before others.
    pub fn schema(&self) -> Option<(&'a str, &'a Node)> {
        let content = || self.node.get("content").and_then(Node::as_object).into_iter().flatten();
        let json = content().find(|(media, _)| media.contains("json"));
        let (media, entry) = json.or_else(|| content().next())?;
        Some((media, entry.node.get("schema")?))
    }

    pub fn media(&self) -> Vec<&'a str> {
        let mut media: Vec<&str> = self
            .node
            .get("content")
            .and_then(Node::as_object)
            .into_iter()
            .flatten()
            .map(|(key, _)| key.as_str())
            .collect();
        media.sort_unstable();
        media
    }

    pub fn words(&self) -> String {
        self.schema().map_or_else(
            || "no body".to_owned(),
            |(media, schema)| format!("{} as {media}", describe(schema)),
        )
    }
}

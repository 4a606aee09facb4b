//! A parameter, body or response where it is defined: in its operation, or among the components that operations share.

use document::media::essence;
use document::operation::preferred;
use document::{Body, Document, MediaType, Place as Written, Response, Schema};

use super::Place;
use super::evidence::Shown;
use crate::diff::describe::describe;
use crate::diff::finding::Subject;
use crate::node::escape_pointer;
use crate::source::Location;

/// A body or response, with its place.
#[derive(Clone, Copy)]
pub(super) struct Component<'a> {
    pub document: &'a Document,
    pub content: &'a [MediaType],
    pub place: &'a Written,
    pub listed: &'a Written,
    /// Its name, and the kind of component it is, when it is shared.
    shared: Option<(&'static str, &'a str)>,
}

impl<'a> Component<'a> {
    pub fn of_body(document: &'a Document, body: &'a Body) -> Self {
        let shared = body.component.as_deref().map(|name| ("requestBodies", name));
        Self { document, content: &body.content, place: &body.place, listed: &body.listed, shared }
    }

    pub fn of_response(document: &'a Document, response: &'a Response) -> Self {
        let shared = response.component.as_deref().map(|name| ("responses", name));
        Self {
            document,
            content: &response.content,
            place: &response.place,
            listed: &response.listed,
            shared,
        }
    }

    /// Where it stands: where it is defined when it is shared, else its key.
    pub fn at(&self) -> Location {
        if self.shared.is_some() { self.place.at } else { self.listed.key_at }
    }

    /// `responses/NotFound` when it is shared.
    pub fn shared(&self) -> Option<String> {
        self.shared.map(|(kind, name)| format!("{kind}/{name}"))
    }

    /// The media type that counts: JSON goes before others.
    pub fn preferred(&self) -> Option<(&'a MediaType, Schema<'a>)> {
        let media = preferred(self.content)?;
        Some((media, self.document.schema(media.schema?)))
    }

    /// What media types mean: without parameters, and in lower case.
    pub fn media(&self) -> Vec<String> {
        let mut media: Vec<String> = self.content.iter().map(|media| essence(&media.name)).collect();
        media.sort_unstable();
        media
    }

    /// The media type that means the same.
    pub fn of_media(&self, name: &str) -> Option<&'a MediaType> {
        self.content.iter().find(|media| essence(&media.name) == name)
    }

    /// The schemas of media types that both have; of one each, when they share none. JSON goes first.
    pub fn shared_schemas(&self, other: &Self) -> Vec<(&'a str, Schema<'a>, Schema<'a>)> {
        let of = |component: &Self, media: &str| {
            Some(component.document.schema(component.of_media(media)?.schema?))
        };
        let mut shared: Vec<_> = other
            .content
            .iter()
            .filter_map(|media| {
                let name = essence(&media.name);
                Some((media.kind, media.name.as_str(), of(self, &name)?, of(other, &name)?))
            })
            .collect();
        shared.sort_by_key(|(kind, name, ..)| (!kind.is_json(), *name));
        if shared.is_empty() {
            let single = self.preferred().zip(other.preferred());
            shared.extend(
                single.map(|((_, before), (media, after))| (media.kind, media.name.as_str(), before, after)),
            );
        }
        shared.into_iter().map(|(_, name, before, after)| (name, before, after)).collect()
    }

    /// What it holds.
    pub fn shown(&self) -> Shown<'a> {
        let preferred = self.preferred();
        let text = preferred.map_or_else(
            || "no body".to_owned(),
            |(media, schema)| format!("{} as {}", describe(schema), media.name),
        );
        Shown::with(text, preferred.map(|(_, schema)| schema))
    }

    /// The place within an operation, or of its own when it is shared.
    pub fn place(&self, operation: &Place, subject: Subject, own: &str, ats: (Location, Location)) -> Place {
        let (name, location) = match self.shared() {
            Some(shared) => (shared.replace('/', " "), shared),
            None => (
                format!("{} {own}", operation.name),
                format!("{}/{}", operation.location, own.replace(' ', "/")),
            ),
        };
        Place { subject, name, location, base_at: ats.0, head_at: ats.1, base: None, head: None }
    }
}

/// The place of a media type within that of its body.
pub(super) fn media_location(place: &Place, media: &str) -> String {
    format!("{}/{}", place.location, escape_pointer(media))
}

/// The place of a thing that both documents have.
pub(super) fn between(place: Place, old: &Component<'_>, new: &Component<'_>) -> Place {
    Place { base: Some(old.place.pointer.clone()), head: Some(new.place.pointer.clone()), ..place }
}

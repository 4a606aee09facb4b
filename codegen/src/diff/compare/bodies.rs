//! Bodies of requests, and responses with their statuses, media types and headers.

use std::collections::{BTreeMap, BTreeSet};

use document::{Document, Header, MediaType, Operation, Response};

use super::component::{Component, between, media_location};
use super::docs::Layers;
use super::{Comparison, Context, Place, demand, facts};
use crate::diff::describe::describe_optional;
use crate::diff::finding::Subject;
use crate::diff::rules::Rule;
use crate::diff::rules::bodies::requests::{
    BODY_BECAME_OPT, BODY_BECAME_REQ, BODY_ENCODING, BODY_MT_ADDED, BODY_MT_CHANGED, BODY_MT_REMOVED,
    BODY_OPT_ADDED, BODY_REMOVED, BODY_REQ_ADDED, BODY_REQ_REMOVED,
};
use crate::diff::rules::bodies::responses::{
    RESP_2XX_ADDED, RESP_2XX_REMOVED, RESP_2XX_SWAP, RESP_4XX_ADDED, RESP_4XX_REMOVED, RESP_BODY_PRESENCE,
    RESP_HEADER, RESP_HEADER_ADDED, RESP_HEADER_REMOVED, RESP_MT_ADDED, RESP_MT_CHANGED, RESP_MT_REMOVED,
    RESP_TYPE_CLASH, RESP_TYPE_CLASH_ENDED,
};
use crate::diff::schema_ref::SchemaRef;

/// The rules of media types that were exchanged, added and removed.
pub(super) type MediaRules = [&'static Rule; 3];

pub(super) const BODY_MEDIA: MediaRules = [&BODY_MT_CHANGED, &BODY_MT_ADDED, &BODY_MT_REMOVED];
pub(super) const RESPONSE_MEDIA: MediaRules = [&RESP_MT_CHANGED, &RESP_MT_ADDED, &RESP_MT_REMOVED];

impl<'a> Comparison<'a> {
    pub(super) fn body(&mut self, base: &'a Operation, head: &'a Operation, operation: &Place) {
        let (base_document, head_document) = (self.base, self.head);
        let at = |component: &Component<'a>, old, new| {
            component.place(operation, Subject::Body, "request", (old, new))
        };
        match (&base.body, &head.body) {
            (None, None) => {}
            (None, Some(body)) => {
                let rule = if body.required { &BODY_REQ_ADDED } else { &BODY_OPT_ADDED };
                let new = Component::of_body(head_document, body);
                let place = at(&new, operation.base_at, new.at());
                let place = Place { head: Some(body.listed.pointer.clone()), ..place };
                self.found_schemas(rule, &place, None, Some(new.shown()));
            }
            (Some(body), None) => {
                let rule = if body.required { &BODY_REQ_REMOVED } else { &BODY_REMOVED };
                let old = Component::of_body(base_document, body);
                let place = at(&old, old.at(), operation.head_at);
                let place = Place { base: Some(body.listed.pointer.clone()), ..place };
                self.found_schemas(rule, &place, Some(old.shown()), None);
            }
            (Some(was), Some(is)) => {
                let (old, new) =
                    (Component::of_body(base_document, was), Component::of_body(head_document, is));
                let place = between(at(&new, old.at(), new.at()), &old, &new);
                match (was.required, is.required) {
                    (false, true) => self.found(&BODY_BECAME_REQ, &place, demand(false), demand(true)),
                    (true, false) => self.found(&BODY_BECAME_OPT, &place, demand(true), demand(false)),
                    _ => {}
                }
                self.media(BODY_MEDIA, &old, &new, &place);
                self.encodings(&old, &new, &place);
                self.annotated(&old, &new, &place);
                self.content(&old, &new, &place, Context::Request);
            }
        }
    }

    pub(super) fn responses(&mut self, base: &'a Operation, head: &'a Operation, operation: &Place) {
        let (mut old, mut new) = (by_status(base), by_status(head));
        let kept: Vec<String> = old.keys().filter(|status| new.contains_key(*status)).cloned().collect();
        for status in kept {
            if let (Some(old), Some(new)) = (old.remove(&status), new.remove(&status)) {
                self.response(&status, old, new, operation);
            }
        }
        self.swapped(&mut old, &mut new, operation);
        let remaining = by_status(head);
        for (status, response) in &old {
            let rules = [&RESP_2XX_REMOVED, &RESP_TYPE_CLASH_ENDED, &RESP_4XX_REMOVED];
            let unmatched = Unmatched { document: self.base, status, response, rules };
            let rule = self.unmatched_response(&unmatched, &remaining, self.head);
            let part = Component::of_response(self.base, response);
            let place = unmatched.place(&part, operation, (part.at(), operation.head_at));
            // The operation as a whole has what is left of its responses.
            let base = Some(response.listed.pointer.clone());
            let place = Place { base, head: operation.head.clone(), ..place };
            self.found_schemas(rule, &place, Some(part.shown()), None);
            if std::ptr::eq(rule, &raw const RESP_TYPE_CLASH_ENDED) {
                // The other successes are returned otherwise as well.
                let place = Place { base: all_responses(operation.base.as_ref()), ..place };
                self.found_schemas(rule, &place, Some(part.shown()), None);
            }
        }
        let before = by_status(base);
        for (status, response) in &new {
            let rules = [&RESP_2XX_ADDED, &RESP_TYPE_CLASH, &RESP_4XX_ADDED];
            let unmatched = Unmatched { document: self.head, status, response, rules };
            let rule = self.unmatched_response(&unmatched, &before, self.base);
            let part = Component::of_response(self.head, response);
            let place = unmatched.place(&part, operation, (operation.base_at, part.at()));
            let head = Some(response.listed.pointer.clone());
            let place = Place { base: operation.base.clone(), head, ..place };
            self.found_schemas(rule, &place, None, Some(part.shown()));
            if std::ptr::eq(rule, &raw const RESP_TYPE_CLASH) {
                let place = Place { head: all_responses(operation.head.as_ref()), ..place };
                self.found_schemas(rule, &place, None, Some(part.shown()));
            }
        }
    }

    /// The rule for a status that came or went: a success with the body of another, one with a body of its own, no success.
    fn unmatched_response(
        &mut self,
        unmatched: &Unmatched<'a, '_>,
        others: &BTreeMap<String, &'a Response>,
        document: &'a Document,
    ) -> &'static Rule {
        if !is_success(unmatched.status) {
            return unmatched.rules[2];
        }
        let own = Component::of_response(unmatched.document, unmatched.response)
            .preferred()
            .map(|(_, schema)| schema);
        let mut successes =
            others.iter().filter(|(other, _)| is_success(other) && other.as_str() != unmatched.status);
        let is_same = successes.all(|(_, other)| {
            let other = Component::of_response(document, other).preferred().map(|(_, schema)| schema);
            match (own, other) {
                (Some(own), Some(other)) if std::ptr::eq(unmatched.document, self.base) => {
                    self.same(own, other)
                }
                (Some(own), Some(other)) => self.same(other, own),
                (own, other) => own.is_none() && other.is_none(),
            }
        });
        if is_same { unmatched.rules[0] } else { unmatched.rules[1] }
    }

    /// One success that went and one that came are the same success under another status.
    fn swapped(
        &mut self,
        old: &mut BTreeMap<String, &'a Response>,
        new: &mut BTreeMap<String, &'a Response>,
        operation: &Place,
    ) {
        let only = |responses: &BTreeMap<String, &'a Response>| {
            let mut successes = responses.keys().filter(|status| is_success(status));
            successes.next().cloned().filter(|_| successes.next().is_none())
        };
        let (Some(from), Some(to)) = (only(old), only(new)) else { return };
        let (Some(was), Some(is)) = (old.remove(&from), new.remove(&to)) else { return };
        let (before, after) = (Component::of_response(self.base, was), Component::of_response(self.head, is));
        let at = after.place(operation, Subject::Response, "response", (before.at(), after.at()));
        let at =
            Place { location: format!("{}/response", operation.location), ..between(at, &before, &after) };
        self.found(&RESP_2XX_SWAP, &at, Some(from), Some(to.clone()));
        self.response(&to, was, is, operation);
    }

    fn response(&mut self, status: &str, was: &'a Response, is: &'a Response, operation: &Place) {
        let (old, new) = (Component::of_response(self.base, was), Component::of_response(self.head, is));
        let ats = (old.at(), new.at());
        let place = new.place(operation, Subject::Response, &format!("response {status}"), ats);
        let place = between(place, &old, &new);
        self.headers(was, is, &place);
        self.annotated(&old, &new, &place);
        match (!old.content.is_empty(), !new.content.is_empty()) {
            (true, true) => {
                self.media(RESPONSE_MEDIA, &old, &new, &place);
                self.content(&old, &new, &place, Context::Response);
            }
            (before, after) if before != after && is_success(status) => {
                self.found_schemas(&RESP_BODY_PRESENCE, &place, Some(old.shown()), Some(new.shown()));
            }
            // An error's body is read as it comes, so that the method stays as it is.
            (before, after) if before != after => self.media(RESPONSE_MEDIA, &old, &new, &place),
            _ => {}
        }
    }

    pub(super) fn annotated(&mut self, old: &Component<'a>, new: &Component<'a>, place: &Place) {
        let was = Layers::of(old.document, &old.place.pointer);
        let is = Layers::of(new.document, &new.place.pointer);
        self.docs(&was, &is, place);
        self.extensions(&was, &is, place);
    }

    pub(super) fn media(
        &mut self,
        rules: MediaRules,
        old: &Component<'a>,
        new: &Component<'a>,
        place: &Place,
    ) {
        let (before, after) = (old.media(), new.media());
        let gone: Vec<String> = before.iter().filter(|media| !after.contains(media)).cloned().collect();
        let came: Vec<String> = after.iter().filter(|media| !before.contains(media)).cloned().collect();
        let rule = match (gone.is_empty(), came.is_empty()) {
            (true, true) => return,
            (false, false) => rules[0],
            (true, false) => rules[1],
            (false, true) => rules[2],
        };
        let words = |media: &[String]| (!media.is_empty()).then(|| media.join(", "));
        self.found(rule, &place.part("content"), words(&gone), words(&came));
    }

    /// How the fields of a form are written. In other media types, `encoding` means nothing.
    fn encodings(&mut self, old: &Component<'a>, new: &Component<'a>, place: &Place) {
        for media in old.media().iter().filter(|media| is_form(media)) {
            let (Some(was), Some(is)) = (old.of_media(media), new.of_media(media)) else { continue };
            if facts(&was.encoding) != facts(&is.encoding) {
                let location = format!("{}/encoding", media_location(place, &is.name));
                let place = Place { location, ..place.clone() };
                let words = |media: &MediaType| (!media.encoding.is_null()).then(|| facts(&media.encoding));
                self.found(&BODY_ENCODING, &place, words(was), words(is));
            }
        }
    }

    pub(super) fn content(
        &mut self,
        old: &Component<'a>,
        new: &Component<'a>,
        place: &Place,
        context: Context,
    ) {
        for (media, before, after) in old.shared_schemas(new) {
            let of = |schema: document::Schema<'a>| SchemaRef {
                schema,
                at: schema.place().key_at,
                location: media_location(place, media),
                name: place.name.clone(),
                component: None,
            };
            self.schema(&of(before), &of(after), context, true);
        }
        for media in new.media() {
            if let (Some(before), Some(after)) = (old.of_media(&media), new.of_media(&media)) {
                let was = Layers::of(old.document, &before.place.pointer);
                let is = Layers::of(new.document, &after.place.pointer);
                let location = media_location(place, &after.name);
                self.docs(&was, &is, &Place { location, ..place.clone() });
            }
        }
    }

    fn headers(&mut self, old: &'a Response, new: &'a Response, place: &Place) {
        let (before, after) = (headers(old), headers(new));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let (was, is) = (before.get(name).copied(), after.get(name).copied());
            let Some(written) = is.or(was).map(|header| &header.name) else { continue };
            let at = Place {
                base_at: was.map_or(place.base_at, |header| header.listed.key_at),
                head_at: is.map_or(place.head_at, |header| header.listed.key_at),
                base: was.map(|header| header.listed.pointer.clone()),
                head: is.map(|header| header.listed.pointer.clone()),
                ..place.part(&format!("headers/{written}"))
            };
            let words = |document: &Document, header: Option<&Header>| {
                header.map(|header| header_words(document, header))
            };
            let (before, after) = (words(self.base, was), words(self.head, is));
            match (was, is) {
                (Some(_), None) => self.found(&RESP_HEADER_REMOVED, &at, before, None),
                (None, Some(_)) => self.found(&RESP_HEADER_ADDED, &at, None, after),
                (Some(was), Some(is)) => {
                    if header_facts(self.base, was) != header_facts(self.head, is) {
                        self.found(&RESP_HEADER, &at, before, after);
                    }
                    let old = Layers::of(self.base, &was.place.pointer);
                    let new = Layers::of(self.head, &is.place.pointer);
                    self.docs(&old, &new, &at);
                }
                (None, None) => {}
            }
        }
    }
}

fn all_responses(operation: Option<&String>) -> Option<String> {
    operation.map(|pointer| format!("{pointer}/responses"))
}

/// A status that only one of two operations has.
struct Unmatched<'a, 's> {
    document: &'a Document,
    status: &'s str,
    response: &'a Response,
    rules: [&'static Rule; 3],
}

impl<'a> Unmatched<'a, '_> {
    fn place(
        &self,
        part: &Component<'a>,
        operation: &Place,
        ats: (crate::source::Location, crate::source::Location),
    ) -> Place {
        let place = part.place(operation, Subject::Response, &format!("response {}", self.status), ats);
        Place { location: format!("{}/response/{}", operation.location, self.status), ..place }
    }
}

fn header_words(document: &Document, header: &Header) -> String {
    let schema = header.schema.map(|id| document.schema(id).target().id());
    let required = if header.required { ", required" } else { "" };
    let explode = if header.explode { ", exploded" } else { "" };
    format!("{}{required}{explode}", describe_optional(document, schema))
}

fn header_facts(document: &Document, header: &Header) -> (Option<String>, bool, bool) {
    let schema = header.schema.map(|id| facts(&document.schema(id).target().to_json()));
    (schema, header.required, header.explode)
}

/// The headers of a response by their names, of which the case means nothing.
fn headers(response: &Response) -> BTreeMap<String, &Header> {
    response.headers.iter().map(|header| (header.name.to_ascii_lowercase(), header)).collect()
}

/// Media types in which `encoding` says how each field is written.
fn is_form(media: &str) -> bool {
    media == "application/x-www-form-urlencoded" || media.starts_with("multipart/")
}

/// Only the status makes a success: 2xx, or `default` where there is no other.
fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

pub(super) fn by_status(operation: &Operation) -> BTreeMap<String, &Response> {
    operation.responses.iter().map(|response| (response.status.to_ascii_uppercase(), response)).collect()
}

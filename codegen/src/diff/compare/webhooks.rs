//! Webhooks: requests that the API sends. What is in their requests comes from the server, and what is in their responses
//! goes there.

use std::collections::BTreeMap;

use document::{Operation, Parameter};

use super::bodies::{BODY_MEDIA, RESPONSE_MEDIA, by_status};
use super::component::{Component, between};
use super::docs::Layers;
use super::operations::name_of;
use super::{Comparison, Context, Place, demand};
use crate::diff::describe::describe_optional;
use crate::diff::finding::Subject;
use crate::diff::rules::Rule;
use crate::diff::rules::bodies::responses::{RESP_BODY_PRESENCE, RESP_HEADER_ADDED, RESP_HEADER_REMOVED};
use crate::diff::rules::operations::api::{
    OP_ID_RENAMED, WEBHOOK_ADDED, WEBHOOK_REMOVED, WEBHOOK_RESPONSE_ADDED, WEBHOOK_RESPONSE_REMOVED,
};
use crate::diff::schema_ref::SchemaRef;
use crate::node::escape_pointer;

impl<'a> Comparison<'a> {
    pub(super) fn webhooks(&mut self) {
        let by_name = |webhooks: &'a [Operation]| -> BTreeMap<(&'a str, document::Method), &'a Operation> {
            webhooks.iter().map(|webhook| ((webhook.path.as_str(), webhook.method), webhook)).collect()
        };
        let (base, head) = (by_name(&self.base.webhooks), by_name(&self.head.webhooks));
        for (key, old) in &base {
            match head.get(key) {
                Some(new) => self.webhook(old, new),
                None => {
                    let around = self.head.node("").map(|root| root.at).unwrap_or_default();
                    let at = Place { head_at: around, ..place(old, old) }.only_base();
                    self.lone_webhook(&WEBHOOK_REMOVED, old, &at);
                }
            }
        }
        for (_, new) in head.iter().filter(|(key, _)| !base.contains_key(*key)) {
            let around = self.base.node("").map(|root| root.at).unwrap_or_default();
            let at = Place { base_at: around, ..place(new, new) }.only_head();
            self.lone_webhook(&WEBHOOK_ADDED, new, &at);
        }
    }

    fn lone_webhook(&mut self, rule: &'static Rule, webhook: &Operation, place: &Place) {
        self.enter(name_of(webhook));
        let line = Some(format!("{} {}", webhook.method, webhook.path));
        match place.base.is_some() {
            true => self.found(rule, place, line, None),
            false => self.found(rule, place, None, line),
        }
    }

    fn webhook(&mut self, base: &'a Operation, head: &'a Operation) {
        self.enter(name_of(head));
        let place = place(base, head);
        if base.id != head.id {
            self.found(
                &OP_ID_RENAMED,
                &place.part("operationId"),
                Some(base.id.clone()),
                Some(head.id.clone()),
            );
        }
        self.webhook_body(base, head, &place);
        self.webhook_parameters(base, head, &place);
        self.webhook_responses(base, head, &place);
        let old = Layers::of(self.base, &base.place.pointer);
        let new = Layers::of(self.head, &head.place.pointer);
        self.docs(&old, &new, &place);
        self.extensions(&old, &new, &place);
    }

    fn webhook_body(&mut self, base: &'a Operation, head: &'a Operation, place: &Place) {
        let old = base.body.as_ref().map(|body| (body, Component::of_body(self.base, body)));
        let new = head.body.as_ref().map(|body| (body, Component::of_body(self.head, body)));
        let at = place.part("request");
        match (old, new) {
            (None, None) => {}
            (Some((was, old)), Some((is, new))) => {
                let ats = (old.at(), new.at());
                let at = between(new.place(place, Subject::Body, "request", ats), &old, &new);
                if was.required != is.required {
                    self.found(&RESP_BODY_PRESENCE, &at, demand(was.required), demand(is.required));
                }
                self.media(RESPONSE_MEDIA, &old, &new, &at);
                self.annotated(&old, &new, &at);
                self.content(&old, &new, &at, Context::Response);
            }
            (old, new) => {
                let shown = |side: Option<(_, Component<'a>)>| side.map(|(_, component)| component.shown());
                self.found_schemas(&RESP_BODY_PRESENCE, &at, shown(old), shown(new));
            }
        }
    }

    fn webhook_parameters(&mut self, base: &'a Operation, head: &'a Operation, place: &Place) {
        let key = |parameter: &Parameter| (parameter.location, parameter.name.to_ascii_lowercase());
        let find = |all: &'a [Parameter], of: &Parameter| all.iter().find(|other| key(other) == key(of));
        let at =
            |parameter: &Parameter| place.part(&format!("{}/{}", parameter.written_location, parameter.name));
        for was in &base.parameters {
            match find(&head.parameters, was) {
                Some(is) => {
                    if let (Some(old), Some(new)) = (was.schema, is.schema) {
                        let of = |schema: document::Schema<'a>| SchemaRef {
                            schema,
                            at: schema.place().key_at,
                            location: at(is).location,
                            name: format!("{} {}", place.name, is.name),
                            component: None,
                        };
                        let (old, new) = (self.base.schema(old), self.head.schema(new));
                        self.schema(&of(old), &of(new), Context::Response, was.required && is.required);
                    }
                }
                None => {
                    let words = describe_optional(self.base, was.schema);
                    self.found(&RESP_HEADER_REMOVED, &at(was).only_base(), Some(words), None);
                }
            }
        }
        for is in head.parameters.iter().filter(|is| find(&base.parameters, is).is_none()) {
            let words = describe_optional(self.head, is.schema);
            self.found(&RESP_HEADER_ADDED, &at(is).only_head(), None, Some(words));
        }
    }

    /// What the receiver may answer.
    fn webhook_responses(&mut self, base: &'a Operation, head: &'a Operation, place: &Place) {
        let (old, new) = (by_status(base), by_status(head));
        for (status, was) in &old {
            let own = format!("response {status}");
            let before = Component::of_response(self.base, was);
            match new.get(status) {
                Some(is) => {
                    let after = Component::of_response(self.head, is);
                    let ats = (before.at(), after.at());
                    let at = between(after.place(place, Subject::Response, &own, ats), &before, &after);
                    self.media(BODY_MEDIA, &before, &after, &at);
                    self.annotated(&before, &after, &at);
                    self.content(&before, &after, &at, Context::Request);
                }
                None => {
                    let at = place.part(&format!("response/{status}")).only_base();
                    self.found_schemas(&WEBHOOK_RESPONSE_REMOVED, &at, Some(before.shown()), None);
                }
            }
        }
        for (status, is) in new.iter().filter(|(status, _)| !old.contains_key(*status)) {
            let after = Component::of_response(self.head, is);
            let at = place.part(&format!("response/{status}")).only_head();
            self.found_schemas(&WEBHOOK_RESPONSE_ADDED, &at, None, Some(after.shown()));
        }
    }
}

fn place(base: &Operation, head: &Operation) -> Place {
    Place {
        subject: Subject::Operation,
        name: format!("webhook {}", head.path),
        location: format!("webhooks/{}", escape_pointer(&head.path)),
        base_at: base.place.key_at,
        head_at: head.place.key_at,
        base: Some(base.place.pointer.clone()),
        head: Some(head.place.pointer.clone()),
    }
}

//! Webhooks: the requests that the API sends, made from the document, signed, and sent to programs on this machine.
//!
//! A control call sends any of them; an operation sends those that the document declares (`x-triggers`). Both go to
//! loopback only: to the URL itself, or, as through a tunnel, to the program that was named when the server started.

mod send;
mod sign;
mod target;
mod trigger;

use std::sync::Arc;

use document::media::MediaKind;
use document::operation::{json, preferred};
use document::{Direction, Operation};
use serde::Serialize;
use serde_json::{Map, Value};
use signalwire_rest_runtime::record::{mask, mask_url};

use crate::routes::Api;
use crate::sample::{Sampler, Style};
use crate::server::Shared;
use crate::store::Record;
use crate::validate::refusals;

pub(crate) use target::is_loopback_origin;
pub(crate) use trigger::{Cause, of_operation};

/// The signing key, unless another is set.
pub const SIGNING_KEY: &str = "PSKsimulator";

/// A webhook that was sent.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Delivery {
    /// Its name.
    pub webhook: String,
    /// The URL that it is for, which is the one that is signed.
    pub url: String,
    /// The payload, as JSON; in a form, all values are text.
    pub payload: Value,
    /// The status of the response; 0 without one.
    pub status: u16,
    /// The response, if it is JSON.
    pub response: Value,
    /// What is wrong: it could not be sent, or the response is not one that is documented.
    pub problems: Vec<String>,
}

impl Delivery {
    /// The delivery without user-info, and without what is secret by its name.
    pub(crate) fn redacted(mut self) -> Self {
        self.url = mask_url(&self.url);
        mask(&mut self.payload);
        mask(&mut self.response);
        self
    }
}

/// A webhook to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub name: String,
    pub url: String,
    pub payload: Value,
}

impl Planned {
    /// A webhook with the payload that follows from the document, from the fields of a record and from values by pointers.
    pub(crate) fn new(
        api: &Api,
        name: &str,
        url: &str,
        record: &Record,
        values: &[(String, Value)],
    ) -> Option<Self> {
        let webhook = find(api, name)?;
        let mut payload = match preferred(&webhook.body.as_ref()?.content)?.schema {
            Some(schema) => {
                let sampler = Sampler::new(&api.responses, Direction::Response, Style::default(), record);
                sampler.value(api.document.schema(schema))
            }
            None => Value::Object(Map::new()),
        };
        for (pointer, value) in values {
            set(&mut payload, pointer, value.clone());
        }
        Some(Self { name: name.to_owned(), url: url.to_owned(), payload })
    }

    /// Sends it, and what the program's response leads to.
    pub(crate) async fn deliver(self, shared: &Arc<Shared>) -> Delivery {
        let Some(webhook) = find(&shared.api, &self.name) else { return Delivery::default() };
        let mut delivery = Delivery {
            webhook: self.name.clone(),
            url: self.url.clone(),
            payload: self.payload.clone(),
            ..Delivery::default()
        };
        match send::send(webhook, &self, shared).await {
            Ok((status, body)) => {
                delivery.status = status;
                delivery.response = serde_json::from_slice(&body).unwrap_or(Value::Null);
                delivery.problems = problems(&shared.api, webhook, status, &body, &delivery.response);
            }
            Err(why) => delivery.problems.push(why),
        }
        if let Some(recorder) = shared.recorder.as_ref().filter(|_| delivery.status > 0) {
            recorder.delivery(&delivery);
        }
        shared.add_delivery(delivery.clone());
        let cause = Cause::Reply { webhook: &self.name, payload: &self.payload, reply: &delivery.response };
        deliver_later(shared, trigger::caused(&shared.api, &cause));
        delivery
    }
}

/// Sends webhooks one after the other, while the server goes on.
pub(crate) fn deliver_later(shared: &Arc<Shared>, planned: Vec<Planned>) {
    if planned.is_empty() {
        return;
    }
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        for planned in planned {
            Box::pin(planned.deliver(&shared)).await;
        }
    });
}

/// The webhook with a name.
pub(crate) fn find<'a>(api: &'a Api, name: &str) -> Option<&'a Operation> {
    api.document.webhooks.iter().find(|webhook| webhook.path == name)
}

/// Whether a webhook is sent as a form.
fn is_form(webhook: &Operation) -> bool {
    let content = webhook.body.iter().flat_map(|body| &body.content);
    content.into_iter().any(|media| media.kind == MediaKind::Form)
}

/// What is wrong with the response of a program: any success will do, and a documented body has to fit its schema.
fn problems(api: &Api, webhook: &Operation, status: u16, body: &[u8], reply: &Value) -> Vec<String> {
    if !(200..300).contains(&status) {
        return vec![format!("the program responded with the status {status}")];
    }
    let documented = webhook.response(status).or_else(|| webhook.response(200));
    let schema = documented.and_then(|response| json(&response.content)?.schema);
    let Some(schema) = schema.filter(|_| !body.trim_ascii().is_empty()) else { return Vec::new() };
    if reply.is_null() {
        return vec!["the response is not JSON".to_owned()];
    }
    let refused = refusals(&api.requests, api.document.schema(schema), reply);
    refused.into_iter().map(|refusal| format!("{}: {}", refusal.field, refusal.message)).collect()
}

/// Sets the value at a JSON pointer, with the objects around it.
pub(crate) fn set(target: &mut Value, pointer: &str, value: Value) {
    let mut place = target;
    for name in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(object) = place else { return };
        place = object.entry(name.replace("~1", "/").replace("~0", "~")).or_insert(Value::Null);
    }
    *place = value;
}

/// Puts the fields of one value over those of another, objects field by field.
pub(crate) fn merge(target: &mut Value, over: Value) {
    match (target, over) {
        (Value::Object(target), Value::Object(over)) => {
            for (name, value) in over {
                merge(target.entry(name).or_insert(Value::Null), value);
            }
        }
        (target, over) => *target = over,
    }
}

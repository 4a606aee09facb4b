//! Which webhooks something leads to (`x-triggers`): an operation that was called with a URL for them, or the reply to
//! another webhook that has one.

use document::Operation;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Planned, merge};
use crate::routes::Api;
use crate::store::Record;

/// What leads to a webhook, as the document writes it.
#[derive(Debug, Deserialize)]
struct Trigger {
    /// The id of the operation that leads to it.
    operation: Option<String>,
    /// The name of the webhook whose reply does.
    reply: Option<String>,
    /// The name of the objects within the reply, at any depth, that have the URL.
    within: Option<String>,
    /// Values of the request that it takes, by JSON pointers.
    #[serde(default)]
    when: Map<String, Value>,
    /// Where the URL is: an expression such as `$request.body#/status_url`.
    url: String,
    /// Values of the payload by JSON pointers: expressions, constants, or a list with one for each webhook that is sent.
    #[serde(default)]
    values: Map<String, Value>,
}

/// What happened.
pub(crate) enum Cause<'c> {
    /// An operation was performed.
    Call { operation: &'c Operation, path: &'c [(String, String)], request: &'c Value, response: &'c Value },
    /// A program replied to a webhook.
    Reply { webhook: &'c str, payload: &'c Value, reply: &'c Value },
}

/// The webhooks that an operation leads to.
pub(crate) fn of_operation(
    api: &Api,
    operation: &Operation,
    path: &[(String, String)],
    request: &Value,
    response: &Value,
) -> Vec<Planned> {
    caused(api, &Cause::Call { operation, path, request, response })
}

/// The webhooks that something leads to, in the order in which they are sent.
pub(crate) fn caused(api: &Api, cause: &Cause<'_>) -> Vec<Planned> {
    let mut planned = Vec::new();
    for webhook in &api.document.webhooks {
        let written = webhook.data.extensions.get("x-triggers").and_then(Value::as_array);
        // What is malformed leads to nothing.
        let triggers = written.into_iter().flatten().filter_map(|trigger| Trigger::deserialize(trigger).ok());
        for trigger in triggers.filter(|trigger| trigger.fits(cause)) {
            for item in trigger.items(cause) {
                planned.extend(trigger.planned(api, &webhook.path, cause, item));
            }
        }
    }
    planned
}

impl Trigger {
    fn fits(&self, cause: &Cause<'_>) -> bool {
        let is_cause = match cause {
            Cause::Call { operation, .. } => self.operation.as_ref() == Some(&operation.id),
            Cause::Reply { webhook, .. } => self.reply.as_deref() == Some(webhook),
        };
        is_cause && self.when.iter().all(|(pointer, wanted)| cause.request().pointer(pointer) == Some(wanted))
    }

    /// The objects that may have a URL each.
    fn items<'c>(&self, cause: &Cause<'c>) -> Vec<&'c Value> {
        let Some(name) = &self.within else { return vec![&Value::Null] };
        let mut found = Vec::new();
        let mut pending = vec![cause.response()];
        while let Some(value) = pending.pop() {
            match value {
                Value::Object(fields) => {
                    found.extend(fields.get(name).filter(|value| value.is_object()));
                    pending.extend(fields.values().rev());
                }
                Value::Array(items) => pending.extend(items.iter().rev()),
                _ => {}
            }
        }
        found
    }

    fn planned(&self, api: &Api, name: &str, cause: &Cause<'_>, item: &Value) -> Vec<Planned> {
        let Some(Value::String(url)) = cause.evaluate(&self.url, item) else { return Vec::new() };
        let record = Record { id: cause.id(), fields: cause.fields(item), ..Record::default() };
        let count = self.values.values().filter_map(Value::as_array).map(Vec::len).max().unwrap_or(1);
        let planned = (0..count).filter_map(|index| {
            let values: Vec<(String, Value)> = self
                .values
                .iter()
                .filter_map(|(pointer, value)| {
                    let value = value.as_array().map_or(Some(value), |all| all.get(index).or(all.last()))?;
                    let value = match value.as_str().filter(|text| text.starts_with('$')) {
                        Some(expression) => cause.evaluate(expression, item)?,
                        None => value.clone(),
                    };
                    Some((pointer.clone(), value))
                })
                .collect();
            Planned::new(api, name, &url, &record, &values)
        });
        planned.collect()
    }
}

impl<'c> Cause<'c> {
    fn request(&self) -> &'c Value {
        match self {
            Self::Call { request, .. } => request,
            Self::Reply { payload, .. } => payload,
        }
    }

    fn response(&self) -> &'c Value {
        match self {
            Self::Call { response, .. } => response,
            Self::Reply { reply, .. } => reply,
        }
    }

    /// The value of an expression, as OpenAPI writes those of callbacks; `$item` is the object that has the URL.
    fn evaluate(&self, expression: &str, item: &Value) -> Option<Value> {
        if let Some(name) = expression.strip_prefix("$request.path.") {
            let Self::Call { path, .. } = self else { return None };
            let found = path.iter().find(|(other, _)| other == name);
            return found.map(|(_, value)| Value::String(value.clone()));
        }
        let (source, pointer) = expression.split_once('#')?;
        let source = match source {
            "$request.body" => self.request(),
            "$response.body" => self.response(),
            "$item" => item,
            _ => return None,
        };
        source.pointer(pointer).filter(|value| !value.is_null()).cloned()
    }

    fn id(&self) -> String {
        let response = self.response();
        let id = response.get("id").or_else(|| response.get("sid"));
        id.and_then(Value::as_str).unwrap_or("9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11").to_owned()
    }

    /// What is known of the thing that the webhook is about: fields of the response, of the request, and of the objects
    /// right below it.
    fn fields(&self, item: &Value) -> Map<String, Value> {
        let mut fields = Value::Object(Map::new());
        if let Self::Call { response, .. } = self {
            merge(&mut fields, (*response).clone());
        }
        let request = self.request().as_object().into_iter().flatten();
        let below: Vec<Value> =
            request.map(|(_, value)| value).filter(|value| value.is_object()).cloned().collect();
        below.into_iter().chain([self.request().clone(), item.clone()]).filter(Value::is_object).for_each(
            |value| {
                merge(&mut fields, value);
            },
        );
        match fields {
            Value::Object(fields) => fields,
            _ => Map::new(),
        }
    }
}

//! What is to be sent, without the type of what comes back.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde_json::Value;

use crate::client::Client;
use crate::echo::Echo;
use crate::error::{Error, ErrorKind};
use crate::operation::{Answer, Auth, Operation, Scopes};

/// Everything about a call but the type of its answer.
#[derive(Clone)]
pub(crate) struct Parts {
    pub client: Client,
    pub operation: Option<&'static str>,
    pub method: Method,
    pub template: Cow<'static, str>,
    pub auth: Auth,
    pub scopes: Scopes,
    pub answer: Answer,
    pub path_values: Vec<String>,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Option<Bytes>,
    pub timeout: Option<Duration>,
    pub deadline: Option<Duration>,
    pub retries: Option<u32>,
    /// A link to go to instead of the path and query.
    pub link: Option<String>,
    /// The first thing that was found to be wrong.
    pub problem: Option<(ErrorKind, String)>,
}

impl Parts {
    pub(crate) fn of(client: Client, operation: &'static Operation) -> Self {
        Self {
            operation: Some(operation.id),
            auth: operation.auth,
            scopes: operation.scopes,
            answer: operation.answer,
            ..Self::empty(client, operation.method.clone(), Cow::Borrowed(operation.path))
        }
    }

    pub(crate) fn raw(client: Client, method: Method, path: &str) -> Self {
        let mut parts = Self::empty(client, method, Cow::Owned(path.to_owned()));
        if let Err(why) = check_raw(path) {
            parts.refuse(why);
        }
        parts
    }

    fn empty(client: Client, method: Method, template: Cow<'static, str>) -> Self {
        Self {
            client,
            operation: None,
            method,
            template,
            auth: Auth::BasicOrBearer,
            scopes: Scopes::None,
            answer: Answer::Json,
            path_values: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            timeout: None,
            deadline: None,
            retries: None,
            link: None,
            problem: None,
        }
    }

    pub(crate) fn refuse(&mut self, why: impl Into<String>) {
        self.problem.get_or_insert((ErrorKind::InvalidRequest, why.into()));
    }

    pub(crate) fn set_body(&mut self, media_type: &'static str, body: impl Into<Bytes>) {
        self.body = Some(body.into());
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }

    pub(crate) fn set_json(&mut self, body: Result<Vec<u8>, serde_json::Error>) {
        match body {
            Ok(bytes) => self.body = Some(bytes.into()),
            Err(_) => self.refuse("the body cannot be written as JSON"),
        }
    }

    pub(crate) fn set_form(&mut self, body: Result<Value, serde_json::Error>) {
        match body {
            Ok(Value::Object(fields)) => {
                let mut form = Vec::new();
                fields.iter().for_each(|(name, value)| flatten(name, value, &mut form));
                self.set_body("application/x-www-form-urlencoded", crate::url::query_string(&form));
            }
            Ok(Value::Null) => {}
            _ => self.refuse("the body cannot be written as a form"),
        }
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) else {
            return self.refuse("a header holds characters that no header can carry");
        };
        let ours = [
            header::AUTHORIZATION,
            header::HOST,
            header::CONTENT_LENGTH,
            header::TRANSFER_ENCODING,
            header::CONNECTION,
        ];
        if ours.contains(&name) {
            return self.refuse(format!("the header `{name}` is set by the client alone"));
        }
        self.headers.append(name, value);
    }

    /// An error that knows which call it is of.
    pub(crate) fn error(&self, error: Error) -> Error {
        error.with_operation(self.operation, self.scopes).without_echoes(&Echo::of(self))
    }
}

/// A path that somebody put together: nothing in it may make it another one than it looks like.
fn check_raw(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') || path.starts_with("//") || path.contains('\\') {
        return Err("the path does not begin with one slash");
    }
    if path.contains(|c: char| c == '#' || c.is_control()) {
        return Err("the path holds a `#` or a control character; write them percent-encoded");
    }
    let segments = path.split('?').next().unwrap_or_default().split('/');
    let is_dots =
        |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if segments.into_iter().any(is_dots) {
        return Err("the path holds `.` or `..`, and would name another path");
    }
    Ok(())
}

/// Pairs for a value as JSON tells it: objects become `name[key]`, lists are repeated.
pub(crate) fn flatten(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| flatten(name, item, pairs)),
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| flatten(&format!("{name}[{key}]"), value, pairs));
        }
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        other => pairs.push((name.to_owned(), other.to_string())),
    }
}

/// One text for a value, in the style that OpenAPI calls simple.
pub(crate) fn simple(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(simple).collect::<Vec<_>>().join(","),
        Value::Object(fields) => {
            let pairs = fields.iter().map(|(key, value)| format!("{key},{}", simple(value)));
            pairs.collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}

//! The parts of a request, whatever the type of its response.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde_json::Value;

use crate::config::Config;
use crate::draft::Draft;
use crate::error::{Error, ErrorKind, FailedCall};
use crate::model::{Model, View, to_json, to_value};
use crate::multipart::Multipart;
use crate::operation::{Auth, Operation, ResponseFormat, Scopes};
use crate::style::{self, Style};
use crate::url::{self, Written};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A request under construction, with the configuration of its client.
#[derive(Clone)]
pub(crate) struct RequestParts {
    pub config: Arc<Config>,
    pub operation: Option<&'static str>,
    pub method: Method,
    pub template: Cow<'static, str>,
    pub auth: Auth,
    pub scopes: Scopes,
    /// The address of the documentation of the operation.
    pub documentation: Option<&'static str>,
    pub response: ResponseFormat,
    pub path_values: Vec<Written>,
    pub query: Vec<(String, Written)>,
    pub headers: HeaderMap,
    pub body: Option<Bytes>,
    /// A body of several parts that is read while it is sent.
    pub multipart: Option<Multipart>,
    /// The media type of a JSON body, where it is not `application/json`.
    pub content_type: Option<&'static str>,
    /// The media types that are asked for, where the format of the response does not say it.
    pub accept: Option<&'static str>,
    /// A server of the operation's own.
    pub server: Option<&'static str>,
    /// A body that is written when the request is sent.
    pub draft: Option<Box<dyn Draft>>,
    pub timeout: Option<Duration>,
    pub deadline: Option<Duration>,
    pub retries: Option<u32>,
    /// Whether the server recognizes the request when it arrives twice.
    pub has_idempotency_key: bool,
    /// A link that replaces path and query.
    pub link: Option<String>,
    /// The number of items at the beginning of the page that a list does not return again.
    pub skip: usize,
    /// The first mistake in the arguments.
    pub problem: Option<(ErrorKind, String)>,
}

impl RequestParts {
    pub(crate) fn of(config: Arc<Config>, operation: &'static Operation) -> Self {
        Self {
            operation: Some(operation.id),
            auth: operation.auth,
            scopes: operation.scopes,
            documentation: operation.documentation,
            response: operation.response,
            ..Self::empty(config, operation.method.clone(), Cow::Borrowed(operation.path))
        }
    }

    pub(crate) fn raw(config: Arc<Config>, method: Method, path: &str) -> Self {
        let mut parts = Self::empty(config, method, Cow::Owned(path.to_owned()));
        if let Err(why) = check_raw(path) {
            parts.refuse(why);
        }
        parts
    }

    fn empty(config: Arc<Config>, method: Method, template: Cow<'static, str>) -> Self {
        Self {
            config,
            operation: None,
            method,
            template,
            auth: Auth::BasicOrBearer,
            scopes: Scopes::None,
            documentation: None,
            response: ResponseFormat::Json,
            path_values: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            multipart: None,
            content_type: None,
            accept: None,
            server: None,
            draft: None,
            timeout: None,
            deadline: None,
            retries: None,
            has_idempotency_key: false,
            link: None,
            skip: 0,
            problem: None,
        }
    }

    pub(crate) fn refuse(&mut self, why: impl Into<String>) {
        self.problem.get_or_insert((ErrorKind::InvalidRequest, why.into()));
    }

    /// The JSON of an argument, whatever it is written as.
    pub(crate) fn value(&mut self, what: &str, name: &str, value: &dyn Model) -> Option<Value> {
        let value = to_value(value.view());
        if value.is_err() {
            self.refuse(format!("the {what} `{name}` cannot be written"));
        }
        value.ok()
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

    /// Writes the body that could be changed until now.
    pub(crate) fn write_draft(&mut self) {
        if let Some(draft) = self.draft.take() {
            self.set_json(to_json(draft.view()));
        }
    }

    pub(crate) fn set_form(&mut self, body: Result<Value, serde_json::Error>) {
        match body {
            Ok(Value::Object(fields)) => {
                let mut form = Vec::new();
                fields.iter().for_each(|(name, value)| flatten(name, value, &mut form));
                self.set_body("application/x-www-form-urlencoded", url::query(&form));
            }
            Ok(Value::Null) => {}
            _ => self.refuse("the body cannot be written as a form"),
        }
    }

    /// The fields of a body as OpenAPI demands: those with a style in it, the items of lists one by one, and objects as JSON.
    pub(crate) fn set_form_fields(
        &mut self,
        body: Result<Value, serde_json::Error>,
        styles: &[(&str, Style)],
    ) {
        match body {
            Ok(Value::Object(fields)) => {
                let pairs = fields.iter().flat_map(|(name, value)| {
                    let declared = styles.iter().find(|(field, _)| *field == name.as_str());
                    let usual = if value.is_object() { Style::JSON } else { Style::FORM.exploded() };
                    style::pairs(name, declared.map_or(usual, |(_, style)| *style), value)
                });
                let form = pairs.collect::<Vec<_>>().join("&");
                self.set_body("application/x-www-form-urlencoded", form);
            }
            Ok(Value::Null) => {}
            _ => self.refuse("the body cannot be written as a form"),
        }
    }

    pub(crate) fn set_multipart(&mut self, body: &dyn Model, media_types: &[(&str, &str)]) {
        if matches!(body.view().written(), View::Null) {
            return;
        }
        match Multipart::of(body, media_types) {
            Ok(parts) => {
                // A boundary is made of letters and digits.
                if let Ok(value) = HeaderValue::from_str(&parts.media_type()) {
                    self.headers.insert(header::CONTENT_TYPE, value);
                }
                self.body = parts.small();
                self.multipart = Some(parts).filter(|_| self.body.is_none());
            }
            Err(why) => self.refuse(why),
        }
    }

    /// Whether the body can be sent more than once.
    pub(crate) fn can_repeat(&self) -> bool {
        self.multipart.as_ref().is_none_or(Multipart::is_repeatable)
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) else {
            return self.refuse("a header contains characters that are not allowed in a header");
        };
        let is_credential = name == header::AUTHORIZATION;
        let ours = [header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION];
        if ours.contains(&name) || (is_credential && self.config.has_authorization()) {
            return self.refuse(format!("the header `{name}` is set by the client alone"));
        }
        value.set_sensitive(is_credential);
        match (name.as_str(), value.to_str()) {
            ("cookie", Ok(cookie)) => self.add_cookies(vec![cookie.to_owned()]),
            // A request has one of each.
            ("accept" | "authorization" | "content-type", _) => drop(self.headers.insert(name, value)),
            _ => drop(self.headers.append(name, value)),
        }
    }

    /// Adds cookies; there is one header for all of them.
    pub(crate) fn add_cookies(&mut self, cookies: Vec<String>) {
        let given = self.headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
        let all: Vec<String> = given.map(str::to_owned).into_iter().chain(cookies).collect();
        match HeaderValue::from_str(&all.join("; ")) {
            Ok(value) => drop(self.headers.insert(header::COOKIE, value)),
            Err(_) => self.refuse("a cookie contains characters that are not allowed in a header"),
        }
    }

    pub(crate) fn set_idempotency_key(&mut self, key: &str) {
        match HeaderValue::from_str(key) {
            Ok(value) if !value.is_empty() => {
                self.headers.insert(IDEMPOTENCY_KEY, value);
                self.has_idempotency_key = true;
            }
            _ => self.refuse(
                "the idempotency key is empty or contains characters that are not allowed in a header",
            ),
        }
    }

    /// Returns what an error tells about this call.
    pub(crate) fn failed_call(&self) -> FailedCall {
        let base = &self.config.base;
        let path = match &self.template {
            Cow::Borrowed(template) => Cow::Borrowed(*template),
            Cow::Owned(path) => Cow::Owned(path.split('?').next().unwrap_or_default().to_owned()),
        };
        FailedCall {
            operation: self.operation,
            method: self.method.clone(),
            path,
            host: base.host_str().unwrap_or_default().to_owned(),
            port: base.port_or_known_default(),
            scopes: self.scopes,
            documentation: self.documentation,
        }
    }

    /// Returns the URL of the request: that of its link, or that of its path and query.
    pub(crate) fn url(&self) -> Result<String, Error> {
        let path = url::fill_path(&self.template, &self.path_values)?;
        let Config { base, allows_plain_http, .. } = &*self.config;
        let own = self.server.filter(|_| self.config.uses_documented_servers);
        let own = own.map(|server| url::own_server(server, base, *allows_plain_http)).transpose()?;
        let start = url::request(own.as_ref().unwrap_or(base), &path, &url::query(&self.query))?;
        let Some(link) = &self.link else { return Ok(start) };
        url::follow_from(link, &start).ok_or_else(|| {
            Error::new(
                ErrorKind::Pagination,
                "the link to a page leads to another origin or is not a URL, and is not followed",
            )
        })
    }
}

/// Refuses a path given by the caller when it could name another path than the one it spells.
fn check_raw(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') || path.starts_with("//") || path.contains('\\') {
        return Err("the path does not begin with a single slash");
    }
    if path.contains(|c: char| c == '#' || c.is_control()) {
        return Err("the path contains a `#` or a control character; percent-encode them");
    }
    let segments = path.split('?').next().unwrap_or_default().split('/');
    let is_dots =
        |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if segments.into_iter().any(is_dots) {
        return Err("the path contains `.` or `..`, and would name another path");
    }
    Ok(())
}

/// Pairs for a JSON value: objects become `name[key]`, lists are repeated.
fn flatten(name: &str, value: &Value, pairs: &mut Vec<(String, Written)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| flatten(name, item, pairs)),
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| flatten(&format!("{name}[{key}]"), value, pairs));
        }
        Value::String(text) => pairs.push((name.to_owned(), Written::Plain(text.clone()))),
        other => pairs.push((name.to_owned(), Written::Plain(other.to_string()))),
    }
}

//! The errors that servers report in bodies, in either documented form.

use std::fmt;

use serde_json::Value;

use super::is_word;
use crate::model::value_with_texts;
use crate::redactor::Redactor;

/// A longer message is cut short in a report.
const MAX_MESSAGE: usize = 400;

/// A larger body is a page of something else, and is not read for errors.
const MAX_BYTES: usize = 256 * 1024;
/// Some servers put it in front of JSON.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// No more errors of one response are kept.
const MAX_ERRORS: usize = 100;

/// An error that the server reports.
///
/// Most families write `{type, code, message, attribute, url}`, the Relay REST family `{detail, status, title, code}`,
/// a bare `{"error": "Unauthorized"}` counts as a message, and JSON-RPC writes `{"error": {code, message}}`. Each may turn up where another is documented.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ApiError {
    code: Option<String>,
    message: Option<String>,
    attribute: Option<String>,
    url: Option<String>,
    kind: Option<String>,
    status: Option<String>,
    title: Option<String>,
    /// Whether code and attribute only repeat what was sent.
    repeats: (bool, bool),
    /// Message and documentation without what repeats the request.
    reported: (Option<String>, Option<String>),
}

impl ApiError {
    /// Returns the machine-readable reason, such as `missing_required_parameter`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the reason in English (`message` or `detail`).
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the name of the parameter or field at fault.
    pub fn attribute(&self) -> Option<&str> {
        self.attribute.as_deref()
    }

    /// Returns the URL of the documentation of the error.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Returns the class of the error (`type`).
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// Returns the status that the body declares.
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// Returns the code if it is a word that does not repeat the request.
    pub(crate) fn shown_code(&self) -> Option<&str> {
        self.code().filter(|code| !self.repeats.0 && is_word(code))
    }

    fn shown_attribute(&self) -> Option<&str> {
        let is_name = |name: &&str| is_word(&name.replace(['[', ']'], ""));
        self.attribute().filter(|_| !self.repeats.1).filter(is_name)
    }

    /// Returns field and code for one line: `password: invalid_parameter_value`.
    pub(super) fn shown(&self) -> Option<String> {
        match (self.shown_attribute(), self.shown_code()) {
            (Some(attribute), Some(code)) => Some(format!("{attribute}: {code}")),
            (only, other) => only.or(other).map(str::to_owned),
        }
    }

    /// Returns field, code, message and documentation for a report.
    pub(super) fn reported(&self) -> String {
        let message = self.reported.0.as_deref();
        let parts = [self.shown_attribute(), self.shown_code(), message];
        let mut text = parts.into_iter().flatten().collect::<Vec<_>>().join(": ");
        if let Some(url) = &self.reported.1 {
            text.push_str(&format!(" ({url})"));
        }
        text
    }

    /// What may have to be hidden.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        [self.code(), self.attribute(), self.message(), self.url()].into_iter().flatten()
    }

    pub(super) fn redact(&mut self, redactor: &Redactor) {
        let repeats = |text: Option<&str>| text.is_some_and(|text| redactor.repeats(text));
        self.repeats = (repeats(self.code()), repeats(self.attribute()));
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let hide = |text: &str| shortened(one_line(&redactor.hide(text)).replace(char::is_control, ""));
        let is_address = |url: &&String| url.starts_with("https://");
        self.reported = (self.message().map(hide), self.url.as_ref().filter(is_address).map(|url| hide(url)));
    }

    /// Returns the class of the error in a few words.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
}

impl fmt::Debug for ApiError {
    /// Without the message: servers repeat the request there, passwords included.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.shown_code())
            .field("attribute", &self.shown_attribute())
            .finish_non_exhaustive()
    }
}

/// Returns the errors in a body; none when its form is unknown.
pub(super) fn parse(body: &[u8]) -> Vec<ApiError> {
    if body.len() > MAX_BYTES {
        return Vec::new();
    }
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let json = std::str::from_utf8(body).ok().and_then(|json| value_with_texts(json).ok());
    let Some(Value::Object(object)) = json else { return Vec::new() };
    match (object.get("errors"), object.get("error").or_else(|| object.get("message"))) {
        (Some(Value::Array(errors)), _) => errors.iter().take(MAX_ERRORS).map(one).collect(),
        (Some(single @ Value::Object(_)), _) | (_, Some(single @ Value::Object(_))) => vec![one(single)],
        (_, Some(Value::String(message))) => {
            vec![ApiError { message: Some(message.clone()), ..fields(|name| object.get(name)) }]
        }
        _ => Vec::new(),
    }
}

fn one(value: &Value) -> ApiError {
    if let Value::String(message) = value {
        return ApiError { message: Some(message.clone()), ..ApiError::default() };
    }
    fields(|name| value.get(name))
}

/// The fields of every documented form: none of them means two things.
fn fields<'v>(get: impl Fn(&str) -> Option<&'v Value>) -> ApiError {
    let field = |name: &str| get(name).and_then(text);
    ApiError {
        code: field("code"),
        message: field("message").or_else(|| field("detail")),
        attribute: field("attribute"),
        url: field("url").or_else(|| field("more_info")),
        kind: field("type"),
        status: field("status"),
        title: field("title"),
        ..ApiError::default()
    }
}

fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_MESSAGE) {
        text.truncate(end);
        text.push('…');
    }
    text
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

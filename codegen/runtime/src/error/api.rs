//! What servers say of their own errors, in either documented shape.

use std::fmt;

use serde_json::Value;

use super::is_word;
use crate::decode::without_mark;
use crate::echo::Echo;

/// A body that is larger tells of no errors, but is a page of something else.
const MAX_BYTES: usize = 256 * 1024;
/// No more errors of one answer are kept.
const MAX_ERRORS: usize = 100;

/// One thing that the server says is wrong.
///
/// Most families write `{type, code, message, attribute, url}`, the Relay REST family `{detail, status, title, code}`,
/// and a bare `{"error": "Unauthorized"}` counts as a message. Each may turn up where another is documented.
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
    echoes: (bool, bool),
}

impl ApiError {
    /// Machine-readable reason, such as `missing_required_parameter`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The reason in English (`message` or `detail`).
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Name of the parameter or field that is to blame.
    pub fn attribute(&self) -> Option<&str> {
        self.attribute.as_deref()
    }

    /// Where the documentation explains it.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Class of the error (`type`).
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// The status as the body tells it.
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// The code, when it is a word that the server did not get from us.
    pub(crate) fn shown_code(&self) -> Option<&str> {
        self.code().filter(|code| !self.echoes.0 && is_word(code))
    }

    fn shown_attribute(&self) -> Option<&str> {
        self.attribute().filter(|name| !self.echoes.1 && is_word(name))
    }

    pub(super) fn hide_echoes(&mut self, echo: &Echo<'_>) {
        let repeats = |text: Option<&str>| text.is_some_and(|text| echo.holds(text));
        self.echoes = (repeats(self.code()), repeats(self.attribute()));
    }

    /// Class of the error in a few words.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
}

impl fmt::Debug for ApiError {
    /// Without the message: servers repeat there what they were sent, passwords included.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.shown_code())
            .field("attribute", &self.shown_attribute())
            .finish_non_exhaustive()
    }
}

/// Every error that a body tells of; none when it is of no known shape.
pub(super) fn parse(body: &[u8]) -> Vec<ApiError> {
    if body.len() > MAX_BYTES {
        return Vec::new();
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(without_mark(body)) else { return Vec::new() };
    match (object.get("errors"), object.get("error").or_else(|| object.get("message"))) {
        (Some(Value::Array(errors)), _) => errors.iter().take(MAX_ERRORS).map(one).collect(),
        (Some(single @ Value::Object(_)), _) => vec![one(single)],
        (_, Some(Value::String(message))) => {
            let code = object.get("code").and_then(text);
            vec![ApiError { message: Some(message.clone()), code, ..ApiError::default() }]
        }
        _ => Vec::new(),
    }
}

fn one(value: &Value) -> ApiError {
    if let Value::String(message) = value {
        return ApiError { message: Some(message.clone()), ..ApiError::default() };
    }
    let field = |name: &str| value.get(name).and_then(text);
    ApiError {
        code: field("code"),
        message: field("message").or_else(|| field("detail")),
        attribute: field("attribute"),
        url: field("url"),
        kind: field("type"),
        status: field("status"),
        title: field("title"),
        echoes: (false, false),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

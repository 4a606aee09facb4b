//! A call: a request that is built step by step and sent when it is awaited.

use std::fmt::{self, Display};
use std::time::Duration;

use http::header;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::decode::{decode_model, decode_serde};
use crate::draft::Draft;
use crate::error::Error;
use crate::exchange::{self, Decode};
use crate::model::{Model, View, to_json, to_value};
use crate::request_parts::{RequestParts, flatten, simple};
use crate::response::Response;
use crate::transport::BoxFuture;

/// A request that is sent when it is awaited.
///
/// A mistake in its arguments is reported when it is awaited; nothing is sent then.
#[must_use = "a request is sent only when it is awaited"]
pub struct Call<T> {
    parts: Box<RequestParts>,
    decode: Decode<T>,
}

impl<T: Model + Default> Call<T> {
    pub(crate) fn new(parts: RequestParts) -> Self {
        Self { parts: Box::new(parts), decode: Decode::Body(decode_model) }
    }
}

impl<T> Call<T> {
    pub(crate) fn into_parts(mut self) -> (RequestParts, Decode<T>) {
        self.parts.write_draft();
        (*self.parts, self.decode)
    }

    /// Starts at a link instead of the path and query.
    pub(crate) fn at_link(mut self, link: &str) -> Self {
        self.parts.link = Some(link.to_owned());
        self
    }

    /// Sets the value of the next path parameter.
    #[doc(hidden)]
    pub fn path(mut self, value: &dyn Display) -> Self {
        self.parts.path_values.push(value.to_string());
        self
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: &dyn Display) -> Self {
        self.parts.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a query parameter for each item.
    #[doc(hidden)]
    pub fn query_list<V: Display>(mut self, name: &str, values: &[V]) -> Self {
        for value in values {
            self.parts.query.push((name.to_owned(), value.to_string()));
        }
        self
    }

    /// Adds a query parameter with all items in one.
    #[doc(hidden)]
    pub fn query_joined<V: Display>(mut self, name: &str, separator: &str, values: &[V]) -> Self {
        let texts: Vec<String> = values.iter().map(V::to_string).collect();
        self.parts.query.push((name.to_owned(), texts.join(separator)));
        self
    }

    /// Adds a query parameter: objects become `name[key]`, lists are repeated.
    #[doc(hidden)]
    pub fn query_value(mut self, name: &str, value: &dyn Model) -> Self {
        match to_value(value.view()) {
            Ok(value) => flatten(name, &value, &mut self.parts.query),
            Err(_) => self.parts.refuse(format!("the query parameter `{name}` cannot be written")),
        }
        self
    }

    /// Adds a query parameter whose text is the value's JSON.
    #[doc(hidden)]
    pub fn query_json(mut self, name: &str, value: &dyn Model) -> Self {
        match to_json(value.view()).map(String::from_utf8) {
            Ok(Ok(text)) => self.parts.query.push((name.to_owned(), text)),
            _ => self.parts.refuse(format!("the query parameter `{name}` cannot be written")),
        }
        self
    }

    /// Adds a header that the operation documents: lists and objects are joined by commas.
    #[doc(hidden)]
    pub fn header_value(mut self, name: &str, value: &dyn Model) -> Self {
        match to_value(value.view()) {
            Ok(value) => self.parts.set_header(name, &simple(&value)),
            Err(_) => self.parts.refuse(format!("the header `{name}` cannot be written")),
        }
        self
    }

    /// Adds a cookie that the operation documents.
    #[doc(hidden)]
    pub fn cookie_value(mut self, name: &str, value: &dyn Model) -> Self {
        match to_value(value.view()) {
            Ok(value) => {
                let pair = format!("{name}={}", crate::url::encode(&simple(&value)));
                self.parts.set_header(header::COOKIE.as_str(), &pair);
            }
            Err(_) => self.parts.refuse(format!("the cookie `{name}` cannot be written")),
        }
        self
    }

    /// Sends this body as a percent-encoded form: objects become `name[key]`, lists are repeated.
    pub fn form<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.parts.set_form(serde_json::to_value(body));
        self
    }

    /// Sends this body as a percent-encoded form, as [`Call::form`] does.
    #[doc(hidden)]
    pub fn form_body(mut self, body: &dyn Model) -> Self {
        self.parts.set_form(to_value(body.view()));
        self
    }

    /// Sends these bytes as the body, with this media type.
    pub fn bytes(mut self, media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        self.parts.set_body(media_type, body.into());
        self
    }

    /// Sends this body as JSON.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.parts.set_json(serde_json::to_vec(body));
        self
    }

    /// Sends this body as JSON, as [`Call::json`] does.
    #[doc(hidden)]
    pub fn json_body(mut self, body: &dyn Model) -> Self {
        self.parts.set_json(to_json(body.view()));
        self
    }

    /// Sends this body as JSON, if there is one.
    #[doc(hidden)]
    pub fn json_optional(self, body: &dyn Model) -> Self {
        match body.view() {
            View::Null => self,
            _ => self.json_body(body),
        }
    }

    /// Sends this body as JSON; [`Call::edit`] changes it until then.
    #[doc(hidden)]
    pub fn draft<B: Draft>(mut self, body: B) -> Self {
        self.parts.draft = Some(Box::new(body));
        self
    }

    /// Changes the body that [`Call::draft`] was given.
    #[doc(hidden)]
    pub fn edit<B: Draft>(mut self, edit: impl FnOnce(B) -> B) -> Self {
        match self.parts.draft.take().map(|draft| draft.into_any().downcast::<B>()) {
            Some(Ok(body)) => self.draft(edit(*body)),
            _ => {
                self.parts.refuse("the body is of another type");
                self
            }
        }
    }

    /// Adds a header. `Authorization`, `Host` and the headers of the connection are set by the client alone.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.parts.set_header(name, value);
        self
    }

    /// Sets the time-out of one attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout = Some(timeout);
        self
    }

    /// Sets the deadline of the call, with all its attempts and waits.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.parts.deadline = Some(deadline);
        self
    }

    /// Sends an `Idempotency-Key`, by which the server recognizes a request that arrives twice.
    ///
    /// A POST or PATCH with a key is retried like a GET. Use it only where the API honours such keys, with a new key
    /// for each request.
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.parts.set_idempotency_key(key);
        self
    }

    /// Sets how often the call is retried.
    pub fn retries(mut self, retries: u32) -> Self {
        self.parts.retries = Some(retries);
        self
    }

    /// Decodes the response as another type.
    pub fn decode_as<U: DeserializeOwned>(self) -> Call<U> {
        Call { parts: self.parts, decode: Decode::Body(decode_serde) }
    }
}

impl<T: Send + 'static> Call<T> {
    /// Returns status and headers along with the body.
    pub fn with_response(self) -> Call<Response<T>> {
        Call { parts: self.parts, decode: self.decode.with_response() }
    }

    /// Sends the request; the same as awaiting it.
    pub fn send(mut self) -> BoxFuture<'static, Result<T, Error>> {
        self.parts.write_draft();
        exchange::start(self.parts, self.decode)
    }
}

impl<T: Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), decode: self.decode.clone() }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RequestParts { operation, method, template, .. } = &*self.parts;
        // The path of a raw request may contain anything, secrets included.
        let path = operation.map_or("(raw)", |_| template);
        f.debug_struct("Call")
            .field("operation", operation)
            .field("method", method)
            .field("path", &path)
            .finish_non_exhaustive()
    }
}

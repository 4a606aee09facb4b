//! A call: a request that is built step by step and sent when it is awaited.

use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::decode::{decode_model, decode_serde};
use crate::draft::Draft;
use crate::error::Error;
#[cfg(feature = "blocking")]
use crate::error::FailedCall;
use crate::exchange::{self, Decode};
use crate::model::{Model, View, to_json, to_value};
use crate::operation::ResponseFormat;
use crate::request_parts::RequestParts;
use crate::response::Response;
use crate::send::Received;
use crate::stream::{Body, ByteStream, EventStream, JsonLines};
use crate::style::{self, Style};
use crate::transport::BoxFuture;
use crate::url::Written;

/// A request that is sent when it is awaited.
///
/// A mistake in its arguments is reported when it is awaited; nothing is sent then.
#[must_use = "a request is sent only when it is awaited"]
pub struct Call<T> {
    parts: Box<RequestParts>,
    decode: Decode<T>,
}

impl<T: Model> Call<T> {
    pub(crate) fn new(parts: RequestParts) -> Self {
        Self { parts: Box::new(parts), decode: Decode::Body(decode_model) }
    }
}

impl<T> Call<T> {
    pub(crate) fn into_parts(mut self) -> (RequestParts, Decode<T>) {
        self.parts.write_draft();
        (*self.parts, self.decode)
    }

    /// What an error tells about this call.
    #[cfg(feature = "blocking")]
    pub(crate) fn failed_call(&self) -> FailedCall {
        self.parts.failed_call()
    }

    /// Starts at a link instead of the path and query.
    pub(crate) fn at_link(mut self, link: &str) -> Self {
        self.parts.link = Some(link.to_owned());
        self
    }

    /// Starts at a page, and within it behind some items.
    pub(crate) fn at_position(mut self, link: Option<&str>, skip: usize) -> Self {
        self.parts.link = link.map(str::to_owned);
        self.parts.skip = skip;
        self
    }

    /// The number of items that are done already of the page that the call starts at.
    pub(crate) fn skipped(&self) -> usize {
        self.parts.skip
    }

    /// Sets the value of the next path parameter.
    #[doc(hidden)]
    pub fn path(mut self, value: &dyn Display) -> Self {
        self.parts.path_values.push(Written::Plain(value.to_string()));
        self
    }

    /// Sets the value of the next path parameter, in a style.
    #[doc(hidden)]
    pub fn path_value(mut self, name: &str, style: Style, value: &dyn Model) -> Self {
        if let Some(value) = self.parts.value("path parameter", name, value) {
            self.parts.path_values.push(Written::Encoded(style::path(name, style, &value)));
        }
        self
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: &dyn Display) -> Self {
        self.parts.query.push((name.to_owned(), Written::Plain(value.to_string())));
        self
    }

    /// Adds a query parameter for each item.
    #[doc(hidden)]
    pub fn query_list<V: Display>(mut self, name: &str, values: &[V]) -> Self {
        for value in values {
            self.parts.query.push((name.to_owned(), Written::Plain(value.to_string())));
        }
        self
    }

    /// Adds a query parameter in a style.
    #[doc(hidden)]
    pub fn query_value(mut self, name: &str, style: Style, value: &dyn Model) -> Self {
        if let Some(value) = self.parts.value("query parameter", name, value) {
            let pairs = style::pairs(name, style, &value).into_iter();
            self.parts.query.extend(pairs.map(|pair| (String::new(), Written::Encoded(pair))));
        }
        self
    }

    /// Adds a header that the operation documents, in a style.
    #[doc(hidden)]
    pub fn header_value(mut self, name: &str, style: Style, value: &dyn Model) -> Self {
        if let Some(value) = self.parts.value("header", name, value) {
            self.parts.set_header(name, &style::header(style, &value));
        }
        self
    }

    /// Adds a cookie that the operation documents, in a style.
    #[doc(hidden)]
    pub fn cookie_value(mut self, name: &str, style: Style, value: &dyn Model) -> Self {
        if let Some(value) = self.parts.value("cookie", name, value) {
            self.parts.add_cookies(style::pairs(name, style, &value));
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
        self.parts.set_form_fields(to_value(body.view()), &[]);
        self
    }

    /// Sends this body as a percent-encoded form, in which these properties have styles of their own.
    #[doc(hidden)]
    pub fn styled_form_body(mut self, body: &dyn Model, styles: &[(&str, Style)]) -> Self {
        self.parts.set_form_fields(to_value(body.view()), styles);
        self
    }

    /// Sends these bytes as the body, with this media type.
    pub fn bytes(mut self, media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        self.parts.set_body(media_type, body.into());
        self
    }

    /// Sends this text as the body, with this media type.
    pub fn text(mut self, media_type: &'static str, body: impl Into<String>) -> Self {
        self.parts.set_body(media_type, body.into());
        self
    }

    /// Sends the fields of this body as the parts of `multipart/form-data`; some may have media types of their own.
    #[doc(hidden)]
    pub fn multipart_body(mut self, body: &dyn Model, media_types: &[(&str, &str)]) -> Self {
        self.parts.set_multipart(body, media_types);
        self
    }

    /// Sends JSON under this media type.
    #[doc(hidden)]
    pub fn content_type(mut self, media_type: &'static str) -> Self {
        self.parts.content_type = Some(media_type);
        self
    }

    /// Asks for these media types.
    #[doc(hidden)]
    pub fn accept(mut self, media_types: &'static str) -> Self {
        self.parts.accept = Some(media_types);
        self
    }

    /// Goes to a server of the operation's own.
    #[doc(hidden)]
    pub fn server(mut self, url: &'static str) -> Self {
        self.parts.server = Some(url);
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
        match body.view().written() {
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

    /// Adds a header. `Host` and the headers of the connection are set by the client alone, and so is `Authorization`
    /// when the client has credentials for it.
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

    /// Returns the body of the response piece by piece, while it arrives. It may be of any size and take any time: only
    /// its beginning is subject to the time-outs of the call.
    pub fn stream(self) -> Call<ByteStream> {
        self.streamed(None, ByteStream::new)
    }

    /// Asks for server-sent events, and returns what each is about while they arrive, as [`Call::stream`] does.
    pub fn events<U: Model + 'static>(self) -> Call<EventStream<U>> {
        self.streamed(Some("text/event-stream"), EventStream::new)
    }

    /// Asks for JSON values, one to a line, and returns each while they arrive, as [`Call::stream`] does.
    pub fn json_lines<U: Model + 'static>(self) -> Call<JsonLines<U>> {
        self.streamed(Some("application/x-ndjson, application/jsonl"), JsonLines::new)
    }

    fn streamed<U: 'static>(mut self, accept: Option<&'static str>, new: fn(Body) -> U) -> Call<U> {
        if self.parts.response != ResponseFormat::Stream {
            self.parts.accept = accept.or(self.parts.accept);
        }
        self.parts.response = ResponseFormat::Stream;
        let limit = self.parts.config.max_body_bytes;
        let decode =
            move |_: ResponseFormat, received: &Received| Ok(new(Body::new(received.take_stream(), limit)));
        Call { parts: self.parts, decode: Decode::Whole(Arc::new(decode)) }
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

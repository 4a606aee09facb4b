//! A call: what is to be sent, put together step by step and sent when it is awaited.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::Client;
use crate::decode::decode;
use crate::error::{Error, ErrorKind};
use crate::operation::{Answer, Auth, Operation, Scopes};
use crate::page::{Items, Page, Pages};
use crate::response::Response;
use crate::send::send;
use crate::transport::BoxFuture;

/// A request that is sent when it is awaited.
///
/// What is wrong with it is found while it is built and told when it is awaited; nothing is sent then.
#[must_use = "a request is sent only when it is awaited"]
pub struct Call<T> {
    parts: Box<Parts>,
    answer: PhantomData<fn() -> T>,
}

/// Everything about a call but the type of its answer.
#[derive(Clone)]
pub(crate) struct Parts {
    pub client: Client,
    pub operation: Option<&'static str>,
    pub method: Method,
    pub template: String,
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
            ..Self::empty(client, operation.method.clone(), operation.path)
        }
    }

    pub(crate) fn raw(client: Client, method: Method, path: &str) -> Self {
        let mut parts = Self::empty(client, method, path);
        if !path.starts_with('/') || path.starts_with("//") || path.contains('\\') {
            parts.refuse("the path does not begin with one slash");
        }
        parts
    }

    fn empty(client: Client, method: Method, template: &str) -> Self {
        Self {
            client,
            operation: None,
            method,
            template: template.to_owned(),
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

    fn refuse(&mut self, why: impl Into<String>) {
        self.problem.get_or_insert((ErrorKind::InvalidRequest, why.into()));
    }

    fn set_body(&mut self, media_type: &'static str, body: impl Into<Bytes>) {
        self.body = Some(body.into());
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }

    fn set_json<B: Serialize + ?Sized>(&mut self, body: &B) {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.body = Some(bytes.into()),
            Err(_) => self.refuse("the body cannot be written as JSON"),
        }
    }

    fn set_header(&mut self, name: &str, value: &str) {
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
        error.with_operation(self.operation, self.scopes)
    }
}

impl<T> Call<T> {
    pub(crate) fn new(parts: Parts) -> Self {
        Self { parts: Box::new(parts), answer: PhantomData }
    }

    pub(crate) fn into_parts(self) -> Parts {
        *self.parts
    }

    /// Gives the next path parameter its value.
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

    /// Adds a query parameter that is written as its JSON is.
    #[doc(hidden)]
    pub fn query_value<V: Serialize + ?Sized>(mut self, name: &str, value: &V) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => flatten(name, &value, &mut self.parts.query),
            Err(_) => self.parts.refuse(format!("the query parameter `{name}` cannot be written")),
        }
        self
    }

    /// Adds a query parameter whose text is the value's JSON.
    #[doc(hidden)]
    pub fn query_json<V: Serialize + ?Sized>(mut self, name: &str, value: &V) -> Self {
        match serde_json::to_string(value) {
            Ok(text) => self.parts.query.push((name.to_owned(), text)),
            Err(_) => self.parts.refuse(format!("the query parameter `{name}` cannot be written")),
        }
        self
    }

    /// Adds a header that the operation documents: lists and objects are joined by commas.
    #[doc(hidden)]
    pub fn header_value<V: Serialize + ?Sized>(mut self, name: &str, value: &V) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.parts.set_header(name, &simple(&value)),
            Err(_) => self.parts.refuse(format!("the header `{name}` cannot be written")),
        }
        self
    }

    /// Adds a cookie that the operation documents.
    #[doc(hidden)]
    pub fn cookie_value<V: Serialize + ?Sized>(mut self, name: &str, value: &V) -> Self {
        match serde_json::to_value(value) {
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
        match serde_json::to_value(body) {
            Ok(Value::Object(fields)) => {
                let mut form = Vec::new();
                fields.iter().for_each(|(name, value)| flatten(name, value, &mut form));
                self.parts.set_body("application/x-www-form-urlencoded", crate::url::query_string(&form));
            }
            Ok(Value::Null) => {}
            _ => self.parts.refuse("the body cannot be written as a form"),
        }
        self
    }

    /// Sends this body as it is, under a media type.
    pub fn bytes(mut self, media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        self.parts.set_body(media_type, body.into());
        self
    }

    /// Sends this body as JSON.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.parts.set_json(body);
        self
    }

    /// Sends this body as JSON, when there is one.
    #[doc(hidden)]
    pub fn json_optional<B: Serialize>(mut self, body: Option<&B>) -> Self {
        if let Some(body) = body {
            self.parts.set_json(body);
        }
        self
    }

    /// Adds a header. `Authorization` and `Host` are the client's own.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.parts.set_header(name, value);
        self
    }

    /// Sets how long one attempt may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout = Some(timeout);
        self
    }

    /// Sets how long the call may take with all its attempts and waits.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.parts.deadline = Some(deadline);
        self
    }

    /// Sets how often the call is tried again.
    pub fn retries(mut self, retries: u32) -> Self {
        self.parts.retries = Some(retries);
        self
    }

    /// Reads the answer as another type.
    pub fn decode_as<U>(self) -> Call<U> {
        Call::new(*self.parts)
    }

    /// Answers with status and headers as well.
    pub fn with_response(self) -> WithResponse<T> {
        WithResponse(self)
    }
}

impl<T: DeserializeOwned + Send + 'static> Call<T> {
    /// Sends the request; the same as awaiting it.
    pub fn send(self) -> BoxFuture<'static, Result<T, Error>> {
        Box::pin(async move { Ok(self.exchange().await?.into_body()) })
    }

    async fn exchange(self) -> Result<Response<T>, Error> {
        let parts = *self.parts;
        let (answer, attempts) = send(&parts).await?;
        let body =
            decode(parts.answer, &answer).map_err(|error| parts.error(error).with_attempts(attempts))?;
        Ok(Response { status: answer.status, headers: answer.headers, attempts, body })
    }
}

impl<T: Page> Call<T> {
    /// The pages of the list, one after the other.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self)
    }

    /// The items of the list, page by page.
    pub fn items(self) -> Items<T> {
        Items::new(self)
    }

    /// Starts at a link that was got earlier, instead of the first page.
    pub fn resume(mut self, link: &str) -> Self {
        self.parts.link = Some(link.to_owned());
        self
    }
}

impl<T: DeserializeOwned + Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), answer: PhantomData }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { operation, method, template, .. } = &*self.parts;
        f.debug_struct("Call")
            .field("operation", operation)
            .field("method", method)
            .field("path", template)
            .finish_non_exhaustive()
    }
}

/// Pairs for a value as JSON tells it: objects become `name[key]`, lists are repeated.
fn flatten(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
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
fn simple(value: &Value) -> String {
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

/// A request that answers with status and headers as well.
#[derive(Debug)]
#[must_use = "a request is sent only when it is awaited"]
pub struct WithResponse<T>(Call<T>);

impl<T: DeserializeOwned + Send + 'static> IntoFuture for WithResponse<T> {
    type Output = Result<Response<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.exchange())
    }
}

/// Gives a generated request builder (a struct with the field `call`) the methods of [`Call`].
#[macro_export]
macro_rules! impl_request {
    (paged $name:ident => $answer:ty) => {
        $crate::impl_request!($name => $answer);

        impl $name {
            /// The pages of the list, one after the other.
            pub fn pages(self) -> $crate::Pages<$answer> {
                self.call.pages()
            }

            /// The items of the list, page by page.
            pub fn items(self) -> $crate::Items<$answer> {
                self.call.items()
            }

            /// Starts at a link that was got earlier, instead of the first page.
            pub fn resume(mut self, link: &str) -> Self {
                self.call = self.call.resume(link);
                self
            }
        }
    };
    ($name:ident => $answer:ty) => {
        impl $name {
            /// Sets how long one attempt may take.
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }

            /// Sets how long the call may take with all its attempts and waits.
            pub fn deadline(mut self, deadline: ::core::time::Duration) -> Self {
                self.call = self.call.deadline(deadline);
                self
            }

            /// Sets how often the call is tried again.
            pub fn retries(mut self, retries: u32) -> Self {
                self.call = self.call.retries(retries);
                self
            }

            /// Adds a header. `Authorization` and `Host` are the client's own.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call = self.call.header(name, value);
                self
            }

            /// Answers with status and headers as well.
            pub fn with_response(self) -> $crate::WithResponse<$answer> {
                self.call.with_response()
            }

            /// Sends the request; the same as awaiting it.
            pub fn send(self) -> $crate::BoxFuture<'static, ::core::result::Result<$answer, $crate::Error>> {
                self.call.send()
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$answer, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.call.send()
            }
        }
    };
}

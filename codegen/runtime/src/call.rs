//! A call: what is to be sent, put together step by step and sent when it is awaited.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::time::Duration;

use http::header;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::decode::decode;
use crate::echo::Echo;
use crate::error::Error;
use crate::page::{Items, Page, Pages};
use crate::parts::{Parts, flatten, simple};
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
        Box::pin(async move { Ok(exchange(&self.parts).await?.into_body()) })
    }
}

async fn exchange<T: DeserializeOwned>(parts: &Parts) -> Result<Response<T>, Error> {
    let (answer, attempts) = send(parts).await?;
    let body = decode(parts.answer, &answer).map_err(|error| parts.error(error).with_attempts(attempts))?;
    Ok(Response { status: answer.status, headers: answer.headers, attempts, body })
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
        // The path of a raw request is the caller's own, and may hold anything.
        let path = operation.map_or("(raw)", |_| template);
        f.debug_struct("Call")
            .field("operation", operation)
            .field("method", method)
            .field("path", &path)
            .finish_non_exhaustive()
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
        Box::pin(async move {
            let parts = self.0.parts;
            let mut response = exchange(&parts).await?;
            Echo::of(&parts).hide_headers(&mut response.headers);
            Ok(response)
        })
    }
}

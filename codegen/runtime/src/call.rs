//! A call: what is to be sent, put together step by step and sent when it is awaited.

use std::fmt::{self, Display};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::header;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::decode::{Decode, decode_model, decode_serde};
use crate::echo::Echo;
use crate::error::Error;
use crate::model::{Model, View, to_json, to_value};
use crate::page::{Items, Page, Pages};
use crate::parts::{Parts, flatten, simple};
use crate::response::Response;
use crate::send::send;
use crate::transport::{BoxFuture, TransportResponse};

/// A request that is sent when it is awaited.
///
/// What is wrong with it is found while it is built and told when it is awaited; nothing is sent then.
#[must_use = "a request is sent only when it is awaited"]
pub struct Call<T> {
    parts: Box<Parts>,
    decode: Decode<T>,
}

impl<T: Model + Default> Call<T> {
    pub(crate) fn new(parts: Parts) -> Self {
        Self { parts: Box::new(parts), decode: decode_model }
    }
}

impl<T> Call<T> {
    pub(crate) fn into_parts(self) -> (Parts, Decode<T>) {
        (*self.parts, self.decode)
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

    /// Sends this body as it is, under a media type.
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

    /// Sends this body as JSON, when there is one.
    #[doc(hidden)]
    pub fn json_optional(self, body: &dyn Model) -> Self {
        match body.view() {
            View::Null => self,
            _ => self.json_body(body),
        }
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
    pub fn decode_as<U: DeserializeOwned>(self) -> Call<U> {
        Call { parts: self.parts, decode: decode_serde }
    }

    /// Answers with status and headers as well.
    pub fn with_response(self) -> WithResponse<T> {
        WithResponse(self)
    }
}

impl<T: Send + 'static> Call<T> {
    /// Sends the request; the same as awaiting it.
    pub fn send(self) -> BoxFuture<'static, Result<T, Error>> {
        send_parts(self.parts, self.decode)
    }
}

/// Sends a request and reads its answer.
pub(crate) fn send_parts<T: Send + 'static>(
    parts: Box<Parts>,
    decode: Decode<T>,
) -> BoxFuture<'static, Result<T, Error>> {
    Box::pin(Receiving { answer: exchange(parts), decode, finish: Answered::into_body })
}

/// Sends a request, whatever its answer is read as.
fn exchange(parts: Box<Parts>) -> BoxFuture<'static, Result<Answered, Error>> {
    Box::pin(async move {
        let (response, attempts) = send(&parts).await?;
        Ok(Answered { parts, response, attempts })
    })
}

/// An answer that is not yet read.
struct Answered {
    parts: Box<Parts>,
    response: TransportResponse,
    attempts: u32,
}

impl Answered {
    fn into_body<T>(self, decode: Decode<T>) -> Result<T, Error> {
        decode(self.parts.answer, &self.response).map_err(|error| self.explain(error))
    }

    fn into_response<T>(mut self, decode: Decode<T>) -> Result<Response<T>, Error> {
        let body = decode(self.parts.answer, &self.response).map_err(|error| self.explain(error))?;
        Echo::of(&self.parts).hide_headers(&mut self.response.headers);
        let TransportResponse { status, headers, .. } = self.response;
        Ok(Response { status, headers, attempts: self.attempts, body })
    }

    fn explain(&self, error: Error) -> Error {
        self.parts.error(error).with_attempts(self.attempts)
    }
}

/// What becomes of an answer once it is there: the only part of a call that knows a type.
struct Receiving<T, R> {
    answer: BoxFuture<'static, Result<Answered, Error>>,
    decode: Decode<T>,
    finish: fn(Answered, Decode<T>) -> Result<R, Error>,
}

impl<T, R> Future for Receiving<T, R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(context));
        Poll::Ready(answer.and_then(|answer| (self.finish)(answer, self.decode)))
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

impl<T: Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), decode: self.decode }
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

impl<T: Send + 'static> IntoFuture for WithResponse<T> {
    type Output = Result<Response<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Call { parts, decode } = self.0;
        Box::pin(Receiving { answer: exchange(parts), decode, finish: Answered::into_response })
    }
}

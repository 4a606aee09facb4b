//! A transport for the tests of programs: it responds as it is told, and keeps what it was sent.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::transport::{
    BoxFuture, Transport, TransportError, TransportFailure, TransportRequest, TransportResponse,
};

/// Responds to requests without a network, for unit tests.
///
/// All clones are one: keep one, and give another to the builder of a client.
///
/// ```
/// use signalwire_rest_runtime::{Client, Method, MockTransport};
/// # #[derive(serde::Serialize)] struct Queue { name: String }
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
///
/// let mock = MockTransport::new();
/// mock.on(Method::PUT, "/api/relay/rest/queues/q1").json(200, Queue { name: "support".to_owned() });
/// let client = Client::builder().base_url("https://example.com").transport(mock.clone()).build()?;
///
/// let call = client.request(Method::PUT, "/api/relay/rest/queues/q1");
/// let queue = call.json(&serde_json::json!({ "name": "support" })).await?;
/// assert_eq!(queue["name"], "support");
/// assert_eq!(mock.requests()[0].json()["name"], "support");
/// # Ok::<(), signalwire_rest_runtime::Error>(())
/// # }).unwrap();
/// ```
///
/// A request that nothing is declared for fails, and its error lists what is. Several responses to one route are a
/// sequence, of which the last is repeated:
///
/// ```
/// use signalwire_rest_runtime::{Client, Method, MockTransport, TransportFailure};
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
///
/// let mock = MockTransport::new()
///     .on(Method::GET, "/things/{id}")
///     .fails(TransportFailure::Timeout)
///     .then()
///     .json(200, "done");
/// let client = Client::builder().base_url("https://example.com").transport(mock.clone()).build()?;
///
/// assert_eq!(client.request(Method::GET, "/things/7").await?, "done");
/// assert_eq!(mock.requests().len(), 2, "the time-out was retried");
///
/// let error = client.request(Method::GET, "/other").await.unwrap_err();
/// assert!(error.to_string().contains("expected are: GET /things/{id}"));
/// # Ok::<(), signalwire_rest_runtime::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    routes: Vec<Route>,
    /// The number of the route that was declared last.
    last: usize,
    requests: Vec<RecordedRequest>,
}

/// A method and a path with the responses to it.
struct Route {
    method: Method,
    path: String,
    replies: Vec<Reply>,
    served: usize,
}

#[derive(Clone)]
struct Reply {
    delay: Duration,
    outcome: Outcome,
}

#[derive(Clone)]
enum Outcome {
    Response(TransportResponse),
    Failure(TransportFailure, Option<(StatusCode, HeaderMap)>),
    /// What is wrong with the declaration.
    Wrong(String),
}

/// A request that a [`MockTransport`] was sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: Method,
    /// The path, percent-encoded as it was sent.
    pub path: String,
    /// The parameters of the query, decoded.
    pub query: Vec<(String, String)>,
    /// The headers; `Debug` hides the credentials.
    pub headers: HeaderMap,
    /// The body; empty when there was none.
    pub body: Bytes,
}

/// A route of a [`MockTransport`] that needs a response.
#[must_use = "declare a response, such as `.json(200, …)`"]
pub struct Expectation {
    mock: MockTransport,
    route: usize,
    headers: HeaderMap,
    delay: Duration,
    wrong: Option<String>,
}

impl MockTransport {
    /// Returns a transport that knows no response yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares what happens to requests with this method and path; for a route that is declared already, what happens next.
    ///
    /// A segment in braces, such as `{id}`, is any segment. A query, if there is one, lists parameters that a request must
    /// have.
    pub fn on(&self, method: Method, path: &str) -> Expectation {
        let mut state = self.state();
        let known = state.routes.iter().position(|route| route.method == method && route.path == path);
        let route = known.unwrap_or(state.routes.len());
        if known.is_none() {
            state.routes.push(Route { method, path: path.to_owned(), replies: Vec::new(), served: 0 });
        }
        state.last = route;
        self.expectation(route)
    }

    /// Declares what happens next on the route that was declared last.
    pub fn then(&self) -> Expectation {
        self.expectation(self.state().last)
    }

    fn expectation(&self, route: usize) -> Expectation {
        let (headers, delay) = (HeaderMap::new(), Duration::ZERO);
        Expectation { mock: self.clone(), route, headers, delay, wrong: None }
    }

    /// Returns every request so far, those that nothing was declared for included.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    /// Returns the routes that no request has used, such as `PUT /queues/q1`.
    pub fn unused(&self) -> Vec<String> {
        self.state().routes.iter().filter(|route| route.served == 0).map(Route::name).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Expectation {
    /// Adds a header to the response.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
            }
            _ => self.wrong = Some(format!("`{name}: {value}` is no header")),
        }
        self
    }

    /// Waits before the response.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Responds with JSON: a value of one of the crate's types, or of any other.
    pub fn json(mut self, status: u16, body: impl Serialize) -> MockTransport {
        let body = serde_json::to_vec(&body).unwrap_or_else(|error| {
            self.wrong = Some(format!("the body cannot be written as JSON: {error}"));
            Vec::new()
        });
        self.media_type("application/json").respond(status, body.into())
    }

    /// Responds with text.
    pub fn text(self, status: u16, body: impl Into<String>) -> MockTransport {
        self.media_type("text/plain; charset=utf-8").respond(status, body.into().into())
    }

    /// Responds with bytes of some media type.
    pub fn bytes(self, status: u16, media_type: &str, body: impl Into<Bytes>) -> MockTransport {
        self.media_type(media_type).respond(status, body.into())
    }

    /// Responds without a body.
    pub fn empty(self, status: u16) -> MockTransport {
        self.respond(status, Bytes::new())
    }

    /// Fails without a response, such as by a time-out or because there is no connection.
    pub fn fails(self, failure: TransportFailure) -> MockTransport {
        self.reply(Outcome::Failure(failure, None))
    }

    /// Breaks the connection within the body of a response with this status.
    pub fn truncated(self, status: u16) -> MockTransport {
        let headers = self.headers.clone();
        let outcome = with_status(status, |status| {
            Outcome::Failure(TransportFailure::Interrupted, Some((status, headers)))
        });
        self.reply(outcome)
    }

    fn media_type(self, media_type: &str) -> Self {
        match self.headers.contains_key(header::CONTENT_TYPE) {
            true => self,
            false => self.header(header::CONTENT_TYPE.as_str(), media_type),
        }
    }

    fn respond(self, status: u16, body: Bytes) -> MockTransport {
        let headers = self.headers.clone();
        let outcome =
            with_status(status, |status| Outcome::Response(TransportResponse { status, headers, body }));
        self.reply(outcome)
    }

    fn reply(self, outcome: Outcome) -> MockTransport {
        let outcome = self.wrong.map_or(outcome, Outcome::Wrong);
        if let Some(route) = self.mock.state().routes.get_mut(self.route) {
            route.replies.push(Reply { delay: self.delay, outcome });
        }
        self.mock
    }
}

fn with_status(status: u16, outcome: impl FnOnce(StatusCode) -> Outcome) -> Outcome {
    StatusCode::from_u16(status).map_or_else(|_| Outcome::Wrong(format!("{status} is no status")), outcome)
}

impl RecordedRequest {
    fn of(request: &TransportRequest) -> Self {
        let url = url::Url::parse(&request.url).ok();
        Self {
            method: request.method.clone(),
            path: url.as_ref().map_or_else(|| request.url.clone(), |url| url.path().to_owned()),
            query: url
                .iter()
                .flat_map(url::Url::query_pairs)
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            headers: request.headers.clone(),
            body: request.body.clone().unwrap_or_default(),
        }
    }

    /// Returns the body as JSON; `null` when it is not.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns the body as a type, such as that of the argument of the call.
    ///
    /// # Errors
    ///
    /// Returns an error when the body is not JSON of that type.
    pub fn json_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let read = serde_json::from_slice(&self.body);
        read.map_err(|error| {
            Error::new(ErrorKind::Decode, "the request is of another type").with_source(error)
        })
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Route {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn takes(&self, request: &RecordedRequest) -> bool {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let wanted = form_pairs(query);
        self.method == request.method
            && is_like(path, &request.path)
            && wanted.iter().all(|pair| request.query.contains(pair))
    }

    fn is_template(&self) -> bool {
        self.path.contains('{')
    }

    /// The reply whose turn it is; none when none was declared.
    fn next(&mut self) -> Option<Reply> {
        let last = self.replies.len().checked_sub(1)?;
        let turn = self.served.min(last);
        // One that is declared later comes next.
        self.served = turn + 1;
        self.replies.get(turn).cloned()
    }
}

fn form_pairs(query: &str) -> Vec<(String, String)> {
    let url = url::Url::parse(&format!("https://example.com/?{query}")).ok();
    url.iter().flat_map(url::Url::query_pairs).map(|(name, value)| (name.into(), value.into())).collect()
}

/// Whether a path is that of a template.
fn is_like(template: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    let fits = template.split('/').all(|wanted| {
        let is_any = wanted.starts_with('{') && wanted.ends_with('}');
        segments.next().is_some_and(|segment| if is_any { !segment.is_empty() } else { segment == wanted })
    });
    fits && segments.next().is_none()
}

impl State {
    fn reply_to(&mut self, request: RecordedRequest) -> Result<Reply, String> {
        let unknown = self.unknown(&request);
        // An exact path goes before a template.
        let exact = self.routes.iter().position(|route| !route.is_template() && route.takes(&request));
        let found = exact.or_else(|| self.routes.iter().position(|route| route.takes(&request)));
        self.requests.push(request);
        let route = found.and_then(|index| self.routes.get_mut(index));
        route.and_then(Route::next).ok_or(unknown)
    }

    /// What an error says of a request that nothing is declared for.
    fn unknown(&self, request: &RecordedRequest) -> String {
        let RecordedRequest { method, path, .. } = request;
        let expected: Vec<String> = self.routes.iter().map(Route::name).collect();
        let expected = match expected.is_empty() {
            true => "nothing is expected".to_owned(),
            false => format!("expected are: {}", expected.join(", ")),
        };
        format!("the mock has no response to {method} {path}; {expected}")
    }
}

impl Transport for MockTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let reply = self.state().reply_to(RecordedRequest::of(&request));
        Box::pin(async move {
            let wrong = |why| TransportError::new(TransportFailure::Invalid).with_message(why);
            let Reply { delay, outcome } = reply.map_err(wrong)?;
            if !delay.is_zero() {
                tokio::time::sleep(delay).await;
            }
            match outcome {
                Outcome::Response(response) => Ok(response),
                Outcome::Failure(failure, head) => {
                    Err(TransportError { head, ..TransportError::new(failure) })
                }
                Outcome::Wrong(why) => Err(wrong(format!("the mock cannot respond: {why}"))),
            }
        })
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let routes: Vec<String> = self.state().routes.iter().map(Route::name).collect();
        f.debug_struct("MockTransport").field("routes", &routes).finish_non_exhaustive()
    }
}

impl fmt::Debug for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation").finish_non_exhaustive()
    }
}

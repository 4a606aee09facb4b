//! Responses that are expensive to read: the executor goes on with other tasks, and the deadline holds.
//!
//! All on one thread, beside a task that counts how often it gets its turn: as long as the thread is held, it gets none.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use serde::{Deserialize, Deserializer};
use signalwire_rest_runtime::{
    BoxFuture, Call, Client, ErrorKind, HeaderMap, Method, StatusCode, Transport, TransportError,
    TransportRequest, TransportResponse, Value,
};
use tokio::task::yield_now;
use tokio::time::Instant;

/// The turns that the other task had so far.
type Turns = Arc<AtomicUsize>;

/// Responds at once, and notes the turns at that time.
struct Costly {
    response: TransportResponse,
    turns: Turns,
    noted: Turns,
}

impl Transport for Costly {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        self.noted.store(self.turns.load(Relaxed), Relaxed);
        Box::pin(async move { Ok(self.response.clone()) })
    }
}

struct Setup {
    call: Call<Value>,
    turns: Turns,
    noted: Turns,
}

impl Setup {
    fn new(status: u16, headers: HeaderMap, body: Vec<u8>) -> Self {
        let (turns, noted) = (Turns::default(), Turns::default());
        let response =
            TransportResponse { status: StatusCode::from_u16(status).unwrap(), headers, body: body.into() };
        let transport = Costly { response, turns: Arc::clone(&turns), noted: Arc::clone(&noted) };
        let client =
            Client::builder().base_url("https://api.example.com").transport(transport).build().unwrap();
        let counted = Arc::clone(&turns);
        tokio::spawn(async move {
            loop {
                counted.fetch_add(1, Relaxed);
                yield_now().await;
            }
        });
        Self { call: client.request(Method::POST, "/things").retries(0), turns, noted }
    }

    /// How often the other task got its turn since the response was there.
    fn turns_since_response(&self) -> usize {
        self.turns.load(Relaxed) - self.noted.load(Relaxed)
    }
}

/// Headers of many words, none of which was sent.
fn many_words() -> HeaderMap {
    let name = |number: usize| format!("x-{number}").parse().unwrap();
    let words = |number: usize| (0..50).map(move |word| format!("w{number}-{word} ")).collect::<String>();
    (0..20).map(|number| (name(number), words(number).trim().parse().unwrap())).collect()
}

/// More than an executor could bear to search.
fn large_body() -> Value {
    vec!["some words that no header has"; 20_000].into()
}

#[tokio::test]
async fn the_headers_of_an_error_are_compared_with_a_large_request() {
    let setup = Setup::new(401, many_words(), Vec::new());
    let error = setup.call.clone().json(&large_body()).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert!(setup.turns_since_response() > 1, "the thread was held");
}

#[tokio::test]
async fn the_headers_of_a_success_are_compared_with_a_large_request() {
    let setup = Setup::new(200, many_words(), b"null".to_vec());
    let response = setup.call.clone().json(&large_body()).with_response().await.unwrap();
    assert!(response.headers().values().all(|value| !value.is_sensitive()));
    assert!(setup.turns_since_response() > 1, "the thread was held");
}

#[tokio::test]
async fn a_large_response_is_decoded_elsewhere() {
    for (body, is_whole) in [(large_body().to_string(), true), (large_body().to_string() + "?", false)] {
        let setup = Setup::new(200, HeaderMap::new(), body.into_bytes());
        let outcome = setup.call.clone().await;
        assert_eq!(outcome.as_ref().ok(), is_whole.then(large_body).as_ref());
        assert_eq!(outcome.err().map(|error| error.kind()), (!is_whole).then_some(ErrorKind::Decode));
        assert!(setup.turns_since_response() > 1, "the thread was held");
    }
    let setup = Setup::new(200, HeaderMap::new(), b"null".to_vec());
    setup.call.clone().await.unwrap();
    assert_eq!(setup.turns_since_response(), 0, "a small one is decoded at once");
}

/// Nothing of a response shows when there is no time to find out what it repeats.
#[tokio::test]
async fn the_deadline_covers_redaction() {
    let mut headers = many_words();
    headers.insert("x-request-id", "abc-1".parse().unwrap());
    let setup = Setup::new(401, headers, Vec::new());
    let call = setup.call.clone().json(&vec!["some words"; 200_000]);
    let shown = call.clone().await.unwrap_err().to_string();
    assert!(shown.ends_with("[request abc-1]"), "{shown}");
    let error = call.deadline(Duration::ZERO).await.unwrap_err();
    assert!(error.is_unauthorized() && !error.to_string().contains("abc-1"), "{error}");
    assert!(error.headers().values().all(|value| value.is_sensitive()));
}

/// Takes as long as the slowest type.
#[derive(Debug)]
struct Slow;

impl<'de> Deserialize<'de> for Slow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (_never, message) = std::sync::mpsc::channel::<()>();
        message.recv_timeout(Duration::from_secs(2)).unwrap_err();
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

#[tokio::test]
async fn the_deadline_covers_decoding() {
    let setup = Setup::new(200, many_words(), large_body().to_string().into_bytes());
    let started = Instant::now();
    let call = setup.call.clone().decode_as::<Slow>().deadline(Duration::from_millis(100));
    let error = call.await.unwrap_err();
    assert!(started.elapsed() < Duration::from_millis(1_500), "{:?}", started.elapsed());
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (ErrorKind::Timeout, Some(StatusCode::OK), 1)
    );
}

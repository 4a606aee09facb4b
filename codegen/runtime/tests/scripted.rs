//! The rules of sending, on virtual time, against a transport that follows a script.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use signalwire_rest_runtime::{
    BoxFuture, Client, Error, ErrorKind, HeaderMap, Method, StatusCode, Transport, TransportError,
    TransportFailure, TransportRequest, TransportResponse, Value,
};
use tokio::time::Instant;

/// What happens to one attempt.
enum Act {
    Answer(u16, &'static [(&'static str, &'static str)], &'static str),
    Fail(TransportFailure),
    Hang,
}

/// Follows a script, and keeps what was sent and when.
#[derive(Clone, Default)]
struct Script {
    acts: Arc<Mutex<VecDeque<Act>>>,
    sent: Arc<Mutex<Vec<(Instant, TransportRequest)>>>,
}

impl Script {
    fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        Self { acts: Arc::new(Mutex::new(acts.into_iter().collect())), sent: Arc::default() }
    }

    fn client(&self) -> Client {
        Client::builder()
            .base_url("https://api.example.com/v1")
            .basic_auth("user", "password")
            .transport(self.clone())
            .build()
            .unwrap()
    }

    fn sent(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// The waits between the attempts.
    fn waits(&self) -> Vec<Duration> {
        let sent = self.sent.lock().unwrap();
        sent.windows(2).map(|pair| pair[1].0 - pair[0].0).collect()
    }

    fn urls(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|(_, request)| request.url.clone()).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        self.sent.lock().unwrap().push((Instant::now(), request));
        let act = self.acts.lock().unwrap().pop_front().unwrap_or(Act::Answer(200, &[], "null"));
        Box::pin(async move {
            match act {
                Act::Answer(status, headers, body) => {
                    let headers: HeaderMap = headers
                        .iter()
                        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                        .collect();
                    Ok(TransportResponse {
                        status: StatusCode::from_u16(status).unwrap(),
                        headers,
                        body: body.into(),
                    })
                }
                Act::Fail(failure) => Err(TransportError::new(failure)),
                Act::Hang => std::future::pending().await,
            }
        })
    }
}

async fn call(script: &Script, method: Method) -> Result<Value, Error> {
    script.client().request(method, "/things").json("body").await
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for_in_seconds() {
    let script = Script::new([
        Act::Answer(429, &[("retry-after", "7")], ""),
        Act::Answer(503, &[("retry-after", "60")], ""),
    ]);
    call(&script, Method::GET).await.unwrap();
    for (wait, seconds) in script.waits().into_iter().zip([7, 60]) {
        let seconds = Duration::from_secs(seconds);
        assert!(wait >= seconds && wait < seconds + Duration::from_millis(100), "{wait:?}");
    }
}

/// Without jitter, everybody whom the server sent away would be back at the same time.
#[tokio::test(start_paused = true)]
async fn no_wait_and_one_that_is_over_are_jittered() {
    for asked in ["0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let mut waits = Vec::new();
        for _ in 0..20 {
            let headers = Box::leak(Box::new([("retry-after", asked)]));
            let script = Script::new([Act::Answer(429, headers, ""), Act::Answer(429, headers, "")]);
            call(&script, Method::GET).await.unwrap();
            waits.push(script.waits());
        }
        for (number, most) in [(0, 252), (1, 502)] {
            let mut waits: Vec<Duration> = waits.iter().map(|waits| waits[number]).collect();
            assert!(waits.iter().all(|wait| *wait <= Duration::from_millis(most)), "{asked}: {waits:?}");
            waits.sort();
            waits.dedup();
            assert!(waits.len() > 10, "{asked}: {waits:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_limit_is_the_callers_to_wait() {
    for (asked, seconds) in [
        ("61", 61),
        ("86400", 86_400),
        ("99999999999999999999999999", u64::from(u32::MAX)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", u64::from(u32::MAX)),
    ] {
        for status in [429, 503] {
            let script =
                Script::new([Act::Answer(status, Box::leak(Box::new([("retry-after", asked)])), "")]);
            let started = Instant::now();
            let error = call(&script, Method::GET).await.unwrap_err();
            assert_eq!(
                (script.sent(), error.retry_after()),
                (1, Some(Duration::from_secs(seconds))),
                "{asked}"
            );
            assert!(started.elapsed() < Duration::from_secs(1));
            assert!(
                error.to_string().ends_with("; the server asks for a longer wait than a call makes"),
                "{error}"
            );
        }
    }
    let script = Script::new([Act::Answer(422, &[("retry-after", "5")], "")]);
    let error = call(&script, Method::GET).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)), "whatever the status");
    let script = Script::new([Act::Answer(422, &[], "")]);
    assert_eq!(call(&script, Method::GET).await.unwrap_err().retry_after(), None);
}

/// In an outage, a thousand calls are a thousand requests and a hundred more, instead of three thousand.
#[tokio::test(start_paused = true)]
async fn an_outage_is_not_tripled() {
    for (act, retries) in [(503, 100), (0, 50)] {
        let outage =
            || if act == 0 { Act::Fail(TransportFailure::Timeout) } else { Act::Answer(act, &[], "") };
        let script = Script::new((0..2_000).map(|_| outage()));
        let client = script.client();
        let mut last = String::new();
        for _ in 0..1_000 {
            last = client.clone().request(Method::GET, "/things").await.unwrap_err().to_string();
        }
        assert_eq!(script.sent(), 1_000 + retries, "all clones share one budget");
        assert!(last.ends_with("; too many calls fail for another retry"), "{last}");
        // A client of its own is not concerned.
        let other = Script::new([outage()]);
        call(&other, Method::GET).await.unwrap();
        assert_eq!(other.sent(), 2);
        // The outage is over: what succeeds pays for what does not.
        script.acts.lock().unwrap().clear();
        for _ in 0..10 {
            client.request(Method::GET, "/things").await.unwrap();
        }
        script.acts.lock().unwrap().push_back(outage());
        client.request(Method::GET, "/things").await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_makes_a_post_repeatable() {
    use TransportFailure::{Interrupted, Timeout};
    for method in [Method::POST, Method::PATCH] {
        let script = Script::new([Act::Fail(Timeout), Act::Fail(Interrupted), Act::Answer(503, &[], "")]);
        let call = script.client().request(method.clone(), "/things").json("body").retries(3);
        call.idempotency_key("old").idempotency_key("key-1").await.unwrap();
        let sent = script.sent.lock().unwrap();
        let keys: Vec<_> =
            sent.iter().flat_map(|(_, request)| request.headers.get_all("idempotency-key")).collect();
        assert_eq!(keys, ["key-1"; 4], "{method}");
    }
    let script = Script::new([Act::Answer(308, &[("location", "/other")], "")]);
    script.client().request(Method::POST, "/things").idempotency_key("key-1").await.unwrap();
    assert_eq!(script.sent(), 2);
    let script = Script::new([]);
    for key in ["", "a\r\nb", "\0"] {
        let error = script.client().request(Method::POST, "/things").idempotency_key(key).await.unwrap_err();
        assert_eq!((error.kind(), script.sent()), (ErrorKind::InvalidRequest, 0), "{key:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let script = Script::new([Act::Answer(429, &[("retry-after", "50")], "")]);
    let started = Instant::now();
    let error =
        script.client().request(Method::GET, "/things").deadline(Duration::from_secs(20)).await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 1, "{error}");
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn backoff_is_jittered_and_bounded() {
    let script = Script::new((0..9).map(|_| Act::Answer(503, &[], "")));
    let error = script.client().request(Method::GET, "/things").retries(8).await.unwrap_err();
    assert_eq!((error.attempts(), script.sent()), (9, 9));
    for (number, wait) in script.waits().into_iter().enumerate() {
        let most = Duration::from_millis(250 << number).min(Duration::from_secs(8));
        assert!(wait <= most + Duration::from_millis(2), "{number}: {wait:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_have_arrived_is_not_sent_again() {
    use TransportFailure::{Connect, Interrupted, Timeout};
    for (method, failure, times) in [
        (Method::POST, Connect, 3),
        (Method::POST, Timeout, 1),
        (Method::POST, Interrupted, 1),
        (Method::PATCH, Connect, 3),
        (Method::PATCH, Timeout, 1),
        (Method::PATCH, Interrupted, 1),
        (Method::GET, Timeout, 3),
        (Method::PUT, Interrupted, 3),
        (Method::DELETE, Connect, 3),
        (Method::GET, TransportFailure::BodyTooLarge, 1),
        (Method::GET, TransportFailure::Invalid, 1),
    ] {
        let script = Script::new((0..9).map(|_| Act::Fail(failure)));
        let error = call(&script, method.clone()).await.unwrap_err();
        assert_eq!(
            (script.sent(), error.attempts()),
            (times, u32::try_from(times).unwrap()),
            "{method} {failure:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_and_a_call_have_their_time() {
    let script = Script::new([Act::Hang, Act::Hang, Act::Hang]);
    let started = Instant::now();
    let error =
        script.client().request(Method::GET, "/things").timeout(Duration::from_secs(3)).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 3, "{error}");
    assert!(started.elapsed() >= Duration::from_secs(9) && started.elapsed() < Duration::from_secs(11));
    let script = Script::new([Act::Hang]);
    let started = Instant::now();
    let error =
        script.client().request(Method::GET, "/things").deadline(Duration::from_secs(5)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(started.elapsed() <= Duration::from_millis(5_100), "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_time_beyond_all_clocks_is_no_limit() {
    let script = Script::new([Act::Answer(429, &[("retry-after", "60")], ""), Act::Hang]);
    let call = script.client().request(Method::GET, "/things").deadline(Duration::MAX);
    let started = Instant::now();
    // The hanging attempt ends by its time-out, and the third succeeds.
    call.timeout(Duration::from_secs(1_000_000)).await.unwrap();
    assert!(started.elapsed() > Duration::from_secs(1_000_060), "{:?}", started.elapsed());
    let script = Script::new([]);
    let call = script.client().request(Method::GET, "/things").deadline(Duration::MAX).timeout(Duration::MAX);
    call.retries(u32::MAX).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn redirects_stay_on_the_origin_and_keep_the_method() {
    let script = Script::new([
        Act::Answer(302, &[("location", "/v1/other?x=1")], ""),
        Act::Answer(307, &[("location", "https://api.example.com/v1/last")], ""),
    ]);
    script.client().request(Method::GET, "/things").await.unwrap();
    assert_eq!(
        script.urls(),
        [
            "https://api.example.com/v1/things",
            "https://api.example.com/v1/other?x=1",
            "https://api.example.com/v1/last"
        ]
    );
    for location in [
        "https://evil.example.com/",
        "http://api.example.com/",
        "//evil.example.com/",
        "https://api.example.com:8443/",
        "https://u:p@api.example.com/",
    ] {
        let script = Script::new([Act::Answer(307, &[], "")]);
        script.acts.lock().unwrap()[0] = Act::Answer(307, Box::leak(Box::new([("location", location)])), "");
        let error = call(&script, Method::GET).await.unwrap_err();
        assert_eq!((error.kind(), script.sent()), (ErrorKind::Redirect, 1), "{location}");
        assert!(!error.to_string().contains("evil"), "{error}");
    }
    let script = Script::new([Act::Answer(302, &[("location", "/other")], "")]);
    assert_eq!(call(&script, Method::POST).await.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!(script.sent(), 1, "a POST does not become a GET");
    for (method, sent) in [(Method::PUT, 2), (Method::DELETE, 2), (Method::POST, 1), (Method::PATCH, 1)] {
        let script = Script::new([Act::Answer(308, &[("location", "/other")], "")]);
        assert_eq!(call(&script, method.clone()).await.is_ok(), sent == 2, "{method}");
        assert_eq!(script.sent(), sent, "{method} may be sent twice, or not");
    }
    let script = Script::new((0..9).map(|_| Act::Answer(302, &[("location", "/again")], "")));
    assert_eq!(call(&script, Method::GET).await.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!(script.sent(), 6, "circles end");
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_sends_nothing_more() {
    let script = Script::new([Act::Answer(503, &[("retry-after", "10")], "")]);
    let call = script.client().request(Method::GET, "/things").send();
    assert!(tokio::time::timeout(Duration::from_secs(1), call).await.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(script.sent(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_header_of_the_clients_own_is_refused() {
    let script = Script::new([]);
    for name in ["Authorization", "host", "Content-Length", "bad name", "x\r\ny"] {
        let error = script.client().request(Method::GET, "/things").header(name, "value").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name:?}");
    }
    assert_eq!(script.sent(), 0);
    script.client().request(Method::GET, "/things").header("accept", "text/csv").await.unwrap();
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent[0].1.headers.get_all("accept").iter().collect::<Vec<_>>(), ["text/csv"]);
    assert_eq!(sent[0].1.headers["authorization"], "Basic dXNlcjpwYXNzd29yZA==");
    assert!(sent[0].1.headers["authorization"].is_sensitive());
}

#[tokio::test(start_paused = true)]
async fn errors_of_either_shape_are_read() {
    let rest = r#"{"errors":[{"type":"validation_error","code":"missing_required_parameter","message":"m","attribute":"username","url":"u"},{"code":"x"}]}"#;
    let relay = r#"{"errors":[{"detail":"d","status":"422","title":"t","code":"invalid"}]}"#;
    for (body, codes, first) in [
        (rest, vec!["missing_required_parameter", "x"], Some("m")),
        (relay, vec!["invalid"], Some("d")),
        (r#"{"error":"Unauthorized"}"#, vec![], Some("Unauthorized")),
        ("<html>", vec![], None),
        ("", vec![], None),
        ("[1]", vec![], None),
        (r#"{"errors":["plain",null,7]}"#, vec![], Some("plain")),
    ] {
        let script = Script::new([Act::Answer(422, &[("x-request-id", "abc-1")], body)]);
        let error = call(&script, Method::POST).await.unwrap_err();
        assert_eq!(error.errors().iter().filter_map(|error| error.code()).collect::<Vec<_>>(), codes);
        assert_eq!(error.errors().first().and_then(|error| error.message()), first);
        assert_eq!((error.request_id(), error.body()), (Some("abc-1"), body.as_bytes()));
        assert_eq!(error.to_string().lines().count(), 1);
        assert!(error.to_string().ends_with("[request abc-1]"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn errors_beyond_number_are_cut_short() {
    let one = r#"{"code":"too_long_by_far","message":"m"}"#;
    for (count, kept, shown) in [(1, 1, 1), (8, 8, 8), (9, 9, 8), (5_000, 100, 8), (50_000, 0, 0)] {
        let body = format!("{{\"errors\":[{}]}}", vec![one; count].join(","));
        let script = Script::new([Act::Answer(422, &[], Box::leak(body.into_boxed_str()))]);
        let error = call(&script, Method::POST).await.unwrap_err();
        let text = error.to_string();
        assert_eq!(
            (error.errors().len(), text.matches("too_long").count()),
            (kept, shown),
            "{count}: {text}"
        );
        assert_eq!(text.contains('…'), kept > shown, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_are_written_as_the_operation_says() {
    let script = Script::new([]);
    let form = serde_json::json!({ "a b": "c&d", "list": [1, 2], "deep": { "x": true }, "none": null });
    script.client().request(Method::POST, "/things").form(&form).await.unwrap();
    script.client().request(Method::POST, "/things").bytes("image/png", b"png".to_vec()).await.unwrap();
    script
        .client()
        .request(Method::GET, "/things")
        .query_json("q", &form["deep"])
        .query_value("f", &form["deep"])
        .header_value("x-list", &form["list"])
        .cookie_value("crumb", &"a;b".to_owned())
        .await
        .unwrap();
    let sent = script.sent.lock().unwrap();
    let body = |index: usize| String::from_utf8(sent[index].1.body.as_ref().unwrap().to_vec()).unwrap();
    let mut pairs: Vec<String> = body(0).split('&').map(str::to_owned).collect();
    pairs.sort_unstable();
    assert_eq!(pairs, ["a%20b=c%26d", "deep%5Bx%5D=true", "list=1", "list=2"]);
    assert_eq!(sent[0].1.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(
        (body(1).as_str(), &sent[1].1.headers["content-type"]),
        ("png", &"image/png".parse().unwrap())
    );
    assert_eq!(sent[2].1.url, "https://api.example.com/v1/things?q=%7B%22x%22%3Atrue%7D&f%5Bx%5D=true");
    assert_eq!(
        (&sent[2].1.headers["x-list"], &sent[2].1.headers["cookie"]),
        (&"1,2".parse().unwrap(), &"crumb=a%3Bb".parse().unwrap())
    );
}

/// What a generated crate has.
mod generated {
    use std::marker::PhantomData;

    pub struct Call<T, O = AnyOperation> {
        pub(crate) inner: signalwire_rest_runtime::Call<T>,
        operation: PhantomData<fn() -> O>,
    }

    pub trait Operation {}

    pub enum AnyOperation {}

    signalwire_rest_runtime::impl_call!(Call, Operation);
}

struct Ask;

impl generated::Operation for Ask {}

impl<T> generated::Call<T, Ask> {
    fn polite(mut self) -> Self {
        self.inner = self.inner.edit(|body: String| body + ", please");
        self
    }
}

#[tokio::test(start_paused = true)]
async fn a_draft_is_sent_as_it_is_when_the_call_is_awaited_however_that_is() {
    let script = Script::new([]);
    let request = || script.client().request(Method::POST, "/things");
    let ask = || generated::Call::<Value, Ask>::new(request().draft("body".to_owned()));
    ask().await.unwrap();
    ask().polite().send().await.unwrap();
    let call = ask();
    call.clone().polite().await.unwrap();
    call.with_response().polite().retries(0).await.unwrap();
    ask().decode_as::<Option<u8>>().polite().query("page", 2).await.unwrap();
    generated::Call::<Value>::from(ask().polite()).await.unwrap();
    let sent = script.sent.lock().unwrap();
    let bodies: Vec<_> = sent.iter().map(|(_, request)| request.body.as_deref()).collect();
    let (plain, polite) = (b"\"body\"".as_slice(), b"\"body, please\"".as_slice());
    assert_eq!(bodies, [plain, polite, polite, polite, polite, polite].map(Some));
    assert_eq!(sent[4].1.url, "https://api.example.com/v1/things?page=2");
}

#[tokio::test(start_paused = true)]
async fn a_draft_of_another_type_is_not_sent() {
    let script = Script::new([]);
    let call = script.client().request(Method::POST, "/things").draft(true).edit(|body: String| body);
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(script.sent.lock().unwrap().is_empty());
}

//! The rules of sending, on virtual time, against a transport that follows a script.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use signalwire_rest_runtime::{
    BoxFuture, Call, Client, Error, ErrorKind, HeaderMap, Method, StatusCode, Transport, TransportError,
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
        Act::Answer(503, &[("retry-after", "0")], ""),
    ]);
    call(&script, Method::GET).await.unwrap();
    let waits = script.waits();
    assert!(waits[0] >= Duration::from_secs(7) && waits[0] < Duration::from_millis(7_100), "{waits:?}");
    assert!(waits[1] < Duration::from_millis(100), "{waits:?}");
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

/// A request builder as generated code has them.
struct Ask {
    call: Call<Value>,
    body: Value,
}

signalwire_rest_runtime::impl_request!(with_body Ask => Value);

#[tokio::test(start_paused = true)]
async fn a_builder_sends_its_body_however_it_is_awaited() {
    let script = Script::new([]);
    let ask =
        || Ask { call: script.client().request(Method::POST, "/things"), body: serde_json::json!("body") };
    ask().await.unwrap();
    ask().send().await.unwrap();
    ask().with_response().await.unwrap();
    ask().decode_as::<Option<u8>>().await.unwrap();
    let sent = script.sent.lock().unwrap();
    let bodies: Vec<_> = sent.iter().map(|(_, request)| request.body.as_deref()).collect();
    assert_eq!(bodies, [Some(b"\"body\"".as_slice()); 4]);
}

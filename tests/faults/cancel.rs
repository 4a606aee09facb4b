//! A call that is dropped leaves nothing behind: no request, no task, no connection, no permit that is never released.

use std::time::Duration;

use signalwire_rest_runtime::{Call, Client, Method, Value};
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout};

use tests::raw::{Raw, Step};

const FINE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull";

/// A client that may have one connection: a permit that is not released would stop all other calls.
fn client(server: &Raw) -> Client {
    let builder =
        Client::builder().base_url(server.url()).allow_plain_http(true).basic_auth("user", "password");
    builder.max_connections(1).build().unwrap()
}

fn calls(client: &Client) -> [Call<Value>; 5] {
    [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE]
        .map(|method| client.request(method, "/stuck").json("body"))
}

/// Waits a moment for a dropped call to end.
async fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(10), "{what}");
        sleep(Duration::from_millis(5)).await;
    }
}

/// Every moment at which a call can be dropped: before a response, within one, and before a second attempt.
fn stuck() -> Vec<Vec<Step>> {
    vec![
        vec![Step::Hang],
        vec![Step::Write(b"HTTP/1.1 200 OK\r\ncont".to_vec()), Step::Hang],
        vec![Step::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()), Step::Hang],
        vec![Step::Write(
            b"HTTP/1.1 429 Slow\r\nretry-after: 60\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                .to_vec(),
        )],
    ]
}

#[tokio::test]
async fn a_dropped_call_leaves_nothing_behind() {
    let tasks = || Handle::current().metrics().num_alive_tasks();
    for steps in stuck() {
        let server = Raw::with(move |request| match request.contains(" /stuck ") {
            true => steps.clone(),
            false => vec![Step::Write(FINE.to_vec()), Step::Keep],
        })
        .await;
        let start = tasks();
        let client = client(&server);
        client.request(Method::GET, "/fine").await.unwrap();
        let before = tasks();
        for call in calls(&client) {
            let sent = server.requests().len();
            let mut call = call.send();
            while server.requests().len() == sent {
                assert!(timeout(Duration::from_millis(20), &mut call).await.is_err());
            }
            // Whatever there is of the response has time to arrive.
            assert!(timeout(Duration::from_millis(50), &mut call).await.is_err());
            drop(call);
            eventually("the connection is closed", || server.connections().0 == 0).await;
            eventually("every task ends", || tasks() <= before).await;
            assert_eq!(server.requests().len(), sent + 1, "nothing more is sent");
            let fine = timeout(Duration::from_secs(10), client.request(Method::GET, "/fine")).await;
            fine.unwrap().unwrap();
            assert_eq!(server.requests().len(), sent + 2);
        }
        drop(client);
        let gone = || server.connections().0 == 0 && tasks() <= start;
        eventually("a client that is dropped closes its connections and ends its tasks", gone).await;
    }
}

#[tokio::test]
async fn a_call_that_waits_for_its_turn_can_be_dropped() {
    let server = Raw::with(|request| match request.contains(" /stuck ") {
        true => vec![Step::Hang],
        false => vec![Step::Write(FINE.to_vec()), Step::Keep],
    })
    .await;
    let client = client(&server);
    let mut first = client.request(Method::GET, "/stuck").send();
    while server.requests().is_empty() {
        assert!(timeout(Duration::from_millis(50), &mut first).await.is_err());
    }
    let mut waiting: Vec<_> = (0..100).map(|_| client.request(Method::POST, "/fine").send()).collect();
    for call in &mut waiting {
        assert!(timeout(Duration::from_millis(1), call).await.is_err());
    }
    assert_eq!(server.requests().len(), 1, "one at a time");
    drop(waiting);
    let late = client.request(Method::POST, "/fine").deadline(Duration::from_millis(50)).await.unwrap_err();
    assert!(late.is_timeout() && late.attempts() == 0 && late.is_retryable(), "{late}");
    assert_eq!(late.to_string(), "POST /fine: other calls occupied every connection for too long");
    drop(first);
    client.request(Method::GET, "/fine").await.unwrap();
    assert_eq!(server.requests().len(), 2, "a call that was dropped before its turn was never sent");
}

#[tokio::test]
async fn a_page_that_is_no_longer_awaited_still_arrives() {
    let body = |next: &str| {
        format!("{{\"data\":[],\"items_count\":0,\"links\":{{\"self\":\"/\",\"first\":\"/\"{next}}}}}")
    };
    let response = move |body: String| {
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
    };
    let server = Raw::with(move |request| {
        let second = request.contains("page_number=1");
        let next = if second { "" } else { ",\"next\":\"/api/fabric/sip_addresses?page_number=1\"" };
        let bytes = response(body(next));
        // Byte by byte, so that a call can be dropped within the response.
        let pause = if second { 1 } else { 0 };
        vec![Step::Slowly(bytes, Duration::from_millis(pause))]
    })
    .await;
    let client = server.builder().build().unwrap();
    let mut pages = client.fabric().sip_addresses().list().pages();
    pages.try_next().await.unwrap().unwrap();
    let link = pages.next_link().map(str::to_owned);
    assert!(link.is_some());
    assert!(timeout(Duration::from_millis(30), pages.try_next()).await.is_err());
    assert_eq!(pages.next_link(), link.as_deref(), "a caller that gives up knows where to resume");
    assert!(pages.try_next().await.unwrap().is_some());
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!((server.requests().len(), pages.next_link()), (2, None));
}

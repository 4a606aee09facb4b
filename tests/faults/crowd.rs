//! Many calls at once through one client: each is sent once, and the number of connections stays within its limit.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use futures_util::future::join_all;
use signalwire_rest_runtime::{
    BoxFuture, Client, ClientBuilder, HeaderMap, Method, StatusCode, Transport, TransportError,
    TransportRequest, TransportResponse,
};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use tests::raw::{Raw, Step};

/// Responds to each request with the number in its path, and keeps the connection open if `keeps`.
async fn server(keeps: bool) -> Raw {
    Raw::with(move |request| {
        let number = request.split(['/', ' ']).nth(2).unwrap();
        let connection = if keeps { "" } else { "connection: close\r\n" };
        let head = format!("HTTP/1.1 200 OK\r\n{connection}content-length: {}\r\n\r\n", number.len());
        let response = Step::Write(format!("{head}{number}").into_bytes());
        if keeps { vec![response, Step::Keep] } else { vec![response] }
    })
    .await
}

fn builder(server: &Raw) -> ClientBuilder {
    Client::builder().base_url(server.url()).allow_plain_http(true)
}

async fn ask(client: &Client, number: usize) {
    let response = client.request(Method::POST, &format!("/{number}")).with_response().await.unwrap();
    assert_eq!((response.attempts(), response.body().as_u64()), (1, Some(number as u64)));
}

/// Starts all calls before any can end.
async fn ask_all(client: &Client, server: &Raw, count: usize) {
    let mut tasks = JoinSet::new();
    for number in 0..count {
        let client = client.clone();
        tasks.spawn(async move { ask(&client, number).await });
    }
    tasks.join_all().await;
    let requests = server.requests();
    let lines: BTreeSet<&str> = requests.iter().filter_map(|request| request.lines().next()).collect();
    assert_eq!((requests.len(), lines.len()), (count, count), "each is sent once");
}

/// No more requests run at once than there are connections: on virtual time, where each request takes a second.
#[tokio::test(start_paused = true)]
async fn ten_thousand_calls_take_turns() {
    let transport = Counting::default();
    let builder = Client::builder().base_url("https://api.example.com").transport(transport.clone());
    let client = builder.build().unwrap();
    let started = Instant::now();
    let calls = (0..10_000).map(|_| client.request(Method::POST, "/x").send());
    let outcomes = join_all(calls).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((transport.most(), started.elapsed().as_secs()), (100, 100));
    // One more than fits into the deadline.
    let calls = (0..12_001).map(|_| client.request(Method::POST, "/x").send());
    let outcomes = join_all(calls).await;
    let late: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
    assert_eq!(late.len(), 1);
    assert!(late[0].is_timeout() && late[0].attempts() == 0, "{}", late[0]);
}

/// Every request takes a second.
#[derive(Clone, Default)]
struct Counting(Arc<(AtomicUsize, AtomicUsize)>);

impl Counting {
    fn most(&self) -> usize {
        self.0.1.load(Relaxed)
    }
}

impl Transport for Counting {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async {
            let (now, most) = &*self.0;
            most.fetch_max(now.fetch_add(1, Relaxed) + 1, Relaxed);
            sleep(Duration::from_secs(1)).await;
            now.fetch_sub(1, Relaxed);
            Ok(TransportResponse { status: StatusCode::OK, headers: HeaderMap::new(), body: "null".into() })
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_calls_share_a_hundred_connections() {
    let server = server(true).await;
    let client = builder(&server).build().unwrap();
    ask_all(&client, &server, 10_000).await;
    let (_, most, made) = server.connections();
    // A new call may open a connection before a used one is returned to the pool, so a few more are allowed.
    assert!(most <= 200 && made <= 300, "{made} connections were made, {most} of them open at once");
}

#[tokio::test]
async fn connections_that_close_are_bounded_too() {
    let server = server(false).await;
    let client = builder(&server).max_connections(7).build().unwrap();
    ask_all(&client, &server, 500).await;
    let (_, most, made) = server.connections();
    assert!(most <= 7 && made >= 500, "{made} connections were made, {most} of them open at once");
}

#[tokio::test]
async fn the_caller_chooses_how_many() {
    for (allowed, expected) in [(0, 1..=2), (1, 1..=2), (300, 150..=600)] {
        let server = server(true).await;
        let client = builder(&server).max_connections(allowed).build().unwrap();
        ask_all(&client, &server, 1_000).await;
        let (_, most, _) = server.connections();
        assert!(expected.contains(&most), "{most} connections, where {allowed} were allowed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_cloned_into_a_thousand_tasks() {
    let server = server(true).await;
    let client = builder(&server).max_connections(10).build().unwrap();
    let mut tasks = JoinSet::new();
    for task in 0..1_000 {
        let client = client.clone();
        tasks.spawn(async move {
            for turn in 0..3 {
                ask(&client, task * 3 + turn).await;
            }
        });
    }
    tasks.join_all().await;
    let (_, most, made) = server.connections();
    assert_eq!(server.requests().len(), 3_000);
    assert!(most <= 20 && made <= 50, "{made} connections were made, {most} of them open at once");
}

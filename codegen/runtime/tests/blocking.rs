//! Calls of programs without `async`.
#![cfg(feature = "blocking")]
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde::Deserialize;
use signalwire_rest_runtime::{Call, Client, ErrorKind, Method, Page};

/// Serves two pages of a list on connections that stay open, and counts the connections.
fn server() -> (Client, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (url, connections) =
        (format!("http://{}", listener.local_addr().unwrap()), Arc::new(AtomicUsize::new(0)));
    let counter = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            counter.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                // Requests without a body come in one piece.
                while let Ok(length @ 1..) = stream.read(&mut buffer) {
                    let request = String::from_utf8_lossy(&buffer[..length]).into_owned();
                    let (status, body) = match request.split(' ').nth(1).unwrap() {
                        "/things" => ("200 OK", r#"{"data":[1,2],"next":"/things?page=2"}"#),
                        "/things?page=2" => ("200 OK", r#"{"data":[3]}"#),
                        "/broken" => ("200 OK", r#"{"data":[1],"next":"/missing"}"#),
                        _ => ("404 Not Found", "{}"),
                    };
                    let length = body.len();
                    let response = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}");
                    stream.write_all(response.as_bytes()).unwrap();
                }
            });
        }
    });
    let builder = Client::builder().base_url(url).allow_plain_http(true).basic_auth("user", "password");
    (builder.max_connections(1).build().unwrap(), connections)
}

#[derive(Debug, Deserialize)]
struct List {
    data: Vec<u32>,
    next: Option<String>,
}

impl Page for List {
    type Item = u32;

    fn next_link(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn into_items(self) -> Vec<u32> {
        self.data
    }
}

fn list(client: &Client, path: &str) -> Call<List> {
    client.request(Method::GET, path).decode_as()
}

#[test]
fn calls_and_lists_are_waited_for() {
    let (client, connections) = server();
    assert_eq!(list(&client, "/things").wait().unwrap().data, [1, 2]);
    let items: Result<Vec<u32>, _> = list(&client, "/things").items().wait().collect();
    assert_eq!(items.unwrap(), [1, 2, 3]);
    let pages: Result<Vec<List>, _> = list(&client, "/things").pages().wait().collect();
    assert_eq!(pages.unwrap().len(), 2);
    let mut items = list(&client, "/things").items().wait();
    items.next().unwrap().unwrap();
    let rest = list(&client, "/things").resume_at(&items.checkpoint()).items().wait();
    assert_eq!(rest.map(Result::unwrap).collect::<Vec<_>>(), [2, 3]);
    let response = client.request(Method::GET, "/things").with_response().wait().unwrap();
    assert_eq!(response.status(), 200);
    // A call may start before the connection of the one before is back in the pool.
    let connections = connections.load(Ordering::SeqCst);
    assert!(connections < 9, "connections outlive a call: {connections} for 9 requests");
}

#[test]
fn an_iterator_ends_with_its_first_error() {
    let (client, _) = server();
    assert!(client.request(Method::GET, "/missing").wait().unwrap_err().is_not_found());
    let mut items = list(&client, "/broken").items().wait();
    assert_eq!(items.next().unwrap().unwrap(), 1);
    assert!(items.next().unwrap().unwrap_err().is_not_found());
    assert!(items.next().is_none());
}

#[test]
fn many_threads_wait_at_once() {
    let (client, _) = server();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || list(&client, "/things").items().wait().map(Result::unwrap).sum::<u32>())
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), 6);
    }
}

#[tokio::test]
async fn an_async_context_is_told_to_await() {
    let (client, _) = server();
    let error = client.request(Method::GET, "/things").wait().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let why = "GET /things: `wait` would block a thread on which Tokio runs: await the call instead";
    assert_eq!(error.to_string(), why);
    let mut items = list(&client, "/things").items().wait();
    assert!(items.next().unwrap().is_err());
    assert!(items.next().is_none(), "once, and not for ever");
}

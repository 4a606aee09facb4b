//! Lists that break off, go in circles, or hold nothing.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use signalwire_rest_runtime::{
    BoxFuture, Call, Client, ErrorKind, HeaderMap, Method, Page, StatusCode, Transport, TransportError,
    TransportRequest, TransportResponse,
};

/// Answers with the page that a function makes of the number of the request and its URL.
struct Pages<F>(Arc<AtomicUsize>, F);

impl<F: Fn(usize, &str) -> (u16, String) + Send + Sync + 'static> Transport for Pages<F> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let (status, body) = self.1(self.0.fetch_add(1, Relaxed), &request.url);
        let status = StatusCode::from_u16(status).unwrap();
        Box::pin(
            async move { Ok(TransportResponse { status, headers: HeaderMap::new(), body: body.into() }) },
        )
    }
}

fn list(
    page: impl Fn(usize, &str) -> (u16, String) + Send + Sync + 'static,
) -> (Call<Numbers>, Arc<AtomicUsize>) {
    let count = Arc::<AtomicUsize>::default();
    let transport = Pages(Arc::clone(&count), page);
    let client = Client::builder().base_url("https://api.example.com").transport(transport).build().unwrap();
    (client.request(Method::GET, "/list").retries(0).decode_as(), count)
}

fn page(items: &[usize], next: &str) -> (u16, String) {
    (200, serde_json::json!({ "items": items, "next": next }).to_string())
}

#[derive(serde::Deserialize)]
struct Numbers {
    next: Option<String>,
    items: Vec<usize>,
}

impl Page for Numbers {
    type Item = usize;

    fn next_link(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn into_items(self) -> Vec<usize> {
        self.items
    }
}

#[tokio::test]
async fn a_list_goes_on_where_it_broke_off() {
    let (call, _) = list(|number, url| match number {
        1 | 2 => (503, String::new()),
        _ if url.ends_with("/list") => page(&[1, 2], "?page=2"),
        _ => page(&[3], ""),
    });
    let mut items = call.clone().items();
    assert_eq!(items.next_link(), None);
    assert_eq!((items.try_next().await.unwrap(), items.try_next().await.unwrap()), (Some(1), Some(2)));
    let link = items.next_link().unwrap().to_owned();
    assert!(items.try_next().await.unwrap_err().is_server_error());
    assert_eq!(items.next_link(), Some(link.as_str()), "the page that could not be had");
    assert!(items.try_next().await.unwrap().is_none(), "there are no more");
    let mut again = call.clone().resume(&link).items();
    assert!(again.try_next().await.unwrap_err().is_server_error());
    let link = again.next_link().unwrap().to_owned();
    let mut again = call.resume(&link).items();
    assert_eq!((again.try_next().await.unwrap(), again.try_next().await.unwrap()), (Some(3), None));
    assert_eq!(again.next_link(), None);
}

#[tokio::test]
async fn the_last_page_of_a_circle_is_not_lost() {
    for (back, asked) in [("?page=3", 3), ("?page=1", 3), ("?page=2", 3)] {
        let (call, count) = list(move |number, _| match number {
            0 => page(&[0], "?page=1"),
            1 => page(&[1], "?page=2"),
            2 => page(&[2], if back == "?page=3" { "" } else { back }),
            _ => page(&[99], ""),
        });
        let mut items = call.items();
        for expected in 0..3 {
            assert_eq!(items.try_next().await.unwrap(), Some(expected), "{back}");
        }
        match items.try_next().await {
            Ok(last) => assert_eq!((last, back), (None, "?page=3")),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Pagination);
                assert!(back != "?page=3", "{error}");
            }
        }
        assert_eq!(items.try_next().await.unwrap(), None);
        assert_eq!(count.load(Relaxed), asked, "{back}");
    }
}

/// However a server spells it, a page that was there already is the same page.
#[tokio::test]
async fn a_cycle_is_a_cycle_in_any_spelling() {
    for (links, asked) in [
        (["/list", "/list"], 1),
        (["?page=1", "https://api.example.com/list"], 2),
        (["?page=1", "//api.example.com:443/list?page=1"], 2),
        (["?page=1", "/x/../list?page=1"], 2),
        (["?page=1#a", "?page=1#b"], 2),
    ] {
        let (call, count) = list(move |number, _| page(&[number], links[number % 2]));
        let mut items = call.items();
        for number in 0..asked {
            assert_eq!(items.try_next().await.unwrap(), Some(number), "{links:?}");
        }
        let error = items.try_next().await.unwrap_err();
        assert_eq!((error.kind(), count.load(Relaxed)), (ErrorKind::Pagination, asked), "{links:?}");
        assert_eq!(items.try_next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_list_of_nothing_ends() {
    let (call, count) = list(|number, _| page(&[], &format!("?page={number}")));
    let mut items = call.items();
    let error = items.try_next().await.unwrap_err();
    assert_eq!((error.kind(), count.load(Relaxed)), (ErrorKind::Pagination, 1_000), "{error}");
    assert!(items.next_link().is_some(), "whoever knows better can go on");
    assert_eq!(items.try_next().await.unwrap(), None);
    // Empty pages between full ones are fine, and so is an end after many.
    let (call, count) = list(|number, _| match number {
        998 | 1_997 => page(&[number], &format!("?page={number}")),
        2_996 => page(&[], ""),
        _ => page(&[], &format!("?page={number}")),
    });
    let mut items = call.items();
    for expected in [Some(998), Some(1_997), None] {
        assert_eq!(items.try_next().await.unwrap(), expected);
    }
    assert_eq!(count.load(Relaxed), 2_997);
}

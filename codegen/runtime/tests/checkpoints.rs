//! Lists that are stopped and gone on with: nothing is lost, and nothing comes twice.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use serde::Deserialize;
use signalwire_rest_runtime::{
    BoxFuture, Call, Checkpoint, Client, HeaderMap, Items, Method, Page, StatusCode, Transport,
    TransportError, TransportRequest, TransportResponse,
};

/// Serves these pages, of which each but the last has a link to the next.
struct Server(&'static [&'static [u32]]);

impl Transport for Server {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let number: usize = request.url.split_once("page=").map_or(0, |(_, number)| number.parse().unwrap());
        let next = (number + 1 < self.0.len()).then(|| format!("/things?page={}", number + 1));
        let body = serde_json::json!({ "data": self.0[number], "next": next }).to_string().into();
        let (status, headers) = (StatusCode::OK, HeaderMap::new());
        Box::pin(async move { Ok(TransportResponse { status, headers, body }) })
    }
}

#[derive(Deserialize)]
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

const PAGES: &[&[u32]] = &[&[1, 2, 3], &[], &[4], &[5, 6]];

fn list(pages: &'static [&'static [u32]]) -> Call<List> {
    let client =
        Client::builder().base_url("https://api.example.com").transport(Server(pages)).build().unwrap();
    client.request(Method::GET, "/things").decode_as()
}

async fn take(items: &mut Items<List>, number: usize) -> Vec<u32> {
    let mut taken = Vec::new();
    while taken.len() < number {
        taken.extend(items.try_next().await.unwrap());
    }
    taken
}

#[tokio::test]
async fn a_list_goes_on_wherever_it_was_stopped() {
    let all: Vec<u32> = list(PAGES).items().try_collect().await.unwrap();
    assert_eq!(all, [1, 2, 3, 4, 5, 6]);
    for stop in 0..=all.len() {
        let mut items = list(PAGES).items();
        let mut seen = take(&mut items, stop).await;
        // It is text in between, as it is kept.
        let kept = items.checkpoint().to_string();
        let checkpoint: Checkpoint = kept.parse().unwrap();
        assert_eq!(checkpoint, items.checkpoint(), "{kept}");
        let json = serde_json::to_string(&checkpoint).unwrap();
        assert_eq!(serde_json::from_str::<Checkpoint>(&json).unwrap(), checkpoint);
        let mut rest = list(PAGES).resume_at(&checkpoint).items();
        assert_eq!(rest.checkpoint(), checkpoint, "before anything is requested");
        while let Some(item) = rest.try_next().await.unwrap() {
            seen.push(item);
        }
        assert_eq!(seen, all, "stopped after {stop}, at {kept}");
    }
}

#[tokio::test]
async fn a_checkpoint_of_a_checkpoint_is_one_as_well() {
    let (mut seen, mut checkpoint) = (Vec::new(), Checkpoint::default());
    for _ in 0..6 {
        let mut items = list(PAGES).resume_at(&checkpoint).items();
        seen.extend(items.try_next().await.unwrap());
        checkpoint = items.checkpoint();
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
    assert_eq!((checkpoint.link(), checkpoint.offset()), (Some("/things?page=3"), 2));
    assert!(list(PAGES).resume_at(&checkpoint).items().try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_added_at_the_end_comes_later() {
    let mut items = list(&[&[1, 2]]).items();
    take(&mut items, 2).await;
    assert!(items.try_next().await.unwrap().is_none());
    let later: Vec<u32> =
        list(&[&[1, 2, 3]]).resume_at(&items.checkpoint()).items().try_collect().await.unwrap();
    assert_eq!(later, [3]);
}

#[tokio::test]
async fn a_page_that_became_shorter_loses_nothing() {
    let checkpoint = "2".parse().unwrap();
    let left: Vec<u32> = list(&[&[1], &[2]]).resume_at(&checkpoint).items().try_collect().await.unwrap();
    assert_eq!(left, [2]);
    let mut pages = list(PAGES).resume_at(&checkpoint).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().data, [1, 2, 3], "pages are whole");
}

#[test]
fn text_that_is_no_checkpoint_is_refused() {
    for text in ["", "x", "-1", "link 3"] {
        assert!(text.parse::<Checkpoint>().is_err(), "{text:?}");
    }
    assert_eq!("7 /things?page=1".parse::<Checkpoint>().unwrap().to_string(), "7 /things?page=1");
}

#[tokio::test]
async fn a_link_of_another_origin_is_not_followed() {
    let checkpoint = "0 https://evil.example.com/things".parse().unwrap();
    let error = list(PAGES).resume_at(&checkpoint).items().try_next().await.unwrap_err();
    assert_eq!(error.kind(), signalwire_rest_runtime::ErrorKind::Pagination);
}

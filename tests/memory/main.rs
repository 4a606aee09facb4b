//! How much memory a long list takes, measured.
//!
//! A separate test binary, because allocations are counted for the whole process.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use peak_alloc::PeakAlloc;
use serde_json::{Value, json};
use signalwire_rest::Method;
use tests::raw::{Raw, Step};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const PAGES: usize = 2_000;
const ITEMS: usize = 50;

/// An item as the simulator returns it.
async fn item() -> Value {
    let running = tests::simulator().unwrap().start().await.unwrap();
    running.seed("/api/fabric/sip_addresses", json!({}));
    let list = tests::builder(&running).build().unwrap().request(Method::GET, "/api/fabric/sip_addresses");
    list.await.unwrap()["data"][0].take()
}

/// One of 2,000 pages of a list, each with its own link.
fn page(items: &str, number: usize) -> Vec<u8> {
    let mut links = json!({ "self": "/", "first": "/" });
    if number + 1 < PAGES {
        let token = "PA83b7a1ab-f2b5-4bb3-8fb1-7b2a5a3a3a3a-83b7a1ab-f2b5-4bb3-8fb1-7b2a5a3a3a3a";
        links["next"] =
            json!(format!("/api/fabric/sip_addresses?page_token={token}&page_number={}", number + 1));
    }
    let body = format!(r#"{{"data":[{items}],"items_count":{ITEMS},"links":{links}}}"#);
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn number(request: &str) -> usize {
    let text = request.split("page_number=").nth(1).and_then(|rest| rest.split(' ').next());
    text.map_or(0, |text| text.parse().unwrap())
}

#[tokio::test]
async fn a_hundred_thousand_items_take_no_more_than_a_few() {
    let items = vec![item().await.to_string(); ITEMS].join(",");
    let server = Raw::with(move |request| vec![Step::Write(page(&items, number(request))), Step::Keep]).await;
    server.forget();
    let client = server.builder().build().unwrap();
    let mut items = client.fabric().sip_addresses().list().items();
    let (mut count, mut peaks) = (0, Vec::new());
    // The peak of each tenth of the list.
    while items.try_next().await.unwrap().is_some() {
        count += 1;
        if count % (PAGES * ITEMS / 10) == 0 {
            peaks.push(MEMORY.peak_usage());
            MEMORY.reset_peak_usage();
        }
    }
    assert_eq!(count, PAGES * ITEMS);
    let (second, last) = (peaks[1], peaks[9]);
    assert!(last < second + 32 * 1024, "the peaks of the tenths, in bytes: {peaks:?}");
    assert_eq!(server.connections().2, 1, "one connection is enough");
}

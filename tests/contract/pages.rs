//! Lists over many pages.

use signalwire_rest::types::*;
use signalwire_rest::{Client, ErrorKind};
use simulator::{Fault, FaultKind, Links, Simulator};

use super::setup;

async fn fill(client: &Client, count: usize) {
    for number in 0..count {
        let create = SipAddressCreate::new(format!("name-{number}"), "a87db7ed-8ebe-42e4-829f-8ba5a4152f54");
        client.fabric().sip_addresses().create(create).await.unwrap();
    }
}

async fn with_links(links: Links) -> (Simulator, Client) {
    let running = tests::simulator().unwrap().links(links).start().await.unwrap();
    let client = tests::builder(&running).build().unwrap();
    (running, client)
}

#[tokio::test]
async fn links_are_followed_in_either_form() {
    for form in [Links::Absolute, Links::Relative] {
        let (running, client) = with_links(form).await;
        fill(&client, 7).await;
        let before = running.requests().len();
        let mut items = client.fabric().sip_addresses().list().page_size(3).items();
        let mut names = Vec::new();
        while let Some(address) = items.try_next().await.unwrap() {
            names.push(address.name);
        }
        assert_eq!(names, (0..7).rev().map(|number| format!("name-{number}")).collect::<Vec<_>>());
        assert_eq!(running.requests().len() - before, 3, "{form:?}");
    }
}

#[tokio::test]
async fn a_list_is_resumed_at_a_link() {
    let (_running, client) = setup().await;
    fill(&client, 5).await;
    let mut pages = client.fabric().sip_addresses().list().page_size(2).pages();
    assert_eq!(pages.next_link(), None);
    assert_eq!(pages.try_next().await.unwrap().unwrap().data.len(), 2);
    let link = pages.next_link().unwrap().to_owned();
    drop(pages);
    let rest = client.fabric().sip_addresses().list().resume(&link).items();
    assert_eq!(rest.try_collect::<Vec<_>>().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_list_goes_on_from_a_checkpoint() {
    let (running, client) = setup().await;
    fill(&client, 5).await;
    // `page_size` is not documented for the second list, which takes it as well.
    let mut items = client.fabric().sip_addresses().list().page_size(3).items();
    let mut names = Vec::new();
    for _ in 0..4 {
        names.extend(items.try_next().await.unwrap().map(|address| address.name));
    }
    let kept = items.checkpoint().to_string();
    drop(items);
    let rest = client.fabric().sip_addresses().list().page_size(3).resume_at(&kept.parse().unwrap());
    for address in rest.await.unwrap() {
        names.push(address.name);
    }
    // Awaited by itself, the call returns the whole page.
    names.remove(4);
    assert_eq!(names, (0..5).rev().map(|number| format!("name-{number}")).collect::<Vec<_>>());
    client.queues().list().page_size(7).await.unwrap().into_items();
    let last = running.requests().pop().unwrap();
    assert_eq!(
        (last.operation.as_str(), last.query),
        ("list_queues", vec![("page_size".to_owned(), "7".to_owned())])
    );
}

#[tokio::test]
async fn a_cycle_and_a_foreign_link_end_the_list_with_an_error() {
    for target in ["self", "https://evil.example.com/next", "http://127.0.0.1:1/next", "//evil.example.com/"]
    {
        let (running, client) = setup().await;
        fill(&client, 1).await;
        running.fault(Fault::always(FaultKind::Link(target.to_owned())));
        let before = running.requests().len();
        let mut pages = client.fabric().sip_addresses().list().pages();
        let mut outcome = pages.try_next().await;
        for _ in 0..3 {
            if outcome.is_ok() {
                outcome = pages.try_next().await;
            }
        }
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination, "{target}: {error}");
        assert!(!error.to_string().contains("evil"), "{error}");
        assert!(running.requests().len() - before <= 2, "{target}");
        assert!(pages.try_next().await.unwrap().is_none(), "a list ends with its first error");
    }
}

#[tokio::test]
async fn options_go_along_to_every_page() {
    let (running, client) = setup().await;
    fill(&client, 3).await;
    let mut items = client.fabric().sip_addresses().list().page_size(1).header("x-trace", "abc").items();
    while items.try_next().await.unwrap().is_some() {}
    let pages = running.requests().into_iter().filter(|request| request.operation == "list_sip_addresses");
    let traced = pages.filter(|request| request.headers.contains(&("x-trace".to_owned(), "abc".to_owned())));
    assert_eq!(traced.count(), 3);
}

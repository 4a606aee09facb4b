//! Calls over loopback.
#![allow(deprecated, reason = "a legacy SIP endpoint is a plain object, which by hand takes the least code")]

use std::rc::Rc;

use signalwire_rest::Client;
use signalwire_rest::types::{SipEncryption, SipEndpointCreate};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::by_hand::{self, Encryption, NewEndpoint};
use crate::pair::Pair;
use crate::sample;
use crate::server::{Responses, serve};

pub const USER: &str = "99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10";
pub const PASSWORD: &str = "PTnot-a-real-token";
const ID: &str = "83b7a1ab-f2b5-4bb3-8fb1-000000000007";
const PAGES: usize = 10;
const PAGE_SIZE: usize = 100;
const AT_ONCE: usize = 100;

/// Everything that is called both ways.
pub fn calls() -> Vec<Pair> {
    let url = serve(responses);
    // One thread for the client, another for the server: the machine need have no more than two cores.
    let runtime = Rc::new(Builder::new_current_thread().enable_all().build().unwrap());
    let generated = client(&url);
    let by_hand = by_hand::Client::new(url.clone());
    vec![
        one_call(&runtime, &generated, &by_hand),
        one_write(&runtime, &generated, &by_hand),
        at_once(&runtime, &generated, &by_hand),
        stream(&runtime, &generated, &by_hand),
        cold(&url),
    ]
}

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url).allow_plain_http(true);
    builder.project(USER).token(PASSWORD).build().unwrap()
}

/// The path of one endpoint, of each page after the first, and of the first page or a new endpoint.
fn responses(url: &str) -> Responses {
    let next = |page: usize| format!("{url}/api/relay/rest/endpoints/sip?page_number={page}");
    let page = |page: usize| {
        let items = (page * PAGE_SIZE..(page + 1) * PAGE_SIZE).map(sample::endpoint);
        sample::page(items, (page + 1 < PAGES).then(|| next(page + 1))).into_bytes()
    };
    let one = sample::endpoint(7).into_bytes();
    let mut responses =
        vec![(format!("/sip/{ID} "), one.clone()), ("POST /api/relay/rest/endpoints/sip ".to_owned(), one)];
    responses.extend((1..PAGES).map(|number| (format!("page_number={number} "), page(number))));
    responses.push(("GET /api/relay/rest/endpoints/sip ".to_owned(), page(0)));
    responses
}

fn one_call(runtime: &Rc<Runtime>, generated: &Client, by_hand: &by_hand::Client) -> Pair {
    let (ours, theirs) = (runtime.clone(), runtime.clone());
    let (generated, by_hand) = (generated.clone(), by_hand.clone());
    Pair::new(
        "one call (GET)",
        move || drop(ours.block_on(generated.relay_rest().sip_endpoints().get(ID).send()).unwrap()),
        move || drop(theirs.block_on(by_hand.endpoint(ID)).unwrap()),
    )
}

fn one_write(runtime: &Rc<Runtime>, generated: &Client, by_hand: &by_hand::Client) -> Pair {
    let (ours, theirs) = (runtime.clone(), runtime.clone());
    let (generated, by_hand) = (generated.clone(), by_hand.clone());
    Pair::new(
        "one call (POST)",
        move || {
            let body = SipEndpointCreate::new("c3p0", "yavin-or-bust")
                .caller_id("C-3P0")
                .encryption(SipEncryption::Required);
            drop(ours.block_on(generated.relay_rest().sip_endpoints().create(body).send()).unwrap());
        },
        move || {
            let body = NewEndpoint {
                username: "c3p0".to_owned(),
                password: "yavin-or-bust".to_owned(),
                caller_id: Some("C-3P0".to_owned()),
                encryption: Some(Encryption::Required),
            };
            drop(theirs.block_on(by_hand.create(&body)).unwrap());
        },
    )
}

fn at_once(runtime: &Rc<Runtime>, generated: &Client, by_hand: &by_hand::Client) -> Pair {
    let (ours, theirs) = (runtime.clone(), runtime.clone());
    let (generated, by_hand) = (generated.clone(), by_hand.clone());
    Pair::new(
        "100 calls at once",
        move || {
            ours.block_on(async {
                let endpoints = generated.relay_rest().sip_endpoints();
                let mut set: JoinSet<_> = (0..AT_ONCE).map(|_| endpoints.get(ID).send()).collect();
                while let Some(done) = set.join_next().await {
                    drop(done.unwrap().unwrap());
                }
            });
        },
        move || {
            theirs.block_on(async {
                let call = |client: by_hand::Client| async move { client.endpoint(ID).await };
                let mut set: JoinSet<_> = (0..AT_ONCE).map(|_| call(by_hand.clone())).collect();
                while let Some(done) = set.join_next().await {
                    drop(done.unwrap().unwrap());
                }
            });
        },
    )
}

fn stream(runtime: &Rc<Runtime>, generated: &Client, by_hand: &by_hand::Client) -> Pair {
    let (ours, theirs) = (runtime.clone(), runtime.clone());
    let (generated, by_hand) = (generated.clone(), by_hand.clone());
    Pair::new(
        "a list of 1,000 items in 10 pages",
        move || {
            let count = ours.block_on(async {
                let mut items = generated.relay_rest().sip_endpoints().list().items();
                let mut count = 0;
                while let Some(endpoint) = items.try_next().await.unwrap() {
                    std::hint::black_box(endpoint);
                    count += 1;
                }
                count
            });
            assert_eq!(count, PAGES * PAGE_SIZE);
        },
        move || assert_eq!(theirs.block_on(by_hand.count()).unwrap(), PAGES * PAGE_SIZE),
    )
}

fn cold(url: &str) -> Pair {
    let (ours, theirs) = (url.to_owned(), url.to_owned());
    Pair::new(
        "a new client",
        move || drop(std::hint::black_box(client(&ours))),
        move || drop(std::hint::black_box(by_hand::Client::new(theirs.clone()))),
    )
}

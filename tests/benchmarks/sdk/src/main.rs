//! The same calls through the generated crate and through the official `signalwire-sdk`, which blocks and returns JSON
//! without types. Both call the same simulator; start it first:
//!
//! ```console
//! $ cargo build --release -p xtask && target/release/xtask simulate --port 4010
//! $ cargo run --release --manifest-path tests/benchmarks/sdk/Cargo.toml -- http://127.0.0.1:4010
//! ```
#![allow(clippy::unwrap_used, reason = "what fails here fails the measurement")]

use std::collections::HashMap;
use std::rc::Rc;

use benchmarks::Pair;
use signalwire_rest::Client;
use signalwire_rest::types::SipCredentialCreate;
use signalwire::rest::client::RestClient;
use tokio::runtime::{Builder, Runtime};

const USER: &str = "99d2f2ac-6a4e-4a5e-9d1c-0e7b3c1f6d10";
const PASSWORD: &str = "PTnot-a-real-token";

fn main() {
    let url = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:4010".to_owned());
    let runtime = Rc::new(Builder::new_current_thread().enable_all().build().unwrap());
    let builder = Client::builder().base_url(&url).allow_plain_http(true);
    let client = builder.project(USER).token(PASSWORD).build().unwrap();
    let sdk = Rc::new(RestClient::with_base_url(USER, PASSWORD, &url).unwrap());
    let id = first_credential(&runtime, &client);
    println!("{:<40} | {:>10} | {:>10} | {:>6} | {:>6}", "", "generated", "sdk", "median", "least");
    for mut pair in [get(&runtime, &client, &sdk, &id), list(&runtime, &client, &sdk)] {
        let ratio = pair.compare(60);
        println!("{:<40} | {ratio}", pair.name);
    }
}

/// Makes twenty credentials, so that the list has items, and returns the id of one.
fn first_credential(runtime: &Runtime, client: &Client) -> String {
    let credentials = client.fabric().sip_endpoints();
    let make = |number| credentials.create(SipCredentialCreate::new(format!("phone-{number}"), "yavin-or-bust")).send();
    let mut made = (0..20).map(|number| runtime.block_on(make(number)).unwrap());
    let id = made.next().unwrap().id().to_string();
    made.for_each(drop);
    id
}

fn get(runtime: &Rc<Runtime>, client: &Client, sdk: &Rc<RestClient>, id: &str) -> Pair {
    let (runtime, client, sdk) = (runtime.clone(), client.clone(), sdk.clone());
    let (ours, theirs) = (id.to_owned(), id.to_owned());
    Pair::new(
        "get a SIP credential",
        move || drop(runtime.block_on(client.fabric().sip_endpoints().get(&ours).send()).unwrap()),
        move || drop(sdk.fabric().sip_endpoints().get(&theirs).unwrap()),
    )
}

fn list(runtime: &Rc<Runtime>, client: &Client, sdk: &Rc<RestClient>) -> Pair {
    let (runtime, client, sdk) = (runtime.clone(), client.clone(), sdk.clone());
    Pair::new(
        "list SIP credentials",
        move || drop(runtime.block_on(client.fabric().sip_endpoints().list().send()).unwrap()),
        move || drop(sdk.fabric().sip_endpoints().list(&HashMap::new()).unwrap()),
    )
}

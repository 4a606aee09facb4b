//! Integration tests with the simulator.

#[path = "../src/bin/numbers.rs"]
#[allow(dead_code)]
mod numbers;

use std::sync::atomic::Ordering;

use adopter::tenants::{service, tenants};
use adopter::traced::{ATTEMPTS, Traced};
use signalwire_rest::types::{QueueCreate, VideoRoomCreate};
use signalwire_rest::{Client, ClientBuilder};
use signalwire_rest_simulator::{Fault, FaultKind, Simulator};

fn builder(simulator: &Simulator) -> ClientBuilder {
    Client::builder().base_url(simulator.url()).allow_plain_http(true).project("project").token("token")
}

#[tokio::test]
async fn a_room_is_found_by_its_name() {
    let simulator = Simulator::start().await.unwrap();
    let client = builder(&simulator).build().unwrap();
    let made = client.video().rooms().create(VideoRoomCreate::new("stand-up")).await.unwrap();
    assert_eq!(client.video().rooms().get_by_name("stand-up").await.unwrap(), made);
    let error = client.video().rooms().get_by_name("lunch").await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test]
async fn every_attempt_is_traced() {
    let simulator = Simulator::start().await.unwrap();
    let client = builder(&simulator).wrap_transport(Traced).build().unwrap();
    simulator.fault(Fault::once(FaultKind::Status(503)));
    client.queues().list().await.unwrap();
    assert_eq!(ATTEMPTS.load(Ordering::Relaxed), 2);
    let requests = simulator.requests();
    assert!(requests.iter().all(|request| request.header("traceparent").is_some()));
}

#[tokio::test]
async fn a_hundred_tenants_are_served() {
    let simulator = Simulator::start().await.unwrap();
    let shared = builder(&simulator).build().unwrap();
    shared.queues().create(QueueCreate::new().name("support")).await.unwrap();
    let account = |index: usize| (format!("t{index}"), format!("project-{index}"), format!("token-{index}"));
    let tenants = tenants(&shared, &(0..100).map(account).collect::<Vec<_>>()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, service(tenants)).await });
    let own = Client::builder().base_url(format!("http://{address}")).allow_plain_http(true);
    let own = own.project("nobody").token("nothing").build().unwrap();
    let call = |path| own.request(signalwire_rest::Method::GET, path);
    assert_eq!(call("/t99/queues").await.unwrap(), 1);
    assert!(call("/t100/queues").await.unwrap_err().is_not_found());
}

#[test]
fn a_script_runs() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    let client = builder(&simulator).build().unwrap();
    numbers::run(&client).unwrap();
    let requests = simulator.requests();
    assert_eq!(requests.last().unwrap().body["name"], "support");
    assert_eq!(client.queues().list().items().wait().count(), 1);
}

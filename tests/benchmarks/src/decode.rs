//! From the bytes of a page of 1,000 items to its type, without a network.
//!
//! A call reads its response by itself; what reads bytes with `serde_json` goes through serde's traits. By hand both are
//! the same.

use serde::de::DeserializeOwned;
use signalwire_rest::types::{SipCredentialList, SipEndpointList};
use signalwire_rest::{
    BoxFuture, Client, HeaderMap, StatusCode, Transport, TransportError, TransportRequest, TransportResponse,
};
use tokio::runtime::Builder;

use crate::by_hand::{Credential, EitherCredential, Endpoint, Page};
use crate::pair::Pair;
use crate::sample;

const ITEMS: usize = 1_000;

/// Every page that is decoded both ways.
pub fn decode() -> Vec<Pair> {
    vec![
        call::<SipEndpointList, Page<Endpoint>>("a call reads 1,000 objects", sample::endpoint),
        call::<SipEndpointList, Page<Endpoint>>(
            "a call reads 1,000 objects, shuffled",
            sample::shuffled_endpoint,
        ),
        call::<SipCredentialList, Page<EitherCredential>>("a call reads 1,000 unions", sample::credential),
        call::<SipCredentialList, Page<Credential>>(
            "a call reads 1,000 unions, by hand one",
            sample::credential,
        ),
        pair::<SipEndpointList, Page<Endpoint>>("decode 1,000 objects", sample::endpoint),
        pair::<SipEndpointList, Page<Endpoint>>(
            "decode 1,000 objects, fields shuffled",
            sample::shuffled_endpoint,
        ),
        pair::<SipCredentialList, Page<EitherCredential>>("decode 1,000 unions", sample::credential),
        pair::<SipCredentialList, Page<Credential>>(
            "decode 1,000 unions, by hand one variant",
            sample::credential,
        ),
    ]
}

/// A whole call whose response is available immediately, beside nothing but the decoding by hand.
fn call<G: Listed, H: DeserializeOwned + 'static>(name: &'static str, item: fn(usize) -> String) -> Pair {
    let bytes = sample::page((0..ITEMS).map(item), None).into_bytes();
    let client = Client::builder().base_url("https://example.com").project("p").token("t");
    let client = client.transport(FixedResponse::new(bytes.clone())).build().unwrap();
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    Pair::new(name, move || drop(runtime.block_on(G::list(&client))), move || drop(read::<H>(&bytes)))
}

/// The page that a call of the crate reads.
trait Listed: Sized + 'static {
    async fn list(client: &Client) -> Self;
}

impl Listed for SipEndpointList {
    async fn list(client: &Client) -> Self {
        #[allow(deprecated, reason = "its objects are the largest there are")]
        client.relay_rest().sip_endpoints().list().await.unwrap()
    }
}

impl Listed for SipCredentialList {
    async fn list(client: &Client) -> Self {
        client.fabric().sip_endpoints().list().await.unwrap().into_inner()
    }
}

/// Responds to each request with the same bytes, which are not copied.
struct FixedResponse(TransportResponse);

impl FixedResponse {
    fn new(body: Vec<u8>) -> Self {
        let (status, headers) = (StatusCode::OK, HeaderMap::new());
        Self(TransportResponse { status, headers, body: body.into() })
    }
}

impl Transport for FixedResponse {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let response = self.0.clone();
        Box::pin(async { Ok(response) })
    }
}

fn pair<G: DeserializeOwned + 'static, H: DeserializeOwned + 'static>(
    name: &'static str,
    item: fn(usize) -> String,
) -> Pair {
    let bytes = sample::page((0..ITEMS).map(item), None).into_bytes();
    let same = bytes.clone();
    Pair::new(name, move || drop(read::<G>(&bytes)), move || drop(read::<H>(&same)))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(std::hint::black_box(bytes)).unwrap()
}

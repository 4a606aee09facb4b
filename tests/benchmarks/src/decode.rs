//! From the bytes of a page of 1,000 items to its type, without a network.

use serde::de::DeserializeOwned;
use signalwire_rest::types::{SipCredentialList, SipEndpointList};

use crate::by_hand::{Credential, EitherCredential, Endpoint, Page};
use crate::pair::Pair;
use crate::sample;

const ITEMS: usize = 1_000;

/// Every page that is decoded both ways.
pub fn decode() -> Vec<Pair> {
    vec![
        pair::<SipEndpointList, Page<Endpoint>>("decode 1,000 objects", sample::endpoint),
        pair::<SipEndpointList, Page<Endpoint>>(
            "decode 1,000 objects, fields shuffled",
            sample::shuffled_endpoint,
        ),
        pair::<SipCredentialList, Page<EitherCredential>>("decode 1,000 unions", sample::credential),
        pair::<SipCredentialList, Page<Credential>>(
            "decode 1,000 unions, by hand one shape",
            sample::credential,
        ),
    ]
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

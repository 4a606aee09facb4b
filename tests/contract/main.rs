//! The generated crate against the simulator: every operation, by itself and as part of a lifecycle.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

mod callers;
mod calls;
mod compat;
mod conversions;
mod documented;
mod every_operation;
mod fabric_resources;
mod implemented;
mod legacy;
mod logs_and_projects;
mod messaging;
mod mocked;
mod numbers;
mod observed;
mod official;
mod pages;
mod phone_numbers;
mod scripts_and_flows;
mod secrets;
mod sip_addresses;
mod sip_credentials;
mod sip_gateways;
mod subscribers;
mod tokens;
mod updates;
mod variants;
mod video;

use signalwire_rest::{Client, Error};
use simulator::Simulator;

/// Returns a simulator and a client for it.
async fn setup() -> (Simulator, Client) {
    tests::setup().await.unwrap()
}

/// Asserts that the last request was this one.
fn assert_last(running: &Simulator, operation: &str, method: &str, path: &str) {
    let requests = running.requests();
    let last = requests.last().unwrap();
    assert_eq!(
        (last.operation.as_str(), last.method.as_str(), last.path.as_str()),
        (operation, method, path)
    );
}

/// The token that the simulator accepts where a bearer token is wanted.
const BEARER: &str = "token of a subscriber";

/// An id that no record has.
const NOWHERE: &str = "00000000-0000-4000-8000-000000000000";

fn assert_not_found<T: std::fmt::Debug>(outcome: Result<T, Error>, operation: &str) {
    let error = outcome.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.operation(), Some(operation));
    assert_eq!(error.errors()[0].message(), Some("Not Found"));
}

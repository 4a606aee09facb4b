//! The programs in `tests/examples`, each run against the simulator.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]
#![allow(dead_code, reason = "what `main` does is for whoever runs the program")]

#[path = "../examples/buy_a_number.rs"]
mod buy_a_number;
#[path = "../examples/export_logs.rs"]
mod export_logs;
#[path = "../examples/ivr.rs"]
mod ivr;
#[path = "../examples/provision_sip_phones.rs"]
mod provision_sip_phones;
#[path = "../examples/send_a_message.rs"]
mod send_a_message;
#[path = "../examples/tenants.rs"]
mod tenants;
#[path = "../examples/video_room.rs"]
mod video_room;

use std::time::Duration;

use serde_json::json;
use signalwire_rest::types::*;
use tests::setup;

#[tokio::test]
async fn a_number_is_bought_and_routed() {
    let (running, client) = setup().await.unwrap();
    let number = buy_a_number::run(&client, "512").await.unwrap();
    let stored = client.phone_numbers().get(&number.id).await.unwrap();
    assert_eq!(stored.call_handler, Some(PhoneNumberCallHandler::RelayScript));
    let sent: Vec<String> = running.requests().iter().map(|request| request.method.to_string()).collect();
    assert_eq!(sent, ["GET", "POST", "PUT", "GET"]);
}

#[tokio::test]
async fn a_message_is_followed() {
    let (_running, client) = setup().await.unwrap();
    let states = send_a_message::run(&client, "+15557654321", "+15551234567", Duration::ZERO).await.unwrap();
    assert!(!states.is_empty());
}

#[tokio::test]
async fn phones_are_provisioned_once() {
    let (_running, client) = setup().await.unwrap();
    let list = "desk-1,secret-1,+15551230001\n\ndesk-2,secret-2,+15551230002\n";
    assert_eq!(provision_sip_phones::run(&client, list).await.unwrap(), 2);
    assert_eq!(provision_sip_phones::run(&client, list).await.unwrap(), 0);
    let wrong = provision_sip_phones::run(&client, "desk-3").await.unwrap_err();
    assert_eq!(wrong.to_string(), "`desk-3` is not `username,password,caller id`");
}

#[tokio::test]
async fn a_room_is_opened_and_joined() {
    let (running, client) = setup().await.unwrap();
    assert!(!video_room::run(&client, "stand-up", "leia").await.unwrap().is_empty());
    assert_eq!(running.requests().last().unwrap().body["user_name"], json!("leia"));
    assert_eq!(client.video().rooms().list().await.unwrap().data[0].name, "stand-up");
}

#[tokio::test]
async fn a_menu_is_stored_as_it_was_written() {
    let (running, client) = setup().await.unwrap();
    ivr::run(&client).await.unwrap();
    let body = running.requests().last().unwrap().body.clone();
    assert_eq!(body["contents"]["sections"]["main"][1]["prompt"]["max_digits"], json!(1));
    let cases = &body["contents"]["sections"]["main"][2]["switch"]["case"];
    assert_eq!(cases["2"][0]["connect"]["to"], json!("+15551230002"));
}

#[tokio::test]
async fn logs_are_appended_line_by_line() {
    let (_running, client) = setup().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("logs.ndjson");
    let first = export_logs::run(&client, &file, "2026-01-31").await.unwrap();
    let second = export_logs::run(&client, &file, "2026-01-31").await.unwrap();
    let lines = std::fs::read_to_string(&file).unwrap();
    assert_eq!(lines.lines().count(), first + second);
    for line in lines.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[tokio::test]
async fn each_tenant_has_their_own_credentials() {
    let (running, client) = setup().await.unwrap();
    client.phone_numbers().create(PhoneNumberCreate::new("+15551234567")).await.unwrap();
    let known = ("acme", tests::PROJECT, tests::TOKEN);
    let tenants = tenants::tenants(&client, [known, ("evil", tests::PROJECT, "PTwrong")]).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, tenants::service(tenants)).await });
    let get = async |tenant: &str| {
        let response = reqwest::get(format!("http://{address}/{tenant}/numbers")).await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    assert_eq!(get("acme").await, (200, "1".to_owned()));
    assert_eq!(get("evil").await.0, 502);
    assert_eq!(get("nobody").await.0, 404);
    assert_eq!(running.requests().len(), 3);
}

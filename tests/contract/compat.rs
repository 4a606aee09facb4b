//! The Compatibility API: the project in the path, its pages, dates, forms and errors, and the names of the official client.

use futures_util::FutureExt;
use http::HeaderName;
use signalwire_rest::types::*;
use signalwire_rest::{
    BoxFuture, Client, HeaderMap, StatusCode, Timestamp, Transport, TransportError, TransportRequest,
    TransportResponse,
};
use tests::PROJECT;

use super::{NOWHERE, assert_last, setup};

const ACCOUNTS: &str = "/api/laml/2010-04-01/Accounts";

#[tokio::test]
async fn the_account_is_the_project_unless_another_is_given() {
    let (running, client) = setup().await;
    client.compat().calls().list().await.unwrap();
    assert_last(&running, "compat_list_all_calls", "GET", &format!("{ACCOUNTS}/{PROJECT}/Calls"));
    client.compat().calls().with_account_sid(NOWHERE).list().await.unwrap();
    assert_last(&running, "compat_list_all_calls", "GET", &format!("{ACCOUNTS}/{NOWHERE}/Calls"));
    // A namespace below has the account of the one above.
    let queues = client.compat().queues().with_account_sid(NOWHERE);
    let _ = queues.members(NOWHERE).list().await;
    assert_last(
        &running,
        "compat_list_all_queue_members",
        "GET",
        &format!("{ACCOUNTS}/{NOWHERE}/Queues/{NOWHERE}/Members"),
    );
}

#[tokio::test]
async fn without_a_project_nothing_is_sent() {
    let (running, _) = setup().await;
    let client = Client::builder().base_url(running.url()).allow_plain_http(true).build().unwrap();
    client.compat().calls().list().await.unwrap_err();
    assert!(running.requests().is_empty());
}

#[tokio::test]
async fn lists_page_like_those_of_the_native_api() {
    let (running, client) = setup().await;
    let queues = client.compat().queues();
    for number in 0..5 {
        queues.create(CompatQueueInput::new(format!("queue_{number}"))).await.unwrap();
    }
    let mut items = queues.list().page_size(2).items();
    let mut names = Vec::new();
    while let Some(queue) = items.try_next().await.unwrap() {
        names.push(queue.friendly_name);
    }
    // The newest comes first.
    assert_eq!(names, ["queue_4", "queue_3", "queue_2", "queue_1", "queue_0"]);
    let requests = running.requests();
    let pages: Vec<_> = requests.iter().filter(|request| request.method == "GET").collect();
    assert_eq!(pages.len(), 3);
    let names: Vec<&str> = pages[2].query.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Page", "PageSize", "PageToken"]);

    let mut pages = queues.list().page_size(4).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().queues.len(), 4);
    assert_eq!(pages.try_next().await.unwrap().unwrap().queues.len(), 1);
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn the_official_names_lead_to_the_same_operations() {
    let (running, client) = setup().await;
    client.compat().phone_numbers().list().await.unwrap();
    let path = format!("{ACCOUNTS}/{PROJECT}/IncomingPhoneNumbers");
    assert_last(&running, "compat_list_incoming_phone_numbers", "GET", &path);
    client.compat().phone_numbers().search_local("US").area_code("555").await.unwrap();
    let path = format!("{ACCOUNTS}/{PROJECT}/AvailablePhoneNumbers/US/Local");
    assert_last(&running, "compat_search_local_available_phone_numbers", "GET", &path);
}

#[tokio::test]
async fn dates_are_moments() {
    let (_running, client) = setup().await;
    let queues = client.compat().queues();
    let queue = queues.create(CompatQueueInput::new("c3po")).await.unwrap();
    assert_eq!(queue.date_created.as_str(), "Mon, 05 Jan 2026 12:00:00 +0000");
    let moment = queue.date_created.to_utc().unwrap();
    assert_eq!(moment.to_rfc3339(), "2026-01-05T12:00:00+00:00");
    assert_eq!(Timestamp::rfc2822(moment).as_str(), "Mon, 5 Jan 2026 12:00:00 +0000");
}

/// A server with one response for everything.
struct Fixed {
    status: StatusCode,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
}

impl Transport for Fixed {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let headers: HeaderMap = self
            .headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        let response = TransportResponse { status: self.status, headers, body: self.body.into() };
        async { Ok(response) }.boxed()
    }
}

fn client(server: Fixed) -> Client {
    Client::builder()
        .space("example")
        .project(PROJECT)
        .token("t")
        .retries(0)
        .transport(server)
        .build()
        .unwrap()
}

#[tokio::test]
async fn errors_have_their_own_form_and_are_read_like_all_others() {
    let client = client(Fixed {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        headers: &[],
        body: r#"{"code": 21211, "message": "The parameter To is invalid.", "more_info": "https://example.com/21211", "status": 422}"#,
    });
    let error = client.compat().messages().get(NOWHERE).await.unwrap_err();
    assert!(error.is_validation());
    let [told] = error.errors() else { panic!("{error:?}") };
    assert_eq!((told.code(), told.message()), (Some("21211"), Some("The parameter To is invalid.")));
    assert_eq!((told.url(), told.status()), (Some("https://example.com/21211"), Some("422")));
    assert!(error.to_string().contains("(21211)"), "{error}");
}

#[tokio::test]
async fn the_limits_that_a_server_tells_are_readable() {
    let headers: &[(&str, &str)] = &[("x-ratelimit-limit", "13800"), ("x-ratelimit-remaining", "0")];
    let limited = client(Fixed { status: StatusCode::TOO_MANY_REQUESTS, headers, body: "" });
    let error = limited.compat().messages().delete(NOWHERE).await.unwrap_err();
    assert!(error.is_rate_limited());
    let limit = error.rate_limit().unwrap();
    assert_eq!((limit.limit(), limit.remaining(), limit.reset()), (Some(13800), Some(0), None));

    let fine = client(Fixed { status: StatusCode::NO_CONTENT, headers, body: "" });
    let response = fine.compat().messages().delete(NOWHERE).with_response().await.unwrap();
    assert_eq!(response.rate_limit(), Some(limit));
    assert_eq!(response.headers()["x-ratelimit-limit"], "13800");
}

//! Credentials never leave the origin, whatever servers and callers send: a second server that waits for them is never
//! called.

use signalwire_rest::types::*;
use signalwire_rest::{Call, Client, ErrorKind, Method, Value};

use tests::raw::{Raw, Step};

/// Returns the client's own server, which sends this response, a second one that must never be called, and the client.
async fn two_servers(response: impl Fn(&str) -> String + Send + Sync + 'static) -> (Raw, Raw, Client) {
    let thief = Raw::new([Step::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull".to_vec())]).await;
    let address = format!("127.0.0.1:{}", thief.port());
    let home = Raw::with(move |_| vec![Step::Write(response(&address).into_bytes())]).await;
    let client = home.builder().bearer_token("planted-bearer").build().unwrap();
    (home, thief, client)
}

/// Every way to name another server in a URL.
const PLACES: [&str; 14] = [
    "http://{}/",
    "http://{}/api/fabric/sip_addresses?page_number=2",
    "//{}/",
    "///{}/",
    "\\\\{}\\",
    "/\\{}/",
    "http:{}/",
    "http:\\\\{}/",
    "HTTP://{}/",
    " http://{}/",
    "ht\ttp://{}/",
    "https://{}/",
    "http://127.0.0.1@{}/",
    "http://user:password@{}/",
];

fn calls(client: &Client) -> [Call<Value>; 5] {
    [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE]
        .map(|method| client.request(method, "/thing").json("body").retries(0))
}

#[tokio::test]
async fn no_redirect_leads_there() {
    for status in [301, 302, 303, 307, 308] {
        for place in PLACES {
            let (home, thief, client) = two_servers(move |address| {
                let place = place.replace("{}", address);
                format!("HTTP/1.1 {status} Moved\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n")
            })
            .await;
            for call in calls(&client) {
                let error = call.await.unwrap_err();
                // By the URL rules of browsers some of these are paths of the same server, and lead in circles.
                assert_eq!(error.kind(), ErrorKind::Redirect, "{status} {place}: {error}");
            }
            assert!(home.requests().len() >= 5);
            assert_eq!(thief.requests(), [""; 0], "{status} {place}");
        }
    }
}

#[tokio::test]
async fn no_link_to_a_page_leads_there() {
    for place in PLACES {
        let (home, thief, client) = two_servers(move |address| {
            let next = serde_json::json!(place.replace("{}", address));
            let body =
                format!("{{\"data\":[],\"items_count\":0,\"links\":{{\"self\":\"/\",\"first\":\"/\",\"next\":{next}}}}}");
            format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        })
        .await;
        let error = client.fabric().sip_addresses().list().items().try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination, "{place}: {error}");
        let link = place.replace("{}", &format!("127.0.0.1:{}", thief.port()));
        let error =
            client.fabric().sip_addresses().list().resume(&link).items().try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination, "{place}: {error}");
        assert!(!home.requests().is_empty());
        assert_eq!(thief.requests(), [""; 0], "{place}");
    }
}

/// A user and a password in a URL would replace the client's own credentials, even on a request to its own server.
#[tokio::test]
async fn no_link_carries_its_own_credentials() {
    let server = Raw::with(|request| {
        let host = request.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        let place = format!("http://planted:planted@{host}/elsewhere");
        let body =
            format!("{{\"data\":[],\"items_count\":0,\"links\":{{\"self\":\"/\",\"first\":\"/\",\"next\":\"{place}\"}}}}");
        let head = if request.contains(" /api/") { "200 OK" } else { "307 Moved" };
        let length = body.len();
        let text = format!("HTTP/1.1 {head}\r\nlocation: {place}\r\ncontent-length: {length}\r\n\r\n{body}");
        vec![Step::Write(text.into_bytes())]
    })
    .await;
    let client = server.builder().build().unwrap();
    let error = client.fabric().sip_addresses().list().items().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination, "{error}");
    let error = client.request(Method::GET, "/moved").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
    let paths: Vec<String> =
        server.requests().iter().map(|request| request.chars().take(9).collect()).collect();
    assert_eq!(paths, ["GET /api/", "GET /move"]);
}

#[tokio::test]
async fn no_id_and_no_path_leads_there() {
    let (home, thief, client) =
        two_servers(|_| "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned()).await;
    let own = format!("host: 127.0.0.1:{}\r\n", home.url().rsplit(':').next().unwrap());
    for place in PLACES {
        let place = place.replace("{}", &format!("127.0.0.1:{}", thief.port()));
        for id in [place.clone(), format!("@{place}"), format!("../../{place}"), format!("x?{place}#y")] {
            client.fabric().sip_endpoints().get(&id).await.unwrap_err();
            client.fabric().sip_endpoints().update(&id, SipCredentialUpdate::new()).await.unwrap_err();
            client.request(Method::GET, &id).await.unwrap_err();
            client.request(Method::GET, &format!("/{id}")).await.unwrap_err();
            client
                .request(Method::GET, "/x")
                .header("x-forwarded-host", "evil.example.com")
                .query(&id, &id)
                .await
                .unwrap_err();
        }
    }
    assert_eq!(thief.requests(), [""; 0]);
    let requests = home.requests();
    assert!(requests.len() > 150, "{}", requests.len());
    for request in requests {
        assert!(request.contains(&own), "{request}");
        assert_eq!(request.matches("authorization: Basic ").count(), 1, "{request}");
    }
}

/// A proxy sees the host of a connection, and nothing of what is sent over it.
#[tokio::test]
async fn a_proxy_sees_no_credential() {
    for response in [
        "HTTP/1.1 200 OK\r\n\r\n<html>",
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 6\r\n\r\n<html>",
        "SSH-2.0-OpenSSH_9.9\r\n",
        "",
    ] {
        let proxy = Raw::new([Step::Write(response.into())]).await;
        let through = proxy.url().replace("http://", "http://planted-user:planted-password@");
        let client = proxy.builder().base_url("https://api.example.com").proxy(through).build().unwrap();
        for call in calls(&client) {
            let error = call.await.unwrap_err();
            assert!(error.is_connect(), "{response:?}: {error}");
            let shown = super::redaction::everything(&error);
            assert!(!shown.contains("planted") && !shown.contains(tests::TOKEN), "{shown}");
        }
        let requests = proxy.requests();
        assert_eq!(requests.len(), 5, "{response:?}");
        for request in requests {
            assert!(request.starts_with("CONNECT api.example.com:443 HTTP/1.1\r\n"), "{request}");
            assert!(!request.to_lowercase().contains("\r\nauthorization"), "{request}");
        }
    }
}

//! Settings of the network: TLS, proxies, transports of one's own, and clients that share connections.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use signalwire_rest_runtime::{
    BoxFuture, Client, ClientBuilder, ErrorKind, HeaderMap, HeaderValue, Method, StatusCode, Transport,
    TransportError, TransportRequest, TransportResponse,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Keeps what it is sent, and says yes.
#[derive(Default)]
struct Yes(Mutex<Vec<TransportRequest>>);

impl Transport for Yes {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        self.0.lock().unwrap().push(request);
        let (status, headers) = (StatusCode::OK, HeaderMap::new());
        Box::pin(async move { Ok(TransportResponse { status, headers, body: "null".into() }) })
    }
}

/// Adds a header to what goes through it.
struct Marks<T>(T, &'static str);

impl<T: Transport> Transport for Marks<T> {
    fn send(
        &self,
        mut request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        request.headers.append("x-mark", HeaderValue::from_static(self.1));
        self.0.send(request)
    }
}

fn builder() -> ClientBuilder {
    Client::builder().base_url("https://api.example.com").basic_auth("project", "token")
}

#[tokio::test]
async fn transports_are_shared_and_wrapped() {
    let yes = Arc::new(Yes::default());
    let client = builder()
        .transport(Arc::clone(&yes))
        .wrap_transport(|inner| Marks(inner, "first"))
        .wrap_transport(|inner| Marks(inner, "last"))
        .build()
        .unwrap();
    client.request(Method::GET, "/things").await.unwrap();
    let other = Client::builder().base_url("https://other.example.com").transport(client.transport());
    other.build().unwrap().request(Method::GET, "/things").await.unwrap();
    let sent = yes.0.lock().unwrap();
    assert_eq!(sent.len(), 2);
    for (request, url) in
        sent.iter().zip(["https://api.example.com/things", "https://other.example.com/things"])
    {
        let marks: Vec<&str> =
            request.headers.get_all("x-mark").iter().map(|mark| mark.to_str().unwrap()).collect();
        // What is outermost comes first.
        assert_eq!((marks, &*request.url), (vec!["last", "first"], url));
    }
}

#[tokio::test]
async fn tenants_have_their_own_credentials_and_nothing_else_of_their_own() {
    let yes = Arc::new(Yes::default());
    let client = builder().bearer_token("bearer").transport(Arc::clone(&yes)).build().unwrap();
    let started = Instant::now();
    let tenants: Vec<Client> = (0..100)
        .map(|number| client.with_basic_auth(format!("tenant-{number}"), "secret").unwrap())
        .collect();
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    for tenant in &tenants {
        tenant.request(Method::GET, "/things").await.unwrap();
    }
    client.request(Method::GET, "/things").await.unwrap();
    client.with_bearer_token("another").unwrap().request(Method::GET, "/things").await.unwrap();
    let sent = yes.0.lock().unwrap();
    let mut credentials: Vec<&str> =
        sent.iter().map(|request| request.headers["authorization"].to_str().unwrap()).collect();
    assert_eq!(credentials.pop(), Some("Bearer another"));
    assert_eq!(credentials.pop(), Some("Basic cHJvamVjdDp0b2tlbg=="));
    assert_eq!(credentials[0], "Basic dGVuYW50LTA6c2VjcmV0");
    credentials.sort_unstable();
    credentials.dedup();
    assert_eq!(credentials.len(), 100);
}

/// A server that counts its connections, and says yes to everything on each.
async fn server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, connections) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let counter = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                // Requests without a body come in one piece.
                while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {
                    let response = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull";
                    stream.write_all(response).await.unwrap();
                }
            });
        }
    });
    (format!("http://{address}"), connections)
}

#[tokio::test]
async fn a_hundred_tenants_share_one_connection() {
    let (url, connections) = server().await;
    let client = builder().base_url(url).allow_plain_http(true).max_connections(1).build().unwrap();
    for number in 0..100 {
        let tenant = client.with_basic_auth(format!("tenant-{number}"), "secret").unwrap();
        tenant.request(Method::GET, "/things").await.unwrap();
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[test]
fn a_credential_that_was_read_with_its_line_break_is_refused() {
    for (user, password, why) in [
        ("project", "token\n", "`token` contains a line break"),
        ("project\r\n", "token", "`project` contains a line break"),
        ("project", "to\u{0}ken", "`token` contains a line break or another control character"),
        ("project", "", "`token` is empty"),
        ("a:b", "token", "`project` contains a colon"),
    ] {
        let builder =
            Client::builder().base_url("https://api.example.com").basic_names("`project`", "`token`");
        let error = builder.basic_auth(user, password).transport(Yes::default()).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().starts_with(why), "{error}");
    }
    let client = builder().transport(Yes::default()).build().unwrap();
    for error in [client.with_basic_auth("project", "token\n"), client.with_bearer_token("token\n")] {
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Configuration);
    }
}

/// Polls a future once, as an executor other than Tokio does.
fn poll_once<F: Future>(future: F) -> Option<F::Output> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}

#[test]
fn outside_of_tokio_is_an_error_that_says_so() {
    let client = builder().transport(Yes::default()).build().unwrap();
    let error = poll_once(client.request(Method::GET, "/things").send()).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let why = "GET /things: no Tokio runtime is running: await the call within one, such as that of `#[tokio::main]`";
    assert_eq!(error.to_string(), why);
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
#[test]
fn a_build_without_tls_says_so() {
    let error = builder().build().unwrap_err();
    assert_eq!(error.to_string(), "no TLS: enable `rustls` or `native-tls`");
    builder().base_url("http://127.0.0.1:1").allow_plain_http(true).build().unwrap();
    builder().transport(Yes::default()).build().unwrap();
}

#[cfg(all(
    feature = "rustls-no-provider",
    not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))
))]
#[test]
fn rustls_without_cryptography_says_so() {
    let error = builder().build().unwrap_err();
    assert!(error.to_string().starts_with("rustls has no cryptography: install one"), "{error}");
}

#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
#[test]
fn tls_is_set_up() {
    builder().build().unwrap();
    let error = builder().root_certificate(b"no certificate".to_vec()).build().unwrap_err();
    assert_eq!(error.to_string(), "a root certificate is not PEM");
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_client_of_reqwest_is_a_transport() {
    use signalwire_rest_runtime::{HttpTransport, reqwest};
    let (url, connections) = server().await;
    let http =
        reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for _ in 0..3 {
        let client =
            builder().base_url(&*url).allow_plain_http(true).transport(HttpTransport::new(http.clone()));
        client.build().unwrap().request(Method::GET, "/things").await.unwrap();
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1, "clients share the pool of the user's");
}

/// Where the process below finds the proxy that it expects to be used, or nothing when none is.
const EXPECTED: &str = "TEST_OF_PROXY";

/// The environment is that of a process, so the test below runs this one in another.
#[tokio::test]
#[ignore = "runs within the test below"]
async fn through_the_proxy_of_the_environment() {
    let builder = builder().base_url("http://nowhere.invalid").allow_plain_http(true).retries(0);
    let builder = if std::env::var_os(EXPECTED).is_some() { builder.proxy_from_env() } else { builder };
    let result = builder.build().unwrap().request(Method::GET, "/things").await;
    assert_eq!(result.is_ok(), std::env::var_os(EXPECTED).is_some(), "{result:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_names_the_proxy_if_it_is_asked() {
    let (url, connections) = server().await;
    for (asks, expected) in [(false, 0), (true, 1)] {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "through_the_proxy_of_the_environment"]);
        command.env_clear().envs(["http_proxy", "HTTP_PROXY", "ALL_PROXY"].map(|name| (name, &url)));
        if asks {
            command.env(EXPECTED, "1");
        }
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
        assert_eq!(connections.load(Ordering::SeqCst), expected);
    }
}

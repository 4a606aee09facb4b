//! The transport over the network. No other module uses the HTTP library.

use std::fmt;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::redirect::Policy;
use reqwest::{Body, Request, Url};

use super::{
    BoxFuture, Transport, TransportError, TransportFailure, TransportRequest, TransportResponse, tls,
};
use crate::error::{Error, ErrorKind};

/// The settings of connections.
#[derive(Default)]
pub(crate) struct Settings {
    pub connect_timeout: Option<Duration>,
    pub proxy: Option<String>,
    /// Whether the environment names the proxy.
    pub proxy_from_env: bool,
    pub root_certificates: Vec<Vec<u8>>,
    /// The number of connections that may be idle.
    pub max_connections: usize,
    /// Whether connections have no TLS.
    pub is_plain: bool,
}

/// Connections that are idle for this long are closed by the client, before a server or a gateway closes them under the
/// next request: a POST that meets a closing connection may have arrived, and is not sent again.
const IDLE: Duration = Duration::from_secs(30);
/// The largest capacity that is reserved for a body before it arrives, whatever its declared length.
const FIRST_CAPACITY: usize = 64 * 1024;

/// A transport over HTTP: a pool of connections.
///
/// A client makes its own, unless its builder is given another transport. With the feature `reqwest`, it can be made from
/// a client of the crate `reqwest` that has middleware, client certificates, a proxy or a pool of your own.
#[derive(Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
}

#[cfg(feature = "reqwest")]
impl HttpTransport {
    /// Sends requests through this client, and shares its pool of connections.
    ///
    /// The client must neither follow redirects nor retry, which is what calls do themselves, within the origin and where
    /// it is safe: `reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never())`.
    /// The settings of a `ClientBuilder` that are about connections (`connect_timeout`, `proxy`, `root_certificate`) do
    /// not apply to it.
    ///
    /// ```
    /// use signalwire_rest_runtime::{Client, HttpTransport};
    ///
    /// let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    /// let client = Client::builder()
    ///     .base_url("https://api.example.com")
    ///     .transport(HttpTransport::new(http))
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(client: reqwest::Client) -> Self {
        Self { client }
    }
}

#[cfg(feature = "reqwest")]
impl From<reqwest::Client> for HttpTransport {
    fn from(client: reqwest::Client) -> Self {
        Self::new(client)
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").finish_non_exhaustive()
    }
}

impl HttpTransport {
    pub(crate) fn with_settings(settings: &Settings) -> Result<Self, Error> {
        tls::check(settings)?;
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(settings.max_connections);
        if let Some(timeout) = settings.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        builder = match &settings.proxy {
            Some(proxy) => {
                builder.proxy(reqwest::Proxy::all(proxy).map_err(|_| wrong("the proxy is not a URL"))?)
            }
            None if settings.proxy_from_env => builder,
            None => builder.no_proxy(),
        };
        builder = tls::trust(builder, settings)?;
        let client = builder
            .build()
            .map_err(|error| wrong("TLS cannot be set up").with_source(error.without_url()))?;
        Ok(Self { client })
    }
}

pub(super) fn wrong(message: &str) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

impl Transport for HttpTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

impl HttpTransport {
    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let TransportRequest { method, url, headers, body, timeout, max_body_bytes } = request;
        let url = Url::parse(&url)
            .map_err(|error| TransportError::new(TransportFailure::Invalid).with_source(error))?;
        // Setting the parts of a request takes the headers as a whole, instead of one by one.
        let mut outgoing = Request::new(method, url);
        *outgoing.headers_mut() = headers;
        *outgoing.timeout_mut() = Some(timeout);
        *outgoing.body_mut() = body.map(Body::from);
        let mut response = self.client.execute(outgoing).await.map_err(failed)?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let body = read(&mut response, max_body_bytes).await;
        match body {
            Ok(body) => Ok(TransportResponse { status, headers, body }),
            Err(error) => Err(TransportError { head: Some((status, headers)), ..error }),
        }
    }
}

/// Reads to the end, but never more than the limit.
async fn read(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, TransportError> {
    let declared = response.content_length().unwrap_or(0);
    if declared > limit as u64 {
        return Err(TransportError::new(TransportFailure::BodyTooLarge));
    }
    let first = next(response, limit).await?.unwrap_or_default();
    // Most responses come in one piece, which need not be copied.
    let Some(second) = next(response, limit - first.len()).await? else { return Ok(first) };
    let capacity = usize::try_from(declared).unwrap_or(0).min(FIRST_CAPACITY);
    let mut body = BytesMut::with_capacity(capacity.max(first.len() + second.len()));
    body.extend_from_slice(&first);
    body.extend_from_slice(&second);
    while let Some(chunk) = next(response, limit - body.len()).await? {
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Reads the next piece, of no more bytes than the limit.
async fn next(response: &mut reqwest::Response, limit: usize) -> Result<Option<Bytes>, TransportError> {
    match response.chunk().await.map_err(failed)? {
        Some(chunk) if chunk.len() > limit => Err(TransportError::new(TransportFailure::BodyTooLarge)),
        chunk => Ok(chunk),
    }
}

/// A request counts as sent unless it is certain that nothing was.
fn failed(error: reqwest::Error) -> TransportError {
    let failure = match &error {
        error if error.is_connect() => TransportFailure::Connect,
        error if error.is_timeout() => TransportFailure::Timeout,
        error if error.is_builder() => TransportFailure::Invalid,
        _ => TransportFailure::Interrupted,
    };
    TransportError::new(failure).with_source(error.without_url())
}

//! A client of a simulator whose requests and responses are all observed.

use std::sync::{Arc, Mutex};

use percent_encoding::percent_decode_str;
use serde_json::Value;
use signalwire_rest::{
    BoxFuture, Client, ClientBuilder, Method, StatusCode, Transport, TransportError, TransportRequest,
    TransportResponse,
};
use simulator::Simulator;

/// One request and its response.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub method: Method,
    /// As it is on the wire.
    pub path: String,
    /// Decoded.
    pub query: Vec<(String, String)>,
    pub content_type: Option<String>,
    pub request: Vec<u8>,
    pub status: StatusCode,
    pub response: Vec<u8>,
}

/// Keeps every exchange with a simulator.
#[derive(Clone)]
pub struct Observed {
    running: Arc<Simulator>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Observed {
    pub fn new(running: Simulator) -> Self {
        Self { running: Arc::new(running), exchanges: Arc::default() }
    }

    pub fn running(&self) -> &Simulator {
        &self.running
    }

    /// A client with credentials for every operation.
    pub fn client(&self) -> Client {
        let builder = self.builder().project(tests::PROJECT).token(tests::TOKEN);
        builder.bearer_token(super::BEARER).build().unwrap()
    }

    /// A client whose credentials are wrong.
    pub fn stranger(&self) -> Client {
        self.builder().project("x").token("y").bearer_token("z").build().unwrap()
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .base_url(self.running.url())
            .allow_plain_http(true)
            .retries(0)
            .transport(self.clone())
    }

    /// The only exchange since the last call.
    pub fn only(&self, who: &str) -> Exchange {
        let mut exchanges = std::mem::take(&mut *self.exchanges.lock().unwrap());
        assert_eq!(exchanges.len(), 1, "{who}: one call is one request");
        exchanges.remove(0)
    }

    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let (path, query) = split(request.url.strip_prefix(&self.running.url()).unwrap());
        let content_type =
            request.headers.get("content-type").map(|value| value.to_str().unwrap().to_owned());
        let (method, sent) = (request.method.clone(), request.body.clone().unwrap_or_default().to_vec());
        let response = tests::wire::exchange(&self.running.direct(), request).await?;
        let (status, body) = (response.status, response.body.to_vec());
        let exchange = Exchange { method, path, query, content_type, request: sent, status, response: body };
        self.exchanges.lock().unwrap().push(exchange);
        Ok(response)
    }
}

impl Transport for Observed {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

impl Exchange {
    /// The body of the response, if it is JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.response).unwrap_or_default()
    }
}

fn split(target: &str) -> (String, Vec<(String, String)>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().unwrap().into_owned();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    (path.to_owned(), pairs.map(|(name, value)| (decode(name), decode(value))).collect())
}

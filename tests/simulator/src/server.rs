//! Starts and stops the server, and serves its connections.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use document::Direction;
use document::operation::preferred;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::auth::Accepted;
use crate::builder::SimulatorBuilder;
use crate::direct::Direct;
use crate::fault::{Fault, FaultKind, Faults};
use crate::handler::{self, Reset};
use crate::history::{History, Recorded};
use crate::record::Recorder;
use crate::routes::Api;
use crate::sample::{Sampler, Style};
use crate::store::{Record, Store};
use crate::webhooks::{Delivery, Planned, merge};

/// How many deliveries are kept.
const MAX_DELIVERIES: usize = 1_000;

/// The form of the links of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// With scheme and host.
    #[default]
    Absolute,
    /// Without scheme and host.
    Relative,
}

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<()>,
}

impl Simulator {
    /// Starts a server for the SignalWire REST API on a free port, which accepts any credentials.
    ///
    /// # Errors
    ///
    /// When this machine has no port for it.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// A server for the SignalWire REST API, with settings of its own.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::own()
    }

    pub(crate) async fn listen(port: u16, shared: Shared) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let (address, shared) = (listener.local_addr()?, Arc::new(shared));
        let (stop, stopped) = watch::channel(());
        tokio::spawn(accept(listener, Arc::clone(&shared), stopped));
        Ok(Self { address, shared, stop })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL of the API.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Calls the server without a connection.
    pub fn direct(&self) -> Direct {
        Direct(Arc::clone(&self.shared))
    }

    /// Every request so far except those to the control path; the oldest are dropped beyond a limit.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.recorded()
    }

    /// Sends a webhook to a URL on this machine, and returns how that went. The payload follows from the document, with these
    /// fields put over it; `None` if there is no such webhook.
    pub async fn webhook(&self, name: &str, url: &str, payload: Value) -> Option<Delivery> {
        let mut planned = Planned::new(&self.shared.api, name, url, &Record::new(0, Map::new()), &[])?;
        if payload.is_object() {
            merge(&mut planned.payload, payload);
        }
        Some(planned.deliver(&self.shared).await)
    }

    /// Every webhook that was sent so far, the oldest first; the oldest are dropped beyond a limit.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.deliveries()
    }

    /// Adds a fault, unless it is larger than [`crate::MAX_BODY_BYTES`] or nothing that HTTP can carry.
    pub fn fault(&self, fault: Fault) {
        self.shared.add_fault(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.shared.clear_faults();
    }

    /// Forgets everything: state, faults and requests.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Adds a thing to the collection at a path, as if it had been created with these fields.
    pub fn seed(&self, collection: &str, fields: Value) -> String {
        let Value::Object(fields) = fields else { return String::new() };
        self.shared.with_store(|store| store.create(collection, fields).id)
    }

    /// A body that the operation accepts; `None` if it takes no body.
    pub fn example_body(&self, operation: &str) -> Option<Value> {
        self.example_bodies(operation).into_iter().next()
    }

    /// A body of each variant that the operation accepts.
    pub fn example_bodies(&self, operation: &str) -> Vec<Value> {
        let api = &self.shared.api;
        let body = api.document.operation(operation).and_then(|operation| operation.body.as_ref());
        let Some(schema) = body.and_then(|body| preferred(&body.content)?.schema) else { return Vec::new() };
        // An id in a body refers to an existing record, and ids are mostly UUIDs.
        let record = Record { id: "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11".to_owned(), ..Record::default() };
        let sampler = Sampler::new(&api.requests, Direction::Request, Style::default(), &record);
        let schema = api.document.schema(schema);
        match schema.target().one_of() {
            variants if variants.len() > 0 => variants.map(|variant| sampler.value(variant)).collect(),
            _ => vec![sampler.value(schema)],
        }
    }

    /// Stops listening.
    pub fn shutdown(self) {
        drop(self.stop);
    }
}

/// State that all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub api: Arc<Api>,
    pub accepted: Accepted,
    pub links: Links,
    pub recorder: Option<Arc<Recorder>>,
    pub signing_key: String,
    /// The program that gets webhooks for other machines.
    pub program: Option<String>,
    /// Whether every id is that of something that exists.
    pub any_id: bool,
    pub state: State,
}

/// What changes while the server runs.
#[derive(Debug, Default)]
pub(crate) struct State {
    planned: Mutex<Vec<Planned>>,
    deliveries: Mutex<VecDeque<Delivery>>,
    store: Mutex<Store>,
    faults: Mutex<Faults>,
    recorded: Mutex<History>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn with_store<T>(&self, act: impl FnOnce(&mut Store) -> T) -> T {
        act(&mut lock(&self.state.store))
    }

    pub(crate) fn take_faults(&self, operation: &str, method: &str) -> Vec<FaultKind> {
        lock(&self.state.faults).take(operation, method)
    }

    pub(crate) fn add_fault(&self, fault: Fault) -> bool {
        lock(&self.state.faults).add(fault)
    }

    pub(crate) fn take_reset_before_read(&self) -> bool {
        lock(&self.state.faults).take_reset_before_read()
    }

    pub(crate) fn clear_faults(&self) {
        lock(&self.state.faults).clear();
    }

    pub(crate) fn record(&self, request: Recorded) {
        lock(&self.state.recorded).push(request);
    }

    /// Plans webhooks, to be sent after the response.
    pub(crate) fn plan(&self, planned: Vec<Planned>) {
        lock(&self.state.planned).extend(planned);
    }

    pub(crate) fn take_planned(&self) -> Vec<Planned> {
        std::mem::take(&mut lock(&self.state.planned))
    }

    pub(crate) fn add_delivery(&self, delivery: Delivery) {
        let mut deliveries = lock(&self.state.deliveries);
        deliveries.push_back(delivery);
        if deliveries.len() > MAX_DELIVERIES {
            deliveries.pop_front();
        }
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        lock(&self.state.deliveries).iter().cloned().collect()
    }

    pub(crate) fn recorded(&self) -> Vec<Recorded> {
        lock(&self.state.recorded).iter().cloned().collect()
    }

    pub(crate) fn reset(&self) {
        lock(&self.state.store).clear();
        self.clear_faults();
        lock(&self.state.recorded).clear();
        lock(&self.state.deliveries).clear();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<()>) {
    let router = Router::new().fallback(handler::handle).with_state(Arc::clone(&shared));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // The sender is dropped when the server is.
            _ = stopped.changed() => return,
        };
        let Ok((stream, _)) = accepted else { continue };
        if shared.take_reset_before_read() {
            reset(&stream);
            continue;
        }
        let (router, mut stopped) = (router.clone(), stopped.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = serve(stream, router) => {}
                _ = stopped.changed() => {}
            }
        });
    }
}

/// Serves one connection; a response marked for it resets the connection instead.
async fn serve(stream: TcpStream, router: Router) {
    // A second handle to the socket, to set how it is closed.
    let Ok(stream) = stream.into_std() else { return };
    let (Ok(handle), Ok(stream)) = (stream.try_clone(), TcpStream::from_std(stream)) else { return };
    let handle = Arc::new(handle);
    let service =
        service_fn(|request: hyper::Request<Incoming>| respond(router.clone(), Arc::clone(&handle), request));
    // A broken connection is no error of the server.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(
    mut router: Router,
    handle: Arc<std::net::TcpStream>,
    request: hyper::Request<Incoming>,
) -> io::Result<Response> {
    let request: Request = request.map(axum::body::Body::new);
    let Ok(response) = tower_service::Service::call(&mut router, request).await;
    if response.extensions().get::<Reset>().is_some() {
        reset(&handle);
        return Err(io::Error::other("reset on request"));
    }
    Ok(response)
}

/// Closing will send RST instead of FIN.
fn reset<'s, S>(stream: &'s S)
where
    socket2::SockRef<'s>: From<&'s S>,
{
    // If it cannot be set, the connection is closed regularly, which breaks the call as well.
    let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

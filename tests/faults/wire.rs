//! A transport to the simulator that takes no time of its own, so that a test sees every wait on virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signalwire_rest_runtime::{
    BoxFuture, Transport, TransportError, TransportFailure, TransportRequest, TransportResponse,
};
use simulator::{Broken, Direct};

/// Counts what is sent.
#[derive(Clone, Debug)]
pub struct Wire {
    direct: Direct,
    refuses: Arc<AtomicBool>,
    sent: Arc<AtomicUsize>,
}

impl Wire {
    pub fn new(direct: Direct) -> Self {
        Self { direct, refuses: Arc::default(), sent: Arc::default() }
    }

    /// From now on nobody listens.
    pub fn refuse(&self) {
        self.refuses.store(true, Ordering::Relaxed);
    }

    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::Relaxed)
    }

    async fn exchange(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        if self.refuses.load(Ordering::Relaxed) {
            return Err(TransportError::new(TransportFailure::Connect));
        }
        let TransportRequest { method, url, headers, body, .. } = request;
        let mut request = http::Request::new(body.unwrap_or_default());
        (*request.method_mut(), *request.uri_mut()) = (method, url.parse().unwrap());
        *request.headers_mut() = headers;
        let host = request.uri().authority().unwrap().as_str().parse().unwrap();
        request.headers_mut().insert(http::header::HOST, host);
        match self.direct.send(request).await {
            Ok(answer) => {
                let (head, body) = answer.into_parts();
                Ok(TransportResponse { status: head.status, headers: head.headers, body })
            }
            Err(broken) => Err(interrupted(broken)),
        }
    }
}

fn interrupted(broken: Broken) -> TransportError {
    let head = match broken {
        Broken::InBody(status, headers) => Some((status, headers)),
        Broken::BeforeRead | Broken::AfterRead => None,
    };
    TransportError { head, ..TransportError::new(TransportFailure::Interrupted) }
}

impl Transport for Wire {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

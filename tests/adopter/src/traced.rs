//! A wrapped transport: it counts attempts and names the trace that they belong to.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signalwire_rest::{BoxFuture, HeaderValue, Transport};
use signalwire_rest::{TransportError, TransportRequest, TransportResponse};

pub static ATTEMPTS: AtomicUsize = AtomicUsize::new(0);

pub struct Traced(pub Arc<dyn Transport>);

impl Transport for Traced {
    fn send(
        &self,
        mut request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        ATTEMPTS.fetch_add(1, Ordering::Relaxed);
        request.headers.insert("traceparent", HeaderValue::from_static("00-0af7651916cd43dd-b7ad6b71-01"));
        self.0.send(request)
    }
}

//! A transport to the simulator that takes no time of its own, so that a test sees every wait on virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signalwire_rest_runtime::{
    BoxFuture, Transport, TransportError, TransportFailure, TransportRequest, TransportResponse,
};
use simulator::Direct;

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

    /// Refuses all connections from now on.
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
        tests::wire::exchange(&self.direct, request).await
    }
}

impl Transport for Wire {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

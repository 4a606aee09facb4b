//! Requests without a connection, for tests on virtual time: sockets only know the real clock.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response, StatusCode};

use crate::handler::{self, Reset};
use crate::server::Shared;

/// Calls a running server without delay.
#[derive(Clone, Debug)]
pub struct Direct(pub(crate) Arc<Shared>);

/// How a connection would have broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Before the request was read.
    BeforeRead,
    /// After it was read, without a response.
    AfterRead,
    /// Within the body of the response.
    InBody(StatusCode, HeaderMap),
}

impl Direct {
    /// Returns the response that the server would send.
    ///
    /// # Errors
    ///
    /// When a fault breaks the connection.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Broken> {
        if self.0.take_reset_before_read() {
            return Err(Broken::BeforeRead);
        }
        let response = handler::handle(State(Arc::clone(&self.0)), request.map(Body::from)).await;
        let (head, body) = response.into_parts();
        if head.extensions.get::<Reset>().is_some() {
            return Err(Broken::AfterRead);
        }
        match axum::body::to_bytes(body, usize::MAX).await {
            Ok(body) => Ok(Response::from_parts(head, body)),
            Err(_) => Err(Broken::InBody(head.status, head.headers)),
        }
    }
}

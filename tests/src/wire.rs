//! From the client's transport to a simulator, without a connection.

use signalwire_rest::{TransportError, TransportFailure, TransportRequest, TransportResponse};
use simulator::{Broken, Direct};

/// Passes one request to the simulator and returns its response.
///
/// # Errors
///
/// When a fault of the simulator breaks the connection, or the URL cannot be read.
pub async fn exchange(
    direct: &Direct,
    request: TransportRequest,
) -> Result<TransportResponse, TransportError> {
    let TransportRequest { method, url, headers, body, .. } = request;
    let uri: http::Uri = url.parse().map_err(invalid)?;
    let host = uri.authority().map(|authority| authority.as_str().parse()).transpose().map_err(invalid)?;
    let mut request = http::Request::new(body.unwrap_or_default());
    (*request.method_mut(), *request.uri_mut(), *request.headers_mut()) = (method, uri, headers);
    request.headers_mut().extend(host.map(|host| (http::header::HOST, host)));
    match direct.send(request).await {
        Ok(response) => {
            let (head, body) = response.into_parts();
            Ok(TransportResponse { status: head.status, headers: head.headers, body })
        }
        Err(broken) => Err(interrupted(broken)),
    }
}

fn invalid(error: impl std::error::Error + Send + Sync + 'static) -> TransportError {
    TransportError::new(TransportFailure::Invalid).with_source(error)
}

fn interrupted(broken: Broken) -> TransportError {
    let head = match broken {
        Broken::InBody(status, headers) => Some((status, headers)),
        Broken::BeforeRead | Broken::AfterRead => None,
    };
    TransportError { head, ..TransportError::new(TransportFailure::Interrupted) }
}

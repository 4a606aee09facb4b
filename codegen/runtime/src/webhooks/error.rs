//! Why a webhook is refused.

use std::fmt;

use http::{HeaderValue, Response, StatusCode, header};

/// Why a webhook is refused. Shows neither keys, signatures and credentials nor values of the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The verifier is set up wrong: an empty key, or a URL that is none.
    Configuration(String),
    /// The request does not say which URL it was sent to, and the verifier has no public URL.
    UnknownUrl,
    /// The request has no signature, or an empty one.
    MissingSignature {
        /// The header that should have it.
        header: &'static str,
    },
    /// No key gives the signature of the request: it was not signed with one of the keys, or something changed on the way.
    InvalidSignature {
        /// The header that has it.
        header: &'static str,
    },
    /// The API does not sign this webhook, and the verifier has nothing else that proves where it comes from.
    NotSigned {
        /// The webhook.
        webhook: &'static str,
    },
    /// The request does not have the user name and password of the URL.
    Unauthorized,
    /// The payload is not that of the webhook.
    Payload {
        /// The path of the field, such as `call.headers[0]`; empty for the whole payload.
        path: String,
        /// What is wrong there.
        reason: String,
    },
}

impl WebhookError {
    /// Returns the status to respond with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Configuration(_) | Self::UnknownUrl => StatusCode::INTERNAL_SERVER_ERROR,
            Self::MissingSignature { .. } | Self::InvalidSignature { .. } => StatusCode::FORBIDDEN,
            Self::NotSigned { .. } | Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Payload { .. } => StatusCode::BAD_REQUEST,
        }
    }

    /// Returns the response to a request that is refused: the status alone, as the reason is for your log.
    pub fn response(&self) -> Response<String> {
        let mut response = Response::new(String::new());
        *response.status_mut() = self.status();
        if *self == Self::Unauthorized {
            let challenge = HeaderValue::from_static("Basic realm=\"webhooks\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration(what) => f.write_str(what),
            Self::UnknownUrl => f.write_str(
                "the request does not say which URL it was sent to; give the verifier the URL with `public_url`",
            ),
            Self::MissingSignature { header } => write!(f, "the request has no signature in `{header}`"),
            Self::InvalidSignature { header } => write!(
                f,
                "no key gives the signature in `{header}`; if the key is right, compare the URL that the API calls with \
                 `public_url`, and pass the body as it was received"
            ),
            Self::NotSigned { webhook } => write!(
                f,
                "`{webhook}` is not signed by the API; put a user name and a password into its URL and give them to the \
                 verifier with `basic_auth`, or accept it with `accept_unsigned`"
            ),
            Self::Unauthorized => f.write_str("the request does not have the expected user name and password"),
            Self::Payload { path, reason } if path.is_empty() => write!(f, "the payload cannot be read: {reason}"),
            Self::Payload { path, reason } => write!(f, "the payload cannot be read: {reason} at {path}"),
        }
    }
}

impl std::error::Error for WebhookError {}

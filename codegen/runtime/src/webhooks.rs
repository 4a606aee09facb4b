//! Receiving webhooks: verifying that a request comes from the API, and reading its payload.
//!
//! What is special about an API, such as the headers of its signatures, is in the description of each webhook
//! ([`Webhook`]), which is generated. How a request is signed is in `signature`, which URL was signed in `address`, and
//! what a payload may hold in `payload`.

mod address;
mod basic_auth;
mod error;
mod form;
mod incoming;
mod payload;
mod reply;
mod signature;
mod verifier;

pub use basic_auth::BasicAuth;
pub use error::WebhookError;
pub use incoming::{Incoming, IncomingParts};
pub use payload::Payload;
pub use reply::{acknowledge, reply};
pub use verifier::{Proof, Verifier};

/// What a receiver needs to know of a webhook.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Webhook {
    /// Its name in the documentation.
    pub name: &'static str,
    /// How its payload is written.
    pub encodings: &'static [Encoding],
    /// How it is signed; of several, one has to do.
    pub signatures: &'static [Signature],
}

/// How a payload is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// As JSON.
    Json,
    /// As a form, percent-encoded.
    Form,
}

/// How a webhook is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// What is signed, and how the signature is written.
    pub encoding: Encoding,
    /// Whether every request is signed. If not, a signature is verified where there is one.
    pub is_reliable: bool,
    /// The headers that may have an HMAC with SHA-1. The first that is there counts.
    pub sha1: &'static [&'static str],
    /// The headers that may have an HMAC with SHA-256. The first that is there counts.
    pub sha256: &'static [&'static str],
    /// Whether user-info of the URL is signed with it; `None` where the documentation does not say.
    pub user_info: Option<bool>,
}

impl Webhook {
    /// Describes a webhook.
    pub const fn new(
        name: &'static str,
        encodings: &'static [Encoding],
        signatures: &'static [Signature],
    ) -> Self {
        Self { name, encodings, signatures }
    }

    /// Whether every request is signed.
    pub fn is_signed(&self) -> bool {
        self.signatures.iter().any(|signature| signature.is_reliable)
    }
}

impl Signature {
    const fn new(encoding: Encoding, is_reliable: bool) -> Self {
        Self { encoding, is_reliable, sha1: &[], sha256: &[], user_info: None }
    }

    /// URL and body are signed, and the signature is hexadecimal.
    pub const fn json() -> Self {
        Self::new(Encoding::Json, true)
    }

    /// URL and the sorted parameters of the form are signed, and the signature is Base64.
    pub const fn form() -> Self {
        Self::new(Encoding::Form, true)
    }

    /// Most requests are not signed; those that are, as with [`json`](Self::json).
    pub const fn unreliable() -> Self {
        Self::new(Encoding::Json, false)
    }

    /// Names the headers of the HMAC with SHA-1.
    pub const fn sha1(mut self, headers: &'static [&'static str]) -> Self {
        self.sha1 = headers;
        self
    }

    /// Names the headers of the HMAC with SHA-256.
    pub const fn sha256(mut self, headers: &'static [&'static str]) -> Self {
        self.sha256 = headers;
        self
    }

    /// Says whether user-info of the URL is signed with it.
    pub const fn user_info(mut self, signed: bool) -> Self {
        self.user_info = Some(signed);
        self
    }
}

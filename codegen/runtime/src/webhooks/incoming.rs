//! Requests as they arrive, whichever framework received them.

use http::{HeaderMap, Request, Uri, request};

/// A request as it arrived: [`http::Request`], or its parts.
///
/// The body must be there as a whole, byte for byte as it was received. A framework with types of its own implements this
/// trait, or fills an [`IncomingParts`].
pub trait Incoming {
    /// Returns what is verified and read.
    fn parts(&self) -> IncomingParts<'_>;
}

/// What is verified and read of a request.
#[derive(Clone, Copy)]
pub struct IncomingParts<'r> {
    /// The URI: absolute, or a path with its query.
    pub uri: &'r Uri,
    /// The headers.
    pub headers: &'r HeaderMap,
    /// The body as it was received.
    pub body: &'r [u8],
}

impl std::fmt::Debug for IncomingParts<'_> {
    /// Without headers and body, which may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IncomingParts").field("body_bytes", &self.body.len()).finish_non_exhaustive()
    }
}

impl Incoming for IncomingParts<'_> {
    fn parts(&self) -> IncomingParts<'_> {
        *self
    }
}

impl<B: AsRef<[u8]>> Incoming for Request<B> {
    fn parts(&self) -> IncomingParts<'_> {
        IncomingParts { uri: self.uri(), headers: self.headers(), body: self.body().as_ref() }
    }
}

impl<B: AsRef<[u8]>> Incoming for (request::Parts, B) {
    fn parts(&self) -> IncomingParts<'_> {
        IncomingParts { uri: &self.0.uri, headers: &self.0.headers, body: self.1.as_ref() }
    }
}

impl<B: AsRef<[u8]>> Incoming for (Uri, HeaderMap, B) {
    fn parts(&self) -> IncomingParts<'_> {
        IncomingParts { uri: &self.0, headers: &self.1, body: self.2.as_ref() }
    }
}

impl<I: Incoming + ?Sized> Incoming for &I {
    fn parts(&self) -> IncomingParts<'_> {
        (**self).parts()
    }
}

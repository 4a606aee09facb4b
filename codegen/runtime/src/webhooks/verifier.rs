//! Whether a request comes from the API.

use std::fmt;

use super::address::{PublicUrl, candidates};
use super::basic_auth::BasicAuth;
use super::signature::Hash;
use super::{Incoming, IncomingParts, Payload, Signature, Webhook, WebhookError, payload};
use crate::Secret;

/// Verifies that webhooks come from the API, and reads them.
///
/// It has one signing key, or several while a key is rotated. Signatures are compared in constant time. Webhooks that the
/// API does not sign are refused, unless the verifier has a user name and a password for them
/// ([`basic_auth`](Self::basic_auth)) or accepts them as they are ([`accept_unsigned`](Self::accept_unsigned)).
#[derive(Clone)]
pub struct Verifier {
    keys: Vec<Secret>,
    public_url: Option<PublicUrl>,
    basic_auth: Option<BasicAuth>,
    accepts_unsigned: bool,
}

/// What proves that a request comes from the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// A signature with SHA-1.
    Sha1,
    /// A signature with SHA-256.
    Sha256,
    /// The user name and the password of the URL.
    BasicAuth,
    /// Nothing: the webhook is not signed, and the verifier accepts that.
    Nothing,
}

impl Verifier {
    /// Takes the signing key.
    ///
    /// # Errors
    ///
    /// When the key is empty: every signature with it could be forged.
    pub fn new(key: impl Into<String>) -> Result<Self, WebhookError> {
        Self { keys: Vec::new(), public_url: None, basic_auth: None, accepts_unsigned: false }.key(key)
    }

    /// Takes several signing keys, each of which will do.
    ///
    /// # Errors
    ///
    /// When there is none, or one of them is empty.
    pub fn with_keys<K: Into<String>>(keys: impl IntoIterator<Item = K>) -> Result<Self, WebhookError> {
        let mut keys = keys.into_iter();
        let first = Self::new(keys.next().map(Into::into).unwrap_or_default());
        keys.fold(first, |verifier, key| verifier?.key(key))
    }

    /// Accepts another signing key as well: while a key is rotated, the old one is in use for a while.
    ///
    /// # Errors
    ///
    /// When the key is empty.
    pub fn key(mut self, key: impl Into<String>) -> Result<Self, WebhookError> {
        let key = key.into();
        if key.trim().is_empty() {
            return Err(WebhookError::Configuration("the signing key is empty".to_owned()));
        }
        self.keys.push(key.into());
        Ok(self)
    }

    /// Sets the URL that the API was given, for programs behind a proxy or a tunnel: the whole URL of one webhook, or
    /// scheme and host alone, to which the path of the request is added. The query is that of the request, if it has one.
    ///
    /// Without it, the URL is what the request says: its URI, or the header `Host` and either scheme.
    ///
    /// # Errors
    ///
    /// When it is not an absolute URL with `http` or `https`.
    pub fn public_url(mut self, url: impl AsRef<str>) -> Result<Self, WebhookError> {
        self.public_url = Some(PublicUrl::parse(url.as_ref())?);
        Ok(self)
    }

    /// Sets the user name and the password that are part of the URL, for webhooks that are not signed.
    ///
    /// # Errors
    ///
    /// When the password is empty, or the user name has a colon.
    pub fn basic_auth(
        mut self,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Result<Self, WebhookError> {
        self.basic_auth = Some(BasicAuth::new(user, password)?);
        Ok(self)
    }

    /// Accepts webhooks that the API does not sign without any proof. Anybody who knows the URL can send them.
    #[must_use]
    pub fn accept_unsigned(mut self) -> Self {
        self.accepts_unsigned = true;
        self
    }

    /// Verifies a request, and returns what proves that the API sent it.
    ///
    /// # Errors
    ///
    /// When nothing proves it.
    pub fn verify<P: Payload>(&self, request: impl Incoming) -> Result<Proof, WebhookError> {
        self.proof(P::webhook(), &request.parts())
    }

    /// Verifies a request, and reads its payload.
    ///
    /// Payloads are read leniently: undocumented fields are kept, a missing text, number or list is left empty, and a
    /// number may be written as text.
    ///
    /// # Errors
    ///
    /// When nothing proves that the API sent the request, or when its payload is not that of the webhook.
    pub fn verify_and_parse<P: Payload>(&self, request: impl Incoming) -> Result<P, WebhookError> {
        let request = request.parts();
        self.proof(P::webhook(), &request)?;
        payload::parse(&request)
    }

    fn proof(&self, webhook: &Webhook, request: &IncomingParts<'_>) -> Result<Proof, WebhookError> {
        let mut refused = None;
        for signature in webhook.signatures {
            match self.signed(signature, request) {
                Ok(Some(proof)) => return Ok(proof),
                Ok(None) => {}
                // Of several ways to sign, one has to do; that which the request tried is reported.
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        match refused {
            Some(error) => Err(error),
            None => self.unsigned(webhook, request),
        }
    }

    /// Whether the signature is right, or `None` where there need not be one.
    fn signed(
        &self,
        signature: &Signature,
        request: &IncomingParts<'_>,
    ) -> Result<Option<Proof>, WebhookError> {
        let given = signature.given(request.headers);
        if given.is_empty() {
            let missing = WebhookError::MissingSignature { header: signature.usual_header() };
            return if signature.is_reliable { Err(missing) } else { Ok(None) };
        }
        let urls = candidates(signature, self.public_url.as_ref(), request.uri, request.headers);
        if urls.is_empty() {
            return Err(WebhookError::UnknownUrl);
        }
        let hash = signature.verify(&given, &self.keys, &urls, request)?;
        Ok(Some(match hash {
            Hash::Sha1 => Proof::Sha1,
            Hash::Sha256 => Proof::Sha256,
        }))
    }

    fn unsigned(&self, webhook: &Webhook, request: &IncomingParts<'_>) -> Result<Proof, WebhookError> {
        match &self.basic_auth {
            Some(basic_auth) if basic_auth.is_in(request.headers) => Ok(Proof::BasicAuth),
            Some(_) => Err(WebhookError::Unauthorized),
            None if self.accepts_unsigned => Ok(Proof::Nothing),
            None => Err(WebhookError::NotSigned { webhook: webhook.name }),
        }
    }
}

impl fmt::Debug for Verifier {
    /// Without keys, and without the URL, which may have a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("keys", &self.keys.len())
            .field("has_public_url", &self.public_url.is_some())
            .field("has_basic_auth", &self.basic_auth.is_some())
            .field("accepts_unsigned", &self.accepts_unsigned)
            .finish()
    }
}

//! Bearer tokens that are fetched when they are needed, and again when they expire or are refused.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::secret::Secret;
use crate::transport::BoxFuture;

/// A token that is about to expire is replaced this long before.
const MARGIN: Duration = Duration::from_secs(30);
/// How many tokens are remembered, so that no error shows one.
const REMEMBERED: usize = 4;

/// A bearer token, and how long it is good for.
#[derive(Clone, Debug)]
pub struct AccessToken {
    token: Secret,
    expires_at: Option<Instant>,
}

impl AccessToken {
    /// A token that is used until the server refuses it.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self { token: token.into(), expires_at: None }
    }

    /// The token is replaced shortly before this time is over.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires_at = Instant::now().checked_add(time);
        self
    }

    fn is_fresh(&self) -> bool {
        self.expires_at.is_none_or(|end| end > Instant::now() + MARGIN)
    }
}

impl<T: Into<Secret>> From<T> for AccessToken {
    fn from(token: T) -> Self {
        Self::new(token)
    }
}

/// Why there is no token. Its text may be shown.
pub type TokenError = Box<dyn StdError + Send + Sync>;

/// Gives the client its bearer token: when it has none yet, when the last one is about to expire, and once more when the
/// server refuses it with 401. A function that returns a future of a token is a provider.
pub trait TokenProvider: Send + Sync + 'static {
    /// Fetches a token. Calls that need it wait; no two fetches run at the same time.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>>;
}

impl<P, F, E> TokenProvider for P
where
    P: Fn() -> F + Send + Sync + 'static,
    F: Future<Output = Result<AccessToken, E>> + Send + 'static,
    E: Into<TokenError>,
{
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        let token = self();
        Box::pin(async move { token.await.map_err(Into::into) })
    }
}

/// A provider with the token that it gave last.
pub(crate) struct Tokens {
    provider: Arc<dyn TokenProvider>,
    current: Mutex<Option<(AccessToken, HeaderValue)>>,
    given: Lock<Vec<Secret>>,
}

impl Tokens {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Self { provider: Arc::new(provider), current: Mutex::new(None), given: Lock::default() }
    }

    /// The header with a token that has not expired.
    pub(crate) async fn header(&self) -> Result<HeaderValue, Error> {
        let mut current = self.current.lock().await;
        if let Some((_, header)) = current.as_ref().filter(|(token, _)| token.is_fresh()) {
            return Ok(header.clone());
        }
        let token = self.provider.token().await.map_err(|source| {
            Error::new(ErrorKind::Configuration, "the token provider failed").with_source(source)
        })?;
        let text = format!("Bearer {}", token.token.expose());
        let mut header = HeaderValue::from_str(&text).map_err(|_| {
            let why = "the token of the provider contains characters that are not allowed in a header";
            Error::new(ErrorKind::Configuration, why)
        })?;
        header.set_sensitive(true);
        self.remember(&token.token);
        *current = Some((token, header.clone()));
        Ok(header)
    }

    /// Forgets a token that the server refused, unless another call has replaced it.
    pub(crate) async fn refuse(&self, header: Option<&HeaderValue>) {
        let mut current = self.current.lock().await;
        if current.as_ref().map(|(_, current)| current) == header {
            *current = None;
        }
    }

    fn remember(&self, token: &Secret) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.push(token.clone());
        let first = given.len().saturating_sub(REMEMBERED);
        given.drain(..first);
    }

    /// The tokens of the last calls.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

//! User name and password in the URL of a webhook: what protects those that are not signed.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::digest::CtOutput;
use http::{HeaderMap, header};
use sha2::{Digest as _, Sha256};

use super::WebhookError;

/// A user name and a password, which the API sends with a webhook if the URL has them.
#[derive(Clone)]
pub struct BasicAuth {
    user: String,
    password: String,
}

impl BasicAuth {
    /// Takes a user name and a password.
    ///
    /// # Errors
    ///
    /// When the password is empty, or the user name has a colon, which no request could carry.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Result<Self, WebhookError> {
        let (user, password) = (user.into(), password.into());
        if password.is_empty() || user.contains(':') {
            let what = "basic auth needs a user name without a colon, and a password that is not empty";
            return Err(WebhookError::Configuration(what.to_owned()));
        }
        Ok(Self { user, password })
    }

    /// Returns a URL with the user name and the password in it, to be given to the API. Keep it out of logs.
    ///
    /// # Errors
    ///
    /// When the text is not an absolute URL with a host.
    pub fn in_url(&self, url: &str) -> Result<String, WebhookError> {
        let refused =
            || WebhookError::Configuration("a webhook needs an absolute URL with a host".to_owned());
        let mut url = url::Url::parse(url).map_err(|_| refused())?;
        url.set_username(&self.user).map_err(|()| refused())?;
        url.set_password(Some(&self.password)).map_err(|()| refused())?;
        Ok(url.into())
    }

    /// Whether a request has them.
    pub(super) fn is_in(&self, headers: &HeaderMap) -> bool {
        let mut values = headers.get_all(header::AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return false };
        let Some(token) = value.to_str().ok().and_then(|text| text.split_once(' ')) else { return false };
        let (scheme, token) = token;
        let Ok(given) = STANDARD.decode(token.trim()) else { return false };
        scheme.eq_ignore_ascii_case("basic")
            && is_same(&given, format!("{}:{}", self.user, self.password).as_bytes())
    }
}

impl fmt::Debug for BasicAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BasicAuth(***)")
    }
}

/// Compares the hashes of two texts in constant time, so that not even their length shows.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let hash = |text: &[u8]| CtOutput::<Sha256>::new(Sha256::digest(text));
    hash(one) == hash(other)
}

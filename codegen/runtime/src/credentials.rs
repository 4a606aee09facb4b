//! The credentials of a client, as they are sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;

use crate::error::{Error, ErrorKind};
use crate::secret::Secret;

/// The credentials of a client.
pub(crate) struct Credentials {
    /// The `Authorization` of operations that want a user and a password.
    pub basic: Option<HeaderValue>,
    /// The `Authorization` of operations that want a token.
    pub bearer: Option<HeaderValue>,
    /// All of them, in every form in which they are sent.
    pub secrets: Vec<Secret>,
}

impl Credentials {
    /// `names` is what the user and the password are called.
    pub(crate) fn new(
        basic: Option<&(Secret, Secret)>,
        bearer: Option<&Secret>,
        names: [&str; 2],
    ) -> Result<Self, Error> {
        Ok(Self {
            basic: basic.map(|(user, password)| basic_header(user, password, names)).transpose()?,
            bearer: bearer.map(bearer_header).transpose()?,
            secrets: secrets(basic, bearer),
        })
    }
}

fn basic_header(user: &Secret, password: &Secret, names: [&str; 2]) -> Result<HeaderValue, Error> {
    for (value, name) in [user, password].into_iter().zip(names) {
        if value.expose().is_empty() {
            return Err(wrong(format!("{name} is empty")));
        }
        // Base64 would hide it, and the server would refuse every call.
        if value.expose().contains(char::is_control) {
            return Err(wrong(format!(
                "{name} contains a line break or another control character; trim what was read from a file"
            )));
        }
    }
    if user.expose().contains(':') {
        return Err(wrong(format!("{} contains a colon, which HTTP Basic does not allow", names[0])));
    }
    header(&format!("Basic {}", pair(user, password)), names[1])
}

/// A user and a password as HTTP Basic writes them.
fn pair(user: &Secret, password: &Secret) -> String {
    STANDARD.encode(format!("{}:{}", user.expose(), password.expose()))
}

/// The credentials as they were given and as they are sent.
fn secrets(basic: Option<&(Secret, Secret)>, bearer: Option<&Secret>) -> Vec<Secret> {
    let basic =
        basic.into_iter().flat_map(|(user, password)| [password.clone(), pair(user, password).into()]);
    basic.chain(bearer.cloned()).filter(|secret| !secret.expose().is_empty()).collect()
}

fn bearer_header(token: &Secret) -> Result<HeaderValue, Error> {
    if token.expose().is_empty() {
        return Err(wrong("the bearer token is empty"));
    }
    header(&format!("Bearer {}", token.expose()), "the bearer token")
}

/// A header that the HTTP library keeps out of its own logs.
fn header(text: &str, what: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| wrong(format!("{what} contains characters that are not allowed in a header")))?;
    value.set_sensitive(true);
    Ok(value)
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

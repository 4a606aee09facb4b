//! What a request is authenticated with: of the documented alternatives, the first that the client has credentials for.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::config::{AuthHelp, Config};
use crate::error::{Error, ErrorKind};
use crate::operation::{Auth, KeyPlace, Scheme};
use crate::request_parts::RequestParts;
use crate::secret::Secret;
use crate::url;

/// What authentication adds to a request.
#[derive(Clone, Default)]
pub(crate) struct Signature {
    headers: Vec<(HeaderName, HeaderValue)>,
    query: Vec<(&'static str, Secret)>,
    cookies: Vec<(&'static str, Secret)>,
    /// Whether it is the token of a provider, which can give another one.
    pub is_renewable: bool,
}

impl Signature {
    /// Adds headers, the cookies among them.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        if self.cookies.is_empty() {
            return Ok(());
        }
        let given = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let own = self.cookies.iter().map(|(name, value)| format!("{name}={}", url::encode(value.expose())));
        let all: Vec<String> = given.map(str::to_owned).chain(own).collect();
        headers.insert(header::COOKIE, header_value(&all.join("; "), "a cookie")?);
        Ok(())
    }

    /// The URL with the keys that go into its query. A link of the server's may have them already.
    pub(crate) fn url(&self, url: &str) -> String {
        let mut signed = url.to_owned();
        for (name, value) in &self.query {
            let pair = format!("{}={}", url::encode(name), url::encode(value.expose()));
            let query = signed.split_once('?').map(|(_, query)| query);
            if query.is_some_and(|query| query.split('&').any(|other| other == pair)) {
                continue;
            }
            let joint = query.map_or("?", |query| if query.is_empty() { "" } else { "&" });
            signed = format!("{signed}{joint}{pair}");
        }
        signed
    }
}

/// Returns what authenticates a request, or why the client cannot.
pub(crate) async fn sign(parts: &RequestParts, config: &Config) -> Result<Signature, Error> {
    // A caller who sets `Authorization` has authenticated the request.
    let is_given = parts.headers.contains_key(header::AUTHORIZATION);
    let alternative = |schemes: &[Scheme]| schemes.iter().all(|scheme| is_given || config.can_meet(scheme));
    let met: &[Scheme] = match parts.auth {
        Auth::None => &[],
        // An undocumented operation may need no credentials.
        Auth::BasicOrBearer if parts.operation.is_none() => return raw(config).await,
        Auth::OneOf(alternatives) => {
            // Credentials are sent where they are optional, too.
            let wanted = || alternatives.iter().filter(|schemes| !schemes.is_empty());
            let is_known =
                |schemes: &&&[Scheme]| !schemes.iter().any(|scheme| matches!(scheme, Scheme::Foreign(_)));
            // What is left to the transport is the last resort.
            let known = wanted().filter(is_known).find(|schemes| alternative(schemes));
            let met = known.or_else(|| wanted().find(|schemes| alternative(schemes)));
            let none = || alternatives.iter().find(|schemes| schemes.is_empty());
            met.or_else(none).ok_or_else(|| missing(parts.auth, config.auth_help))?
        }
        Auth::Basic | Auth::Bearer | Auth::BasicOrBearer => {
            let alternatives: &[Scheme] = match parts.auth {
                Auth::Basic => &[Scheme::Basic],
                Auth::Bearer => &[Scheme::Bearer],
                _ => &[Scheme::Basic, Scheme::Bearer],
            };
            let met = alternatives.iter().find(|scheme| is_given || config.can_meet(scheme));
            std::slice::from_ref(met.ok_or_else(|| missing(parts.auth, config.auth_help))?)
        }
    };
    let mut signature = Signature::default();
    for scheme in met {
        add(&mut signature, scheme, config).await?;
    }
    if !is_given && signature.headers.iter().all(|(name, _)| *name != header::AUTHORIZATION) {
        signature.headers.extend(config.authorization.clone().map(|value| (header::AUTHORIZATION, value)));
    }
    if is_given {
        signature.headers.retain(|(name, _)| *name != header::AUTHORIZATION);
    }
    Ok(signature)
}

/// A request that the document does not describe is sent with all that the client has.
async fn raw(config: &Config) -> Result<Signature, Error> {
    let mut signature = Signature::default();
    let first = [Scheme::Basic, Scheme::Bearer].into_iter().find(|scheme| config.can_meet(scheme));
    match first {
        Some(scheme) => add(&mut signature, &scheme, config).await?,
        None => {
            let given = config.authorization.clone();
            signature.headers.extend(given.map(|value| (header::AUTHORIZATION, value)));
        }
    }
    for (scheme, _) in &config.keys {
        add(&mut signature, scheme, config).await?;
    }
    Ok(signature)
}

async fn add(signature: &mut Signature, scheme: &Scheme, config: &Config) -> Result<(), Error> {
    match scheme {
        Scheme::Basic => {
            signature.headers.extend(config.basic.clone().map(|value| (header::AUTHORIZATION, value)));
        }
        Scheme::Bearer => {
            let value = match &config.tokens {
                Some(tokens) => Some(tokens.header().await?),
                None => config.bearer.clone(),
            };
            signature.is_renewable = config.tokens.is_some();
            signature.headers.extend(value.map(|value| (header::AUTHORIZATION, value)));
        }
        Scheme::Key { place, name, .. } => {
            let Some(key) = config.key(scheme) else { return Ok(()) };
            match place {
                KeyPlace::Header => {
                    let header = HeaderName::try_from(*name).map_err(|_| invalid("the name of a key"))?;
                    signature.headers.push((header, header_value(key.expose(), "a key")?));
                }
                KeyPlace::Query => signature.query.push((name, key.clone())),
                KeyPlace::Cookie => signature.cookies.push((name, key.clone())),
            }
        }
        // Whoever wraps the transport adds it.
        Scheme::Foreign(_) => {}
    }
    Ok(())
}

impl Config {
    /// Whether the client has the credentials of a scheme. What it does not know is left to the transport.
    fn can_meet(&self, scheme: &Scheme) -> bool {
        match scheme {
            Scheme::Basic => self.basic.is_some(),
            Scheme::Bearer => self.bearer.is_some() || self.tokens.is_some(),
            Scheme::Key { .. } => self.key(scheme).is_some(),
            Scheme::Foreign(_) => true,
        }
    }

    fn key(&self, scheme: &Scheme) -> Option<&Secret> {
        self.keys.iter().find(|(known, _)| known == scheme).map(|(_, key)| key)
    }

    /// Whether the client has something to put into `Authorization`.
    pub(crate) fn has_authorization(&self) -> bool {
        self.basic.is_some() || self.bearer.is_some() || self.tokens.is_some() || self.authorization.is_some()
    }
}

fn missing(auth: Auth, AuthHelp { basic, bearer, .. }: AuthHelp) -> Error {
    let one = |scheme: &Scheme| match scheme {
        Scheme::Basic => format!("a user and a password (HTTP Basic): {basic}"),
        Scheme::Bearer => format!("a bearer token: {bearer}"),
        Scheme::Key { name, help, .. } => format!("the key `{name}`: {help}"),
        Scheme::Foreign(name) => format!("`{name}`, which the transport adds"),
    };
    let wanted = match auth {
        Auth::None => String::new(),
        Auth::Basic => one(&Scheme::Basic),
        Auth::Bearer => one(&Scheme::Bearer),
        Auth::BasicOrBearer => format!("a user and a password ({basic}), or a bearer token ({bearer})"),
        Auth::OneOf(alternatives) => {
            let all = |schemes: &&[Scheme]| schemes.iter().map(one).collect::<Vec<_>>().join(", and ");
            alternatives.iter().map(all).collect::<Vec<_>>().join("; or ")
        }
    };
    Error::new(ErrorKind::Configuration, format!("this operation needs {wanted}"))
}

/// A header that the HTTP library keeps out of its own logs.
pub(crate) fn header_value(text: &str, what: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text).map_err(|_| invalid(what))?;
    value.set_sensitive(true);
    Ok(value)
}

fn invalid(what: &str) -> Error {
    Error::new(
        ErrorKind::Configuration,
        format!("{what} contains characters that are not allowed in a header"),
    )
}

//! How one signs in: the security schemes, and the credentials that the client needs for them.

use std::collections::BTreeMap;

use document::Document;
use document::security::{SchemeKind, SecurityScheme, WrittenCredential};

use crate::names::{Taken, value_name};

/// How to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// HTTP Basic with a user and a password.
    Basic,
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// Anything else: the user of the crate sets what it needs.
    Other,
}

/// The credentials of a client; several schemes may share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The user and the password of HTTP Basic, when some scheme is that.
    pub basic: Option<(Credential, Credential)>,
    /// The token, when some scheme wants one.
    pub bearer: Option<Credential>,
}

/// A credential: how it is called in the builder and in the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Name of the builder's setter or argument.
    pub name: String,
    /// Environment variable that holds it.
    pub env: Option<String>,
}

impl Scheme {
    /// What a security scheme asks of the client.
    pub(crate) fn of(scheme: &SecurityScheme) -> Self {
        match scheme.kind {
            SchemeKind::Basic => Self::Basic,
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => Self::Bearer,
            SchemeKind::Http(_) | SchemeKind::ApiKey { .. } | SchemeKind::Other => Self::Other,
        }
    }
}

impl Credentials {
    /// Each of them.
    pub fn all(&self) -> impl Iterator<Item = &Credential> {
        let basic = self.basic.iter().flat_map(|(user, password)| [user, password]);
        basic.chain(&self.bearer)
    }
}

pub(super) fn kinds(document: &Document) -> BTreeMap<String, Scheme> {
    document.schemes.iter().map(|scheme| (scheme.name.clone(), Scheme::of(scheme))).collect()
}

/// The names that the document declares; the others get a free name.
pub(super) fn read(document: &Document, taken: &mut Taken) -> Credentials {
    let has = |kind| document.schemes.iter().any(|scheme| Scheme::of(scheme) == kind);
    let mut credential = |role: &str, name: &str| {
        let declared = document.schemes.iter().find_map(|scheme| scheme.credentials.get(role));
        let setter = declared.and_then(|declared| declared.setter.as_ref());
        Credential {
            name: setter.map_or_else(|| taken.claim(name.to_owned()), |(setter, _)| value_name(setter)),
            env: declared.and_then(|declared| declared.env.clone()),
        }
    };
    Credentials {
        basic: has(Scheme::Basic)
            .then(|| (credential("username", "username"), credential("password", "password"))),
        bearer: has(Scheme::Bearer).then(|| credential("token", "bearer_token")),
    }
}

/// Setters that the document names.
pub(super) fn declared_setters(document: &Document) -> Vec<String> {
    let credentials = document.schemes.iter().flat_map(|scheme| scheme.credentials.values());
    credentials
        .filter_map(|credential: &WrittenCredential| Some(value_name(&credential.setter.as_ref()?.0)))
        .collect()
}

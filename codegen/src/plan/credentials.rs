//! How one signs in: the security schemes, and the credentials that the client needs for them.

use std::collections::BTreeMap;

use document::Document;
use document::security::{Requirement, SchemeKind, SecurityScheme, WrittenCredential};

use crate::names::{Taken, value_name};

/// How to sign in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// HTTP Basic with a user and a password.
    Basic,
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// A key; the index of its credential.
    Key(usize),
    /// A scheme that the client does not implement, by its name in the document.
    Foreign(String),
}

/// The credentials of a client; several schemes may share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The user and the password of HTTP Basic, when some scheme is that.
    pub basic: Option<(Credential, Credential)>,
    /// The token, when some scheme wants one.
    pub bearer: Option<Credential>,
    /// The keys, by their places.
    pub keys: Vec<Key>,
    /// The schemes that the client does not implement, each with what it is.
    pub foreign: Vec<(String, String)>,
}

/// A credential: how it is called in the builder and in the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Name of the builder's setter or argument.
    pub name: String,
    /// Environment variable that holds it.
    pub env: Option<String>,
}

/// A key that is sent in a place of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What it is called.
    pub credential: Credential,
    /// Where it goes.
    pub place: KeyPlace,
    /// Its name there.
    pub wire: String,
    /// What the document says of it.
    pub description: Option<String>,
}

/// Where a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// Into a header.
    Header,
    /// Into the query.
    Query,
    /// Into a cookie.
    Cookie,
}

/// The alternatives of which one must be met, each of schemes that must all be met; empty: none is needed.
pub type Security = Vec<Vec<Scheme>>;

impl Credentials {
    /// Each of them.
    pub fn all(&self) -> impl Iterator<Item = &Credential> {
        let basic = self.basic.iter().flat_map(|(user, password)| [user, password]);
        basic.chain(&self.bearer).chain(self.keys.iter().map(|key| &key.credential))
    }

    /// Whether some scheme says what stands in `Authorization`.
    pub fn has_authorization(&self) -> bool {
        let is_header =
            |key: &Key| key.place == KeyPlace::Header && key.wire.eq_ignore_ascii_case("authorization");
        self.basic.is_some() || self.bearer.is_some() || self.keys.iter().any(is_header)
    }
}

/// The credentials, and the scheme of each name. The document may declare the names of credentials; the others get a
/// free name.
pub(super) fn read(document: &Document, taken: &mut Taken) -> (Credentials, BTreeMap<String, Scheme>) {
    let mut credentials = Credentials::default();
    let mut schemes = BTreeMap::new();
    let mut credential = |role: &str, name: &str, among: &[&SecurityScheme]| {
        let declared = among.iter().find_map(|scheme| scheme.credentials.get(role));
        let setter = declared.and_then(|declared| declared.setter.as_ref());
        Credential {
            name: setter.map_or_else(|| taken.claim(value_name(name)), |(setter, _)| value_name(setter)),
            env: declared.and_then(|declared| declared.env.clone()),
        }
    };
    let all: Vec<&SecurityScheme> = document.schemes.iter().collect();
    for scheme in &document.schemes {
        let read = match &scheme.kind {
            SchemeKind::Basic => {
                credentials.basic.get_or_insert_with(|| {
                    (credential("username", "username", &all), credential("password", "password", &all))
                });
                Scheme::Basic
            }
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
                credentials.bearer.get_or_insert_with(|| credential("token", "bearer_token", &all));
                Scheme::Bearer
            }
            SchemeKind::ApiKey { location, name } => match place(location) {
                Some(place) => {
                    let is_same = |key: &Key| key.place == place && key.wire == *name;
                    let known = credentials.keys.iter().position(is_same);
                    Scheme::Key(known.unwrap_or_else(|| {
                        let credential = credential("key", &scheme.name, &[scheme]);
                        let description = super::operations::text(scheme.description.as_deref());
                        credentials.keys.push(Key { credential, place, wire: name.clone(), description });
                        credentials.keys.len() - 1
                    }))
                }
                None => foreign(&mut credentials, scheme, format!("a key in `{location}`")),
            },
            SchemeKind::Http(name) => {
                foreign(&mut credentials, scheme, format!("the scheme `{name}` of HTTP"))
            }
            SchemeKind::Signature(name) => foreign(&mut credentials, scheme, format!("`{name}`")),
            SchemeKind::Other => foreign(&mut credentials, scheme, "of another kind".to_owned()),
        };
        schemes.insert(scheme.name.clone(), read);
    }
    (credentials, schemes)
}

fn foreign(credentials: &mut Credentials, scheme: &SecurityScheme, what: String) -> Scheme {
    credentials.foreign.push((scheme.name.clone(), what));
    Scheme::Foreign(scheme.name.clone())
}

fn place(location: &str) -> Option<KeyPlace> {
    match location {
        "header" => Some(KeyPlace::Header),
        "query" => Some(KeyPlace::Query),
        "cookie" => Some(KeyPlace::Cookie),
        _ => None,
    }
}

/// The alternatives, each once. A name that stands for no scheme is one that the client does not implement.
pub(super) fn security(requirements: &[Requirement], schemes: &BTreeMap<String, Scheme>) -> Security {
    let scheme = |name: &String| schemes.get(name).cloned().unwrap_or_else(|| Scheme::Foreign(name.clone()));
    let mut alternatives = Security::new();
    for requirement in requirements {
        let mut all: Vec<Scheme> = Vec::new();
        for scheme in requirement.keys().map(scheme) {
            if !all.contains(&scheme) {
                all.push(scheme);
            }
        }
        if !alternatives.contains(&all) {
            alternatives.push(all);
        }
    }
    // Where nothing is needed by any alternative, nothing is said.
    if alternatives.iter().all(Vec::is_empty) { Security::new() } else { alternatives }
}

/// Setters that the document names.
pub(super) fn declared_setters(document: &Document) -> Vec<String> {
    let credentials = document.schemes.iter().flat_map(|scheme| scheme.credentials.values());
    credentials
        .filter_map(|credential: &WrittenCredential| Some(value_name(&credential.setter.as_ref()?.0)))
        .collect()
}

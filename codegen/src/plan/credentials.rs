//! How one signs in: the security schemes, and what the client is told for them.

use std::collections::BTreeMap;

use crate::names::{Taken, value_name};
use crate::node::Node;

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

/// What the client is told, whatever number of schemes use it.
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

/// Methods of every builder, and names that it uses inside.
pub(crate) const BUILDER_METHODS: &[&str] = &[
    "allow_plain_http",
    "base_url",
    "build",
    "builder",
    "connect_timeout",
    "deadline",
    "inner",
    "max_body_bytes",
    "new",
    "proxy",
    "retries",
    "root_certificate",
    "timeout",
    "transport",
    "user_agent",
];

impl Scheme {
    /// What a security scheme asks of the client.
    pub(crate) fn of(scheme: &Node) -> Self {
        let protocol = scheme.get_str("scheme").map(str::to_ascii_lowercase);
        match (scheme.get_str("type"), protocol.as_deref()) {
            (Some("http"), Some("basic")) => Self::Basic,
            (Some("http"), Some("bearer")) | (Some("oauth2" | "openIdConnect"), _) => Self::Bearer,
            _ => Self::Other,
        }
    }

    /// What it is given, as `x-credentials` calls it.
    pub(crate) fn roles(self) -> &'static [&'static str] {
        match self {
            Self::Basic => &["username", "password"],
            Self::Bearer => &["token"],
            Self::Other => &[],
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

/// The security schemes, references followed.
pub(crate) fn schemes(root: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let group =
        root.get("components").into_iter().flat_map(|components| components.entries("securitySchemes"));
    group.map(|(name, entry)| (name, root.followed(&entry.node)))
}

pub(super) fn kinds(root: &Node) -> BTreeMap<String, Scheme> {
    schemes(root).map(|(name, node)| (name.to_owned(), Scheme::of(node))).collect()
}

/// The names that the document gives; what it leaves open gets a name that is free.
pub(super) fn read(root: &Node, taken: &mut Taken) -> Credentials {
    let has = |kind| schemes(root).any(|(_, node)| Scheme::of(node) == kind);
    let mut credential = |role: &str, name: &str| {
        let told = schemes(root).find_map(|(_, node)| node.get("x-credentials")?.get(role));
        let setter = told.and_then(|told| told.get_str("setter"));
        Credential {
            name: setter.map_or_else(|| taken.claim(name.to_owned()), value_name),
            env: told.and_then(|told| told.get_str("env")).map(str::to_owned),
        }
    };
    Credentials {
        basic: has(Scheme::Basic)
            .then(|| (credential("username", "username"), credential("password", "password"))),
        bearer: has(Scheme::Bearer).then(|| credential("token", "bearer_token")),
    }
}

/// Setters that the document names.
pub(super) fn told_setters(root: &Node) -> Vec<String> {
    let told = schemes(root).flat_map(|(_, node)| node.entries("x-credentials"));
    told.filter_map(|(_, entry)| entry.node.get_str("setter")).map(value_name).collect()
}

//! The API as a whole: its name, its server, how one signs in, and the features of the crate.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::credentials::{self, Credentials, Scheme, Security};
use super::{Kind, TypeDecl, Usage, schemas};
use crate::names::reserved::BUILDER_METHODS;
use crate::names::{Taken, value_name};
use document::extensions::Pagination;
pub use document::extensions::{Dependency, Feature, Guide, Package};
use document::{Document, Server};

/// The API as a whole.
#[derive(Clone, Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`, which is the version of the crate.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The first server's URL, with its variables in braces; none when the document names no absolute server.
    pub server: Option<String>,
    /// The server's variables.
    pub variables: Vec<ServerVariable>,
    /// Security schemes by name.
    pub schemes: BTreeMap<String, Scheme>,
    /// The credentials that they need.
    pub credentials: Credentials,
    /// How operations are signed in to that say nothing of their own.
    pub default_security: Security,
    /// Cargo features, by name.
    pub features: BTreeMap<String, Feature>,
    /// Chapters of the documentation, by name.
    pub guides: IndexMap<String, Guide>,
    /// What a registry of packages shows.
    pub package: Package,
    /// The ways in which lists page.
    pub pagination: Vec<Pagination>,
    /// The enum of the codes of errors.
    pub error_codes: Option<TypeDecl>,
}

/// A variable of the server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Name in the URL's braces.
    pub wire: String,
    /// Name of its setter.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// Environment variable that holds it.
    pub env: Option<String>,
    /// Its value where none is set; none where the document has an environment variable for it.
    pub default: Option<String>,
}

pub(super) fn read(document: &Document) -> Api {
    let server = document.servers.first();
    let url = server.map(|server| server.data.url.as_str()).filter(|url| url.contains("://"));
    let setters = credentials::declared_setters(document);
    let mut taken = Taken::with(BUILDER_METHODS.iter().copied().chain(setters.iter().map(String::as_str)));
    let variables = server.map(|server| variables(server, &mut taken)).unwrap_or_default();
    let (credentials, schemes) = credentials::read(document, &mut taken);
    Api {
        title: title(document),
        version: version(document),
        description: document.info.description.clone(),
        server: url.map(|url| url.trim_end_matches('/').to_owned()),
        variables,
        default_security: credentials::security(&document.security, &schemes),
        schemes,
        credentials,
        features: document.features.iter().map(|(name, feature)| (name.clone(), feature.clone())).collect(),
        guides: document.guides.clone(),
        package: document.package.clone(),
        pagination: document.pagination.clone(),
        error_codes: error_codes(document),
    }
}

fn error_codes(document: &Document) -> Option<TypeDecl> {
    let schema = document.schema(document.error_codes?).target();
    let values = schemas::texts_of(schema);
    (!values.is_empty()).then(|| TypeDecl {
        name: "ErrorCode".to_owned(),
        schema: schema.component().map(str::to_owned),
        pointer: schema.place().pointer.clone(),
        description: schema.description().map(str::to_owned),
        deprecated: false,
        kind: Kind::Enum(values),
        aliases: Vec::new(),
        example: None,
        additional: None,
        shortcuts: Vec::new(),
        usage: Usage { received: true, ..Usage::default() },
    })
}

fn title(document: &Document) -> String {
    document.info.title.trim().to_owned()
}

/// Cargo wants three numbers.
fn version(document: &Document) -> String {
    let written = &document.info.version;
    let core = written.trim_start_matches('v').split(['-', '+', ' ']).next().unwrap_or_default();
    let mut numbers = core.split('.').map(|number| number.parse::<u64>().ok());
    let mut next = || numbers.next().flatten();
    match (next(), next(), next()) {
        (Some(major), minor, patch) => format!("{major}.{}.{}", minor.unwrap_or(0), patch.unwrap_or(0)),
        (None, ..) => "0.1.0".to_owned(),
    }
}

fn variables(server: &Server, taken: &mut Taken) -> Vec<ServerVariable> {
    let variables = server.data.variables.iter().flatten();
    let read = variables.map(|(wire, variable)| {
        let env = server.variable_env(wire);
        ServerVariable {
            wire: wire.clone(),
            name: taken.claim(value_name(wire)),
            description: variable.description.clone(),
            env: env.map(str::to_owned),
            default: env.is_none().then(|| variable.default.clone()),
        }
    });
    read.collect()
}

impl Api {
    /// Returns the feature that enables a top-level namespace.
    pub fn feature_of(&self, namespace: &str) -> Option<&str> {
        let enables = |feature: &Feature| feature.namespaces.iter().any(|name| name == namespace);
        self.features.iter().find(|(_, feature)| enables(feature)).map(|(name, _)| name.as_str())
    }
}

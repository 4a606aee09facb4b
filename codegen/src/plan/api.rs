//! What holds for the whole API: its name, its server, how one signs in, and which features the crate has.

use std::collections::BTreeMap;

use super::credentials::{self, BUILDER_METHODS, Credentials, Scheme};
use crate::names::{Taken, value_name};
use crate::node::Node;

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
    /// What the client is told for them.
    pub credentials: Credentials,
    /// Names of the schemes an operation needs that says nothing of its own; empty: none.
    pub default_security: Vec<String>,
    /// Cargo features, by name.
    pub features: BTreeMap<String, Feature>,
    /// How lists page: the field of the items, and the path to the link of the next page.
    pub pagination: Option<(String, Vec<String>)>,
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
}

/// A Cargo feature.
#[derive(Clone, Debug)]
pub struct Feature {
    /// What it brings.
    pub description: String,
    /// Top-level namespaces it brings.
    pub namespaces: Vec<String>,
}

pub(super) fn read(root: &Node) -> Api {
    let server = root.items("servers").next();
    let url = server.and_then(|server| server.get_str("url")).filter(|url| url.contains("://"));
    let told = credentials::told_setters(root);
    let mut taken = Taken::with(BUILDER_METHODS.iter().copied().chain(told.iter().map(String::as_str)));
    Api {
        title: root.pointer("/info/title").and_then(Node::as_str).unwrap_or("API").trim().to_owned(),
        version: version(root),
        description: root.pointer("/info/description").and_then(Node::as_str).map(str::to_owned),
        server: url.map(|url| url.trim_end_matches('/').to_owned()),
        variables: server.map(|server| variables(server, &mut taken)).unwrap_or_default(),
        schemes: credentials::kinds(root),
        credentials: credentials::read(root, &mut taken),
        default_security: security(root).unwrap_or_default(),
        features: features(root),
        pagination: pagination(root),
    }
}

/// Cargo wants three numbers.
fn version(root: &Node) -> String {
    let written = root.pointer("/info/version").map(Node::to_text).unwrap_or_default();
    let core = written.trim_start_matches('v').split(['-', '+', ' ']).next().unwrap_or_default();
    let mut numbers = core.split('.').map(|number| number.parse::<u64>().ok());
    let mut next = || numbers.next().flatten();
    match (next(), next(), next()) {
        (Some(major), minor, patch) => format!("{major}.{}.{}", minor.unwrap_or(0), patch.unwrap_or(0)),
        (None, ..) => "0.1.0".to_owned(),
    }
}

fn variables(server: &Node, taken: &mut Taken) -> Vec<ServerVariable> {
    let variable = |(wire, entry): (&str, &crate::node::Entry)| ServerVariable {
        wire: wire.to_owned(),
        name: taken.claim(value_name(wire)),
        description: entry.node.get_str("description").map(str::to_owned),
        env: entry.node.get_str("x-env").map(str::to_owned),
    };
    server.entries("variables").map(variable).collect()
}

/// The schemes named by `security`, or `None` where the node does not say.
pub(super) fn security(node: &Node) -> Option<Vec<String>> {
    let list = node.get("security")?.as_array()?;
    let names = list.iter().filter_map(Node::as_object).flat_map(|requirement| requirement.keys().cloned());
    Some(names.collect())
}

fn features(root: &Node) -> BTreeMap<String, Feature> {
    let feature = |(name, entry): (&str, &crate::node::Entry)| {
        let namespaces = entry.node.items("namespaces").filter_map(Node::as_str).map(str::to_owned).collect();
        let description = entry.node.get_str("description").unwrap_or_default().trim().to_owned();
        (name.to_owned(), Feature { description, namespaces })
    };
    root.entries("x-features").map(feature).collect()
}

fn pagination(root: &Node) -> Option<(String, Vec<String>)> {
    let told = root.get("x-pagination")?;
    let next = told.get_str("next")?.split('.').map(str::to_owned).collect();
    Some((told.get_str("items")?.to_owned(), next))
}

impl Api {
    /// The feature that brings a top-level namespace.
    pub fn feature_of(&self, namespace: &str) -> Option<&str> {
        let brings = |feature: &Feature| feature.namespaces.iter().any(|name| name == namespace);
        self.features.iter().find(|(_, feature)| brings(feature)).map(|(name, _)| name.as_str())
    }
}

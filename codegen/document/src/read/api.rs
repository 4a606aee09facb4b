//! What holds for the whole API.

use indexmap::IndexMap;
use openapiv3::{Info, ServerVariable, Tag};
use serde_json::{Map, Value};

use super::{Reader, below, extensions, item, text, texts};
use crate::document::PathItem;
use crate::extensions::{Dependency, Feature, Features, Guide, Package, Pagination};
use crate::node::{Entry as KeyedNode, Node};
use crate::operation::Server;
use crate::place::Place;
use crate::security::{Requirement, SchemeKind, SecurityScheme, WrittenCredential};
use crate::tree::{Role, SchemaId};

/// Keywords that decide how one signs in.
const FACTS: [&str; 6] = ["type", "scheme", "in", "name", "flows", "openIdConnectUrl"];

/// The parts of the root that are neither paths nor components.
pub(super) struct Api {
    pub info: Info,
    pub servers: Vec<Server>,
    pub tags: Vec<(Place, Tag)>,
    pub security: Vec<Requirement>,
    pub schemes: Vec<SecurityScheme>,
    pub features: Features,
    pub guides: IndexMap<String, Guide>,
    pub package: Package,
    pub pagination: Vec<Pagination>,
    pub extensions: IndexMap<String, Value>,
}

impl Reader<'_> {
    pub(super) fn api(&self) -> Api {
        let root = self.root;
        Api {
            info: info(root),
            servers: servers(root, &Place::default()),
            tags: tags(root),
            security: requirements(root).unwrap_or_default(),
            schemes: self.schemes(),
            features: features(root),
            guides: guides(root),
            package: root.get("x-package").map(package).unwrap_or_default(),
            pagination: pagination(root),
            extensions: extensions(root),
        }
    }

    pub(super) fn paths(&self) -> Vec<PathItem> {
        let around = Place { pointer: "/paths".to_owned(), ..Place::default() };
        let paths = self.root.entries("paths").filter(|(path, _)| !path.starts_with("x-"));
        let read = paths.map(|(path, entry)| PathItem {
            path: path.to_owned(),
            place: below(&around, path, entry),
            summary: text(&entry.node, "summary"),
            description: text(&entry.node, "description"),
            extensions: extensions(&entry.node),
        });
        read.collect()
    }

    /// The schema of `x-error-codes`.
    pub(super) fn error_codes(&mut self) -> Option<SchemaId> {
        let entry = self.root.entry("x-error-codes")?;
        let place = below(&Place::default(), "x-error-codes", entry);
        Some(self.outer_schema(&entry.node, place, Role::Body))
    }

    fn schemes(&self) -> Vec<SecurityScheme> {
        let around = Place { pointer: "/components/securitySchemes".to_owned(), ..Place::default() };
        let group = self.root.pointer("/components/securitySchemes").and_then(Node::as_object);
        let read = group.into_iter().flatten().map(|(name, entry)| {
            let place = below(&around, name, entry);
            scheme(name, self.follow(&entry.node, &place).node, place)
        });
        read.collect()
    }
}

fn scheme(name: &str, node: &Node, place: Place) -> SecurityScheme {
    let facts: Map<String, Value> =
        FACTS.iter().filter_map(|key| Some(((*key).to_owned(), node.get(key)?.to_json()))).collect();
    let around = Place { pointer: format!("{}/x-credentials", place.pointer), ..Place::default() };
    let credentials = node.entries("x-credentials");
    SecurityScheme {
        name: name.to_owned(),
        description: text(node, "description"),
        kind: scheme_kind(node),
        credentials: credentials
            .map(|(role, entry)| (role.to_owned(), credential(&around, role, entry)))
            .collect(),
        facts: Value::Object(facts),
        extensions: extensions(node),
        place,
    }
}

/// The extension with which a gateway says that a key is a signature.
const SIGNATURE: &str = "x-amazon-apigateway-authtype";

fn scheme_kind(node: &Node) -> SchemeKind {
    let own = |key: &str| text(node, key).unwrap_or_default();
    match own("type").as_str() {
        "http" => match own("scheme").to_ascii_lowercase().as_str() {
            "basic" => SchemeKind::Basic,
            "bearer" => SchemeKind::Bearer,
            other => SchemeKind::Http(other.to_owned()),
        },
        // Gateways describe their signatures as keys in `Authorization`.
        "apiKey" if own(SIGNATURE).to_ascii_lowercase().starts_with("awssigv") => {
            SchemeKind::Signature(own(SIGNATURE))
        }
        "apiKey" => SchemeKind::ApiKey { location: own("in"), name: own("name") },
        "oauth2" => SchemeKind::OAuth2,
        "openIdConnect" => SchemeKind::OpenIdConnect,
        _ => SchemeKind::Other,
    }
}

fn credential(around: &Place, role: &str, entry: &KeyedNode) -> WrittenCredential {
    let setter = entry.node.get("setter");
    WrittenCredential {
        place: below(around, role, entry),
        setter: setter.and_then(|setter| Some((setter.as_str()?.to_owned(), setter.at))),
        env: text(&entry.node, "env"),
    }
}

fn info(root: &Node) -> Info {
    let Some(node) = root.get("info") else { return Info::default() };
    Info {
        title: text(node, "title").unwrap_or_default(),
        description: text(node, "description"),
        terms_of_service: text(node, "termsOfService"),
        version: node.get("version").map(Node::to_text).unwrap_or_default(),
        extensions: extensions(node),
        ..Info::default()
    }
}

pub(super) fn servers(node: &Node, around: &Place) -> Vec<Server> {
    let read = node.items("servers").enumerate().map(|(index, server)| {
        let variables = server.entries("variables");
        let variables: IndexMap<String, ServerVariable> =
            variables.map(|(name, entry)| (name.to_owned(), server_variable(&entry.node))).collect();
        let data = openapiv3::Server {
            url: text(server, "url").unwrap_or_default(),
            description: text(server, "description"),
            variables: (!variables.is_empty()).then_some(variables),
            extensions: extensions(server),
        };
        Server { place: item(around, "servers", index, server), data }
    });
    read.collect()
}

fn server_variable(node: &Node) -> ServerVariable {
    ServerVariable {
        enumeration: node.items("enum").map(Node::to_text).collect(),
        default: node.get("default").map(Node::to_text).unwrap_or_default(),
        description: text(node, "description"),
        extensions: extensions(node),
    }
}

fn tags(root: &Node) -> Vec<(Place, Tag)> {
    let read = root.items("tags").enumerate().map(|(index, tag)| {
        let data = Tag {
            name: text(tag, "name").unwrap_or_default(),
            description: text(tag, "description"),
            external_docs: None,
            extensions: extensions(tag),
        };
        (item(&Place::default(), "tags", index, tag), data)
    });
    read.collect()
}

/// `security`, or `None` where nothing is said.
pub(super) fn requirements(node: &Node) -> Option<Vec<Requirement>> {
    let list = node.get("security")?.as_array()?;
    let requirement = |node: &Node| -> Requirement {
        let schemes = node.as_object().into_iter().flatten();
        schemes.map(|(name, _)| (name.clone(), texts(node, name))).collect()
    };
    Some(list.iter().map(requirement).collect())
}

fn features(root: &Node) -> Features {
    let feature = |node: &Node| Feature {
        description: text(node, "description").unwrap_or_default().trim().to_owned(),
        namespaces: texts(node, "namespaces"),
        is_default: node.get("default").is_none() || node.get_flag("default"),
    };
    root.entries("x-features").map(|(name, entry)| (name.to_owned(), feature(&entry.node))).collect()
}

fn guides(root: &Node) -> IndexMap<String, Guide> {
    let guide = |node: &Node| Guide {
        title: text(node, "title").unwrap_or_default(),
        text: text(node, "text").unwrap_or_default(),
        feature: text(node, "feature"),
    };
    root.entries("x-guides").map(|(name, entry)| (name.to_owned(), guide(&entry.node))).collect()
}

fn package(node: &Node) -> Package {
    Package {
        repository: text(node, "repository"),
        homepage: text(node, "homepage"),
        keywords: texts(node, "keywords"),
        categories: texts(node, "categories"),
        introduction: text(node, "introduction"),
        dev_dependencies: node
            .entries("dev-dependencies")
            .map(|(name, entry)| (name.to_owned(), dependency(&entry.node)))
            .collect(),
    }
}

fn dependency(node: &Node) -> Dependency {
    Dependency {
        version: node.get("version").map(Node::to_text),
        path: text(node, "path"),
        features: texts(node, "features"),
        has_default_features: node.get("default-features").is_none() || node.get_flag("default-features"),
    }
}

/// One way to page, or a list of several.
fn pagination(root: &Node) -> Vec<Pagination> {
    let way = |node: &Node| Pagination {
        items: text(node, "items"),
        next: text(node, "next").unwrap_or_default().split('.').map(str::to_owned).collect(),
    };
    let Some(node) = root.get("x-pagination") else { return Vec::new() };
    node.as_array().map_or_else(|| vec![way(node)], |ways| ways.iter().map(way).collect())
}

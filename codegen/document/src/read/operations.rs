//! Operations, parameters, bodies and responses.

use serde_json::Value;

use super::api::{requirements, servers};
use super::{Followed, Reader, below, extensions, item, json, repairs, text, texts};
use crate::extensions::{
    CallName, Command, Helper, HelperField, Scopes, Signature, SignatureScheme, WrittenCall, WrittenSignature,
};
use crate::media::MediaKind;
use crate::node::{Entry as KeyedNode, Node, escape_pointer};
use crate::operation::{
    Body, Header, MediaType, Method, Operation, Parameter, ParameterLocation, Response, Server, Style,
};
use crate::place::Place;
use crate::security::Requirement;
use crate::tree::{Role, SchemaId};

/// A path, and what it says for all its operations.
struct Around<'n> {
    node: &'n Node,
    path: &'n str,
    place: Place,
    parameters: Vec<Parameter>,
    servers: Option<Vec<Server>>,
}

impl<'n> Reader<'n> {
    /// The operations below a mapping from paths, or from names of webhooks.
    pub(super) fn operations(&mut self, pointer: &str, security: &[Requirement]) -> Vec<Operation> {
        let around = Place { pointer: pointer.to_owned(), ..Place::default() };
        let items = self.root.pointer(pointer).and_then(Node::as_object).into_iter().flatten();
        let mut operations = Vec::new();
        for (path, entry) in items.filter(|(path, _)| !path.starts_with("x-")) {
            let place = below(&around, path, entry);
            let parameters = self.parameters(&entry.node, &place);
            let servers = own_servers(&entry.node, &place);
            let around = Around { node: &entry.node, path, place, parameters, servers };
            for method in Method::ALL {
                if let Some(entry) = around.node.entry(method.key()) {
                    operations.push(self.operation(method, entry, &around, security));
                }
            }
        }
        let repeated = repairs::unique_ids(&mut operations, self.root);
        self.warn(repeated);
        operations
    }

    fn operation(
        &mut self,
        method: Method,
        entry: &'n KeyedNode,
        around: &Around<'n>,
        security: &[Requirement],
    ) -> Operation {
        let node = &entry.node;
        let place = below(&around.place, method.key(), entry);
        let own_parameters = self.parameters(node, &place);
        let own_security = requirements(node);
        let mut parameters = effective(&own_parameters, &around.parameters);
        let repaired = repairs::path_parameters(around.path, &place, &mut parameters);
        self.warn(repaired);
        let id = text(node, "operationId");
        Operation {
            has_id: id.is_some(),
            id: id.unwrap_or_else(|| format!("{method} {}", around.path)),
            method,
            path: around.path.to_owned(),
            path_place: around.place.clone(),
            data: data(node),
            parameters,
            body: self.body(node, &place),
            responses: self.responses(node, &place),
            has_own_security: own_security.is_some(),
            security: own_security.unwrap_or_else(|| security.to_vec()),
            servers: own_servers(node, &place).or_else(|| around.servers.clone()),
            calls: node.get("x-call").map(calls).unwrap_or_default(),
            has_calls: node.get("x-call").is_some(),
            commands: commands(node),
            commands_at: node.entry("x-commands").map(|entry| entry.key_at),
            helpers: node.entries("x-helpers").map(|(name, entry)| helper(name, entry)).collect(),
            scopes: node.get("x-scopes").map(scopes),
            aliases: node.items("x-aliases").filter_map(|alias| alias.as_str().map(str::to_owned)).collect(),
            source: text(node, "x-source"),
            signature: node.get("x-signature").map(signature),
            own_parameters,
            place,
        }
    }

    fn parameters(&mut self, node: &'n Node, place: &Place) -> Vec<Parameter> {
        let listed = node.items("parameters").enumerate();
        listed.map(|(index, node)| self.parameter(node, item(place, "parameters", index, node))).collect()
    }

    fn parameter(&mut self, node: &'n Node, listed: Place) -> Parameter {
        let Followed { node, place, component } = self.follow(node, &listed);
        let written_location = text(node, "in").unwrap_or_default();
        let location = ParameterLocation::parse(&written_location);
        let style = node.get_str("style").and_then(Style::parse).unwrap_or_else(|| Style::usual(location));
        let explode = node
            .get("explode")
            .map_or(matches!(style, Style::Form | Style::DeepObject), |_| node.get_flag("explode"));
        let content = self.content(node, &place).into_iter().next();
        let own = self.schema_under(node, &place, Role::Parameter);
        Parameter {
            name: text(node, "name").unwrap_or_default(),
            credential: text(node, "x-credential"),
            alternate_keys: texts(node, "x-alternate-keys"),
            written_location_at: node.get("in").map_or(node.at, |location| location.at),
            required: location == Some(ParameterLocation::Path) || node.get_flag("required"),
            is_marked_required: node.get_flag("required"),
            description: text(node, "description"),
            deprecated: node.get_flag("deprecated"),
            allow_reserved: node.get_flag("allowReserved"),
            allow_empty_value: node.get_flag("allowEmptyValue"),
            schema: own.or_else(|| content.as_ref()?.schema),
            content: content.filter(|_| own.is_none()),
            example: json(node, "example"),
            examples: examples(node, &place),
            extensions: extensions(node),
            location,
            written_location,
            style,
            explode,
            place,
            listed,
            component,
        }
    }

    fn body(&mut self, operation: &'n Node, around: &Place) -> Option<Body> {
        let entry = operation.entry("requestBody")?;
        let listed = below(around, "requestBody", entry);
        let Followed { node, place, component } = self.follow(&entry.node, &listed);
        Some(Body {
            description: text(node, "description"),
            required: node.get_flag("required"),
            content: self.content(node, &place),
            extensions: extensions(node),
            place,
            listed,
            component,
        })
    }

    fn responses(&mut self, operation: &'n Node, around: &Place) -> Vec<Response> {
        let around = Place { pointer: format!("{}/responses", around.pointer), ..Place::default() };
        let responses = operation.entries("responses").filter(|(status, _)| !status.starts_with("x-"));
        responses.map(|(status, entry)| self.response(status, entry, below(&around, status, entry))).collect()
    }

    fn response(&mut self, status: &str, entry: &'n KeyedNode, listed: Place) -> Response {
        let Followed { node, place, component } = self.follow(&entry.node, &listed);
        Response {
            status: status.to_owned(),
            description: text(node, "description"),
            headers: self.headers(node, &place),
            content: self.content(node, &place),
            extensions: extensions(node),
            place,
            listed,
            component,
        }
    }

    fn headers(&mut self, response: &'n Node, around: &Place) -> Vec<Header> {
        let around = Place { pointer: format!("{}/headers", around.pointer), ..Place::default() };
        let headers = response.entries("headers");
        headers.map(|(name, entry)| self.header(name, entry, below(&around, name, entry))).collect()
    }

    fn header(&mut self, name: &str, entry: &'n KeyedNode, listed: Place) -> Header {
        let Followed { node, place, .. } = self.follow(&entry.node, &listed);
        let own = self.schema_under(node, &place, Role::Parameter);
        let schema = own.or_else(|| self.content(node, &place).into_iter().next()?.schema);
        Header {
            name: name.to_owned(),
            description: text(node, "description"),
            required: node.get_flag("required"),
            deprecated: node.get_flag("deprecated"),
            explode: node.get_flag("explode"),
            example: json(node, "example"),
            schema,
            place,
            listed,
        }
    }

    fn content(&mut self, node: &'n Node, around: &Place) -> Vec<MediaType> {
        let around = Place { pointer: format!("{}/content", around.pointer), ..Place::default() };
        let content = node.entries("content");
        let read = content.map(|(name, entry)| {
            let place = below(&around, name, entry);
            MediaType {
                name: name.to_owned(),
                kind: MediaKind::of(name),
                schema: self.schema_under(&entry.node, &place, Role::Body),
                example: json(&entry.node, "example"),
                examples: examples(&entry.node, &place),
                encoding: json(&entry.node, "encoding").unwrap_or(Value::Null),
                place,
            }
        });
        read.collect()
    }

    fn schema_under(&mut self, node: &'n Node, around: &Place, role: Role) -> Option<SchemaId> {
        let entry = node.entry("schema")?;
        // The schema is spoken of by its own place rather than that of the key `schema`.
        let place = Place { key_at: entry.node.at, ..below(around, "schema", entry) };
        Some(self.outer_schema(&entry.node, place, role))
    }
}

/// An operation's own parameters win over those of its path; of two alike, the first counts. Headers that the media types
/// and the security schemes stand for are ignored, as OpenAPI demands.
fn effective(own: &[Parameter], shared: &[Parameter]) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for parameter in own.iter().chain(shared) {
        let is_same = |known: &Parameter| {
            (&known.written_location, &known.name) == (&parameter.written_location, &parameter.name)
        };
        if !is_ignored(parameter) && !parameters.iter().any(is_same) {
            parameters.push(parameter.clone());
        }
    }
    parameters
}

fn is_ignored(parameter: &Parameter) -> bool {
    let ignored = ["Accept", "Authorization", "Content-Type"];
    parameter.location == Some(ParameterLocation::Header)
        && ignored.iter().any(|name| name.eq_ignore_ascii_case(&parameter.name))
}

fn data(node: &Node) -> openapiv3::Operation {
    openapiv3::Operation {
        tags: texts(node, "tags"),
        summary: text(node, "summary"),
        description: text(node, "description"),
        operation_id: text(node, "operationId"),
        deprecated: node.get_flag("deprecated"),
        extensions: extensions(node),
        ..openapiv3::Operation::default()
    }
}

fn own_servers(node: &Node, place: &Place) -> Option<Vec<Server>> {
    node.get("servers").map(|_| servers(node, place))
}

fn examples(node: &Node, place: &Place) -> Vec<(Place, Value)> {
    let values = node.entries("examples").filter_map(|(name, entry)| {
        let value = entry.node.entry("value")?;
        let around = Place {
            pointer: format!("{}/examples/{}", place.pointer, escape_pointer(name)),
            ..Place::default()
        };
        Some((below(&around, "value", value), value.node.to_json()))
    });
    values.collect()
}

/// One name, or a list of them.
fn calls(node: &Node) -> Vec<WrittenCall> {
    let nodes = node.as_array().map_or_else(|| vec![node], |list| list.iter().collect());
    nodes.into_iter().map(call).collect()
}

fn call(node: &Node) -> WrittenCall {
    WrittenCall { at: node.at, name: node.as_str().and_then(CallName::parse) }
}

/// Each text with one name or a list of them, or with such for each of its schemas.
fn commands(operation: &Node) -> Vec<Command> {
    let mut found = Vec::new();
    for (text, entry) in operation.entries("x-commands") {
        match entry.node.as_object() {
            Some(schemas) => {
                for (schema, below) in schemas {
                    found.extend(named(text, Some(schema), below));
                }
            }
            None => found.extend(named(text, None, entry)),
        }
    }
    found
}

fn named(text: &str, schema: Option<&String>, entry: &KeyedNode) -> impl Iterator<Item = Command> {
    let command = move |call: WrittenCall| Command {
        text: text.to_owned(),
        schema: schema.cloned(),
        key_at: entry.key_at,
        call,
    };
    calls(&entry.node).into_iter().map(command)
}

fn helper(name: &str, entry: &KeyedNode) -> Helper {
    let node = &entry.node;
    let named = |key| {
        let fields = node.entries(key).map(|(name, field)| HelperField {
            wire: field.node.to_text(),
            at: field.node.at,
            value: name.to_owned(),
        });
        fields.collect()
    };
    let set = node.entries("set").map(|(wire, field)| HelperField {
        wire: wire.to_owned(),
        at: field.key_at,
        value: field.node.to_json(),
    });
    Helper {
        call: WrittenCall { at: entry.key_at, name: CallName::parse(name) },
        description: text(node, "description").unwrap_or_default(),
        set: set.collect(),
        arguments: named("arguments"),
        options: named("options"),
    }
}

fn scopes(node: &Node) -> Scopes {
    match (texts(node, "any-of"), texts(node, "all-of")) {
        (any, _) if !any.is_empty() => Scopes::AnyOf(any),
        (_, all) if !all.is_empty() => Scopes::AllOf(all),
        _ => Scopes::None,
    }
}

fn signature(node: &Node) -> WrittenSignature {
    let signature = || {
        Some(Signature {
            scheme: SignatureScheme::parse(node.get_str("scheme")?)?,
            sha1: header_names(node, "sha1")?,
            sha256: header_names(node, "sha256")?,
            user_info: node.get("user-info").map(|_| node.get_flag("user-info")),
        })
    };
    WrittenSignature { at: node.at, signature: signature() }
}

/// One name, or a list of them; `None` where a name cannot be that of a header.
fn header_names(node: &Node, key: &str) -> Option<Vec<String>> {
    let names = match node.get(key) {
        None => Vec::new(),
        Some(node) => match node.as_array() {
            Some(list) => list.iter().map(|name| name.as_str().map(str::to_owned)).collect::<Option<_>>()?,
            None => vec![node.as_str()?.to_owned()],
        },
    };
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    let is_name = |name: &String| !name.is_empty() && name.chars().all(is_sign);
    names.iter().all(is_name).then_some(names)
}

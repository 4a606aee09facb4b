//! Webhooks: requests that the API sends, and what a receiver needs to know of each.

use std::collections::BTreeSet;

use document::extensions::{Scopes, Signature};
use document::media::MediaKind;
use document::operation::preferred;
use document::{Document, Operation as Read};

use super::api::Feature;
use super::operations::{Body, CallName, Encoding, Operation, ResponseFormat, Segment, responses, text};
use super::schemas::Schemas;
use super::{Api, Type};
use crate::names::type_name;

/// The Cargo feature of webhooks, and the module that they are in.
pub const WEBHOOKS: &str = "webhooks";

/// One webhook.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its name in the document.
    pub name: String,
    /// Where it stands in the document, as a JSON pointer.
    pub pointer: String,
    /// One line that says what it reports.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// The documentation page it was transcribed from.
    pub source: Option<String>,
    /// What the API sends.
    pub payload: Type,
    /// How it is written.
    pub encodings: Vec<Encoding>,
    /// What a receiver responds with, where that is read.
    pub reply: Option<Type>,
    /// How it is signed, where the document says so.
    pub signature: Option<Signature>,
}

/// The webhooks of a document, and the module that they are in.
#[derive(Clone, Debug, Default)]
pub struct Webhooks {
    /// Name of the module.
    pub module: String,
    /// Every webhook, in the order of the document.
    pub all: Vec<Webhook>,
}

/// Adds the feature that enables the module.
pub(super) fn add_feature(document: &Document, api: &mut Api) {
    if !document.webhooks.is_empty() {
        api.features.entry(WEBHOOKS.to_owned()).or_insert_with(|| Feature {
            description: "The requests that the API sends: their types, and their verification.".to_owned(),
            namespaces: Vec::new(),
            is_default: false,
        });
    }
}

/// Reads every webhook. A namespace of the client keeps its module.
pub(super) fn read<'d>(
    document: &'d Document,
    api: &Api,
    operations: &[Operation],
    schemas: &mut Schemas<'d>,
) -> Webhooks {
    let calls = operations.iter().flat_map(|operation| &operation.calls);
    let tops: BTreeSet<&str> = calls.filter_map(|call| Some(call.namespace.first()?.name.as_str())).collect();
    let mut module = WEBHOOKS.to_owned();
    while tops.contains(module.as_str()) {
        module.push('_');
    }
    let all = document.webhooks.iter().map(|read| webhook(document, api, read, schemas)).collect();
    Webhooks { module, all }
}

fn webhook<'d>(document: &'d Document, api: &Api, read: &'d Read, schemas: &mut Schemas<'d>) -> Webhook {
    let hint = type_name(if read.has_id { &read.id } else { &read.path });
    let content = read.body.as_ref().map(|body| body.content.as_slice()).unwrap_or_default();
    let schema = preferred(content).and_then(|media| media.schema).map(|id| document.schema(id));
    let payload =
        schema.map_or(Type::Any, |schema| schemas.resolve(schema, &format!("{hint}Payload")).whole());
    let reply = responses::read(document, api, read, &hint, schemas);
    Webhook {
        name: read.path.clone(),
        pointer: read.place.pointer.clone(),
        summary: text(read.data.summary.as_deref()),
        description: text(read.data.description.as_deref()),
        source: text(read.source.as_deref()),
        payload,
        encodings: encodings(read),
        reply: (reply.format == ResponseFormat::Json).then_some(reply.ty),
        signature: read.signature.as_ref().and_then(|written| written.signature.clone()),
    }
}

/// JSON and forms, in the order of the document; what is neither is not read.
fn encodings(read: &Read) -> Vec<Encoding> {
    let kinds = read.body.iter().flat_map(|body| &body.content).map(|media| media.kind);
    let known = kinds.filter_map(|kind| match kind {
        kind if kind.is_json() => Some(Encoding::Json),
        MediaKind::Form => Some(Encoding::Form),
        _ => None,
    });
    let mut encodings: Vec<Encoding> = Vec::new();
    for encoding in known {
        if !encodings.contains(&encoding) {
            encodings.push(encoding);
        }
    }
    encodings
}

impl Webhooks {
    /// The webhooks as operations, so that what asks who uses a type finds them: the API sends the body, which the program
    /// receives, and so on.
    pub(super) fn as_operations(&self) -> impl Iterator<Item = Operation> {
        let namespace = vec![Segment { name: self.module.clone(), bound: Vec::new() }];
        self.all.iter().map(move |webhook| Operation {
            id: format!("webhook {}", webhook.pointer),
            pointer: webhook.pointer.clone(),
            method: "POST".to_owned(),
            path: String::new(),
            summary: None,
            description: None,
            aliases: Vec::new(),
            source: webhook.source.clone(),
            scopes: Scopes::None,
            security: Vec::new(),
            deprecated: false,
            tag: None,
            parameters: Vec::new(),
            body: webhook.reply.clone().map(|ty| Body {
                ty,
                required: true,
                encoding: Encoding::Json,
                media_type: String::new(),
                example: None,
                form_styles: Vec::new(),
            }),
            accept: String::new(),
            server: None,
            response: responses::Response {
                format: ResponseFormat::Json,
                ty: webhook.payload.clone(),
                status: None,
                description: None,
                paged: None,
                streamed: None,
            },
            errors: Vec::new(),
            calls: vec![CallName { namespace: namespace.clone(), method: webhook.name.clone() }],
            commands: Vec::new(),
            features: BTreeSet::from([WEBHOOKS.to_owned()]),
        })
    }

    /// Whether the document has none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

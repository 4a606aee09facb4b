//! Operations and webhooks: which there are, and what is said of each outside of its schemas.

use std::collections::BTreeSet;

use document::media::essence;
use document::security::SchemeKind;
use document::{Document, MediaType, Operation, Parameter, ParameterLocation, Response};
use indexmap::IndexMap;

use super::describe::describe;
use super::justified::Justified;
use super::scopes::scopes;
use super::{Comparer, Kind, Pair, SchemaRef};

/// Parameters that OpenAPI ignores: other keywords say the same.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The operations of a document, by what makes two of them the same. Two operations of a path whose templates differ only
/// in names have one key.
type Operations<'d> = IndexMap<String, Vec<Named<'d>>>;

#[derive(Clone)]
struct Named<'d> {
    /// `GET /things/{id}`, `webhook thing_changed`.
    name: String,
    operation: &'d Operation,
}

impl<'d> Comparer<'d> {
    /// Compares all operations and webhooks; returns the names of the parts of which the reference has none.
    pub(super) fn operations(&mut self, justified: &Justified) -> Vec<String> {
        let (ours, reference) = (named(self.ours), named(self.reference));
        let parts = |operations: &Operations<'_>| -> BTreeSet<Option<usize>> {
            operations.values().flatten().map(|named| justified.part_of(&named.name)).collect()
        };
        let covered = parts(&reference);
        let left_out = parts(&ours).difference(&covered).map(|part| justified.part_name(*part)).collect();
        let tells_scopes = reference.values().flatten().any(|named| scopes(named.operation).is_some());
        for (key, theirs) in &reference {
            match ours.get(key) {
                Some(known) => {
                    for (index, named) in theirs.iter().enumerate() {
                        let own = &known[index.min(known.len() - 1)];
                        self.operation(own, named, tells_scopes);
                    }
                }
                None => theirs.iter().for_each(|named| self.missing(named)),
            }
        }
        let additional = ours.iter().filter(|(key, _)| !reference.contains_key(*key));
        for named in additional.flat_map(|(_, named)| named) {
            if covered.contains(&justified.part_of(&named.name)) {
                self.additional(named);
            }
        }
        left_out
    }

    fn missing(&mut self, named: &Named<'d>) {
        self.facts += 1;
        self.operation.clone_from(&named.name);
        let at = self.ours.tree().value_at("", "paths").unwrap_or_default();
        let site =
            SchemaRef { at: named.name.clone(), ours_at: at, reference_at: named.operation.place.key_at };
        let data = &named.operation.data;
        let text = data.summary.clone().or_else(|| data.operation_id.clone());
        self.differ(Kind::Operation, &site, None, Some(text.unwrap_or_else(|| named.operation.id.clone())));
    }

    fn additional(&mut self, named: &Named<'d>) {
        self.operation.clone_from(&named.name);
        let at = self.reference.tree().value_at("", "paths").unwrap_or_default();
        let site =
            SchemaRef { at: named.name.clone(), ours_at: named.operation.place.key_at, reference_at: at };
        self.differ(Kind::Operation, &site, Some(named.operation.id.clone()), None);
    }

    fn operation(&mut self, ours: &Named<'d>, reference: &Named<'d>, tells_scopes: bool) {
        self.operations += 1;
        self.facts += 1;
        self.operation.clone_from(&ours.name);
        let (own, theirs) = (ours.operation, reference.operation);
        let site =
            SchemaRef { at: ours.name.clone(), ours_at: own.place.key_at, reference_at: theirs.place.key_at };
        self.flag(Kind::Deprecated, &site, own.data.deprecated, theirs.data.deprecated);
        if tells_scopes {
            self.fact(Kind::Scopes, &site, (scopes(own), scopes(theirs)), |needed| needed.show());
        }
        let security = (security(self.ours, own), security(self.reference, theirs));
        self.fact(Kind::Security, &site, security, |ways| {
            ways.iter().cloned().collect::<Vec<_>>().join(" or ")
        });
        self.parameters(&site, own, theirs);
        self.bodies(&site, own, theirs);
        self.responses(&site, own, theirs);
        self.schemas();
    }

    fn parameters(&mut self, site: &SchemaRef, ours: &'d Operation, reference: &'d Operation) {
        let mut own: IndexMap<String, &Parameter> = parameters(ours).collect();
        for (key, theirs) in parameters(reference) {
            let name = || format!("{} {} {}", site.at, theirs.written_location, theirs.name);
            match own.shift_remove(&key) {
                Some(parameter) => self.parameter(site, parameter, theirs),
                None => {
                    self.facts += 1;
                    let site = SchemaRef { at: name(), reference_at: theirs.listed.at, ..site.clone() };
                    let text = theirs.schema.map(|id| describe(self.reference.schema(id)));
                    self.differ(Kind::Parameter, &site, None, Some(text.unwrap_or_default()));
                }
            }
        }
        for parameter in own.into_values() {
            let site = SchemaRef {
                at: format!("{} {} {}", site.at, parameter.written_location, parameter.name),
                ours_at: parameter.listed.at,
                ..site.clone()
            };
            let text = parameter.schema.map(|id| describe(self.ours.schema(id)));
            self.differ(Kind::Parameter, &site, Some(text.unwrap_or_default()), None);
        }
    }

    fn parameter(&mut self, site: &SchemaRef, ours: &'d Parameter, reference: &'d Parameter) {
        self.facts += 1;
        let site = SchemaRef {
            at: match &ours.component {
                Some(component) => format!("parameters/{component}"),
                None => format!("{} {} {}", site.at, ours.written_location, ours.name),
            },
            ours_at: ours.place.at,
            reference_at: reference.place.at,
        };
        self.flag(Kind::Required, &site, ours.required, reference.required);
        self.flag(Kind::Deprecated, &site, ours.deprecated, reference.deprecated);
        let (Some(own), Some(theirs)) = (ours.schema, reference.schema) else { return };
        let (own, theirs) = (self.ours.schema(own), self.reference.schema(theirs));
        if is_compound(own) && is_compound(theirs) {
            let style = |parameter: &Parameter| {
                let explode = if parameter.explode { "explode" } else { "no explode" };
                Some(format!("{}, {explode}", parameter.style.as_str()))
            };
            self.fact(Kind::Style, &site, (style(ours), style(reference)), String::clone);
        }
        self.pending.push(Pair { ours: own, reference: theirs, place: site.at });
    }

    fn bodies(&mut self, site: &SchemaRef, ours: &'d Operation, reference: &'d Operation) {
        let at = format!("{} body", site.at);
        match (&ours.body, &reference.body) {
            (Some(own), Some(theirs)) => {
                let at = own.component.as_ref().map_or(at, |name| format!("requestBodies/{name}"));
                let site = SchemaRef { at, ours_at: own.place.at, reference_at: theirs.place.at };
                self.flag(Kind::Required, &site, own.required, theirs.required);
                self.contents(&site, &own.content, &theirs.content);
            }
            (None, Some(theirs)) => {
                self.facts += 1;
                let site = SchemaRef { at, reference_at: theirs.place.at, ..site.clone() };
                self.differ(Kind::Body, &site, None, Some(names(&theirs.content)));
            }
            (Some(own), None) => {
                let site = SchemaRef { at, ours_at: own.place.at, ..site.clone() };
                self.differ(Kind::Body, &site, Some(names(&own.content)), None);
            }
            (None, None) => {}
        }
    }

    fn responses(&mut self, site: &SchemaRef, ours: &'d Operation, reference: &'d Operation) {
        let mut own: IndexMap<String, &Response> =
            ours.responses.iter().map(|response| (response.status.to_uppercase(), response)).collect();
        let text = |response: &Response| match response.content.as_slice() {
            [] => "no body".to_owned(),
            content => names(content),
        };
        for theirs in &reference.responses {
            let at = format!("{} {}", site.at, theirs.status);
            self.facts += 1;
            match own.shift_remove(&theirs.status.to_uppercase()) {
                Some(response) => {
                    let at = response.component.as_ref().map_or(at, |name| format!("responses/{name}"));
                    let site = SchemaRef { at, ours_at: response.place.at, reference_at: theirs.place.at };
                    self.contents(&site, &response.content, &theirs.content);
                }
                None => {
                    let site = SchemaRef { at, reference_at: theirs.listed.at, ..site.clone() };
                    self.differ(Kind::Status, &site, None, Some(text(theirs)));
                }
            }
        }
        for response in own.into_values() {
            let at = format!("{} {}", site.at, response.status);
            let site = SchemaRef { at, ours_at: response.listed.at, ..site.clone() };
            self.differ(Kind::Status, &site, Some(text(response)), None);
        }
    }

    fn contents(&mut self, site: &SchemaRef, ours: &'d [MediaType], reference: &'d [MediaType]) {
        let mut own: IndexMap<String, &MediaType> =
            ours.iter().map(|media| (essence(&media.name), media)).collect();
        let mut unmatched = Vec::new();
        for theirs in reference {
            self.facts += 1;
            match own.shift_remove(&essence(&theirs.name)) {
                Some(media) => self.content(site, media, theirs),
                None => unmatched.push(theirs),
            }
        }
        for theirs in &unmatched {
            let site = SchemaRef { reference_at: theirs.place.key_at, ..site.clone() };
            self.differ(Kind::MediaType, &site, None, Some(theirs.name.clone()));
        }
        for media in own.values() {
            let site = SchemaRef { ours_at: media.place.key_at, ..site.clone() };
            self.differ(Kind::MediaType, &site, Some(media.name.clone()), None);
        }
        // The body that goes by another media type is compared all the same.
        if let ([theirs], Some((_, media)), 1) = (unmatched.as_slice(), own.first(), own.len()) {
            self.content(site, media, theirs);
        }
    }

    fn content(&mut self, site: &SchemaRef, ours: &'d MediaType, reference: &'d MediaType) {
        let site =
            SchemaRef { ours_at: ours.place.key_at, reference_at: reference.place.key_at, ..site.clone() };
        match (ours.schema, reference.schema) {
            (Some(own), Some(theirs)) => {
                let (own, theirs) = (self.ours.schema(own), self.reference.schema(theirs));
                self.pending.push(Pair { ours: own, reference: theirs, place: site.at });
            }
            (own, theirs) => {
                let own = own.map(|id| describe(self.ours.schema(id)));
                let theirs = theirs.map(|id| describe(self.reference.schema(id)));
                self.fact(Kind::Type, &site, (own, theirs), String::clone);
            }
        }
    }
}

/// All operations and webhooks of a document, with the path that their server adds.
fn named(document: &Document) -> Operations<'_> {
    let mut operations = Operations::new();
    for operation in &document.operations {
        let servers = operation.servers.as_ref().unwrap_or(&document.servers);
        let base = servers.first().map_or("", |server| base_path(&server.data.url));
        let name = format!("{} {base}{}", operation.method.as_str().to_uppercase(), operation.path);
        let key = name.split('{').map(|text| text.split_once('}').map_or(text, |(_, rest)| rest));
        let key = key.collect::<Vec<_>>().join("{}");
        operations.entry(key).or_default().push(Named { name, operation });
    }
    for webhook in &document.webhooks {
        let name = format!("webhook {}", webhook.path);
        let key: String = webhook.path.chars().filter(char::is_ascii_alphanumeric).collect();
        let key = format!("webhook {}", key.to_lowercase());
        operations.entry(key).or_default().push(Named { name, operation: webhook });
    }
    operations
}

/// The path of a server: `/api` of `https://{space}.example.com/api/`.
fn base_path(url: &str) -> &str {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
        None => url,
    };
    path.trim_end_matches('/')
}

/// The parameters by what makes two of them the same: those of the path by their order there, since names differ.
fn parameters(operation: &Operation) -> impl Iterator<Item = (String, &Parameter)> {
    let templates: Vec<&str> =
        operation.path.split('{').skip(1).filter_map(|text| Some(text.split_once('}')?.0)).collect();
    operation.parameters.iter().filter_map(move |parameter| {
        let name = match parameter.location? {
            ParameterLocation::Path => {
                templates.iter().position(|template| *template == parameter.name)?.to_string()
            }
            ParameterLocation::Header => parameter.name.to_lowercase(),
            _ => parameter.name.clone(),
        };
        let is_ignored =
            parameter.location == Some(ParameterLocation::Header) && IGNORED_HEADERS.contains(&name.as_str());
        (!is_ignored).then(|| (format!("{} {name}", parameter.written_location), parameter))
    })
}

/// The alternatives of signing in, by the kinds of their schemes.
fn security(document: &Document, operation: &Operation) -> Option<BTreeSet<String>> {
    let kind = |name: &String| match document.scheme(name).map(|scheme| &scheme.kind) {
        Some(SchemeKind::Basic) => "basic".to_owned(),
        Some(SchemeKind::Bearer) => "bearer".to_owned(),
        Some(SchemeKind::Http(scheme)) => scheme.to_lowercase(),
        Some(SchemeKind::ApiKey { location, name }) => format!("{location} {name}"),
        Some(SchemeKind::OAuth2) => "oauth2".to_owned(),
        Some(SchemeKind::OpenIdConnect) => "openIdConnect".to_owned(),
        Some(SchemeKind::Signature(_) | SchemeKind::Other) | None => name.clone(),
    };
    let way = |schemes: &document::security::Requirement| match schemes.is_empty() {
        true => "none".to_owned(),
        false => schemes.keys().map(kind).collect::<Vec<_>>().join(" and "),
    };
    let ways: BTreeSet<String> = operation.security.iter().map(way).collect();
    (!ways.is_empty()).then_some(ways)
}

/// Whether a value is a list or an object, so that there are several ways to write it as a parameter.
fn is_compound(schema: document::Schema<'_>) -> bool {
    let kind = schema.unwrap().core.kind();
    matches!(kind, document::schema::Kind::Array | document::schema::Kind::Object)
}

fn names(content: &[MediaType]) -> String {
    content.iter().map(|media| media.name.as_str()).collect::<Vec<_>>().join(", ")
}

//! One request, from its arrival to its response.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use document::{Method, Operation, ParameterLocation};
use futures_util::{StreamExt as _, stream};
use serde_json::{Map, Value};

use crate::auth::Credentials;
use crate::control;
use crate::fault::FaultKind;
use crate::history::Recorded;
use crate::outcome::{self, Body, Outcome};
use crate::page::{self, Window};
use crate::parameters::Sent;
use crate::routes::{Found, Matched, Role, parent};
use crate::sample::Style;
use crate::server::Shared;
use crate::store::{Record, Store};
use crate::validate::{self, Refusal, media_type, refusals};
use crate::webhooks::{deliver_later, of_operation};

/// Marks a connection to be reset instead of getting a response.
#[derive(Clone, Copy)]
pub(crate) struct Reset;

/// The largest request that is read.
const MAX_REQUEST_BYTES: usize = 16 * 1024 * 1024;

pub(crate) async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Some(body) = read(body).await else {
        return plain(413, "application/json", r#"{"error":"Payload Too Large"}"#);
    };
    let (method, path) = (head.method.as_str().to_owned(), head.uri.path().to_owned());
    if path.starts_with(control::PATH) {
        return control::handle(&shared, &method, &path, &head.headers, &body).await;
    }
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let found = shared.api.find(&method, &path);
    let operation = match &found {
        Found::Operation(matched) => matched.operation.id.clone(),
        Found::Methods(_) | Found::Nothing => String::new(),
    };
    let mut faults = shared.take_faults(&operation, &method);
    match of_header(&head.headers) {
        Some(asked) => faults.extend(asked),
        None => return plain(400, "application/json", r#"{"error":"`x-simulator-fault` names no fault"}"#),
    }
    let exchange = Exchange {
        shared: &shared,
        headers: &head.headers,
        query: &query,
        body: &body,
        style: Style::of(&faults),
        faults: &faults,
    };
    for fault in &faults {
        if let FaultKind::Latency(milliseconds) = fault {
            tokio::time::sleep(Duration::from_millis(*milliseconds)).await;
        }
    }
    let mut response = exchange.broken(&found).unwrap_or_else(|| exchange.respond(&found));
    // A response that is cut short is not recorded.
    if let Some(recorder) = shared.recorder.as_ref().filter(|_| !faults.contains(&FaultKind::Truncate)) {
        response = recorder.exchange(&head, &body, response).await;
    }
    deliver_later(&shared, shared.take_planned());
    shared.record(Recorded {
        method,
        path,
        query: query.clone(),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect(),
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        operation,
        status: if response.extensions().get::<Reset>().is_some() { 0 } else { response.status().as_u16() },
    });
    response
}

/// A whole body; `None` if it is too large. Such a body is still read to its end, as a client may not read the response
/// before it has sent everything.
async fn read(body: HttpBody) -> Option<Bytes> {
    let (mut bytes, mut length) = (Vec::new(), 0_usize);
    let mut chunks = body.into_data_stream();
    while let Some(Ok(chunk)) = chunks.next().await {
        length = length.saturating_add(chunk.len());
        match length <= MAX_REQUEST_BYTES {
            true => bytes.extend_from_slice(&chunk),
            false => bytes = Vec::new(),
        }
        if length > MAX_REQUEST_BYTES.saturating_mul(16) {
            break;
        }
    }
    (length <= MAX_REQUEST_BYTES).then(|| bytes.into())
}

/// The faults that a request asks for, separated by semicolons; `None` if one of them is invalid.
fn of_header(headers: &HeaderMap) -> Option<Vec<FaultKind>> {
    let text = headers.get("x-simulator-fault").and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').filter(|part| !part.trim().is_empty()).map(|part| FaultKind::parse(part.trim())).collect()
}

struct Exchange<'a> {
    shared: &'a Shared,
    headers: &'a HeaderMap,
    query: &'a [(String, String)],
    body: &'a Bytes,
    style: Style,
    faults: &'a [FaultKind],
}

impl Exchange<'_> {
    /// The response of a fault that skips the operation.
    fn broken(&self, found: &Found<'_>) -> Option<Response> {
        let operation = match found {
            Found::Operation(matched) => Some(matched.operation),
            Found::Methods(_) | Found::Nothing => None,
        };
        self.faults.iter().find_map(|fault| match fault {
            FaultKind::Status(status) => {
                Some(self.write(outcome::failure(&self.shared.api, operation, *status, &[])))
            }
            FaultKind::RateLimit(after) => {
                let mut response = self.write(outcome::failure(&self.shared.api, operation, 429, &[]));
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_str(after).ok()?);
                Some(response)
            }
            FaultKind::Html(status) => {
                Some(plain(*status, "text/html; charset=utf-8", "<html><body>Bad gateway</body></html>"))
            }
            FaultKind::Empty => Some(plain(200, "application/json", "")),
            FaultKind::Oversize(bytes) => {
                Some(plain(200, "application/json", &format!("\"{}\"", "x".repeat(*bytes))))
            }
            FaultKind::Redirect(target) => {
                let mut response = plain(302, "text/plain", "");
                response.headers_mut().insert(header::LOCATION, HeaderValue::from_str(target).ok()?);
                Some(response)
            }
            FaultKind::ResetAfterRead => {
                let mut response = Response::new(HttpBody::empty());
                response.extensions_mut().insert(Reset);
                Some(response)
            }
            _ => None,
        })
    }

    fn respond(&self, found: &Found<'_>) -> Response {
        let api = &self.shared.api;
        let matched = match found {
            Found::Operation(matched) => matched,
            Found::Nothing => return self.write(outcome::failure(api, None, 404, &[])),
            Found::Methods(methods) => {
                let mut response = self.write(outcome::failure(api, None, 405, &[]));
                if let Ok(allow) = HeaderValue::from_str(&methods.join(", ")) {
                    response.headers_mut().insert(header::ALLOW, allow);
                }
                return response;
            }
        };
        self.write(self.perform(matched).unwrap_or_else(|failure| failure))
    }

    fn perform(&self, matched: &Matched<'_>) -> Result<Outcome, Outcome> {
        let (api, operation) = (&self.shared.api, matched.operation);
        let fail = |status, refusals: &[Refusal]| outcome::failure(api, Some(operation), status, refusals);
        let credentials = Credentials { headers: self.headers, query: self.query };
        if !self.shared.accepted.allows(&api.document, operation, &credentials) {
            return Err(fail(401, &[]));
        }
        let body = validate::read(api, operation, media_type(self.headers), self.body)
            .map_err(|status| fail(documented(operation, status), &[]))?;
        let sent = Sent { path: &matched.values, query: self.query, headers: self.headers };
        let mut refusals = validate::parameters(api, operation, &sent);
        refusals.extend(validate::body(api, operation, &body));
        if !refusals.is_empty() {
            return Err(fail(documented(operation, 422), &refusals));
        }
        let fields = match body {
            validate::Body::Value(Value::Object(fields), _) => fields,
            _ => Map::new(),
        };
        let request = Value::Object(fields.clone());
        let outcome = self.act(matched, fields).ok_or_else(|| fail(404, &[]))?;
        let outcome = self.own_fault(operation, &outcome).map_or(Ok(outcome), Err)?;
        let response = match &outcome.body {
            Body::Json(response) => response,
            _ => &Value::Null,
        };
        self.shared.plan(of_operation(api, operation, &matched.values, &request, response));
        Ok(outcome)
    }

    /// A response that violates its own schema is a defect of this server, and reports itself as one.
    fn own_fault(&self, operation: &Operation, outcome: &Outcome) -> Option<Outcome> {
        let api = &self.shared.api;
        let ((_, Some(schema)), Body::Json(body)) = (api.media(api.success(operation).1?)?, &outcome.body)
        else {
            return None;
        };
        let refusals = refusals(&api.responses, schema, body);
        if self.style.is_undocumented() || refusals.is_empty() {
            return None;
        }
        let text = format!("the simulator's own response is not valid: {refusals:?}");
        Some(Outcome {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            body: Body::Json(serde_json::json!({ "error": text })),
            media_type: None,
        })
    }

    /// Performs the operation; `None` if its record does not exist.
    fn act(&self, matched: &Matched<'_>, fields: Map<String, Value>) -> Option<Outcome> {
        let (operation, route) = (matched.operation, matched.route);
        let path = matched.path.as_str();
        let any_id = self.shared.any_id;
        self.shared.with_store(|store| match route.role {
            Role::List => {
                if !any_id && !owner_exists(store, matched) {
                    return None;
                }
                if !route.is_creatable {
                    store.populate(path);
                }
                Some(self.list(operation, path, &store.list(path)))
            }
            Role::Create => {
                let has_owner = any_id || owner_exists(store, matched);
                has_owner.then(|| self.success(operation, &store.create(path, fields)))
            }
            Role::Item => {
                let (collection, (name, key)) = (parent(path), matched.values.last()?);
                if any_id {
                    store.ensure(collection, key);
                } else if !route.is_creatable {
                    store.populate(collection);
                }
                let parameter = operation.parameters.iter().find(|parameter| {
                    parameter.location == Some(ParameterLocation::Path) && parameter.name == *name
                });
                let alternates = parameter.map_or(&[][..], |parameter| &parameter.alternate_keys);
                let id = &store.find(collection, key, alternates)?;
                match operation.method {
                    Method::Delete => {
                        let record = store.get(collection, id).cloned()?;
                        store.remove(collection, id);
                        Some(self.success(operation, &record))
                    }
                    Method::Get => Some(self.success(operation, store.get(collection, id)?)),
                    _ => {
                        let record = store.get_mut(collection, id)?;
                        record.merge(fields);
                        Some(self.success(operation, record))
                    }
                }
            }
            Role::Singleton => {
                let record = store.singleton(path);
                if operation.method != Method::Get {
                    record.merge(fields);
                }
                Some(self.success(operation, record))
            }
            Role::Action => Some(self.success(operation, &store.fresh(fields))),
        })
    }

    fn success(&self, operation: &Operation, record: &Record) -> Outcome {
        outcome::success(&self.shared.api, operation, record, self.style, self.accept())
    }

    fn list(&self, operation: &Operation, path: &str, records: &[Record]) -> Outcome {
        let api = &self.shared.api;
        let mut page = self.success(operation, &Record::default());
        let Some((field, schema)) = outcome::list_schema(api, operation) else { return page };
        let items: Vec<Value> =
            records.iter().map(|record| outcome::sampler(api, self.style, record).value(schema)).collect();
        let items: Vec<Value> = items.into_iter().filter(|item| self.passes(item)).collect();
        let window = Window::of(operation, self.query);
        let mut links =
            page::links(self.shared.links, &self.origin(), path, self.query, &window, items.len());
        for fault in self.faults {
            if let FaultKind::Link(target) = fault {
                links["next"] = if target == "self" { links["self"].clone() } else { target.clone().into() };
            }
        }
        if let Body::Json(body) = &mut page.body {
            outcome::fill_list(body, field, &window.cut(&items), &links);
        }
        page
    }

    /// `filter_<field>` keeps the records that contain the text, at the top level or one below.
    fn passes(&self, item: &Value) -> bool {
        let filters =
            self.query.iter().filter_map(|(name, value)| Some((name.strip_prefix("filter_")?, value)));
        filters.into_iter().all(|(field, wanted)| {
            let below = item.as_object().into_iter().flat_map(|object| object.values());
            let mut values = std::iter::once(item).chain(below).filter_map(|value| value[field].as_str());
            values.any(|text| text.contains(wanted.as_str()))
        })
    }

    /// The media types that the client accepts.
    fn accept(&self) -> &str {
        self.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn origin(&self) -> String {
        let host =
            self.headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost");
        format!("http://{host}")
    }

    fn write(&self, outcome: Outcome) -> Response {
        let text = match outcome.body {
            Body::None => return plain(outcome.status.as_u16(), "", ""),
            Body::Json(value) => value.to_string(),
            Body::Text(text) => text,
        };
        let media_type = outcome.media_type.as_deref().unwrap_or("application/json");
        let mut response = plain(outcome.status.as_u16(), media_type, &text);
        if self.faults.contains(&FaultKind::Truncate) {
            *response.body_mut() = cut_short(&text);
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
        }
        response
    }
}

/// Half of a text, and then the end of the connection, after a delay that lets the first half be sent.
fn cut_short(text: &str) -> HttpBody {
    let half = Bytes::copy_from_slice(&text.as_bytes()[..text.len() / 2]);
    let half = stream::once(async { Ok(half) });
    let end = stream::once(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(std::io::Error::other("truncated on request"))
    });
    HttpBody::from_stream(half.chain(end))
}

/// Paths below an item of a known collection require that item.
fn owner_exists(store: &Store, matched: &Matched<'_>) -> bool {
    let path = parent(&matched.path);
    let id = path.rsplit('/').next().unwrap_or_default();
    !matched.route.is_owned || store.get(parent(path), id).is_some()
}

/// The status itself if it is documented, else one that is.
fn documented(operation: &Operation, status: u16) -> u16 {
    let others = match status {
        400 => [400, 422],
        422 => [422, 400],
        other => [other, other],
    };
    let is_documented =
        |status: &u16| operation.responses.iter().any(|response| response.status == status.to_string());
    others.into_iter().find(is_documented).unwrap_or(status)
}

pub(crate) fn plain(status: u16, media_type: &str, text: &str) -> Response {
    let mut response = Response::new(HttpBody::from(text.to_owned()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(value) = HeaderValue::from_str(media_type)
        && !media_type.is_empty()
    {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

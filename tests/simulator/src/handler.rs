//! One request, from its arrival to its answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use serde_json::{Map, Value};

use crate::answer::{self, Answer, Body};
use crate::control;
use crate::document::{Found, Matched, Operation, Role, media, parent};
use crate::fault::FaultKind;
use crate::page::{self, Window};
use crate::sample::{Sampler, Style};
use crate::server::{Recorded, Shared};
use crate::store::Record;
use crate::validate::Refusal;

/// Says to the connection that it shall be reset instead of answered.
#[derive(Clone, Copy)]
pub(crate) struct Reset;

/// The largest request that is read.
const MAX_REQUEST_BYTES: usize = 16 * 1024 * 1024;

pub(crate) async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_REQUEST_BYTES).await.unwrap_or_default();
    let (method, path) = (head.method.as_str().to_owned(), head.uri.path().to_owned());
    if path.starts_with(control::PATH) {
        return control::handle(&shared, &method, &path, &body);
    }
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let found = shared.document.find(&method, &path);
    let operation = match &found {
        Found::Operation(matched) => matched.operation.id.clone(),
        Found::Methods(_) | Found::Nothing => String::new(),
    };
    let mut faults = shared.take_faults(&operation, &method);
    faults.extend(of_header(&head.headers));
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
    let response = exchange.broken(&found).unwrap_or_else(|| exchange.answer(&found));
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

/// Faults that a request asks for itself, separated by semicolons.
fn of_header(headers: &HeaderMap) -> Vec<FaultKind> {
    let text = headers.get("x-simulator-fault").and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').filter_map(|part| FaultKind::parse(part.trim())).collect()
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
    /// The answer of a fault that leaves the operation undone.
    fn broken(&self, found: &Found<'_>) -> Option<Response> {
        let operation = match found {
            Found::Operation(matched) => Some(matched.operation),
            Found::Methods(_) | Found::Nothing => None,
        };
        self.faults.iter().find_map(|fault| match fault {
            FaultKind::Status(status) => {
                Some(self.write(answer::failure(&self.shared.document, operation, *status, &[])))
            }
            FaultKind::RateLimit(after) => {
                let mut response = self.write(answer::failure(&self.shared.document, operation, 429, &[]));
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

    fn answer(&self, found: &Found<'_>) -> Response {
        let document = &self.shared.document;
        let matched = match found {
            Found::Operation(matched) => matched,
            Found::Nothing => return self.write(answer::failure(document, None, 404, &[])),
            Found::Methods(methods) => {
                let mut response = self.write(answer::failure(document, None, 405, &[]));
                if let Ok(allow) = HeaderValue::from_str(&methods.join(", ")) {
                    response.headers_mut().insert(header::ALLOW, allow);
                }
                return response;
            }
        };
        self.write(self.perform(matched).unwrap_or_else(|failure| failure))
    }

    fn perform(&self, matched: &Matched<'_>) -> Result<Answer, Answer> {
        let (document, operation) = (&self.shared.document, matched.operation);
        let fail =
            |status, refusals: &[Refusal]| answer::failure(document, Some(operation), status, refusals);
        if !self.shared.accepted.allows(document, operation, self.headers) {
            return Err(fail(401, &[]));
        }
        let body = self.json_body().map_err(|status| fail(documented(document, operation, status), &[]))?;
        let mut refusals =
            self.shared.validators.parameters(document, operation, &matched.values, self.query);
        refusals.extend(self.shared.validators.body(document, operation, body.as_ref()));
        if !refusals.is_empty() {
            return Err(fail(documented(document, operation, 422), &refusals));
        }
        let fields = match body {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let answer = self.act(matched, fields).ok_or_else(|| fail(404, &[]))?;
        self.own_fault(operation, &answer).map_or(Ok(answer), Err)
    }

    /// An answer that does not fit its own schema is a defect of this server, and says so.
    fn own_fault(&self, operation: &Operation, answer: &Answer) -> Option<Answer> {
        let (_, response) = operation.success(&self.shared.document);
        let ((_, schema), Body::Json(body)) = (media(response)?, &answer.body) else { return None };
        let refusals = self.shared.validators.refusals(schema, body);
        if self.style.unknown_enum || refusals.is_empty() {
            return None;
        }
        let text = format!("the simulator's own answer is not valid: {refusals:?}");
        Some(Answer {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            body: Body::Json(serde_json::json!({ "error": text })),
        })
    }

    /// The body as JSON, or the status that tells what is wrong with it.
    fn json_body(&self) -> Result<Option<Value>, u16> {
        if self.body.is_empty() {
            return Ok(None);
        }
        let media_type =
            self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !media_type.contains("json") {
            return Err(415);
        }
        serde_json::from_slice(self.body).map(Some).map_err(|_| 400)
    }

    /// Does what the operation is there for; `None` when what it is about does not exist.
    fn act(&self, matched: &Matched<'_>, fields: Map<String, Value>) -> Option<Answer> {
        let operation = matched.operation;
        let path = matched.path.as_str();
        self.shared.with_store(|store| match operation.role {
            Role::List => {
                if !self.owner_exists(store, matched) {
                    return None;
                }
                if !operation.creatable {
                    store.populate(path);
                }
                Some(self.list(operation, path, &store.list(path)))
            }
            Role::Create => self
                .owner_exists(store, matched)
                .then(|| self.success(operation, &store.create(path, fields))),
            Role::Item => {
                let (collection, id) = (parent(path), matched.values.last().map_or("", |(_, value)| value));
                if !operation.creatable {
                    store.populate(collection);
                }
                match operation.method.as_str() {
                    "delete" => {
                        let record = store.get(collection, id).cloned()?;
                        store.remove(collection, id);
                        Some(self.success(operation, &record))
                    }
                    "get" => Some(self.success(operation, store.get(collection, id)?)),
                    _ => {
                        let record = store.get_mut(collection, id)?;
                        record.merge(fields);
                        Some(self.success(operation, record))
                    }
                }
            }
            Role::Singleton => {
                let record = store.singleton(path);
                if operation.method != "get" {
                    record.merge(fields);
                }
                Some(self.success(operation, record))
            }
            Role::Action => Some(self.success(operation, &store.fresh(fields))),
        })
    }

    /// What belongs to an item of a known collection needs that item to exist.
    fn owner_exists(&self, store: &crate::store::Store, matched: &Matched<'_>) -> bool {
        let owner_template = parent(&matched.operation.template);
        let operations = &self.shared.document.operations;
        let owner = operations
            .iter()
            .find(|operation| operation.template == owner_template && operation.role == Role::Item);
        let owner = owner.filter(|owner| owner.creatable);
        owner.is_none_or(|_| {
            let path = parent(&matched.path);
            let id = path.rsplit('/').next().unwrap_or_default();
            store.get(parent(path), id).is_some()
        })
    }

    fn success(&self, operation: &Operation, record: &Record) -> Answer {
        answer::success(&self.shared.document, operation, record, self.style)
    }

    fn list(&self, operation: &Operation, path: &str, records: &[Record]) -> Answer {
        let document = &self.shared.document;
        let mut page = answer::success(document, operation, &Record::default(), self.style);
        let Some((field, schema)) = answer::list_schema(document, operation) else { return page };
        let items: Vec<Value> = records
            .iter()
            .map(|record| Sampler { document, style: self.style, record }.value(schema))
            .collect();
        let items: Vec<Value> = items.into_iter().filter(|item| self.passes(item)).collect();
        let window = Window::of(self.query);
        let mut links =
            page::links(self.shared.links, &self.origin(), path, self.query, &window, items.len());
        for fault in self.faults {
            if let FaultKind::Link(target) = fault {
                links["next"] = if target == "self" { links["self"].clone() } else { target.clone().into() };
            }
        }
        if let Body::Json(body) = &mut page.body {
            answer::fill_list(body, field.as_deref(), &window.cut(&items), &links);
        }
        page
    }

    /// `filter_<field>` keeps what holds the text, on top or one level below.
    fn passes(&self, item: &Value) -> bool {
        let filters =
            self.query.iter().filter_map(|(name, value)| Some((name.strip_prefix("filter_")?, value)));
        filters.into_iter().all(|(field, wanted)| {
            let below = item.as_object().into_iter().flat_map(|object| object.values());
            let mut values = std::iter::once(item).chain(below).filter_map(|value| value[field].as_str());
            values.any(|text| text.contains(wanted.as_str()))
        })
    }

    fn origin(&self) -> String {
        let host =
            self.headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost");
        format!("http://{host}")
    }

    fn write(&self, answer: Answer) -> Response {
        let (media_type, text) = match answer.body {
            Body::None => return plain(answer.status.as_u16(), "", ""),
            Body::Json(value) => ("application/json", value.to_string()),
            Body::Text(text) => ("text/plain; charset=utf-8", text),
        };
        let mut response = plain(answer.status.as_u16(), media_type, &text);
        if self.faults.contains(&FaultKind::Truncate) {
            *response.body_mut() = cut_short(&text);
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
        }
        response
    }
}

/// Half of a text, and then the end of the connection: after a moment, so that the half is on its way by then.
fn cut_short(text: &str) -> HttpBody {
    let half = Bytes::copy_from_slice(&text.as_bytes()[..text.len() / 2]);
    let half = stream::once(async { Ok(half) });
    let end = stream::once(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(std::io::Error::other("truncated on request"))
    });
    HttpBody::from_stream(half.chain(end))
}

/// The status itself where it is documented, else one that is.
fn documented(document: &crate::document::Document, operation: &Operation, status: u16) -> u16 {
    let others = match status {
        400 => [400, 422],
        422 => [422, 400],
        other => [other, other],
    };
    others.into_iter().find(|status| operation.response(document, *status).is_some()).unwrap_or(status)
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

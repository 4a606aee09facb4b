//! What an error says, to programs, in one line, and in a report.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use signalwire_rest_runtime::{
    Auth, BoxFuture, Call, Client, CodedAs, Error, ErrorKind, HeaderMap, Method, Operation, ResponseFormat,
    Scopes, StatusCode, Transport, TransportError, TransportFailure, TransportRequest, TransportResponse,
    Value, impl_open_enum,
};

/// Does the same to every request.
#[derive(Clone)]
enum Server {
    Responds(u16, HeaderMap, String),
    Fails(TransportFailure),
}

impl Transport for Server {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let result = match self.clone() {
            Self::Responds(status, headers, body) => Ok(TransportResponse {
                status: StatusCode::from_u16(status).unwrap(),
                headers,
                body: body.into(),
            }),
            Self::Fails(failure) => Err(TransportError::new(failure)),
        };
        Box::pin(async move { result })
    }
}

static CREATE: Operation = Operation {
    id: "create_thing",
    method: Method::POST,
    path: "/things/{owner}",
    auth: Auth::None,
    scopes: Scopes::AnyOf(&["Voice", "Fax"]),
    documentation: Some("https://docs.example.com/create-thing"),
    response: ResponseFormat::Json,
};

fn client(server: Server) -> Client {
    let builder = Client::builder().base_url("https://api.example.com/v1").bearer_token("the-bearer-token");
    builder.transport(server).retries(0).build().unwrap()
}

fn create(server: Server) -> Call<Value> {
    client(server)
        .call(&CREATE)
        .path(&"someone")
        .json_body(&serde_json::json!({ "password": "hunter2 melon" }))
}

fn responds(status: u16, body: &str) -> Server {
    Server::Responds(status, HeaderMap::new(), body.to_owned())
}

async fn refused(status: u16, body: &str) -> Error {
    create(responds(status, body)).await.unwrap_err()
}

async fn raw(method: Method, path: &str, server: Server) -> Error {
    client(server).request(method, path).await.unwrap_err()
}

#[tokio::test]
async fn one_line_names_the_fields() {
    for (body, shown) in [
        (
            r#"{"errors":[{"code":"invalid_parameter_value","message":"m","attribute":"password"}]}"#,
            " (password: invalid_parameter_value)",
        ),
        (r#"{"errors":[{"code":"a","attribute":"list[0].b_c"},{"code":"b"}]}"#, " (list[0].b_c: a, b)"),
        (r#"{"errors":[{"attribute":"password"}]}"#, " (password)"),
        (r#"{"errors":[{"code":"a","attribute":"hunter2"}]}"#, " (a)"),
        (r#"{"errors":[{"code":"melon","attribute":"password is bad"}]}"#, ""),
        (r#"{"error":{"code":-32001,"message":"no conversation"}}"#, " (-32001)"),
    ] {
        let error = refused(422, body).await;
        assert_eq!(error.to_string(), format!("create_thing: 422{shown}"), "{body}");
    }
}

#[tokio::test]
async fn a_raw_call_is_named_by_its_method_and_path() {
    let error = raw(Method::POST, "/api/new/thing?token=hunter2", responds(404, "")).await;
    assert_eq!(error.to_string(), "POST /api/new/thing: 404");
    assert_eq!((error.operation(), error.method()), (None, Some(&Method::POST)));
    assert_eq!((error.path(), error.host()), (Some("/api/new/thing"), Some("api.example.com")));
    let error = raw(Method::GET, "/by-token/the-bearer-token", responds(404, "")).await;
    assert_eq!(error.to_string(), "GET /…: 404");
    let error = raw(Method::GET, "wrong", responds(200, "")).await;
    assert_eq!(error.to_string(), "GET wrong: the path does not begin with a single slash");
}

#[tokio::test]
async fn a_failed_connection_names_host_and_port() {
    let error = raw(Method::GET, "/things", Server::Fails(TransportFailure::Connect)).await;
    assert!(error.is_connect());
    assert_eq!(error.to_string(), "GET /things: no connection to api.example.com:443 could be made");
    assert_eq!((error.host(), error.port()), (Some("api.example.com"), Some(443)));
}

#[tokio::test]
async fn what_may_be_repeated_says_so() {
    use TransportFailure::{BodyTooLarge, Connect, Interrupted, Timeout};
    for (method, server, expected) in [
        (Method::GET, responds(503, ""), true),
        (Method::POST, responds(503, ""), false),
        (Method::POST, responds(429, ""), true),
        (Method::GET, responds(404, ""), false),
        (Method::GET, responds(422, ""), false),
        (Method::GET, responds(200, "<html>"), false),
        (Method::POST, Server::Fails(Connect), true),
        (Method::GET, Server::Fails(Timeout), true),
        (Method::POST, Server::Fails(Timeout), false),
        (Method::DELETE, Server::Fails(Interrupted), true),
        (Method::GET, Server::Fails(BodyTooLarge), false),
    ] {
        let error = raw(method.clone(), "/things", server).await;
        assert_eq!(error.is_retryable(), expected, "{method}: {error}");
    }
    let keyed = client(responds(503, "")).request(Method::POST, "/things").idempotency_key("key");
    assert!(keyed.await.unwrap_err().is_retryable());
    let wrong = Client::builder().base_url("nowhere").build().unwrap_err();
    assert_eq!((wrong.kind(), wrong.is_retryable()), (ErrorKind::Configuration, false));
    assert_eq!((wrong.method(), wrong.path(), wrong.host()), (None, None, None));
}

#[tokio::test]
async fn a_report_tells_an_operator_everything_but_secrets() {
    let headers = [("x-request-id", "abc-1"), ("retry-after", "7")].map(|(name, value)| {
        (name.parse::<signalwire_rest_runtime::HeaderName>().unwrap(), value.parse().unwrap())
    });
    let body = r#"{"errors":[{"code":"too_short","attribute":"password","url":"https://docs.example.com/too_short",
        "message":"the password\n\"hunter2 melon\" is too short"},{"detail":"see the-bearer-token"}]}"#;
    let server = Server::Responds(422, headers.into_iter().collect(), body.to_owned());
    let error = create(server).await.unwrap_err();
    let expected = "\
create_thing: 422 (password: too_short) [request abc-1]
  request: POST /things/{owner} on api.example.com:443
  status: 422 Unprocessable Entity
  error: password: too_short: the password \"… …\" is too short (https://docs.example.com/too_short)
  error: …
  scopes: the token needs one of the scopes Voice, Fax
  request id: abc-1
  attempts: 1
  retry after: 7 seconds
  documentation: https://docs.example.com/create-thing";
    assert_eq!(error.report(), expected);
    assert_eq!(error.documentation(), Some("https://docs.example.com/create-thing"));
    let error = create(Server::Fails(TransportFailure::Connect)).await.unwrap_err();
    assert!(error.report().contains("\n  attempts: 1; the call may be repeated"), "{}", error.report());
    let error = refused(400, &format!(r#"{{"errors":["{}\u0007"]}}"#, "long ".repeat(1_000))).await;
    assert!(error.report().len() < 800 && error.report().ends_with("create-thing"), "{}", error.report());
}

/// The codes of an API, as generated code has them.
#[derive(Clone)]
enum ErrorCode {
    InsufficientBalance,
    ConversationNotFound,
    Other(String),
}

impl_open_enum! {
    ErrorCode { 0 InsufficientBalance = "insufficient_balance"; 1 ConversationNotFound = "-32001"; }
}

impl CodedAs<ErrorCode> for Error {}

#[tokio::test]
async fn codes_are_those_of_the_api() {
    let error =
        refused(422, r#"{"errors":[{"code":"insufficient_balance"},{"detail":"d"},{"code":"new"}]}"#).await;
    assert_eq!(error.codes(), [ErrorCode::InsufficientBalance, ErrorCode::Other("new".to_owned())]);
    // The enum is inferred, whatever is done with the codes.
    assert_eq!(error.codes().iter().filter(|code| **code == ErrorCode::InsufficientBalance).count(), 1);
    assert!(matches!(error.codes().first(), Some(ErrorCode::InsufficientBalance)));
    assert_eq!(
        error.codes().iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["insufficient_balance", "new"]
    );
    let error = refused(422, r#"{"jsonrpc":"2.0","error":{"code":-32001,"message":"m"}}"#).await;
    assert_eq!(error.codes(), [ErrorCode::ConversationNotFound]);
    assert!(refused(500, "<html>").await.codes().is_empty());
}

//! Servers that are hostile or violate HTTP. One row is one way.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use signalwire_rest::types::*;
use signalwire_rest::{Client, Error, ErrorKind, Method};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use tests::raw::{Raw, Step};

/// A name, what the server does, the outcome (the kind of error, if any), whether the request may be sent again when it
/// is a GET, and what the error says.
type Row = (&'static str, Vec<Step>, Option<ErrorKind>, Again, &'static str);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// It is sent three times when it is a GET, and once when it is a POST.
    Yes,
    No,
}

fn write(bytes: impl AsRef<[u8]>) -> Step {
    Step::Write(bytes.as_ref().to_vec())
}

/// A response of 200 with these headers and this body.
fn ok(headers: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let length = body.as_ref().len();
    vec![write(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n{headers}\r\n")), write(body)]
}

fn json(body: impl AsRef<[u8]>) -> Vec<Step> {
    ok("content-type: application/json\r\n", body)
}

/// Just these bytes, and the end of the connection.
fn bytes(text: impl AsRef<[u8]>) -> Vec<Step> {
    vec![write(text)]
}

/// These bytes, and then a step.
fn then(start: &str, step: Step) -> Vec<Step> {
    vec![write(start), step]
}

fn drip(text: &str) -> Step {
    Step::Drip(text.into(), Duration::from_millis(5))
}

fn flood(text: &str) -> Step {
    Step::Flood(text.repeat(1_000).into())
}

const CREDENTIAL: &str = r#""id":"1","project_id":"p","display_name":"d","type":"sip_endpoint","created_at":"t","updated_at":"t","sip_endpoint":{"id":"1","username":"u","caller_id":null,"send_as":null,"ciphers":[],"codecs":[],"encryption":"default","call_handler":"default","calling_handler_resource_id":null}"#;

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    use Again::{No, Yes};
    use ErrorKind::{BodyTooLarge, Decode, Redirect, Status, Timeout, Transport};
    let deep = |open: &str, close: &str, levels| format!("{}{}", open.repeat(levels), close.repeat(levels));
    let valid = |more: &str| json(format!("{{{more}{CREDENTIAL}}}"));
    let broke = "the connection broke";
    let malformed = "expected JSON, but the body is malformed or cut short";
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let to = |place: &str| bytes(format!("HTTP/1.1 307 Gone\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n"));
    let elsewhere = "the server redirects to another origin, which is not followed";
    vec![
        // Slow.
        ("headers one byte at a time",     then("HTTP/1.1 200 OK\r\nx: ", drip("y")),                          Some(Timeout),      Yes, "the server took too long"),
        ("a body one byte at a time",      then("HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n", drip(" ")), Some(Timeout),     Yes, "the server took too long"),
        ("nothing at all",                 vec![Step::Hang],                                                   Some(Timeout),      Yes, "the server took too long"),
        ("half a response, then nothing", then("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{", Step::Hang),  Some(Timeout),      Yes, "the server took too long"),
        ("hints for ever",                 vec![flood("HTTP/1.1 103 Early Hints\r\n\r\n")],                    Some(Timeout),      Yes, "the server took too long"),
        // Cut short.
        ("no byte",                        vec![],                                                             Some(Transport),    Yes, broke),
        ("a status line",                  bytes("HTTP/1.1 200 OK\r\n"),                                       Some(Transport),    Yes, broke),
        ("half a body",                    bytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"),             Some(Transport),    Yes, broke),
        ("half a chunk",                   bytes(format!("{chunked}9\r\n{{")),                                 Some(Transport),    Yes, broke),
        ("no last chunk",                  bytes(format!("{chunked}2\r\n{{}}\r\n")),                           Some(Transport),    Yes, broke),
        // Not HTTP.
        ("another protocol",               bytes("SSH-2.0-OpenSSH_9.9\r\n"),                                   Some(Transport),    Yes, broke),
        ("an alert of TLS",                bytes([21, 3, 3, 0, 2, 2, 40]),                                     Some(Transport),    Yes, broke),
        ("HTTP/2",                         bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),                          Some(Transport),    Yes, broke),
        ("a status of two digits",         bytes("HTTP/1.1 99 Low\r\n\r\n"),                                   Some(Transport),    Yes, broke),
        ("a chunk of no number",           bytes(format!("{chunked}zz\r\n")),                                  Some(Transport),    Yes, broke),
        ("a chunk beyond all numbers",     bytes(format!("{chunked}fffffffffffffffff\r\n")),                   Some(Transport),    Yes, broke),
        ("a length of no number",          bytes("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"),             Some(Transport),    Yes, broke),
        ("two lengths",                    bytes("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}"), Some(Transport), Yes, broke),
        ("a header with NUL",              bytes("HTTP/1.1 200 OK\r\nx: \0\r\n\r\n"),                          Some(Transport),    Yes, broke),
        // Too much.
        ("headers for ever",               then("HTTP/1.1 200 OK\r\n", flood("x: y\r\n")),                     Some(Transport),    Yes, broke),
        ("a header for ever",              then("HTTP/1.1 200 OK\r\nx: ", flood("y")),                         Some(Transport),    Yes, broke),
        ("the extension of a chunk for ever", then(chunked, flood(";x")),                                      Some(Transport),    Yes, broke),
        ("a body for ever",                then("HTTP/1.1 200 OK\r\n\r\n", flood(" ")),                        Some(BodyTooLarge), No,  "the response is larger than 1048576 bytes"),
        ("chunks for ever",                then(chunked, flood(&format!("1000\r\n{:4096}\r\n", ""))),                                 Some(BodyTooLarge), No,  "the response is larger than 1048576 bytes"),
        ("a length beyond the limit",      then("HTTP/1.1 200 OK\r\ncontent-length: 1048577\r\n\r\n", Step::Hang), Some(BodyTooLarge), No, "the response is larger than 1048576 bytes"),
        ("a failure for ever",             then("HTTP/1.1 503 Busy\r\n\r\n", flood(" ")),                      Some(BodyTooLarge), No,  "the response is larger than 1048576 bytes"),
        // Not what was asked for.
        ("another protocol on request",    bytes("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"), Some(Status), No, "101"),
        ("a status beyond all statuses",   bytes("HTTP/1.1 999 High\r\ncontent-length: 0\r\n\r\n"),            Some(Status),       No,  "999"),
        ("not modified",                   bytes("HTTP/1.1 304 Not Modified\r\n\r\n"),                         Some(Status),       No,  "304"),
        ("a body that cannot be",          bytes("HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}"),    Some(Decode),       No,  "expected JSON, but the body is empty"),
        ("a length too short",             bytes("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n{}"),            Some(Decode),       No,  malformed),
        ("compressed",                     ok("content-encoding: gzip\r\n", [31, 139, 8, 0, 0]),               Some(Decode),       No,  "expected JSON, but the body is compressed, which was not asked for"),
        ("a page",                         ok("content-type: text/html\r\n", "<html>"),                        Some(Decode),       No,  "expected JSON, got text/html"),
        ("a type that is none",            ok("content-type: Basic UFQ=\r\n", "<html>"),                       Some(Decode),       No,  "expected JSON, got something else"),
        ("other text than UTF-8",          json(b"{\"id\":\"\xff\xfe\"}"),                                     Some(Decode),       No,  "invalid unicode code point at id"),
        ("UTF-16",                         json(b"\xff\xfe{\0}\0"),                                            Some(Decode),       No,  malformed),
        ("NUL",                            json("\0\0\0"),                                                     Some(Decode),       No,  malformed),
        ("two documents",                  json("{}{}"),                                                       Some(Decode),       No,  malformed),
        ("deep lists",                     json(deep("[", "]", 100_000)),                                      Some(Decode),       No,  "recursion limit exceeded"),
        ("deep objects",                   json(deep("{\"a\":", "}", 100_000).replace(":}", ":1}")),           Some(Decode),       No,  "recursion limit exceeded"),
        ("a number beyond all numbers",    valid("\"x\":1e999,"),                                              None,               No,  ""),
        // Unusual, but complete.
        ("a mark before the text",         json(format!("\u{feff}{{{CREDENTIAL}}}")),                          None,               No,  ""),
        ("names twice",                    valid("\"id\":1,\"id\":null,\"x\":1,\"x\":2,"),                     None,               No,  ""),
        ("a large number",                 valid("\"x\":123456789012345678901234567890,"),                     None,               No,  ""),
        ("a hundred levels",               valid(&format!("\"x\":{},", deep("[", "]", 100))),                  None,               No,  ""),
        ("hints first",                    [vec![write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n")], valid("")].concat(), None, No, ""),
        ("a version of its own",           bytes(format!("HTTP/1.0 200 \r\n\r\n{{{CREDENTIAL}}}")),            None,               No,  ""),
        ("a million digits",               valid(&format!("\"x\":{},", "9".repeat(900_000))),                  None,               No,  ""),
        ("names by the hundred thousand",  valid(&"\"x\":null,\"id\":null,".repeat(45_000)),                    None,               No,  ""),
        ("headers of other text than ASCII", ok("x: \t\u{ff}~\r\n", format!("{{{CREDENTIAL}}}")),              None,               No,  ""),
        ("half of a character",            json(b"{\"\xe2\x82\":1}"),                                          Some(Decode),       No,  "invalid unicode code point at …"),
        ("half of a surrogate",            valid("\"x\":\"\\ud800\","),                                        Some(Decode),       No,  "unexpected end of hex escape"),
        // Elsewhere.
        ("an address within another",      to("blob:http://127.0.0.1/"),                                          Some(Redirect),     No,  elsewhere),
        ("another host by a backslash",    to("/\\evil.example.com/"),                                           Some(Redirect),     No,  elsewhere),
        ("another host by a tab",          to("/\t/evil.example.com/"),                                           Some(Redirect),     No,  elsewhere),
        ("another name of this host",      to("http://localhost.:1/"),                                            Some(Redirect),     No,  elsewhere),
        ("another host",                   to("http://evil.example.com/"),                                     Some(Redirect),     No,  elsewhere),
        ("another port",                   to("http://127.0.0.1:1/"),                                          Some(Redirect),     No,  elsewhere),
        ("another scheme",                 to("https://127.0.0.1/"),                                           Some(Redirect),     No,  elsewhere),
        ("a scheme that is none",          to("javascript:alert(1)"),                                          Some(Redirect),     No,  elsewhere),
        ("a file",                         to("file:///etc/passwd"),                                           Some(Redirect),     No,  elsewhere),
        ("nowhere",                        bytes("HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n"),           Some(Redirect),     No,  "the server redirects without a location"),
    ]
}

async fn get(client: &Client) -> Result<SipCredential, Error> {
    client.fabric().sip_endpoints().get("1").await
}

async fn post(client: &Client) -> Result<SipCredential, Error> {
    client.fabric().sip_endpoints().create(SipCredentialCreate::new("c3p0", "yavin-or-bust")).await
}

/// Few rows run at once, so that floods do not starve the others on a small machine.
#[tokio::test(flavor = "multi_thread")]
async fn servers_that_mean_harm() {
    let turns = Arc::new(Semaphore::new(8));
    let mut all = JoinSet::new();
    for row in rows() {
        for method in ["GET", "POST"] {
            let (row, turns) = (row.clone(), Arc::clone(&turns));
            all.spawn(async move {
                let _turn = turns.acquire().await;
                happens(row, method).await
            });
        }
    }
    let wrong = all.join_all().await.concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns what differs from the row.
async fn happens((name, steps, kind, again, says): Row, method: &str) -> Vec<String> {
    let server = Raw::new(steps).await;
    let timeout = if kind == Some(ErrorKind::Timeout) { 300 } else { 60_000 };
    let client =
        server.builder().max_body_bytes(1 << 20).timeout(Duration::from_millis(timeout)).build().unwrap();
    let (outcome, operation) = match method {
        "GET" => (get(&client).await, "get_sip_credential"),
        _ => (post(&client).await, "create_sip_credential"),
    };
    let (wanted, attempts) =
        if (method, again) == ("GET", Again::Yes) { (3, " after 3 attempts") } else { (1, "") };
    let (seen, said) = match &outcome {
        Ok(_) => (None, String::new()),
        Err(error) => (Some(error.kind()), shortened(&error.to_string())),
    };
    let expected = kind.map_or_else(String::new, |_| format!("{operation}: {says}{attempts}"));
    let sent = server.requests().len();
    // On a busy machine an attempt can be over before the server has read it.
    let late = kind == Some(ErrorKind::Timeout) && sent < wanted;
    if (sent == wanted || late) && (seen, &said) == (kind, &expected) {
        return Vec::new();
    }
    vec![format!("{method}, {name}: {sent} requests were sent, {seen:?} {said:?}")]
}

/// The path of a deeply nested field is long, but bounded.
fn shortened(text: &str) -> String {
    assert!(text.len() < 250 && text.lines().count() == 1, "{text}");
    match text.split_once(" at ") {
        Some((before, path)) if path.ends_with('…') => format!("{before} at …"),
        _ => text.to_owned(),
    }
}

/// A refusal with as many words as headers may contain, to a call with a body of as many words: redaction compares all of
/// them within the deadline.
#[tokio::test]
async fn a_refusal_that_is_expensive_to_redact() {
    let words = |number: usize| (0..400).map(move |word| format!("w{number}-{word} ")).collect::<String>();
    let headers: String = (0..90).map(|number| format!("x-{number}: {}\r\n", words(number))).collect();
    let refusal = format!("HTTP/1.1 401 No\r\ncontent-length: 0\r\nx-request-id: w1-1\r\n{headers}\r\n");
    let server = Raw::new([write(refusal)]).await;
    let client = server.builder().build().unwrap();
    let body = vec!["some words that no header has, and w1-1"; 100_000];
    let call = client.request(Method::POST, "/x").json(&body).deadline(Duration::from_secs(10));
    let error = tokio::time::timeout(Duration::from_secs(20), call.send()).await.unwrap().unwrap_err();
    assert!(error.is_unauthorized() && !error.to_string().contains("w1-1"), "{error}");
    assert_eq!(error.request_id(), Some("w1-1"), "whoever asks for it gets it");
    let hidden = error.headers().values().filter(|value| value.is_sensitive()).count();
    assert!(hidden >= 2, "the header that repeats a word, and the id");
}

/// What follows a response on the same connection is not the response to the next request.
#[tokio::test]
async fn a_surplus_response_belongs_to_no_request() {
    let response = |id: &str| {
        let body = format!("{{{}}}", CREDENTIAL.replacen("\"1\"", &format!("\"{id}\""), 1));
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    };
    let (first, smuggled) = (response("own"), response("smuggled"));
    let server = Raw::new([write(format!("{first}{smuggled}")), Step::Keep]).await;
    let client = server.builder().build().unwrap();
    for number in 0..50 {
        let got = get(&client).await.unwrap();
        assert_eq!(got.id().as_str(), "own", "call {number}");
    }
}

/// A server that promises to keep the connection and closes it: whatever the pool does, no request arrives twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_ends_between_two_requests() {
    let server = Raw::new([write("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull")]).await;
    let client = server.builder().build().unwrap();
    let mut done = 0;
    for number in 0..300 {
        // Sometimes before the client can notice the end, and sometimes after.
        tokio::time::sleep(Duration::from_micros(number % 7 * 50)).await;
        match client.request(Method::POST, &format!("/{number}")).await {
            Ok(_) => done += 1,
            Err(error) => assert_eq!(error.kind(), ErrorKind::Transport, "{error}"),
        }
    }
    let requests = server.requests();
    let paths: BTreeSet<&str> = requests.iter().filter_map(|request| request.lines().next()).collect();
    assert_eq!(paths.len(), requests.len(), "a request arrived twice");
    assert!(done > 150 && requests.len() >= done, "{done} of {}", requests.len());
}

//! What holds whatever a server says: any script of answers and failures, any header, any link, on virtual time.
//!
//! `PROPTEST_CASES` makes it look for longer, and `tests/fuzz/run.sh` for a given time.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

mod multipart;
mod numbers;
#[cfg(feature = "record")]
mod recording;
mod streams;
mod texts;
#[cfg(feature = "webhooks")]
mod webhooks;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;
use signalwire_rest_runtime::{
    BoxFuture, Call, Client, Error, ErrorKind, HeaderMap, HeaderName, HeaderValue, Method, Page, StatusCode,
    Transport, TransportError, TransportFailure, TransportRequest, TransportResponse, Value,
};
use tokio::time::Instant;

const HOME: &str = "https://api.example.com:8443";

/// What happens to one attempt.
#[derive(Clone, Debug)]
enum Act {
    Answer(u16, Vec<(String, Vec<u8>)>, Vec<u8>),
    Fail(TransportFailure),
    Hang,
}

/// Follows a script, the last act of which is played for ever, and keeps what was sent.
#[derive(Clone, Default)]
struct Script {
    acts: Arc<Mutex<VecDeque<Act>>>,
    sent: Arc<Mutex<Vec<(TransportRequest, Act)>>>,
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let mut acts = self.acts.lock().unwrap();
        let act = if acts.len() > 1 { acts.pop_front().unwrap() } else { acts[0].clone() };
        self.sent.lock().unwrap().push((request, act.clone()));
        Box::pin(async move {
            match act {
                Act::Answer(status, headers, body) => Ok(TransportResponse {
                    status: StatusCode::from_u16(status).unwrap(),
                    headers: header_map(headers),
                    body: body.into(),
                }),
                Act::Fail(failure) => Err(TransportError::new(failure)),
                Act::Hang => std::future::pending().await,
            }
        })
    }
}

fn header_map(pairs: Vec<(String, Vec<u8>)>) -> HeaderMap {
    let pairs = pairs.into_iter().filter_map(|(name, value)| {
        Some((HeaderName::try_from(name).ok()?, HeaderValue::from_bytes(&value).ok()?))
    });
    pairs.collect()
}

/// Makes a call that meets this script; answers with what came of it, what was sent, and how long it took.
fn play<T: Send>(
    acts: Vec<Act>,
    call: impl AsyncFnOnce(Client) -> Result<T, Error>,
) -> (Result<T, Error>, Vec<(TransportRequest, Act)>, Duration) {
    let script = Script { acts: Arc::new(Mutex::new(acts.into())), ..Script::default() };
    let client =
        Client::builder().base_url(HOME).basic_auth("user", "planted-password").transport(script.clone());
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let started = Instant::now();
        let outcome = call(client.build().unwrap()).await;
        let sent = std::mem::take(&mut *script.sent.lock().unwrap());
        (outcome, sent, started.elapsed())
    })
}

fn method() -> impl Strategy<Value = Method> {
    select(vec![Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
}

/// Statuses and headers that mean something more often than chance would have it.
fn act() -> impl Strategy<Value = Act> {
    let status = prop_oneof![
        3 => select(vec![200, 204, 301, 302, 303, 307, 308, 400, 401, 408, 429, 500, 502, 503, 504]),
        1 => 100_u16..1_000,
    ];
    let name = prop_oneof![
        4 => select(vec!["retry-after", "location", "content-type", "content-encoding", "x-request-id", "set-cookie", "x-ratelimit-limit"])
            .prop_map(str::to_owned),
        1 => "[a-z-]{1,12}",
    ];
    let value = prop_oneof![
        2 => select(vec![
            "0", "1", "59", "61", "-1", "1e9", "99999999999999999999", "Sat, 21 Nov 2026 10:00:00 GMT",
            "/v1/other", "?x", "#", "//evil.example.com", "http://evil.example.com", "https://api.example.com",
            "https://api.example.com:8443/v1/x", "https://planted@api.example.com:8443/", "application/json", "gzip",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..40),
    ];
    let body = prop_oneof![
        1 => Just(b"null".to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..60),
        2 => r#"\{"errors":\[\{"(code|message|detail)":("[a-z_]{0,70}"|[0-9]{1,3}|null|\[\])\}\]\}"#
            .prop_map(String::into_bytes),
    ];
    let answer = (status, prop::collection::vec((name, value), 0..5), body);
    prop_oneof![
        6 => answer.prop_map(|(status, headers, body)| Act::Answer(status, headers, body)),
        2 => select(vec![TransportFailure::Connect, TransportFailure::Timeout, TransportFailure::Interrupted]).prop_map(Act::Fail),
        1 => Just(Act::Hang),
    ]
}

/// Whether the server cannot have acted on a request that met this act, or says that it did not.
fn is_undone(act: &Act) -> bool {
    match act {
        Act::Answer(status, ..) => *status == 429,
        Act::Fail(failure) => *failure == TransportFailure::Connect,
        Act::Hang => false,
    }
}

fn assert_at_home(sent: &[(TransportRequest, Act)]) -> Result<(), TestCaseError> {
    for (request, _) in sent {
        prop_assert!(request.url.starts_with(&format!("{HOME}/")), "{}", request.url);
        prop_assert_eq!(request.headers.get_all("authorization").iter().count(), 1);
        prop_assert!(!request.url.contains('#'), "{}", request.url);
    }
    Ok(())
}

fn assert_told_well(error: &Error) -> Result<(), TestCaseError> {
    let (shown, debug) = (error.to_string(), format!("{error:?} {:?} {:?}", error.errors(), error.headers()));
    prop_assert!(shown.len() < 500 && !shown.contains(|c: char| c.is_control()), "{shown:?}");
    prop_assert!(!shown.contains("planted") && !debug.contains("planted-password"), "{shown} {debug}");
    Ok(())
}

proptest! {
    #[test]
    fn no_script_makes_it_do_what_it_must_not(
        acts in prop::collection::vec(act(), 1..9),
        method in method(),
        retries in 0_u32..5,
    ) {
        let repeatable = method.is_idempotent();
        let (outcome, sent, took) = play(acts, async |client| {
            client.request(method.clone(), "/v1/things").json("planted-password").retries(retries).await
        });
        assert_at_home(&sent)?;
        // The first attempt, the retries, and no more redirects than five.
        prop_assert!(sent.len() <= 6 + retries as usize, "{}", sent.len());
        prop_assert!(took <= Duration::from_secs(120), "{took:?}");
        prop_assert!(sent.iter().all(|(request, _)| request.method == method));
        if !repeatable {
            let arrived = sent.iter().filter(|(_, act)| !is_undone(act)).count();
            prop_assert!(arrived <= 1, "{arrived} of {} may have arrived", sent.len());
        }
        if let Err(error) = outcome {
            assert_told_well(&error)?;
            prop_assert_eq!(error.attempts() as usize, sent.len());
        }
    }

    #[test]
    fn no_link_makes_a_list_leave_or_go_on_for_ever(
        links in prop::collection::vec(prop_oneof![
            2 => ".{0,40}",
            2 => "[?&=/a-z0-9.]{0,12}",
            2 => "(https?:)?[/\\\\]{0,3}([a-z]{0,5}@)?(api\\.example\\.com|evil)?(:[0-9]{1,5})?[/?#a-z]{0,8}",
            1 => Just("https://api.example.com:8443/v1/list?page=2".to_owned()),
        ], 1..6),
    ) {
        let acts = links.iter().map(|link| {
            let body = serde_json::json!({ "next": link, "items": [1] });
            Act::Answer(200, Vec::new(), body.to_string().into_bytes())
        });
        let (outcome, sent, _) = play(acts.collect(), async |client| {
            let call: Call<Numbers> = client.request(Method::GET, "/v1/list").decode_as();
            let (mut items, mut count) = (call.items(), 0);
            while items.try_next().await?.is_some() {
                count += 1;
            }
            Ok(count)
        });
        assert_at_home(&sent)?;
        // The last link comes again and again, so that a list ends in a circle if it does not end before.
        prop_assert!(sent.len() <= links.len() + 1, "{}", sent.len());
        match outcome {
            Ok(count) => prop_assert_eq!(count, sent.len()),
            Err(error) => {
                prop_assert_eq!(error.kind(), ErrorKind::Pagination);
                assert_told_well(&error)?;
            }
        }
    }

    #[test]
    fn no_argument_leads_elsewhere(
        path in ".{0,30}",
        values in prop::collection::vec(".{0,20}", 2),
        header in ("[A-Za-z-]{1,12}", ".{0,20}"),
    ) {
        let (outcome, sent, _) = play(vec![Act::Answer(200, Vec::new(), b"null".to_vec())], async |client| {
            let call = client.request(Method::GET, &format!("/{path}")).query(&values[0], &values[1]);
            call.header(&header.0, &header.1).await
        });
        assert_at_home(&sent)?;
        match outcome {
            Ok(_) => prop_assert_eq!(sent.len(), 1),
            Err(error) => prop_assert_eq!((error.kind(), sent.len()), (ErrorKind::InvalidRequest, 0)),
        }
    }

    #[test]
    fn no_text_in_an_answer_shows(body in answer(), status in select(vec![200_u16, 404, 422, 500])) {
        let acts = vec![Act::Answer(status, Vec::new(), body.to_string().into_bytes())];
        let (outcome, ..) = play(acts, async |client| {
            client.request(Method::POST, "/v1/things").decode_as::<Typed>().await
        });
        if let Err(error) = outcome {
            let shown = format!("{error} {error:?} {:?}", error.field_path());
            prop_assert!(!shown.contains("Planted Text"), "{shown}");
        }
    }
}

/// JSON in which every text and some names are not to be shown.
fn answer() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[\"'`,. \\n\\\\]{0,3}".prop_map(|around| format!("{around}Planted Text{around}").into()),
    ];
    let name = prop_oneof![
        3 => select(vec!["numbers", "flags", "texts", "errors", "code", "message", "error"]).prop_map(str::to_owned),
        1 => "[\"'`,. \\n]{0,2}".prop_map(|around| format!("{around}Planted Text{around}")),
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect()))
        ]
    })
}

/// A type that much does not fit.
#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "only read")]
struct Typed {
    #[serde(default)]
    numbers: std::collections::BTreeMap<String, Vec<u8>>,
    #[serde(default)]
    flags: Vec<bool>,
    #[serde(default)]
    texts: Option<Vec<char>>,
}

#[derive(serde::Deserialize)]
struct Numbers {
    next: Option<String>,
    items: Vec<i64>,
}

impl Page for Numbers {
    type Item = i64;

    fn next_link(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn into_items(self) -> Vec<i64> {
        self.items
    }
}

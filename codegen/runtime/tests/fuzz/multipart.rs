//! Multipart bodies of any names and contents: a simple reader finds the same parts in them.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use signalwire_rest_runtime::{
    BoxFuture, Client, FilePart, HeaderMap, Map, Method, StatusCode, Transport, TransportError,
    TransportRequest, TransportResponse,
};

/// Keeps the request.
#[derive(Clone, Default)]
struct Keeps(Arc<Mutex<Option<TransportRequest>>>);

impl Transport for Keeps {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        *self.0.lock().unwrap() = Some(request);
        let (status, headers) = (StatusCode::OK, HeaderMap::new());
        Box::pin(async move { Ok(TransportResponse { status, headers, body: "null".into() }) })
    }
}

/// The names and contents of the parts.
fn parts(request: &TransportRequest) -> Vec<(String, Vec<u8>)> {
    let content_type = request.headers["content-type"].to_str().unwrap();
    let boundary = format!("--{}", content_type.strip_prefix("multipart/form-data; boundary=").unwrap());
    let body = request.body.clone().unwrap();
    let mut rest = body.strip_prefix(boundary.as_bytes()).unwrap();
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, format!("\r\n{boundary}").as_bytes());
        let head = find(&part[..end], b"\r\n\r\n");
        let lines = std::str::from_utf8(&part[..head]).unwrap();
        let disposition = lines.strip_prefix("Content-Disposition: form-data; name=\"").unwrap();
        parts.push((disposition.split('"').next().unwrap().to_owned(), part[head + 4..end].to_vec()));
        rest = &part[end + 2 + boundary.len()..];
    }
    assert_eq!(rest, b"--\r\n");
    parts
}

fn find(text: &[u8], sought: &[u8]) -> usize {
    text.windows(sought.len()).position(|window| window == sought).unwrap()
}

/// As browsers escape names.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

proptest! {
    #[test]
    fn every_part_is_read_as_it_was_given(
        files in prop::collection::btree_map(
            "[ -~\r\né\"]{0,12}",
            (prop::collection::vec(any::<u8>(), 0..40), prop::option::of("[ -~\r\né\"]{0,12}")),
            0..6,
        ),
    ) {
        let keeps = Keeps::default();
        let client = Client::builder().base_url("https://api.example.com").transport(keeps.clone()).build().unwrap();
        let parts_of = files.iter().map(|(name, (content, file_name))| {
            let file = FilePart::bytes(content.clone());
            (name.clone(), file_name.iter().fold(file, |file, name| file.file_name(name)))
        });
        let body: Map<FilePart> = parts_of.collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(client.request(Method::POST, "/files").multipart_body(&body, &[]).send()).unwrap();
        let expected: Vec<(String, Vec<u8>)> =
            files.iter().map(|(name, (content, _))| (escaped(name), content.clone())).collect();
        let request = keeps.0.lock().unwrap().take().unwrap();
        prop_assert_eq!(parts(&request), expected);
    }
}

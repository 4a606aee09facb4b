//! An HTTP/1.1 server that returns fixed bytes as cheaply as possible: its cost is the same for both sides.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The responses: the first body whose text the request line contains.
pub type Responses = Vec<(String, Vec<u8>)>;

/// Serves on a thread of its own for as long as the process runs; returns the URL.
pub fn serve(make: impl FnOnce(&str) -> Responses) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let responses: Responses =
        make(&url).into_iter().map(|(part, body)| (part, whole_response(&body))).collect();
    std::thread::spawn(move || run(listener, &Arc::new(responses)));
    url
}

fn whole_response(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn run(listener: std::net::TcpListener, responses: &Arc<Responses>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener).unwrap();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            tokio::spawn(connection(stream, Arc::clone(responses)));
        }
    });
}

/// Reads a request, head and body, and responds to it, until the client disconnects.
async fn connection(mut stream: TcpStream, responses: Arc<Responses>) {
    let mut buffer = Vec::with_capacity(16 * 1024);
    loop {
        buffer.clear();
        while !is_whole(&buffer) {
            match stream.read_buf(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
        let response = response(&buffer, &responses);
        if stream.write_all(response).await.is_err() {
            return;
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let length = head
        .split_once("content-length: ")
        .map_or(0, |(_, after)| after.lines().next().and_then(|number| number.parse().ok()).unwrap_or(0));
    request.len() >= end + 4 + length
}

fn response<'a>(request: &[u8], responses: &'a Responses) -> &'a [u8] {
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let found = responses.iter().find(|(part, _)| line.contains(part.as_str()));
    found.map_or(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", |(_, response)| response)
}

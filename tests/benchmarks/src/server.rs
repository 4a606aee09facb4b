//! An HTTP/1.1 server that answers fixed bytes, as cheaply as can be: what it costs, it costs both sides.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What is answered: the first body whose text the request line contains.
pub type Answers = Vec<(String, Vec<u8>)>;

/// Serves on a thread of its own for as long as the process lives; answers the address.
pub fn serve(make: impl FnOnce(&str) -> Answers) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answers: Answers = make(&url).into_iter().map(|(part, body)| (part, whole_answer(&body))).collect();
    std::thread::spawn(move || run(listener, &Arc::new(answers)));
    url
}

fn whole_answer(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn run(listener: std::net::TcpListener, answers: &Arc<Answers>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener).unwrap();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            tokio::spawn(connection(stream, Arc::clone(answers)));
        }
    });
}

/// Reads a request, head and body, and answers it, until the client goes away.
async fn connection(mut stream: TcpStream, answers: Arc<Answers>) {
    let mut buffer = Vec::with_capacity(16 * 1024);
    loop {
        buffer.clear();
        while !is_whole(&buffer) {
            match stream.read_buf(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
        let answer = answer(&buffer, &answers);
        if stream.write_all(answer).await.is_err() {
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

fn answer<'a>(request: &[u8], answers: &'a Answers) -> &'a [u8] {
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let found = answers.iter().find(|(part, _)| line.contains(part.as_str()));
    found.map_or(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", |(_, answer)| answer)
}

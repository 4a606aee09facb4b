//! A server that writes the bytes it is given, and keeps what it was sent.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use signalwire_rest::{Client, ClientBuilder};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a connection, one step after the other, once it has read a request.
#[derive(Clone, Debug)]
pub enum Step {
    /// These bytes.
    Write(Vec<u8>),
    /// The same bytes again and again, with a pause before each.
    Drip(Vec<u8>, Duration),
    /// These bytes one by one, with a pause after each.
    Slowly(Vec<u8>, Duration),
    /// As many bytes as the client reads.
    Flood(Vec<u8>),
    /// No more bytes, but the connection stays open.
    Hang,
    /// The connection is kept for the next request, which gets the same steps.
    Keep,
}

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Raw {
    address: SocketAddr,
    seen: Arc<Seen>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Seen {
    requests: Mutex<Vec<String>>,
    forgets: AtomicBool,
    open: AtomicUsize,
    most_open: AtomicUsize,
    made: AtomicUsize,
}

impl Raw {
    /// A server that does the same with every connection.
    pub async fn new(steps: impl Into<Vec<Step>>) -> Self {
        let steps = steps.into();
        Self::with(move |_| steps.clone()).await
    }

    /// A server that chooses its steps by the request.
    pub async fn with(response: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, response) = (Arc::<Seen>::default(), Arc::new(response));
        let shared = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, response) = (Arc::clone(&shared), Arc::clone(&response));
                tokio::spawn(async move {
                    seen.made.fetch_add(1, Ordering::Relaxed);
                    let open = seen.open.fetch_add(1, Ordering::Relaxed) + 1;
                    seen.most_open.fetch_max(open, Ordering::Relaxed);
                    // A broken connection is no error of the server.
                    let _ = serve(stream, &seen, &*response).await;
                    seen.open.fetch_sub(1, Ordering::Relaxed);
                });
            }
        });
        Self { address, seen, task }
    }

    /// Its address, for a base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Keeps no requests from now on.
    pub fn forget(&self) {
        self.seen.forgets.store(true, Ordering::Relaxed);
    }

    /// The requests that were read, each with its body.
    pub fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// How many connections are open now, how many were at most, and how many were made.
    pub fn connections(&self) -> (usize, usize, usize) {
        let Seen { open, most_open, made, .. } = &*self.seen;
        (open.load(Ordering::Relaxed), most_open.load(Ordering::Relaxed), made.load(Ordering::Relaxed))
    }

    /// The settings of a client that calls it.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .base_url(self.url())
            .allow_plain_http(true)
            .project(crate::PROJECT)
            .token(crate::TOKEN)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    seen: &Seen,
    response: &(dyn Fn(&str) -> Vec<Step> + Send + Sync),
) -> std::io::Result<()> {
    while let Some(request) = read(&mut stream).await? {
        let steps = response(&request);
        if !seen.forgets.load(Ordering::Relaxed) {
            seen.requests.lock().unwrap().push(request);
        }
        let keeps = matches!(steps.last(), Some(Step::Keep));
        for step in steps {
            act(&mut stream, step).await?;
        }
        if !keeps {
            break;
        }
    }
    Ok(())
}

async fn act(stream: &mut TcpStream, step: Step) -> std::io::Result<()> {
    match step {
        Step::Write(bytes) => stream.write_all(&bytes).await,
        Step::Drip(bytes, pause) => loop {
            stream.write_all(&bytes).await?;
            tokio::time::sleep(pause).await;
        },
        Step::Slowly(bytes, pause) => {
            for byte in bytes {
                stream.write_all(&[byte]).await?;
                tokio::time::sleep(pause).await;
            }
            Ok(())
        }
        Step::Flood(bytes) => loop {
            stream.write_all(&bytes).await?;
        },
        Step::Hang => {
            // Until the client stops reading.
            let mut byte = [0];
            stream.read(&mut byte).await.map(drop)
        }
        Step::Keep => Ok(()),
    }
}

/// One request, head and body; `None` if the connection ends before.
async fn read(stream: &mut TcpStream) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let head = loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk[..count]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0_usize).saturating_sub(bytes.len() - head)];
    stream.read_exact(&mut body).await?;
    bytes.extend_from_slice(&body);
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

//! Writes the logs of messages as lines of JSON, every night from where the night before ended.

use std::io::Write;
use std::path::Path;

use signalwire_rest::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let written = run(&Client::from_env()?, Path::new("messages.ndjson"), "2026-01-31").await?;
    println!("{written} logs");
    Ok(())
}

/// Appends the logs since this day to a file, and returns how many there were.
pub async fn run(client: &Client, file: &Path, since: &str) -> Result<usize, Box<dyn std::error::Error>> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
    let mut logs = client.messaging().logs().list().created_after(since).page_size(100).items();
    let mut written = 0;
    while let Some(log) = logs.try_next().await? {
        // What the documentation does not know is written as well.
        serde_json::to_writer(&mut file, &log)?;
        file.write_all(b"\n")?;
        written += 1;
    }
    Ok(written)
}

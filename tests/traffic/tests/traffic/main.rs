//! Recorded traffic: what is as documented passes, what is not is found once, and no value shows.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

mod anything;
mod clean;
mod command;
mod masks;
mod mutations;
mod planted;
mod reading;
mod suggestions;

use std::path::Path;
use std::sync::{Arc, Mutex};

use document::Document;
use document::load::DiskFiles;
use serde_json::Value;
use traffic::{Finding, Key, Traffic};

/// The repository's own specification.
fn specification() -> Document {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    Document::load(&DiskFiles::new(root), "spec/openapi.yaml").unwrap()
}

/// Something to write to, and to look into afterwards.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A run over lines.
fn run<'d>(document: &'d Document, lines: &[Value]) -> Traffic<'d> {
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let mut traffic = Traffic::new(document);
    traffic.input("planted.ndjson", text.join("\n").as_bytes()).unwrap();
    traffic
}

/// What was found, as `rule operation part path xcount`.
fn listed(traffic: &Traffic<'_>) -> Vec<String> {
    let one = |(key, finding): (&Key, &Finding<'_>)| {
        let place = if finding.operation.is_empty() { &key.template } else { &finding.operation };
        format!("{} {place} {} {} x{}", key.rule, key.part, key.path, finding.count)
    };
    traffic.findings.iter().map(one).collect()
}

//! Recorded traffic compared with the specification *and* the generated types.
//!
//! ```text
//! files ──read──> Exchange ──judge──> Observation ──> Findings ──report──> text, JSON, Markdown
//!                              │
//!          route, parameters, walk (the document), types (read as the generated type and written back)
//! ```
//!
//! Each finding is reported once, with a count. No value of the traffic is ever shown, except short words where the
//! document lists values: see `src/mask.rs`. Memory is bounded by the document and the largest
//! single exchange, not by the files.
//!
//! Limits: header and cookie parameters are not compared, because NDJSON has no headers; neither are bodies other than
//! JSON, nor requests that the server refused (400, 404, 422 and the like): only their responses are.

mod exchange;
mod facts;
mod finding;
mod host;
mod judge;
mod leaf;
mod mask;
mod parameters;
mod path;
mod read;
pub mod report;
mod route;
pub mod suggest;
mod types;
mod walk;

use std::collections::BTreeMap;
use std::io::{self, Read};

use document::Document;

pub use exchange::{Content, Exchange, Skip};
pub use finding::{Finding, Findings, Key, Origin, Part, Rule};

use crate::exchange::Item;
use crate::finding::Observation;
use crate::judge::{Judge, Judged, Verdict};

/// A run over recorded traffic.
#[derive(Debug)]
pub struct Traffic<'d> {
    judge: Judge<'d>,
    /// What was found.
    pub findings: Findings<'d>,
    /// Exchanges that were compared.
    pub judged: u64,
    /// Lines and entries that are no exchange.
    pub unreadable: u64,
    /// Exchanges that were skipped, by reason.
    pub skipped: BTreeMap<Skip, u64>,
}

impl<'d> Traffic<'d> {
    /// A run against a document and the generated types.
    pub fn new(document: &'d Document) -> Self {
        Self {
            judge: Judge::new(document),
            findings: Findings::default(),
            judged: 0,
            unreadable: 0,
            skipped: BTreeMap::new(),
        }
    }

    /// Accepts exchanges with one more host, with or without a port.
    pub fn host(&mut self, host: &str) {
        self.judge.hosts.add(host);
    }

    /// The document.
    pub fn document(&self) -> &'d Document {
        self.judge.document
    }

    /// Reads a file, or standard input for `-`, and compares its exchanges. `progress` is called after each exchange.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn file(&mut self, path: &str, progress: &mut dyn FnMut(&Self)) -> io::Result<()> {
        read::read(path, &mut |item| {
            self.item(item);
            progress(self);
        })
    }

    /// Compares the exchanges of an open file with this name.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn input(&mut self, name: &str, input: impl Read) -> io::Result<()> {
        read::read_from(name, input, &mut |item| self.item(item))
    }

    /// Compares one exchange.
    pub fn exchange(&mut self, exchange: &Exchange, origin: &Origin) {
        match self.judge.judge(exchange) {
            Verdict::Skipped(why) => *self.skipped.entry(why).or_default() += 1,
            Verdict::BadUrl => self.bad("`url` is no URL", origin),
            Verdict::Judged(Judged { template, method, operation, seen }) => {
                self.judged += 1;
                for one in seen {
                    self.findings.add(&template, &method, &operation, one, origin);
                }
            }
        }
    }

    fn item(&mut self, item: Item) {
        match item {
            Item::Exchange(exchange, origin) => self.exchange(&exchange, &origin),
            Item::Skipped(why) => *self.skipped.entry(why).or_default() += 1,
            Item::Bad(why, origin) => self.bad(&why, &origin),
        }
    }

    fn bad(&mut self, why: &str, origin: &Origin) {
        self.unreadable += 1;
        let seen = Observation {
            expected: why.to_owned(),
            ..Observation::new(Rule::UnreadableLine, Part::Exchange, why, None)
        };
        self.findings.add("", "", "", seen, origin);
    }
}

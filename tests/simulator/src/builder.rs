//! The settings of a server before its start.

use std::io::{self, Write};
use std::sync::Arc;

use document::Document;
use document::load::DiskFiles;

use crate::auth::Accepted;
use crate::record::Recorder;
use crate::routes::Api;
use crate::server::{Links, Shared, Simulator, State};
use crate::specification;
use crate::webhooks::{SIGNING_KEY, is_loopback_origin};

/// A server before its start. Clones share the document that was read, but no state.
#[derive(Clone, Debug)]
#[must_use = "a server listens once it is started"]
pub struct SimulatorBuilder {
    /// Without one, the SignalWire REST API.
    api: Option<Arc<Api>>,
    accepted: Accepted,
    links: Links,
    port: u16,
    recorder: Option<Arc<Recorder>>,
    signing_key: String,
    program: Option<String>,
    any_id: bool,
}

/// Why a file cannot be served: its problems, one per line, each with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDocument(String);

impl std::fmt::Display for InvalidDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidDocument {}

impl SimulatorBuilder {
    /// A server for any document.
    pub fn of(document: impl Into<Arc<Document>>) -> Self {
        Self { api: Some(Arc::new(Api::new(document.into()))), ..Self::own() }
    }

    /// A server for the document in a file, of OpenAPI 3.0 or 3.1.
    ///
    /// # Errors
    ///
    /// When the file, or one that it refers to, is no OpenAPI document that can be read.
    pub fn open(path: &str) -> Result<Self, InvalidDocument> {
        let read = Document::load(&DiskFiles::default(), path);
        read.map(Self::of).map_err(|report| {
            let place = |at| report.sources.describe(at);
            let problems = report.problems.iter().map(|problem| {
                format!("{}: {}", problem.at.map_or_else(|| path.to_owned(), place), problem.message)
            });
            InvalidDocument(problems.collect::<Vec<_>>().join("\n"))
        })
    }

    /// A server for the SignalWire REST API.
    pub(crate) fn own() -> Self {
        Self {
            api: None,
            accepted: Accepted::default(),
            links: Links::default(),
            port: 0,
            recorder: None,
            signing_key: SIGNING_KEY.to_owned(),
            program: None,
            any_id: false,
        }
    }

    /// Accepts only this user with this password: for the SignalWire REST API, the project and its token.
    pub fn credentials(mut self, user: &str, password: &str) -> Self {
        self.accepted.basic = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// Accepts only this token.
    pub fn bearer(mut self, token: &str) -> Self {
        self.accepted.bearer = Some(token.to_owned());
        self
    }

    /// Writes links in this form.
    pub fn links(mut self, links: Links) -> Self {
        self.links = links;
        self
    }

    /// Listens on this port instead of any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Writes every exchange to this, one line of JSON each, with secrets masked.
    pub fn record(mut self, sink: impl Write + Send + 'static) -> Self {
        self.recorder = Some(Arc::new(Recorder::new(sink)));
        self
    }

    /// Signs webhooks with this key; [`SIGNING_KEY`] unless set.
    pub fn signing_key(mut self, key: &str) -> Self {
        self.signing_key = key.to_owned();
        self
    }

    /// Sends webhooks for URLs that are not on this machine to the same path of this program, which is: as a tunnel does.
    /// Nothing is sent to another machine.
    pub fn webhooks(mut self, program: &str) -> Self {
        self.program = Some(program.to_owned()).filter(|program| is_loopback_origin(program));
        self
    }

    /// Takes every id in a path for that of something that exists, so that a call of any operation succeeds without setup.
    pub fn any_id(mut self) -> Self {
        self.any_id = true;
        self
    }

    /// Starts to listen on 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When the port is taken.
    pub async fn start(self) -> io::Result<Simulator> {
        let api = match self.api {
            Some(api) => api,
            None => specification::api()?,
        };
        let shared = Shared {
            api,
            accepted: self.accepted,
            links: self.links,
            recorder: self.recorder,
            signing_key: self.signing_key,
            program: self.program,
            any_id: self.any_id,
            state: State::default(),
        };
        Simulator::listen(self.port, shared).await
    }
}

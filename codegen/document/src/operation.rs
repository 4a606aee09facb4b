//! Operations: method, path, effective parameters, bodies by media type, responses by status.
//!
//! References are followed and what a path says for all its operations is worked in, so that whoever asks for the
//! parameters or the security of an operation gets the same ones.

mod media_type;
mod method;
mod parameter;
mod response;
mod server;

use indexmap::IndexMap;
use serde_json::Value;

use crate::extensions::{Command, Helper, Scopes, WrittenCall, WrittenSignature};
use crate::place::Place;
use crate::security::Requirement;
use crate::source::Location;
use crate::tree::SchemaId;

pub use media_type::{MediaType, PropertyEncoding, json, preferred};
pub use method::Method;
pub use parameter::{Parameter, ParameterLocation, Style};
pub use response::{Header, Response};
pub use server::Server;

/// One operation of a path, or one webhook.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`, else method and path: `GET /things/{id}`.
    pub id: String,
    /// Whether the document gives the id.
    pub has_id: bool,
    /// Its method.
    pub method: Method,
    /// The template of its path; the name of a webhook.
    pub path: String,
    /// Where it is written.
    pub place: Place,
    /// Where its path is written.
    pub path_place: Place,
    /// What `openapiv3` reads: `tags`, `summary`, `description`, `deprecated`, extensions. Parameters, bodies, responses and
    /// security are below, with references followed, and are empty in here.
    pub data: openapiv3::Operation,
    /// Its own parameters, then those of its path that it does not replace.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back, in the order in which it is written.
    pub responses: Vec<Response>,
    /// The alternatives of which one must be met; empty: no credentials are needed.
    pub security: Vec<Requirement>,
    /// Whether the operation says so itself, rather than the document for all.
    pub has_own_security: bool,
    /// The servers of the operation or of its path, where they have their own.
    pub servers: Option<Vec<Server>>,
    /// The methods of the client that call it (`x-call`).
    pub calls: Vec<WrittenCall>,
    /// Whether `x-call` is written.
    pub has_calls: bool,
    /// The methods that each send one variant of its body (`x-commands`).
    pub commands: Vec<Command>,
    /// Where `x-commands` stands, where it is written.
    pub commands_at: Option<Location>,
    /// The methods that each send its body with some of its fields set (`x-helpers`).
    pub helpers: Vec<Helper>,
    /// The scopes that a token needs (`x-scopes`); `None` where nothing is said.
    pub scopes: Option<Scopes>,
    /// Words under which the documentation finds it (`x-aliases`).
    pub aliases: Vec<String>,
    /// The page of the documentation it was transcribed from (`x-source`).
    pub source: Option<String>,
    /// How a webhook is signed (`x-signature`).
    pub signature: Option<WrittenSignature>,
    /// The parameters that the operation lists itself, with repetitions.
    pub own_parameters: Vec<Parameter>,
}

/// A request body, where it is defined.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it is defined.
    pub place: Place,
    /// Where the operation has it.
    pub listed: Place,
    /// The name of the component that defines it, where it is shared.
    pub component: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Whether it must be sent.
    pub required: bool,
    /// Its media types, in the order in which they are written.
    pub content: Vec<MediaType>,
    /// Every extension by its name.
    pub extensions: IndexMap<String, Value>,
}

impl Operation {
    /// The documented response of a status: by itself, by its class, or by default.
    pub fn response(&self, status: u16) -> Option<&Response> {
        let by = |fits: &dyn Fn(&Response) -> bool| self.responses.iter().find(|response| fits(response));
        by(&|response| response.status == status.to_string())
            .or_else(|| by(&|response| response.is_class(status / 100)))
            .or_else(|| by(&Response::is_default))
    }

    /// Every name of a method of the client that calls it, as it is written.
    pub fn written_calls(&self) -> impl Iterator<Item = &WrittenCall> {
        let commands = self.commands.iter().map(|command| &command.call);
        let helpers = self.helpers.iter().map(|helper| &helper.call);
        self.calls.iter().chain(commands).chain(helpers)
    }

    /// The documented successes, in the order in which they are written.
    pub fn successes(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| response.is_success())
    }

    /// The first tag.
    pub fn tag(&self) -> Option<&str> {
        self.data.tags.first().map(String::as_str)
    }

    /// Whether a call without credentials is refused.
    pub fn needs_credentials(&self) -> bool {
        !self.security.is_empty() && !self.security.iter().any(Requirement::is_empty)
    }

    /// Every schema that a request uses, then those of the responses.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        let parameters = self.parameters.iter().filter_map(|parameter| parameter.schema);
        let body = self.body.iter().flat_map(|body| body.content.iter().filter_map(|media| media.schema));
        let responses = self.responses.iter().flat_map(Response::schemas);
        parameters.chain(body).chain(responses)
    }
}

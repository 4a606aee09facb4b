//! What operations, the API as a whole and parameters can undergo.

use super::{NOTHING_SENT, Rule, SAME_SURFACE, TEXT_ONLY, register};
use crate::diff::finding::Verdict::{Breaking, Compatible};

/// What operations and the API as a whole can undergo.
pub(in crate::diff) mod api {
    use super::*;

    register! { None;
    OP_ADDED "op-added", "op-removed", "operation added",
        wire (Compatible, "what was there is still there"),
        rust (Compatible, "a method is added");
    OP_REMOVED "op-removed", "op-added", "operation removed",
        wire (Breaking, "calls of it fail"),
        rust (Breaking, "its method is gone");
    OP_MOVED "op-moved", "op-moved", "path or method changed",
        wire (Breaking, "calls to the old place fail"),
        rust SAME_SURFACE;
    OP_ID_RENAMED "op-id-renamed", "op-id-renamed", "operationId renamed",
        wire NOTHING_SENT,
        rust (Breaking, "without `x-call`, a method is called after the operationId");
    OP_DEPRECATED "op-deprecated", "op-undeprecated", "operation deprecated",
        wire TEXT_ONLY,
        rust (Compatible, "code that calls it gets a warning");
    OP_UNDEPRECATED "op-undeprecated", "op-deprecated", "operation no longer deprecated",
        wire TEXT_ONLY,
        rust (Compatible, "a warning goes away");
    WEBHOOK_ADDED "webhook-added", "webhook-removed", "webhook added",
        wire (Compatible, "nobody has to listen to it"),
        rust (Compatible, "its types are added");
    WEBHOOK_REMOVED "webhook-removed", "webhook-added", "webhook removed",
        wire (Breaking, "who waits for it waits in vain"),
        rust (Breaking, "its types are gone");
    WEBHOOK_RESPONSE_ADDED "webhook-response-added", "webhook-response-removed", "response to a webhook added",
        wire (Compatible, "the responses of today are still taken"),
        rust SAME_SURFACE;
    WEBHOOK_RESPONSE_REMOVED "webhook-response-removed", "webhook-response-added", "response to a webhook removed",
        wire (Breaking, "who responds so may be refused"),
        rust SAME_SURFACE;
    SCOPES_RELAXED "scopes-relaxed", "scopes-tightened", "scopes of an operation relaxed",
        wire (Compatible, "a token with the scopes of today still has what it takes"),
        rust SAME_SURFACE;
    SCOPES_TIGHTENED "scopes-tightened", "scopes-relaxed", "scopes of an operation tightened",
        wire (Breaking, "a token with the scopes of today may be refused"),
        rust SAME_SURFACE;
    OP_TAG "op-tag", "op-tag", "tags of an operation changed",
        wire TEXT_ONLY,
        rust TEXT_ONLY;
    SERVER_CHANGED "server-changed", "server-changed", "server changed",
        wire (Breaking, "calls go to another address"),
        rust SAME_SURFACE;
    SERVER_ADDED "server-added", "server-removed", "another server added",
        wire NOTHING_SENT,
        rust SAME_SURFACE;
    SERVER_REMOVED "server-removed", "server-added", "another server removed",
        wire (Breaking, "clients of that server get no response"),
        rust SAME_SURFACE;
    SECURITY_CHANGED "security-changed", "security-changed", "way to sign in changed",
        wire (Breaking, "the credentials of today may be refused"),
        rust SAME_SURFACE;
    SECURITY_ADDED "security-added", "security-dropped", "credentials demanded",
        wire (Breaking, "calls without credentials are refused"),
        rust SAME_SURFACE;
    SECURITY_DROPPED "security-dropped", "security-added", "credentials no longer demanded",
        wire (Compatible, "calls with credentials still go through"),
        rust SAME_SURFACE;
    SECURITY_ALTERNATIVE_ADDED "security-alternative-added", "security-alternative-removed", "another way to sign in added",
        wire (Compatible, "the credentials of today are still taken"),
        rust SAME_SURFACE;
    SECURITY_ALTERNATIVE_REMOVED "security-alternative-removed", "security-alternative-added", "a way to sign in removed",
        wire (Breaking, "who signs in that way is refused"),
        rust SAME_SURFACE;
    SCOPES_CHANGED "scopes-changed", "scopes-changed", "scopes of an operation changed",
        wire (Breaking, "a token with the scopes of today may be refused"),
        rust SAME_SURFACE;
    EXT_CODEGEN "ext-codegen", "ext-codegen", "instruction for the generator changed",
        wire NOTHING_SENT,
        rust (Breaking, "it decides how the crate looks");
    DOCS_ONLY "docs-only", "docs-only", "documentation changed",
        wire TEXT_ONLY,
        rust TEXT_ONLY;
    }
}

/// What parameters can undergo.
pub(in crate::diff) mod parameters {
    use super::*;
    use crate::diff::finding::Direction;

    register! { Some(Direction::Request);
    PARAM_REQ_ADDED "param-req-added", "param-req-removed", "required parameter added",
        wire (Breaking, "calls without it are refused"),
        rust (Breaking, "the method takes one argument more");
    PARAM_REQ_REMOVED "param-req-removed", "param-req-added", "required parameter removed",
        wire (Breaking, "what is sent in it is no longer heeded"),
        rust (Breaking, "the method takes one argument less");
    PARAM_OPT_ADDED "param-opt-added", "param-removed", "optional parameter added",
        wire (Compatible, "calls without it go on"),
        rust (Compatible, "a setter is added");
    PARAM_REMOVED "param-removed", "param-opt-added", "optional parameter removed",
        wire (Breaking, "what is sent in it is no longer heeded"),
        rust (Breaking, "its setter is gone");
    PARAM_BECAME_REQ "param-became-req", "param-became-opt", "parameter became required",
        wire (Breaking, "calls without it are refused"),
        rust (Breaking, "a setter becomes an argument");
    PARAM_BECAME_OPT "param-became-opt", "param-became-req", "parameter became optional",
        wire (Compatible, "calls with it go on"),
        rust (Breaking, "an argument becomes a setter");
    PARAM_ORDER "param-order", "param-order", "order of required parameters changed",
        wire NOTHING_SENT,
        rust (Breaking, "the method takes its arguments in another order");
    PARAM_PATH_RENAMED "param-path-renamed", "param-path-renamed", "path parameter renamed",
        wire NOTHING_SENT,
        rust SAME_SURFACE;
    PARAM_RENAMED "param-renamed", "param-renamed", "parameter renamed",
        wire (Breaking, "the old name is no longer heeded"),
        rust (Breaking, "its setter is called differently");
    PARAM_MOVED "param-moved", "param-moved", "parameter moved",
        wire (Breaking, "it is no longer looked for where it is sent"),
        rust SAME_SURFACE;
    PARAM_STYLE "param-style", "param-style", "serialization of a parameter changed",
        wire (Breaking, "the server expects another notation"),
        rust SAME_SURFACE;
    }
}

//! What bodies of requests, responses and headers can undergo.

use super::{Rule, SAME_SURFACE, register};
use crate::diff::finding::Direction;
use crate::diff::finding::Verdict::{Breaking, Compatible};

/// What the body of a request can undergo.
pub(in crate::diff) mod requests {
    use super::*;

    register! { Some(Direction::Request);
    BODY_REQ_ADDED "body-req-added", "body-req-removed", "required body added",
        wire (Breaking, "calls without a body are refused"),
        rust (Breaking, "the method takes one argument more");
    BODY_REQ_REMOVED "body-req-removed", "body-req-added", "required body removed",
        wire (Breaking, "what is sent is no longer heeded"),
        rust (Breaking, "the method takes one argument less");
    BODY_OPT_ADDED "body-opt-added", "body-removed", "optional body added",
        wire (Compatible, "calls without a body go on"),
        rust (Breaking, "the method takes one argument more");
    BODY_REMOVED "body-removed", "body-opt-added", "optional body removed",
        wire (Breaking, "what is sent is no longer heeded"),
        rust (Breaking, "the method takes one argument less");
    BODY_BECAME_REQ "body-became-req", "body-became-opt", "body became required",
        wire (Breaking, "calls without a body are refused"),
        rust (Breaking, "the argument can no longer be `None`");
    BODY_BECAME_OPT "body-became-opt", "body-became-req", "body became optional",
        wire (Compatible, "calls with a body go on"),
        rust (Compatible, "the argument takes `None` as well");
    BODY_MT_CHANGED "body-mt-changed", "body-mt-changed", "media type of a body changed",
        wire (Breaking, "the old media type is refused"),
        rust SAME_SURFACE;
    BODY_MT_ADDED "body-mt-added", "body-mt-removed", "another media type of a body added",
        wire (Compatible, "the old media type is still taken"),
        rust SAME_SURFACE;
    BODY_ENCODING "body-encoding", "body-encoding", "encoding of the fields of a form changed",
        wire (Breaking, "the server expects another notation"),
        rust SAME_SURFACE;
    BODY_MT_REMOVED "body-mt-removed", "body-mt-added", "one of the media types of a body removed",
        wire (Breaking, "who sends it is refused"),
        rust SAME_SURFACE;
    }
}

/// What responses can undergo.
pub(in crate::diff) mod responses {
    use super::*;

    register! { Some(Direction::Response);
    RESP_2XX_SWAP "resp-2xx-swap", "resp-2xx-swap", "status of a success changed",
        wire (Compatible, "any 2xx is a success, and the body is the same"),
        rust SAME_SURFACE;
    RESP_2XX_ADDED "resp-2xx-added", "resp-2xx-removed", "another success added",
        wire (Compatible, "its body is that of the other success"),
        rust SAME_SURFACE;
    RESP_2XX_REMOVED "resp-2xx-removed", "resp-2xx-added", "one of the successes removed",
        wire (Compatible, "what remains has the same body"),
        rust SAME_SURFACE;
    RESP_TYPE_CLASH "resp-type-clash", "resp-type-clash-ended", "another success with another body added",
        wire (Breaking, "responses come that are not what is expected"),
        rust (Breaking, "the method returns another type");
    RESP_TYPE_CLASH_ENDED "resp-type-clash-ended", "resp-type-clash", "a success with another body removed",
        wire (Compatible, "what remains was returned before"),
        rust (Breaking, "the method returns another type");
    RESP_4XX_ADDED "resp-4xx-added", "resp-4xx-removed", "documented error added",
        wire (Compatible, "any status that is no success was an error before"),
        rust SAME_SURFACE;
    RESP_4XX_REMOVED "resp-4xx-removed", "resp-4xx-added", "documented error removed",
        wire (Compatible, "any status that is no success is still an error"),
        rust SAME_SURFACE;
    RESP_BODY_PRESENCE "resp-body-presence", "resp-body-presence", "response gained or lost its body",
        wire (Breaking, "the response is not what clients expect"),
        rust (Breaking, "the method returns another type");
    RESP_MT_CHANGED "resp-mt-changed", "resp-mt-changed", "media type of a response changed",
        wire (Breaking, "the old media type is no longer returned"),
        rust (Breaking, "the method may return another type");
    RESP_MT_ADDED "resp-mt-added", "resp-mt-removed", "another media type of a response added",
        wire (Compatible, "the old media type is still returned"),
        rust SAME_SURFACE;
    RESP_MT_REMOVED "resp-mt-removed", "resp-mt-added", "one of the media types of a response removed",
        wire (Breaking, "who asks for it gets something else"),
        rust SAME_SURFACE;
    RESP_HEADER "resp-header", "resp-header", "header of a response changed",
        wire (Compatible, "the crate hands headers on as they are"),
        rust SAME_SURFACE;
    RESP_HEADER_ADDED "resp-header-added", "resp-header-removed", "header of a response added",
        wire (Compatible, "headers beyond the documented ones do no harm"),
        rust SAME_SURFACE;
    RESP_HEADER_REMOVED "resp-header-removed", "resp-header-added", "header of a response removed",
        wire (Breaking, "who reads it finds it no more"),
        rust SAME_SURFACE;
    }
}

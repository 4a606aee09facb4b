//! Kinds of change that Rust code feels in one direction only, or otherwise than in the other.

use super::{InContext, Judged, NOTHING_SENT, OTHER_TYPE, Rule, SAME_SURFACE, directions, register};
use crate::diff::finding::Verdict::{Breaking, Compatible};

const NOT_NULL_TAKEN: Judged = (Compatible, "values that are not null are still taken");
const NULL_REFUSED: Judged = (Breaking, "null is refused");
const NOT_NULL_RETURNED: Judged = (Compatible, "values that are not null were possible before");

directions! {
    READONLY "readonly", "not-readonly",
        to "field can no longer be sent", (Breaking, "what is sent in it is no longer heeded"), SAME_SURFACE,
        from "field is only returned now", (Compatible, "responses contain it as before"), SAME_SURFACE;
    NOT_READONLY "not-readonly", "readonly",
        to "field can be sent now", (Compatible, "requests without it go on"), SAME_SURFACE,
        from "field is no longer only returned", (Compatible, "responses contain it as before"), SAME_SURFACE;
    WRITEONLY "writeonly", "not-writeonly",
        to "field is only sent now", (Compatible, "requests may contain it as before"), SAME_SURFACE,
        from "field is no longer returned", (Breaking, "responses no longer contain it"), SAME_SURFACE;
    NOT_WRITEONLY "not-writeonly", "writeonly",
        to "field is no longer only sent", (Compatible, "requests may contain it as before"), SAME_SURFACE,
        from "field is returned now", (Compatible, "responses may gain fields"), SAME_SURFACE;
    NULLABLE "nullable", "not-nullable",
        parameter "may be null now", NOT_NULL_TAKEN, SAME_SURFACE,
        to "may be null now", NOT_NULL_TAKEN, OTHER_TYPE,
        from "may be null now", (Breaking, "a null comes where a value was promised"), OTHER_TYPE;
    NOT_NULLABLE "not-nullable", "nullable",
        parameter "may no longer be null", NULL_REFUSED, SAME_SURFACE,
        to "may no longer be null", NULL_REFUSED, OTHER_TYPE,
        from "may no longer be null", NOT_NULL_RETURNED, OTHER_TYPE;
    OPT_NULLABLE "opt-nullable", "opt-not-nullable",
        to "optional field may be null now", NOT_NULL_TAKEN, (Breaking, "absence and null differ from now on"),
        from "optional field may be null now", (Compatible, "a client reads null and absence alike"), SAME_SURFACE;
    OPT_NOT_NULLABLE "opt-not-nullable", "opt-nullable",
        to "optional field may no longer be null", NULL_REFUSED, (Breaking, "absence and null no longer differ"),
        from "optional field may no longer be null", NOT_NULL_RETURNED, SAME_SURFACE;
    REQ_PROP_ADDED "req-prop-added", "req-prop-removed",
        to "required field added", (Breaking, "requests without it are refused"), (Breaking, "the constructor takes one argument more"),
        from "required field added", (Compatible, "clients of today do not look for it; a new client needs a new server"), (Compatible, "a field is added to a type that is open");
    REQ_PROP_REMOVED "req-prop-removed", "req-prop-added",
        to "required field removed", (Breaking, "what is sent in it is no longer heeded"), (Breaking, "the constructor takes one argument less"),
        from "required field removed", (Breaking, "clients expect it in every response"), (Breaking, "the field is gone");
}

/// What only a request can undergo.
pub(in crate::diff) mod requests {
    use super::*;
    use crate::diff::finding::Direction;

    register! { Some(Direction::Request);
        REQUIRED_ORDER "rq-order", "rq-order", "order of required fields changed",
            wire NOTHING_SENT,
            rust (Breaking, "the constructor takes its arguments in another order");
    }
}

//! What objects, lists and unions can undergo.

use super::{
    FEWER_RETURNED, FEWER_TAKEN, InContext, MORE_TAKEN, NOTHING_SENT, OTHER_TYPE, SAME_SURFACE, both_ways,
};
use crate::diff::finding::Verdict::{Breaking, Compatible};

both_ways! {
    ONEOF_ADD_TOLD "oneof-add-told", "oneof-del-told", "discriminated alternative added",
        to MORE_TAKEN, from (Compatible, "an unknown alternative is kept as raw JSON"),
        rust (Compatible, "a variant is added to an enum that is open");
    ONEOF_DEL_TOLD "oneof-del-told", "oneof-add-told", "discriminated alternative removed",
        to FEWER_TAKEN, from FEWER_RETURNED, rust (Breaking, "its variant is gone");
    ONEOF_ORDER "oneof-order", "oneof-order", "order of alternatives without names changed",
        to NOTHING_SENT, from NOTHING_SENT,
        rust (Breaking, "types without names are called after their position");
    DISCRIMINATOR "discriminator", "discriminator", "discriminator changed",
        to (Breaking, "the old discriminator is refused"),
        from (Breaking, "alternatives are discriminated otherwise"), rust SAME_SURFACE;
    DISCRIMINATOR_ADDED "discriminator-added", "discriminator-removed", "discriminator added",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
    DISCRIMINATOR_REMOVED "discriminator-removed", "discriminator-added", "discriminator removed",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
    ALLOF "allof", "allof", "parts of a composition changed",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
    ADDL_FALSE "addl-false", "addl-open", "closed for further fields",
        to (Breaking, "fields beyond the documented ones are refused"),
        from (Compatible, "what is returned was possible before; later fields need a new version"),
        rust SAME_SURFACE;
    ADDL_OPEN "addl-open", "addl-false", "open for further fields",
        to MORE_TAKEN, from (Compatible, "fields that nobody knows are kept"), rust SAME_SURFACE;
    ITEMS_ADDED "items-added", "items-removed", "items of a list described",
        to FEWER_TAKEN, from FEWER_RETURNED, rust OTHER_TYPE;
    ITEMS_REMOVED "items-removed", "items-added", "items of a list no longer described",
        to MORE_TAKEN, from (Breaking, "items may be anything"), rust OTHER_TYPE;
    MAP_VALUE_ADDED "map-value-added", "map-value-removed", "further fields described",
        to FEWER_TAKEN, from FEWER_RETURNED, rust OTHER_TYPE;
    MAP_VALUE_REMOVED "map-value-removed", "map-value-added", "further fields no longer described",
        to MORE_TAKEN, from (Breaking, "further fields may be anything"), rust OTHER_TYPE;
    OPT_PROP_ADDED "opt-prop-added", "prop-removed", "optional field added",
        to (Compatible, "requests without it go on"), from (Compatible, "responses may gain fields"),
        rust (Compatible, "a field is added to a type that is open");
    PROP_REMOVED "prop-removed", "opt-prop-added", "optional field removed",
        to (Breaking, "what is sent in it is no longer heeded"),
        from (Compatible, "clients could not count on it"), rust (Breaking, "the field is gone");
    PROP_RENAMED "prop-renamed", "prop-renamed", "field renamed",
        to (Breaking, "the old name is no longer heeded"), from (Breaking, "the old name is no longer returned"),
        rust (Breaking, "the field is called differently");
    PROP_CASE "prop-case", "prop-case", "spelling of a field changed",
        to (Breaking, "the old spelling is no longer heeded"),
        from (Breaking, "the old spelling is no longer returned"), rust SAME_SURFACE;
    BECAME_REQ "became-req", "became-opt", "field became required",
        to (Breaking, "requests without it are refused"),
        from (Compatible, "clients of today do not need it; a new client needs a new server"), rust OTHER_TYPE;
    BECAME_OPT "became-opt", "became-req", "field became optional",
        to (Compatible, "requests with it go on"), from (Breaking, "clients expect it in every response"),
        rust OTHER_TYPE;
}

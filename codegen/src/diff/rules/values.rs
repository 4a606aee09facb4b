//! What the value of a parameter, of a request or of a response can undergo.

use super::{
    FEWER_RETURNED, FEWER_TAKEN, InContext, MORE_TAKEN, NOT_CHECKED, NOTHING_SENT, OTHER_TYPE, SAME_SURFACE,
    TEXT_ONLY, everywhere,
};
use crate::diff::finding::Verdict::{Breaking, Compatible};

everywhere! {
    TYPE "type", "type", "type changed",
        to (Breaking, "values of the old type are refused"),
        from (Breaking, "responses cannot be read as the old type"), rust OTHER_TYPE;
    TYPE_WIDENED "type-widened", "type-narrowed", "type widened",
        to MORE_TAKEN, from (Breaking, "responses come that are not of the old type"), rust OTHER_TYPE;
    TYPE_NARROWED "type-narrowed", "type-widened", "type narrowed",
        to FEWER_TAKEN, from FEWER_RETURNED, rust OTHER_TYPE;
    FORMAT "format", "format", "format changed",
        to (Breaking, "values of the old format are refused"),
        from (Breaking, "responses cannot be read in the old format"), rust OTHER_TYPE;
    FORMAT_ADDED "format-added", "format-dropped", "format demanded",
        to FEWER_TAKEN, from FEWER_RETURNED, rust OTHER_TYPE;
    FORMAT_DROPPED "format-dropped", "format-added", "format no longer demanded",
        to MORE_TAKEN, from (Breaking, "responses come that are not in the old format"), rust OTHER_TYPE;
    FORMAT_UNTYPED "format-untyped", "format-untyped", "format changed that few check",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
    ENUM_ADD "enum-add", "enum-del", "value of an enum added",
        to MORE_TAKEN, from (Compatible, "enums are open: an unknown value is kept as it came"),
        rust (Compatible, "a variant is added to an enum that is open");
    ENUM_DEL "enum-del", "enum-add", "value of an enum removed",
        to (Breaking, "the value is refused"), from FEWER_RETURNED, rust (Breaking, "its variant is gone");
    ENUM_IMPOSED "enum-imposed", "enum-dropped", "free text became an enum",
        to FEWER_TAKEN, from FEWER_RETURNED, rust OTHER_TYPE;
    ENUM_DROPPED "enum-dropped", "enum-imposed", "enum became free text",
        to MORE_TAKEN, from (Compatible, "enums are open: an unknown value is kept as it came"), rust OTHER_TYPE;
    CONSTANT_CHANGED "constant-changed", "constant-changed", "the only value changed",
        to (Breaking, "the old value is refused"), from (Breaking, "who looks for the old value does not find it"),
        rust SAME_SURFACE;
    DEFAULT_ADDED "default-added", "default-removed", "default documented",
        to (Compatible, "what is left out was filled in before, or could not be"), from NOTHING_SENT,
        rust TEXT_ONLY;
    DEFAULT_REMOVED "default-removed", "default-added", "default no longer documented",
        to (Compatible, "what is left out can still be left out"), from NOTHING_SENT, rust TEXT_ONLY;
    DEFAULT "default", "default", "default changed",
        to (Breaking, "who leaves it out gets another behaviour"), from NOTHING_SENT, rust TEXT_ONLY;
    LEN_PATTERN "len-pattern", "len-pattern-loosened", "length or pattern became stricter",
        to FEWER_TAKEN, from FEWER_RETURNED, rust TEXT_ONLY;
    LEN_PATTERN_LOOSENED "len-pattern-loosened", "len-pattern", "length or pattern became looser",
        to MORE_TAKEN, from NOT_CHECKED, rust TEXT_ONLY;
    PATTERN_CHANGED "pattern-changed", "pattern-changed", "pattern changed",
        to FEWER_TAKEN, from NOT_CHECKED, rust TEXT_ONLY;
    MINIMUM "minimum", "minimum-loosened", "bound became stricter",
        to FEWER_TAKEN, from FEWER_RETURNED, rust TEXT_ONLY;
    MINIMUM_LOOSENED "minimum-loosened", "minimum", "bound became looser",
        to MORE_TAKEN, from NOT_CHECKED, rust TEXT_ONLY;
    UNIQUE "unique", "not-unique", "items must differ",
        to FEWER_TAKEN, from FEWER_RETURNED, rust TEXT_ONLY;
    NOT_UNIQUE "not-unique", "unique", "items may repeat",
        to MORE_TAKEN, from NOT_CHECKED, rust TEXT_ONLY;
    DEPRECATED "deprecated", "undeprecated", "deprecated",
        to TEXT_ONLY, from TEXT_ONLY, rust (Compatible, "code that uses it gets a warning");
    UNDEPRECATED "undeprecated", "deprecated", "no longer deprecated",
        to TEXT_ONLY, from TEXT_ONLY, rust (Compatible, "a warning goes away");
    KEYWORD_ADDED "keyword-added", "keyword-removed", "constraint added that the generator does not read",
        to FEWER_TAKEN, from FEWER_RETURNED, rust SAME_SURFACE;
    KEYWORD_REMOVED "keyword-removed", "keyword-added", "constraint removed that the generator does not read",
        to MORE_TAKEN, from NOT_CHECKED, rust SAME_SURFACE;
    KEYWORD_CHANGED "keyword-changed", "keyword-changed", "constraint changed that the generator does not read",
        to FEWER_TAKEN, from NOT_CHECKED, rust SAME_SURFACE;
    ONEOF_ADD "oneof-add", "oneof-del", "alternative added",
        to MORE_TAKEN, from (Breaking, "a response of the new variant may be taken for another"),
        rust (Compatible, "a variant is added to an enum that is open");
    ONEOF_DEL "oneof-del", "oneof-add", "alternative removed",
        to FEWER_TAKEN, from FEWER_RETURNED, rust (Breaking, "its variant is gone");
    ONEOF_ANYOF "oneof-anyof", "oneof-anyof", "`oneOf` and `anyOf` exchanged",
        to NOTHING_SENT, from NOTHING_SENT, rust SAME_SURFACE;
}

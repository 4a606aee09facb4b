//! Facts of a single value: its format, what values it can have, and its bounds.

use std::collections::BTreeSet;

use document::Schema;
use serde_json::Value;

use super::{Comparison, Context, Place, sorted_text};
use crate::diff::rules::InContext;
use crate::diff::rules::values::{
    CONSTANT_CHANGED, ENUM_ADD, ENUM_DEL, ENUM_DROPPED, ENUM_IMPOSED, FORMAT, FORMAT_ADDED, FORMAT_DROPPED,
    FORMAT_UNTYPED, LEN_PATTERN, LEN_PATTERN_LOOSENED, MINIMUM, MINIMUM_LOOSENED, PATTERN_CHANGED,
};

/// Formats that servers check and that clients read as something other than text.
const CHECKED: &[&str] = &[
    "uuid",
    "date-time",
    "date",
    "time",
    "int32",
    "byte",
    "binary",
    "email",
    "ipv4",
    "ipv6",
    "hostname",
    "uri",
];

/// A keyword that bounds values.
pub(in crate::diff) struct Bound {
    key: &'static str,
    kind: Kind,
    /// The flag that keeps the bound itself out.
    exclusive: Option<fn(Schema<'_>) -> bool>,
    /// The rule of a change that leaves fewer values.
    stricter: &'static InContext,
    /// The rule of a change that leaves more.
    looser: &'static InContext,
}

#[derive(Clone, Copy)]
enum Kind {
    Lower,
    Upper,
    Multiple,
}

const fn length(key: &'static str, kind: Kind) -> Bound {
    Bound { key, kind, exclusive: None, stricter: &LEN_PATTERN, looser: &LEN_PATTERN_LOOSENED }
}

const fn amount(key: &'static str, kind: Kind, exclusive: Option<fn(Schema<'_>) -> bool>) -> Bound {
    Bound { key, kind, exclusive, stricter: &MINIMUM, looser: &MINIMUM_LOOSENED }
}

pub(in crate::diff) static BOUNDS: [Bound; 9] = [
    length("minLength", Kind::Lower),
    length("maxLength", Kind::Upper),
    amount("minimum", Kind::Lower, Some(|schema| schema.exclusive_minimum())),
    amount("maximum", Kind::Upper, Some(|schema| schema.exclusive_maximum())),
    amount("multipleOf", Kind::Multiple, None),
    amount("minItems", Kind::Lower, None),
    amount("maxItems", Kind::Upper, None),
    amount("minProperties", Kind::Lower, None),
    amount("maxProperties", Kind::Upper, None),
];

impl Kind {
    /// Whether the second bound leaves fewer values than the first; each is a number and whether it is itself left out.
    fn is_stricter(self, was: (f64, bool), is: (f64, bool)) -> bool {
        match self {
            Self::Lower => is.0 > was.0 || (is.0 == was.0 && is.1),
            Self::Upper => is.0 < was.0 || (is.0 == was.0 && is.1),
            // Every multiple of the new number is one of the old when that divides it.
            Self::Multiple => (was.0 / is.0).fract() != 0.0,
        }
    }
}

impl Bound {
    /// The bound, and whether it is itself left out.
    pub fn of(&self, schema: Schema<'_>) -> Option<(f64, bool)> {
        Some((schema.bound(self.key)?.as_f64()?, self.excludes(schema)))
    }

    fn excludes(&self, schema: Schema<'_>) -> bool {
        self.exclusive.is_some_and(|is_exclusive| is_exclusive(schema))
    }

    fn words(&self, schema: Schema<'_>) -> Option<String> {
        let excluded = if self.excludes(schema) { ", excluded" } else { "" };
        schema.bound(self.key).map(|value| format!("{}: {value}{excluded}", self.key))
    }
}

impl Comparison<'_> {
    /// Everything but the type of two values of one type.
    pub(super) fn values(&mut self, old: Schema<'_>, new: Schema<'_>, place: &Place, context: Context) {
        self.format(old, new, place, context);
        self.enumeration(old, new, place, context);
        self.bounds(old, new, place, context);
    }

    fn format(&mut self, old: Schema<'_>, new: Schema<'_>, place: &Place, context: Context) {
        let (was, is) = (old.format(), new.format());
        let checked = |format: Option<&str>| format.is_some_and(|format| CHECKED.contains(&format));
        let rule = match (checked(was), checked(is)) {
            _ if was == is => return,
            (true, true) => &FORMAT,
            (false, true) => &FORMAT_ADDED,
            (true, false) => &FORMAT_DROPPED,
            (false, false) => &FORMAT_UNTYPED,
        };
        let word = |format: Option<&str>| format.map(|format| format!("format: {format}"));
        self.found(context.rule(rule), &place.keyword("format", old, new), word(was), word(is));
    }

    fn enumeration(&mut self, old: Schema<'_>, new: Schema<'_>, place: &Place, context: Context) {
        let (was, is) = (values(old), values(new));
        let words = |values: &BTreeSet<String>| Some(Vec::from_iter(values.iter().cloned()).join(", "));
        let at = place.keyword("enum", old, new);
        let gone: BTreeSet<String> = was.difference(&is).cloned().collect();
        let came: BTreeSet<String> = is.difference(&was).cloned().collect();
        match (was.len(), is.len()) {
            (0, 0) => {}
            (0, _) => self.found(context.rule(&ENUM_IMPOSED), &at, None, words(&is)),
            (_, 0) => self.found(context.rule(&ENUM_DROPPED), &at, words(&was), None),
            (1, 1) if was != is => {
                self.found(context.rule(&CONSTANT_CHANGED), &at, words(&was), words(&is));
            }
            _ => {
                if !came.is_empty() {
                    self.found(context.rule(&ENUM_ADD), &at, None, words(&came));
                }
                if !gone.is_empty() {
                    self.found(context.rule(&ENUM_DEL), &at, words(&gone), None);
                }
            }
        }
    }

    /// Lengths, patterns, and the bounds of numbers, lists and objects.
    pub(super) fn bounds(&mut self, old: Schema<'_>, new: Schema<'_>, place: &Place, context: Context) {
        for bound in &BOUNDS {
            let (was, is) = (bound.of(old), bound.of(new));
            let rule = match (was, is) {
                _ if was == is => continue,
                (None, _) => bound.stricter,
                (_, None) => bound.looser,
                (Some(was), Some(is)) if bound.kind.is_stricter(was, is) => bound.stricter,
                _ => bound.looser,
            };
            self.found(
                context.rule(rule),
                &place.keyword(bound.key, old, new),
                bound.words(old),
                bound.words(new),
            );
        }
        self.pattern(old, new, place, context);
    }

    fn pattern(&mut self, old: Schema<'_>, new: Schema<'_>, place: &Place, context: Context) {
        let (was, is) = (pattern(old), pattern(new));
        let rule = match (was, is) {
            _ if was == is => return,
            (None, _) => &LEN_PATTERN,
            (_, None) => &LEN_PATTERN_LOOSENED,
            _ => &PATTERN_CHANGED,
        };
        let word = |pattern: Option<&str>| pattern.map(|pattern| format!("pattern: {pattern}"));
        self.found(context.rule(rule), &place.keyword("pattern", old, new), word(was), word(is));
    }
}

/// What a text must match; an empty pattern allows everything.
fn pattern(schema: Schema<'_>) -> Option<&str> {
    schema.pattern().filter(|pattern| !pattern.is_empty())
}

/// The values of an enum but for null, which `nullable` speaks of. Their order means nothing, and a union of constants is
/// an enum.
pub(in crate::diff) fn values(schema: Schema<'_>) -> BTreeSet<String> {
    schema.values().iter().filter(|value| **value != Value::Null).map(sorted_text).collect()
}

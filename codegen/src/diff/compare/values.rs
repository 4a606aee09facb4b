//! Facts of a single value: its format, what values it can have, and its bounds.

use std::collections::BTreeSet;

use super::{Comparison, Context, Place, text};
use crate::node::{Node, Value};

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
struct Bound {
    key: &'static str,
    kind: Kind,
    /// The flag that keeps the bound itself out.
    exclusive: Option<&'static str>,
    /// The rule of a change that leaves fewer values.
    stricter: &'static str,
    /// The rule of a change that leaves more.
    looser: &'static str,
}

#[derive(Clone, Copy)]
enum Kind {
    Lower,
    Upper,
    Multiple,
}

const fn length(key: &'static str, kind: Kind) -> Bound {
    Bound { key, kind, exclusive: None, stricter: "len-pattern", looser: "len-pattern-loosened" }
}

const fn amount(key: &'static str, kind: Kind, exclusive: Option<&'static str>) -> Bound {
    Bound { key, kind, exclusive, stricter: "minimum", looser: "minimum-loosened" }
}

const BOUNDS: &[Bound] = &[
    length("minLength", Kind::Lower),
    length("maxLength", Kind::Upper),
    amount("minimum", Kind::Lower, Some("exclusiveMinimum")),
    amount("maximum", Kind::Upper, Some("exclusiveMaximum")),
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
    fn of(&self, node: &Node) -> Option<(f64, bool)> {
        let Value::Number(number) = &node.get(self.key)?.value else { return None };
        Some((number.as_f64()?, self.exclusive.is_some_and(|flag| node.get_flag(flag))))
    }

    fn words(&self, node: &Node) -> Option<String> {
        let excluded = self.exclusive.is_some_and(|flag| node.get_flag(flag));
        node.get(self.key).map(|value| format!("{}{}", text(value), if excluded { ", excluded" } else { "" }))
    }
}

impl<'a> Comparison<'a> {
    /// Everything but the type of two values of one type.
    pub(super) fn values(&mut self, old: &'a Node, new: &'a Node, place: &Place, context: Context) {
        self.format(old, new, place, context);
        self.enumeration(old, new, place, context);
        self.bounds(old, new, place, context);
    }

    fn format(&mut self, old: &Node, new: &Node, place: &Place, context: Context) {
        let (was, is) = (old.get_str("format"), new.get_str("format"));
        let checked = |format: Option<&str>| format.is_some_and(|format| CHECKED.contains(&format));
        let suffix = match (checked(was), checked(is)) {
            _ if was == is => return,
            (true, true) => "format",
            (false, true) => "format-added",
            (true, false) => "format-dropped",
            (false, false) => "format-untyped",
        };
        let word = |format: Option<&str>| format.map(str::to_owned);
        self.found(&context.rule(suffix), &place.keyword("format", old, new), word(was), word(is));
    }

    fn enumeration(&mut self, old: &Node, new: &Node, place: &Place, context: Context) {
        let (was, is) = (values(old), values(new));
        let words = |values: &BTreeSet<String>| Some(Vec::from_iter(values.iter().cloned()).join(", "));
        let at = place.keyword("enum", old, new);
        let gone: BTreeSet<String> = was.difference(&is).cloned().collect();
        let came: BTreeSet<String> = is.difference(&was).cloned().collect();
        match (was.len(), is.len()) {
            (0, 0) => {}
            (0, _) => self.found(&context.rule("enum-imposed"), &at, None, words(&is)),
            (_, 0) => self.found(&context.rule("enum-dropped"), &at, words(&was), None),
            (1, 1) if was != is => {
                self.found(&context.rule("constant-changed"), &at, words(&was), words(&is));
            }
            _ => {
                if !came.is_empty() {
                    self.found(&context.rule("enum-add"), &at, None, words(&came));
                }
                if !gone.is_empty() {
                    self.found(&context.rule("enum-del"), &at, words(&gone), None);
                }
            }
        }
    }

    /// Lengths, patterns, and the bounds of numbers, lists and objects.
    pub(super) fn bounds(&mut self, old: &Node, new: &Node, place: &Place, context: Context) {
        for bound in BOUNDS {
            let (was, is) = (bound.of(old), bound.of(new));
            let suffix = match (was, is) {
                _ if was == is => continue,
                (None, _) => bound.stricter,
                (_, None) => bound.looser,
                (Some(was), Some(is)) if bound.kind.is_stricter(was, is) => bound.stricter,
                _ => bound.looser,
            };
            self.found(
                &context.rule(suffix),
                &place.keyword(bound.key, old, new),
                bound.words(old),
                bound.words(new),
            );
        }
        self.pattern(old, new, place, context);
    }

    fn pattern(&mut self, old: &Node, new: &Node, place: &Place, context: Context) {
        let (was, is) = (old.get_str("pattern"), new.get_str("pattern"));
        let suffix = match (was, is) {
            _ if was == is => return,
            (None, _) => "len-pattern",
            (_, None) => "len-pattern-loosened",
            _ => "pattern-changed",
        };
        let word = |pattern: Option<&str>| pattern.map(str::to_owned);
        self.found(&context.rule(suffix), &place.keyword("pattern", old, new), word(was), word(is));
    }
}

/// The values of an enum but for null, which is told by `nullable`. Their order means nothing.
fn values(node: &Node) -> BTreeSet<String> {
    node.items("enum").filter(|value| !matches!(value.value, Value::Null)).map(text).collect()
}

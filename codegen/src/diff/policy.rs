//! Whose clients the verdicts are for. On the way to the server there is hardly a difference: a server may check everything
//! that the document says, but for formats such as `email`, which most validators take for annotations. On the way back, a
//! client may take more than the document says.

use super::finding::{Direction, Verdict};
use super::rules::Rule;

/// How clients read responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// As the generated crate does: enums and discriminated unions are open, fields that nobody knows are kept, and neither
    /// bounds nor patterns are checked.
    #[default]
    Lenient,
    /// As the document says, to the letter: what a validator of the old schema refuses, a client refuses.
    Strict,
}

/// When a kind of change breaks strict clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Always,
    /// When a value shows it: it depends on what else the schema says.
    Shown,
}

/// What changes of responses do to strict clients that they do not do to lenient ones.
const STRICT: &[(&str, When, &str)] = &[
    ("enum-add", When::Always, "a client that lists the values refuses the new one"),
    ("format-untyped", When::Shown, "a client that checks such formats refuses the value"),
    ("enum-dropped", When::Always, "a client that lists the values refuses all others"),
    ("minimum-loosened", When::Always, "a client that checks the bound refuses what is beyond it"),
    ("len-pattern-loosened", When::Always, "a client that checks lengths and patterns refuses the value"),
    ("pattern-changed", When::Always, "a client that checks patterns refuses the value"),
    ("not-unique", When::Always, "a client that reads a set refuses repeated items"),
    ("keyword-removed", When::Always, "a client that checks the constraint refuses the value"),
    ("keyword-changed", When::Always, "a client that checks the constraint refuses the value"),
    ("oneof-add-told", When::Always, "a client that lists the variants refuses the new one"),
    ("oneof-anyof", When::Shown, "a client that expects exactly one variant refuses a value of two"),
    ("addl-open", When::Always, "a client that knows all fields refuses others"),
    ("opt-nullable", When::Always, "a client that expects a value or nothing refuses null"),
    ("opt-prop-added", When::Shown, "a client that knows all fields refuses the new one"),
    ("req-prop-added", When::Shown, "a client that knows all fields refuses the new one"),
    ("resp-2xx-swap", When::Always, "a client that expects the old status refuses the new one"),
    ("resp-2xx-added", When::Always, "a client that expects the documented status refuses the new one"),
    ("resp-header", When::Always, "a client that reads the header by its old schema refuses the value"),
];

/// What changes of requests do where servers check all that validators can check.
const STRICT_REQUESTS: &[(&str, &str)] =
    &[("format-untyped", "a server that checks such formats refuses the value")];

/// Kinds of change that break whoever sends when a value shows it, though most of them do not.
const SHOWN_IN_REQUESTS: &[(&str, &str)] = &[
    (
        "oneof-add",
        "a value of an old variant is one of the new variant as well, and `oneOf` takes exactly one",
    ),
    (
        "oneof-add-told",
        "a value of an old variant is one of the new variant as well, and `oneOf` takes exactly one",
    ),
    ("oneof-anyof", "a value of two variants is refused: `oneOf` takes exactly one"),
];

impl Policy {
    /// The verdict on a kind of change, and when it holds; where it must be shown and is not, that of the rule holds.
    pub(super) fn verdict(self, rule: &Rule) -> (Verdict, &'static str, When) {
        let stricter = match rule.direction {
            Some(Direction::Response) if self == Self::Strict => {
                STRICT.iter().find(|(kind, ..)| *kind == rule.kind).map(|(_, when, reason)| (*when, *reason))
            }
            Some(Direction::Request) => {
                let strict = STRICT_REQUESTS.iter().filter(|_| self == Self::Strict);
                let found = SHOWN_IN_REQUESTS.iter().chain(strict).find(|(kind, _)| *kind == rule.kind);
                found.map(|(_, reason)| (When::Shown, *reason))
            }
            _ => None,
        };
        match stricter {
            Some((when, reason)) => (Verdict::Breaking, reason, when),
            None => (rule.wire.0, rule.wire.1, When::Always),
        }
    }

    /// Whether whoever receives puts up with what such a change brings: who that is, in words.
    pub(super) fn puts_up_with(self, rule: &Rule) -> Option<&'static str> {
        let own = |kind: &str| self == Self::Lenient && kind == rule.kind;
        match rule.direction? {
            Direction::Response if STRICT.iter().any(|(kind, ..)| own(kind)) => {
                Some("clients of this crate take it, strict ones refuse it")
            }
            Direction::Request if STRICT_REQUESTS.iter().any(|(kind, _)| own(kind)) => {
                Some("most servers take it, those that check such formats refuse it")
            }
            _ => None,
        }
    }

    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lenient => "lenient",
            Self::Strict => "strict",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::rules::rules;

    #[test]
    fn every_line_is_about_rules_that_are_compatible_otherwise() {
        let all = |kind: &str, direction| {
            let found: Vec<&&Rule> = rules()
                .iter()
                .filter(|rule| rule.kind == kind && rule.direction == Some(direction))
                .collect();
            assert!(!found.is_empty(), "{kind}");
            found.iter().all(|rule| rule.wire.0 == Verdict::Compatible)
        };
        for (kind, ..) in STRICT {
            assert!(all(kind, Direction::Response), "{kind}");
        }
        for (kind, _) in SHOWN_IN_REQUESTS.iter().chain(STRICT_REQUESTS) {
            assert!(all(kind, Direction::Request), "{kind}");
        }
    }
}

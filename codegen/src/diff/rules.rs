//! The register of rules: every kind of change, what it does to the wire and to Rust code, and the rule of its mirror.
//!
//! A change and the change back are of kinds that mirror each other. The verdicts for Rust are what the generator makes
//! of such a change; where both crates could be generated, the comparison of their surfaces has the last word.
//!
//! A rule is a value: the comparison names it, and what differs by the way that data travels is an `InContext`.

pub(in crate::diff) mod bodies;
pub(in crate::diff) mod directed;
pub(in crate::diff) mod objects;
pub(in crate::diff) mod operations;
pub(in crate::diff) mod schemas;
pub(in crate::diff) mod values;

use std::sync::LazyLock;

use super::finding::Direction;
use super::finding::Verdict::{self, Breaking, Compatible, Documentation};

/// A kind of change.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its stable name.
    pub name: &'static str,
    /// The rule that the change back falls under.
    pub mirror: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it does to programs that speak to the server, and why.
    pub wire: (Verdict, &'static str),
    /// What it does to programs compiled against the crate, and why.
    pub rust: (Verdict, &'static str),
    /// What the rules of one change have in common whichever way the data travels.
    pub(super) kind: &'static str,
    /// Which way the data travels; `None` where that means nothing.
    pub(super) direction: Option<Direction>,
}

/// One kind of change as it is judged in parameters, in the rest of requests, and in responses.
#[derive(Clone, Copy, Debug)]
pub(in crate::diff) struct InContext {
    /// In the schema of a parameter itself; `None` where it is judged as in other requests.
    pub parameter: Option<Rule>,
    pub request: Rule,
    pub response: Rule,
}

impl Rule {
    /// The rule of the same kind of change for data that travels this way.
    pub(super) fn travelling(&'static self, direction: Direction) -> Option<&'static Rule> {
        if self.direction == Some(direction) {
            return Some(self);
        }
        let is_other = |rule: &&&Rule| rule.kind == self.kind && rule.direction == Some(direction);
        // A parameter is a request as well.
        rules().iter().filter(is_other).copied().find(|rule| !rule.name.starts_with("param-"))
    }

    /// Whether the rule expects the crate's surface to stay as it is.
    pub(super) fn is_silent(&self) -> bool {
        self.rust.1 == SAME_SURFACE.1
    }
}

impl InContext {
    fn rules(&'static self) -> impl Iterator<Item = &'static Rule> {
        self.parameter.iter().chain([&self.request, &self.response])
    }
}

/// Every rule, sorted by name.
pub fn rules() -> &'static [&'static Rule] {
    static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let plain = [
            operations::api::ALL,
            operations::parameters::ALL,
            bodies::requests::ALL,
            bodies::responses::ALL,
            schemas::ALL,
            directed::requests::ALL,
        ];
        let in_context = [values::ALL, objects::ALL, directed::ALL];
        let in_context = in_context.into_iter().flatten().flat_map(|each| each.rules());
        let mut rules: Vec<&'static Rule> = plain.into_iter().flatten().copied().chain(in_context).collect();
        rules.sort_by_key(|rule| rule.name);
        rules
    });
    &RULES
}

type Judged = (Verdict, &'static str);

pub(super) const NOTHING_SENT: Judged = (Compatible, "no request or response changes");
const SAME_SURFACE: Judged = (Compatible, "the crate's surface stays as it is");
const TEXT_ONLY: Judged = (Documentation, "only what people read changes");
const FEWER_TAKEN: Judged = (Breaking, "values that were taken are refused");
const MORE_TAKEN: Judged = (Compatible, "everything that was taken still is");
const FEWER_RETURNED: Judged = (Compatible, "what is returned was possible before");
const NOT_CHECKED: Judged = (Compatible, "clients take such values as they come");
const OTHER_TYPE: Judged = (Breaking, "the type is another one");

/// Rules that are the same in every context.
macro_rules! register {
    ($direction:expr; $($id:ident $name:literal, $mirror:literal, $title:literal, wire $wire:expr, rust $rust:expr;)*) => {
        $(pub(in crate::diff) static $id: Rule = Rule {
            name: $name,
            mirror: $mirror,
            title: $title,
            wire: $wire,
            rust: $rust,
            kind: $name,
            direction: $direction,
        };)*
        pub(in crate::diff) static ALL: &[&Rule] = &[$(&$id),*];
    };
}

/// The rule of one context. What a change is called there begins with the context.
macro_rules! contextual {
    ($prefix:literal, $direction:ident, $suffix:literal, $mirror:literal, $title:literal, $wire:expr, $rust:expr) => {
        $crate::diff::rules::Rule {
            name: concat!($prefix, $suffix),
            mirror: concat!($prefix, $mirror),
            title: $title,
            wire: $wire,
            rust: $rust,
            kind: $suffix,
            direction: Some($crate::diff::finding::Direction::$direction),
        }
    };
}

/// Kinds of change that a schema can undergo. One row is two rules: what goes to the server, and what comes from it.
macro_rules! both_ways {
    ($($id:ident $suffix:literal, $mirror:literal, $title:literal, to $to:expr, from $from:expr, rust $rust:expr;)*) => {
        $(pub(in crate::diff) static $id: InContext = InContext {
            parameter: None,
            request: $crate::diff::rules::contextual!("rq-", Request, $suffix, $mirror, $title, $to, $rust),
            response: $crate::diff::rules::contextual!("rs-", Response, $suffix, $mirror, $title, $from, $rust),
        };)*
        pub(in crate::diff) static ALL: &[&InContext] = &[$(&$id),*];
    };
}

/// Those that the schema of a parameter can undergo as well: three rules a row.
macro_rules! everywhere {
    ($($id:ident $suffix:literal, $mirror:literal, $title:literal, to $to:expr, from $from:expr, rust $rust:expr;)*) => {
        $(pub(in crate::diff) static $id: InContext = InContext {
            parameter: Some(
                $crate::diff::rules::contextual!("param-", Request, $suffix, $mirror, $title, $to, $rust)
            ),
            request: $crate::diff::rules::contextual!("rq-", Request, $suffix, $mirror, $title, $to, $rust),
            response: $crate::diff::rules::contextual!("rs-", Response, $suffix, $mirror, $title, $from, $rust),
        };)*
        pub(in crate::diff) static ALL: &[&InContext] = &[$(&$id),*];
    };
}

/// The rules with a title and verdicts of their own in every context.
macro_rules! directions {
    (@parameter $suffix:literal, $mirror:literal,) => { None };
    (@parameter $suffix:literal, $mirror:literal, $title:literal, $wire:expr, $rust:expr) => {
        Some($crate::diff::rules::contextual!("param-", Request, $suffix, $mirror, $title, $wire, $rust))
    };
    ($($id:ident $suffix:literal, $mirror:literal,
        $(parameter $title:literal, $wire:expr, $rust:expr,)?
        to $to_title:literal, $to:expr, $to_rust:expr,
        from $from_title:literal, $from:expr, $from_rust:expr;)*) => {
        $(pub(in crate::diff) static $id: InContext = InContext {
            parameter: directions!(@parameter $suffix, $mirror, $($title, $wire, $rust)?),
            request: $crate::diff::rules::contextual!("rq-", Request, $suffix, $mirror, $to_title, $to, $to_rust),
            response: $crate::diff::rules::contextual!(
                "rs-", Response, $suffix, $mirror, $from_title, $from, $from_rust
            ),
        };)*
        pub(in crate::diff) static ALL: &[&InContext] = &[$(&$id),*];
    };
}

use {both_ways, contextual, directions, everywhere, register};

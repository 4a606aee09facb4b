//! Our plan against what progenitor read: operation by operation, and from there type by type.
//!
//! Types are compared where both readers use them, so no name has to agree: the two walk down from the operations side by
//! side. Of a type it is the class that counts, and what is documented about it: the fields of an object with their
//! types and whether they are always there, the texts of an enum, the variants of a union. progenitor has one `Option`
//! for a field that may be absent, whether it may also be `null` or not; `null` is compared everywhere else. It takes every
//! body for required, so whether a body must be sent is not compared, nor are discriminators, which it ignores.

mod operations;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::read::{Class, Declaration, Reading};
use crate::plan::Plan;

/// How the two readings compare.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Operations that both have.
    pub operations: usize,
    /// Fields that both have.
    pub fields: usize,
    /// Where they differ.
    pub differences: Vec<Difference>,
}

/// A place where they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub kind: Kind,
    /// The operation, as `GET /path`, or the Rust name of the type.
    pub at: String,
    /// The parameter or field, or `body` or `response`.
    pub part: Option<String>,
    /// What we read.
    pub ours: String,
    /// What progenitor read.
    pub theirs: String,
}

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Only one has the operation.
    Operation,
    /// Only one has the parameter.
    Parameter,
    /// The place of a parameter.
    Place,
    /// Only one has the body, or they write it in different ways.
    Body,
    /// Only one has the field.
    Field,
    /// Whether something must be there.
    Optionality,
    /// Whether it can be `null`.
    Nullability,
    /// The class of a type.
    Type,
    /// The texts of an enum.
    Values,
    /// The variants of a union.
    Variants,
    /// A type of the plan that nothing was compared with.
    Unreached,
}

impl Kind {
    /// Its name, as it is written in the file of justified differences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Place => "place",
            Self::Body => "body",
            Self::Field => "field",
            Self::Optionality => "optionality",
            Self::Nullability => "nullability",
            Self::Type => "type",
            Self::Values => "values",
            Self::Variants => "variants",
            Self::Unreached => "unreached",
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, at, part, ours, theirs } = self;
        let part = part.as_ref().map_or_else(String::new, |part| format!(" {part}"));
        write!(to, "{at}{part}: {}: we read {ours}, progenitor {theirs}", kind.name())
    }
}

/// Compares the two.
pub fn compare(plan: &Plan, reading: &Reading) -> Comparison {
    let mut comparer = Comparer {
        plan,
        reading,
        compared: BTreeSet::new(),
        reached: BTreeMap::new(),
        result: Comparison::default(),
    };
    comparer.operations();
    comparer.result.fields = comparer.reached.values().sum();
    // progenitor has one type for all errors of an operation, and reads no webhooks.
    let compared = plan
        .types
        .iter()
        .filter(|(_, decl)| decl.usage.is_called && (decl.usage.sent || decl.usage.received));
    for name in compared.map(|(name, _)| name).filter(|name| !comparer.reached.contains_key(name.as_str())) {
        comparer.result.differences.push(Difference {
            kind: Kind::Unreached,
            at: name.clone(),
            part: None,
            ours: "a type".to_owned(),
            theirs: "none in its place".to_owned(),
        });
    }
    comparer.result
}

struct Comparer<'a> {
    plan: &'a Plan,
    reading: &'a Reading,
    /// Pairs of types that are compared or being compared.
    compared: BTreeSet<(&'a str, &'a str)>,
    /// Types of the plan that were compared, with the number of fields found in both.
    reached: BTreeMap<&'a str, usize>,
    result: Comparison,
}

/// Where the comparison is.
#[derive(Clone, Copy)]
struct Site<'s> {
    at: &'s str,
    part: Option<&'s str>,
}

impl<'a> Comparer<'a> {
    fn differ(&mut self, kind: Kind, site: Site<'_>, ours: impl Into<String>, theirs: impl Into<String>) {
        self.result.differences.push(Difference {
            kind,
            at: site.at.to_owned(),
            part: site.part.map(str::to_owned),
            ours: ours.into(),
            theirs: theirs.into(),
        });
    }

    /// What is behind other names and `Option`s, and whether it can be `null`.
    fn seen(&self, mut class: &'a Class) -> Seen<'a> {
        let mut nullable = false;
        // No chain of names is longer than there are types.
        for _ in 0..=2 * self.reading.types.len() + 1 {
            match class {
                Class::Optional(inner) => {
                    nullable = true;
                    class = inner;
                }
                Class::Named(name) => match self.reading.types.get(name) {
                    Some(Declaration::Alias(other)) => class = other,
                    declaration => {
                        return Seen {
                            class,
                            declared: declaration.map(|found| (name.as_str(), found)),
                            nullable,
                        };
                    }
                },
                _ => break,
            }
        }
        Seen { class, declared: None, nullable }
    }
}

/// A type of progenitor's, looked through.
#[derive(Clone, Copy)]
struct Seen<'a> {
    class: &'a Class,
    /// Name and declaration, where it is a declared type.
    declared: Option<(&'a str, &'a Declaration)>,
    nullable: bool,
}

//! What bears a verdict on the wire out: a value that shows it, or how many values do.

use serde_json::Value;

use super::Direction;

/// What bears a verdict on the wire out.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What kind of evidence it is.
    pub kind: EvidenceKind,
    /// What it comes to, in a line; empty where the example says everything.
    pub text: String,
    /// The value that shows it.
    pub example: Option<Example>,
    /// How many values were tried.
    pub tried: usize,
}

/// The kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// A value that one side sends and the other does not take.
    CounterExample,
    /// Values were generated from the side that sends, and the other side takes all of them.
    Values,
    /// No value can show it; the text says what does.
    Statement,
    /// The evidence does not bear the verdict out.
    Unproven,
}

/// A value, and what both revisions make of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The value; `None` stands for its absence.
    pub value: Option<Value>,
    /// What it is a value of, for people: `request body of create_thing`.
    pub of: String,
    /// Which way it travels.
    pub direction: Direction,
    /// What the base makes of it.
    pub base: Reading,
    /// What the head makes of it.
    pub head: Reading,
}

/// What one revision makes of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The schema that it was validated against, as a JSON pointer into the document; `None` where the revision has none.
    pub pointer: Option<String>,
    /// What came of it.
    pub outcome: Outcome,
}

/// What comes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is valid.
    Accepted,
    /// It is not valid.
    Refused,
    /// Nothing reads it: it is valid only because objects may have fields that nobody knows.
    Ignored,
    /// It is taken for something else.
    Misread,
}

impl EvidenceKind {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::CounterExample => "counter-example",
            Self::Values => "values",
            Self::Statement => "statement",
            Self::Unproven => "unproven",
        }
    }
}

impl Outcome {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Ignored => "ignored",
            Self::Misread => "misread",
        }
    }
}

impl Evidence {
    /// Evidence that is a sentence.
    pub fn statement(text: impl Into<String>) -> Self {
        Self { kind: EvidenceKind::Statement, text: text.into(), example: None, tried: 0 }
    }

    /// Whether it does not bear the verdict out.
    pub fn is_unproven(&self) -> bool {
        self.kind == EvidenceKind::Unproven
    }
}

//! What reading a value may still cost.
//!
//! `serde_json` limits how deep JSON is, but within a union it reads each part by itself and starts anew. And a union is
//! read by trying one variant after the other, each of which may hold unions again: where every variant is refused only at
//! its end, two variants and forty levels would make a million million attempts of one small response.

use std::cell::Cell;

use super::places::{Collected, Step};

/// How deep JSON may be; the same as in `serde_json`.
const DEPTH: u8 = 128;

/// So many bytes may be read in any union, however small.
const BASE: usize = 16_000;
/// And so many times its own bytes: enough for a union at each level that JSON can have.
const TIMES: usize = 128;

/// How unions are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unions {
    /// Split into their fields, of which the variant is told before any is read. This always works.
    Split,
    /// Straight into the variant that the first fields point to. An error may mean that it is another one, so whoever
    /// asks for this reads the whole value again if it fails and something was guessed.
    Straight,
    /// As JSON text, which is read straight and, if that fails, split.
    Text,
}

/// What may still be read below a value, and how.
#[derive(Clone, Copy)]
pub(super) struct Limits<'b> {
    depth: u8,
    pub unions: Unions,
    /// Of the outermost union, if the value is within one that is split.
    pub budget: Option<&'b Budget>,
    /// Of the innermost object, if the value is within one.
    collected: Option<&'b Collected>,
    /// Becomes true when a union is read straight as a variant that may be the wrong one.
    guessed: Option<&'b Cell<bool>>,
}

impl<'b> Limits<'b> {
    pub(super) fn new(unions: Unions) -> Self {
        Self { depth: DEPTH, unions, budget: None, collected: None, guessed: None }
    }

    /// The limits of what is read straight.
    pub(super) fn straight<'c>(self, guessed: &'c Cell<bool>) -> Limits<'c>
    where
        'b: 'c,
    {
        Limits { unions: Unions::Straight, guessed: Some(guessed), ..self }
    }

    /// Notes that a variant is read which may be the wrong one.
    pub(super) fn guess(self) {
        if let Some(guessed) = self.guessed {
            guessed.set(true);
        }
    }

    /// The limits of what is in a list or an object.
    #[inline]
    pub(super) fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.depth {
            0 | 1 => Err(E::custom("recursion limit exceeded")),
            depth => Ok(Self { depth: depth - 1, ..self }),
        }
    }

    pub(super) fn with_collected<'c>(self, collected: &'c Collected) -> Limits<'c>
    where
        'b: 'c,
    {
        Limits { collected: Some(collected), ..self }
    }

    /// Notes a value that was read, if a `Value` changes it.
    pub(super) fn note(self, json: &str) {
        if let Some(collected) = self.collected {
            collected.note(json);
        }
    }

    /// The number of values that were noted.
    pub(super) fn noted(self) -> usize {
        self.collected.map_or(0, Collected::count)
    }

    /// Forgets the values that were noted since there were so many.
    pub(super) fn forget(self, count: usize) {
        if let Some(collected) = self.collected {
            collected.forget(count);
        }
    }

    /// The values that were noted since there were so many are reached by this step.
    pub(super) fn locate(self, count: usize, step: impl FnOnce() -> Step) {
        if let Some(collected) = self.collected.filter(|collected| collected.count() > count) {
            collected.locate(count, &step());
        }
    }

    /// The limits of what is in a union that is split.
    pub(super) fn with_budget(self, budget: &'b Budget) -> Self {
        Self { budget: Some(budget), unions: Unions::Split, ..self }
    }
}

/// How many bytes may still be read in the outermost union, the unions inside of it included.
pub(super) struct Budget(Cell<usize>);

impl Budget {
    /// What a union of this size may cost.
    pub(super) fn of(size: usize) -> Self {
        Self(Cell::new(size.saturating_mul(TIMES).saturating_add(BASE)))
    }

    /// Pays for one attempt; `false` when it cannot be paid.
    pub(super) fn pay(&self, size: usize) -> bool {
        let left = self.0.get().checked_sub(size.max(1));
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

//! A limit on what reading a union may cost.
//!
//! A union is read by trying one variant after the other, and each variant may hold unions again. Where every variant is
//! refused only at its end, two variants and forty levels would make a million million attempts of one small answer.

use std::cell::Cell;

use crate::model::Buffered;

/// So many values may be read in any union, however small.
const BASE: usize = 1_000;
/// And for each value in it so many times as many: enough for a union at each level that a JSON text can have.
const TIMES: usize = 128;

thread_local! {
    /// How many values may still be read in the union that is being read, the unions inside of it included.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// What one union may cost; those inside of it share it.
pub(super) struct Budget {
    size: usize,
    is_outermost: bool,
}

impl Budget {
    pub(super) fn of(value: &Buffered<'_>) -> Self {
        let size = size(value);
        let is_outermost = LEFT.get().is_none();
        if is_outermost {
            LEFT.set(Some(size.saturating_mul(TIMES).saturating_add(BASE)));
        }
        Self { size, is_outermost }
    }

    /// Pays for one attempt; `false` when it cannot be paid.
    pub(super) fn pay(&self) -> bool {
        let left = LEFT.get().and_then(|left| left.checked_sub(self.size));
        if let Some(left) = left {
            LEFT.set(Some(left));
        }
        left.is_some()
    }
}

impl Drop for Budget {
    fn drop(&mut self) {
        if self.is_outermost {
            LEFT.set(None);
        }
    }
}

/// The number of values in a value, itself included.
fn size(value: &Buffered<'_>) -> usize {
    match value {
        Buffered::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Buffered::Object(fields) => 1 + fields.iter().map(|(_, value)| size(value)).sum::<usize>(),
        _ => 1,
    }
}

//! How many retries a client may afford, so that an outage is not met with a multiple of the usual load.

use std::sync::atomic::{AtomicU32, Ordering};

use super::Cause;

/// The tokens of a client that has had no failures.
const CAPACITY: u32 = 500;
/// The cost of a retry after a time-out.
const TIMEOUT_COST: u32 = 10;
/// The cost of any other retry.
const COST: u32 = 5;
/// What a success at the first attempt returns.
const REFUND: u32 = 1;

/// A token bucket, as the clients of AWS have: retries cost tokens, successes return them. All clones of a client share
/// one.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl RetryBudget {
    /// Pays for a retry; returns its cost, or `None` when there are too few tokens.
    pub(crate) fn pay(&self, cause: Cause) -> Option<u32> {
        let cost = match cause {
            Cause::Timeout => TIMEOUT_COST,
            Cause::Failure => COST,
        };
        let pay = |tokens: u32| tokens.checked_sub(cost);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok().then_some(cost)
    }

    /// Returns the cost of the last retry after its success, or a little after a success at the first attempt.
    pub(crate) fn refund(&self, last_cost: Option<u32>) {
        let amount = last_cost.unwrap_or(REFUND);
        let refund = |tokens: u32| (tokens < CAPACITY).then(|| tokens.saturating_add(amount).min(CAPACITY));
        // A full bucket stays full.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, refund);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_cost_tokens_until_there_are_none() {
        for (cause, retries) in [(Cause::Failure, 100), (Cause::Timeout, 50)] {
            let budget = RetryBudget::default();
            assert_eq!((0..1_000).filter(|_| budget.pay(cause).is_some()).count(), retries, "{cause:?}");
        }
    }

    #[test]
    fn successes_return_tokens_up_to_the_capacity() {
        let budget = RetryBudget::default();
        budget.refund(None);
        budget.refund(Some(TIMEOUT_COST));
        while budget.pay(Cause::Failure).is_some() {}
        (0..4).for_each(|_| budget.refund(None));
        assert_eq!(budget.pay(Cause::Failure), None);
        budget.refund(None);
        assert_eq!(budget.pay(Cause::Failure), Some(COST));
        budget.refund(Some(COST));
        assert_eq!(budget.pay(Cause::Failure), Some(COST));
    }
}

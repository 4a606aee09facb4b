//! Detects cycles among the links of a list in constant memory: a list may have any number of pages.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

/// The number of links that are remembered one by one, by their hash; a cycle through any of them is seen at once.
const REMEMBERED: usize = 1024;

/// Watches the links that are followed.
#[derive(Default)]
pub(super) struct CycleGuard {
    hasher: RandomState,
    first: HashSet<u64>,
    later: Milestone,
}

impl CycleGuard {
    /// Notes a link; returns `false` when it closes a cycle.
    ///
    /// A cycle among the links after the first 1,024 is noticed too, though only after a few rounds.
    pub(super) fn follow(&mut self, link: &str) -> bool {
        let hash = self.hasher.hash_one(link);
        if self.first.len() < REMEMBERED {
            return self.first.insert(hash);
        }
        !self.first.contains(&hash) && self.later.pass(hash)
    }
}

/// Brent's algorithm: one link is kept, and replaced after one step, two, four, eight and so on.
#[derive(Default)]
struct Milestone {
    hash: Option<u64>,
    steps: u64,
    until: u64,
}

impl Milestone {
    fn pass(&mut self, hash: u64) -> bool {
        if self.hash == Some(hash) {
            return false;
        }
        if self.steps == self.until {
            *self = Self { hash: Some(hash), steps: 0, until: (self.until * 2).max(1) };
        }
        self.steps += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many links are followed of a list that goes on with link `back` after link `last`.
    fn followed(last: usize, back: usize) -> usize {
        let mut guard = CycleGuard::default();
        let cycle = (back..=last).cycle();
        let mut links = (0..back).chain(cycle);
        let most = 10 * (last + REMEMBERED);
        (0..most).find(|_| !links.next().is_some_and(|link| guard.follow(&link.to_string()))).unwrap_or(most)
    }

    #[test]
    fn a_cycle_through_the_start_is_seen_at_once() {
        for (last, back) in [(0, 0), (1, 0), (1, 1), (7, 3), (1_000, 0), (5_000, 0), (5_000, 1_023)] {
            assert_eq!(followed(last, back), last + 1, "{last} -> {back}");
        }
    }

    #[test]
    fn a_cycle_far_from_the_start_is_seen_in_the_end() {
        for (last, back) in [(2_000, 2_000), (2_000, 1_999), (3_000, 1_100), (9_000, 4_321)] {
            let followed = followed(last, back);
            assert!(followed > last && followed < 4 * last, "{last} -> {back}: {followed}");
        }
    }

    #[test]
    fn a_list_without_a_cycle_goes_on_in_constant_memory() {
        let mut guard = CycleGuard::default();
        assert!((0..100_000).all(|number| guard.follow(&number.to_string())));
        assert!(guard.first.len() <= REMEMBERED);
    }
}

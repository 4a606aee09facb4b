//! Two ways to do one thing, and which is slower by how much.

use std::fmt;
use std::time::{Duration, Instant};

/// A turn takes at least this long, so that the clock does not matter.
const TURN: Duration = Duration::from_millis(10);

/// One thing done in two ways.
pub struct Pair {
    /// What is done.
    pub name: &'static str,
    /// How often in a turn; each time must be alike.
    pub generated: Box<dyn FnMut()>,
    /// The same, written by hand.
    pub by_hand: Box<dyn FnMut()>,
}

impl Pair {
    /// Names two ways of doing the same.
    pub fn new(
        name: &'static str,
        generated: impl FnMut() + 'static,
        by_hand: impl FnMut() + 'static,
    ) -> Self {
        Self { name, generated: Box::new(generated), by_hand: Box::new(by_hand) }
    }

    /// Takes turns, as many as are asked for, and compares.
    pub fn compare(&mut self, turns: usize) -> Ratio {
        let times = self.times_in_a_turn();
        let (mut generated, mut by_hand) = (Vec::new(), Vec::new());
        for turn in 0..turns {
            // Whoever comes second finds warmer caches, so each is second in half of the turns.
            if turn % 2 == 0 {
                generated.push(turn_of(&mut self.generated, times));
                by_hand.push(turn_of(&mut self.by_hand, times));
            } else {
                by_hand.push(turn_of(&mut self.by_hand, times));
                generated.push(turn_of(&mut self.generated, times));
            }
        }
        Ratio::of(generated, by_hand)
    }

    fn times_in_a_turn(&mut self) -> u32 {
        let mut times = 1;
        while turn_of(&mut self.by_hand, times) * times < TURN {
            times *= 2;
        }
        turn_of(&mut self.generated, times);
        times
    }
}

/// How long it takes once, on average over a turn.
fn turn_of(action: &mut dyn FnMut(), times: u32) -> Duration {
    let start = Instant::now();
    (0..times).for_each(|_| action());
    start.elapsed() / times
}

/// What taking turns showed.
pub struct Ratio {
    /// The median of the generated crate's turns.
    pub generated: Duration,
    /// The median of the turns of what is written by hand.
    pub by_hand: Duration,
    /// The median of the ratios within each turn: generated to written by hand.
    pub median: f64,
    /// The ratio of the quickest turns of each.
    pub quickest: f64,
}

impl Ratio {
    fn of(generated: Vec<Duration>, by_hand: Vec<Duration>) -> Self {
        let ratios = generated.iter().zip(&by_hand).map(|(a, b)| a.as_secs_f64() / b.as_secs_f64());
        let median = middle(ratios.collect(), f64::total_cmp);
        let quickest = |times: &[Duration]| times.iter().min().copied().unwrap_or_default().as_secs_f64();
        Self {
            median,
            quickest: quickest(&generated) / quickest(&by_hand),
            generated: middle(generated, Ord::cmp),
            by_hand: middle(by_hand, Ord::cmp),
        }
    }
}

fn middle<T: Copy>(mut all: Vec<T>, order: impl Fn(&T, &T) -> std::cmp::Ordering) -> T {
    all.sort_by(|a, b| order(a, b));
    all[all.len() / 2]
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { generated, by_hand, median, quickest } = self;
        write!(f, "{generated:>10.1?} | {by_hand:>10.1?} | {median:>6.3} | {quickest:>6.3}")
    }
}

//! The same work done twice: through the generated crate, and written by hand with reqwest and serde.
//!
//! Both sides speak to the same server, which returns fixed bytes and does nothing else, so that what is measured is the
//! client. `benches/calls.rs` and `benches/decode.rs` measure each side by itself; `benches/ratios.rs` takes turns between
//! the sides, so that what else the machine does slows both alike. Its figures are those of `BENCHMARKS.md`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here fails the measurement")]

mod by_hand;
mod calls;
mod decode;
mod pair;
mod sample;
mod server;

pub use calls::calls;
pub use decode::decode;
pub use pair::{Pair, Ratio};

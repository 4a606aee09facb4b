//! `cargo xtask diff`: what a change of the specification breaks.

pub mod formats;

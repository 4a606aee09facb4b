//! What the crate does when the network, a server or a caller misbehaves. `matrix.txt` is the table.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

mod calls;
mod cancel;
mod crowd;
mod hostile;
mod matrix;
mod origin;
mod redaction;
mod wire;

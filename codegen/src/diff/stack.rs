//! Deep recursion: a document may lead from schema to schema for thousands of steps.

use std::panic::resume_unwind;
use std::thread::{Builder, Result, scope};

/// The size of a stack; its memory is only taken when it is touched.
const STACK: usize = 512 * 1024 * 1024;

/// Runs three closures in parallel, each on a stack for thousands of steps. Returns the panics of the second and third.
pub(super) fn join<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
    third: impl FnOnce() -> B + Send,
) -> (A, Result<B>, Result<B>) {
    let builder = || Builder::new().stack_size(STACK);
    scope(|scope| {
        let second = builder().spawn_scoped(scope, second);
        let third = builder().spawn_scoped(scope, third);
        let first = builder().spawn_scoped(scope, first);
        let joined = |handle: std::io::Result<std::thread::ScopedJoinHandle<'_, B>>| match handle {
            Ok(handle) => handle.join(),
            Err(error) => Err(Box::new(error) as Box<dyn std::any::Any + Send>),
        };
        let first = match first {
            Ok(handle) => handle.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(error) => resume_unwind(Box::new(error)),
        };
        (first, joined(second), joined(third))
    })
}

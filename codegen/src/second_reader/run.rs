//! progenitor at work, on a thread of its own: it panics on what it cannot do, may need much stack, and may take long.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::lower::lower;
use super::read::{Reading, read};

/// progenitor follows schemas by recursion. The memory is only taken when it is used.
const STACK: usize = 512 << 20;

/// How long to wait for progenitor: more than a hundred times what a document of a thousand schemas takes.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The longest message, in characters.
const MESSAGE: usize = 200;

/// A reading that is under way.
#[derive(Debug)]
pub struct Running {
    outcome: Receiver<Result<Reading, String>>,
}

/// Starts to read a bundled document.
pub fn start(document: Value) -> Running {
    let (sender, outcome) = channel();
    let failed = sender.clone();
    let work = move || {
        // Nobody waits any more when the generator has failed.
        let _ = sender.send(quietly(|| second_reading(&document)));
    };
    let builder = thread::Builder::new().name("second reader".to_owned()).stack_size(STACK);
    if let Err(error) = builder.spawn(work) {
        let _ = failed.send(Err(error.to_string()));
    }
    Running { outcome }
}

impl Running {
    /// Waits for the reading.
    ///
    /// # Errors
    ///
    /// When progenitor cannot read the document, or needs more time; the text gives the reason.
    pub fn finish(self, patience: Duration) -> Result<Reading, String> {
        match self.outcome.recv_timeout(patience) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => {
                Err(format!("it takes more than {} seconds", patience.as_secs()))
            }
            Err(RecvTimeoutError::Disconnected) => Err("its thread ended without a result".to_owned()),
        }
    }
}

fn second_reading(document: &Value) -> Result<Reading, String> {
    let document: openapiv3::OpenAPI =
        serde_json::from_value(lower(document).document).map_err(|error| error.to_string())?;
    let tokens =
        progenitor::Generator::default().generate_tokens(&document).map_err(|error| error.to_string())?;
    read(tokens)
}

thread_local! {
    /// Whether a panic of this thread is an outcome, which is reported as such.
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// The outcome of work that may panic; what panics on other threads is printed as ever.
fn quietly<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                usual(panic);
            }
        }));
    });
    IS_QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(false);
    let outcome = outcome.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        Err(format!(
            "it panicked: {}",
            text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
        ))
    });
    // Some errors show whole parts of the document.
    outcome.map_err(|why| why.lines().next().unwrap_or_default().chars().take(MESSAGE).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "panics are what is tested")]

    use super::{MESSAGE, quietly};

    #[test]
    fn a_panic_and_an_error_are_one_line() {
        let panicked: Result<(), String> = quietly(|| panic!("no {}\nfor this", "case"));
        assert_eq!(panicked, Err("it panicked: no case".to_owned()));
        let failed: Result<(), String> = quietly(|| Err(format!("bad: {}\n{{", "x".repeat(1000))));
        assert_eq!(failed.map_err(|why| (why.len(), why.contains('\n'))), Err((MESSAGE, false)));
        assert_eq!(quietly(|| Ok(1)), Ok(1));
    }
}

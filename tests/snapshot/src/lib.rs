//! Compares a text with the file that contains the expected text.
//!
//! A comparison only ever reads, unless `cargo xtask bless` runs the tests: it sets [`BLESS`], and a file that differs is
//! rewritten. Under continuous integration nothing is blessed, whatever the environment. The names of the tests
//! that compare end in `matches_its_snapshot` or `match_their_snapshots`: `cargo xtask bless` runs those and no others.

use std::path::Path;

use snapbox::assert::Action;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};

/// The environment variable by which `cargo xtask bless` asks for files to be written.
pub const BLESS: &str = "SIGNALWIRE_REST_BLESS";

/// Asserts that the file contains this text.
///
/// # Panics
///
/// If it does not; the message shows the whole difference.
#[track_caller]
#[allow(clippy::panic, reason = "a difference is a failed test")]
pub fn assert_snapshot(path: impl AsRef<Path>, actual: &str) {
    if let Err(difference) = compare(path.as_ref(), actual) {
        panic!("{difference}");
    }
}

/// Compares the file with this text, for tests that collect all differences before they fail.
///
/// # Errors
///
/// The whole difference, and the command that accepts it.
pub fn compare(path: &Path, actual: &str) -> Result<(), String> {
    compare_under(action(), path, actual)
}

fn action() -> Action {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set(BLESS) && !set("CI") { Action::Overwrite } else { Action::Verify }
}

fn compare_under(action: Action, path: &Path, actual: &str) -> Result<(), String> {
    // Raw: no wildcards and no replaced slashes; only `\r\n` is read as `\n`.
    let expected = Data::read_from(path, Some(DataFormat::Text)).raw();
    let compared = Assert::new().action(action).try_eq(Some(&"actual"), Data::text(actual), expected);
    compared.map_err(|difference| {
        format!("{difference}\nIf the new text is right: cargo xtask bless, then review the difference.")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use std::fs;

    use super::*;

    #[test]
    fn a_difference_is_shown_whole_and_changes_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("text.txt");
        let lines = |changed: &str| -> String {
            (0..200)
                .map(|line| if line % 50 == 7 { format!("{changed} {line}\n") } else { format!("{line}\n") })
                .collect()
        };
        fs::write(&path, lines("old")).unwrap();
        let message = compare_under(Action::Verify, &path, &lines("new")).unwrap_err();
        for line in [7, 57, 107, 157] {
            assert!(
                message.contains(&format!("old {line}")) && message.contains(&format!("new {line}")),
                "{message}"
            );
        }
        assert!(message.contains("cargo xtask bless"), "{message}");
        assert_eq!(fs::read_to_string(&path).unwrap(), lines("old"));
    }

    #[test]
    fn wildcards_slashes_and_the_last_line_ending_are_compared_as_they_are() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("text.txt");
        for (kept, actual) in [("...\n", "a\n"), ("[..]\n", "a\n"), ("a/b\n", "a\\b\n"), ("a\n", "a")] {
            fs::write(&path, kept).unwrap();
            assert!(compare_under(Action::Verify, &path, actual).is_err(), "{kept:?} and {actual:?}");
            assert_eq!(compare_under(Action::Verify, &path, kept), Ok(()));
        }
    }

    #[test]
    fn a_missing_file_is_a_difference_and_is_written_when_asked_for() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("text.txt");
        assert!(compare_under(Action::Verify, &path, "a\n").is_err());
        assert!(!path.exists());
        assert_eq!(compare_under(Action::Overwrite, &path, "a\n"), Ok(()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "a\n");
    }
}

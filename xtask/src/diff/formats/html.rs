//! Stub.
use codegen::diff::finding::Diff;

use super::View;

/// One page.
pub fn print(_diff: &Diff, _view: View) -> String {
    String::new()
}

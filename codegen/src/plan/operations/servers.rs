//! Servers of an operation's own.

use document::{Document, Operation};

/// The first server of an operation or of its path, where it is not that of the document: with the defaults of its
/// variables, and without a slash at its end.
pub(super) fn of_operation(document: &Document, operation: &Operation) -> Option<String> {
    let own = operation.servers.as_ref()?.first()?;
    let is_same = document.servers.first().is_some_and(|server| server.data.url == own.data.url);
    let url = own.expanded();
    (!is_same && !url.contains('{')).then(|| url.trim_end_matches('/').to_owned())
}

//! The trait of responses that are pages of a list.

use serde::de::DeserializeOwned;

/// One page of a list.
pub trait Page: DeserializeOwned + Send + 'static {
    /// The type of the items.
    type Item: Send + 'static;

    /// Returns the link to the next page; `None` on the last.
    fn next_link(&self) -> Option<&str>;

    /// Returns the items of this page.
    fn into_items(self) -> Vec<Self::Item>;
}

//! The codes of errors as the enum of an API.

use super::{ApiError, Error};
use crate::model::OpenEnum;

/// States that the errors of an API have codes of this enum. Generated code implements it for [`Error`], so that
/// [`Error::codes`] returns the codes of its API.
#[diagnostic::on_unimplemented(
    message = "the document of this API lists no error codes",
    note = "`Error::errors` returns them as text"
)]
pub trait CodedAs<C> {}

impl Error {
    /// Returns the codes of the errors that the server reports, in their order; see [`Error::errors`] for their messages
    /// and fields.
    pub fn codes<C: OpenEnum>(&self) -> Vec<C>
    where
        Self: CodedAs<C>,
    {
        self.errors().iter().filter_map(ApiError::code).map(C::from_text).collect()
    }
}

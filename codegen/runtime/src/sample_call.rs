//! Sample calls: every generated method as a function that calls it, for tests of a whole generated crate.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::transport::BoxFuture;

/// A call of one generated method with arguments made up from the document.
pub struct SampleCall<C> {
    /// Id of the operation.
    pub operation: &'static str,
    /// The id as errors and spans have it: with the command in parentheses, where the method sends one.
    pub id: &'static str,
    /// The method, such as `client.orders().get`.
    pub method: &'static str,
    /// Whether all that may be left out is set.
    pub whole: bool,
    /// Makes the call.
    pub call: fn(&C, Ids<'_>) -> Sample,
}

/// Gives the value of a path parameter by its name in the document.
pub type Ids<'a> = &'a dyn Fn(&str) -> String;

/// The outcome of a sample call: the response body as it was read, written back as JSON.
pub type Sample = BoxFuture<'static, Result<Value, Error>>;

impl<C> fmt::Debug for SampleCall<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SampleCall")
            .field("id", &self.id)
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// Makes one type of the outcomes of all calls.
pub fn sample<T: Serialize + 'static>(call: BoxFuture<'static, Result<T, Error>>) -> Sample {
    Box::pin(async move {
        let body = call.await?;
        Ok(serde_json::to_value(&body).unwrap_or_default())
    })
}

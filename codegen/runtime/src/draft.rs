//! A body that the setters of a call change until it is sent.

use std::any::Any;

use crate::model::Model;

/// A typed body whose type the request does not know.
///
/// It is hidden, since rustdoc would list it on the page of every type.
#[doc(hidden)]
pub trait Draft: Model + Send + Sync + 'static {
    /// Returns a copy.
    fn boxed_clone(&self) -> Box<dyn Draft>;

    /// Returns the body for a downcast to its type.
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

impl<B: Model + Clone + Send + Sync + 'static> Draft for B {
    fn boxed_clone(&self) -> Box<dyn Draft> {
        Box::new(self.clone())
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

impl Clone for Box<dyn Draft> {
    fn clone(&self) -> Self {
        (**self).boxed_clone()
    }
}

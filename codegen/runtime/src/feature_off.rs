//! What the compiler says of a method whose feature is off: which feature, and where it is turned on.
//!
//! Such a method is there, hidden from the documentation, but with a bound that nothing meets. A bound for all lifetimes is
//! only checked where the method is called.

/// Explains the methods of a client that lead to namespaces whose features are off.
#[doc(hidden)]
#[macro_export]
macro_rules! explain_features {
    ($client:ident { $($method:ident $feature:tt $message:tt;)* }) => {
        $(
            #[cfg(not(feature = $feature))]
            const _: () = {
                #[diagnostic::on_unimplemented(
                    message = $message,
                    label = $message,
                    note = "features are turned on in `Cargo.toml`, where the dependency is"
                )]
                pub trait IsOn {}

                impl $client {
                    #[doc(hidden)]
                    pub fn $method(&self)
                    where
                        for<'c> &'c Self: IsOn,
                    {
                    }
                }
            };
        )*
    };
}

/// That the feature `blocking` is on.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`wait` needs the feature `blocking`",
    label = "`wait` needs the feature `blocking`",
    note = "turn on the feature `blocking` of the client's crate in `Cargo.toml`, or `.await` the call in an `async` program"
)]
pub trait BlockingIsOn {}

/// A `wait` that explains itself.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! impl_wait {
    ($call:ident) => {
        impl<T, O> $call<T, O> {
            #[doc(hidden)]
            pub fn wait(self)
            where
                for<'c> &'c Self: $crate::BlockingIsOn,
            {
            }
        }
    };
}

#[cfg(not(feature = "blocking"))]
impl<T: crate::Page> crate::Items<T> {
    #[doc(hidden)]
    pub fn wait(self)
    where
        for<'c> &'c Self: BlockingIsOn,
    {
    }
}

#[cfg(not(feature = "blocking"))]
impl<T: crate::Page> crate::Pages<T> {
    #[doc(hidden)]
    pub fn wait(self)
    where
        for<'c> &'c Self: BlockingIsOn,
    {
    }
}

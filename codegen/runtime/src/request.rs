//! What generated request builders share.

/// Gives a generated request builder (a struct with the field `call`) the methods of [`Call`](crate::Call).
#[macro_export]
macro_rules! impl_request {
    (paged $name:ident => $answer:ty) => {
        $crate::impl_request!($name => $answer);

        impl $name {
            /// The pages of the list, one after the other.
            pub fn pages(self) -> $crate::Pages<$answer> {
                self.call.pages()
            }

            /// The items of the list, page by page.
            pub fn items(self) -> $crate::Items<$answer> {
                self.call.items()
            }

            /// Starts at a link that was got earlier, instead of the first page.
            pub fn resume(mut self, link: &str) -> Self {
                self.call = self.call.resume(link);
                self
            }
        }
    };
    ($name:ident => $answer:ty) => {
        impl $name {
            /// Sets how long one attempt may take.
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }

            /// Sets how long the call may take with all its attempts and waits.
            pub fn deadline(mut self, deadline: ::core::time::Duration) -> Self {
                self.call = self.call.deadline(deadline);
                self
            }

            /// Sets how often the call is tried again.
            pub fn retries(mut self, retries: u32) -> Self {
                self.call = self.call.retries(retries);
                self
            }

            /// Adds a header. `Authorization` and `Host` are the client's own.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call = self.call.header(name, value);
                self
            }

            /// Decodes the answer as another type, such as one with a field that is not documented.
            pub fn decode_as<U>(self) -> $crate::Call<U> {
                self.call.decode_as()
            }

            /// Answers with status and headers as well.
            pub fn with_response(self) -> $crate::WithResponse<$answer> {
                self.call.with_response()
            }

            /// Sends the request; the same as awaiting it.
            pub fn send(self) -> $crate::BoxFuture<'static, ::core::result::Result<$answer, $crate::Error>> {
                self.call.send()
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$answer, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.call.send()
            }
        }
    };
}

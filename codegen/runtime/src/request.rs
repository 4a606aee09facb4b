//! The methods that generated request builders share.

/// Implements the methods of [`Call`](crate::Call) for a generated request builder, a struct with the field `call`. A
/// builder `with_body` has a field `body` too, which may change until the call is sent; one that is `paged` is of a list.
#[macro_export]
macro_rules! impl_request {
    (paged with_body $name:ident => $response:ty) => {
        $crate::impl_request!(with_body $name => $response);
        $crate::impl_request!(@pages $name => $response, this, this.call.json_body(&this.body));
    };
    (paged $name:ident => $response:ty) => {
        $crate::impl_request!($name => $response);
        $crate::impl_request!(@pages $name => $response, this, this.call);
    };
    (with_body $name:ident => $response:ty) => {
        $crate::impl_request!(@sends $name => $response, this, this.call.json_body(&this.body));
    };
    ($name:ident => $response:ty) => {
        $crate::impl_request!(@sends $name => $response, this, this.call);
    };
    (@pages $name:ident => $response:ty, $this:ident, $call:expr) => {
        impl $name {
            /// Returns the pages of the list.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$response> {
                let $this = self;
                $call.pages()
            }

            /// Returns the items of the list, page by page.
            #[inline]
            pub fn items(self) -> $crate::Items<$response> {
                let $this = self;
                $call.items()
            }

            /// Starts at the link of a page instead of the first page.
            #[inline]
            pub fn resume(mut self, link: &str) -> Self {
                self.call = self.call.resume(link);
                self
            }
        }
    };
    (@sends $name:ident => $response:ty, $this:ident, $call:expr) => {
        impl $name {
            /// Sets the time-out of one attempt.
            #[inline]
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }

            /// Sets the deadline of the call, with all its attempts and waits.
            #[inline]
            pub fn deadline(mut self, deadline: ::core::time::Duration) -> Self {
                self.call = self.call.deadline(deadline);
                self
            }

            /// Sends an `Idempotency-Key`, by which the server recognizes a request that arrives twice.
            ///
            /// A POST or PATCH with a key is retried like a GET. Use it only where the API honours such keys, with a new key
            /// for each request.
            #[inline]
            pub fn idempotency_key(mut self, key: &str) -> Self {
                self.call = self.call.idempotency_key(key);
                self
            }

            /// Sets how often the call is retried.
            pub fn retries(mut self, retries: u32) -> Self {
                self.call = self.call.retries(retries);
                self
            }

            /// Adds a header. `Host` and the headers of the connection are set by the client alone, and so is `Authorization`
            /// when the client has credentials for it.
            #[inline]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call = self.call.header(name, value);
                self
            }

            /// Decodes the response as another type, such as one with an undocumented field.
            #[inline]
            pub fn decode_as<U: $crate::serde::de::DeserializeOwned>(self) -> $crate::Call<U> {
                let $this = self;
                $call.decode_as()
            }

            /// Returns status and headers along with the body.
            #[inline]
            pub fn with_response(self) -> $crate::WithResponse<$response> {
                let $this = self;
                $call.with_response()
            }

            /// Sends the request; the same as awaiting it.
            pub fn send(self) -> $crate::BoxFuture<'static, ::core::result::Result<$response, $crate::Error>> {
                let $this = self;
                $call.send()
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$response, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

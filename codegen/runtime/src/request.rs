//! What generated request builders share.

/// Gives a generated request builder (a struct with the field `call`) the methods of [`Call`](crate::Call). A builder
/// `with_body` has a field `body` too, which may change until the call is sent; one that is `paged` asks for a list.
#[macro_export]
macro_rules! impl_request {
    (paged with_body $name:ident => $answer:ty) => {
        $crate::impl_request!(with_body $name => $answer);
        $crate::impl_request!(@pages $name => $answer, this, this.call.json_body(&this.body));
    };
    (paged $name:ident => $answer:ty) => {
        $crate::impl_request!($name => $answer);
        $crate::impl_request!(@pages $name => $answer, this, this.call);
    };
    (with_body $name:ident => $answer:ty) => {
        $crate::impl_request!(@sends $name => $answer, this, this.call.json_body(&this.body));
    };
    ($name:ident => $answer:ty) => {
        $crate::impl_request!(@sends $name => $answer, this, this.call);
    };
    (@pages $name:ident => $answer:ty, $this:ident, $call:expr) => {
        impl $name {
            /// The pages of the list, one after the other.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$answer> {
                let $this = self;
                $call.pages()
            }

            /// The items of the list, page by page.
            #[inline]
            pub fn items(self) -> $crate::Items<$answer> {
                let $this = self;
                $call.items()
            }

            /// Starts at a link that was got earlier, instead of the first page.
            #[inline]
            pub fn resume(mut self, link: &str) -> Self {
                self.call = self.call.resume(link);
                self
            }
        }
    };
    (@sends $name:ident => $answer:ty, $this:ident, $call:expr) => {
        impl $name {
            /// Sets how long one attempt may take.
            #[inline]
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }

            /// Sets how long the call may take with all its attempts and waits.
            #[inline]
            pub fn deadline(mut self, deadline: ::core::time::Duration) -> Self {
                self.call = self.call.deadline(deadline);
                self
            }

            /// Sets how often the call is tried again.
            #[inline]
            pub fn retries(mut self, retries: u32) -> Self {
                self.call = self.call.retries(retries);
                self
            }

            /// Adds a header. `Authorization` and `Host` are the client's own.
            #[inline]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call = self.call.header(name, value);
                self
            }

            /// Decodes the answer as another type, such as one with a field that is not documented.
            #[inline]
            pub fn decode_as<U: $crate::serde::de::DeserializeOwned>(self) -> $crate::Call<U> {
                let $this = self;
                $call.decode_as()
            }

            /// Answers with status and headers as well.
            #[inline]
            pub fn with_response(self) -> $crate::WithResponse<$answer> {
                let $this = self;
                $call.with_response()
            }

            /// Sends the request; the same as awaiting it.
            #[inline]
            pub fn send(self) -> $crate::BoxFuture<'static, ::core::result::Result<$answer, $crate::Error>> {
                let $this = self;
                $call.send()
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$answer, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

//! The call as a generated crate has it. It is a type of that crate, so that operations can add setters
//! to it.

/// Gives a generated `Call<T, O>` the methods that all calls share. It has the fields `inner`, which is a
/// [`Call`](crate::Call), and `operation`. Beside it are the trait `Operation` of what may be its `O`, and
/// `AnyOperation`, which is its `O` by default and does not implement the trait.
#[macro_export]
macro_rules! impl_call {
    ($call:ident, $operation:ident) => {
        impl<T, O> $call<T, O> {
            pub(crate) fn new(inner: $crate::Call<T>) -> Self {
                Self { inner, operation: ::core::marker::PhantomData }
            }

            /// Adds a query parameter, such as one that is not documented.
            pub fn query(mut self, name: &str, value: impl ::core::fmt::Display) -> Self {
                self.inner = self.inner.query(name, &value);
                self
            }

            /// Adds a header. `Host` and the headers of the connection are set by the client alone, and so is
            /// `Authorization` when the client has credentials for it.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.inner = self.inner.header(name, value);
                self
            }

            /// Sets the time-out of one attempt.
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.inner = self.inner.timeout(timeout);
                self
            }

            /// Sets the deadline of the call, with all its attempts and waits.
            pub fn deadline(mut self, deadline: ::core::time::Duration) -> Self {
                self.inner = self.inner.deadline(deadline);
                self
            }

            /// Sets how often the call is retried.
            pub fn retries(mut self, retries: u32) -> Self {
                self.inner = self.inner.retries(retries);
                self
            }

            /// Sends an `Idempotency-Key`, by which the server recognizes a request that arrives twice.
            ///
            /// A POST or PATCH with a key is retried like a GET. Use it only where the API honours such keys, with a
            /// new key for each request.
            pub fn idempotency_key(mut self, key: &str) -> Self {
                self.inner = self.inner.idempotency_key(key);
                self
            }

            /// Returns the body of the response piece by piece, while it arrives.
            pub fn stream(self) -> $call<$crate::ByteStream, O> {
                $call::new(self.inner.stream())
            }

            /// Asks for server-sent events, and returns what each is about while they arrive.
            pub fn events<U: $crate::Model + ::core::default::Default + 'static>(
                self,
            ) -> $call<$crate::EventStream<U>, O> {
                $call::new(self.inner.events())
            }

            /// Asks for JSON values, one to a line, and returns each while they arrive.
            pub fn json_lines<U: $crate::Model + ::core::default::Default + 'static>(
                self,
            ) -> $call<$crate::JsonLines<U>, O> {
                $call::new(self.inner.json_lines())
            }

            /// Decodes the response as another type, such as one with an undocumented field.
            pub fn decode_as<U: $crate::serde::de::DeserializeOwned>(self) -> $call<U, O> {
                $call::new(self.inner.decode_as())
            }
        }

        impl<T: ::core::marker::Send + 'static, O> $call<T, O> {
            /// Returns status and headers along with the body. Whatever else is set may be set before or after.
            pub fn with_response(self) -> $call<$crate::Response<T>, O> {
                $call::new(self.inner.with_response())
            }

            /// Sends the request; the same as awaiting it.
            pub fn send(self) -> $crate::BoxFuture<'static, ::core::result::Result<T, $crate::Error>> {
                self.inner.send()
            }
        }

        $crate::impl_wait!($call);

        /// Lists.
        impl<T: $crate::Page, O> $call<T, O> {
            /// Returns the pages of the list.
            pub fn pages(self) -> $crate::Pages<T> {
                self.inner.pages()
            }

            /// Returns the items of the list, page by page.
            pub fn items(self) -> $crate::Items<T> {
                self.inner.items()
            }

            /// Starts where `Items::checkpoint` was.
            pub fn resume_at(mut self, checkpoint: &$crate::Checkpoint) -> Self {
                self.inner = self.inner.resume_at(checkpoint);
                self
            }

            /// Starts at the link of a page instead of the first page.
            pub fn resume(mut self, link: &str) -> Self {
                self.inner = self.inner.resume(link);
                self
            }
        }

        /// The body of a request of any path.
        impl<T> $call<T> {
            /// Sends this body as JSON.
            pub fn json<B: $crate::serde::Serialize + ?Sized>(mut self, body: &B) -> Self {
                self.inner = self.inner.json(body);
                self
            }

            /// Sends this body as a percent-encoded form: objects become `name[key]`, lists are repeated.
            pub fn form<B: $crate::serde::Serialize + ?Sized>(mut self, body: &B) -> Self {
                self.inner = self.inner.form(body);
                self
            }

            /// Sends these bytes as the body, with this media type.
            pub fn bytes(
                mut self,
                media_type: &'static str,
                body: impl ::core::convert::Into<::std::vec::Vec<u8>>,
            ) -> Self {
                self.inner = self.inner.bytes(media_type, body);
                self
            }
        }

        impl<T, O: $operation> ::core::convert::From<$call<T, O>> for $call<T> {
            fn from(call: $call<T, O>) -> Self {
                Self::new(call.inner)
            }
        }

        impl<T: ::core::marker::Send + 'static, O> ::core::future::IntoFuture for $call<T, O> {
            type Output = ::core::result::Result<T, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        impl<T, O> ::core::clone::Clone for $call<T, O> {
            fn clone(&self) -> Self {
                Self::new(::core::clone::Clone::clone(&self.inner))
            }
        }

        impl<T, O> ::core::fmt::Debug for $call<T, O> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.inner, f)
            }
        }
    };
}

//! The call: what every method returns.

use quote::{format_ident, quote};

use super::docs;
use super::output::{Content, Options};

/// `src/call.rs`.
pub(super) fn module(options: &Options) -> Content {
    let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
    let docs = docs::attributes(&paragraphs(&options.crate_name()));
    Content::Rust {
        docs: vec!["The call: a request that is built step by step and sent when it is awaited.".to_owned()],
        items: quote! {
            use std::marker::PhantomData;

            #docs
            #[must_use = "a request is sent only when it is awaited"]
            pub struct Call<T, O = AnyOperation> {
                pub(crate) inner: #runtime::Call<T>,
                operation: PhantomData<fn() -> O>,
            }

            /// An operation, by which the type of a call says which method it is of.
            pub trait Operation {}

            /// The operation of a call of which nothing is known: of [`Client::request`](crate::Client::request), and of a
            /// call that was converted into a `Call<T>`.
            #[derive(Debug)]
            pub enum AnyOperation {}

            #runtime::impl_call!(Call, Operation);
        },
    }
}

fn paragraphs(krate: &str) -> Vec<String> {
    let texts = [
        "A request that is sent when it is awaited.",
        "`T` is what it returns. `O` is the operation, whose method lists the setters of its optional parameters. A mistake in the arguments is reported when the call is awaited; nothing is sent then.",
        "All calls have the same methods, so a function can take any call that returns a `T`, or any list:",
    ];
    let example = format!(
        "```\nuse std::time::Duration;\n\nuse {krate}::{{Call, Page, Result}};\n\nasync fn urgent<T: Send + 'static, O>(call: Call<T, O>) -> Result<T> {{\n    let response = call.timeout(Duration::from_secs(1)).retries(5).with_response().await?;\n    println!(\"{{}} after {{}} attempts\", response.status(), response.attempts());\n    Ok(response.into_body())\n}}\n\nasync fn count<T: Page, O>(list: Call<T, O>) -> Result<usize> {{\n    let (mut items, mut count) = (list.items(), 0);\n    while items.try_next().await?.is_some() {{\n        count += 1;\n    }}\n    Ok(count)\n}}\n```"
    );
    let converted =
        "Every call converts into a `Call<T>`, so that calls of several operations go into one collection.";
    let mut paragraphs: Vec<String> = texts.into_iter().map(str::to_owned).collect();
    paragraphs.extend([example, converted.to_owned()]);
    paragraphs
}

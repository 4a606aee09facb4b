//! The names a module takes from elsewhere, gathered while its items are emitted.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::output::Options;

/// What one module imports.
#[derive(Debug, Default)]
pub(super) struct Scope {
    runtime: BTreeSet<&'static str>,
    types: BTreeSet<String>,
    own: BTreeSet<String>,
    /// Names of the crate's root.
    root: BTreeSet<&'static str>,
    /// Types are written `types::Name`: the module has names of its own that a type may bear too.
    qualified: bool,
}

impl Scope {
    /// A module that declares these types itself.
    pub(super) fn declaring(own: BTreeSet<String>) -> Self {
        Self { own, ..Self::default() }
    }

    /// A module of namespaces, which declares no types.
    pub(super) fn qualified() -> Self {
        Self { qualified: true, ..Self::default() }
    }

    /// A name of the runtime crate.
    pub(super) fn runtime(&mut self, name: &'static str) -> syn::Ident {
        self.runtime.insert(name);
        format_ident!("{name}")
    }

    /// A name of the crate's root.
    pub(super) fn root(&mut self, name: &'static str) -> syn::Ident {
        self.root.insert(name);
        format_ident!("{name}")
    }

    /// A generated type.
    pub(super) fn generated(&mut self, name: &str) -> TokenStream {
        if !self.own.contains(name) {
            self.types.insert(name.to_owned());
        }
        let ident = format_ident!("{name}");
        if self.qualified { quote!(types::#ident) } else { quote!(#ident) }
    }

    /// The `use` items of the module.
    pub(super) fn imports(&self, options: &Options) -> TokenStream {
        let runtime = format_ident!("{}", options.runtime.replace('-', "_"));
        let from_runtime = list(&quote!(#runtime), self.runtime.iter().copied());
        let module = (self.qualified && !self.types.is_empty()).then_some("types");
        let from_root = list(&quote!(crate), self.root.iter().copied().chain(module));
        let types = self.types.iter().filter(|_| !self.qualified).map(String::as_str);
        let from_types = list(&quote!(crate::types), types);
        quote! { #from_root #from_types #from_runtime }
    }
}

fn list<'a>(path: &TokenStream, names: impl Iterator<Item = &'a str>) -> Option<TokenStream> {
    let names: Vec<syn::Ident> = names.map(|name| format_ident!("{name}")).collect();
    match names.as_slice() {
        [] => None,
        [only] => Some(quote! { use #path::#only; }),
        several => Some(quote! { use #path::{#(#several),*}; }),
    }
}

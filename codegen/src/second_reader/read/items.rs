//! Generated code as items that are not parsed yet: of a module, syn needs to see only the part that is of interest.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// An item.
pub(super) struct Item {
    /// `struct`, `fn` and the like.
    keyword: String,
    tokens: Vec<TokenTree>,
}

const KEYWORDS: &[&str] = &["struct", "enum", "impl", "mod", "fn", "use", "const", "static", "type", "trait"];

/// Cuts a stream into items: each ends with a semicolon, or with braces.
pub(super) fn split(tokens: TokenStream) -> Vec<Item> {
    let mut items = Vec::new();
    let mut tokens_of_item = Vec::new();
    let mut keyword: Option<String> = None;
    for token in tokens {
        let is_end = match &token {
            TokenTree::Punct(sign) => sign.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Ident(ident) => {
                let ident = ident.to_string();
                if keyword.is_none() && KEYWORDS.contains(&ident.as_str()) {
                    keyword = Some(ident);
                }
                false
            }
            TokenTree::Literal(_) => false,
        };
        tokens_of_item.push(token);
        if is_end {
            // What is left after the braces of a `use` has no keyword.
            let tokens = std::mem::take(&mut tokens_of_item);
            items.extend(keyword.take().map(|keyword| Item { keyword, tokens }));
        }
    }
    items
}

impl Item {
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.keyword == keyword
    }

    pub(super) fn is_module(&self, name: &str) -> bool {
        self.is("mod") && self.ends_with(name)
    }

    /// Whether it is an `impl` for the type alone, of no trait.
    pub(super) fn is_implementation(&self, name: &str) -> bool {
        let is_trait = self.tokens.iter().any(|token| is_ident(token, "for"));
        self.is("impl") && !is_trait && self.ends_with(name)
    }

    /// Whether the name stands right before the braces.
    fn ends_with(&self, name: &str) -> bool {
        matches!(self.tokens.as_slice(), [.., last, TokenTree::Group(_)] if is_ident(last, name))
    }

    /// The content of the braces.
    pub(super) fn body(self) -> TokenStream {
        match self.tokens.into_iter().next_back() {
            Some(TokenTree::Group(group)) => group.stream(),
            _ => TokenStream::new(),
        }
    }

    pub(super) fn parse<T: syn::parse::Parse>(self) -> Result<T, String> {
        syn::parse2(self.tokens.into_iter().collect()).map_err(|error| error.to_string())
    }
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

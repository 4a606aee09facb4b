//! Declarations of types.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use syn::{Fields, ItemEnum, ItemStruct, LitStr};

use super::classes::class;
use super::items::split;
use super::{Class, Declaration, Field};

/// Reads the module `types`.
pub(super) fn read(tokens: TokenStream, types: &mut BTreeMap<String, Declaration>) -> Result<(), String> {
    for item in split(tokens) {
        let (name, declaration) = if item.is("struct") {
            let found: ItemStruct = item.parse()?;
            (found.ident.to_string(), structure(&found)?)
        } else if item.is("enum") {
            let found: ItemEnum = item.parse()?;
            (found.ident.to_string(), enumeration(&found)?)
        } else {
            continue;
        };
        if types.insert(name.clone(), declaration).is_some() {
            return Err(format!("two types are called {name}"));
        }
    }
    Ok(())
}

fn structure(found: &ItemStruct) -> Result<Declaration, String> {
    let mut fields = BTreeMap::new();
    for field in &found.fields {
        let attributes = Attributes::of(&field.attrs)?;
        let Some(ident) = &field.ident else { return Ok(Declaration::Alias(class(&field.ty))) };
        // Fields that are not listed.
        if attributes.flatten {
            continue;
        }
        let wire = attributes.rename.unwrap_or_else(|| plain(ident));
        fields.insert(wire, Field { class: class(&field.ty), required: !attributes.optional });
    }
    Ok(Declaration::Object(fields))
}

fn enumeration(found: &ItemEnum) -> Result<Declaration, String> {
    let attributes = Attributes::of(&found.attrs)?;
    if attributes.untagged {
        return Ok(Declaration::Union(found.variants.iter().map(variant).collect()));
    }
    let mut texts = BTreeSet::new();
    for variant in &found.variants {
        if !matches!(variant.fields, Fields::Unit) || attributes.tagged {
            return Ok(Declaration::Alias(Class::Unknown(format!("the tagged union {}", found.ident))));
        }
        let rename = Attributes::of(&variant.attrs)?.rename;
        texts.insert(rename.unwrap_or_else(|| plain(&variant.ident)));
    }
    Ok(Declaration::Enum(texts))
}

fn variant(variant: &syn::Variant) -> Class {
    match &variant.fields {
        Fields::Unit => Class::Nothing,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            fields.unnamed.first().map_or(Class::Nothing, |field| class(&field.ty))
        }
        _ => Class::Unknown(format!("the variant {}", variant.ident)),
    }
}

fn plain(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// Attributes of serde.
#[derive(Default)]
struct Attributes {
    rename: Option<String>,
    optional: bool,
    flatten: bool,
    untagged: bool,
    tagged: bool,
}

impl Attributes {
    fn of(attributes: &[syn::Attribute]) -> Result<Self, String> {
        let mut found = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let read = attribute.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                let value: Option<LitStr> = match meta.input.peek(syn::Token![=]) {
                    true => Some(meta.value()?.parse()?),
                    false => None,
                };
                match name.as_str() {
                    "rename" => found.rename = value.map(|text| text.value()),
                    "default" | "skip_serializing_if" => found.optional = true,
                    "flatten" => found.flatten = true,
                    "untagged" => found.untagged = true,
                    "tag" | "content" => found.tagged = true,
                    _ => {}
                }
                Ok(())
            });
            read.map_err(|error| error.to_string())?;
        }
        Ok(found)
    }
}

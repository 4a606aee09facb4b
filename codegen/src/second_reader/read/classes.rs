//! Types as they are written in generated code.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use super::Class;

/// The class of a type.
pub(super) fn class(ty: &Type) -> Class {
    match ty {
        Type::Reference(reference) => class(&reference.elem),
        Type::Array(array) => Class::List(Box::new(class(&array.elem))),
        Type::Slice(slice) => Class::List(Box::new(class(&slice.elem))),
        Type::Tuple(tuple) if tuple.elems.is_empty() => Class::Nothing,
        Type::Path(path) if path.qself.is_none() => of_path(&path.path),
        _ => unknown(ty),
    }
}

fn of_path(path: &syn::Path) -> Class {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let arguments = arguments(path);
    let inner = || arguments.last().map_or_else(|| unknown(path), |ty| class(ty));
    match names.as_slice() {
        ["std", "option", "Option"] => Class::Optional(Box::new(inner())),
        ["std", "boxed", "Box"] => inner(),
        ["std", "vec", "Vec"] => Class::List(Box::new(inner())),
        ["std", "collections", "HashMap"] | ["serde_json", "Map"] => Class::Map(Box::new(inner())),
        ["serde_json", "Value"] => Class::Any,
        ["uuid", "Uuid"] => Class::Uuid,
        ["chrono", "DateTime"] => Class::Timestamp,
        // Other formats are text to us, such as dates and addresses.
        ["std", "string", "String"] | ["str"] | ["chrono", ..] | ["std", "net", _] => Class::Text,
        ["bool"] => Class::Bool,
        ["f32" | "f64"] => Class::Number,
        ["i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64"] => Class::Integer,
        ["std", "num", name] if name.starts_with("NonZero") => Class::Integer,
        ["types", name] | [name] => Class::Named((*name).to_owned()),
        _ => unknown(path),
    }
}

/// The types in the angle brackets.
pub(super) fn arguments(path: &syn::Path) -> Vec<&Type> {
    let Some(PathArguments::AngleBracketed(list)) = path.segments.last().map(|last| &last.arguments) else {
        return Vec::new();
    };
    let types = list.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

fn unknown(tokens: &impl ToTokens) -> Class {
    Class::Unknown(tokens.to_token_stream().to_string())
}

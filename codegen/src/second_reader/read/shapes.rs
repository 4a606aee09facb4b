//! Types as they are written in generated code.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use super::Shape;

/// The class of a type.
pub(super) fn shape(ty: &Type) -> Shape {
    match ty {
        Type::Reference(reference) => shape(&reference.elem),
        Type::Array(array) => Shape::List(Box::new(shape(&array.elem))),
        Type::Slice(slice) => Shape::List(Box::new(shape(&slice.elem))),
        Type::Tuple(tuple) if tuple.elems.is_empty() => Shape::Nothing,
        Type::Path(path) if path.qself.is_none() => of_path(&path.path),
        _ => unknown(ty),
    }
}

fn of_path(path: &syn::Path) -> Shape {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let arguments = arguments(path);
    let inner = || arguments.last().map_or_else(|| unknown(path), |ty| shape(ty));
    match names.as_slice() {
        ["std", "option", "Option"] => Shape::Optional(Box::new(inner())),
        ["std", "boxed", "Box"] => inner(),
        ["std", "vec", "Vec"] => Shape::List(Box::new(inner())),
        ["std", "collections", "HashMap"] | ["serde_json", "Map"] => Shape::Map(Box::new(inner())),
        ["serde_json", "Value"] => Shape::Any,
        ["uuid", "Uuid"] => Shape::Uuid,
        ["chrono", "DateTime"] => Shape::Timestamp,
        // Other formats are text to us, such as dates and addresses.
        ["std", "string", "String"] | ["str"] | ["chrono", ..] | ["std", "net", _] => Shape::Text,
        ["bool"] => Shape::Bool,
        ["f32" | "f64"] => Shape::Number,
        ["i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64"] => Shape::Integer,
        ["std", "num", name] if name.starts_with("NonZero") => Shape::Integer,
        ["types", name] | [name] => Shape::Named((*name).to_owned()),
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

fn unknown(tokens: &impl ToTokens) -> Shape {
    Shape::Unknown(tokens.to_token_stream().to_string())
}

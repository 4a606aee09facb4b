//! Values in examples, as Rust expressions: what the document gives as an example, and where it gives none something that
//! fits the type.
//!
//! An object is written with the fields that it requires, and with a setter for each other field that the example has. A
//! union is written as the variant that fits the example, by its constructor where it has one.

mod fitting;

use serde_json::Value;

use super::objects::has_default;
use super::presence::Presence;
use super::required;
use crate::plan::{Constructor, FieldDecl, Kind, Plan, Shortcut, Type, TypeDecl, UnionDecl};

/// How deep an example writes out nested objects, if it need not: below, lists are empty and defaults are taken.
const MAX_DEPTH: usize = 16;

/// The most items of a list, and entries of a map.
const MAX_ITEMS: usize = 4;

/// A UUID where the document gives none.
pub(super) const UUID: &str = "9b5c9fa4-2f6e-4b5a-8a4e-6c1f0f3c2d11";

/// What an expression is written for.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    /// The types.
    pub plan: &'a Plan,
    /// The name by which the code refers to the crate.
    pub krate: &'a str,
    /// How deep the value is inside of others.
    pub depth: usize,
}

/// An expression for a value of a type.
pub(super) struct Expression {
    /// The expression.
    pub text: String,
    /// Whether it is of the type itself, rather than of one that converts into it.
    is_typed: bool,
}

impl Expression {
    fn typed(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_typed: true }
    }

    fn converts(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_typed: false }
    }

    /// The value where its type is known from around it.
    fn converted(self) -> String {
        if self.is_typed { self.text } else { format!("{}.into()", self.text) }
    }
}

impl<'a> Values<'a> {
    /// A value as it is passed to a method.
    pub(super) fn of(self, ty: &Type, example: Option<&Value>, name: &str) -> Expression {
        match (ty, example) {
            (Type::String | Type::Secret | Type::Uuid | Type::Timestamp, Some(Value::String(text))) => {
                Expression::converts(format!("{text:?}"))
            }
            (Type::Uuid, _) => Expression::converts(format!("{UUID:?}")),
            (Type::Timestamp, _) => Expression::converts("\"2026-01-31T12:00:00Z\""),
            (Type::String | Type::Secret, _) => {
                Expression::converts(format!("{:?}", name.trim_end_matches('_')))
            }
            (Type::Integer, Some(Value::Number(number))) if number.is_i64() => {
                Expression::typed(number.to_string())
            }
            (Type::Number, Some(Value::Number(number))) => Expression::typed(
                number.as_f64().map_or_else(|| "1.0".to_owned(), |number| format!("{number:?}")),
            ),
            (Type::Unsigned, Some(Value::Number(number))) if number.is_u64() => {
                Expression::typed(number.to_string())
            }
            (Type::Integer | Type::Unsigned, _) => Expression::typed("1"),
            (Type::Number, _) => Expression::typed("1.0"),
            (Type::Bool, Some(Value::Bool(flag))) => Expression::typed(flag.to_string()),
            (Type::Bool, _) => Expression::typed("true"),
            (Type::Any, Some(Value::String(text))) => Expression::converts(format!("{text:?}")),
            (Type::Any, Some(value @ (Value::Number(_) | Value::Bool(_)))) => {
                Expression::converts(value.to_string())
            }
            (Type::Any, _) => Expression::converts("\"value\""),
            (Type::File, _) => Expression::typed(format!("{}::FilePart::bytes(\"content\")", self.krate)),
            (Type::Map(item), example) => self.map(item, example),
            (Type::List(item), example) => self.list(item, example, name),
            (Type::Named(declared), example) => self.named(declared, example),
            (Type::MaybeArray(inner), example) => Expression::converts(self.explicit(inner, example, name)),
            (Type::Nullable(_), _) => Expression::typed("None"),
        }
    }

    /// A value that is of its type wherever it stands.
    pub(super) fn explicit(self, ty: &Type, example: Option<&Value>, name: &str) -> String {
        let value = self.of(ty, example, name);
        match ty {
            Type::List(item) => format!("vec![{}]", self.items(item, example, name).join(", ")),
            _ if value.is_typed => value.text,
            Type::String => format!("{}.to_owned()", value.text),
            Type::Named(declared) => format!("{declared}::from({})", value.text),
            Type::Any => format!("{}::Value::from({})", self.krate, value.text),
            Type::Uuid => format!("{}::Uuid::from({})", self.krate, value.text),
            Type::Timestamp => format!("{}::Timestamp::from({})", self.krate, value.text),
            Type::Secret => format!("{}::Secret::from({})", self.krate, value.text),
            _ => format!("{}.into()", value.text),
        }
    }

    /// A value where a field of its type is filled in.
    fn exact(self, ty: &Type, example: Option<&Value>, name: &str) -> String {
        match ty {
            Type::List(_) => self.explicit(ty, example, name),
            _ => self.of(ty, example, name).converted(),
        }
    }

    fn map(self, item: &Type, example: Option<&Value>) -> Expression {
        let entries = example.and_then(Value::as_object).into_iter().flatten().take(MAX_ITEMS);
        let entries: Vec<String> = entries
            .map(|(key, value)| {
                format!("({key:?}.to_owned(), {})", self.inside().exact(item, Some(value), key))
            })
            .collect();
        Expression::typed(match entries.is_empty() {
            true => format!("{}::Map::new()", self.krate),
            false => format!("{}::Map::from([{}])", self.krate, entries.join(", ")),
        })
    }

    /// A list as an argument, which takes anything that can be iterated.
    fn list(self, item: &Type, example: Option<&Value>, name: &str) -> Expression {
        if let Type::Named(declared) = item
            && self.depth > MAX_DEPTH
        {
            return Expression::typed(format!("<[{declared}; 0]>::default()"));
        }
        let items = match item {
            Type::String | Type::File => {
                self.each(example, |example| self.inside().of(item, example, name).text)
            }
            _ => self.items(item, example, name),
        };
        Expression::typed(format!("[{}]", items.join(", ")))
    }

    /// The items of a list, each of the type that the list has.
    fn items(self, item: &Type, example: Option<&Value>, name: &str) -> Vec<String> {
        if matches!(item, Type::Named(_)) && self.depth > MAX_DEPTH {
            return Vec::new();
        }
        self.each(example, |example| self.inside().exact(item, example, name))
    }

    fn each(self, example: Option<&Value>, write: impl Fn(Option<&Value>) -> String) -> Vec<String> {
        match example.and_then(Value::as_array).filter(|list| !list.is_empty()) {
            Some(list) => list.iter().take(MAX_ITEMS).map(|item| write(Some(item))).collect(),
            None => vec![write(None)],
        }
    }

    fn inside(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn named(self, name: &str, example: Option<&Value>) -> Expression {
        let fallback = || Expression::typed(format!("{name}::default()"));
        let Some(decl) = self.plan.types.get(name) else { return fallback() };
        let is_shallow = self.depth < MAX_DEPTH;
        let example = example.or(decl.example.as_ref());
        match &decl.kind {
            Kind::Enum(values) => {
                let text = example.and_then(Value::as_str);
                let named = text.and_then(|text| values.iter().find(|value| value.wire == text));
                let value = named.or(values.first());
                value.map_or_else(fallback, |value| Expression::typed(format!("{name}::{}", value.name)))
            }
            Kind::Object(fields) if is_shallow || !has_default(decl, fields) => self.object(decl, example),
            Kind::Union(union) if is_shallow => self.union(decl, union, example).unwrap_or_else(fallback),
            Kind::Object(_) | Kind::Union(_) | Kind::Responses(_) => fallback(),
        }
    }

    fn object(self, decl: &TypeDecl, example: Option<&Value>) -> Expression {
        if let Some(text) = self.only_text(decl, example) {
            return Expression::converts(text);
        }
        let mut short = decl.shortcuts.iter().filter(|shortcut| !shortcut.is_any);
        let short = short.find_map(|shortcut| self.shortcut(decl, shortcut, example?));
        let made = short.unwrap_or_else(|| self.constructor(decl, example));
        let left = decl.fields().iter().filter(|field| !field.is_argument() && field.constant.is_none());
        let set: String = left.filter_map(|field| self.setter(decl, field, example?)).collect();
        Expression::typed(format!("{made}{set}"))
    }

    /// The text of a value that has nothing else.
    fn only_text(self, decl: &TypeDecl, example: Option<&Value>) -> Option<String> {
        self.plan.conversions.get(&decl.name).filter(|types| types.contains(&Type::String))?;
        let fields = example?.as_object().filter(|fields| fields.len() == 1)?;
        match fields.values().next()? {
            Value::String(text) => Some(format!("{text:?}")),
            _ => None,
        }
    }

    fn constructor(self, decl: &TypeDecl, example: Option<&Value>) -> String {
        let by_name = required::name(self.plan, decl);
        let arguments = decl.fields().iter().filter(|field| field.is_argument());
        let values: Vec<String> = arguments
            .map(|field| match by_name {
                Some(_) => format!("{}: {}", field.name, self.field_exact(field, example)),
                None => self.field(field, example),
            })
            .collect();
        let name = &decl.name;
        match by_name {
            Some(required) => format!("{name}::new({required} {{ {} }})", values.join(", ")),
            None => format!("{name}::new({})", values.join(", ")),
        }
    }

    /// The constructor that takes what is inside of the objects that an object requires.
    fn shortcut(self, decl: &TypeDecl, shortcut: &Shortcut, example: &Value) -> Option<String> {
        let (mut owner, mut value, mut last) = (decl, example, None);
        for wire in &shortcut.fields {
            // What the constructor does not set would be lost.
            if value.as_object()?.keys().any(|key| key != wire && owner.name != decl.name) {
                return None;
            }
            value = value.get(wire)?;
            let field = owner.fields().iter().find(|field| field.wire == *wire)?;
            owner = field.ty.named().and_then(|name| self.plan.types.get(name)).unwrap_or(owner);
            last = Some(field);
        }
        let field = last?;
        let value = self.inside().of(&field.ty, Some(value), &field.name).text;
        Some(format!("{}::{}({value})", decl.name, shortcut.name))
    }

    /// The call of a setter for a field that the example has.
    fn setter(self, decl: &TypeDecl, field: &FieldDecl, example: &Value) -> Option<String> {
        let value = example.get(&field.wire)?;
        let is_empty = field.empty && value.as_object().is_some_and(serde_json::Map::is_empty);
        if is_empty {
            return None;
        }
        let written = match Presence::of(field, decl) {
            Presence::Patch if value.is_null() => format!("{}::Patch::Null", self.krate),
            Presence::Patch => self.patch(&field.ty, value, &field.name)?,
            _ if value.is_null() || matches!(field.ty, Type::Any | Type::File) => return None,
            _ => self.inside().of(&field.ty, Some(value), &field.name).text,
        };
        Some(format!(".{}({written})", field.name))
    }

    fn patch(self, ty: &Type, value: &Value, name: &str) -> Option<String> {
        let inside = self.inside();
        match ty {
            Type::String | Type::Uuid | Type::Timestamp => Some(inside.of(ty, Some(value), name).text),
            Type::Secret | Type::Any | Type::File | Type::MaybeArray(_) => None,
            _ => Some(inside.explicit(ty, Some(value), name)),
        }
    }

    /// The value of a field as the argument of a constructor.
    pub(super) fn field(self, field: &FieldDecl, example: Option<&Value>) -> String {
        let example = of_field(field, example);
        match field.nullable {
            true => "None".to_owned(),
            false => self.inside().of(&field.ty, example, &field.name).text,
        }
    }

    /// The value of a field as its type has it.
    fn field_exact(self, field: &FieldDecl, example: Option<&Value>) -> String {
        if field.nullable {
            return "None".to_owned();
        }
        let value = self.inside().exact(&field.ty, of_field(field, example), &field.name);
        if field.boxed { format!("Box::new({value})") } else { value }
    }

    fn union(self, decl: &TypeDecl, union: &UnionDecl, example: Option<&Value>) -> Option<Expression> {
        let fitting = example.and_then(|example| self.fitting(union, example));
        let index = fitting.or_else(|| easiest(union))?;
        let variant = union.variants.get(index)?;
        let example = example.filter(|_| fitting.is_some());
        if let Some(text) = self.text_of_variant(decl, union, &variant.ty, example) {
            return Some(Expression::converts(text));
        }
        // An object with shortcuts is short by itself.
        let named = variant.ty.named().and_then(|name| self.plan.types.get(name));
        let is_short = named.is_some_and(|decl| !decl.shortcuts.is_empty());
        let constructor = union.constructors.iter();
        let constructor = constructor.filter(|constructor| constructor.variant == index && !is_short);
        let written =
            constructor.filter_map(|constructor| self.constructed(decl, union, constructor, example?));
        if let Some(written) = written.min_by_key(String::len) {
            return Some(Expression::typed(written));
        }
        // A text goes through one conversion only.
        let inner = self.inside().of(&variant.ty, example, &decl.name);
        let text = match (&variant.ty, inner.is_typed) {
            (Type::String, _) => inner.text,
            (ty, true) if !matches!(ty, Type::List(_)) => inner.text,
            (Type::Named(_), false) if self.converts_from_text(&decl.name) => inner.text,
            _ => self.inside().explicit(&variant.ty, example, &decl.name),
        };
        Some(Expression::converts(text))
    }

    /// The text that makes the variant, where no other variant is a text.
    fn text_of_variant(
        self,
        decl: &TypeDecl,
        union: &UnionDecl,
        variant: &Type,
        example: Option<&Value>,
    ) -> Option<String> {
        let is_text = union.variants.iter().any(|variant| variant.ty == Type::String);
        let object = self.plan.types.get(variant.named()?)?;
        let text = || self.only_text(object, example);
        (!is_text && self.converts_from_text(&decl.name)).then(text)?
    }

    fn converts_from_text(self, name: &str) -> bool {
        self.plan.conversions.get(name).is_some_and(|types| types.contains(&Type::String))
    }

    /// The call of a union's constructor, where it sets everything that the example has.
    fn constructed(
        self,
        decl: &TypeDecl,
        union: &UnionDecl,
        constructor: &Constructor,
        example: &Value,
    ) -> Option<String> {
        let variant = union.variants.get(constructor.variant)?.ty.named()?;
        let field =
            self.plan.types.get(variant)?.fields().iter().find(|field| field.wire == constructor.field)?;
        let object = example.as_object().filter(|object| object.len() == 1)?;
        let value = object.get(&constructor.field)?;
        let is_empty = value.as_object().is_some_and(serde_json::Map::is_empty);
        let argument = match constructor.takes_value {
            true => self.field(field, Some(example)),
            false if is_empty => String::new(),
            false => return None,
        };
        Some(format!("{}::{}({argument})", decl.name, constructor.name))
    }
}

/// The variant for which a value can be made without an example: the first if it has a type of its own, or else a scalar.
fn easiest(union: &UnionDecl) -> Option<usize> {
    let is_scalar = |ty: &Type| matches!(ty, Type::Bool | Type::Integer | Type::Number | Type::String);
    match &union.variants.first()?.ty {
        Type::Named(_) => Some(0),
        _ => union.variants.iter().position(|variant| is_scalar(&variant.ty)),
    }
}

/// The example of a field: the one in an example of the object, or else its own.
fn of_field<'v>(field: &'v FieldDecl, example: Option<&'v Value>) -> Option<&'v Value> {
    example.and_then(|object| object.get(&field.wire)).or(field.example.as_ref())
}

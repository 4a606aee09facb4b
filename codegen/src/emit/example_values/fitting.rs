//! Which variant of a union an example is of.

use serde_json::Value;

use super::Values;
use crate::plan::{FieldDecl, Kind, Type, UnionDecl};

impl Values<'_> {
    /// The variant that an example is of: the one that knows the most of its fields.
    pub(super) fn fitting(self, union: &UnionDecl, example: &Value) -> Option<usize> {
        if let Some((property, texts)) = &union.discriminator
            && let Some(text) = example.get(property).and_then(Value::as_str)
            && let Some((_, index)) = texts.iter().find(|(known, _)| known == text)
        {
            return Some(*index);
        }
        let known = union.variants.iter().enumerate();
        let known = known.filter_map(|(index, variant)| Some((index, self.fit(&variant.ty, example)?)));
        known.max_by_key(|(index, known)| (*known, std::cmp::Reverse(*index))).map(|(index, _)| index)
    }

    /// How many fields of an example a type knows; `None` where the example is not of the type.
    fn fit(self, ty: &Type, example: &Value) -> Option<usize> {
        let fits = match (ty, example) {
            (Type::Named(name), example) => return self.fit_named(name, example),
            (Type::String | Type::Secret | Type::Uuid | Type::Timestamp, Value::String(_)) => true,
            (Type::Integer | Type::Unsigned, Value::Number(number)) => !number.is_f64(),
            (Type::Number, Value::Number(_)) | (Type::Bool, Value::Bool(_)) => true,
            (Type::List(_), Value::Array(_)) | (Type::Map(_), Value::Object(_)) => true,
            _ => false,
        };
        fits.then_some(0)
    }

    fn fit_named(self, name: &str, example: &Value) -> Option<usize> {
        let decl = self.plan.types.get(name)?;
        match &decl.kind {
            Kind::Object(fields) => {
                let object = example.as_object()?;
                let is_whole = fields.iter().all(|field| !field.required || object.contains_key(&field.wire));
                let is_constant = |field: &FieldDecl| match (&field.constant, object.get(&field.wire)) {
                    (Some(text), Some(value)) => value.as_str() == Some(text),
                    _ => true,
                };
                let known = fields.iter().filter(|field| object.contains_key(&field.wire)).count();
                (is_whole && fields.iter().all(is_constant)).then_some(known)
            }
            Kind::Enum(values) => {
                let text = example.as_str()?;
                values.iter().any(|value| value.wire == text).then_some(1)
            }
            Kind::Union(union) => {
                let fits = union.variants.iter().filter(|variant| variant.ty.named() != Some(name));
                fits.filter_map(|variant| match &variant.ty {
                    Type::Named(inner) if matches!(self.plan.types.get(inner)?.kind, Kind::Union(_)) => None,
                    ty => self.fit(ty, example),
                })
                .max()
            }
            Kind::Responses(_) => None,
        }
    }
}

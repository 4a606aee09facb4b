//! Validates one value by JSON Schema, without the values inside of it.
//!
//! Every schema is reduced to the keywords that need no other schema, so that each violation belongs to one line of the
//! document, and the violations of a union to one of its variants.

use document::json_schema::own;
use document::{Direction, Schema};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use crate::facts::type_name;
use crate::finding::Rule;

/// The validator of a schema's own keywords; `None` if there is nothing to check or the schema is invalid.
pub(crate) fn validator(schema: Schema<'_>, direction: Direction) -> Option<Validator> {
    let mut keywords = own(schema, direction);
    if let Some(name) = type_name(schema) {
        keywords.insert("type".to_owned(), name.into());
    }
    if keywords.is_empty() {
        return None;
    }
    jsonschema::options().should_validate_formats(true).build(&keywords.into()).ok()
}

/// A violation that a validator found.
pub(crate) struct Complaint {
    pub rule: Rule,
    /// The violated keyword.
    pub keyword: &'static str,
    /// The missing property, if one is missing.
    pub property: Option<String>,
    /// What is expected, without quoting the value.
    pub expected: String,
}

/// All violations of a value.
pub(crate) fn complaints(validator: &Validator, value: &Value) -> Vec<Complaint> {
    // Most values are valid, and checking that is cheaper than collecting violations.
    if validator.is_valid(value) {
        return Vec::new();
    }
    validator.iter_errors(value).map(|error| complaint(error.kind())).collect()
}

fn complaint(kind: &ValidationErrorKind) -> Complaint {
    use ValidationErrorKind as Kind;
    let (rule, keyword, expected) = match kind {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            return Complaint {
                rule: Rule::MissingField,
                keyword: "required",
                property: Some(name.to_owned()),
                expected: format!("`{name}` is documented as always there"),
            };
        }
        Kind::Type { .. } => (Rule::TypeMismatch, "type", String::new()),
        Kind::Enum { options } => (Rule::UnknownEnumValue, "enum", one_of(options)),
        Kind::Format { format } => (Rule::Format, "format", format!("the format `{format}` is documented")),
        Kind::Pattern { pattern } => {
            (Rule::Bounds, "pattern", format!("the pattern `{pattern}` is documented"))
        }
        Kind::MinLength { limit } => {
            (Rule::Bounds, "minLength", format!("at least {limit} characters are documented"))
        }
        Kind::MaxLength { limit } => {
            (Rule::Bounds, "maxLength", format!("at most {limit} characters are documented"))
        }
        Kind::MinItems { limit } => {
            (Rule::Bounds, "minItems", format!("at least {limit} items are documented"))
        }
        Kind::MaxItems { limit } => {
            (Rule::Bounds, "maxItems", format!("at most {limit} items are documented"))
        }
        Kind::MinProperties { limit } => {
            (Rule::Bounds, "minProperties", format!("at least {limit} fields are documented"))
        }
        Kind::MaxProperties { limit } => {
            (Rule::Bounds, "maxProperties", format!("at most {limit} fields are documented"))
        }
        Kind::Minimum { limit } => (Rule::Bounds, "minimum", format!("{limit} or more is documented")),
        Kind::Maximum { limit } => (Rule::Bounds, "maximum", format!("{limit} or less is documented")),
        Kind::ExclusiveMinimum { limit } => {
            (Rule::Bounds, "minimum", format!("more than {limit} is documented"))
        }
        Kind::ExclusiveMaximum { limit } => {
            (Rule::Bounds, "maximum", format!("less than {limit} is documented"))
        }
        Kind::MultipleOf { .. } => (Rule::Bounds, "multipleOf", "another step is documented".to_owned()),
        Kind::UniqueItems => (Rule::Bounds, "uniqueItems", "items that differ are documented".to_owned()),
        Kind::Not { .. } => (Rule::Bounds, "not", "what is there excludes it".to_owned()),
        _ => (Rule::Bounds, "type", "something else is documented".to_owned()),
    };
    Complaint { rule, keyword, property: None, expected }
}

/// The documented values, or how many there are.
fn one_of(options: &Value) -> String {
    const SHOWN: usize = 6;
    let values: Vec<String> = options.as_array().into_iter().flatten().map(Value::to_string).collect();
    match values.as_slice() {
        [only] => format!("only {only} is documented"),
        several if several.len() <= SHOWN => format!("documented are {}", several.join(", ")),
        many => format!("{} other values are documented", many.len()),
    }
}

//! Warnings about schemas.

use std::collections::BTreeSet;

use document::problem::Problem;
use document::schema::{Additional, Role, mapped_name};
use document::{Document, Schema, SchemaId};

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let returned = returned(document);
    let mut problems = Vec::new();
    for schema in document.schemas().filter(|schema| schema.reference().is_none()) {
        problems.extend(without_items(schema));
        problems.extend(ignored_nullable(schema));
        problems.extend(repetitions(schema));
        problems.extend(unknown_required(schema));
        problems.extend(bounds(schema));
        problems.extend(unnamed(schema));
        problems.extend(closed(schema, &returned));
        problems.extend(secret(schema));
        problems.extend(discriminator(schema));
        problems.extend(indistinguishable(schema));
    }
    problems
}

/// The schemas that some success reaches.
fn returned(document: &Document) -> BTreeSet<SchemaId> {
    let successes = document.operations.iter().flat_map(|operation| operation.successes());
    let bodies = successes.flat_map(|response| response.content.iter().filter_map(|media| media.schema));
    let mut pending: Vec<Schema<'_>> = bodies.map(|id| document.schema(id)).collect();
    let mut reached = BTreeSet::new();
    while let Some(schema) = pending.pop() {
        if reached.insert(schema.id()) {
            pending.extend(schema.children());
        }
    }
    reached
}

fn without_items(schema: Schema<'_>) -> Option<Problem> {
    (schema.type_name() == Some("array") && schema.items().is_none()).then(|| {
        Problem::warning(
            "array-without-items",
            schema.place().key_at,
            "this array does not say what its items are",
            "add `items`; `items: {}` stands for anything",
        )
    })
}

/// By OpenAPI 3.0.3 `nullable` adds null to the `type` beside it, and to nothing else: what `allOf` refuses stays refused.
fn ignored_nullable(schema: Schema<'_>) -> Option<Problem> {
    let is_composed = schema.has_all_of() || schema.has_one_of() || schema.has_any_of();
    (schema.is_marked_nullable() && (is_composed || schema.type_name().is_none())).then(|| {
        Problem::warning(
            "ignored-nullable",
            schema.value_at("nullable"),
            "strict validators refuse null here: `nullable` only adds null to a `type` that stands beside it",
            "write `oneOf: [{$ref: ...}, {type: string, nullable: true, enum: [null]}]`",
        )
    })
}

fn repetitions(schema: Schema<'_>) -> Vec<Problem> {
    let required = schema.required().iter().map(|name| serde_json::Value::from(name.as_str())).collect();
    let lists: [(&str, Vec<serde_json::Value>); 2] =
        [("required", required), ("enum", schema.values().to_vec())];
    let mut problems = Vec::new();
    for (key, items) in lists {
        let mut seen = BTreeSet::new();
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !seen.insert(item.to_string())) {
            problems.push(Problem::warning(
                "duplicate-entry",
                schema.item_at(key, index),
                format!("`{key}` lists {item} twice"),
                "remove one of them",
            ));
        }
    }
    problems
}

fn unknown_required(schema: Schema<'_>) -> Vec<Problem> {
    let is_declared = matches!(schema.role(), Role::Component(_) | Role::Property(_));
    if !is_declared || !schema.has_properties() || schema.has_all_of() {
        return Vec::new();
    }
    let unknown = schema.required().iter().enumerate().filter(|(_, name)| schema.property(name).is_none());
    unknown
        .map(|(index, name)| {
            Problem::warning(
                "unknown-required",
                schema.item_at("required", index),
                format!("`{name}` is required, but is no property"),
                "add the property, or take it off the list",
            )
        })
        .collect()
}

fn bounds(schema: Schema<'_>) -> Vec<Problem> {
    let number = |key: &str| schema.bound(key).and_then(|number| number.as_f64());
    let pairs = [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ];
    let wrong = pairs.into_iter().filter(|(low, high)| number(low) > number(high) && number(high).is_some());
    wrong
        .map(|(low, high)| {
            Problem::warning(
                "contradictory-bounds",
                schema.place().key_at,
                format!("`{low}` is greater than `{high}`: no value can fit"),
                "correct one of the two",
            )
        })
        .collect()
}

/// Objects, enums and unions that are written where they are used get made-up names, which change with what is around them.
fn unnamed(schema: Schema<'_>) -> Option<Problem> {
    if schema.component().is_some() || schema.title().is_some() {
        return None;
    }
    // Variants that only say which properties go together make no type.
    let variants = schema.variants().filter(|variant| variant.has_type()).count();
    let what = match (schema.lists_properties(), schema.texts().count(), variants) {
        (true, ..) => "object",
        (_, 2.., _) => "enum",
        (.., 2..) => "union",
        _ => return None,
    };
    Some(Problem::warning(
        "unnamed-schema",
        schema.place().key_at,
        format!("this {what} has no name, so its type would get a made-up one"),
        "move it to `components/schemas` and refer to it",
    ))
}

fn closed(schema: Schema<'_>, returned: &BTreeSet<SchemaId>) -> Option<Problem> {
    let is_closed = schema.additional() == Additional::Allowed(false) && returned.contains(&schema.id());
    is_closed.then(|| {
        Problem::warning(
            "closed-response",
            schema.value_at("additionalProperties"),
            "a response that may have no other fields breaks on the next field that the server adds",
            "leave `additionalProperties` out; the client keeps unknown fields",
        )
    })
}

const SECRETS: [&str; 7] =
    ["password", "secret", "api_key", "apikey", "api_token", "access_token", "refresh_token"];

fn secret(schema: Schema<'_>) -> Option<Problem> {
    let Role::Property(name) = schema.role() else { return None };
    let is_text = schema.type_name() == Some("string") && schema.enumeration().is_none();
    let is_secret = SECRETS.contains(&name.to_ascii_lowercase().as_str());
    (is_text && is_secret && schema.format().is_none()).then(|| {
        Problem::warning(
            "unprotected-secret",
            schema.place().key_at,
            format!("`{name}` would show in logs"),
            "add `format: password`, and the client never shows it",
        )
    })
}

/// A base type may carry a discriminator for schemas that are composed with it: then it has no variants.
fn discriminator(schema: Schema<'_>) -> Vec<Problem> {
    let (Some(discriminator), Some(_)) = (schema.discriminator(), schema.variants().next()) else {
        return Vec::new();
    };
    let problem = |at, message: String, help: &str| Problem::warning("discriminator", at, message, help);
    let mut problems = Vec::new();
    let property = &discriminator.property_name;
    for variant in schema.variants() {
        let target = variant.target();
        let has = target.has_all_of() || target.has_one_of() || target.property(property).is_some();
        if variant.reference().is_none() || !has {
            problems.push(problem(
                variant.place().at,
                format!("this variant has no field `{property}`, the discriminator of the union"),
                "refer to a named schema that has the field, or remove the discriminator",
            ));
        }
    }
    let pointer = format!("{}/discriminator/mapping", schema.place().pointer);
    for (text, target) in &discriminator.mapping {
        let name = mapped_name(target);
        if !schema.variants().any(|variant| variant.reference() == Some(&name)) {
            problems.push(problem(
                schema.tree().value_at(&pointer, text).unwrap_or(schema.place().at),
                format!("`{text}` stands for `{target}`, which is no variant of this union"),
                "correct the name, or add the schema to the union",
            ));
        }
    }
    problems
}

/// Without a discriminator, only their fields distinguish objects.
fn indistinguishable(schema: Schema<'_>) -> Vec<Problem> {
    if schema.discriminator().is_some() {
        return Vec::new();
    }
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut problems = Vec::new();
    for variant in schema.variants() {
        let Some(signature) = signature(variant.target()) else { continue };
        if !seen.insert(signature) {
            problems.push(Problem::warning(
                "indistinguishable-union",
                variant.place().at,
                "two variants of this union have the same fields, so a value may be either",
                "add a discriminator, or make the two one schema",
            ));
        }
    }
    problems
}

/// The fields of an object, with those that are required and those whose text is fixed.
fn signature(schema: Schema<'_>) -> Option<Vec<String>> {
    if !schema.has_properties() {
        return None;
    }
    let mut signature: Vec<String> = schema
        .properties()
        .map(|(name, property)| {
            let required = schema.required().iter().any(|required| required == name);
            let mut values = property.texts();
            let constant = values.next().filter(|_| values.next().is_none()).unwrap_or_default();
            format!("{name}:{required}:{constant}")
        })
        .collect();
    signature.sort();
    Some(signature)
}

//! Schemas.

use serde_json::{Map, Value, json};

use super::names::type_ident;
use super::references::SCHEMAS;
use super::{Lowering, Rule, entries, flag, items, object, text};

/// Keywords that only narrow what a value can be.
const CONSTRAINTS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "not",
];

/// Keywords that give a schema a type.
const KINDS: &[&str] =
    &["$ref", "type", "properties", "enum", "oneOf", "anyOf", "allOf", "items", "additionalProperties"];

impl<'a> Lowering<'a> {
    /// A schema where one is used; `hint` names it in case it needs a name.
    pub(super) fn schema(&mut self, node: &'a Value, hint: &str) -> Value {
        if node.get("$ref").is_some() {
            return self.reference(node);
        }
        let mut lowered = self.written(node, hint);
        if !needs_name(&lowered) {
            return Value::Object(lowered);
        }
        self.count(Rule::InlineSchemas);
        let nullable = lowered.shift_remove("nullable").is_some();
        let name = self.names.schema(&type_ident(text(node, "title").unwrap_or(hint)));
        self.schemas.insert(name.clone(), Value::Object(lowered));
        optional(json!({ "$ref": format!("{SCHEMAS}{name}") }), nullable)
    }

    /// A schema of the components.
    pub(super) fn named_schema(&mut self, node: &'a Value, name: &str) -> Value {
        match node.get("$ref") {
            Some(_) => self.reference(node),
            None => Value::Object(self.written(node, name)),
        }
    }

    /// A schema that is no reference, where it is written.
    fn written(&mut self, node: &'a Value, hint: &str) -> Map<String, Value> {
        for (keyword, _) in entries(Some(node)) {
            match keyword.as_str() {
                "default" => self.count(Rule::Defaults),
                keyword if CONSTRAINTS.contains(&keyword) => self.count(Rule::Constraints),
                _ => {}
            }
        }
        let mut lowered = self.kind(node, hint);
        let is_anything = !KINDS.iter().any(|keyword| lowered.contains_key(*keyword));
        if flag(node, "nullable") && !is_anything {
            lowered.insert("nullable".to_owned(), json!(true));
        }
        if let Some(description) = text(node, "description") {
            lowered.insert("description".to_owned(), json!(description));
        }
        lowered
    }

    fn kind(&mut self, node: &'a Value, hint: &str) -> Map<String, Value> {
        let parts: Vec<&'a Value> = items(node, "allOf").collect();
        if !parts.is_empty() {
            return self.all_of(node, &parts, hint);
        }
        let is_object = has_properties(node);
        let variants: Vec<&'a Value> =
            ["oneOf", "anyOf"].into_iter().find(|key| node.get(key).is_some()).map_or_else(Vec::new, |key| {
                items(node, key)
                    .filter(|variant| KINDS.iter().any(|keyword| variant.get(keyword).is_some()))
                    .collect()
            });
        if !variants.is_empty() && is_object {
            self.count(Rule::Siblings);
        } else if !variants.is_empty() {
            return self.union(node, &variants, hint);
        }
        if node.get("enum").is_some() {
            return self.enumeration(node, hint);
        }
        if is_object {
            return self.object(node, hint);
        }
        self.simple(node, hint)
    }

    /// The parts stay for progenitor to merge; what stands beside them becomes one more.
    fn all_of(&mut self, node: &'a Value, parts: &[&'a Value], hint: &str) -> Map<String, Value> {
        if self.is_too_large(node) {
            self.count(Rule::Compositions);
            return Map::new();
        }
        let typed = parts.iter().filter(|part| {
            KINDS.iter().any(|keyword| part.get(keyword).is_some()) || part.get("required").is_some()
        });
        let mut lowered: Vec<Value> = typed.map(|part| self.named_schema(part, hint)).collect();
        if has_properties(node) || node.get("required").is_some() {
            self.count(Rule::Siblings);
            lowered.push(Value::Object(self.object(node, hint)));
        }
        match lowered.as_mut_slice() {
            [] => Map::new(),
            [Value::Object(only)] if !only.contains_key("$ref") => std::mem::take(only),
            _ => object([("allOf", lowered.into())]),
        }
    }

    fn union(&mut self, node: &'a Value, variants: &[&'a Value], hint: &str) -> Map<String, Value> {
        if node.get("anyOf").is_some() && node.get("oneOf").is_none() {
            self.count(Rule::AnyOf);
        }
        if node.get("discriminator").is_some() {
            self.count(Rule::Discriminators);
        }
        let nullable = variants.iter().any(|variant| is_null(variant));
        let mut lowered: Vec<Value> = Vec::new();
        for (index, variant) in variants.iter().filter(|variant| !is_null(variant)).enumerate() {
            let variant = self.schema(variant, &format!("{hint}Variant{}", index + 1));
            if !lowered.contains(&variant) {
                lowered.push(variant);
            }
        }
        let mut union = match lowered.len() {
            0 => return Map::new(),
            1 => map(lowered.remove(0)),
            _ => object([("oneOf", lowered.into())]),
        };
        if union.contains_key("$ref") {
            union = object([("allOf", vec![Value::Object(union)].into())]);
        }
        if nullable && !union.is_empty() {
            union.insert("nullable".to_owned(), json!(true));
        }
        union
    }

    fn enumeration(&mut self, node: &'a Value, hint: &str) -> Map<String, Value> {
        let mut texts: Vec<&str> = Vec::new();
        for text in items(node, "enum").filter_map(Value::as_str) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let has = |wanted: fn(&Value) -> bool| items(node, "enum").any(wanted);
        let mut lowered = match texts.is_empty() {
            false if has(|value| !value.is_string() && !value.is_null()) => {
                self.count(Rule::Constraints);
                Map::new()
            }
            false if !has_clash(&texts) => map(json!({ "type": "string", "enum": texts })),
            false => {
                self.count(Rule::EnumValues);
                object([("type", "string".into())])
            }
            true => {
                self.count(Rule::Constraints);
                self.simple(node, hint)
            }
        };
        if has(Value::is_null) && !lowered.is_empty() {
            lowered.insert("nullable".to_owned(), json!(true));
        }
        lowered
    }

    fn object(&mut self, node: &'a Value, hint: &str) -> Map<String, Value> {
        let properties: Map<String, Value> = entries(node.get("properties"))
            .map(|(name, schema)| (name.clone(), self.schema(schema, &format!("{hint}{}", type_ident(name)))))
            .collect();
        let required: Vec<&str> = items(node, "required").filter_map(Value::as_str).collect();
        let mut lowered = object([("type", "object".into())]);
        if let Some(others) = node.get("additionalProperties") {
            match others.is_object() && properties.contains_key("extra") {
                true => self.count(Rule::AdditionalProperties),
                false => drop(lowered.insert("additionalProperties".to_owned(), self.others(others, hint))),
            }
        }
        if !properties.is_empty() {
            lowered.insert("properties".to_owned(), Value::Object(properties));
        }
        if !required.is_empty() {
            lowered.insert("required".to_owned(), json!(required));
        }
        lowered
    }

    fn others(&mut self, node: &'a Value, hint: &str) -> Value {
        match node.is_object() {
            true => self.schema(node, &format!("{hint}Value")),
            false => json!(node.as_bool().unwrap_or(true)),
        }
    }

    fn simple(&mut self, node: &'a Value, hint: &str) -> Map<String, Value> {
        let implied = || {
            let keyword = |key: &str| node.get(key).is_some();
            keyword("items").then_some("array").or(keyword("additionalProperties").then_some("object"))
        };
        match text(node, "type").or_else(implied) {
            Some(kind @ ("string" | "integer" | "number")) => {
                let mut lowered = object([("type", kind.into())]);
                match text(node, "format") {
                    Some("date-time-rfc2822") => {
                        self.count(Rule::Dates);
                        lowered.insert("format".to_owned(), json!("date-time"));
                    }
                    Some(format) => {
                        lowered.insert("format".to_owned(), json!(format));
                    }
                    None => {}
                }
                lowered
            }
            Some("boolean") => object([("type", "boolean".into())]),
            Some("array") => {
                let item = node.get("items").map(|items| self.schema(items, &format!("{hint}Item")));
                object([("type", "array".into()), ("items", item.unwrap_or_else(|| json!({})))])
            }
            Some("object") => match node.get("additionalProperties") {
                // An object without fields, that can have no others, has no type of its own.
                Some(others) if others.is_object() => {
                    object([("type", "object".into()), ("additionalProperties", self.others(others, hint))])
                }
                _ => object([("type", "object".into())]),
            },
            _ => Map::new(),
        }
    }
}

/// Whether a Rust type is declared for a schema.
fn needs_name(lowered: &Map<String, Value>) -> bool {
    let several = |key: &str| lowered.get(key).and_then(Value::as_array).is_some_and(|list| list.len() > 1);
    lowered.contains_key("properties") || lowered.contains_key("enum") || several("oneOf") || several("allOf")
}

/// A schema or `null`.
fn optional(schema: Value, nullable: bool) -> Value {
    match schema {
        schema if !nullable => schema,
        Value::Object(mut schema) if !schema.contains_key("$ref") => {
            schema.insert("nullable".to_owned(), json!(true));
            Value::Object(schema)
        }
        reference => object([("nullable", true.into()), ("allOf", vec![reference].into())]).into(),
    }
}

fn is_null(variant: &Value) -> bool {
    let only_null = items(variant, "enum").next().is_some() && items(variant, "enum").all(Value::is_null);
    text(variant, "type") == Some("null") || only_null
}

fn has_properties(node: &Value) -> bool {
    entries(node.get("properties")).next().is_some()
}

/// Whether two texts come to one name even after progenitor's second attempt, which writes out what is no letter.
fn has_clash(texts: &[&str]) -> bool {
    let is_unique = |ident: &dyn Fn(&str) -> String| {
        let mut idents: Vec<String> = texts.iter().map(|text| ident(text)).collect();
        idents.sort_unstable();
        idents.windows(2).all(|pair| pair[0] != pair[1])
    };
    let written_out = |text: &str| type_ident(&text.replace(|sign: char| !sign.is_alphanumeric(), "X"));
    !is_unique(&|text| type_ident(text)) && !is_unique(&written_out)
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

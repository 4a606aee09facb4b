//! A schema in one line, as it could be transcribed.

use document::Schema;
use document::schema::Additional;
use serde_json::Value;

/// As many names as are listed before the rest is only counted.
const MANY: usize = 12;

/// `{type: string, format: uri, default: "..."}`: what the schema says by itself, references followed; of what is inside
/// only the names.
pub(super) fn describe(schema: Schema<'_>) -> String {
    let unwrapped = schema.unwrap();
    let core = unwrapped.core;
    let mut says = Vec::new();
    if let Some(name) = core.implied_type() {
        says.push(format!("type: {name}"));
    }
    if let Some(format) = core.format() {
        says.push(format!("format: {format}"));
    }
    if schema.accepts_null() && core.has_type() {
        says.push("nullable: true".to_owned());
    }
    if !core.values().is_empty() {
        says.push(format!("enum: [{}]", listed(core.values().iter().map(Value::to_string))));
    }
    for keyword in ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "multipleOf"] {
        says.extend(core.bound(keyword).map(|bound| format!("{keyword}: {bound}")));
    }
    says.extend(core.pattern().map(|pattern| format!("pattern: {}", Value::from(pattern))));
    if let Some(items) = core.items() {
        says.push(format!("items: {}", short(items)));
    }
    let composition = core.composition();
    if !composition.properties.is_empty() {
        let names = composition.properties.keys().map(|name| (*name).to_owned());
        says.push(format!("properties: [{}]", listed(names)));
        let required = composition.required.iter().map(|name| (*name).to_owned());
        if !composition.required.is_empty() {
            says.push(format!("required: [{}]", listed(required)));
        }
    }
    if let Additional::Schema(values) = core.additional() {
        says.push(format!("additionalProperties: {}", short(values)));
    }
    if let Some(variants) = core.alternatives() {
        says.push(format!("oneOf: [{}]", listed(variants.into_iter().map(short))));
    }
    let default = unwrapped.wrappers.iter().copied().chain([core]).find_map(Schema::default);
    says.extend(default.map(|default| format!("default: {default}")));
    format!("{{{}}}", says.join(", "))
}

/// The name of a schema, else its type.
fn short(schema: Schema<'_>) -> String {
    let named = schema.reference().or_else(|| schema.component()).map(str::to_owned);
    named.or_else(|| schema.implied_type().map(str::to_owned)).unwrap_or_else(|| "any".to_owned())
}

fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    match names.len() {
        0..=MANY => names.join(", "),
        count => format!("{}, and {} more", names[..MANY].join(", "), count - MANY),
    }
}

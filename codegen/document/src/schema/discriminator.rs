//! Unions whose variants are discriminated by the text of one property.

use std::collections::BTreeSet;

use super::Schema;
use crate::node::unescape_pointer;

/// A union with a discriminator.
#[derive(Clone, Debug)]
pub struct Discriminated<'d> {
    /// The property whose text says which variant a value is.
    pub property: &'d str,
    /// Each text with a variant it stands for, sorted; a text that several variants share stands here for each of them.
    pub variants: Vec<Variant<'d>>,
}

/// One text and what it stands for.
#[derive(Clone, Debug)]
pub struct Variant<'d> {
    /// The text.
    pub text: String,
    /// Name of the component.
    pub component: &'d str,
    /// The reference to it, as it stands in the union.
    pub schema: Schema<'d>,
}

impl<'d> Discriminated<'d> {
    /// The variants that a text stands for.
    pub fn of(&self, text: &str) -> impl Iterator<Item = &Variant<'d>> {
        self.variants.iter().filter(move |variant| variant.text == text)
    }
}

impl<'d> Schema<'d> {
    /// The union's discriminator, with the texts of each variant: those that `mapping` gives it, else the only text its
    /// property can have, else its own name. `None` without a discriminator or named variants.
    pub fn discriminated(self) -> Option<Discriminated<'d>> {
        let discriminator = self.discriminator()?;
        let property = discriminator.property_name.as_str();
        let mut variants = Vec::new();
        for schema in self.variants() {
            let Some(component) = schema.reference() else { continue };
            let texts = texts(discriminator, schema, component);
            variants.extend(texts.into_iter().map(|text| Variant { text, component, schema }));
        }
        variants.sort_by(|a, b| (&a.text, a.component).cmp(&(&b.text, b.component)));
        (!variants.is_empty()).then_some(Discriminated { property, variants })
    }

    /// The schema of an object's property, also where the object is composed: what a reference or a wrapper leads to.
    pub fn effective_property(self, name: &str) -> Option<Schema<'d>> {
        let composition = self.composition();
        composition.property(name).filter(|_| composition.is_object).map(|schema| schema.unwrap().core)
    }

    /// Whether it is an object with listed properties, or composed of nothing but objects.
    pub fn is_composed_object(self) -> bool {
        let composition = self.composition();
        composition.is_object && composition.parts.iter().any(|part| part.has_properties())
    }

    /// Whether it is bytes that no encoding makes a text, as a part of a multipart body can be.
    pub fn is_binary(self) -> bool {
        let further = &self.entry().further;
        let has_media_type = further.contains_key("contentMediaType");
        self.format() == Some("binary") || has_media_type && !further.contains_key("contentEncoding")
    }

    /// Whether it allows texts of no special format, and nothing else.
    pub fn is_plain_text(self) -> bool {
        let has_own_type = matches!(self.format(), Some("uuid" | "date-time" | "password"));
        let values = self.values();
        let listed = !values.is_empty() && values.iter().all(serde_json::Value::is_string);
        !has_own_type && (listed || self.type_name() == Some("string") && self.enumeration().is_none())
    }
}

fn texts(discriminator: &openapiv3::Discriminator, schema: Schema<'_>, component: &str) -> Vec<String> {
    let mapped = discriminator.mapping.iter().filter(|(_, target)| mapped_name(target) == component);
    let mapped: BTreeSet<String> = mapped.map(|(text, _)| text.clone()).collect();
    if !mapped.is_empty() {
        return mapped.into_iter().collect();
    }
    let constant = schema.effective_property(&discriminator.property_name).and_then(Schema::only_text);
    vec![constant.unwrap_or(component).to_owned()]
}

/// The name of the component that an entry of `mapping` names, by itself or as a reference.
pub fn mapped_name(target: &str) -> String {
    target.strip_prefix("#/components/schemas/").map_or_else(|| target.to_owned(), unescape_pointer)
}

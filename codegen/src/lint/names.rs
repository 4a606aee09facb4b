//! Names that become one in Rust. The generator adds numbers to such names, which nobody likes to read.

use std::collections::BTreeMap;

use document::Document;
use document::problem::Problem;
use document::source::Location;

use crate::names::{type_name, value_name, value_variant};

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let components = document.components().map(|(name, schema)| (name, schema.place().key_at));
    let mut problems = collisions("schemas", components, type_name);
    for schema in document.schemas() {
        let properties = schema.properties().map(|(name, property)| (name, property.place().key_at));
        problems.extend(collisions("properties", properties, value_name));
        let values = schema.texts().enumerate();
        let values = values.map(|(index, text)| (text, schema.item_at("enum", index)));
        problems.extend(collisions("values", values, |text| value_variant(schema, text)));
    }
    for operation in &document.operations {
        let parameters = operation.parameters.iter().filter(|parameter| parameter.location.is_some());
        let parameters = parameters.map(|parameter| (parameter.name.as_str(), parameter.place.key_at));
        problems.extend(collisions("parameters", parameters, value_name));
    }
    problems
}

fn collisions<'a>(
    what: &str,
    names: impl Iterator<Item = (&'a str, Location)>,
    in_rust: impl Fn(&str) -> String,
) -> Vec<Problem> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, at) in names {
        let rust = in_rust(name);
        match seen.get(&rust) {
            Some(other) if *other != name => problems.push(Problem::warning(
                "case-collision",
                at,
                format!(
                    "the {what} `{other}` and `{name}` are both `{rust}` in Rust; one of them gets a number"
                ),
                "rename one of them, if the server lets you",
            )),
            Some(_) => {}
            None => {
                seen.insert(rust, name);
            }
        }
    }
    problems
}

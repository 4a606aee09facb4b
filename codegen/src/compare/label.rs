//! What a schema is called in the report: its component and the way from there.

use document::Schema;
use document::schema::Role;

/// `Thing.owner.names[]`; `place` stands for the component where the schema is in none.
pub(super) fn label(schema: Schema<'_>, place: &str) -> String {
    let mut way = Vec::new();
    let mut around = Some(schema);
    let mut start = place.to_owned();
    while let Some(schema) = around {
        match schema.role() {
            Role::Component(name) => start.clone_from(name),
            Role::Property(name) => way.push(format!(".{name}")),
            Role::Items => way.push("[]".to_owned()),
            Role::Additional => way.push("{}".to_owned()),
            Role::Variant => way.push(variant(schema)),
            Role::Part | Role::Not | Role::Parameter | Role::Body => {}
        }
        around = schema.parent();
    }
    way.reverse();
    start + &way.concat()
}

/// The number of a variant among its siblings, counted from one.
fn variant(schema: Schema<'_>) -> String {
    let index = schema.parent().and_then(|union| union.variants().position(|other| other == schema));
    format!("<{}>", index.map_or(0, |index| index + 1))
}

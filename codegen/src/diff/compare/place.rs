//! What is compared, and where.

use document::Schema;

use crate::diff::finding::Subject;
use crate::diff::schema_ref::SchemaRef;
use crate::source::Location;

/// What is compared, and where: the part of a change that does not depend on how it differs.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Place {
    pub subject: Subject,
    pub name: String,
    pub location: String,
    pub base_at: Location,
    pub head_at: Location,
    /// Where it is written in the base, as a JSON pointer; `None` for what is new.
    pub base: Option<String>,
    /// Where it is written in the head, as a JSON pointer; `None` for what was removed.
    pub head: Option<String>,
}

impl Place {
    /// The place of two schemas that are compared.
    pub fn of(base: &SchemaRef<'_>, head: &SchemaRef<'_>) -> Self {
        Self {
            base: Some(base.schema.place().pointer.clone()),
            head: Some(head.schema.place().pointer.clone()),
            base_at: base.at,
            ..Self::named_by(head)
        }
    }

    /// The place of a schema that only the base has, beside what is nearest to it in the head.
    pub fn gone(schema: &SchemaRef<'_>, head_at: Location) -> Self {
        Self {
            head: None,
            base: Some(schema.schema.place().pointer.clone()),
            head_at,
            ..Self::named_by(schema)
        }
    }

    /// The place of a schema that only the head has, beside what is nearest to it in the base.
    pub fn came(schema: &SchemaRef<'_>, base_at: Location) -> Self {
        Self { head: Some(schema.schema.place().pointer.clone()), base_at, ..Self::named_by(schema) }
    }

    fn named_by(schema: &SchemaRef<'_>) -> Self {
        let subject = match schema.location.split('/').next() {
            Some("schemas") => Subject::Schema,
            Some("parameters") => Subject::Parameter,
            _ if schema.location.contains("/request") => Subject::Body,
            _ if schema.location.contains("/response") => Subject::Response,
            _ => Subject::Parameter,
        };
        Self {
            subject,
            name: schema.name.clone(),
            location: schema.location.clone(),
            base_at: schema.at,
            head_at: schema.at,
            base: None,
            head: None,
        }
    }

    /// A part of this place.
    pub fn part(&self, location: &str) -> Self {
        let location = format!("{}/{location}", self.location);
        Self { location: location.trim_start_matches('/').to_owned(), ..self.clone() }
    }

    /// A keyword of two schemas at this place, at its own line where it is written.
    pub fn keyword(&self, key: &str, base: Schema<'_>, head: Schema<'_>) -> Self {
        let below = |pointer: &Option<String>| pointer.as_ref().map(|pointer| format!("{pointer}/{key}"));
        let document = |schema: Schema<'_>| schema.place().pointer.clone();
        let at = |schema: Schema<'_>, around: Location| {
            schema.tree().key_at(&document(schema), key).unwrap_or(around)
        };
        Self {
            base_at: at(base, self.base_at),
            head_at: at(head, self.head_at),
            base: below(&self.base),
            head: below(&self.head),
            ..self.part(key)
        }
    }

    /// The same place, where only one of the two has it.
    pub fn only_base(self) -> Self {
        Self { head: None, ..self }
    }

    /// The same place, where only the other of the two has it.
    pub fn only_head(self) -> Self {
        Self { base: None, ..self }
    }
}

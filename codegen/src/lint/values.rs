//! Defaults and examples validated against their schemas.

use document::json_schema::Validators;
use document::problem::Problem;
use document::source::Location;
use document::{Document, MediaType, Operation, Parameter, Place, Schema, SchemaId};
use serde_json::Value;

pub(super) fn check(document: &Document) -> Vec<Problem> {
    let values = Values { document, validators: Validators::default() };
    let mut problems: Vec<Problem> = document.schemas().flat_map(|schema| values.of_schema(schema)).collect();
    problems.extend(document.operations.iter().flat_map(|operation| values.of_operation(operation)));
    problems
}

struct Values<'d> {
    document: &'d Document,
    validators: Validators,
}

impl Values<'_> {
    fn of_schema(&self, schema: Schema<'_>) -> Vec<Problem> {
        let default = schema.default().and_then(|value| {
            self.misfit(schema, value, schema.value_at("default"), "default", "default-outside-schema")
        });
        let example =
            schema.example().and_then(|value| self.example(schema, value, schema.value_at("example")));
        default.into_iter().chain(example).collect()
    }

    fn of_operation(&self, operation: &Operation) -> Vec<Problem> {
        let body = operation.body.iter().flat_map(|body| &body.content);
        let responses = operation.responses.iter().flat_map(|response| &response.content);
        let parameters = operation.parameters.iter().filter(|parameter| parameter.content.is_none());
        let of_parameter = |parameter: &Parameter| {
            self.examples(parameter.schema, parameter.example.as_ref(), &parameter.examples, &parameter.place)
        };
        let of_media = |media: &MediaType| {
            self.examples(media.schema, media.example.as_ref(), &media.examples, &media.place)
        };
        parameters.flat_map(of_parameter).chain(body.chain(responses).flat_map(of_media)).collect()
    }

    fn examples(
        &self,
        schema: Option<SchemaId>,
        example: Option<&Value>,
        examples: &[(Place, Value)],
        place: &Place,
    ) -> Vec<Problem> {
        let Some(schema) = schema.map(|id| self.document.schema(id)) else { return Vec::new() };
        let at = || {
            let node = self.document.node(&format!("{}/example", place.pointer));
            node.map_or(place.at, |node| node.at)
        };
        let one = example.and_then(|value| self.example(schema, value, at()));
        let several = examples.iter().filter_map(|(place, value)| self.example(schema, value, place.at));
        one.into_iter().chain(several).collect()
    }

    fn example(&self, schema: Schema<'_>, value: &Value, at: Location) -> Option<Problem> {
        self.misfit(schema, value, at, "example", "example-outside-schema")
    }

    /// The problem with a value that does not fit its schema. A schema that makes no sense has a problem of its own.
    fn misfit(
        &self,
        schema: Schema<'_>,
        value: &Value,
        at: Location,
        noun: &str,
        rule: &'static str,
    ) -> Option<Problem> {
        let error = self.validators.of(schema)?.validate(value).err()?.to_string();
        Some(Problem::warning(
            rule,
            at,
            format!("the {noun} does not fit its schema: {error}"),
            format!("correct the {noun} or the schema"),
        ))
    }
}

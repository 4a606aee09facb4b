//! A plan without what only people read: for whoever looks at the code that is made from it.

use super::{Kind, Plan, TypeDecl};

impl Plan {
    /// The same plan without descriptions, examples and pages of the documentation.
    #[must_use]
    pub(crate) fn without_texts(mut self) -> Self {
        for operation in &mut self.operations {
            (operation.summary, operation.description, operation.source) = (None, None, None);
            operation.response.description = None;
            operation.errors.iter_mut().for_each(|failure| failure.meaning.clear());
            for parameter in &mut operation.parameters {
                parameter.docs.clear();
                parameter.example = None;
            }
        }
        for webhook in &mut self.webhooks.all {
            (webhook.summary, webhook.description, webhook.source) = (None, None, None);
        }
        for space in self.namespaces.values_mut() {
            space.description = None;
        }
        self.types.values_mut().for_each(clear);
        self
    }
}

fn clear(decl: &mut TypeDecl) {
    decl.description = None;
    // Which operations use it is said in its documentation alone.
    decl.usage.operations.clear();
    decl.usage.pages.clear();
    match &mut decl.kind {
        Kind::Object(fields) => fields.iter_mut().for_each(|field| {
            field.docs.clear();
            field.example = None;
        }),
        Kind::Enum(values) => values.iter_mut().for_each(|value| value.description = None),
        Kind::Responses(statuses) => statuses.iter_mut().for_each(|status| status.description = None),
        Kind::Union(_) => {}
    }
}

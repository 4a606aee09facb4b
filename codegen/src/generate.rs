//! The whole line, one statement per stage.

use std::collections::BTreeMap;

use crate::bundle::bundle;
use crate::check::check;
use crate::emit::{Options, declare, emit};
use crate::load::{Files, load};
use crate::plan::plan;
use crate::problem::{Problem, Report, Severity};
use crate::render::render;

/// A crate that was generated, file by file, and what it was made from.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Text of each file by its path within the crate.
    pub files: BTreeMap<String, String>,
    /// Operations in the document.
    pub operations: usize,
    /// Types that were declared.
    pub types: usize,
    /// Named schemas in the document; those that only describe errors become no types.
    pub schemas: usize,
    /// Findings of the checks that do not stop the generator.
    pub warnings: Report,
}

/// Generates the crate for the document at `root`.
pub fn generate(files: &dyn Files, root: &str, options: &Options) -> Result<Generated, Report> {
    let document = load(files, root)?;
    let bundle = bundle(document)?;
    let (errors, warnings) = split(check(&bundle));
    let stop = |problems: Vec<Problem>| Report::new(bundle.sources.clone(), problems);
    if !errors.is_empty() {
        return Err(stop(errors));
    }
    let plan = plan(&bundle);
    let declared = declare(&plan).map_err(stop)?;
    let emitted = emit(&plan, &declared, options);
    let files = render(emitted, &options.command).map_err(stop)?;
    Ok(Generated {
        files,
        operations: plan.operations.len(),
        types: plan.types.len(),
        schemas: plan.schemas_read,
        warnings: stop(warnings),
    })
}

fn split(problems: Vec<Problem>) -> (Vec<Problem>, Vec<Problem>) {
    problems.into_iter().partition(|problem| problem.severity < Severity::Warning)
}

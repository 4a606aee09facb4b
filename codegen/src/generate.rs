//! The whole line, one statement per stage.

use std::collections::BTreeMap;

use crate::bundle::{Bundle, bundle};
use crate::check::check;
use crate::emit::{Options, declare, emit};
use crate::load::{Files, load};
use crate::parse::{ParsedFiles, parse};
use crate::plan::{Plan, plan};
use crate::problem::{Problem, Report, Severity};
use crate::render::render;
use crate::surface::{Surface, surface};

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

/// The listing of the crate's public surface, within the crate.
const LISTING: &str = "api.txt";

/// Generates the crate for the document at `root`.
pub fn generate(files: &dyn Files, root: &str, options: &Options) -> Result<Generated, Report> {
    let document = load(files, root)?;
    let bundle = bundle(document)?;
    let draft = draft(&bundle, options)?;
    let listing = draft.surface.text(&options.command);
    let mut files = render(draft.files, &options.command);
    files.insert(LISTING.to_owned(), listing);
    Ok(Generated {
        files,
        operations: draft.plan.operations.len(),
        types: draft.plan.types.len(),
        schemas: draft.plan.schemas_read,
        warnings: report(&bundle, draft.warnings),
    })
}

/// A crate before it is formatted.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What was planned.
    pub plan: Plan,
    /// What the crate makes public.
    pub surface: Surface,
    files: ParsedFiles,
    warnings: Vec<Problem>,
}

/// Everything but the formatting.
pub(crate) fn draft(bundle: &Bundle, options: &Options) -> Result<Draft, Report> {
    let stop = |problems| report(bundle, problems);
    let (errors, warnings) = split(check(bundle));
    if !errors.is_empty() {
        return Err(stop(errors));
    }
    let plan = plan(bundle);
    let declared = declare(&plan).map_err(stop)?;
    let emitted = emit(&plan, &declared, options);
    let files = parse(emitted).map_err(stop)?;
    let surface = surface(&plan, &files);
    Ok(Draft { plan, surface, files, warnings })
}

fn report(bundle: &Bundle, problems: Vec<Problem>) -> Report {
    Report::new(bundle.sources.clone(), problems)
}

fn split(problems: Vec<Problem>) -> (Vec<Problem>, Vec<Problem>) {
    problems.into_iter().partition(|problem| problem.severity < Severity::Warning)
}

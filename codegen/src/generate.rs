//! The whole line, one statement per stage.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::bundle::{Bundle, bundle};
use crate::check::check;
use crate::emit::{Options, emit};
use crate::load::{Files, load};
use crate::parse::{ParsedFiles, parse};
use crate::plan::{Plan, plan};
use crate::problem::{Problem, Report, Severity};
use crate::render::render;
use crate::second_reader;
use crate::second_reader::compare::{Comparison, compare};
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
    Ok(finish(&bundle, &draft, options))
}

/// What the comparison with progenitor came to; the text says why progenitor could not read the document.
pub type SecondOpinion = Result<Comparison, String>;

/// A comparison with progenitor, which may still be reading.
#[derive(Debug)]
pub struct Pending {
    plan: Plan,
    running: second_reader::Running,
}

impl Pending {
    /// Waits for progenitor, and compares.
    pub fn finish(self, patience: Duration) -> SecondOpinion {
        self.running.finish(patience).map(|reading| compare(&self.plan, &reading))
    }
}

/// Generates the crate, while progenitor reads the document on a thread beside.
pub fn generate_and_compare(
    files: &dyn Files,
    root: &str,
    options: &Options,
) -> Result<(Generated, Pending), Report> {
    let document = load(files, root)?;
    let bundle = bundle(document)?;
    let running = second_reader::start(bundle.root.to_json());
    let draft = draft(&bundle, options)?;
    let generated = finish(&bundle, &draft, options);
    Ok((generated, Pending { plan: draft.plan, running }))
}

fn finish(bundle: &Bundle, draft: &Draft, options: &Options) -> Generated {
    let listing = draft.surface.text(&options.command);
    let mut files = render(&draft.files, &options.command);
    files.insert(LISTING.to_owned(), listing);
    Generated {
        files,
        operations: draft.plan.operations.len(),
        types: draft.plan.types.len(),
        schemas: draft.plan.schemas_read,
        warnings: report(bundle, draft.warnings.clone()),
    }
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
    let emitted = emit(&plan, options);
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

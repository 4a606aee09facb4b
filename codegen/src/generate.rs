//! The whole line, one statement per stage.

use std::collections::BTreeMap;
use std::time::Duration;

use document::Document;
use document::source::Location;

use crate::emit::{Emitted, Options, Wanted, emit, emit_only};
use crate::lint::warnings;
use crate::load::Files;
use crate::names::reserved::BUILDER_METHODS;
use crate::parse::{ParsedFiles, parse};
use crate::plan::{Plan, plan};
use crate::problem::Report;
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
    let document = Document::load(files, root)?;
    let draft = draft(&document, options)?;
    Ok(finish(&document, draft, options).0)
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
pub fn generate_and_compare(document: &Document, options: &Options) -> Result<(Generated, Pending), Report> {
    let running = second_reader::start(document.to_json());
    let draft = draft(document, options)?;
    let (generated, plan) = finish(document, draft, options);
    Ok((generated, Pending { plan, running }))
}

/// The crate as text, and the plan that it was made from.
fn finish(document: &Document, draft: Draft, options: &Options) -> (Generated, Plan) {
    let listing = draft.surface.text(&options.command);
    let mut files = render(draft.files, &options.command);
    files.insert(LISTING.to_owned(), listing);
    let generated = Generated {
        files,
        operations: draft.plan.operations.len(),
        types: draft.plan.types.len(),
        schemas: draft.plan.schemas_read,
        warnings: document.report(warnings(document)),
    };
    (generated, draft.plan)
}

/// A crate before it is formatted.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What was planned.
    pub plan: Plan,
    /// What the crate makes public.
    pub surface: Surface,
    files: ParsedFiles,
}

/// Everything but the formatting.
pub(crate) fn draft(document: &Document, options: &Options) -> Result<Draft, Report> {
    let plan = planned(document)?;
    let files = parsed(document, &plan, emit(&plan, options))?;
    let surface = surface(&plan, &files);
    Ok(Draft { plan, surface, files })
}

/// The plan alone.
pub(crate) fn planned(document: &Document) -> Result<Plan, Report> {
    let sound = document.sound(BUILDER_METHODS)?;
    Ok(with_deep_stack(|| plan(sound)))
}

/// What some files of a planned crate make public.
pub(crate) fn surface_of(
    document: &Document,
    plan: &Plan,
    options: &Options,
    wanted: &Wanted,
) -> Result<Surface, Report> {
    Ok(surface(plan, &parsed(document, plan, emit_only(plan, options, wanted))?))
}

fn parsed(document: &Document, plan: &Plan, emitted: Emitted) -> Result<ParsedFiles, Report> {
    parse(emitted, |path| place(document, plan, path)).map_err(|problems| document.report(problems))
}

/// Where the first of what a file is made from is written: a type, or an operation of a namespace.
fn place(document: &Document, plan: &Plan, path: &str) -> Option<Location> {
    let stem = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let module = stem.strip_prefix("types/").and_then(|module| plan.modules.get(module));
    let first_type = module.and_then(|module| plan.types.get(module.types.first()?));
    let spaces = plan.namespaces.iter();
    let mut spaces = spaces.filter(|(names, _)| names.iter().any(|name| stem.contains(name.as_str())));
    let mut operation = || {
        let method = spaces.find_map(|(_, space)| space.methods.first());
        plan.operations.get(method.map_or(0, |method| method.operation))
    };
    let pointer = first_type.map(|decl| &decl.pointer).or_else(|| Some(&operation()?.pointer))?;
    document.node(pointer).map(|node| node.at)
}

/// How much stack a stage may use that follows schemas into each other: a document of many thousand schemas, each inside
/// of the one before, is no reason to fail. Only what is used is ever taken.
const STACK_BYTES: usize = 1 << 30;

fn with_deep_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| {
        match std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, &work) {
            Ok(running) => running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Without a thread of its own it works for all but the deepest documents.
            Err(_) => work(),
        }
    })
}

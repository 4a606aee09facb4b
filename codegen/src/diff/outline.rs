//! The two crates, as far as they may differ.
//!
//! Both are planned as a whole. A file that is made from the same plan on both sides is emitted for neither.

use document::Document;

use super::stack::join;
use crate::emit::{Options, affected};
use crate::generate::{planned, surface_of};
use crate::plan::Plan;
use crate::problem::Report;
use crate::surface::{Origins, Surface};

/// What is compared of a crate.
pub(super) struct Outline {
    plan: Plan,
    pub surface: Surface,
}

impl Outline {
    /// What its items were made from.
    pub fn origins(&self) -> Origins<'_> {
        Origins::of(&self.plan, &self.surface)
    }
}

/// The plan of a crate without what only people read, or why there is none.
pub(super) fn plan(document: &Document) -> Result<Plan, String> {
    planned(document).map(Plan::without_texts).map_err(|report| first_problem(&report))
}

/// What the crates of two plans make public, in the files in which they may differ.
pub(super) fn outlines(
    (base, old): (&Document, Plan),
    (head, new): (&Document, Plan),
    options: &Options,
) -> (Result<Outline, String>, Result<Outline, String>) {
    let wanted = affected(&old, &new);
    let outline = |document, plan: Plan| match surface_of(document, &plan, options, &wanted) {
        Ok(surface) => Ok(Outline { plan, surface }),
        Err(report) => Err(first_problem(&report)),
    };
    let ((), old, new) = join(|| (), || outline(base, old), || outline(head, new));
    (settled(old), settled(new))
}

/// What a thread of the generator came to.
pub(super) fn settled<T>(joined: std::thread::Result<Result<T, String>>) -> Result<T, String> {
    joined.unwrap_or_else(|_| Err("the generator failed".to_owned()))
}

fn first_problem(report: &Report) -> String {
    let first = report.problems.first().map(|problem| {
        let place = problem.at.map(|at| format!("{}: ", report.sources.describe(at))).unwrap_or_default();
        format!("{place}{}", problem.message)
    });
    let more = match report.problems.len() {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    format!("{}{more}", first.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use std::path::Path;

    use super::*;
    use crate::diff::surfaces::compare;
    use crate::generate::draft;
    use crate::load::DiskFiles;

    /// What is emitted for neither side hides no difference.
    #[test]
    fn the_crates_differ_in_what_is_emitted() {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/diffs/changes");
        let options = Options {
            package: "things".to_owned(),
            runtime: "things-runtime".to_owned(),
            ..Options::default()
        };
        let files = DiskFiles::new(&directory);
        let (mut emitted, mut pairs) = (0, 0);
        for entry in std::fs::read_dir(&directory).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some(name) = name.strip_suffix(".base.yaml") else { continue };
            let load = |side: &str| Document::load(&files, &format!("{name}.{side}.yaml")).unwrap();
            let (base, head) = (load("base"), load("head"));
            let (old, new) = outlines((&base, plan(&base).unwrap()), (&head, plan(&head).unwrap()), &options);
            let (old, new) = (old.unwrap(), new.unwrap());
            let whole = [&base, &head].map(|document| draft(document, &options).unwrap().surface);
            let printed = |old: &Surface, new: &Surface| -> Vec<_> {
                compare(old, new).iter().map(|change| change.printed()).collect()
            };
            assert_eq!(printed(&old.surface, &new.surface), printed(&whole[0], &whole[1]), "{name}");
            emitted += usize::from(old.surface.items.len() < whole[0].items.len());
            pairs += 1;
        }
        assert!(pairs > 100 && emitted > 0, "{emitted} of {pairs} are not emitted as a whole");
    }
}

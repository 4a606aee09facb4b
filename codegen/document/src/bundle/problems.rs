//! What can be wrong with a reference.

use super::MAX_COPIED;
use crate::load::{FileSet, Reference};
use crate::problem::Problem;
use crate::source::Location;

/// A reference that only leads to references.
pub fn cyclic(text: &str, at: Location) -> Problem {
    Problem::error(
        "cyclic-ref",
        at,
        format!("`{text}` leads back to itself, so it never names a value"),
        "give the recursive schema a name under `components/schemas` and refer to that",
    )
}

/// One reference more than can be copied to where it is used.
pub fn too_large(text: &str, at: Location) -> Problem {
    Problem::error(
        "cyclic-ref",
        at,
        format!("more than {MAX_COPIED} values are copied to where they are used, with what `{text}` names"),
        "name what is shared under `components`, and refer to it there",
    )
}

/// A reference to what is not there, with the name that it may be meant for.
pub fn dangling(text: &str, at: Location, reference: &Reference, document: &FileSet) -> Problem {
    let hint = reference.component().and_then(|(kind, name)| {
        let file = document.ids.get(&reference.file)?;
        let group = document.tree(*file).pointer(&format!("/components/{kind}"))?;
        closest(&name, group.as_object()?.keys())
    });
    let help = match hint {
        Some(name) => format!("did you mean `{name}`? Correct the reference, or add what it names"),
        None => "correct the reference, or add what it names".to_owned(),
    };
    Problem::error("dangling-ref", at, format!("`{text}` names nothing in {}", reference.file), help)
}

/// The candidate most like `name`, when one is like enough to be meant.
fn closest<'a>(name: &str, candidates: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= name.len() / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

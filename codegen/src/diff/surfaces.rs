//! How the surfaces of two crates differ, item by item.

use super::finding::{SurfaceChange, Verdict};
use crate::surface::{Declared, Item, Signature, Surface, Type};

/// An item that came, went or is different, with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Changed<'s> {
    /// The item in the base.
    pub old: Option<&'s Item>,
    /// The item in the head.
    pub new: Option<&'s Item>,
    /// Whether code that uses it stops compiling.
    pub verdict: Verdict,
}

impl Changed<'_> {
    /// The change in words.
    pub fn printed(&self) -> SurfaceChange {
        let path = self.old.or(self.new).map(|item| item.path.clone()).unwrap_or_default();
        let line = |item: Option<&Item>| item.map(ToString::to_string);
        SurfaceChange { item: path, before: line(self.old), after: line(self.new), verdict: self.verdict }
    }
}

/// Every item that came, went or is different, sorted by its path.
pub(super) fn compare<'s>(base: &'s Surface, head: &'s Surface) -> Vec<Changed<'s>> {
    let gone = base.items.iter().filter(|(path, _)| !head.items.contains_key(*path));
    let gone = gone.map(|(_, item)| Changed { old: Some(item), new: None, verdict: Verdict::Breaking });
    let came = head.items.iter().filter(|(path, _)| !base.items.contains_key(*path));
    let came =
        came.map(|(_, item)| Changed { old: None, new: Some(item), verdict: verdict_of_new(item, base) });
    let kept = base.items.iter().filter_map(|(path, old)| {
        let new = head.items.get(path).filter(|new| new.declared != old.declared)?;
        let verdict = verdict_of_changed(&old.declared, &new.declared)?;
        Some(Changed { old: Some(old), new: Some(new), verdict })
    });
    let mut changes: Vec<Changed<'s>> = gone.chain(came).chain(kept).collect();
    changes.sort_by_key(|change| change.old.or(change.new).map(|item| item.path.as_str()));
    changes
}

/// A field or variant of a type that is not open breaks whoever lists them all.
fn verdict_of_new(item: &Item, base: &Surface) -> Verdict {
    let is_member =
        |declared: &Declared| matches!(declared, Declared::Field { .. } | Declared::Variant { .. });
    let holder = item.holder.as_ref().filter(|_| item.declared.iter().any(is_member));
    let holder = holder.and_then(|holder| base.items.get(holder));
    let is_closed =
        |declared: &Declared| matches!(declared, Declared::Struct(ty) | Declared::Enum(ty) if ty.exhaustive);
    match holder.is_some_and(|holder| holder.declared.iter().any(is_closed)) {
        true => Verdict::Breaking,
        false => Verdict::Compatible,
    }
}

/// `None` when only names of arguments differ, which no caller writes.
fn verdict_of_changed(old: &[Declared], new: &[Declared]) -> Option<Verdict> {
    if old.len() != new.len() {
        return Some(Verdict::Breaking);
    }
    if old == new {
        return Some(Verdict::Compatible);
    }
    let verdicts =
        old.iter().zip(new).filter(|(old, new)| old != new).map(|pair| verdict_of_pair(pair.0, pair.1));
    verdicts.flatten().min()
}

fn verdict_of_pair(old: &Declared, new: &Declared) -> Option<Verdict> {
    match (old, new) {
        (Declared::Function(old), Declared::Function(new)) => verdict_of_function(old, new),
        (Declared::Struct(old), Declared::Struct(new)) | (Declared::Enum(old), Declared::Enum(new)) => {
            Some(verdict(old.exhaustive == new.exhaustive && has_all_traits(old, new)))
        }
        (Declared::Field { ty: old, .. }, Declared::Field { ty: new, .. }) => Some(verdict(old == new)),
        (Declared::Variant { holds: old, .. }, Declared::Variant { holds: new, .. }) => {
            Some(verdict(old == new))
        }
        _ => Some(Verdict::Breaking),
    }
}

fn verdict_of_function(old: &Signature, new: &Signature) -> Option<Verdict> {
    let names = |signature: &Signature| -> Vec<String> {
        signature.arguments.iter().map(|(name, _)| name.clone()).collect()
    };
    let (mut was, mut is) = (names(old), names(new));
    if was != is {
        was.sort();
        is.sort();
        // The same arguments in another order: calls may still compile, and hand over one for another.
        if was == is {
            return Some(Verdict::Breaking);
        }
    }
    let types = |signature: &Signature| -> Vec<String> {
        signature.arguments.iter().map(|(_, ty)| ty.clone()).collect()
    };
    let rest =
        |signature: &Signature| Signature { arguments: Vec::new(), deprecated: false, ..signature.clone() };
    let (was, is) = (types(old), types(new));
    let is_taken = was.len() == is.len() && was.iter().zip(&is).all(|(was, is)| takes(is, was));
    if !is_taken || rest(old) != rest(new) {
        return Some(Verdict::Breaking);
    }
    (was != is || old.deprecated != new.deprecated).then_some(Verdict::Compatible)
}

/// Whether an argument takes the values that it took: the type it had, or one that this converts into.
fn takes(is: &str, was: &str) -> bool {
    is == was || is == format!("impl Into<{was}>") || is == format!("impl Into<Option<{was}>>")
}

fn verdict(compatible: bool) -> Verdict {
    if compatible { Verdict::Compatible } else { Verdict::Breaking }
}

/// A type that has all the traits it had.
fn has_all_traits(old: &Type, new: &Type) -> bool {
    old.traits.iter().flatten().all(|name| new.traits.iter().flatten().any(|other| other == name))
}

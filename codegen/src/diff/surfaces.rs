//! How the surfaces of two crates differ, item by item.

use super::finding::{SurfaceChange, Verdict};
use crate::surface::{EXHAUSTIVE, Surface};

/// Every item that came, went or is different.
pub(super) fn compare(base: &Surface, head: &Surface) -> Vec<SurfaceChange> {
    let gone = base.items.iter().filter(|(path, _)| !head.items.contains_key(*path));
    let gone = gone.map(|(path, line)| change(path, Some(line), None, Verdict::Breaking));
    let came = head.items.iter().filter(|(path, _)| !base.items.contains_key(*path));
    let came = came.map(|(path, line)| change(path, None, Some(line), verdict_of_new(path, base)));
    let kept = base.items.iter().filter_map(|(path, line)| {
        let new = head.items.get(path).filter(|new| *new != line)?;
        let verdict = verdict_of_changed(&answering(path, line, base), &answering(path, new, head));
        Some(change(path, Some(line), Some(new), verdict?))
    });
    let mut changes: Vec<SurfaceChange> = gone.chain(came).chain(kept).collect();
    changes.sort();
    changes
}

fn change(item: &str, before: Option<&String>, after: Option<&String>, verdict: Verdict) -> SurfaceChange {
    SurfaceChange { item: item.to_owned(), before: before.cloned(), after: after.cloned(), verdict }
}

/// A field or variant of a type that is not open breaks whoever lists them all.
fn verdict_of_new(path: &str, base: &Surface) -> Verdict {
    let holder = path.rsplit_once("::").filter(|_| !path.contains('.')).or_else(|| path.rsplit_once('.'));
    let line = holder.and_then(|(holder, _)| base.items.get(holder));
    // A method is told from a variant by its arguments.
    let closed = line.is_some_and(|line| line.contains(EXHAUSTIVE)) && !path.contains('(');
    let is_member = closed && line.is_some_and(|line| line.contains(": enum") || path.contains('.'));
    if is_member { Verdict::Breaking } else { Verdict::Compatible }
}

/// `None` when only names of arguments differ, which no caller writes.
fn verdict_of_changed(old: &str, new: &str) -> Option<Verdict> {
    if is_permuted(old, new) {
        return Some(Verdict::Breaking);
    }
    if without_names(old) == without_names(new) {
        return (old == new).then_some(Verdict::Compatible);
    }
    let plain = |line: &str| line.replace(" (deprecated)", "");
    if plain(old) == plain(new) || gained_traits(old, new) {
        return Some(Verdict::Compatible);
    }
    Some(Verdict::Breaking)
}

/// The line of a method with the plain call in place of a request of its own: such a request can do all that the plain
/// call can, and nobody needs to write its name.
fn answering(path: &str, line: &str, surface: &Surface) -> String {
    let Some((arguments, request)) = line.rsplit_once(" -> ") else { return line.to_owned() };
    let module = path.split("::").take_while(|part| part.starts_with(|sign: char| sign.is_lowercase()));
    let module: String = module.map(|part| format!("{part}::")).collect();
    let known = surface.items.get(&format!("{module}{request}: request"));
    let answer = known.and_then(|known| known.split_once(": request for ")).map(|(_, answer)| answer);
    match answer {
        Some(answer) => format!("{arguments} -> Call<{}>", answer.trim_end_matches(", paged")),
        None => line.to_owned(),
    }
}

/// The same arguments in another order: calls may still compile, and hand over one for another.
fn is_permuted(old: &str, new: &str) -> bool {
    let names = |line: &str| -> Vec<String> {
        let rest = line.split_once('(').map_or("", |(_, rest)| rest);
        let words = rest.split(", ").filter_map(|argument| argument.split_once(": "));
        words.map(|(name, _)| name.to_owned()).collect()
    };
    let (mut was, mut is) = (names(old), names(new));
    let moved = was != is;
    was.sort();
    is.sort();
    moved && was == is
}

fn without_names(line: &str) -> String {
    let Some((path, rest)) = line.split_once('(') else { return line.to_owned() };
    let arguments = rest.split(", ").map(|argument| match argument.split_once(": ") {
        Some((name, ty)) if name.chars().all(|sign| sign.is_alphanumeric() || sign == '_') => ty,
        _ => argument,
    });
    format!("{path}({}", arguments.collect::<Vec<_>>().join(", "))
}

/// A type that has all the traits it had, and more.
fn gained_traits(old: &str, new: &str) -> bool {
    let (Some((a, old)), Some((b, new))) = (old.rsplit_once(": "), new.rsplit_once(": ")) else {
        return false;
    };
    let is_type = |text: &str| text.contains(": struct") || text.contains(": enum");
    is_type(a) && a == b && old.split(", ").all(|name| new.split(", ").any(|other| other == name))
}

//! Two values side by side, in pieces that are the same and pieces that differ.

use similar::{ChangeTag, TextDiff};

/// A piece of a value.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether the other side has something else here.
    pub differs: bool,
}

/// Below this, the values have so little in common that marks within them would only confuse.
const ALIKE: f32 = 0.25;

/// The pieces of both values; where there is only one, nothing of it is marked.
pub fn compared(before: Option<String>, after: Option<String>) -> (Option<Vec<Piece>>, Option<Vec<Piece>>) {
    match (before, after) {
        (Some(before), Some(after)) => {
            let (before, after) = compare(&before, &after);
            (Some(before), Some(after))
        }
        (before, after) => [before, after].map(|value| value.map(|value| vec![piece(&value, false)])).into(),
    }
}

fn compare(before: &str, after: &str) -> (Vec<Piece>, Vec<Piece>) {
    let diff = TextDiff::from_unicode_words(before, after);
    if diff.ratio() < ALIKE {
        return (vec![piece(before, true)], vec![piece(after, true)]);
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for change in diff.iter_all_changes() {
        let text = change.value();
        match change.tag() {
            ChangeTag::Equal => {
                add(&mut left, text, false);
                add(&mut right, text, false);
            }
            ChangeTag::Delete => add(&mut left, text, true),
            ChangeTag::Insert => add(&mut right, text, true),
        }
    }
    (left, right)
}

fn piece(text: &str, differs: bool) -> Piece {
    Piece { text: text.to_owned(), differs }
}

/// Adds a text to the last piece, or makes a new one of it.
fn add(pieces: &mut Vec<Piece>, text: &str, differs: bool) {
    if differs {
        bridge(pieces);
    }
    match pieces.last_mut().filter(|last| last.differs == differs) {
        Some(last) => last.text.push_str(text),
        None => pieces.push(piece(text, differs)),
    }
}

/// Joins a mere space to the piece before it when both sides of it differ.
fn bridge(pieces: &mut Vec<Piece>) {
    let [.., before, space] = pieces.as_slice() else { return };
    if before.differs
        && !space.differs
        && space.text.chars().all(|sign| sign == ' ')
        && let (Some(space), Some(before)) = (pieces.pop(), pieces.last_mut())
    {
        before.text.push_str(&space.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| if piece.differs { format!("<{}>", piece.text) } else { piece.text.clone() })
            .collect()
    }

    #[test]
    fn what_differs_is_marked_by_words() {
        let (before, after) = compare("required: [name, uri]", "required: [name, address, uri]");
        assert_eq!(marked(&before), "required: [name, uri]");
        assert_eq!(marked(&after), "required: [name, <address, >uri]");
    }

    #[test]
    fn neighbours_are_marked_together() {
        let (before, after) =
            compare("a gateway to one old domain of ours", "a gateway to two new domains of ours");
        assert_eq!(marked(&before), "a gateway to <one old domain> of ours");
        assert_eq!(marked(&after), "a gateway to <two new domains> of ours");
    }

    #[test]
    fn what_has_nothing_in_common_is_marked_whole() {
        let (before, after) = compare("one two three", "four");
        assert_eq!((marked(&before), marked(&after)), ("<one two three>".to_owned(), "<four>".to_owned()));
    }

    #[test]
    fn nothing_is_lost() {
        let (before, after) = compare("a b\n  c d", "a  b\n c e");
        assert_eq!(before.iter().map(|piece| piece.text.as_str()).collect::<String>(), "a b\n  c d");
        assert_eq!(after.iter().map(|piece| piece.text.as_str()).collect::<String>(), "a  b\n c e");
    }
}

//! Templates of paths: which paths they match, and the values of their parameters.

use document::{Parameter, Style};

/// The template of a path, segment by segment.
#[derive(Debug)]
pub(crate) struct Template(Vec<Segment>);

/// A segment: texts and parameters in a row, as in `{id}.json`.
type Segment = Vec<Piece>;

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Fixed(String),
    Parameter {
        name: String,
        /// What its style puts before a value.
        prefix: String,
    },
}

impl Template {
    /// The template, for an operation with these parameters.
    pub(crate) fn new(path: &str, parameters: &[Parameter]) -> Self {
        Self(path.split('/').skip(1).map(|segment| pieces(segment, parameters)).collect())
    }

    /// The values of the parameters, where a path matches.
    pub(crate) fn values(&self, parts: &[String]) -> Option<Vec<(String, String)>> {
        if parts.len() != self.0.len() {
            return None;
        }
        let values = self.0.iter().zip(parts).map(|(segment, part)| values(segment, part));
        Some(values.collect::<Option<Vec<_>>>()?.concat())
    }

    /// Templates differ by their first difference: a fixed segment matches better than one with a parameter, and that
    /// better than a parameter alone.
    pub(crate) fn specificity(&self) -> Vec<u8> {
        let of = |segment: &Segment| match segment.as_slice() {
            [Piece::Fixed(_)] | [] => 2,
            [Piece::Parameter { .. }] => 0,
            _ => 1,
        };
        self.0.iter().map(of).collect()
    }

    /// The path with these values.
    pub(crate) fn concrete(&self, values: &[(String, String)]) -> String {
        let mut values = values.iter();
        let mut path = String::new();
        for segment in &self.0 {
            path.push('/');
            for piece in segment {
                match piece {
                    Piece::Fixed(fixed) => path.push_str(fixed),
                    Piece::Parameter { .. } => path.extend(values.next().map(|(_, value)| value.as_str())),
                }
            }
        }
        path
    }
}

fn pieces(segment: &str, parameters: &[Parameter]) -> Segment {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((before, name, after)) = next_parameter(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Fixed(before.to_owned()));
        }
        let style =
            parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.style);
        let prefix = match style {
            Some(Style::Matrix) => format!(";{name}"),
            Some(Style::Label) => ".".to_owned(),
            _ => String::new(),
        };
        pieces.push(Piece::Parameter { name: name.to_owned(), prefix });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Fixed(rest.to_owned()));
    }
    pieces
}

/// What stands before the first parameter, its name, and what stands after it.
fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The values of a segment; each ends where the next piece begins for the first time.
fn values(segment: &[Piece], part: &str) -> Option<Vec<(String, String)>> {
    let mut values = Vec::new();
    let mut rest = part;
    for (index, piece) in segment.iter().enumerate() {
        match piece {
            Piece::Fixed(fixed) => rest = rest.strip_prefix(fixed.as_str())?,
            Piece::Parameter { name, .. } => {
                let end = match &segment[index + 1..] {
                    [] => rest.len(),
                    // The text at the end of a segment is there only once.
                    [Piece::Fixed(fixed)] => rest.strip_suffix(fixed.as_str())?.len(),
                    [next, ..] => start_of(next, rest)?,
                };
                let (value, after) = rest.split_at(end);
                if value.is_empty() {
                    return None;
                }
                values.push((name.clone(), value.to_owned()));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(values)
}

/// Where a piece begins in a text, after its first letter.
fn start_of(piece: &Piece, text: &str) -> Option<usize> {
    let mark = match piece {
        Piece::Fixed(fixed) => fixed,
        Piece::Parameter { prefix, .. } => prefix,
    };
    let first = text.chars().next()?.len_utf8();
    text[first..].find(mark.as_str()).map(|at| first + at)
}

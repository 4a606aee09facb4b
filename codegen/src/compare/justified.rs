//! Differences that were examined and are right: `differences.toml` beside the document.
//!
//! ```toml
//! # A reference may describe one part of the API. A part of which it has no operation is not compared.
//! [[parts]]
//! name = "compat"
//! operations = ["* /api/laml/*"]
//!
//! [[differences]]
//! kind = "format"
//! at = "*"                        # what the fact is about, or a list of such; `*` stands for any text
//! ours = "password"               # what we say, where only that is justified
//! reference = "..."               # what the reference says, where only that is justified
//! part = "compat"                 # the part that it needs to be compared for, where it is not the rest of the API
//! reason = "Secrets are never shown; the pages print no format."
//! ```

use std::collections::BTreeSet;

use serde::Deserialize;
use toml_edit::{Document, Item, Value};

use super::{Comparison, Difference, Kind};

/// What is known of differences before documents are compared.
#[derive(Clone, Debug, Default)]
pub struct Justified {
    file: File,
    /// Line and column of each pattern of each difference.
    places: Vec<Vec<(u32, u32)>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    parts: Vec<Part>,
    #[serde(default)]
    differences: Vec<Entry>,
}

/// A part of the API that has a reference of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    operations: Vec<String>,
}

/// A justified difference.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What kind of fact differs.
    pub kind: Kind,
    /// What it is a fact of.
    pub at: OneOrMore,
    /// What our document says.
    pub ours: Option<String>,
    /// What the reference says.
    pub reference: Option<String>,
    /// The part of the API that the difference is in.
    pub part: Option<String>,
    /// Why ours is right.
    pub reason: String,
}

/// A pattern, or several.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One.
    One(String),
    /// Several, each of which must be of use.
    More(Vec<String>),
}

/// What is left once justified differences are taken out.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// How many are justified.
    pub justified: usize,
    /// Those that are not, in the order of our files.
    pub unjustified: Vec<Difference>,
    /// Justifications that no longer apply.
    pub unused: Vec<Unused>,
}

/// A justification that no longer applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// What kind of fact it is about.
    pub kind: Kind,
    /// What it was a fact of.
    pub at: String,
    /// The line of the file that says so.
    pub line: u32,
    /// The column where it begins.
    pub column: u32,
}

impl Justified {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When it is not as described above; the text gives the place.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File =
            toml_edit::de::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        for entry in &file.differences {
            let at = entry.at.list().join(", ");
            if entry.reason.trim().is_empty() {
                return Err(format!("the difference at {at} gives no reason"));
            }
            let names = |part: &String| file.parts.iter().any(|known| known.name == *part);
            if let Some(part) = entry.part.as_ref().filter(|part| !names(part)) {
                return Err(format!(
                    "the difference at {at} names the part {part}, which is not listed under `parts`"
                ));
            }
        }
        Ok(Self { file, places: places(text) })
    }

    /// Takes the justified differences out. Each pattern must still cover one, if its part of the API was compared.
    pub fn judge(&self, comparison: &Comparison) -> Verdict {
        let mut used: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut unjustified = Vec::new();
        for difference in &comparison.differences {
            let mut is_covered = false;
            for (index, entry) in self.file.differences.iter().enumerate() {
                for number in entry.covering(difference) {
                    used.insert((index, number));
                    is_covered = true;
                }
            }
            if !is_covered {
                unjustified.push(difference.clone());
            }
        }
        let justified = comparison.differences.len() - unjustified.len();
        Verdict { justified, unjustified, unused: self.unused(&used, &comparison.left_out) }
    }

    fn unused(&self, used: &BTreeSet<(usize, usize)>, left_out: &[String]) -> Vec<Unused> {
        let mut unused = Vec::new();
        for (index, entry) in self.file.differences.iter().enumerate() {
            let part = entry.part.clone().unwrap_or_else(|| REST.to_owned());
            if left_out.contains(&part) {
                continue;
            }
            for (number, at) in entry.at.list().into_iter().enumerate() {
                if !used.contains(&(index, number)) {
                    let place = self.places.get(index).and_then(|places| places.get(number));
                    let (line, column) = place.copied().unwrap_or((1, 1));
                    unused.push(Unused { kind: entry.kind, at: at.to_owned(), line, column });
                }
            }
        }
        unused
    }

    /// The part that an operation is in, by number; `None` is the rest of the API.
    pub(super) fn part_of(&self, operation: &str) -> Option<usize> {
        let is_in = |part: &Part| part.operations.iter().any(|pattern| matches(pattern, operation));
        self.file.parts.iter().position(is_in)
    }

    /// The name of a part.
    pub(super) fn part_name(&self, part: Option<usize>) -> String {
        part.and_then(|index| self.file.parts.get(index)).map_or(REST, |part| &part.name).to_owned()
    }
}

/// Line and column of each pattern of each difference.
fn places(text: &str) -> Vec<Vec<(u32, u32)>> {
    let document = Document::parse(text).ok();
    let tables = document.as_ref().and_then(|document| document.get("differences")?.as_array_of_tables());
    let patterns = |at: &Item| match at.as_array() {
        Some(patterns) => patterns.iter().map(Value::span).collect(),
        None => vec![at.span()],
    };
    let of_table = |table: &toml_edit::Table| {
        let spans = table.get("at").map(patterns).unwrap_or_default();
        spans.into_iter().map(|span| place(text, span.map_or(0, |span| span.start))).collect()
    };
    tables.into_iter().flat_map(|tables| tables.iter().map(of_table)).collect()
}

/// Line and column of a byte.
fn place(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let count = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
    (count(before.matches('\n').count()), count(line.chars().count()))
}

/// What is in no part.
const REST: &str = "everything else";

impl Entry {
    /// The numbers of its patterns that cover a difference.
    fn covering(&self, difference: &Difference) -> Vec<usize> {
        let fits = |pattern: &Option<String>, said: &Option<String>| match pattern {
            None => true,
            Some(pattern) => matches(pattern, said.as_deref().unwrap_or("nothing")),
        };
        let is_meant = self.kind == difference.kind
            && fits(&self.ours, &difference.ours)
            && fits(&self.reference, &difference.reference);
        if !is_meant {
            return Vec::new();
        }
        let patterns = self.at.list().into_iter().enumerate();
        patterns.filter(|(_, at)| matches(at, &difference.at)).map(|(number, _)| number).collect()
    }
}

impl OneOrMore {
    fn list(&self) -> Vec<&str> {
        match self {
            Self::One(pattern) => vec![pattern],
            Self::More(patterns) => patterns.iter().map(String::as_str).collect(),
        }
    }
}

impl Verdict {
    /// Whether everything that differs is justified, and every justification is needed.
    pub fn is_clean(&self) -> bool {
        self.unjustified.is_empty() && self.unused.is_empty()
    }
}

/// Whether a text is of a pattern, in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| text.strip_prefix(start)) else { return false };
    let Some(end) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text) in
            [("*", ""), ("a", "a"), ("a*", "a"), ("a*c", "abc"), ("*b*b", "abab"), ("GET *", "GET /{id}")]
        {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*c", "ab"), ("ab*b", "ab"), ("*b*b", "ab"), ("", "a")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_justification_needs_a_reason_and_a_known_part() {
        let entry = |more: &str| format!("[[differences]]\nkind = \"field\"\nat = \"A.b\"\n{more}");
        assert!(Justified::parse(&entry("reason = \"so\"")).is_ok());
        assert!(Justified::parse(&entry("reason = \" \"")).is_err_and(|why| why.contains("no reason")));
        assert!(Justified::parse(&entry("")).is_err());
        let unknown = entry("reason = \"so\"\npart = \"x\"");
        assert!(Justified::parse(&unknown).is_err_and(|why| why.contains("the part x")));
        assert!(Justified::parse("[[differences]]\nkind = \"colour\"\nat = \"A\"\nreason = \"so\"").is_err());
    }
}

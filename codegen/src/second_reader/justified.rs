//! Differences that were examined and are right: `progenitor-differences.toml` beside the document.
//!
//! ```toml
//! [[differences]]
//! kind = "type"
//! at = "CallTapCodec"             # the Rust name of the type, or the operation as "GET /path"
//! part = "codec"                  # the field or parameter, `body` or `response`
//! reason = "progenitor refuses an enum with both PCMA and pcma; it is given text."
//! ```

use serde::Deserialize;

use super::compare::{Difference, Kind};

/// The differences that are justified.
#[derive(Clone, Debug, Default)]
pub struct Justified {
    entries: Vec<Entry>,
}

/// One of them.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What differs.
    pub kind: Kind,
    /// The operation or the type.
    pub at: String,
    /// The parameter or field.
    pub part: Option<String>,
    /// Why both are right.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    differences: Vec<Entry>,
}

/// Differences, sorted.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// How many are justified.
    pub justified: usize,
    /// Those that are not.
    pub unjustified: Vec<Difference>,
    /// Entries that justify nothing.
    pub unused: Vec<Entry>,
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
            if entry.reason.trim().is_empty() {
                return Err(format!("the difference at {} gives no reason", entry.at));
            }
        }
        Ok(Self { entries: file.differences })
    }

    /// Takes the justified ones out; each entry must still be of use.
    pub fn judge(&self, differences: &[Difference]) -> Verdict {
        let (justified, unjustified): (Vec<&Difference>, Vec<&Difference>) = differences
            .iter()
            .partition(|difference| self.entries.iter().any(|entry| entry.covers(difference)));
        let is_unused = |entry: &&Entry| !differences.iter().any(|difference| entry.covers(difference));
        Verdict {
            justified: justified.len(),
            unjustified: unjustified.into_iter().cloned().collect(),
            unused: self.entries.iter().filter(is_unused).cloned().collect(),
        }
    }
}

impl Entry {
    fn covers(&self, difference: &Difference) -> bool {
        (self.kind, &self.at, &self.part) == (difference.kind, &difference.at, &difference.part)
    }
}

impl Verdict {
    /// Whether everything that differs is justified, and every justification is needed.
    pub fn is_clean(&self) -> bool {
        self.unjustified.is_empty() && self.unused.is_empty()
    }
}

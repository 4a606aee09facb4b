//! What a pair declares about itself, in two comments at the top of its head:
//!
//! ```yaml
//! # forward: op-added at operations/delete_things; wire compatible, rust compatible
//! # back: op-removed at operations/delete_things; wire breaking, rust breaking
//! ```

use serde_json::Value;

/// The only change from base to head, and the only change back.
pub struct Expectation {
    pub forward: Change,
    pub back: Change,
}

/// One finding of a comparison, as far as a pair declares it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub rule: String,
    pub location: String,
    pub wire: String,
    pub rust: String,
}

impl Expectation {
    pub fn parse(document: &str) -> Option<Self> {
        let mut lines = document.lines();
        let mut next = |prefix: &str| Change::parse(lines.next()?.strip_prefix(prefix)?);
        Some(Self { forward: next("# forward: ")?, back: next("# back: ")? })
    }
}

impl Change {
    fn parse(text: &str) -> Option<Self> {
        let (change, verdicts) = text.split_once("; wire ")?;
        let (rule, location) = change.split_once(" at ")?;
        let (wire, rust) = verdicts.split_once(", rust ")?;
        let [rule, location, wire, rust] = [rule, location, wire, rust].map(str::to_owned);
        Some(Self { rule, location, wire, rust })
    }

    /// All findings of a report, sorted.
    pub fn all(report: &Value) -> Vec<Self> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let findings = report["findings"].as_array().unwrap().iter().map(|finding| Self {
            rule: text(&finding["rule"]),
            location: text(&finding["location"]),
            wire: text(&finding["wire"]["verdict"]),
            rust: text(&finding["rust"]["verdict"]),
        });
        let mut findings: Vec<Self> = findings.collect();
        findings.sort();
        findings
    }
}

//! Changes that somebody said were meant: `approvals.toml` beside the document.
//!
//! ```toml
//! [[approvals]]
//! fingerprint = "0f3a5c7e9b1d"
//! kind = "spec-correction"
//! reason = "The server has always returned a list here."
//! expires = 2027-03-31
//! ```

use std::fmt;

use serde::Deserialize;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::finding::{Approval, ApprovalKind, Diff, Notice, Verdict};

/// A day, written as 2027-03-31.
pub type Date = toml_edit::Date;

/// Reads a day.
pub fn day(text: &str) -> Result<Date, String> {
    let read = text.parse::<toml_edit::Datetime>().ok().filter(|read| read.time.is_none());
    read.and_then(|read| read.date).ok_or_else(|| format!("`{text}` is no day, such as 2027-03-31"))
}

/// The approvals that were given.
#[derive(Clone, Debug, Default)]
pub struct Approvals {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: String,
    kind: ApprovalKind,
    reason: String,
    expires: Option<toml_edit::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    approvals: Vec<Entry>,
}

impl Approvals {
    /// Reads the file; the error says where it is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File =
            toml_edit::de::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        for entry in &file.approvals {
            let fingerprint = &entry.fingerprint;
            if !is_fingerprint(fingerprint) {
                return Err(format!(
                    "`{fingerprint}` is no fingerprint: those are twelve hexadecimal digits"
                ));
            }
            if entry.reason.trim().is_empty() {
                return Err(format!("the approval of {fingerprint} gives no reason"));
            }
            if entry.expires.is_some_and(|expires| expires.date.is_none()) {
                return Err(format!(
                    "the approval of {fingerprint} must expire on a day, such as 2027-03-31"
                ));
            }
        }
        Ok(Self { entries: file.approvals })
    }

    /// Approves findings, and says which approvals have expired or approve nothing.
    ///
    /// Those that `before` has as well were given for an earlier change: they need not be of use any more.
    pub fn apply(&self, diff: &mut Diff, before: &Self, today: Date) {
        for entry in &self.entries {
            if let Some(day) = entry.expired(today) {
                diff.notices.push(notice_expired(entry, day));
                continue;
            }
            let mut used = false;
            for finding in diff.findings.iter_mut().filter(|finding| finding.fingerprint == entry.fingerprint)
            {
                used = true;
                finding.approval = Some(Approval { kind: entry.kind, reason: entry.reason.clone() });
                if entry.kind == ApprovalKind::SpecCorrection && finding.wire.verdict == Verdict::Breaking {
                    finding.wire.verdict = Verdict::Compatible;
                    finding.wire.reason = format!("the server has always behaved so: {}", entry.reason);
                }
            }
            if !used && !before.entries.contains(entry) {
                diff.notices.push(notice_unused(entry));
            }
        }
        diff.bump =
            super::bump::required(&diff.findings, &diff.unexplained, &diff.base.version, &diff.head.version);
    }

    /// The file with one approval more; everything in it stays as it is written, but for an approval of the same change that
    /// has expired.
    pub fn add(
        text: &str,
        fingerprint: &str,
        kind: ApprovalKind,
        reason: &str,
        expires: Option<Date>,
        today: Date,
    ) -> Result<String, String> {
        let known = Self::parse(text)?;
        let own = known.entries.iter().position(|entry| entry.fingerprint == fingerprint);
        let expired = own.filter(|index| known.entries[*index].expired(today).is_some());
        if own.is_some() && expired.is_none() {
            return Err(format!("{fingerprint} is approved already"));
        }
        if let Some(day) = expires.filter(|day| *day < today) {
            return Err(format!(
                "the approval would have expired on {day} already: today is {today}; give a later day with `--expires`, or none"
            ));
        }
        let mut document: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
        let mut entry = Table::new();
        entry.insert("fingerprint", value(fingerprint));
        entry.insert("kind", value(kind.word()));
        entry.insert("reason", value(reason));
        if let Some(day) = expires {
            entry.insert("expires", value(toml_edit::Datetime::from(day)));
        }
        let list = document.entry("approvals").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(list) = list.as_array_of_tables_mut() else {
            return Err("`approvals` must be a list of tables: `[[approvals]]`".to_owned());
        };
        if let Some(index) = expired {
            list.remove(index);
        }
        list.push(entry);
        let text = document.to_string();
        Self::parse(&text).map(|_| text)
    }
}

impl Entry {
    /// The last day on which it applied, when that is over.
    fn expired(&self, today: Date) -> Option<Date> {
        self.expires.and_then(|expires| expires.date).filter(|day| *day < today)
    }
}

/// What `--approve` takes.
pub(super) fn is_fingerprint(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn notice_expired(entry: &Entry, day: impl fmt::Display) -> Notice {
    Notice {
        rule: "approval-expired",
        message: format!("the approval of {} expired on {day}: {}", entry.fingerprint, entry.reason),
        help: "approve the change again with a later day, or take it back".to_owned(),
    }
}

fn notice_unused(entry: &Entry) -> Notice {
    Notice {
        rule: "approval-unused",
        message: format!("the approval of {} approves nothing: {}", entry.fingerprint, entry.reason),
        help: "remove it from the file, or correct its fingerprint".to_owned(),
    }
}

//! The report of the second reader: how progenitor's reading of a document compares with ours.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use codegen::SecondOpinion;
use codegen::second_reader::justified::{Justified, Verdict};

use crate::exit::{Exit, usage};
use crate::output::thousands;

/// Name of the file of justified differences, which stands beside the document.
const JUSTIFIED: &str = "progenitor-differences.toml";

/// Prints one line about how the readings compare and, if `every`, each place where they differ.
pub fn report(opinion: &SecondOpinion, document: &Path, every: bool) -> Exit {
    let comparison = match opinion {
        Ok(comparison) => comparison,
        Err(why) => {
            anstream::eprintln!("progenitor cannot read this document: {why}");
            return Exit::Findings;
        }
    };
    let justified = match justified(&document.with_file_name(JUSTIFIED)) {
        Ok(justified) => justified,
        Err(why) => return usage(why),
    };
    let verdict = justified.judge(&comparison.differences);
    anstream::eprintln!(
        "progenitor {}: {} operations, {} fields, {} justified differences{}",
        if verdict.unjustified.is_empty() { "agrees" } else { "differs" },
        thousands(comparison.operations),
        thousands(comparison.fields),
        verdict.justified,
        others(&verdict),
    );
    if every {
        for difference in &verdict.unjustified {
            anstream::eprintln!("  {difference}");
        }
        for entry in &verdict.unused {
            let part = entry.part.as_deref().unwrap_or_default();
            anstream::eprintln!("  {JUSTIFIED}: unused: {} {} {part}", entry.kind.name(), entry.at);
        }
    }
    if verdict.is_clean() { Exit::Clean } else { Exit::Findings }
}

/// The findings, in numbers.
fn others(verdict: &Verdict) -> String {
    let unjustified = verdict.unjustified.len();
    let unused = verdict.unused.len();
    let mut text = String::new();
    if unjustified > 0 {
        text.push_str(&format!(", {unjustified} others"));
    }
    if unused > 0 {
        text.push_str(&format!(", {unused} unused justifications"));
    }
    if !text.is_empty() {
        text.push_str("; `--differences` shows them");
    }
    text
}

/// Without the file nothing is justified.
fn justified(path: &Path) -> Result<Justified, String> {
    let in_file = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    match fs::read_to_string(path) {
        Ok(text) => Justified::parse(&text).map_err(|why| in_file(&why)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Justified::default()),
        Err(error) => Err(in_file(&error)),
    }
}

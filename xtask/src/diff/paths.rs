//! Looking at a part of a comparison.

use codegen::diff::finding::{Diff, Finding};
use globset::{Glob, GlobMatcher};

/// Keeps what reaches an operation with a path that matches, and what stands in a file that does.
pub fn keep(diff: &mut Diff, glob: &str) -> Result<(), String> {
    // A path as it is written is a pattern of its own: its braces are no alternatives.
    let literal = glob.to_owned();
    let matcher = Glob::new(glob).map_err(|error| format!("`{glob}` is no pattern: {}", error.kind()))?;
    let matcher = matcher.compile_matcher();
    let Diff { base, head, findings, .. } = diff;
    findings.retain(|finding| {
        let files = [base.sources.path(finding.base_at.file), head.sources.path(finding.head_at.file)];
        reaches(finding, &literal, &matcher) || files.iter().any(|path| matcher.is_match(path))
    });
    Ok(())
}

fn reaches(finding: &Finding, literal: &str, matcher: &GlobMatcher) -> bool {
    finding.operations.iter().any(|operation| operation.path == literal || matcher.is_match(&operation.path))
}

//! Looking at a part of a comparison.

use codegen::diff::finding::{Diff, Finding};
use globset::{Glob, GlobMatcher};

/// Keeps what reaches an operation with a path that matches, and what stands in a file that does.
pub fn keep(diff: &mut Diff, glob: &str) -> Result<(), String> {
    let matcher = Glob::new(glob).map_err(|error| format!("`{glob}` is no pattern: {}", error.kind()))?;
    let matcher = matcher.compile_matcher();
    let Diff { base, head, findings, .. } = diff;
    findings.retain(|finding| {
        let files = [base.sources.path(finding.base_at.file), head.sources.path(finding.head_at.file)];
        reaches(finding, &matcher) || files.iter().any(|path| matcher.is_match(path))
    });
    Ok(())
}

fn reaches(finding: &Finding, matcher: &GlobMatcher) -> bool {
    finding.operations.iter().any(|operation| matcher.is_match(&operation.path))
}

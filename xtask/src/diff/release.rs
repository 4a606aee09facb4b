//! Whether the version and the changelog reflect what the changes do to users.
//!
//! What counts is the last release: between two releases, many changes share one bump of the version.

use codegen::diff::finding::{Diff, Level, Notice};

use super::git::Revisions;

/// The file in which users read what changed.
const CHANGELOG: &str = "CHANGELOG.md";

/// Compares the version with that of the last release, and looks for an entry in the changelog.
pub fn judge(diff: &mut Diff, revisions: &Revisions) -> Result<(), String> {
    let Some(tag) = revisions.repository.last_release(revisions.head_name())? else {
        diff.bump.satisfied = true;
        diff.bump.version = None;
        diff.bump.reason = format!("{}; nothing has been released yet", diff.bump.reason);
        return Ok(());
    };
    diff.bump.since(tag.trim_start_matches('v'), &diff.head.version);
    if !diff.bump.satisfied {
        diff.notices.push(too_low(diff, &tag));
    }
    if diff.bump.required != Level::None && !revisions.changed(CHANGELOG)? {
        diff.notices.push(Notice {
            rule: "changelog-missing",
            message: format!("{CHANGELOG} does not mention these changes"),
            help: format!("describe in {CHANGELOG} what changes for users"),
        });
    }
    Ok(())
}

fn too_low(diff: &Diff, tag: &str) -> Notice {
    let wanted = diff.bump.version.as_deref().unwrap_or("a later one");
    Notice {
        rule: "version-too-low",
        message: format!(
            "the version is {}, and since {tag} it must become {wanted}: {}",
            diff.head.version, diff.bump.reason
        ),
        help: format!("set `info.version` of the specification to {wanted}"),
    }
}

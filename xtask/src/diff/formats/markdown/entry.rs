//! One change in a comment: in full, with who uses it collapsed, or in a line.

use codegen::diff::finding::{Diff, Finding, SurfaceChange};

use super::escape::{code, diff as diff_block, prose};
use super::{SENTENCE, fitting};
use crate::diff::formats::excerpt::{block, short, short_values};
use crate::diff::formats::{View, phrases};

/// How much of a name is shown.
const NAME: usize = 120;
/// How much of a counter-example is shown.
const PROOF: usize = 800;
/// How much of a value is shown.
const VALUE: usize = 1_500;
/// How many operations, and changes of the surface, are shown, and in how many bytes.
const LISTED: usize = 20;
const LIST: usize = 4_000;

/// How much of a value is shown in a line.
const SHORT: usize = 60;

/// Everything about it; who uses it and what becomes of the crate is collapsed.
pub fn full(finding: &Finding, diff: &Diff, view: View) -> String {
    let mut text = format!("**{}**{}\n\n", name(finding), place(finding, diff));
    text.push_str(&values(finding));
    text.extend(view.judgements(finding).map(|(side, judgement)| {
        format!(
            "- {side}: **{}**: {}\n",
            judgement.verdict.word(),
            prose(&short(&judgement.reason, SENTENCE))
        )
    }));
    if let Some((kind, proof)) = phrases::proof(finding, view) {
        let kind = if finding.evidence.is_unproven() { "**unproven**" } else { kind };
        text.push_str(&format!("- {kind}: {}\n", prose(&short(&proof, PROOF))));
    }
    if let Some(approval) = &finding.approval {
        let reason = prose(&short(&approval.reason, SENTENCE));
        text.push_str(&format!("- **{}**: {reason}\n", phrases::approval(approval)));
    }
    if let Some(command) = phrases::approve(finding, diff) {
        text.push_str(&format!("- to approve it: {}\n", code(&command)));
    }
    text.push_str(&operations(finding));
    if view.has_rust() {
        text.push_str(&surface_list(finding));
    }
    text + "\n"
}

/// What was changed, and what that breaks.
pub fn line(finding: &Finding, view: View) -> String {
    let (before, after) = short_values(finding.before.as_deref(), finding.after.as_deref(), SHORT);
    let values = match (before, after) {
        (Some(before), Some(after)) => format!(", {} → {}", code(&before), code(&after)),
        (Some(before), None) => format!(", was {}", code(&before)),
        (None, Some(after)) => format!(", now {}", code(&after)),
        (None, None) => String::new(),
    };
    let verdicts: Vec<String> = view
        .judgements(finding)
        .map(|(side, judgement)| format!("{side} {}", judgement.verdict.word()))
        .collect();
    format!("- {}{values}: {}\n", name(finding), verdicts.join(", "))
}

fn name(finding: &Finding) -> String {
    format!("{}: {}", code(&short(phrases::name(finding), NAME)), phrases::title(finding))
}

/// Where it stands now; where it was, if nothing is left there.
fn place(finding: &Finding, diff: &Diff) -> String {
    let removed = finding.after.is_none().then(|| phrases::place(&diff.base, finding.base_at)).flatten();
    let (word, place) = match removed {
        Some(place) => ("was at", Some(place)),
        None => ("at", phrases::place(&diff.head, finding.head_at)),
    };
    let place = place.map(|place| format!(", {word} {}", code(&short(&place, NAME))));
    format!(" (<code>{}</code>{})", finding.rule, place.unwrap_or_default())
}

fn values(finding: &Finding) -> String {
    let cut = |value: &Option<String>| value.as_ref().map(|value| block(value, VALUE));
    let (before, after) = (cut(&finding.before), cut(&finding.after));
    let left_out = before.iter().chain(&after).map(|(_, left_out)| left_out).sum::<usize>();
    let text = |value: Option<(String, usize)>| value.map(|(text, _)| text);
    match (text(before), text(after)) {
        (None, None) => String::new(),
        (before, after) => {
            let note = match left_out {
                0 => String::new(),
                _ => format!("({} of the values are left out)\n\n", phrases::count(left_out, "character")),
            };
            format!("{}\n{note}", diff_block(before.as_deref(), after.as_deref()))
        }
    }
}

fn operations(finding: &Finding) -> String {
    let Some(used_by) = phrases::used_by(finding) else { return String::new() };
    let lines = finding.operations.iter().map(|operation| {
        let call = format!("{} {}", operation.method, operation.path);
        format!("- {} {}\n", code(&short(&operation.id, NAME)), code(&short(&call, NAME)))
    });
    collapsed(&used_by, lines, finding.operations.len())
}

fn surface_list(finding: &Finding) -> String {
    let number = finding.surface.len();
    let title = phrases::count(number, "change") + " of the crate";
    collapsed(&title, finding.surface.iter().map(|change| format!("- {}\n", surface(change))), number)
}

/// The first lines of a list under a title, and how many there are besides; nothing when there are none.
fn collapsed(title: &str, lines: impl Iterator<Item = String>, all: usize) -> String {
    if all == 0 {
        return String::new();
    }
    let shown = fitting(lines.take(LISTED), LIST);
    let more = match all - shown.len() {
        0 => String::new(),
        more => format!("- and {} more\n", crate::output::thousands(more)),
    };
    format!("\n<details>\n<summary>{title}</summary>\n\n{}{more}\n</details>\n", shown.concat())
}

/// A change of the surface, in a line.
pub fn surface(change: &SurfaceChange) -> String {
    let verb = phrases::surface_verb(change);
    let item = code(&short(&change.item, NAME));
    let (before, after) = short_values(change.before.as_deref(), change.after.as_deref(), NAME);
    let lines: Vec<String> = [before, after].into_iter().flatten().map(|line| code(&line)).collect();
    let lines = lines.join(" → ");
    format!("{}: {item} {verb}: {lines}", change.verdict.word())
}

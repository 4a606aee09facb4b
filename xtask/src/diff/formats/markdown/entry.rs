//! One change in a comment: its row in the table, and everything about it, collapsed.

use codegen::diff::finding::{Diff, EvidenceKind, Finding, SurfaceChange};

use super::escape::{code, diff as diff_block, prose};
use super::{SENTENCE, fitting, sign};
use crate::diff::formats::counts::Group;
use crate::diff::formats::excerpt::{block, short, short_values};
use crate::diff::formats::{View, phrases};

/// How much of a name is shown.
const NAME: usize = 120;
/// How much of a value is shown.
const VALUE: usize = 1_500;
/// How many operations, and changes of the surface, are shown, and in how many bytes.
const LISTED: usize = 20;
const LIST: usize = 4_000;

/// The head of the table, with a line break before and after.
pub fn table_head(view: View) -> String {
    let sides: Vec<&str> = [view.has_wire().then_some("wire"), view.has_rust().then_some("Rust")]
        .into_iter()
        .flatten()
        .collect();
    format!("| change | {} | used by |\n|---|{}---|\n", sides.join(" | "), "---|".repeat(sides.len()))
}

/// Its row in the table.
pub fn row(finding: &Finding, view: View) -> String {
    let judgements: Vec<String> = view
        .judgements(finding)
        .map(|(_, judgement)| {
            format!("{}: {}", judgement.verdict.word(), prose(&short(&judgement.reason, SENTENCE)))
        })
        .collect();
    let used_by = match finding.operations.len() {
        0 => String::new(),
        number => phrases::count(number, "operation"),
    };
    format!("| {} | {} | {used_by} |\n", name(finding), judgements.join(" | "))
}

fn name(finding: &Finding) -> String {
    format!("{}: {}", code(&short(phrases::name(finding), NAME)), phrases::title(finding))
}

/// Everything about it, collapsed.
pub fn details(finding: &Finding, diff: &Diff, view: View) -> String {
    let mut text =
        format!("<details>\n<summary>{} {}</summary>\n\n", sign(Group::of(finding, view)), name(finding));
    text.push_str(&values(finding));
    text.extend(view.judgements(finding).map(|(side, judgement)| {
        format!(
            "- {side}: **{}**: {}\n",
            judgement.verdict.word(),
            prose(&short(&judgement.reason, SENTENCE))
        )
    }));
    if view.has_wire() && finding.evidence.kind != EvidenceKind::Statement {
        let kind = if finding.evidence.is_unproven() { "**unproven**" } else { "proof" };
        text.push_str(&format!(
            "- {kind}: {}\n",
            code(&short(&phrases::evidence(&finding.evidence), SENTENCE))
        ));
    }
    if let Some(approval) = &finding.approval {
        let reason = prose(&short(&approval.reason, SENTENCE));
        text.push_str(&format!("- **{}**: {reason}\n", phrases::approval(approval)));
    }
    text.push_str(&places(finding, diff));
    text.push_str(&operations(finding));
    if view.has_rust() {
        text.push_str(&surface_list(finding));
    }
    text + "\n</details>\n\n"
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

fn places(finding: &Finding, diff: &Diff) -> String {
    let now = phrases::place(&diff.head, finding.head_at)
        .map(|place| format!(" at {}", code(&short(&place, NAME))));
    let was = phrases::place(&diff.base, finding.base_at)
        .map(|place| format!(", was at {}", code(&short(&place, NAME))));
    format!(
        "- rule `{}`{}{}, fingerprint {}\n",
        finding.rule,
        now.unwrap_or_default(),
        was.unwrap_or_default(),
        code(&short(&finding.fingerprint, NAME))
    )
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

//! One change in the report, in a line or in full.

use anstyle::Style;
use codegen::diff::finding::{Diff, EvidenceKind, Finding, SurfaceChange, Verdict};

use super::{BOLD, DIM, GREEN, RED, WIDTH, YELLOW, paint};
use crate::diff::formats::excerpt::{line, short, short_values};
use crate::diff::formats::{View, phrases};

/// How many operations, and changes of the surface, are named for a change.
const NAMED: usize = 3;

/// What was changed, and where.
pub fn one_line(finding: &Finding, diff: &Diff) -> String {
    let place = phrases::place(&diff.head, finding.head_at)
        .map_or_else(String::new, |place| format!("  {}", line(&place)));
    format!("  {}{}\n", name(finding), paint(DIM, &place))
}

fn name(finding: &Finding) -> String {
    let rule = paint(DIM, &format!("[{}]", finding.rule));
    format!("{}: {} {rule}", paint(BOLD, &short(phrases::name(finding), WIDTH)), phrases::title(finding))
}

/// The same, and why it breaks.
pub fn with_reason(finding: &Finding, diff: &Diff, view: View) -> String {
    let breaks = view.judgements(finding).find(|(_, judgement)| judgement.verdict == Verdict::Breaking);
    let reason = breaks.map_or_else(String::new, |(side, judgement)| {
        format!("    {side}: {}\n", short(&judgement.reason, WIDTH))
    });
    let proof = match finding.evidence.kind {
        EvidenceKind::CounterExample | EvidenceKind::Unproven => evidence(finding, view),
        _ => String::new(),
    };
    one_line(finding, diff) + &values(finding) + &reason + &proof + &approve(finding, diff)
}

/// Everything about a change.
pub fn paragraph(finding: &Finding, diff: &Diff, view: View) -> String {
    let mut text = format!("  {}\n{}", name(finding), values(finding));
    for (side, judgement) in view.judgements(finding) {
        let verdict = paint(verdict_colour(judgement.verdict), judgement.verdict.word());
        text.push_str(&format!("    {side}: {verdict}: {}\n", short(&judgement.reason, WIDTH)));
    }
    text.push_str(&evidence(finding, view));
    if let Some(approval) = &finding.approval {
        let how = paint(YELLOW, phrases::approval(approval));
        text.push_str(&format!("    {how}: {}\n", short(&approval.reason, WIDTH)));
    }
    text.push_str(&operations(finding));
    if view.has_rust() {
        text.push_str(&surface(finding));
    }
    text.push_str(&format!("    {}\n", paint(DIM, &places(finding, diff))));
    text + &approve(finding, diff)
}

/// The command that approves it, if nothing has.
fn approve(finding: &Finding, diff: &Diff) -> String {
    let command = phrases::approve(finding, diff);
    command.map_or_else(String::new, |command| format!("    {}\n", paint(DIM, &line(&command))))
}

fn evidence(finding: &Finding, view: View) -> String {
    let Some((kind, line)) = phrases::proof(finding, view) else { return String::new() };
    let style = if finding.evidence.is_unproven() { YELLOW } else { Style::new() };
    format!("    {}: {}\n", paint(style, kind), short(&line, 2 * WIDTH))
}

fn places(finding: &Finding, diff: &Diff) -> String {
    let now = phrases::place(&diff.head, finding.head_at).map(|place| format!("at {}", line(&place)));
    // What is still there is found at its new place.
    let removed = finding.after.is_none().then(|| phrases::place(&diff.base, finding.base_at)).flatten();
    let was = removed.map(|place| format!("was at {}", line(&place)));
    let fingerprint = Some(format!("fingerprint {}", short(&finding.fingerprint, WIDTH)));
    [now, was, fingerprint].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The colour of a verdict.
pub fn verdict_colour(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Breaking => RED,
        Verdict::Compatible => GREEN,
        Verdict::Documentation => Style::new(),
    }
}

/// `before → after` in a line, or a line each.
fn values(finding: &Finding) -> String {
    match short_values(finding.before.as_deref(), finding.after.as_deref(), WIDTH) {
        (Some(before), Some(after)) if before.chars().count() + after.chars().count() <= WIDTH => {
            format!("    {} → {}\n", paint(RED, &before), paint(GREEN, &after))
        }
        (before, after) => {
            let lines = [before.map(|before| removed(&before)), after.map(|after| added(&after))];
            lines.into_iter().flatten().map(|line| format!("    {line}\n")).collect()
        }
    }
}

fn removed(text: &str) -> String {
    paint(RED, &format!("- {text}"))
}

fn added(text: &str) -> String {
    paint(GREEN, &format!("+ {text}"))
}

fn operations(finding: &Finding) -> String {
    let Some(used_by) = phrases::used_by(finding) else { return String::new() };
    let mut names: Vec<String> =
        finding.operations.iter().take(NAMED).map(|operation| short(&operation.id, WIDTH)).collect();
    if finding.operations.len() > NAMED {
        names.push(format!("and {} more", finding.operations.len() - NAMED));
    }
    format!("    {used_by}: {}\n", names.join(", "))
}

fn surface(finding: &Finding) -> String {
    let shown = finding.surface.iter().take(NAMED);
    let mut text: String = shown.map(|change| format!("    {}", surface_lines(change, "      "))).collect();
    if finding.surface.len() > NAMED {
        let number = finding.surface.len() - NAMED;
        text.push_str(&format!("    and {number} more of the crate's surface\n"));
    }
    text
}

/// A change of the surface: what was done, and its lines with so much before them.
pub fn surface_lines(change: &SurfaceChange, margin: &str) -> String {
    let head = format!("{} {}\n", short(&change.item, WIDTH), phrases::surface_verb(change));
    let (before, after) = short_values(change.before.as_deref(), change.after.as_deref(), WIDTH);
    let before = before.map(|before| format!("{margin}{}\n", removed(&before)));
    let after = after.map(|after| format!("{margin}{}\n", added(&after)));
    [Some(head), before, after].into_iter().flatten().collect()
}

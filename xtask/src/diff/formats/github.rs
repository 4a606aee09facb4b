//! Workflow commands of GitHub: each change beside the line of the head that it is about.
//!
//! GitHub shows ten annotations of a kind for each step, so the gravest come first; what only people read is not
//! worth one of them.

use codegen::diff::finding::{Diff, Finding, Notice, SurfaceChange, Verdict};

use super::View;
use super::counts::{Group, ordered};
use super::excerpt::{short, visible};
use super::phrases;
use crate::report::{data, property};

/// How much of a value or a reason an annotation shows.
const MOST: usize = 300;

/// An annotation to a line; nothing when there is nothing to say.
pub fn print(diff: &Diff, view: View) -> String {
    let (errors, others): (Vec<_>, Vec<_>) =
        ordered(diff, view).into_iter().partition(|finding| Group::of(finding, view) == Group::Breaking);
    let unexplained = if view.has_rust() { diff.unexplained.as_slice() } else { &[] };
    let mut lines: Vec<String> = errors.iter().map(|finding| change("error", finding, diff, view)).collect();
    lines.extend(unexplained.iter().filter_map(surface));
    lines.extend(diff.notices.iter().map(notice));
    lines.extend(phrases::predicted(diff, view).map(|why| command("notice", "", "surface-missing", &why)));
    let worth_it = others.iter().filter(|finding| Group::of(finding, view) != Group::Documentation);
    lines.extend(worth_it.map(|finding| change("notice", finding, diff, view)));
    lines.concat()
}

fn change(level: &str, finding: &Finding, diff: &Diff, view: View) -> String {
    command(level, &place(finding, diff), finding.rule, &message(finding, diff, view))
}

fn command(level: &str, place: &str, title: &str, message: &str) -> String {
    format!("::{level} {place}title={}::{}\n", property(title), data(&visible(message)))
}

/// The place in the head, or nothing: a wrong place would be worse.
fn place(finding: &Finding, diff: &Diff) -> String {
    let at = finding.head_at;
    match phrases::is_known(&diff.head, at) {
        true => {
            let file = property(diff.head.sources.path(at.file));
            format!("file={file},line={},col={},", at.line, at.column)
        }
        false => String::new(),
    }
}

fn message(finding: &Finding, diff: &Diff, view: View) -> String {
    let mut lines = vec![format!("{}: {}", short(phrases::name(finding), MOST), phrases::title(finding))];
    lines.extend(finding.before.as_ref().map(|before| format!("before: {}", short(before, MOST))));
    lines.extend(finding.after.as_ref().map(|after| format!("after: {}", short(after, MOST))));
    lines.extend(view.judgements(finding).map(|(side, judgement)| {
        format!("{side}: {}: {}", judgement.verdict.word(), short(&judgement.reason, MOST))
    }));
    lines.extend(
        phrases::proof(finding, view).map(|(kind, proof)| format!("{kind}: {}", short(&proof, MOST))),
    );
    lines.extend(phrases::used_by(finding));
    lines.extend(
        finding
            .approval
            .as_ref()
            .map(|approval| format!("{}: {}", phrases::approval(approval), short(&approval.reason, MOST))),
    );
    lines.push(match phrases::approve(finding, diff) {
        Some(command) => format!("to approve it: {command}"),
        None => format!("fingerprint: {}", finding.fingerprint),
    });
    lines.join("\n")
}

fn surface(change: &SurfaceChange) -> Option<String> {
    let level = match change.verdict {
        Verdict::Breaking => "error",
        Verdict::Compatible => "notice",
        Verdict::Documentation => return None,
    };
    let message = format!(
        "{} {}: no change of the specification accounts for it",
        short(&change.item, MOST),
        phrases::surface_verb(change)
    );
    Some(command(level, "", "surface-unexplained", &message))
}

fn notice(notice: &Notice) -> String {
    let message = format!("{}; help: {}", short(&notice.message, MOST), short(&notice.help, MOST));
    command("warning", "", notice.rule, &message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::formats::sample;

    #[test]
    fn the_gravest_comes_first() {
        let text = print(&sample::full(), View::Both);
        let levels: Vec<&str> = text.lines().filter_map(|line| line.split([' ', ':']).nth(2)).collect();
        assert_eq!(
            levels,
            [
                "error", "error", "error", "warning", "warning", "notice", "notice", "notice", "notice",
                "notice"
            ]
        );
    }

    #[test]
    fn a_stranger_gives_no_commands() {
        let text = print(&sample::of(vec![sample::evil()]), View::Both);
        assert_eq!(text.lines().count(), 1);
        assert!(text.starts_with("::notice title=rs-type::Evil."), "{text}");
        assert!(text.contains("%250A%3A%3Aerror") || text.contains("%250A::error"), "{text}");
        assert!(!text.contains('\u{1b}'));
    }

    #[test]
    fn a_removal_is_shown_where_something_is_left() {
        let text = print(&sample::of(vec![sample::field_removed()]), View::Both);
        let place = "::error file=spec/fabric/sip_gateways.yaml,line=9,col=9,title=rs-prop-removed::";
        assert!(text.starts_with(place), "{text}");
    }

    #[test]
    fn what_only_people_read_is_not_worth_an_annotation() {
        let text = print(&sample::full(), View::Both);
        assert!(!text.contains("docs-only"));
        assert_eq!(print(&sample::empty(), View::Both), "");
    }
}

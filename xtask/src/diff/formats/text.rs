//! For people at a terminal: the verdict first, then what breaks, then the rest.
//!
//! A small comparison is shown in full. A large one is kept to about a screen: a line or two for each change, the
//! gravest of each group, and how many there are besides.

mod change;

use anstyle::{AnsiColor, Style};
use codegen::diff::finding::Diff;

use self::change::{one_line, paragraph, surface_lines, verdict_colour, with_reason};
use super::View;
use super::counts::Group;
use super::excerpt::short;
use super::phrases;

/// How many changes are shown in full.
const SMALL: usize = 12;
/// How many characters of a value or a reason are shown.
const WIDTH: usize = 90;
/// How many notices, and unexplained changes, are shown.
const LISTED: usize = 3;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();

/// The whole report, with the colours of a terminal.
pub fn print(diff: &Diff, view: View) -> String {
    let mut text = head(diff, view);
    for group in Group::ALL {
        text.push_str(&section(group, diff, view));
    }
    if view.has_rust() {
        text.push_str(&unexplained(diff));
    }
    text.push_str(&notices(diff));
    text
}

fn head(diff: &Diff, view: View) -> String {
    let verdict = paint(verdict_style(diff, view), &phrases::verdict(diff, view));
    let sides = [&diff.base, &diff.head].map(|side| short(&phrases::side(side), WIDTH)).join(" → ");
    let mut text = format!("{verdict}\n{sides}: {}\n", phrases::count(diff.findings.len(), "change"));
    if !diff.is_empty() || !diff.bump.satisfied {
        text.push_str(&version(diff));
    }
    if let Some(why) = phrases::predicted(diff, view) {
        text.push_str(&format!("{}\n", paint(YELLOW, &short(&why, 2 * WIDTH))));
    }
    text.push_str(&table(diff, view));
    text
}

fn verdict_style(diff: &Diff, view: View) -> Style {
    let unapproved = diff.findings.iter().any(|finding| Group::of(finding, view) == Group::Breaking);
    let unexplained = view.has_rust() && phrases::unexplained(diff) > 0;
    let colour = if unapproved || unexplained { RED } else { GREEN };
    colour.bold()
}

fn version(diff: &Diff) -> String {
    let style = if diff.bump.satisfied { Style::new() } else { RED };
    let reason = match diff.bump.reason.is_empty() {
        true => String::new(),
        false => format!(": {}", short(&diff.bump.reason, WIDTH)),
    };
    format!("{}{reason}\n", paint(style, &short(&phrases::version(diff), 2 * WIDTH)))
}

fn table(diff: &Diff, view: View) -> String {
    if diff.findings.is_empty() {
        return String::new();
    }
    let head = ["", "breaking", "compatible", "documentation"].map(ToOwned::to_owned);
    let rows: Vec<[String; 4]> = [head].into_iter().chain(phrases::rows(diff, view)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let mut text = "\n".to_owned();
    for row in &rows {
        let cells: Vec<String> =
            row.iter().enumerate().map(|(column, cell)| format!("{cell:<0$}", width(column))).collect();
        text.push_str(&format!("  {}\n", cells.join("  ").trim_end()));
    }
    text
}

fn section(group: Group, diff: &Diff, view: View) -> String {
    let members = group.members(diff, view);
    if members.is_empty() {
        return String::new();
    }
    let small = diff.findings.len() <= SMALL;
    let most = if small { SMALL } else { capacity(group) };
    let heading = format!("{} ({})", group.heading(), crate::output::thousands(members.len()));
    let mut text = format!("\n{}\n", paint(style(group).bold(), &heading));
    let shown: Vec<String> = members
        .iter()
        .take(most)
        .map(|finding| match (group, small) {
            (Group::Documentation, _) => one_line(finding, diff),
            (_, true) => paragraph(finding, diff, view),
            (Group::Breaking, false) => with_reason(finding, diff, view),
            _ => one_line(finding, diff),
        })
        .collect();
    let in_full = small && group != Group::Documentation;
    text.push_str(&shown.join(if in_full { "\n" } else { "" }));
    if members.len() > most {
        text.push_str(&more(members.len() - most));
    }
    text
}

/// How many changes of a group are shown when not all can be.
fn capacity(group: Group) -> usize {
    match group {
        Group::Breaking => 6,
        Group::Approved | Group::Compatible => 5,
        Group::Documentation => 3,
    }
}

fn more(number: usize) -> String {
    let more = format!(
        "and {} more; `--format json` and `--format html` have all",
        crate::output::thousands(number)
    );
    format!("  {}\n", paint(DIM, &more))
}

fn style(group: Group) -> Style {
    match group {
        Group::Breaking => RED,
        Group::Approved => YELLOW,
        Group::Compatible => GREEN,
        Group::Documentation => Style::new(),
    }
}

fn unexplained(diff: &Diff) -> String {
    if diff.unexplained.is_empty() {
        return String::new();
    }
    let heading = format!(
        "Changes of the crate that nothing explains ({})",
        crate::output::thousands(diff.unexplained.len())
    );
    let mut text = format!("\n{}\n", paint(RED.bold(), &heading));
    text.extend(diff.unexplained.iter().take(LISTED).map(|change| {
        let verdict = paint(verdict_colour(change.verdict), change.verdict.word());
        format!("  {verdict}: {}", surface_lines(change, "    "))
    }));
    if diff.unexplained.len() > LISTED {
        text.push_str(&more(diff.unexplained.len() - LISTED));
    }
    text
}

fn notices(diff: &Diff) -> String {
    if diff.notices.is_empty() {
        return String::new();
    }
    let heading = format!("Notices ({})", crate::output::thousands(diff.notices.len()));
    let mut text = format!("\n{}\n", paint(YELLOW.bold(), &heading));
    text.extend(diff.notices.iter().take(LISTED).map(|notice| {
        let rule = paint(YELLOW, notice.rule);
        format!(
            "  {rule}: {}\n    = help: {}\n",
            short(&notice.message, 2 * WIDTH),
            short(&notice.help, 2 * WIDTH)
        )
    }));
    if diff.notices.len() > LISTED {
        text.push_str(&more(diff.notices.len() - LISTED));
    }
    text
}

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::formats::sample;

    fn plain(diff: &Diff, view: View) -> String {
        anstream::adapter::strip_str(&print(diff, view)).to_string()
    }

    #[test]
    fn the_verdict_comes_first() {
        let text = plain(&sample::full(), View::Both);
        assert!(
            text.starts_with("Breaking on the wire (3 changes, 1 approved), breaking for Rust ("),
            "{text}"
        );
        assert_eq!(plain(&sample::empty(), View::Both).lines().next(), Some("No changes"));
    }

    #[test]
    fn colours_are_ours_alone() {
        let text = plain(&sample::full(), View::Both);
        assert!(text.contains("\\u{1b}[31m") && !text.contains('\u{1b}') && !text.contains('\u{202e}'));
    }

    #[test]
    fn a_large_change_is_about_a_screen() {
        let text = plain(&sample::large(), View::Both);
        assert!(text.lines().count() <= 80, "{}", text.lines().count());
        assert!(text.contains("and 1,661 more"), "{text}");
    }
}

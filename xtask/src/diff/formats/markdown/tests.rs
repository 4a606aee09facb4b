//! Read with a parser of GitHub's Markdown.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;
use crate::diff::formats::excerpt::line;
use crate::diff::formats::sample;

fn events(text: &str) -> Vec<Event<'_>> {
    Parser::new_ext(text, Options::ENABLE_TABLES).collect()
}

/// Every piece of HTML in it.
fn html(text: &str) -> Vec<String> {
    let pieces = events(text).into_iter().filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.trim().to_owned()),
        _ => None,
    });
    pieces.collect()
}

fn rendered(text: &str) -> String {
    let mut page = String::new();
    for event in events(text) {
        match event {
            Event::Text(text) | Event::Code(text) => page.push_str(&text),
            Event::SoftBreak | Event::HardBreak => page.push('\n'),
            _ => {}
        }
    }
    page
}

/// Holds for every comment: our own HTML, balanced, and nothing that a stranger could have wanted.
fn assert_whole(text: &str) {
    let pieces = html(text);
    let known = ["<code>", "</code>", "<details>", "</details>", "<br>", MARKER];
    for piece in &pieces {
        let is_summary = piece.starts_with("<summary>") && piece.ends_with("</summary>");
        assert!(known.contains(&piece.as_str()) || is_summary, "{piece}");
    }
    let number = |wanted: &str| pieces.iter().filter(|piece| *piece == wanted).count();
    assert_eq!(number("<details>"), number("</details>"));
    assert_eq!(number("<code>"), number("</code>"));
    let strange = events(text).into_iter().find(|event| {
        matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis) | Event::Rule)
    });
    assert!(strange.is_none(), "{strange:?}");
    assert_eq!(text.matches("<details>").count(), number("<details>"), "none of them is in a block of code");
}

#[test]
fn the_first_line_is_the_mark() {
    for diff in [sample::full(), sample::empty(), sample::large()] {
        assert!(print(&diff, View::Both).starts_with("<!-- signalwire-rest spec diff -->\n"));
    }
}

#[test]
fn nothing_of_a_stranger_is_markup() {
    let text = print(&sample::full(), View::Both);
    assert_whole(&text);
    // What is shown is what was written, but for what no eye would see.
    let page = rendered(&text).replace('\u{2060}', "");
    assert!(page.contains(&line(sample::EVIL)), "{page}");
}

#[test]
fn nobody_is_mentioned() {
    for diff in [sample::full(), sample::large()] {
        let text = print(&diff, View::Both);
        let mut in_code = 0;
        for event in events(&text) {
            match event {
                Event::InlineHtml(html) if &*html == "<code>" => in_code += 1,
                Event::InlineHtml(html) if &*html == "</code>" => in_code -= 1,
                Event::Start(Tag::CodeBlock(_)) => in_code += 1,
                Event::End(TagEnd::CodeBlock) => in_code -= 1,
                Event::Text(text) if in_code == 0 => {
                    assert!(!text.contains("@octocat") && !text.contains("#12"), "{text}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_change_is_there_once() {
    for view in [View::Wire, View::Rust, View::Both] {
        let text = print(&sample::full(), view);
        let heads = text.lines().filter(|line| line.starts_with("**<code>")).count();
        assert_eq!(heads, sample::full().findings.len());
        for finding in &sample::full().findings {
            assert_eq!(
                text.matches(&format!("(<code>{}</code>", finding.rule)).count(),
                1,
                "{}",
                finding.rule
            );
        }
    }
}

#[test]
fn what_breaks_can_be_approved_by_a_command_to_copy() {
    let text = print(&sample::full(), View::Both);
    let command = "cargo xtask diff v1.4.0 --approve 9a31c07f --reason";
    assert_eq!(text.matches(command).count(), 1, "{text}");
    // What is approved, or breaks nobody, need not be.
    assert_eq!(text.matches("--approve").count(), 2);
}

#[test]
fn families_stand_under_their_names() {
    let text = print(&sample::full(), View::Both);
    assert!(text.contains("\n##### "), "{text}");
}

#[test]
fn the_largest_change_has_room() {
    for view in [View::Wire, View::Rust, View::Both] {
        let text = print(&sample::large(), view);
        assert!(text.len() < 60_000, "{}", text.len());
        assert!(text.len() > 40_000, "room is used: {}", text.len());
        assert_whole(&text);
        assert!(text.contains("**<code>Thing0."), "the gravest comes first");
        assert_counted(&text);
    }
}

fn is_head(line: &str) -> bool {
    line.starts_with("**<code>") || line.starts_with("- <code>")
}

/// What is shown of each group, and what is said to be left out, is all of it.
fn assert_counted(text: &str) {
    let groups = [("Breaking (1,667)", 1667), ("Compatible (1,667)", 1667), ("Documentation (1,666)", 1666)];
    let starts = groups.map(|(heading, _)| text.find(heading).unwrap());
    for (index, (heading, all)) in groups.iter().enumerate() {
        let part = &text[starts[index]..starts.get(index + 1).copied().unwrap_or(text.len())];
        let shown = part.lines().filter(|line| line.contains("<code>Thing") && is_head(line)).count();
        assert!(part.contains(&left_out(all - shown, "")), "{heading}: {shown} shown");
    }
}

#[test]
fn a_small_change_is_never_cut() {
    let diff = sample::full();
    let text = print(&diff, View::Both);
    assert!(diff.findings.iter().all(|finding| text.contains(&finding.rule.to_owned())));
    assert!(!text.contains("no room"));
}

#[test]
fn a_large_value_is_cut_and_counted() {
    let text = print(&sample::large(), View::Both);
    assert!(text.contains("characters of the values are left out"));
}

//! What holds for the text of the page. A browser is needed for the rest: `browser.py` drives one over
//! `testdata/full.html`, by hand.

use super::*;
use crate::diff::formats::sample;

/// The page without its style and its script.
fn body(diff: &Diff, view: View) -> String {
    print(diff, view).replace(include_str!("page.css"), "").replace(include_str!("page.js"), "")
}

fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    text.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_stranger_writes_no_markup() {
    let text = body(&sample::of(vec![sample::evil()]), View::Both);
    assert_eq!(text.matches("<script").count(), 1, "only ours");
    assert!(!text.contains("</code></pre><script"));
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    assert!(text.contains("&#60;script&#62;alert(1)&#60;/script&#62;"));
}

#[test]
fn the_page_asks_for_nothing() {
    let text = print(&sample::full(), View::Both);
    for attribute in ["src", "srcset", "action", "data", "poster"] {
        assert!(values(&text, attribute).is_empty(), "{attribute}");
    }
    assert!(values(&text, "href").iter().all(|target| target.starts_with('#')));
    assert!(!text.contains("url(") && !text.contains("@import") && !text.contains("<link"));
    assert!(text.contains("default-src 'none'"));
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_used_once() {
    let twice = vec![sample::field_removed(), sample::field_removed()];
    for diff in [sample::full(), sample::empty(), sample::of(twice)] {
        for view in [View::Wire, View::Rust, View::Both] {
            let text = body(&diff, view);
            let mut ids = values(&text, "id");
            let named: Vec<&str> = values(&text, "for").iter().flat_map(|ids| ids.split(' ')).collect();
            let targets = values(&text, "href").into_iter().map(|target| &target[1..]).chain(named);
            for target in targets {
                assert!(ids.contains(&target), "{target} of {ids:?}");
            }
            ids.sort_unstable();
            let number = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), number, "{ids:?}");
        }
    }
}

#[test]
fn every_change_is_there_with_what_is_filtered_by() {
    let diff = sample::full();
    let text = body(&diff, View::Both);
    assert_eq!(text.matches("<article ").count(), diff.findings.len());
    assert_eq!(values(&text, "data-wire").len(), diff.findings.len());
    assert_eq!(values(&text, "data-rust").iter().filter(|verdict| **verdict == "breaking").count(), 4);
    assert_eq!(values(&text, "data-approval").iter().filter(|approval| **approval == "yes").count(), 2);
    let numbers = 1..=families(&diff).len();
    assert!(values(&text, "data-family").iter().all(|number| numbers.contains(&number.parse().unwrap())));
}

#[test]
fn a_family_is_numbered_as_in_the_list() {
    let diff = sample::full();
    let families = families(&diff);
    for (section, members) in sections(&diff, View::Both, &families)
        .iter()
        .zip(Group::ALL.map(|group| group.members(&diff, View::Both)))
    {
        for (entry, finding) in section.entries.iter().zip(members) {
            assert_eq!(families[entry.family_number - 1].name, family(finding));
        }
    }
}

#[test]
fn one_side_has_no_filter_for_the_other() {
    let text = body(&sample::full(), View::Wire);
    assert_eq!(values(&text, "data-side"), ["wire"]);
    assert!(values(&text, "data-rust").is_empty());
}

#[test]
fn what_differs_is_marked() {
    let text = body(&sample::full(), View::Both);
    assert!(text.contains("required: [username, password<ins>, encryption</ins>]"), "{text}");
    assert!(text.contains("is not there any more"));
}

#[test]
fn what_breaks_is_open_unless_there_is_too_much_of_it() {
    let open = |diff: &Diff| body(diff, View::Both).matches("<details open>").count();
    assert_eq!(open(&sample::full()), 2);
    assert_eq!(open(&sample::of(vec![sample::field_removed(); OPEN + 1])), 0);
}

#[test]
fn a_long_list_says_how_much_is_missing() {
    let mut finding = sample::field_removed();
    finding.operations = vec![finding.operations[0].clone(); 1234];
    finding.before = Some("x".repeat(10_007));
    let text = body(&sample::of(vec![finding]), View::Both);
    assert!(text.contains("used by 1,234 operations") && text.contains("and 1,134 more"));
    assert!(text.contains("7 characters of the values are left out"));
}

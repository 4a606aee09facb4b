//! What every format prints for the same comparisons, beside `testdata/`.
//!
//! `cargo xtask bless` accepts new texts; review them before you commit.

use std::path::Path;

use clap::ValueEnum;

use super::*;

/// The text as a file or a pipe gets it, without colours.
fn plain(diff: &Diff, format: Format, view: View) -> String {
    let text = print(diff, format, view);
    match format {
        Format::Text => anstream::adapter::strip_str(&text).to_string(),
        _ => text,
    }
}

fn assert_kept(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diff/formats/testdata").join(name);
    snapshot::assert_snapshot(path, text);
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Text => "txt",
        Format::Markdown => "md",
        Format::Github => "github",
        Format::Json => "json",
        Format::Html => "html",
    }
}

#[test]
fn all_formats_match_their_snapshots() {
    for format in Format::value_variants() {
        let extension = extension(*format);
        assert_kept(&format!("full.{extension}"), &plain(&sample::full(), *format, View::Both));
        assert_kept(&format!("empty.{extension}"), &plain(&sample::empty(), *format, View::Both));
    }
}

#[test]
fn all_views_and_sizes_match_their_snapshots() {
    assert_kept("wire.txt", &plain(&sample::full(), Format::Text, View::Wire));
    assert_kept("rust.txt", &plain(&sample::full(), Format::Text, View::Rust));
    assert_kept("wire.md", &plain(&sample::full(), Format::Markdown, View::Wire));
    assert_kept("large.txt", &plain(&sample::large(), Format::Text, View::Both));
}

#[test]
fn the_same_comparison_gives_the_same_bytes() {
    for format in Format::value_variants() {
        assert_eq!(
            print(&sample::full(), *format, View::Both),
            print(&sample::full(), *format, View::Both),
            "{format:?}"
        );
    }
}

#[test]
fn one_side_says_nothing_of_the_other() {
    for format in Format::value_variants() {
        let wire = plain(&sample::full(), *format, View::Wire);
        assert!(!wire.contains("its getter is gone") && !wire.contains("types::SipCodec"), "{format:?}");
        let rust = plain(&sample::full(), *format, View::Rust);
        assert!(!rust.contains("responses no longer contain it"), "{format:?}");
        assert!(
            rust.contains("its getter is gone") && wire.contains("responses no longer contain it"),
            "{format:?}"
        );
    }
}

#[test]
fn predictions_are_called_predictions() {
    let diff = Diff { surface_missing: Some("the base does not generate".to_owned()), ..sample::full() };
    for format in Format::value_variants() {
        assert!(plain(&diff, *format, View::Both).contains("the base does not generate"), "{format:?}");
        assert!(!plain(&diff, *format, View::Wire).contains("the base does not generate"), "{format:?}");
    }
}

#[test]
fn only_text_is_for_people_on_standard_error() {
    let machines = Format::value_variants().iter().filter(|format| format.is_for_machines());
    assert_eq!(machines.count(), Format::value_variants().len() - 1);
    assert!(!Format::Text.is_for_machines());
}

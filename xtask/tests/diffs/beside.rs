//! Two changes at once: every pair once more with an unrelated change beside it, from `tests/diffs/beside`. Both changes
//! are found as they are found alone, and each change of the surface is attributed to the change that caused it.
//!
//! `tests/diffs/beside/failures.txt` lists what does not hold yet. It must be exact: what is fixed is removed from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use serde_yaml::Mapping;

use crate::expectation::{Change, Expectation};
use crate::pairs::{self, Pair};
use crate::{json, unexplained};

#[test]
fn a_field_added_beside_a_change() {
    assert_beside("field");
}

#[test]
fn an_operation_added_beside_a_change() {
    assert_beside("operation");
}

#[test]
fn a_sentence_reworded_beside_a_change() {
    assert_beside("sentence");
}

#[test]
fn every_listed_failure_names_a_pair_and_a_companion() {
    let companions: BTreeSet<String> = pairs::all("beside").into_iter().map(|pair| pair.name).collect();
    let pairs: BTreeSet<String> = pairs::all("changes").into_iter().map(|pair| pair.name).collect();
    for line in listed() {
        let [companion, pair, direction] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert!(companions.contains(companion) && pairs.contains(pair), "{line}");
        assert!(["forward", "back"].contains(&direction), "{line}");
    }
}

fn assert_beside(name: &str) {
    let companion = pairs::all("beside").into_iter().find(|pair| pair.name == name).unwrap();
    let (directory, alone) = (tempfile::tempdir().unwrap(), Alone::of(&companion));
    let mut failures = BTreeMap::new();
    for pair in pairs::all("changes") {
        write_both(directory.path(), &pair, &companion);
        let Expectation { forward, back } = pair.expectation();
        let expected = companion.expectation();
        let directions = [
            ("forward", "base.yaml", "head.yaml", [forward, expected.forward], &alone.forward),
            ("back", "head.yaml", "base.yaml", [back, expected.back], &alone.back),
        ];
        for (direction, base, head, changes, surface) in directions {
            let report = json(directory.path(), base, head);
            if let Err(why) = check(&report, changes, surface) {
                failures.insert(format!("{name} {} {direction}", pair.name), why);
            }
        }
    }
    let listed: BTreeSet<String> =
        listed().into_iter().filter(|line| line.starts_with(&format!("{name} "))).collect();
    let new = failures.iter().filter(|(failure, _)| !listed.contains(*failure));
    let new: Vec<String> = new.map(|(failure, why)| format!("{failure} # {why}")).collect();
    let fixed: Vec<_> = listed.iter().filter(|line| !failures.contains_key(*line)).collect();
    assert!(new.is_empty(), "{} failures that are not listed:\n{}", new.len(), new.join("\n"));
    assert!(fixed.is_empty(), "these hold now: remove them from failures.txt: {fixed:#?}");
}

/// The changes of the surface that the companion causes when it is the only change.
struct Alone {
    forward: BTreeSet<String>,
    back: BTreeSet<String>,
}

impl Alone {
    fn of(companion: &Pair) -> Self {
        let surface = |base: &str, head: &str| {
            let report = json(&companion.directory, base, head);
            report["findings"].as_array().unwrap().iter().flat_map(surface).collect()
        };
        let (base, head) = (companion.base(), companion.head());
        Self { forward: surface(&base, &head), back: surface(&head, &base) }
    }
}

fn surface(finding: &Value) -> Vec<String> {
    let items = finding["surface"].as_array().unwrap().iter();
    items.map(|item| item["item"].as_str().unwrap().to_owned()).collect()
}

/// Both changes are there, each with its own changes of the surface.
fn check(
    report: &Value,
    mut expected: [Change; 2],
    companion_surface: &BTreeSet<String>,
) -> Result<(), String> {
    if !report["surface_missing"].is_null() {
        return Err(report["surface_missing"].to_string());
    }
    let unexplained = unexplained(report);
    if !unexplained.is_empty() {
        let items: Vec<&str> = unexplained.iter().filter_map(|item| item["item"].as_str()).collect();
        return Err(format!("unexplained: {}", items.join(", ")));
    }
    let companion = expected[1].clone();
    expected.sort();
    let found = Change::all(report);
    if found != expected {
        return Err(format!("found {found:?}, not {expected:?}"));
    }
    for finding in report["findings"].as_array().unwrap() {
        let is_companion = finding["location"] == *companion.location;
        let surface: BTreeSet<String> = surface(finding).into_iter().collect();
        if is_companion && surface != *companion_surface {
            return Err(format!("the companion is said to cause {surface:?}, not {companion_surface:?}"));
        }
        if !is_companion && !surface.is_disjoint(companion_surface) {
            return Err(format!("the pair is said to cause {surface:?}"));
        }
    }
    Ok(())
}

/// Writes base and head of the pair, with what the companion has beside it.
fn write_both(directory: &Path, pair: &Pair, companion: &Pair) {
    let names = ["base.yaml", "head.yaml"];
    for ((document, addition), name) in pair.documents().into_iter().zip(companion.documents()).zip(names) {
        let text = serde_yaml::to_string(&with(document, addition)).unwrap();
        fs::write(directory.join(name), text).unwrap();
    }
}

/// The document with the paths and schemas of another, which have names of their own.
fn with(mut document: Mapping, addition: Mapping) -> Mapping {
    let entry = |document: &mut Mapping, key: &str| -> Mapping {
        document.remove(key).map_or_else(Mapping::new, |value| serde_yaml::from_value(value).unwrap())
    };
    let merge = |into: &mut Mapping, from: Mapping| {
        for (key, value) in from {
            assert!(into.insert(key, value).is_none(), "the name is taken");
        }
    };
    let mut addition = addition;
    let mut paths = entry(&mut document, "paths");
    merge(&mut paths, entry(&mut addition, "paths"));
    document.insert("paths".into(), paths.into());
    let mut components = entry(&mut document, "components");
    let mut schemas = entry(&mut components, "schemas");
    merge(&mut schemas, entry(&mut entry(&mut addition, "components"), "schemas"));
    components.insert("schemas".into(), schemas.into());
    document.insert("components".into(), components.into());
    document
}

/// The known failures: companion, pair and direction.
fn listed() -> Vec<String> {
    let text = fs::read_to_string(pairs::directory("beside").join("failures.txt")).unwrap();
    let lines = text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

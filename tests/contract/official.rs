//! The calls of SignalWire's own client for Python: each has the same name here, and requests the same.

use std::collections::BTreeMap;

use signalwire_rest::conformance::CALLS;

use super::documented::operations;

/// Names, methods and paths, taken from the package by calling each of its methods with a transport that records.
const OFFICIAL: &str = include_str!("official.tsv");

/// The guide for those who know the official client.
const GUIDE: &str = include_str!("../../spec/guides/from_python.md");

/// What is requested by each method of the crate, by its name without arguments: `fabric.addresses.list`.
fn ours() -> BTreeMap<String, Vec<String>> {
    let operations = operations().into_iter().map(|operation| (operation.id.clone(), operation));
    let documented: BTreeMap<_, _> = operations.collect();
    let calls = CALLS.iter().copied().flatten();
    calls
        .map(|call| {
            let operation = &documented[call.operation];
            let path: Vec<&str> = operation
                .template
                .split('/')
                .map(|part| if part.starts_with('{') { "{}" } else { part })
                .collect();
            let command = call.id.strip_prefix(call.operation).unwrap_or_default();
            let command = command.strip_prefix('(').and_then(|command| command.strip_suffix(')'));
            let requested = [operation.method.clone(), path.join("/")].into_iter();
            (name(call.method), requested.chain(command.map(str::to_owned)).collect())
        })
        .collect()
}

/// `client.queues().members(queue_id).get` is `queues.members.get`.
fn name(method: &str) -> String {
    let steps = method.split('.').skip(1).map(|step| step.split('(').next().unwrap_or_default());
    steps.collect::<Vec<_>>().join(".")
}

fn official() -> BTreeMap<String, Vec<String>> {
    let lines = OFFICIAL.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut columns = line.split('\t').map(str::to_owned);
            (columns.next().unwrap(), columns.collect())
        })
        .collect()
}

#[test]
fn every_call_of_the_official_client_has_its_name_here() {
    let (ours, official) = (ours(), official());
    assert_eq!(official.len(), 260);
    let differ = official.iter().filter(|(name, requested)| ours.get(*name) != Some(*requested));
    let differ: Vec<String> =
        differ.map(|(name, requested)| format!("{name} {requested:?}, here {:?}", ours.get(name))).collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// Each row of the guide has a call of the official client, and the name of the same call that we prefer.
#[test]
fn the_guide_lists_every_call_that_has_a_better_name() {
    let (ours, official) = (ours(), official());
    let mut rows = 0;
    for row in GUIDE.lines().filter(|line| line.starts_with("| `client.")) {
        let cells: Vec<&str> = row.split('`').collect();
        let [theirs, preferred] = [cells[1], cells[3]].map(name);
        assert_eq!(official.get(&theirs), ours.get(&preferred), "{row}");
        assert!(official.contains_key(&theirs), "{row}");
        assert_ne!(theirs, preferred, "{row}");
        rows += 1;
    }
    assert_eq!(rows, 62);
}

//! Documents that are wrong in one place, for every place: the generator reports what is wrong or writes Rust, and never
//! panics.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a failed unwrap is a failed test")]

use std::panic::catch_unwind;
use std::sync::OnceLock;

use codegen::bundle::bundle;
use codegen::emit::Options;
use codegen::generate;
use codegen::load::{DiskFiles, MAX_FILE_BYTES, MemoryFiles, load};
use codegen::problem::{Report, Severity};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

fn options() -> Options {
    Options {
        package: "x".to_owned(),
        runtime: "runtime".to_owned(),
        runtime_path: Some("../runtime".to_owned()),
        simulator: None,
        command: "test".to_owned(),
        workspace_member: true,
        ..Options::default()
    }
}

/// Generates from one text, and checks that what comes out is Rust.
fn outcome(text: &str) -> Result<usize, Report> {
    let files = MemoryFiles::new([("a.yaml", text)]);
    let generated = generate(&files, "a.yaml", &options())?;
    let sources = generated.files.iter().filter(|(path, _)| path.ends_with(".rs"));
    Ok(sources
        .map(|(path, text)| {
            syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}")).items.len()
        })
        .sum())
}

/// Every pointer into a document.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    found.push(at.to_owned());
    let below: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(key, value)| (escape(key), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (token, value) in below {
        pointers(value, &format!("{at}/{token}"), found);
    }
}

#[test]
fn no_value_in_no_place_makes_it_panic() {
    let document = features();
    let mut places = Vec::new();
    pointers(document, "", &mut places);
    assert!(places.len() > 300, "{}", places.len());
    let replacements = [
        json!(null),
        json!([]),
        json!({}),
        json!("x"),
        json!(1.5),
        json!(true),
        json!({ "$ref": "#/components/schemas/Tree" }),
        json!([{}]),
    ];
    let mut seen = [0_usize; 2];
    for (number, place) in places.iter().enumerate() {
        // Three of the replacements at each place, others at the next.
        for replacement in replacements.iter().cycle().skip(number * 3).take(3) {
            let mut mutant = document.clone();
            *mutant.pointer_mut(place).unwrap() = replacement.clone();
            let text = mutant.to_string();
            let outcome =
                catch_unwind(|| outcome(&text)).unwrap_or_else(|_| panic!("{replacement} at {place}"));
            let problems = outcome.as_ref().err().map_or(&[][..], |report| &report.problems);
            assert!(
                problems.iter().all(|problem| problem.at.is_some() && problem.rule != "generator-limit"),
                "{replacement} at {place}: {problems:?}"
            );
            seen[usize::from(outcome.is_err())] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 100), "both outcomes happen: {seen:?}");
}

#[test]
fn texts_that_are_no_documents_are_reported_with_their_place() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bomb = format!(
        "a: &a [{}]\nb: &b [{}]\nc: &c [{}]\nd: &d [{}]\ne: [{}]\n",
        ["x"; 60].join(","),
        ["*a"; 60].join(","),
        ["*b"; 60].join(","),
        ["*c"; 60].join(","),
        ["*d"; 60].join(",")
    );
    let large = "x".repeat(usize::try_from(MAX_FILE_BYTES).unwrap() + 1);
    let texts = [
        "",
        "\n# only a comment\n",
        "a: b: c",
        "a:\n\tb: c",
        "{",
        "[1, 2",
        "\"unclosed",
        "--- a\n--- b",
        "a: *nothing",
        "a: &a [*a]",
        "? [a]\n: b",
        "a: 1\na: 2",
        "%YAML 9.9\n---\n%",
        "\u{0}",
        &deep,
        &bomb,
        &large,
    ];
    for text in texts {
        let report = outcome(text).unwrap_err();
        let start: String = text.chars().take(20).collect();
        assert!(!report.problems.is_empty(), "{start:?}");
        assert!(
            report
                .problems
                .iter()
                .all(|problem| problem.severity < Severity::Warning && !problem.help.is_empty()),
            "{start:?}"
        );
        let placed = report.problems.iter().all(|problem| problem.at.is_some());
        assert!(placed || text.len() > 1_000_000, "{start:?}: {:?}", report.problems);
    }
}

/// Fewer cases than elsewhere, because each takes a while; `PROPTEST_CASES` runs more.
fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    let is_default = std::env::var_os("PROPTEST_CASES").is_none();
    ProptestConfig { cases: if is_default { 100 } else { config.cases }, ..config }
}

fn features() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let directory = tests::repository().join("tests/goldens");
        load(&DiskFiles::new(directory), "features.yaml").and_then(bundle).unwrap().root.to_json()
    })
}

/// Generates from a text; when that fails, the report says where and why.
fn assert_reported(text: &str) -> Result<(), TestCaseError> {
    if let Err(report) = outcome(text) {
        prop_assert!(!report.problems.is_empty());
        for problem in &report.problems {
            prop_assert!(problem.rule != "generator-limit", "{problem:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_document_changed_in_many_places(
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), any::<bool>()), 2..6),
    ) {
        let mut document = features().clone();
        for (from, to, removes) in changes {
            let mut places = Vec::new();
            pointers(&document, "", &mut places);
            // A value is copied to another place, where it may be invalid.
            let moved = document.pointer(&places[from.index(places.len())]).unwrap().clone();
            *document.pointer_mut(&places[to.index(places.len())]).unwrap() = if removes { Value::Null } else { moved };
            prop_assume!(document.to_string().len() < 1_000_000);
        }
        assert_reported(&document.to_string())?;
    }

    #[test]
    fn a_text_changed_in_some_places(
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), 0_usize..40), 1..4),
    ) {
        let path = tests::repository().join("tests/goldens/texts.yaml");
        let mut text: Vec<char> = std::fs::read_to_string(path).unwrap().chars().collect();
        for (from, to, length) in changes {
            let (from, to) = (from.index(text.len()), to.index(text.len()));
            let part = text[from..(from + length).min(text.len())].to_vec();
            drop(text.splice(to..(to + length / 2).min(text.len()), part));
        }
        assert_reported(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn any_text_is_reported(text in "[{}\\[\\]:,\\-#&*!|>'\"%@`? \n\tabc019\\\\/~$.é\u{feff}]{0,60}") {
        prop_assert!(outcome(&text).is_err(), "{text:?} is no document");
    }
}

/// A document with a chain of schemas: `link` writes the schema `X<n>` that refers to `X<n + 1>`.
fn linked(count: usize, link: impl Fn(usize) -> String) -> String {
    let mut text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: a
      responses:
        '200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/X0'}}}}
components:
  schemas:
"
    .to_owned();
    for number in 0..count {
        text.push_str(&format!("    X{number}: {}\n", link(number)));
    }
    text.push_str(&format!("    X{count}: {{type: object, properties: {{end: {{type: string}}}}}}\n"));
    text
}

fn reference(number: usize) -> String {
    format!("{{$ref: '#/components/schemas/X{}'}}", number + 1)
}

#[test]
fn what_is_shared_or_deep_takes_no_more_than_its_size() {
    let shared =
        |n| format!("{{allOf: [{0}, {0}, {{properties: {{p{n}: {{type: string}}}}}}]}}", reference(n));
    assert!(outcome(&linked(60, shared)).is_ok(), "a lattice of compositions");
    let either = |n| format!("{{oneOf: [{0}, {{type: array, items: {0}}}]}}", reference(n));
    assert!(outcome(&linked(60, either)).is_ok(), "a lattice of unions");
    assert!(outcome(&linked(5000, reference)).is_ok(), "a chain of references");
    let wrapped = |n| format!("{{allOf: [{}], description: D}}", reference(n));
    assert!(outcome(&linked(5000, wrapped)).is_ok(), "a chain of wrappers");
    let inside = |n| format!("{{type: object, properties: {{inside: {}}}}}", reference(n));
    assert!(outcome(&linked(1000, inside)).is_ok(), "a chain of properties");
    let cycles = |n| {
        let (one, other) = ((n + 1) % 500, (n * 7 + 3) % 500);
        format!(
            "{{type: object, required: [a, b], properties: {{a: {{$ref: '#/components/schemas/X{one}'}}, b: {{$ref: \
             '#/components/schemas/X{other}'}}}}}}"
        )
    };
    assert!(outcome(&linked(500, cycles)).is_ok(), "cycles of required properties that share their parts");
}

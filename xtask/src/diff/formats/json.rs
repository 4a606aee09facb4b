//! For programs: everything that was found, as `xtask/src/diff/schema.json` describes it.
//!
//! Fields may be added without notice. When one goes away or comes to mean something else, [`VERSION`] grows. The
//! fields are written in the order of these types, whatever features of `serde_json` are on.

use codegen::diff::finding::{
    Approval, Diff, Evidence, Example, Finding, Judgement, OperationName, Reading, Side, SurfaceChange,
    Verdict,
};
use codegen::source::Location;
use serde::Serialize;

use super::View;
use super::counts::{Counts, ordered};
use super::phrases;

/// Version of the document that [`print()`] makes.
const VERSION: u32 = 1;

/// One JSON document.
pub fn print(diff: &Diff, view: View) -> String {
    // Strings, numbers and lists of them always can be written.
    serde_json::to_string_pretty(&document(diff, view)).map(|text| text + "\n").unwrap_or_default()
}

/// A comparison as it is written.
#[derive(Serialize)]
pub struct Document<'a> {
    version: u32,
    view: &'static str,
    policy: &'static str,
    base: Revision<'a>,
    head: Revision<'a>,
    summary: Summary,
    bump: Bump<'a>,
    findings: Vec<Entry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unexplained: Option<Vec<Surface<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surface_missing: Option<Option<&'a str>>,
    notices: Vec<Notice<'a>>,
}

#[derive(Serialize)]
struct Revision<'a> {
    label: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct Summary {
    text: String,
    findings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    wire: Option<Totals>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rust: Option<Totals>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unexplained: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unproven: Option<usize>,
    notices: usize,
}

#[derive(Serialize)]
struct Totals {
    verdict: Option<&'static str>,
    breaking: usize,
    approved: usize,
    compatible: usize,
    documentation: usize,
}

#[derive(Serialize)]
struct Bump<'a> {
    required: &'static str,
    reason: &'a str,
    version: Option<&'a str>,
    satisfied: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'static str,
    title: &'static str,
    fingerprint: &'a str,
    subject: &'static str,
    name: &'a str,
    location: &'a str,
    family: Option<&'a str>,
    directions: Vec<&'static str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wire: Option<Verdicts<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Proof<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rust: Option<Verdicts<'a>>,
    base: Option<Place<'a>>,
    head: Option<Place<'a>>,
    operations: Vec<Operation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surface: Option<Vec<Surface<'a>>>,
    approval: Option<Approved<'a>>,
}

#[derive(Serialize)]
struct Verdicts<'a> {
    verdict: &'static str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Proof<'a> {
    kind: &'static str,
    text: String,
    tried: usize,
    example: Option<Shown<'a>>,
}

#[derive(Serialize)]
struct Shown<'a> {
    direction: &'static str,
    of: &'a str,
    /// Left out where it is the absence of a value that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a serde_json::Value>,
    base: Read<'a>,
    head: Read<'a>,
}

#[derive(Serialize)]
struct Read<'a> {
    pointer: Option<&'a str>,
    outcome: &'static str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Operation<'a> {
    id: &'a str,
    method: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
struct Surface<'a> {
    item: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    verdict: &'static str,
}

#[derive(Serialize)]
struct Approved<'a> {
    kind: &'static str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Notice<'a> {
    rule: &'static str,
    message: &'a str,
    help: &'a str,
}

/// A comparison as it is written.
pub fn document(diff: &Diff, view: View) -> Document<'_> {
    Document {
        version: VERSION,
        view: match view {
            View::Wire => "wire",
            View::Rust => "rust",
            View::Both => "both",
        },
        policy: diff.policy.word(),
        base: revision(&diff.base),
        head: revision(&diff.head),
        summary: summary(diff, view),
        bump: Bump {
            required: diff.bump.required.word(),
            reason: &diff.bump.reason,
            version: diff.bump.version.as_deref(),
            satisfied: diff.bump.satisfied,
        },
        findings: ordered(diff, view).into_iter().map(|finding| entry(finding, diff, view)).collect(),
        unexplained: view.has_rust().then(|| surfaces(&diff.unexplained)),
        surface_missing: view.has_rust().then_some(diff.surface_missing.as_deref()),
        notices: diff
            .notices
            .iter()
            .map(|notice| Notice { rule: notice.rule, message: &notice.message, help: &notice.help })
            .collect(),
    }
}

fn revision(side: &Side) -> Revision<'_> {
    Revision { label: &side.label, version: &side.version }
}

fn summary(diff: &Diff, view: View) -> Summary {
    Summary {
        text: phrases::verdict(diff, view),
        findings: diff.findings.len(),
        wire: view.has_wire().then(|| totals(diff.wire(), &Counts::wire(diff))),
        rust: view.has_rust().then(|| totals(diff.rust(), &Counts::rust(diff))),
        unexplained: view.has_rust().then_some(diff.unexplained.len()),
        unproven: view.has_wire().then(|| phrases::unproven(diff)),
        notices: diff.notices.len(),
    }
}

fn totals(verdict: Option<Verdict>, counts: &Counts) -> Totals {
    Totals {
        verdict: verdict.map(Verdict::word),
        breaking: counts.breaking,
        approved: counts.approved,
        compatible: counts.compatible,
        documentation: counts.documentation,
    }
}

fn entry<'a>(finding: &'a Finding, diff: &'a Diff, view: View) -> Entry<'a> {
    Entry {
        rule: finding.rule,
        title: finding.title,
        fingerprint: &finding.fingerprint,
        subject: finding.subject.word(),
        name: &finding.name,
        location: &finding.location,
        family: finding.family.as_deref(),
        directions: finding.directions.iter().map(|direction| direction.word()).collect(),
        before: finding.before.as_deref(),
        after: finding.after.as_deref(),
        wire: view.has_wire().then(|| verdicts(&finding.wire)),
        evidence: view.has_wire().then(|| proof(&finding.evidence)),
        rust: view.has_rust().then(|| verdicts(&finding.rust)),
        base: place(&diff.base, finding.base_at),
        head: place(&diff.head, finding.head_at),
        operations: finding.operations.iter().map(operation).collect(),
        surface: view.has_rust().then(|| surfaces(&finding.surface)),
        approval: finding.approval.as_ref().map(approved),
    }
}

fn verdicts(judgement: &Judgement) -> Verdicts<'_> {
    Verdicts { verdict: judgement.verdict.word(), reason: &judgement.reason }
}

fn proof(evidence: &Evidence) -> Proof<'_> {
    let example = evidence.example.as_ref().map(shown);
    Proof { kind: evidence.kind.word(), text: phrases::evidence(evidence), tried: evidence.tried, example }
}

fn shown(example: &Example) -> Shown<'_> {
    Shown {
        direction: example.direction.word(),
        of: &example.of,
        value: example.value.as_ref(),
        base: read(&example.base),
        head: read(&example.head),
    }
}

fn read(reading: &Reading) -> Read<'_> {
    Read { pointer: reading.pointer.as_deref(), outcome: reading.outcome.word() }
}

fn place(side: &Side, at: Location) -> Option<Place<'_>> {
    phrases::is_known(side, at).then(|| Place {
        file: side.sources.path(at.file),
        line: at.line,
        column: at.column,
    })
}

fn operation(operation: &OperationName) -> Operation<'_> {
    Operation { id: &operation.id, method: &operation.method, path: &operation.path }
}

fn surfaces(changes: &[SurfaceChange]) -> Vec<Surface<'_>> {
    changes
        .iter()
        .map(|change| Surface {
            item: &change.item,
            before: change.before.as_deref(),
            after: change.after.as_deref(),
            verdict: change.verdict.word(),
        })
        .collect()
}

fn approved(approval: &Approval) -> Approved<'_> {
    Approved { kind: approval.kind.word(), reason: &approval.reason }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::diff::formats::sample;

    const SCHEMA: &str = include_str!("../schema.json");

    fn parsed(diff: &Diff, view: View) -> Value {
        serde_json::from_str(&print(diff, view)).unwrap()
    }

    /// The schema, closed: a field that it does not describe is an error here, though readers must put up with it.
    fn closed() -> jsonschema::Validator {
        let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
        close(&mut schema["$defs"]);
        schema["additionalProperties"] = json!(false);
        jsonschema::draft202012::new(&schema).unwrap()
    }

    fn close(definitions: &mut Value) {
        for definition in definitions.as_object_mut().unwrap().values_mut() {
            if definition.get("properties").is_some() {
                definition["additionalProperties"] = json!(false);
            }
        }
    }

    #[test]
    fn the_schema_describes_every_field() {
        assert!(jsonschema::draft202012::meta::validate(&serde_json::from_str(SCHEMA).unwrap()).is_ok());
        let schema = closed();
        for diff in [sample::full(), sample::empty()] {
            for view in [View::Wire, View::Rust, View::Both] {
                let document = parsed(&diff, view);
                let errors: Vec<String> =
                    schema.iter_errors(&document).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{view:?}: {errors:#?}");
            }
        }
    }

    #[test]
    fn the_schema_refuses_what_is_not_described() {
        let schema = closed();
        let good = parsed(&sample::full(), View::Both);
        for (pointer, wrong) in [
            ("/version", json!(2)),
            ("/findings/0/wire/verdict", json!("bad")),
            ("/findings/0/head/line", json!(0)),
            ("/bump/required", json!("huge")),
            ("/view", json!("wire")),
        ] {
            let mut document = good.clone();
            *document.pointer_mut(pointer).unwrap() = wrong;
            assert!(!schema.is_valid(&document), "{pointer}");
        }
    }

    #[test]
    fn values_are_kept_to_the_letter() {
        let document = parsed(&sample::of(vec![sample::evil()]), View::Both);
        assert_eq!(document["findings"][0]["before"], sample::EVIL);
        assert_eq!(document["findings"][0]["head"], Value::Null);
    }

    #[test]
    fn nothing_is_left_out_of_a_large_change() {
        // A part of it: all of it takes long to read back.
        let mut diff = sample::large();
        diff.findings.truncate(300);
        let document = parsed(&diff, View::Both);
        assert_eq!(document["findings"].as_array().unwrap().len(), 300);
        assert_eq!(document["summary"]["wire"]["breaking"], 300);
        assert_eq!(document["findings"][0]["operations"].as_array().unwrap().len(), 25);
        assert_eq!(document["notices"].as_array().unwrap().len(), 5000);
    }
}

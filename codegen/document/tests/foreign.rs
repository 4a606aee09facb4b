//! Documents of others: what they refer to, what they mean by extensions, and parts of them.
#![allow(clippy::expect_used, clippy::panic, reason = "a failed expectation is a failed test")]

use std::fs;
use std::time::{Duration, Instant};

use signalwire_rest_document::load::{DiskFiles, MemoryFiles};
use signalwire_rest_document::problem::{Report, Severity};
use signalwire_rest_document::slice::{LeftOut, Slice};
use signalwire_rest_document::{Document, Operation, Parameter, Schema};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

fn load(text: &str) -> Result<Document, Report> {
    Document::load(&MemoryFiles::new([("spec.yaml", text)]), "spec.yaml")
}

fn read(text: &str) -> Document {
    load(text).unwrap_or_else(|report| panic!("{:?}", report.problems))
}

/// A document with one operation that returns the schema, and these components.
fn returning(schema: &str, components: &str) -> String {
    format!(
        "{HEAD}paths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        '200': {{description: D, content: \
         {{application/json: {{schema: {schema}}}}}}}\ncomponents:\n{components}"
    )
}

fn response(document: &Document) -> Schema<'_> {
    let schema = document.operations[0].responses[0].content[0].schema.expect("a schema");
    document.schema(schema).target()
}

#[test]
fn a_schema_may_refer_to_itself_by_any_pointer() {
    let inner = "  schemas:\n    Page: {type: object, properties: {tree: {type: object, properties: {name: {type: string}, \
                 children: {type: array, items: {$ref: '#/components/schemas/Page/properties/tree'}}}}}}\n";
    let document = read(&returning("{$ref: '#/components/schemas/Page/properties/tree'}", inner));
    let tree = response(&document);
    let child = tree.property("children").and_then(|children| children.items()).expect("items");
    assert_eq!(child.target().id(), tree.id());
    assert_eq!(tree.component(), Some("PageTree"));

    // In the middle of a path, and in `definitions`, as documents have them that were converted from others.
    let at = "#/paths/~1a/get/responses/200/content/application~1json/schema";
    let document = read(&returning(
        &format!(
            "{{type: object, properties: {{next: {{$ref: '{at}'}}, other: {{$ref: '#/definitions/Thing'}}}}}}"
        ),
        "  schemas: {}\ndefinitions:\n  Thing: {type: object, properties: {more: {$ref: '#/definitions/Thing'}}}\n",
    ));
    let next = response(&document).property("next").expect("a property").target();
    assert_eq!(next.property("next").expect("a property").target().id(), next.id());
    assert!(document.component("Thing").is_some());
}

#[test]
fn a_pointer_may_lead_through_references() {
    let schemas = "  schemas:\n    Box: {type: object, properties: {thing: {$ref: '#/components/schemas/Thing'}}}\n    \
                   Thing: {type: object, properties: {size: {type: integer}}}\n";
    let document =
        read(&returning("{$ref: '#/components/schemas/Box/properties/thing/properties/size'}", schemas));
    assert_eq!(response(&document).type_name(), Some("integer"));
    // Around in circles, it leads nowhere.
    let schemas =
        "  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n";
    let report =
        load(&returning("{$ref: '#/components/schemas/A/properties/x'}", schemas)).expect_err("endless");
    assert!(report.problems.iter().any(|problem| problem.rule == "dangling-ref"), "{:?}", report.problems);
}

#[test]
fn a_file_that_is_a_schema_may_refer_to_itself() {
    let root = returning("{$ref: schemas/tree.yaml}", "  schemas:\n    Named: {$ref: schemas/named.yaml}\n");
    let files = MemoryFiles::new([
        ("spec.yaml", root.as_str()),
        (
            "schemas/tree.yaml",
            "type: object\nproperties: {inner: {$ref: tree.yaml}, named: {$ref: named.yaml}}\n",
        ),
        ("schemas/named.yaml", "type: object\nproperties: {tree: {$ref: './tree.yaml'}}\n"),
    ]);
    let document =
        Document::load(&files, "spec.yaml").unwrap_or_else(|report| panic!("{:?}", report.problems));
    let tree = response(&document);
    assert_eq!(tree.component(), Some("Tree"));
    assert_eq!(tree.property("inner").expect("a property").target().id(), tree.id());
    assert_eq!(tree.property("named").expect("a property").target().component(), Some("Named"));
}

#[test]
fn what_stands_in_examples_is_data() {
    let components =
        "  schemas: {}\n  examples:\n    E: {value: {members: [{$ref: 'https://example.com/x'}]}}\n";
    let document = read(&returning(
        "{type: object, example: {$ref: nowhere.yaml}, default: {$ref: '#/no'}}",
        components,
    ));
    assert_eq!(
        document.to_json()["components"]["examples"]["E"]["value"]["members"][0]["$ref"],
        "https://example.com/x"
    );
}

#[test]
fn extensions_of_others_are_ignored_with_a_warning() {
    let document = read(&format!(
        "{HEAD}x-pagination: {{style: cursor}}\nx-features: [one]\npaths:\n  /a:\n    get:\n      operationId: a\n      \
         x-scopes: [read]\n      x-source: {{file: a.py}}\n      x-call: true\n      x-commands: [go]\n      \
         responses: {{'204': {{description: D}}}}\ncomponents:\n  schemas:\n    S: {{type: string, enum: [a], \
         x-enum-descriptions: [first], x-enum-names: [A]}}\n"
    ));
    let rules: Vec<&str> = document.warnings.iter().map(|problem| problem.rule).collect();
    assert_eq!(
        rules.iter().filter(|rule| **rule == "foreign-extension").count(),
        7,
        "{:?}",
        document.warnings
    );
    assert_eq!(rules.iter().filter(|rule| **rule == "malformed-call").count(), 1, "{:?}", document.warnings);
    assert!(document.pagination.is_empty() && document.features.is_empty());
    assert!(document.errors(&[]).is_empty());
}

#[test]
fn yaml_may_have_odd_keys_and_values() {
    let document = read(
        "openapi: 3.0.3
info: {title: 2024, version: 1.0, description: }
x-shared: &shared {description: Shared., deprecated: true}
paths:
  /a:
    get:
      <<: *shared
      operationId: 12
      tags: [1, yes]
      responses:
        200: {description: D, content: {application/json: {schema: {type: object, required: [1], properties: {1: {type: string}, null: {type: string}, on: {type: string}}}}}}
        default: {description: D}
",
    );
    let operation = &document.operations[0];
    assert_eq!((document.info.title.as_str(), document.info.version.as_str()), ("2024", "1.0"));
    assert_eq!(
        (operation.id.as_str(), operation.data.tags.as_slice()),
        ("12", &["1".to_owned(), "yes".to_owned()][..])
    );
    assert_eq!((operation.data.description.as_deref(), operation.data.deprecated), (Some("Shared."), true));
    assert_eq!(operation.responses[0].status, "200");
    let names: Vec<&str> = response(&document).properties().map(|(name, _)| name).collect();
    assert_eq!(names, ["1", "null", "on"]);
    assert_eq!(response(&document).required(), ["1"]);
}

#[test]
fn swagger_is_named_before_anything_else_is_read() {
    let report =
        load("swagger: '2.0'\npaths: {/a: {$ref: 'https://example.com/x'}}\n").expect_err("not OpenAPI 3");
    let [problem] = report.problems.as_slice() else { panic!("{:?}", report.problems) };
    assert!(
        problem.message.contains("Swagger 2.0") && problem.help.contains("swagger2openapi"),
        "{problem:?}"
    );
}

#[test]
fn files_outside_of_the_folder_are_read_only_when_allowed() {
    let around = tempfile::tempdir().expect("a directory");
    let folder = around.path().join("spec");
    fs::create_dir_all(folder.join("inner")).expect("a directory");
    let thing = "type: object\n";
    fs::write(around.path().join("outside.yaml"), thing).expect("a file");
    fs::write(folder.join("inner/thing.yaml"), thing).expect("a file");
    let write = |target: &str| {
        fs::write(folder.join("spec.yaml"), returning(&format!("{{$ref: '{target}'}}"), "  schemas: {}\n"))
            .expect("a file");
    };
    let path = folder.join("spec.yaml").to_str().expect("UTF-8").to_owned();
    let files = DiskFiles::default;
    write("inner/thing.yaml");
    Document::load(&files(), &path).unwrap_or_else(|report| panic!("{:?}", report.problems));
    let absolute = around.path().join("outside.yaml");
    let mut outside = vec!["../outside.yaml", absolute.to_str().expect("UTF-8")];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../outside.yaml", folder.join("link.yaml")).expect("a link");
        outside.push("link.yaml");
    }
    for target in outside {
        write(target);
        let report = Document::load(&files(), &path).expect_err("it is outside");
        let [problem] = report.problems.as_slice() else { panic!("{:?}", report.problems) };
        assert!(problem.help.contains("--allow-outside") && problem.at.is_some(), "{problem:?}");
        assert!(Document::load(&files().allow_outside(true), &path).is_ok(), "{target}");
    }
    #[cfg(unix)]
    {
        write("/dev/zero");
        let started = Instant::now();
        assert!(Document::load(&files(), &path).is_err());
        assert!(Document::load(&files().allow_outside(true).max_bytes(1000), &path).is_err());
        assert!(started.elapsed() < Duration::from_secs(5));
    }
    write("inner/thing.yaml");
    let report = Document::load(&files().max_bytes(100), &path).expect_err("it is too large");
    assert!(report.problems[0].help.contains("--max-size"), "{:?}", report.problems);
}

fn slice(text: &str, only: &[&str], skips_unsupported: bool) -> Result<(Document, Vec<LeftOut>), Report> {
    let slice = Slice { only: only.iter().map(|name| (*name).to_owned()).collect(), skips_unsupported };
    Document::load_slice(&MemoryFiles::new([("spec.yaml", text)]), "spec.yaml", &slice, &[])
}

/// Operations with all that can be wrong with one, and one in order.
const MIXED: &str = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /fine:
    get: {operationId: fine, tags: [Good], responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Fine'}}}}}}
  /fine/{id}/more:
    get: {operationId: more, responses: {'204': {description: D}}, parameters: [{name: id, in: path, required: true, schema: {type: string}}]}
  /remote:
    get: {operationId: remote, responses: {'200': {description: D, content: {application/json: {schema: {$ref: 'https://example.com/x'}}}}}}
  /dangling:
    get: {operationId: dangling, responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}}
  /kind:
    get: {operationId: [], responses: {'204': {description: D}}}
  /type:
    get: {operationId: kind, responses: {'200': {description: D, content: {application/json: {schema: {type: rectangle}}}}}}
  /shared:
    parameters: {a: b}
    get: {operationId: shared, responses: {'204': {description: D}}}
components:
  schemas:
    Fine: {type: object, properties: {name: {type: string}}}
    User: {type: object, properties: {broken: {$ref: '#/components/schemas/Broken'}}}
    Broken: {type: object, properties: {gone: {$ref: '#/components/schemas/Gone'}}}
    Alone: {type: object, properties: {gone: {$ref: '#/components/schemas/Gone'}}}
";

#[test]
fn what_is_unsupported_is_left_out_when_asked_for() {
    assert!(slice(MIXED, &[], false).is_err());
    let (document, left_out) =
        slice(MIXED, &[], true).unwrap_or_else(|report| panic!("{:?}", report.problems));
    let ids: Vec<&str> = document.operations.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(ids, ["fine", "more"]);
    let mut names: Vec<&str> = left_out.iter().map(|left| left.operation.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["GET /dangling", "GET /kind", "GET /remote", "GET /shared", "GET /type"]);
    assert!(left_out.iter().all(|left| left.problem.at.is_some()), "{left_out:?}");
    assert_eq!(document.components().map(|(name, _)| name).collect::<Vec<_>>(), ["Fine"]);
}

#[test]
fn a_slice_has_what_it_leads_to_and_nothing_else() {
    let ids = |only: &[&str]| -> Vec<String> {
        let (document, left_out) =
            slice(MIXED, only, false).unwrap_or_else(|report| panic!("{:?}", report.problems));
        assert!(left_out.is_empty());
        document.operations.into_iter().map(|operation| operation.id).collect()
    };
    assert_eq!(ids(&["good"]), ["fine"]);
    assert_eq!(ids(&["/fine"]), ["fine", "more"]);
    assert_eq!(ids(&["/fine/{id}", "Good"]), ["fine", "more"]);
    let report = slice(MIXED, &["/fi"], true).expect_err("nothing is selected");
    assert_eq!(report.gravest(), Some(Severity::Unreadable));
}

#[test]
fn a_document_that_is_wrong_as_a_whole_is_refused_all_the_same() {
    for text in [
        "openapi: 3.0.3\npaths: {}\n",
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: 5\npaths: {}\n",
        "swagger: '2.0'\n",
        "a: b: c",
    ] {
        assert!(slice(text, &[], true).is_err(), "{text}");
    }
}

#[test]
fn what_is_copied_in_place_ends() {
    let mut text = HEAD.to_owned();
    for level in 0..40 {
        let next = level + 1;
        text.push_str(&format!("y{level}: {{a: {{$ref: '#/y{next}'}}, b: {{$ref: '#/y{next}'}}}}\n"));
    }
    text.push_str("y40: {}\npaths: {}\n");
    let started = Instant::now();
    let report = load(&text).expect_err("it has too many parts");
    assert!(report.problems.iter().all(|problem| problem.at.is_some()));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

/// What leaves no doubt about the requests that are meant is repaired with a warning.
#[test]
fn what_is_wrong_about_a_path_is_repaired() {
    let document = read(&format!(
        "{HEAD}paths:\n  /a/{{id}}/{{other}}/{{id}}:\n    parameters: [{{name: elsewhere, in: path, required: true, schema: \
         {{type: string}}}}]\n    get:\n      operationId: get thing\n      parameters: [{{name: id, in: path, schema: \
         {{type: integer}}}}, {{name: plain, in: query}}]\n    put: {{operationId: getThing}}\n"
    ));
    let [get, put] = document.operations.as_slice() else { panic!("{:?}", document.operations) };
    let names = |operation: &Operation| -> Vec<String> {
        let of = |parameter: &Parameter| format!("{}:{}", parameter.name, parameter.required);
        operation.parameters.iter().map(of).collect()
    };
    assert_eq!(names(get), ["id:true", "plain:false", "other:true"]);
    assert_eq!(names(put), ["id:true", "other:true"]);
    assert!(get.responses.is_empty());
    assert_eq!((get.id.as_str(), put.id.as_str()), ("get thing", "getThing_2"));
    let warnings: Vec<&str> = document.warnings.iter().map(|problem| problem.message.as_str()).collect();
    let path = "`/a/{id}/{other}/{id}`";
    let expected = [
        "the parameter `plain` has no schema, and is taken for a string".to_owned(),
        format!("`elsewhere` is not in the path {path}, and is ignored"),
        "the path parameter `id` is not marked as required, as each of them is".to_owned(),
        format!("`{{other}}` of {path} is not declared, and is taken for a string"),
        format!("`{{id}}` of {path} is not declared, and is taken for a string"),
        format!("`{{other}}` of {path} is not declared, and is taken for a string"),
        "another operation has the id `getThing` as well; this one is called `getThing_2`".to_owned(),
    ];
    assert_eq!(warnings, expected);
    assert!(document.errors(&[]).is_empty());
}

#[test]
fn true_and_false_are_schemas_of_openapi_3_1() {
    let document = read(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    Any: true\n    None: false\n    \
         Thing: {type: object, properties: {additionalProperties: false, list: {type: array, items: true}}}\n",
    );
    let schema = |name: &str| document.component(name).expect("a component");
    assert!(!schema("Any").has_type());
    let thing = schema("Thing");
    assert!(thing.property("additionalProperties").is_some());
    let items = thing.property("list").and_then(|list| list.items()).expect("items");
    assert!(!items.has_type());
}

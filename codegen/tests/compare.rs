//! Documents compared with a reference: planted differences of every kind are found, at their place, in both directions;
//! other names and another way of writing are none.
#![allow(clippy::panic, clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use codegen::Document;
use codegen::compare::{Comparison, Justified, compare};
use codegen::load::{DiskFiles, MemoryFiles};

/// A small document in which every kind of fact occurs.
const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Things, version: 1.0.0}
servers: [{url: 'https://example.com'}]
security: [{Basic: []}]
paths:
  /things:
    get:
      description: 'Lists. The token must have the following scope(s) enabled: _Read_ or _Write_.'
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: 50, minimum: 1, maximum: 100}}
        - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
      responses:
        '200':
          description: Some.
          content: {application/json: {schema: {type: array, maxItems: 9, items: {$ref: '#/components/schemas/Thing'}}}}
        '404': {description: None.}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
      responses: {'204': {description: Made.}}
  /things/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
      responses: {'204': {description: There.}}
components:
  securitySchemes:
    Basic: {type: http, scheme: basic}
    Bearer: {type: http, scheme: bearer}
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        name: {type: string, maxLength: 20, pattern: '^a'}
        size: {type: number, format: double, nullable: true}
        color: {allOf: [{$ref: '#/components/schemas/Color'}], default: red}
        old: {type: boolean, deprecated: true}
        inner: {$ref: '#/components/schemas/Thing'}
        labels: {type: object, additionalProperties: {type: integer, format: int32}}
        owner:
          oneOf:
            - {$ref: '#/components/schemas/Person'}
            - {$ref: '#/components/schemas/Group'}
    Color: {type: string, enum: [red, green]}
    Person: {type: object, required: [kind, age], properties: {kind: {type: string, enum: [person]}, age: {type: integer}}}
    Group: {type: object, required: [kind], properties: {kind: {type: string, enum: [group]}, members: {type: integer}}}
";

/// A change of the document: the text, what replaces it, and what is found when the reference is the changed one. Beside
/// it: what our document and the reference say.
struct Planted {
    text: &'static str,
    replacement: &'static str,
    found: &'static [(&'static str, &'static str, Option<&'static str>, Option<&'static str>)],
}

const PLANTED: &[Planted] = &[
    Planted {
        text: "    post:\n      requestBody",
        replacement: "    put:\n      requestBody",
        found: &[
            ("operation", "PUT /things", None, Some("PUT /things")),
            ("operation", "POST /things", Some("POST /things"), None),
        ],
    },
    Planted {
        text: "- {name: limit, in: query, ",
        replacement: "- {name: size, in: query, ",
        found: &[
            (
                "parameter",
                "GET /things query size",
                None,
                Some("{type: integer, minimum: 1, maximum: 100, default: 50}"),
            ),
            (
                "parameter",
                "GET /things query limit",
                Some("{type: integer, minimum: 1, maximum: 100, default: 50}"),
                None,
            ),
        ],
    },
    Planted {
        text: "explode: false, ",
        replacement: "",
        found: &[("style", "GET /things query tags", Some("form, no explode"), Some("form, explode"))],
    },
    Planted {
        text: "default: 50, ",
        replacement: "default: 20, ",
        found: &[("default", "GET /things query limit", Some("50"), Some("20"))],
    },
    Planted {
        text: "default: 50, ",
        replacement: "",
        found: &[("default", "GET /things query limit", Some("50"), None)],
    },
    Planted {
        text: "{name: limit, in: query, ",
        replacement: "{name: limit, in: query, required: true, ",
        found: &[("required", "GET /things query limit", Some("false"), Some("true"))],
    },
    Planted {
        text: "{name: limit, in: query, ",
        replacement: "{name: limit, in: query, deprecated: true, ",
        found: &[("deprecated", "GET /things query limit", Some("false"), Some("true"))],
    },
    Planted {
        text: "minimum: 1, ",
        replacement: "minimum: 1, exclusiveMinimum: true, ",
        found: &[("bounds", "GET /things query limit", Some("minimum: 1"), Some("exclusive minimum: 1"))],
    },
    Planted {
        text: "maximum: 100",
        replacement: "maximum: 99",
        found: &[("bounds", "GET /things query limit", Some("maximum: 100"), Some("maximum: 99"))],
    },
    Planted {
        text: ", maxItems: 9",
        replacement: "",
        found: &[("bounds", "GET /things 200", Some("maxItems: 9"), None)],
    },
    Planted {
        text: "maxLength: 20, pattern: '^a'",
        replacement: "maxLength: 20, pattern: '^b'",
        found: &[("bounds", "Thing.name", Some("pattern: ^a"), Some("pattern: ^b"))],
    },
    Planted {
        text: "        '404': {description: None.}\n",
        replacement: "        '409': {description: None.}\n",
        found: &[
            ("status", "GET /things 409", None, Some("no body")),
            ("status", "GET /things 404", Some("no body"), None),
        ],
    },
    Planted {
        text: "content: {application/json: {schema: {$ref",
        replacement: "content: {application/x-www-form-urlencoded: {schema: {$ref",
        found: &[
            ("media-type", "POST /things body", None, Some("application/x-www-form-urlencoded")),
            ("media-type", "POST /things body", Some("application/json"), None),
        ],
    },
    Planted {
        text: "        required: true\n        content",
        replacement: "        content",
        found: &[("required", "POST /things body", Some("true"), Some("false"))],
    },
    Planted {
        text: "required: [name]",
        replacement: "required: [name, size]",
        found: &[("required", "Thing.size", Some("false"), Some("true"))],
    },
    Planted {
        text: "        old: {type: boolean, deprecated: true}\n",
        replacement: "        new: {type: boolean}\n",
        found: &[
            ("field", "Thing.new", None, Some("{type: boolean}")),
            ("field", "Thing.old", Some("{type: boolean}"), None),
        ],
    },
    Planted {
        text: "{type: boolean, deprecated: true}",
        replacement: "{type: boolean}",
        found: &[("deprecated", "Thing.old", Some("true"), Some("false"))],
    },
    Planted {
        text: "{type: boolean, deprecated: true}",
        replacement: "{type: string, deprecated: true}",
        found: &[("type", "Thing.old", Some("boolean"), Some("string"))],
    },
    Planted {
        text: "format: double",
        replacement: "format: float",
        found: &[("format", "Thing.size", Some("double"), Some("float"))],
    },
    Planted {
        text: "format: double, nullable: true",
        replacement: "format: double",
        found: &[("nullable", "Thing.size", Some("true"), Some("false"))],
    },
    Planted {
        text: "default: red",
        replacement: "default: green",
        found: &[("default", "Thing.color", Some("\"red\""), Some("\"green\""))],
    },
    Planted {
        text: "enum: [red, green]",
        replacement: "enum: [red, blue]",
        found: &[("enum", "Color", None, Some("\"blue\"")), ("enum", "Color", Some("\"green\""), None)],
    },
    Planted {
        text: "Color: {type: string, enum: [red, green]}",
        replacement: "Color: {type: string}",
        found: &[("enum", "Color", Some("[\"green\", \"red\"]"), None)],
    },
    Planted {
        text: "{type: integer, format: int32}",
        replacement: "{type: integer, format: int64}",
        found: &[("format", "Thing.labels{}", Some("int32"), Some("int64"))],
    },
    Planted {
        text: "            - {$ref: '#/components/schemas/Group'}\n",
        replacement: "            - {type: boolean}\n",
        found: &[
            ("variant", "Thing.owner", None, Some("{type: boolean}")),
            (
                "variant",
                "Thing.owner",
                Some("Group {type: object, properties: [kind, members], required: [kind]}"),
                None,
            ),
        ],
    },
    Planted {
        text: "members: {type: integer}",
        replacement: "members: {type: number}",
        found: &[("type", "Group.members", Some("integer"), Some("number"))],
    },
    Planted {
        text: "_Read_ or _Write_",
        replacement: "_Read_",
        found: &[("scopes", "GET /things", Some("read or write"), Some("read"))],
    },
    Planted {
        text: "security: [{Basic: []}]",
        replacement: "security: [{Bearer: []}]",
        found: &[
            ("security", "GET /things", Some("basic"), Some("bearer")),
            ("security", "POST /things", Some("basic"), Some("bearer")),
            ("security", "GET /things/{id}", Some("basic"), Some("bearer")),
        ],
    },
    Planted {
        text: "    post:\n      requestBody:\n        required: true\n        content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}\n",
        replacement: "    post:\n",
        found: &[("body", "POST /things body", Some("application/json"), None)],
    },
    Planted {
        text: "    post:\n",
        replacement: "    post:\n      deprecated: true\n",
        found: &[("deprecated", "POST /things", Some("false"), Some("true"))],
    },
];

fn document(text: &str) -> Document {
    let files = MemoryFiles::new([("spec.yaml", text)]);
    Document::load(&files, "spec.yaml").unwrap_or_else(|report| panic!("{:?}", report.problems))
}

/// Kind, place, and what the two documents say.
type Found = (String, String, Option<String>, Option<String>);

fn found(comparison: &Comparison) -> Vec<Found> {
    let differences = comparison.differences.iter();
    let mut found: Vec<Found> = differences
        .map(|it| (it.kind.name().to_owned(), it.at.clone(), it.ours.clone(), it.reference.clone()))
        .collect();
    found.sort();
    found
}

#[test]
fn planted_differences_of_every_kind_are_found_in_both_directions() {
    let none = Justified::default();
    let ours = document(DOCUMENT);
    assert_eq!(found(&compare(&ours, &ours, &none)), []);
    for planted in PLANTED {
        assert_eq!(DOCUMENT.matches(planted.text).count(), 1, "{:?} is not there once", planted.text);
        let changed = document(&DOCUMENT.replace(planted.text, planted.replacement));
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let mut expected: Vec<Found> = planted
            .found
            .iter()
            .map(|(kind, at, own, theirs)| {
                ((*kind).to_owned(), (*at).to_owned(), owned(*own), owned(*theirs))
            })
            .collect();
        expected.sort();
        assert_eq!(found(&compare(&ours, &changed, &none)), expected, "{:?}", planted.text);
        // The other way round both documents have said the same, with their sides exchanged.
        let mut mirrored: Vec<Found> =
            expected.into_iter().map(|(kind, at, own, theirs)| (kind, at, theirs, own)).collect();
        mirrored.sort();
        assert_eq!(found(&compare(&changed, &ours, &none)), mirrored, "{:?}", planted.replacement);
    }
}

#[test]
fn a_difference_names_the_line_of_our_document() {
    let ours = document(DOCUMENT);
    let changed = document(&DOCUMENT.replace("maxLength: 20", "maxLength: 21"));
    let comparison = compare(&ours, &changed, &Justified::default());
    let [difference] = comparison.differences.as_slice() else { panic!("{comparison:?}") };
    let line = ours.sources.line(difference.ours_at).unwrap();
    assert!(line.trim().starts_with("name: {type: string, maxLength: 20"), "{line}");
    assert_eq!(difference.operation, "GET /things");
    assert!(difference.help().contains("write maxLength: 21"), "{}", difference.help());
}

#[test]
fn the_same_facts_in_other_words_are_no_difference() {
    let other = DOCUMENT
        .replace("openapi: 3.0.3", "openapi: 3.1.0")
        .replace("/things/{id}:", "/things/{thing}:")
        .replace("name: id,", "name: thing,")
        .replace("schemas/Thing", "schemas/Ding")
        .replace("    Thing:", "    Ding:")
        .replace("{type: number, format: double, nullable: true}", "{type: [number, 'null'], format: double}")
        .replace("schemas/Color", "schemas/Farbe")
        .replace("    Color: {type: string, enum: [red, green]}", "    Farbe: {oneOf: [{const: green}, {const: red}]}")
        .replace("          oneOf:\n            - {$ref: '#/components/schemas/Person'}\n            - {$ref: '#/components/schemas/Group'}",
                 "          anyOf: [{$ref: '#/components/schemas/Gruppe'}, {oneOf: [{$ref: '#/components/schemas/Mensch'}]}]")
        .replace("    Person: {type: object, required: [kind, age], properties: {kind: {type: string, enum: [person]}, age: {type: integer}}}",
                 "    Mensch: {allOf: [{$ref: '#/components/schemas/Art'}, {required: [age], properties: {kind: {const: person}, age: {type: integer}}}]}\n    Art: {type: object, required: [kind], properties: {kind: {type: string}}}")
        .replace("    Group:", "    Gruppe:")
        .replace("'Lists. The token must have the following scope(s) enabled: _Read_ or _Write_.'", "'Needed are the scopes: **write** or **read**.'");
    let comparison = compare(&document(DOCUMENT), &document(&other), &Justified::default());
    assert_eq!(found(&comparison), []);
    assert_eq!(comparison.operations, 3);
}

#[test]
fn the_path_of_a_server_is_part_of_the_path() {
    let other = DOCUMENT
        .replace("https://example.com'", "https://example.com/things/'")
        .replace("  /things/{id}:", "  /{id}:")
        .replace("  /things:\n", "  '/':\n");
    let ours = DOCUMENT.replace("  /things:\n", "  '/things/':\n");
    let comparison = compare(&document(&ours), &document(&other), &Justified::default());
    assert_eq!(found(&comparison), []);
}

#[test]
fn justified_differences_are_taken_out_and_stale_justifications_found() {
    let ours = document(DOCUMENT);
    let changed = document(&DOCUMENT.replace("default: 50, ", "").replace("format: double", "format: float"));
    let judge = |justified: &str, reference: &Document| {
        let justified = Justified::parse(justified).unwrap();
        justified.judge(&compare(&ours, reference, &justified))
    };
    let both = "
[[differences]]
kind = 'default'
at = 'GET /things query *'
ours = '50'
reason = 'The text has it.'

[[differences]]
kind = 'format'
at = ['Thing.size', 'Thing.weight']
reason = 'Either is right.'
";
    let verdict = judge(both, &changed);
    assert_eq!((verdict.justified, verdict.unjustified.len()), (2, 0));
    let unused: Vec<&str> = verdict.unused.iter().map(|unused| unused.at.as_str()).collect();
    assert_eq!(unused, ["Thing.weight"]);
    assert!(!verdict.is_clean());
    // Once the documents agree, nothing is justified any more.
    let verdict = judge(both, &ours);
    assert_eq!((verdict.justified, verdict.unused.len()), (0, 3));
    // What either document says must be what was justified.
    let other = both.replace("ours = '50'", "ours = '5'");
    let verdict = judge(&other, &changed);
    assert_eq!((verdict.justified, verdict.unjustified.len()), (1, 1));
}

#[test]
fn a_part_without_a_reference_is_not_compared() {
    let whole = DOCUMENT.replace(
        "components:\n",
        "  /more/{id}:\n    get:\n      responses: {'204': {description: More.}}\ncomponents:\n",
    );
    let justified = Justified::parse(
        "[[parts]]\nname = 'more'\noperations = ['* /more/*']\n\n[[differences]]\nkind = 'status'\nat = 'GET /more/{id} 204'\npart = 'more'\nreason = 'So.'\n",
    )
    .unwrap();
    let comparison = compare(&document(&whole), &document(DOCUMENT), &justified);
    assert_eq!(found(&comparison), []);
    assert_eq!(comparison.left_out, ["more"]);
    // What is justified about it is not stale only because it was not looked at.
    assert!(justified.judge(&comparison).is_clean());
    let comparison = compare(&document(&whole), &document(&whole), &justified);
    assert_eq!(justified.judge(&comparison).unused.len(), 1);
}

#[test]
fn recursive_schemas_and_unions_end() {
    let text = |more: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: Things, version: 1.0.0}}
servers: [{{url: 'https://example.com'}}]
paths:
  /things:
    get:
      responses:
        '200': {{description: Some., content: {{application/json: {{schema: {{$ref: '#/components/schemas/Value'}}}}}}}}
components:
  schemas:
    Value:
      oneOf:
        - {{type: number}}
        - {{type: string{more}}}
        - {{type: array, items: {{$ref: '#/components/schemas/Value'}}}}
        - {{type: object, additionalProperties: {{$ref: '#/components/schemas/Value'}}}}
        - {{oneOf: [{{$ref: '#/components/schemas/Value'}}, {{type: boolean}}]}}
        - {{allOf: [{{$ref: '#/components/schemas/Value'}}]}}
        - {{$ref: '#/components/schemas/Mixed'}}
    Mixed:
      allOf:
        - {{type: object, properties: {{inner: {{$ref: '#/components/schemas/Value'}}}}}}
        - {{oneOf: [{{type: number}}, {{$ref: '#/components/schemas/Mixed'}}]}}
"
        )
    };
    let ours = document(&text(""));
    assert_eq!(found(&compare(&ours, &ours, &Justified::default())), []);
    let comparison = compare(&ours, &document(&text(", maxLength: 5")), &Justified::default());
    let expected = ("bounds".to_owned(), "Value<2>".to_owned(), None, Some("maxLength: 5".to_owned()));
    assert_eq!(found(&comparison), [expected]);
}

#[test]
fn the_specification_agrees_with_itself_under_other_names() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let ours = Document::load(&DiskFiles::new(root), "spec/openapi.yaml").unwrap();
    let renamed = ours.to_json().to_string().replace("#/components/schemas/", "#/components/schemas/Other");
    let mut renamed: serde_json::Value = serde_json::from_str(&renamed).unwrap();
    let schemas = renamed["components"]["schemas"].as_object_mut().unwrap();
    let names: Vec<String> = schemas.keys().cloned().collect();
    // In the reverse order as well, so that nothing depends on it.
    for name in names.into_iter().rev() {
        let schema = schemas.shift_remove(&name).unwrap();
        schemas.insert(format!("Other{name}"), schema);
    }
    let reference = document(&renamed.to_string());
    let comparison = compare(&ours, &reference, &Justified::default());
    assert_eq!(found(&comparison), []);
    assert!(comparison.operations > 300 && comparison.facts > 20_000, "{comparison:?}");
}

#[test]
fn the_work_is_linear_in_documents_that_share_their_schemas() {
    // Each of 3,000 schemas leads to two later ones by two ways: a comparison of every way would never end.
    let schema = |index: usize| {
        let next = |step: usize| format!("{{$ref: '#/components/schemas/S{}'}}", (index + step).min(2999));
        format!(
            "    S{index}: {{type: object, properties: {{a: {}, b: {}, c: {{type: string}}}}}}\n",
            next(1),
            next(2)
        )
    };
    let schemas: String = (0..3000).map(schema).collect();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: 1.0.0}}\nservers: [{{url: 'https://example.com'}}]\npaths:\n  /things:\n    get:\n      responses:\n        '200': {{description: Some., content: {{application/json: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let document = document(&text);
    let comparison = compare(&document, &document, &Justified::default());
    assert_eq!(found(&comparison), []);
    assert!((15_000..60_000).contains(&comparison.facts), "{}", comparison.facts);
}

//! Comparisons to print in tests: one with everything in it, one that is far too large, and some small ones.

use std::collections::BTreeSet;

use codegen::diff::Policy;
use codegen::diff::finding::{
    Approval, ApprovalKind, Bump, Diff, Direction, Evidence, EvidenceKind, Example, Finding, Judgement,
    Level, Notice, OperationName, Outcome, Reading, Side, Subject, SurfaceChange, Verdict,
};
use codegen::source::{FileId, Location, Sources};

/// Text that would do harm wherever it is not escaped.
pub const EVIL: &str = "</code></pre><script>alert(1)</script> | `a` ``` @octocat #12 $x$ *b* _c_ [d](http://e.example) &amp; \
                        ${{ f }} %0A::error::g\n-->\n```\n::error file=h::i\u{1b}[31m \u{202e}j";

/// A comparison that has one of everything.
pub fn full() -> Diff {
    Diff {
        base: side("main", "base/", "1.4.0"),
        head: side("working tree", "", "1.4.1"),
        policy: Policy::Lenient,
        command: "cargo xtask diff v1.4.0".to_owned(),
        findings: vec![
            field_removed(),
            operation_removed(),
            required_field(),
            corrected(),
            evil(),
            operation_added(),
            enum_value_added(),
            described(),
        ],
        unexplained: vec![surface(
            "types::SipCodec",
            Some("pub enum SipCodec: Copy"),
            Some("pub enum SipCodec"),
            Verdict::Breaking,
        )],
        surface_missing: None,
        notices: vec![
            Notice {
                rule: "approval-unused",
                message: "the approval of 5f1c09aa matches no change".to_owned(),
                help: "remove it from spec/approvals.yaml".to_owned(),
            },
            Notice {
                rule: "version-too-low",
                message: "info.version is 1.4.1, and the changes need 2.0.0".to_owned(),
                help: "set info.version to 2.0.0".to_owned(),
            },
        ],
        bump: Bump {
            required: Level::Major,
            reason: "field removed (SipGateway.uri)".to_owned(),
            version: Some("2.0.0".to_owned()),
            satisfied: false,
        },
    }
}

/// A comparison without a change.
pub fn empty() -> Diff {
    let bump = Bump { required: Level::None, reason: String::new(), version: None, satisfied: true };
    Diff { findings: vec![], unexplained: vec![], notices: vec![], bump, ..full() }
}

/// A comparison with these changes and nothing else.
pub fn of(findings: Vec<Finding>) -> Diff {
    Diff { findings, ..empty() }
}

/// Five thousand changes, each with values of two thousand characters, and too much of everything else.
pub fn large() -> Diff {
    let verdicts = [Verdict::Breaking, Verdict::Compatible, Verdict::Documentation];
    let findings = (0..5000).map(|number| {
        let verdict = verdicts[number * 3 / 5000];
        let long =
            |word: &str| Some(EVIL.repeat(10).chars().take(2000 - word.len()).collect::<String>() + word);
        Finding {
            fingerprint: format!("{number:08x}"),
            name: format!("Thing{number}.{EVIL}"),
            location: format!("schemas/Thing{number}"),
            before: long("old"),
            after: long("new"),
            wire: judgement(verdict, &EVIL.repeat(2)),
            rust: judgement(verdict, &EVIL.repeat(2)),
            operations: (0..25)
                .map(|number| operation(&format!("thing_{number}"), "GET", &format!("/things/{number}")))
                .collect(),
            surface: (0..25)
                .map(|number| surface(&format!("types::T{number}"), Some(EVIL), None, verdict))
                .collect(),
            ..field_removed()
        }
    });
    let sample = full();
    Diff {
        findings: findings.collect(),
        unexplained: vec![sample.unexplained[0].clone(); 5000],
        notices: vec![Notice { message: EVIL.repeat(2), ..sample.notices[0].clone() }; 5000],
        surface_missing: Some(EVIL.repeat(50)),
        bump: Bump { reason: EVIL.repeat(50), ..sample.bump },
        policy: sample.policy,
        command: sample.command,
        base: Side { label: EVIL.repeat(50), ..sample.base },
        head: Side { version: EVIL.repeat(50), ..sample.head },
    }
}

/// The change that most others here are made from: breaking on both sides.
pub fn field_removed() -> Finding {
    Finding {
        rule: "rs-prop-removed",
        title: "field removed",
        fingerprint: "9a31c07f".to_owned(),
        directions: BTreeSet::from([Direction::Request, Direction::Response]),
        subject: Subject::Schema,
        name: "SipGateway.uri".to_owned(),
        location: "schemas/SipGateway/properties/uri".to_owned(),
        family: Some("SIP gateways".to_owned()),
        before: Some("type: string\nformat: uri\n".to_owned()),
        after: None,
        wire: judgement(Verdict::Breaking, "responses no longer contain it, and it was required"),
        evidence: counter_example("Kessel"),
        rust: judgement(Verdict::Breaking, "its getter is gone"),
        base_at: at(1, 12),
        head_at: at(1, 9),
        operations: gateway_operations(),
        surface: vec![
            surface(
                "types::SipGateway::uri",
                Some("pub fn types::SipGateway::uri(&self) -> &str"),
                None,
                Verdict::Breaking,
            ),
            surface(
                "types::SipGatewayCreate::new",
                Some("pub fn new(name: impl Into<String>, uri: impl Into<String>) -> Self"),
                Some("pub fn new(name: impl Into<String>) -> Self"),
                Verdict::Breaking,
            ),
        ],
        approval: None,
    }
}

fn operation_removed() -> Finding {
    let removed = operation("delete_sip_gateway", "DELETE", "/api/fabric/resources/sip_gateways/{id}");
    Finding {
        rule: "op-removed",
        title: "operation removed",
        fingerprint: "11d0be52".to_owned(),
        directions: BTreeSet::new(),
        subject: Subject::Operation,
        name: "DELETE /api/fabric/resources/sip_gateways/{id}".to_owned(),
        location: "paths/~1api~1fabric~1resources~1sip_gateways~1{id}/delete".to_owned(),
        before: Some("operationId: delete_sip_gateway\n".to_owned()),
        wire: judgement(Verdict::Breaking, "calls of it fail"),
        evidence: Evidence::statement("no value can show it"),
        rust: judgement(Verdict::Breaking, "its method is gone"),
        operations: vec![removed],
        surface: vec![surface(
            "fabric::SipGateways::delete",
            Some("pub fn fabric::SipGateways::delete(&self, id: impl Display) -> Delete"),
            None,
            Verdict::Breaking,
        )],
        approval: Some(Approval {
            kind: ApprovalKind::Accepted,
            reason: "the server stopped returning it in October".to_owned(),
        }),
        ..field_removed()
    }
}

fn required_field() -> Finding {
    Finding {
        rule: "rq-became-req",
        title: "field became required",
        fingerprint: "c2e4410d".to_owned(),
        directions: BTreeSet::from([Direction::Request]),
        name: "SipEndpointCreate.encryption".to_owned(),
        location: "schemas/SipEndpointCreate/required".to_owned(),
        family: Some("SIP endpoints".to_owned()),
        before: Some("required: [username, password]\n".to_owned()),
        after: Some("required: [username, password, encryption]\n".to_owned()),
        wire: judgement(Verdict::Breaking, "requests without it are refused"),
        evidence: Evidence {
            kind: EvidenceKind::Unproven,
            text: "no value that shows it was found".to_owned(),
            example: None,
            tried: 12,
        },
        rust: judgement(Verdict::Breaking, "the constructor takes one argument more"),
        base_at: at(1, 10),
        head_at: at(1, 10),
        operations: vec![operation("create_sip_endpoint", "POST", "/api/relay/rest/endpoints/sip")],
        surface: vec![],
        ..field_removed()
    }
}

fn corrected() -> Finding {
    Finding {
        rule: "rs-became-opt",
        title: "field became optional",
        fingerprint: "77b2aa90".to_owned(),
        directions: BTreeSet::from([Direction::Response]),
        name: "VideoRoom.display_name".to_owned(),
        location: "schemas/VideoRoom/required".to_owned(),
        family: Some("Video rooms".to_owned()),
        before: Some("required: true".to_owned()),
        after: Some("required: false".to_owned()),
        wire: judgement(Verdict::Documentation, "the server has always behaved like this"),
        rust: judgement(Verdict::Breaking, "its getter returns an Option"),
        operations: vec![],
        surface: vec![],
        approval: Some(Approval {
            kind: ApprovalKind::SpecCorrection,
            reason: "rooms made before 2024 have none".to_owned(),
        }),
        ..field_removed()
    }
}

/// A change whose every text would do harm.
pub fn evil() -> Finding {
    Finding {
        rule: "rs-type",
        title: "type changed",
        fingerprint: "00ee11ff".to_owned(),
        name: format!("Evil.{EVIL}"),
        location: EVIL.to_owned(),
        family: Some(EVIL.to_owned()),
        before: Some(EVIL.to_owned()),
        after: Some(format!("{EVIL} and more")),
        wire: judgement(Verdict::Compatible, EVIL),
        evidence: Evidence { kind: EvidenceKind::Values, text: EVIL.to_owned(), ..counter_example(EVIL) },
        rust: judgement(Verdict::Compatible, EVIL),
        // A place that nobody knows.
        base_at: Location::default(),
        head_at: Location { file: FileId(9), line: 1, column: 1 },
        operations: vec![operation(EVIL, "GET", EVIL)],
        surface: vec![surface(EVIL, Some(EVIL), Some(EVIL), Verdict::Compatible)],
        ..field_removed()
    }
}

fn operation_added() -> Finding {
    Finding {
        rule: "op-added",
        title: "operation added",
        fingerprint: "40aa7713".to_owned(),
        directions: BTreeSet::new(),
        subject: Subject::Operation,
        name: "POST /api/fabric/resources/sip_gateways/{id}/test".to_owned(),
        location: "paths/~1api~1fabric~1resources~1sip_gateways~1{id}~1test/post".to_owned(),
        before: None,
        after: Some("operationId: test_sip_gateway\n".to_owned()),
        wire: judgement(Verdict::Compatible, "what was there is still there"),
        rust: judgement(Verdict::Compatible, "a method is added"),
        operations: vec![operation(
            "test_sip_gateway",
            "POST",
            "/api/fabric/resources/sip_gateways/{id}/test",
        )],
        surface: vec![surface(
            "fabric::SipGateways::test",
            None,
            Some("pub fn fabric::SipGateways::test(&self, id: impl Display) -> Test"),
            Verdict::Compatible,
        )],
        ..field_removed()
    }
}

fn enum_value_added() -> Finding {
    let values = |more: &str| {
        Some(format!(
            "enum: [PCMU, PCMA, G722, G729, OPUS, VP8, H264, AMR, SPEEX, ILBC, GSM, SILK, LYRA{more}]\n"
        ))
    };
    Finding {
        rule: "rs-enum-add",
        title: "value added to an enum",
        fingerprint: "e0c9d2b8".to_owned(),
        directions: BTreeSet::from([Direction::Response]),
        name: "SipCodec".to_owned(),
        location: "schemas/SipCodec/enum".to_owned(),
        family: None,
        before: values(""),
        after: values(", EVS"),
        wire: judgement(Verdict::Compatible, "enums are open: clients keep a value that they do not know"),
        rust: judgement(Verdict::Compatible, "a variant is added to an enum that is open"),
        operations: gateway_operations(),
        surface: vec![],
        ..field_removed()
    }
}

fn described() -> Finding {
    Finding {
        rule: "docs-only",
        title: "documentation changed",
        fingerprint: "b81d3f06".to_owned(),
        directions: BTreeSet::new(),
        name: "SipGateway".to_owned(),
        location: "schemas/SipGateway/description".to_owned(),
        before: Some("A gateway to another SIP domain.".to_owned()),
        after: Some("A gateway to a SIP domain of\nsomebody else: calls go out through it.".to_owned()),
        wire: judgement(Verdict::Documentation, "only what people read changes"),
        rust: judgement(Verdict::Documentation, "only what people read changes"),
        operations: vec![],
        surface: vec![],
        ..field_removed()
    }
}

fn counter_example(name: &str) -> Evidence {
    let reading = |pointer: &str, outcome| Reading { pointer: Some(pointer.to_owned()), outcome };
    let example = Example {
        value: Some(serde_json::json!({ "name": name })),
        of: "response of get_sip_gateway".to_owned(),
        direction: Direction::Response,
        base: reading("/components/schemas/SipGateway", Outcome::Refused),
        head: reading("/components/schemas/SipGateway", Outcome::Accepted),
    };
    Evidence { kind: EvidenceKind::CounterExample, text: String::new(), example: Some(example), tried: 7 }
}

fn judgement(verdict: Verdict, reason: &str) -> Judgement {
    Judgement { verdict, reason: reason.to_owned() }
}

fn surface(item: &str, before: Option<&str>, after: Option<&str>, verdict: Verdict) -> SurfaceChange {
    let owned = |text: Option<&str>| text.map(ToOwned::to_owned);
    SurfaceChange { item: item.to_owned(), before: owned(before), after: owned(after), verdict }
}

fn operation(id: &str, method: &str, path: &str) -> OperationName {
    OperationName { id: id.to_owned(), method: method.to_owned(), path: path.to_owned() }
}

/// More operations than any format shows in a line.
fn gateway_operations() -> Vec<OperationName> {
    let one = "/api/fabric/resources/sip_gateways/{id}";
    let mut all = vec![
        operation("create_sip_gateway", "POST", "/api/fabric/resources/sip_gateways"),
        operation("get_sip_gateway", "GET", one),
        operation("list_sip_gateways", "GET", "/api/fabric/resources/sip_gateways"),
        operation("update_sip_gateway", "PATCH", one),
    ];
    all.extend((1..=8).map(|number| {
        operation(
            &format!("zone_{number}_gateways"),
            "GET",
            &format!("/api/fabric/zones/{number}/sip_gateways"),
        )
    }));
    all
}

fn side(label: &str, directory: &str, version: &str) -> Side {
    let mut sources = Sources::default();
    sources.add(format!("{directory}spec/openapi.yaml"), "openapi: 3.0.3\n".to_owned());
    sources.add(format!("{directory}spec/fabric/sip_gateways.yaml"), "components:\n".repeat(20));
    Side { label: label.to_owned(), version: version.to_owned(), sources }
}

fn at(file: u16, line: u32) -> Location {
    Location { file: FileId(file), line, column: 9 }
}

//! What can be compared with what: revisions, files and standard input, in a repository that is not this one.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A repository with a document in two files, and a tag for each of three releases.
struct Scratch {
    directory: tempfile::TempDir,
}

impl Scratch {
    fn new() -> Self {
        let scratch = Self { directory: tempfile::tempdir().unwrap() };
        scratch.git(&["init", "--quiet", "--initial-branch", "main"]);
        fs::create_dir(scratch.path().join("api")).unwrap();
        scratch.release("0.1.0", "integer", 2);
        scratch.release("0.2.0", "string", 2);
        scratch.release("0.3.0", "string", 3);
        scratch
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn write(&self, version: &str, ty: &str, least: u32) {
        let document = format!(
            "openapi: 3.0.3
info: {{title: T, version: {version}}}
servers: [{{url: https://example.com}}]
paths:
  /things:
    post:
      operationId: make_thing
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: 'thing.yaml#/Thing'}}}}}}}}
      responses: {{'204': {{description: Ok.}}}}
"
        );
        let thing = format!(
            "Thing: {{type: object, required: [name], properties: {{name: {{type: string, minLength: {least}}}, size: {{type: {ty}}}}}}}\n"
        );
        fs::write(self.path().join("api/openapi.yaml"), document).unwrap();
        fs::write(self.path().join("api/thing.yaml"), thing).unwrap();
    }

    fn release(&self, version: &str, ty: &str, least: u32) {
        self.write(version, ty, least);
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", version]);
        self.git(&["tag", &format!("v{version}")]);
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        let status = command.args(identity).args(arguments).current_dir(self.path()).status().unwrap();
        assert!(status.success(), "{arguments:?}");
    }

    fn diff(&self, arguments: &[&str]) -> Output {
        self.diff_of("", arguments)
    }

    fn diff_of(&self, input: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("diff").args(arguments).current_dir(self.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Who does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// The rules of what differs.
    fn rules(&self, arguments: &[&str]) -> Vec<String> {
        rules(&self.diff(&[arguments, &["--format", "json"]].concat()))
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.diff(arguments);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

fn rules(output: &Output) -> Vec<String> {
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error} {}", String::from_utf8_lossy(&output.stderr)));
    crate::rules_of(&report).into_iter().map(str::to_owned).collect()
}

const TYPE: &str = "rq-type";
const LENGTH: &str = "rq-len-pattern";

#[test]
fn revisions_and_files_are_compared_in_any_combination() {
    let scratch = Scratch::new();
    let spec = ["--spec", "api/openapi.yaml"];
    scratch.write("0.3.0", "string", 4);
    assert_eq!(scratch.rules(&[&["v0.1.0..v0.2.0"], &spec[..]].concat()), [TYPE]);
    assert_eq!(scratch.rules(&[&["main"], &spec[..]].concat()), [LENGTH]);
    let pairs = [
        ("v0.1.0:api/openapi.yaml", "v0.2.0:api/openapi.yaml", vec![TYPE]),
        ("v0.2.0:api/openapi.yaml", "api/openapi.yaml", vec![LENGTH]),
        ("api/openapi.yaml", "v0.3.0:./api/openapi.yaml", vec!["rq-len-pattern-loosened"]),
    ];
    for (base, head, expected) in pairs {
        assert!(
            scratch.rules(&["--base", base, "--head", head]).iter().any(|rule| rule == expected[0]),
            "{base}"
        );
    }
    let bare = [&["--base", "v0.1.0", "--head", "v0.2.0"], &spec[..]].concat();
    assert_eq!(scratch.rules(&bare), [TYPE]);
}

#[test]
fn standard_input_is_one_side() {
    let scratch = Scratch::new();
    let document = |ty: &str| {
        format!(
            "{{openapi: 3.0.3, info: {{title: T, version: 1.0.0}}, paths: {{/x: {{get: {{operationId: get_x, responses: \
             {{'200': {{description: Ok., content: {{application/json: {{schema: {{type: {ty}}}}}}}}}}}}}}}}}}}"
        )
    };
    fs::write(scratch.path().join("own.yaml"), document("string")).unwrap();
    let json = ["--format", "json"];
    let arguments = [&["--base", "-", "--head", "own.yaml"], &json[..]].concat();
    assert_eq!(rules(&scratch.diff_of(&document("integer"), &arguments)), ["rs-type"]);
    let arguments = [&["--base", "own.yaml", "--head", "-"], &json[..]].concat();
    assert_eq!(rules(&scratch.diff_of(&document("string"), &arguments)), Vec::<String>::new());
    // What it refers to is looked for in the working directory, and nowhere else.
    let outside = document("string, $ref: '../../../etc/hostname'");
    let refused = scratch.diff_of(&outside.replace("type: string, ", ""), &arguments);
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    assert!(scratch.refused(&["--base", "-", "--head", "-"]).contains("one side only"));
}

#[test]
fn what_cannot_be_read_is_wrong_usage() {
    let scratch = Scratch::new();
    let neither = "neither a file nor a revision";
    assert!(scratch.refused(&["--base", "nothing", "--head", "main:api/openapi.yaml"]).contains(neither));
    assert!(scratch.refused(&["--base", "no:api/openapi.yaml", "--head", "main"]).contains(neither));
    let missing = scratch.refused(&["--base", "main:none.yaml", "--head", "main:api/openapi.yaml"]);
    assert!(missing.contains("none.yaml") && missing.contains("has no such file"), "{missing}");
    // No other repository's specification takes its place.
    assert!(scratch.refused(&["main"]).contains("--spec"));
    assert!(scratch.refused(&["--base", "v0.1.0", "--head", "main"]).contains("--spec"));
}

#[test]
fn the_log_has_every_release() {
    let scratch = Scratch::new();
    let log = |more: &[&str]| {
        let arguments = [&["--log", "v0.1.0..HEAD", "--spec", "api/openapi.yaml"], more].concat();
        let output = scratch.diff(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        output
    };
    let markdown = String::from_utf8(log(&["--format", "markdown"]).stdout).unwrap();
    let order = [
        "## v0.3.0 (",
        "### Breaking",
        "from minLength: 2 to minLength: 3",
        "## v0.2.0 (",
        "v0.1.0",
        "Thing.size",
    ];
    let mut rest = markdown.as_str();
    for text in order {
        rest = rest.split_once(text).unwrap_or_else(|| panic!("{text}: {markdown}")).1;
    }
    assert!(!markdown.contains("Unreleased"), "{markdown}");
    let json: Value = serde_json::from_slice(&log(&["--format", "json"]).stdout).unwrap();
    let releases: Vec<(&str, Vec<&str>)> = json["releases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|release| (release["name"].as_str().unwrap(), crate::rules_of(&release["report"])))
        .collect();
    assert_eq!(releases, [("v0.3.0", vec![LENGTH]), ("v0.2.0", vec![TYPE])]);
    let text = String::from_utf8(log(&[]).stderr).unwrap();
    assert!(text.starts_with("v0.3.0 (") && text.contains("\nv0.2.0 ("), "{text}");
    for format in ["github", "html"] {
        let printed = String::from_utf8(log(&["--format", format]).stdout).unwrap();
        assert!(printed.contains("v0.2.0") && printed.contains("v0.3.0"), "{format}: {printed}");
    }
    // What has no tag yet stands above.
    scratch.write("0.3.0", "string", 4);
    let arguments = ["--log", "v0.2.0", "--spec", "api/openapi.yaml", "--format", "markdown"];
    let markdown = String::from_utf8(scratch.diff(&arguments).stdout).unwrap();
    assert!(markdown.find("## Unreleased").unwrap() < markdown.find("## v0.3.0").unwrap(), "{markdown}");
    assert!(!markdown.contains("## v0.2.0"), "{markdown}");
}

#[test]
fn a_change_is_approved_by_the_command_that_is_shown() {
    let scratch = Scratch::new();
    let arguments = ["v0.1.0..v0.2.0", "--spec", "api/openapi.yaml"];
    let markdown =
        String::from_utf8(scratch.diff(&[&arguments[..], &["--format", "markdown"]].concat()).stdout)
            .unwrap();
    let shown = "cargo xtask diff v0.1.0..v0.2.0 --spec api/openapi.yaml --approve ";
    let (_, rest) = markdown.split_once(shown).unwrap_or_else(|| panic!("{markdown}"));
    let approve = |more: &[&str]| {
        let own = ["--approve", &rest[..12], "--reason", "it is meant"];
        scratch.diff(&[&arguments[..], &own, more].concat())
    };
    let expired = approve(&["--expires", "2020-01-31"]);
    let why = String::from_utf8(expired.stderr).unwrap();
    assert_eq!(expired.status.code(), Some(2));
    assert!(why.contains("would have expired on 2020-01-31") && why.contains("--expires"), "{why}");
    assert!(!scratch.path().join("api/approvals.toml").exists());
    assert_eq!(approve(&[]).status.code(), Some(0));
    assert_eq!(scratch.diff(&arguments).status.code(), Some(0));
    assert_eq!(approve(&[]).status.code(), Some(2), "it is approved already");
    // An approval that has expired makes room for a new one.
    let file = scratch.path().join("api/approvals.toml");
    let text = fs::read_to_string(&file).unwrap() + "expires = 2020-01-31\n";
    fs::write(&file, text).unwrap();
    assert_eq!(scratch.diff(&arguments).status.code(), Some(1));
    assert_eq!(approve(&["--expires", "2999-12-31"]).status.code(), Some(0));
    assert_eq!(scratch.diff(&arguments).status.code(), Some(0));
}

//! What the published packages contain: their sources, their licences and their README, and nothing that only this
//! repository needs.
#![allow(clippy::unwrap_used, missing_docs, reason = "a failed unwrap is a failed test")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The packages that are published, in the order in which they must be.
const PUBLISHED: [(&str, &str); 4] = [
    ("signalwire-rest-runtime", "codegen/runtime"),
    ("signalwire-rest", "generated"),
    ("signalwire-rest-document", "codegen/document"),
    ("signalwire-rest-simulator", "tests/simulator"),
];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn files(package: &str) -> Vec<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(repository()).args([
        "package",
        "--list",
        "--allow-dirty",
        "--offline",
        "--package",
        package,
    ]);
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn packages_contain_what_their_users_need_and_nothing_else() {
    for (package, _) in PUBLISHED {
        let files = files(package);
        for needed in ["Cargo.toml", "README.md", "LICENSE-APACHE", "LICENSE-MIT", "src/lib.rs"] {
            assert!(files.iter().any(|file| file == needed), "{package} lacks {needed}");
        }
        let made_by_cargo = ["Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json"];
        let other = files.iter().find(|file| {
            let is_known =
                ["Cargo.toml", "README.md", "LICENSE-APACHE", "LICENSE-MIT"].contains(&file.as_str());
            !is_known && !file.starts_with("src/") && !made_by_cargo.contains(&file.as_str())
        });
        assert_eq!(other, None, "{package} ships a file that its users do not need");
    }
}

#[test]
fn manifests_say_what_a_registry_shows() {
    for (package, folder) in PUBLISHED {
        let text = std::fs::read_to_string(repository().join(folder).join("Cargo.toml")).unwrap();
        for key in
            ["description", "license", "readme", "repository", "documentation", "keywords", "categories"]
        {
            let is_there = text.lines().any(|line| {
                line.starts_with(&format!("{key} = ")) || line.starts_with(&format!("{key}.workspace"))
            });
            assert!(is_there, "{package} declares no {key}");
        }
        assert!(!text.contains("publish = false"), "{package} is published");
    }
}

#[test]
fn licences_are_those_of_the_repository() {
    for (package, folder) in PUBLISHED {
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let text = |folder: &Path| std::fs::read_to_string(folder.join(name)).unwrap();
            assert_eq!(text(&repository().join(folder)), text(repository()), "{name} of {package}");
        }
    }
}

#[test]
fn packages_need_only_what_is_published_before_them() {
    for (index, (package, _)) in PUBLISHED.into_iter().enumerate() {
        let before = &PUBLISHED[..index];
        for dependency in metadata(package)["dependencies"].as_array().unwrap() {
            let (name, is_dev) = (dependency["name"].as_str().unwrap(), dependency["kind"] == "dev");
            // What a path alone names is left out of the package, which only development may need.
            let has_version = dependency["req"] != "*";
            let is_ours = !dependency["path"].is_null();
            let is_before = before.iter().any(|(earlier, _)| *earlier == name);
            assert!(!is_ours || (is_before && has_version) || (is_dev && !has_version), "{package}: {name}");
        }
    }
}

#[test]
fn packages_support_the_same_rust() {
    let workspace = std::fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let line = workspace.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap();
    for (package, _) in PUBLISHED {
        assert_eq!(metadata(package)["rust_version"], line.trim_matches('"'), "{package}");
    }
}

/// `.ci/packages` runs them.
#[test]
fn programs_of_an_adopter_are_short() {
    for program in ["src/bin/numbers.rs", "src/tenants.rs", "src/traced.rs", "tests/mocked.rs"] {
        let text = std::fs::read_to_string(repository().join("tests/adopter").join(program)).unwrap();
        let code = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("//"));
        let lines = code.count();
        assert!((10..30).contains(&lines), "{program} has {lines} lines");
    }
}

/// What cargo reads in the manifest of a package.
fn metadata(package: &str) -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(repository()).args(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let metadata: Value = serde_json::from_slice(&cargo.output().unwrap().stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().find(|found| found["name"] == package).unwrap().clone()
}

//! `x-credentials`: each credential of a scheme has one setter, and no two share one.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use crate::document::Document;
use crate::problem::Problem;
use crate::security::SchemeKind;
use crate::source::Location;

pub(super) fn check(document: &Document, reserved: &[&str]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut setters: BTreeMap<String, &str> = BTreeMap::new();
    let mut roles: BTreeMap<&str, String> = BTreeMap::new();
    for scheme in &document.schemes {
        for (role, credential) in &scheme.credentials {
            if !scheme.kind.roles().contains(&role.as_str()) {
                problems.push(unknown_role(role, &scheme.kind, credential.place.at));
                continue;
            }
            let Some((setter, at)) = &credential.setter else { continue };
            let setter = setter.to_snake_case();
            let other = setters.insert(setter.clone(), role).filter(|other| other != role);
            let before = roles.insert(role, setter.clone()).filter(|before| *before != setter);
            let message = match (other, before) {
                _ if reserved.contains(&setter.as_str()) => {
                    format!("every builder has a method `{setter}`, or uses that name")
                }
                (Some(other), _) => format!("`{setter}` would set the {role} and the {other}"),
                (_, Some(before)) => format!("the {role} is `{before}` elsewhere; a client has one {role}"),
                (None, None) => continue,
            };
            problems.push(malformed(*at, message, "give the setter another name"));
        }
    }
    problems
}

fn unknown_role(role: &str, kind: &SchemeKind, at: Location) -> Problem {
    let roles: Vec<String> = kind.roles().iter().map(|role| format!("`{role}`")).collect();
    let help = match roles.is_empty() {
        true => "remove it".to_owned(),
        false => format!("name {}", roles.join(" and ")),
    };
    malformed(at, format!("this scheme has no `{role}`"), help)
}

fn malformed(at: Location, message: String, help: impl Into<String>) -> Problem {
    Problem::error("malformed-credentials", at, message, help)
}

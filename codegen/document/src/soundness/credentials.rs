//! `x-credentials`: each credential of a scheme has one setter, and no two share one; `x-credential`: a parameter that is
//! one of them by default.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use crate::document::Document;
use crate::operation::ParameterLocation;
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
    problems.extend(parameters(document));
    problems
}

/// Parameters that are a credential of the client unless the program gives another: no secret may be one.
fn parameters(document: &Document) -> Vec<Problem> {
    let has_user = document.schemes.iter().any(|scheme| scheme.kind == SchemeKind::Basic);
    let mut met = BTreeSet::new();
    let parameters = document.operations.iter().flat_map(|operation| &operation.parameters);
    let mut problems = Vec::new();
    for parameter in parameters.filter(|parameter| met.insert(&parameter.place.pointer)) {
        let Some(credential) = &parameter.credential else { continue };
        let message = match credential.as_str() {
            "username" if has_user && parameter.location == Some(ParameterLocation::Path) => continue,
            "username" if has_user => {
                "only a parameter of the path can be a credential of the client".to_owned()
            }
            "username" => "no security scheme has a user name".to_owned(),
            other => format!("`{other}` is no credential that may be seen"),
        };
        problems.push(malformed(parameter.place.at, message, "write `x-credential: username`, or remove it"));
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

//! A program that uses everything that a crate makes public: each type with its traits, each field and variant, each
//! constructor, setter and method, and the sample calls that the generator emits.

use std::collections::BTreeMap;

use super::worlds::{World, within};

/// What the prelude of a consumer names: the runtime's types as the crate exports them.
const HEAD: &str = "use worlds::WORLD as krate;
use krate::types::*;
use krate::{ApiError, Call, Client, Error, ErrorKind, Extra, HeaderMap, Items, Map, MaybeArray, Method, OpenEnum, Page, Pages, Patch, Response, Scopes, Secret, StatusCode, Timestamp, Uuid, Value};
use signalwire_rest_runtime::Bytes;
use signalwire_rest_runtime::webhooks::{Payload, Webhook};
use std::future::IntoFuture;
use crate::{any, is};

";

/// The consumer of a crate with this listing, compiled against a world.
pub fn of(api: &str, samples: &BTreeMap<String, String>, world: &World) -> String {
    let lines: Vec<&str> = api.lines().filter(|line| is_own(line)).collect();
    let operations = operations(&lines);
    let mut text = HEAD.replace("WORLD", &world.0);
    let statements: Vec<String> =
        lines.iter().filter_map(|line| statement(line, &operations)).chain(matches(&lines)).collect();
    text.push_str("async fn uses() {\n");
    for statement in &statements {
        text.push_str(&format!("    {statement}\n"));
    }
    text.push_str("}\n");
    text.push_str(&conversions(&lines, &statements));
    for (name, sample) in samples {
        let sample = within(sample, &format!("worlds::{}", world.0)).replace("#![allow", "#[allow");
        let sample: String = sample
            .lines()
            .filter(|line| !line.starts_with("//") && !line.starts_with("#[allow"))
            .map(|line| format!("{line}\n"))
            .collect();
        text.push_str(&format!("mod sample_{name} {{\n{sample}}}\n"));
    }
    text
}

/// Whoever may hand over what converts into a type may hand over a type of their own, and a reference to a text: each call
/// once more with such arguments.
fn conversions(lines: &[&str], statements: &[String]) -> String {
    let mut into: Vec<String> = lines
        .iter()
        .filter_map(|line| Function::parse(line))
        .flat_map(|function| function.arguments)
        .filter_map(|ty| Some(text(ty.strip_prefix("impl Into<")?.strip_suffix('>')?)))
        .collect();
    into.sort();
    into.dedup();
    let mut found = String::new();
    let mut calls = statements.join("\n    ");
    for (index, ty) in into.iter().enumerate() {
        found.push_str(&format!("struct Own{index};\nimpl From<Own{index}> for {ty} {{ fn from(_: Own{index}) -> Self {{ any() }} }}\n"));
        calls = calls.replace(&format!("any::<{ty}>(/* into */)"), &format!("any::<Own{index}>()"));
    }
    let texts = statements.join("\n    ").replace("any::<String>(/* into */)", "any::<&'static String>()");
    format!("{found}async fn converts() {{\n    {calls}\n}}\nasync fn refers() {{\n    {texts}\n}}\n")
}

/// What every crate has is not of interest, but for the methods that lead to namespaces.
fn is_own(line: &str) -> bool {
    let is_common = [
        "#",
        "AnyOperation",
        "Call",
        "ClientBuilder",
        "Error",
        "Result",
        "conformance::",
        "use ",
        "feature ",
        "webhooks::use ",
    ];
    let is_plumbing = line.starts_with("Client") && !line.contains("(&self) -> crate::");
    !is_common.iter().any(|common| line.starts_with(common)) && !is_plumbing && line.contains("::")
}

/// The call that each operation is made by, by the path of its type.
fn operations(lines: &[&str]) -> BTreeMap<String, Operation> {
    let mut operations = BTreeMap::new();
    for path in lines.iter().filter_map(|line| line.strip_suffix(": operation")) {
        let (module, name) = path.rsplit_once("::").unwrap();
        let maker = lines.iter().filter_map(|line| Function::parse(line)).find(|function| {
            let is_near = function.holder.rsplit_once("::").is_some_and(|of| of.0 == module);
            is_near && function.called().is_some_and(|(_, operation)| operation.as_deref() == Some(name))
        });
        let maker = maker.unwrap_or_else(|| panic!("nothing returns {path}"));
        let response = maker.called().map(|(response, _)| response).unwrap_or_default();
        operations.insert(path.to_owned(), Operation { response, call: maker.call() });
    }
    operations
}

/// What an operation returns, and a call of it.
struct Operation {
    response: String,
    call: String,
}

/// A statement that uses an item.
fn statement(line: &str, operations: &BTreeMap<String, Operation>) -> Option<String> {
    let line = line.trim_end_matches(" (deprecated)").trim_end_matches(" async");
    if let Some(function) = Function::parse(line) {
        return Some(function.statement(operations));
    }
    if let Some((path, declared)) = line.split_once(": ").filter(|(path, _)| !path.contains('(')) {
        if operations.contains_key(path) {
            return None;
        }
        return Some(match path.split_once('.') {
            Some((holder, field)) => {
                let (holder, ty) = (at(holder), text(declared));
                format!(
                    "{{ let mut whole = any::<{holder}>(); whole.{field} = any::<{ty}>(); let _: {ty} = whole.{field}; }}"
                )
            }
            None => {
                // A module may implement traits for types that it does not declare.
                let ty =
                    path.strip_prefix("webhooks::").filter(|_| declared.starts_with("Payload")).map_or_else(
                        || at(path),
                        |name| if name == "Event" { at(path) } else { name.to_owned() },
                    );
                let kind = declared.split([':', ',']).next().unwrap_or_default();
                match kind.split(' ').next().unwrap_or_default() {
                    "struct" | "enum" => {
                        let traits = declared.split_once(": ").map(|(_, traits)| traits).unwrap_or_default();
                        let derived = |name: &&str| {
                            ["Clone", "Debug", "Default", "PartialEq", "Eq", "Hash", "Copy"].contains(name)
                        };
                        let traits = traits.split(", ").filter(derived).map(|name| match name {
                            "Debug" => "std::fmt::Debug",
                            "Hash" => "std::hash::Hash",
                            other => other,
                        });
                        traits.map(|name| implements(&ty, name)).collect::<Vec<_>>().join(" ")
                    }
                    "type" => format!("is::<{ty}>();"),
                    "const" | "static" => format!("let _ = &{ty};"),
                    _ => implements(&ty, &text(&bounds(declared))),
                }
            }
        });
    }
    let (variant, holds) = variant(line)?;
    let holds: Vec<String> = holds.iter().map(|ty| format!("any::<{ty}>()")).collect();
    let holds = if holds.is_empty() { String::new() } else { format!("({})", holds.join(", ")) };
    Some(format!("let _ = {}{holds};", at(variant)))
}

/// `Page, Item = X` as `Page<Item = X>`.
fn bounds(declared: &str) -> String {
    match declared.split_once(", ") {
        Some((name, types)) if types.contains(" = ") && !name.contains('<') => format!("{name}<{types}>"),
        _ => declared.to_owned(),
    }
}

fn implements(ty: &str, name: &str) -> String {
    let name = match name.contains('&') {
        true => format!("for<'a> {}", name.replace('&', "&'a ")),
        false => name.to_owned(),
    };
    format!("{{ fn has<T: {name}>() {{}} has::<{ty}>(); }}")
}

/// The path of a variant and the types that it holds.
fn variant(line: &str) -> Option<(&str, Vec<String>)> {
    let line = line.trim_end_matches(" (deprecated)");
    let (path, holds) = match line.split_once('(') {
        Some((path, holds)) => (path, split(holds.strip_suffix(')')?)),
        None => (line, Vec::new()),
    };
    let (holder, name) = path.rsplit_once("::")?;
    let is_type = |name: &str| name.starts_with(|first: char| first.is_ascii_uppercase());
    let is_variant = is_type(holder.rsplit("::").next()?) && is_type(name) && !path.contains(' ');
    is_variant.then(|| (path, holds.iter().map(|ty| text(ty)).collect()))
}

/// A match of each enum that names every variant.
fn matches(lines: &[&str]) -> Vec<String> {
    let enums = lines.iter().filter_map(|line| {
        let (path, declared) = line.split_once(": enum")?;
        let variants = lines.iter().filter_map(|line| {
            let (variant, holds) = variant(line).filter(|_| Function::parse(line).is_none())?;
            let is_own = variant.rsplit_once("::").is_some_and(|(holder, _)| holder == path);
            let inside = if holds.is_empty() {
                String::new()
            } else {
                format!("({})", vec!["_"; holds.len()].join(", "))
            };
            is_own.then(|| format!("{}{inside} => {{}}", at(variant)))
        });
        let rest = if declared.starts_with(", exhaustive") { "" } else { ", _ => {}" };
        let variants: Vec<String> = variants.collect();
        let variants = variants.join(", ");
        Some(format!("match any::<{}>() {{ {variants}{rest} }}", at(path)).replace("{ , ", "{ "))
    });
    enums.collect()
}

/// A function of the listing.
struct Function {
    holder: String,
    name: String,
    receiver: bool,
    arguments: Vec<String>,
    output: Option<String>,
}

impl Function {
    fn parse(line: &str) -> Option<Self> {
        let line = line.trim_end_matches(" (deprecated)").trim_end_matches(" async");
        let (path, rest) = line.split_once('(').filter(|(path, _)| !path.contains([' ', '.']))?;
        let path = path.split_once('<').map_or(path, |(path, _)| path);
        let (holder, name) = path.rsplit_once("::")?;
        if !name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_') {
            return None;
        }
        let end = closing(rest)?;
        let output = rest[end + 1..].trim().strip_prefix("-> ").map(str::to_owned);
        let mut arguments = split(&rest[..end]);
        let receiver = arguments.first().is_some_and(|first| first.ends_with("self"));
        if receiver {
            arguments.remove(0);
        }
        let types = arguments
            .iter()
            .map(|argument| argument.split_once(": ").map_or(argument.clone(), |(_, ty)| ty.to_owned()));
        Some(Self {
            holder: holder.to_owned(),
            name: name.to_owned(),
            receiver,
            arguments: types.collect(),
            output,
        })
    }

    fn arguments(&self) -> String {
        self.arguments.iter().map(|ty| value(ty)).collect::<Vec<_>>().join(", ")
    }

    fn call(&self) -> String {
        let (holder, name, arguments) = (at(&self.holder), &self.name, self.arguments());
        match self.receiver {
            true => format!("any::<{holder}>().{name}({arguments})"),
            false => format!("{holder}::{name}({arguments})"),
        }
    }

    /// The response of a call that is returned, and the type of its operation where it has one.
    fn called(&self) -> Option<(String, Option<String>)> {
        let inside = self.output.as_deref()?.strip_prefix("Call<")?.strip_suffix('>')?;
        let parts = split(inside);
        Some((parts.first()?.clone(), parts.get(1).cloned()))
    }

    fn statement(&self, operations: &BTreeMap<String, Operation>) -> String {
        // What is optional is set on the call that the method returns.
        if let Some(operation) = operations.get(&self.holder) {
            let (name, arguments, response) = (&self.name, self.arguments(), text(&operation.response));
            let call = format!("{}.{name}({arguments})", operation.call);
            return match self.output.as_deref() {
                Some("Self") => format!("let _: {response} = {call}.await.unwrap();"),
                _ => format!("let _ = {call};"),
            };
        }
        let call = self.call();
        if let Some((response, operation)) = self.called() {
            let module = self.holder.rsplit_once("::").map_or("", |(module, _)| module);
            let named = operation.map_or_else(String::new, |name| {
                format!("let _: Call<{}, {}> = {call}; ", text(&response), at(&format!("{module}::{name}")))
            });
            return format!("{named}let _: {} = {call}.await.unwrap();", text(&response));
        }
        match self.output.as_deref() {
            None => format!("{call};"),
            Some("Self") => format!("let _: {} = {call};", at(&self.holder)),
            Some(output) if output.contains("impl ") => format!("let _ = {call};"),
            Some(output) => format!("let _: {} = {call};", text(output)),
        }
    }
}

/// A value for an argument of a type.
fn value(ty: &str) -> String {
    let generic = |prefix: &str| ty.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = generic("impl Into<") {
        return format!("any::<{}>(/* into */)", text(inner));
    }
    if let Some(inner) = generic("impl IntoIterator<Item = ") {
        let inner = inner.strip_prefix("impl Into<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(inner);
        return format!("any::<Vec<{}>>()", text(inner));
    }
    if ty.starts_with("impl ") {
        return "any::<String>()".to_owned();
    }
    match ty.strip_prefix('&') {
        Some(inner) => format!("any::<&'static {}>()", text(inner)),
        None => format!("any::<{}>()", text(ty)),
    }
}

/// A path of the listing, as the consumer writes it.
fn at(path: &str) -> String {
    format!("krate::{path}")
}

/// A type of the listing, as the consumer writes it.
fn text(ty: &str) -> String {
    within(ty, "krate")
}

/// Where the parenthesis ends that was opened before.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(index),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The parts between commas that are in no brackets.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut depth, mut last) = (vec![String::new()], 0_i32, ' ');
    for character in text.chars() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '>' if last != '-' => depth -= 1,
            _ => {}
        }
        match character {
            ',' if depth == 0 => parts.push(String::new()),
            _ => parts.last_mut().unwrap().push(character),
        }
        last = character;
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

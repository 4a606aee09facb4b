//! A document as one file of JSON, for a package that contains it.

use std::fs;
use std::io;
use std::path::Path;

use codegen::Document;
use serde_json::Value;

/// How deep the entries of objects have lines of their own: each operation and each component has one, so that a change
/// is a change of its line.
const LINES: usize = 3;

/// The text of the file.
pub fn text(document: &Document) -> String {
    let mut text = String::new();
    print(&document.to_json(), 0, &mut text);
    text.push('\n');
    text
}

fn print(value: &Value, depth: usize, text: &mut String) {
    let object = match value {
        Value::Object(object) if depth < LINES && !object.is_empty() => object,
        other => return text.push_str(&other.to_string()),
    };
    for (index, (name, value)) in object.iter().enumerate() {
        text.push_str(if index == 0 { "{\n" } else { ",\n" });
        text.push_str(&" ".repeat(depth + 1));
        text.push_str(&Value::from(name.as_str()).to_string());
        text.push_str(": ");
        print(value, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&" ".repeat(depth));
    text.push('}');
}

/// Whether the file is as it should be.
pub fn is_current(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Writes the file, unless it is current. Where a run is killed in the middle, the next one finishes.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    match is_current(path, text) {
        true => Ok(()),
        false => fs::write(path, text),
    }
}

//! Names of schemas and operations, of which no two come to the same name in Rust.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase, ToSnakeCase};

/// The names given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Rust names of types.
    types: BTreeSet<String>,
    /// Rust names of methods.
    methods: BTreeSet<String>,
    /// The name of each component of the document.
    components: BTreeMap<String, String>,
}

impl Names {
    /// Names a component; true when it cannot keep its name.
    pub(super) fn component(&mut self, written: &str) -> bool {
        let name = self.schema(written);
        let differs = name != written;
        self.components.insert(written.to_owned(), name);
        differs
    }

    /// The name that a component was given.
    pub(super) fn of_component<'a>(&'a self, written: &'a str) -> &'a str {
        self.components.get(written).map_or(written, String::as_str)
    }

    /// A name for a schema that has none.
    pub(super) fn schema(&mut self, wanted: &str) -> String {
        claim(&mut self.types, wanted, type_ident)
    }

    /// A name for an operation.
    pub(super) fn operation(&mut self, wanted: &str) -> String {
        claim(&mut self.methods, wanted, argument_ident)
    }
}

/// The name that progenitor gives a type.
pub(in crate::second_reader) fn type_ident(name: &str) -> String {
    words(name).to_pascal_case()
}

/// The name that progenitor gives an argument.
pub(super) fn argument_ident(name: &str) -> String {
    words(name).to_snake_case()
}

fn words(name: &str) -> String {
    name.replace('\'', "").replace(|sign: char| !sign.is_alphanumeric() && sign != '_', "-")
}

fn claim(taken: &mut BTreeSet<String>, wanted: &str, ident: impl Fn(&str) -> String) -> String {
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names.find(|name| taken.insert(ident(name))).unwrap_or_default()
}

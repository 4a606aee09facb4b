//! From names of the wire to names of Rust, and no two alike where that would clash.

pub mod reserved;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

use document::Schema;

use reserved::{KEYWORDS, TYPES};

/// Name of a type. A schema called like a type that generated code needs gets `Model` added.
pub fn type_name(wire: &str) -> String {
    let name = guard_start(&words(wire).to_upper_camel_case(), 'T', "Type");
    if TYPES.contains(&name.as_str()) { format!("{name}Model") } else { name }
}

/// Name of a field, method, argument or module.
pub fn value_name(wire: &str) -> String {
    let words = comparison(wire).unwrap_or_else(|| words(wire));
    let name = words.to_snake_case();
    // A number alone says nothing.
    let name = match !name.is_empty() && name.chars().all(|sign| sign.is_ascii_digit() || sign == '_') {
        true => format!("value_{name}"),
        false => guard_start(&name, '_', "field"),
    };
    if KEYWORDS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// Name of a variant of an enum.
pub fn variant_name(wire: &str) -> String {
    let name = guard_start(&words(wire).to_upper_camel_case(), 'V', "Empty");
    if name == "Self" { "Self_".to_owned() } else { name }
}

/// Name of the variant for one text of an enum: what the enum says (`x-enum-names`), else what the text makes.
pub fn value_variant(schema: Schema<'_>, text: &str) -> String {
    variant_name(schema.value_name(text).unwrap_or(text))
}

/// Name of a static.
pub fn static_name(wire: &str) -> String {
    value_name(wire).trim_end_matches('_').to_uppercase()
}

/// The words of a filter for a range of dates: `EndTime<` is `EndTime before`, `EndTime>` is `EndTime after`.
fn comparison(wire: &str) -> Option<String> {
    let (stem, word) = match wire.strip_suffix('<') {
        Some(stem) => (stem, "before"),
        None => (wire.strip_suffix('>')?, "after"),
    };
    // `List<Thing>` compares nothing.
    let is_name = stem.ends_with(char::is_alphanumeric) && !stem.contains(['<', '>']);
    is_name.then(|| format!("{} {word}", words(stem)))
}

/// Gives a sign that stands for a meaning a word of its own, so that `+1` and `-1` differ. Letters of other alphabets are
/// written in those of ASCII: Rust finds no file of a module with another name, and not everybody can type one.
fn words(wire: &str) -> String {
    let wire = &*deunicode(wire);
    let only_signs = !wire.chars().any(|sign| sign.is_ascii_alphanumeric());
    let before_digit = wire.chars().nth(1).is_some_and(|second| second.is_ascii_digit());
    let mut text = String::with_capacity(wire.len());
    for (index, sign) in wire.chars().enumerate() {
        let leads = index == 0 && before_digit;
        match sign_word(sign).filter(|_| only_signs || leads) {
            Some(word) => text.extend([" ", word, " "]),
            None if sign.is_ascii_alphanumeric() || sign == '_' => text.push(sign),
            None => text.push(' '),
        }
    }
    text
}

fn sign_word(sign: char) -> Option<&'static str> {
    Some(match sign {
        '+' => "plus",
        '-' => "minus",
        '*' => "any",
        '/' => "slash",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ' ' => "space",
        _ => return None,
    })
}

fn guard_start(name: &str, prefix: char, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name.to_owned(),
    }
}

/// A text in ASCII, as near to it as can be.
fn deunicode(text: &str) -> Cow<'_, str> {
    // What has no transliteration is separated like any other sign.
    deunicode::deunicode_with_tofu_cow(text, " ")
}

/// Gives out names, none of them twice.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    names: BTreeSet<String>,
    reserved: BTreeSet<String>,
    /// The number to try next for a name that was wanted more than once.
    next: BTreeMap<String, usize>,
}

impl Taken {
    /// Starts with names that may not be given out.
    pub fn with<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let reserved: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
        Self { names: reserved.clone(), reserved, next: BTreeMap::new() }
    }

    /// The name itself when it is free; a reserved name with an underscore, as keywords have it; any other with the first
    /// free number.
    pub fn claim(&mut self, name: String) -> String {
        let free = match self.names.contains(&name) {
            true => match self.underscored(&name) {
                Some(free) => free,
                None => self.numbered(&name),
            },
            false => name,
        };
        self.names.insert(free.clone());
        free
    }

    fn underscored(&self, name: &str) -> Option<String> {
        let is_snake = !name.chars().any(char::is_uppercase);
        let free = format!("{name}_");
        (self.reserved.contains(name) && is_snake && !self.names.contains(&free)).then_some(free)
    }

    fn numbered(&mut self, name: &str) -> String {
        let stem = name.strip_suffix('_').unwrap_or(name);
        let joint = if name.chars().any(char::is_uppercase) { "" } else { "_" };
        // No number is tried twice, however often a name is wanted.
        let number = self.next.entry(stem.to_owned()).or_insert(2);
        loop {
            let candidate = format!("{stem}{joint}{number}");
            *number += 1;
            if !self.names.contains(&candidate) {
                return candidate;
            }
        }
    }
}

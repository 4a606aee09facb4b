//! What may be shown of recorded traffic: never a value, except short words of the kind that the document lists.

use serde_json::Value;
use signalwire_rest_runtime::record::is_secret_name;

/// A value as its kind and size.
pub(crate) fn example(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("{flag} (boolean)"),
        Value::Number(number) if number.is_f64() => "… (number)".to_owned(),
        Value::Number(_) => "… (integer)".to_owned(),
        Value::String(text) => format!("\"…\" (string, {})", count(text.chars().count(), "character")),
        Value::Array(items) => format!("[…] ({})", count(items.len(), "item")),
        Value::Object(fields) => format!("{{…}} ({})", count(fields.len(), "field")),
    }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A name unchanged, unless it looks like data.
pub(crate) fn name(name: &str) -> String {
    if name == "$" || is_name(name) { name.to_owned() } else { "{name}".to_owned() }
}

/// Identifiers, with the brackets that parameters have. Ids, numbers, addresses and tokens are none.
pub(crate) fn is_name(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let signs = |c: char| c.is_ascii_alphanumeric() || "_-[]".contains(c);
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    starts && text.len() <= 48 && text.chars().all(signs) && numbers < 3 && !has_many_digits(text)
}

/// More digits than a version or a size has.
fn has_many_digits(text: &str) -> bool {
    let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    longest > 4 || text.chars().filter(char::is_ascii_digit).count() > 8
}

/// A value of an enum, when it is written the way the documented ones are and its field is not about a person.
pub(crate) fn enum_value<'v>(field: &str, value: &'v str, documented: &[&str]) -> Option<&'v str> {
    let style = Style::of(value)?;
    let fits = documented.iter().any(|known| Style::of(known) == Some(style));
    (fits && !has_many_digits(value) && !is_private_name(field)).then_some(value)
}

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Lower,
    Upper,
}

impl Style {
    fn of(text: &str) -> Option<Self> {
        let rest = |c: char| c.is_ascii_digit() || "_.-".contains(c);
        let of = |is: fn(&char) -> bool| {
            text.starts_with(|c| is(&c)) && text.len() <= 41 && text.chars().all(|c| is(&c) || rest(c))
        };
        match () {
            () if of(char::is_ascii_lowercase) => Some(Self::Lower),
            () if of(char::is_ascii_uppercase) => Some(Self::Upper),
            () => None,
        }
    }
}

/// Last words of the names of fields with names and contact data of people.
const PERSONAL: [&str; 25] = [
    "name",
    "names",
    "email",
    "emails",
    "mail",
    "phone",
    "mobile",
    "number",
    "numbers",
    "address",
    "addresses",
    "caller",
    "callee",
    "from",
    "to",
    "user",
    "username",
    "contact",
    "identity",
    "company",
    "label",
    "title",
    "subject",
    "first",
    "last",
];

/// Whether a field of this name contains a secret or personal data.
pub(crate) fn is_private_name(name: &str) -> bool {
    let last = name.rsplit(['_', '-', '.', ' ']).next().unwrap_or(name).to_ascii_lowercase();
    is_secret_name(name) || PERSONAL.contains(&last.as_str())
}

/// Whether a text is that of a private field, or one of its words, anywhere in a value.
pub(crate) fn is_private_text(text: &str, value: &Value, field: &str) -> bool {
    match value {
        Value::String(own) if is_private_name(field) => {
            own == text
                || own.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case(text))
        }
        Value::Array(items) => items.iter().any(|item| is_private_text(text, item, field)),
        Value::Object(fields) => fields.iter().any(|(name, value)| is_private_text(text, value, name)),
        _ => false,
    }
}

/// Whether a part of a path is called like a collection, such as `phone_numbers`, or like a version.
pub(crate) fn is_collection(text: &str) -> bool {
    let text = text.strip_suffix(".json").unwrap_or(text);
    let is_version = text.strip_prefix('v').is_some_and(|rest| rest.len() == 1 && rest != "0");
    let is_plural = text.len() > 4 && text.ends_with('s') && !text.ends_with("ss");
    let is_plain = text.chars().all(|c| c.is_ascii_alphabetic() || c == '_' || c == '-');
    is_version && text.is_ascii() || is_plural && is_plain && text.len() <= 40
}

/// Whether a part of a path is a word, such as the name of a collection.
pub(crate) fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 40
        && text.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '-')
}

//! Texts at the edges of what a schema of a string allows: lengths, patterns, formats.

use document::Schema;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::Value;

/// The longest text that is made.
const LONGEST: usize = 70_000;
/// Texts that most schemas of free text take, the plainest first.
const PLAIN: [&str; 12] =
    ["text", "a", "", "A", "0", "7", " ", "a b", "é", "text-1", "https://example.com/", "~"];

/// Texts at the edges of both schemas.
pub(super) fn texts(schema: Schema<'_>, other: Option<Schema<'_>>) -> Vec<Value> {
    let both = || std::iter::once(schema).chain(other);
    let lengths: Vec<usize> = both().flat_map(lengths).collect();
    let mut texts: Vec<String> = Vec::new();
    for schema in both() {
        texts.extend(schema.format().into_iter().flat_map(of_format).map(|text| (*text).to_owned()));
        texts.extend(schema.pattern().into_iter().flat_map(|pattern| matching(pattern, &lengths)));
    }
    texts.extend(PLAIN.map(str::to_owned));
    texts.extend(lengths.iter().map(|length| "a".repeat(*length)));
    texts.extend([64, 300].map(|length| "a".repeat(length)));
    texts.into_iter().map(Value::String).collect()
}

fn lengths(schema: Schema<'_>) -> Vec<usize> {
    let bounds = ["minLength", "maxLength"].into_iter().filter_map(|key| schema.bound(key)?.as_u64());
    let around = bounds.flat_map(|bound| [bound.saturating_sub(1), bound, bound.saturating_add(1)]);
    around.filter_map(|length| usize::try_from(length).ok()).filter(|length| *length <= LONGEST).collect()
}

fn of_format(format: &str) -> &'static [&'static str] {
    match format {
        "uuid" => &["b08dacad-4da2-4a55-a19a-5b5b7f0e5c0d"],
        "date-time" => &["2027-03-31T12:00:00Z", "2027-03-31T12:00:00.5+02:00"],
        "date" => &["2027-03-31"],
        "time" => &["12:00:00Z"],
        "duration" => &["P1D"],
        "byte" => &["dGV4dA=="],
        "email" | "idn-email" => &["ada@example.com"],
        "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "hostname" | "idn-hostname" => &["example.com"],
        "uri" | "url" | "iri" | "uri-reference" => &["https://example.com/"],
        _ => &[],
    }
}

/// Texts that match a pattern: the shortest, longer ones, and other choices; none where the pattern is beyond regular
/// expressions.
fn matching(pattern: &str, lengths: &[usize]) -> Vec<String> {
    let Ok(parsed) = regex_syntax::parse(pattern) else { return Vec::new() };
    let repeats = [0, 1, 3].into_iter().chain(lengths.iter().copied());
    let choices = repeats.flat_map(|repeat| [false, true].map(|last| Choice { repeat, last }));
    let texts = choices.filter_map(|choice| {
        let mut text = String::new();
        choice.write(&parsed, &mut text).then_some(text)
    });
    texts.collect()
}

/// How the choices that a pattern leaves are made.
#[derive(Clone, Copy)]
struct Choice {
    /// How often a part is repeated, if it may be.
    repeat: usize,
    /// Whether the last of several alternatives and characters is taken, rather than the first.
    last: bool,
}

impl Choice {
    /// Writes a text that matches. Returns whether there is one that is not too long.
    fn write(self, hir: &Hir, text: &mut String) -> bool {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => true,
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(literal) => {
                    text.push_str(literal);
                    true
                }
                Err(_) => false,
            },
            HirKind::Class(class) => match self.character(class) {
                Some(character) => {
                    text.push(character);
                    true
                }
                None => false,
            },
            HirKind::Repetition(repetition) => {
                let least = repetition.min as usize;
                let most = repetition.max.map_or(usize::MAX, |most| most as usize);
                let count = self.repeat.clamp(least, most);
                (0..count).all(|_| text.len() <= LONGEST && self.write(&repetition.sub, text))
            }
            HirKind::Capture(capture) => self.write(&capture.sub, text),
            HirKind::Concat(parts) => parts.iter().all(|part| self.write(part, text)),
            HirKind::Alternation(parts) => {
                let part = if self.last { parts.last() } else { parts.first() };
                part.is_some_and(|part| self.write(part, text))
            }
        }
    }

    /// A letter or digit where there is one.
    fn character(self, class: &Class) -> Option<char> {
        let Class::Unicode(class) = class else { return None };
        let mut ranges = class.ranges().iter();
        let holds = |character: &char| {
            class.ranges().iter().any(|range| range.start() <= *character && *character <= range.end())
        };
        match self.last {
            false => ['a', '0', 'A', '-'].into_iter().find(holds).or_else(|| Some(ranges.next()?.start())),
            true => {
                ['9', 'z', 'Z', '_'].into_iter().find(holds).or_else(|| Some(ranges.next_back()?.start()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_the_pattern_that_they_are_made_of() {
        for pattern in
            ["^[a-z]{2,5}-\\d+$", "^(sip|tel):.+@.*$", "^\\+?[1-9]\\d{1,14}$", "x|yy", "^$", "^[^a]"]
        {
            let schema = serde_json::json!({ "pattern": pattern });
            let texts = matching(pattern, &[7]);
            assert!(!texts.is_empty(), "{pattern}");
            for text in texts {
                assert!(jsonschema::is_valid(&schema, &Value::String(text.clone())), "{pattern}: {text}");
            }
        }
        assert_eq!(matching("^(?!a)b", &[]), Vec::<String>::new());
    }
}

//! The scopes that a token needs: by the extension, else as the description tells them.

use std::collections::BTreeSet;

use document::Operation;
use document::extensions::Scopes;

/// Scopes in a form in which the same ones are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Needed {
    names: BTreeSet<String>,
    /// Whether each of them is needed; one alone is.
    all: bool,
}

impl Needed {
    fn new(names: impl IntoIterator<Item = impl AsRef<str>>, all: bool) -> Option<Self> {
        let names: BTreeSet<String> = names.into_iter().map(|name| name.as_ref().to_lowercase()).collect();
        (!names.is_empty()).then_some(Self { all: all || names.len() == 1, names })
    }

    /// As the report shows it.
    pub(super) fn show(&self) -> String {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        names.join(if self.all { " and " } else { " or " })
    }
}

/// The scopes of an operation; `None` where it names none.
pub(super) fn scopes(operation: &Operation) -> Option<Needed> {
    match &operation.scopes {
        Some(Scopes::AnyOf(names)) => Needed::new(names, false),
        Some(Scopes::AllOf(names)) => Needed::new(names, true),
        Some(Scopes::None) => None,
        None => operation.data.description.as_deref().and_then(told),
    }
}

/// The emphasized words of the sentence that speaks of scopes: "must have the following scope(s) enabled ...: _Voice_ or
/// _Fax_."
fn told(text: &str) -> Option<Needed> {
    let mentions = text.match_indices("scope").map(|(at, _)| &text[at..]);
    let told = mentions.map(|rest| {
        let rest = rest.split_once(':').map_or("", |(_, list)| list);
        let end = rest.find(['[', '\n', '<']).unwrap_or(rest.len());
        let sentence = rest[..end].split(". ").next().unwrap_or_default();
        Needed::new(emphasized(sentence), !sentence.contains(" or "))
    });
    told.into_iter().flatten().next()
}

/// The words between signs of emphasis: `_Voice_`, `**Voice**` and the like.
fn emphasized(sentence: &str) -> Vec<&str> {
    const SIGNS: [char; 3] = ['_', '*', '`'];
    let mut words = Vec::new();
    let mut rest = sentence;
    while let Some(start) = rest.find(SIGNS) {
        let inside = rest[start..].trim_start_matches(SIGNS);
        let Some(end) = inside.find(SIGNS) else { break };
        words.push(&inside[..end]);
        rest = inside[end..].trim_start_matches(SIGNS);
    }
    words.retain(|word| is_name(word));
    words
}

/// Whether a text is the name of a scope rather than a sentence between two underscores.
fn is_name(text: &str) -> bool {
    const LONGEST: usize = 40;
    let is_sign = |sign: char| sign.is_alphanumeric() || " :.-/".contains(sign);
    !text.trim().is_empty() && text.len() <= LONGEST && text.chars().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_from_a_sentence() {
        let any = "Lists. #### Permissions The API token used to authenticate must have the following scope(s) enabled to \
                   make a successful request: _Voice_, _Fax_, or _Video_. [Learn more about API scopes](/docs).";
        let needed = told(any).map(|needed| needed.show());
        assert_eq!(needed.as_deref(), Some("fax or video or voice"));
        let one = told("It needs the following scopes: **Management**.").map(|needed| needed.show());
        assert_eq!(one.as_deref(), Some("management"));
        let all = told("The following scopes are needed: `Voice` and `Fax`.").map(|needed| needed.show());
        assert_eq!(all.as_deref(), Some("fax and voice"));
        assert_eq!(told("Its scope is wide."), None);
    }
}

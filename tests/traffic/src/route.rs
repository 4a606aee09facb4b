//! From a path to the operation it is of; of several templates that fit, the most specific one.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use percent_encoding::percent_decode_str;

use crate::mask;

/// One part of a path template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment<'d> {
    Fixed(&'d str),
    Parameter(&'d str),
}

/// The parts of a template.
pub(crate) fn segments(template: &str) -> Vec<Segment<'_>> {
    let parts = template.trim_end_matches('/').split('/').skip(1);
    parts
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => Segment::Parameter(name),
            None => Segment::Fixed(part),
        })
        .collect()
}

/// The parts of a path as it was called, decoded; slashes at the end do not count.
pub(crate) fn parts(path: &str) -> Vec<String> {
    let parts = path.trim_end_matches('/').split('/').skip(1);
    parts.map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned()).collect()
}

/// All templates, in the order of the operations.
#[derive(Debug)]
pub(crate) struct Routes<'d> {
    templates: Vec<Vec<Segment<'d>>>,
    words: BTreeSet<&'d str>,
    hidden: RefCell<Hidden>,
}

/// The numbers of words that are not shown, by what is shown before them: so two paths stay two.
#[derive(Debug, Default)]
struct Hidden {
    numbers: HashMap<(String, String), usize>,
    counts: HashMap<String, usize>,
}

/// So many words that are not shown have numbers; further ones are alike.
const MAX_HIDDEN: usize = 10_000;

impl Hidden {
    /// What stands for a word.
    fn placeholder(&mut self, before: &str, word: &str) -> String {
        let key = (before.to_owned(), word.to_owned());
        let number = match self.numbers.get(&key) {
            Some(number) => *number,
            None if self.numbers.len() >= MAX_HIDDEN => 1,
            None => {
                let count = self.counts.entry(before.to_owned()).or_default();
                *count += 1;
                self.numbers.insert(key, *count);
                *count
            }
        };
        if number == 1 { "{...}".to_owned() } else { format!("{{...{number}}}") }
    }
}

/// Numbers of the operations whose template fits best, and the values of its parameters.
pub(crate) struct Route<'d> {
    pub operations: Vec<usize>,
    pub values: Vec<(&'d str, String)>,
}

impl<'d> Routes<'d> {
    pub fn new(templates: impl Iterator<Item = Vec<Segment<'d>>>) -> Self {
        let templates: Vec<Vec<Segment<'d>>> = templates.collect();
        let fixed = templates.iter().flatten().filter_map(|segment| match segment {
            Segment::Fixed(word) => Some(*word),
            Segment::Parameter(_) => None,
        });
        let words = fixed.collect();
        Self { templates, words, hidden: RefCell::default() }
    }

    /// The operations at a path, whatever their methods.
    pub fn find(&self, parts: &[String]) -> Option<Route<'d>> {
        let fitting = self.templates.iter().filter(|template| fits(template, parts));
        let best = fitting.max_by_key(|template| specificity(template))?;
        let same = |other: &Vec<Segment<'_>>| fits(other, parts) && specificity(other) == specificity(best);
        let operations = (0..self.templates.len()).filter(|index| same(&self.templates[*index])).collect();
        let values = best.iter().zip(parts).filter_map(|(segment, part)| match segment {
            Segment::Parameter(name) => Some((*name, part.clone())),
            Segment::Fixed(_) => None,
        });
        Some(Route { operations, values: values.collect() })
    }

    /// A path that no template fits, without what may be data: what templates have a parameter for, and beyond the
    /// templates all but the first word, collections, and words that the document uses itself.
    pub fn masked(&self, parts: &[String]) -> String {
        let mut alive: Vec<&[Segment<'d>]> = self.templates.iter().map(Vec::as_slice).collect();
        let (mut known, mut is_list, mut shown) = (true, false, String::new());
        let mut before = "";
        for part in parts {
            let fixed = narrowed(&alive, |segment| *segment == Segment::Fixed(part));
            let free = narrowed(&alive, |segment| matches!(segment, Segment::Parameter(_)));
            // Where the document has several words beside a parameter, one more word is a kind of thing, not a name.
            let siblings: BTreeSet<_> = narrowed_to_words(&alive);
            let word = mask::is_word(part);
            let is_shown = match () {
                () if !fixed.is_empty() || self.words.contains(part.as_str()) => true,
                () if free.is_empty() && mask::is_collection(part) => true,
                () => known && word && !is_list && (free.is_empty() || siblings.len() > 1),
            };
            // What follows a collection is one of its things, and one is like the other.
            let is_kind = word && free.is_empty() && !is_list && !mask::is_collection(before);
            let placeholder = match (is_shown, is_kind) {
                (true, _) => part.clone(),
                (false, true) => self.hidden.borrow_mut().placeholder(&shown, part),
                (false, false) => "{...}".to_owned(),
            };
            shown.push('/');
            shown.push_str(&placeholder);
            before = part;
            // What follows a whole path that ends in a word may be an id.
            is_list = fixed.iter().any(|rest| rest.is_empty());
            alive = if fixed.is_empty() { free } else { fixed };
            known &= !alive.is_empty();
        }
        if shown.is_empty() { "/".to_owned() } else { shown }
    }
}

fn narrowed<'t, 'd>(
    alive: &[&'t [Segment<'d>]],
    wanted: impl Fn(&Segment<'d>) -> bool,
) -> Vec<&'t [Segment<'d>]> {
    let chosen = alive.iter().filter_map(|rest| rest.split_first());
    chosen.filter(|(first, _)| wanted(first)).map(|(_, rest)| rest).collect()
}

fn narrowed_to_words<'d>(alive: &[&[Segment<'d>]]) -> BTreeSet<&'d str> {
    let first = alive.iter().filter_map(|rest| rest.first());
    first
        .filter_map(|segment| match segment {
            Segment::Fixed(word) => Some(*word),
            Segment::Parameter(_) => None,
        })
        .collect()
}

fn fits(template: &[Segment<'_>], parts: &[String]) -> bool {
    let one = |(segment, part): (&Segment<'_>, &String)| match segment {
        Segment::Fixed(fixed) => fixed == part,
        Segment::Parameter(_) => !part.is_empty(),
    };
    template.len() == parts.len() && template.iter().zip(parts).all(one)
}

/// Templates differ by their first difference: a fixed segment matches better than a parameter.
fn specificity(template: &[Segment<'_>]) -> Vec<bool> {
    template.iter().map(|segment| matches!(segment, Segment::Fixed(_))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATES: [&str; 4] =
        ["/api/rooms", "/api/rooms/{id}", "/api/rooms/search", "/api/rooms/{id}/streams"];

    fn find(path: &str) -> Option<(usize, Vec<(&'static str, String)>)> {
        let routes = Routes::new(TEMPLATES.iter().map(|template| segments(template)));
        routes.find(&parts(path)).map(|route| (route.operations[0], route.values))
    }

    fn masked(path: &str) -> String {
        Routes::new(TEMPLATES.iter().map(|template| segments(template))).masked(&parts(path))
    }

    #[test]
    fn the_most_specific_template_wins() {
        assert_eq!(find("/api/rooms/search"), Some((2, vec![])));
        assert_eq!(find("/api/rooms/a%2Fb/"), Some((1, vec![("id", "a/b".to_owned())])));
        assert_eq!(find("/api/r%6Foms").map(|found| found.0), Some(0));
        assert_eq!(find("/api/rooms//streams"), None);
        assert_eq!(find("/"), None);
    }

    #[test]
    fn unknown_paths_show_no_data() {
        assert_eq!(masked("/api/rooms/jane_doe/tokens"), "/api/rooms/{...}/tokens");
        assert_eq!(masked("/api/contacts/luke/rooms"), "/api/contacts/{...}/rooms");
        assert_eq!(masked("/api/crm/v2/phone_numbers/17"), "/api/crm/v2/phone_numbers/{...}");
        assert_eq!(masked("/api/rooms/17/streams/luke"), "/api/rooms/{...}/streams/{...}");
        assert_eq!(masked("/api/+15551234567"), "/api/{...}");
        assert_eq!(masked("/"), "/");
    }

    #[test]
    fn two_unknown_paths_stay_two() {
        let routes = Routes::new(TEMPLATES.iter().map(|template| segments(template)));
        let masked = |path: &str| routes.masked(&parts(path));
        assert_eq!(masked("/api/crm/lead"), "/api/crm/{...}");
        assert_eq!(masked("/api/crm/task"), "/api/crm/{...2}");
        assert_eq!(masked("/api/crm/lead"), "/api/crm/{...}");
        assert_eq!(masked("/api/crm/task/note"), "/api/crm/{...2}/{...}");
        // The things of a collection are alike.
        assert_eq!(masked("/api/contacts/luke"), masked("/api/contacts/leia"));
        assert_eq!(masked("/api/crm/17"), masked("/api/crm/18"));
    }
}

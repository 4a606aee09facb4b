//! Finds the operation of a path; of several templates that match, the most specific one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

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

/// All templates, part by part.
#[derive(Debug)]
pub(crate) struct Routes<'d> {
    root: Branch<'d>,
    templates: Vec<Vec<Segment<'d>>>,
    words: BTreeSet<&'d str>,
    hidden: RefCell<Hidden>,
}

/// Where templates with a common prefix continue.
#[derive(Debug, Default)]
struct Branch<'d> {
    fixed: BTreeMap<&'d str, Branch<'d>>,
    parameter: Option<Box<Branch<'d>>>,
    /// Numbers of the operations whose template ends here.
    operations: Vec<usize>,
}

/// The numbers of masked words, by what is shown before them, so that two paths remain distinct.
#[derive(Debug, Default)]
struct Hidden {
    numbers: BTreeMap<(String, String), usize>,
    counts: BTreeMap<String, usize>,
}

/// The most masked words that have numbers; further ones are not distinguished.
const MAX_HIDDEN: usize = 10_000;

impl Hidden {
    /// The placeholder of a word.
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

/// Numbers of the operations whose template matches best, and the values of its parameters.
pub(crate) struct Route<'d> {
    pub operations: Vec<usize>,
    pub values: Vec<(&'d str, String)>,
}

impl<'d> Routes<'d> {
    pub fn new(templates: impl Iterator<Item = Vec<Segment<'d>>>) -> Self {
        let templates: Vec<Vec<Segment<'d>>> = templates.collect();
        let (mut root, mut words) = (Branch::default(), BTreeSet::new());
        for (number, template) in templates.iter().enumerate() {
            let mut branch = &mut root;
            for segment in template {
                branch = match segment {
                    Segment::Fixed(word) => {
                        words.insert(*word);
                        branch.fixed.entry(word).or_default()
                    }
                    Segment::Parameter(_) => branch.parameter.get_or_insert_default(),
                };
            }
            branch.operations.push(number);
        }
        Self { root, templates, words, hidden: RefCell::default() }
    }

    /// The operations at a path, whatever their methods.
    pub fn find(&self, parts: &[String]) -> Option<Route<'d>> {
        let operations = self.root.find(parts)?;
        let template = self.templates.get(*operations.last()?)?;
        let values = template.iter().zip(parts).filter_map(|(segment, part)| match segment {
            Segment::Parameter(name) => Some((*name, part.clone())),
            Segment::Fixed(_) => None,
        });
        Some(Route { operations: operations.to_vec(), values: values.collect() })
    }

    /// A path that no template fits, without what may be data: what templates have a parameter for, and beyond the
    /// templates all but the first word, collections, and words that the document uses itself.
    pub fn masked(&self, parts: &[String]) -> String {
        let (mut branch, mut before) = (Some(&self.root), "");
        let (mut is_list, mut shown) = (false, String::new());
        for part in parts {
            let fixed = branch.and_then(|branch| branch.fixed.get(part.as_str()));
            let free = branch.and_then(|branch| branch.parameter.as_deref());
            // Where the document has several words beside a parameter, one more word is a kind of thing, not a name.
            let is_kind_here = branch.is_some_and(|branch| free.is_none() || branch.fixed.len() > 1);
            let is_free_word = mask::is_word(part) && !is_list;
            let is_shown = fixed.is_some()
                || self.words.contains(part.as_str())
                || free.is_none() && mask::is_collection(part)
                || is_free_word && is_kind_here;
            // What follows a collection is one of its things, and one is like the other.
            let is_kind = is_free_word && free.is_none() && !mask::is_collection(before);
            let placeholder = match (is_shown, is_kind) {
                (true, _) => part.clone(),
                (false, true) => self.hidden.borrow_mut().placeholder(&shown, part),
                (false, false) => "{...}".to_owned(),
            };
            shown.push('/');
            shown.push_str(&placeholder);
            // What follows a whole path that ends in a word may be an id.
            is_list = fixed.is_some_and(|branch| !branch.operations.is_empty());
            (branch, before) = (fixed.or(free), part);
        }
        if shown.is_empty() { "/".to_owned() } else { shown }
    }
}

impl Branch<'_> {
    /// The operations of the best match: templates differ by their first difference, and there a word is better than a
    /// parameter.
    fn find(&self, parts: &[String]) -> Option<&[usize]> {
        let Some((part, rest)) = parts.split_first() else {
            return (!self.operations.is_empty()).then_some(&self.operations);
        };
        let fixed = self.fixed.get(part.as_str()).and_then(|branch| branch.find(rest));
        fixed.or_else(|| self.parameter.as_ref().filter(|_| !part.is_empty())?.find(rest))
    }
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

//! The bounds of values: of numbers, lengths and counts, and patterns.

use document::Schema;
use document::schema::BOUNDS;
use serde_json::Number;

use super::values::number;
use super::{Comparer, Kind, SchemaRef};

impl<'d> Comparer<'d> {
    /// Compares all bounds of two schemas, each given with the parts it is composed of.
    pub(super) fn bounds(&mut self, site: &SchemaRef, ours: &[Schema<'d>], reference: &[Schema<'d>]) {
        for keyword in BOUNDS {
            let bound = |parts: &[Schema<'d>]| {
                let part = parts.iter().find(|part| part.bound(keyword).is_some())?;
                Some((Exact(part.bound(keyword)?.clone()), is_exclusive(*part, keyword)))
            };
            self.fact(Kind::Bounds, site, (bound(ours), bound(reference)), |(bound, exclusive)| {
                format!("{}{keyword}: {}", if *exclusive { "exclusive " } else { "" }, bound.0)
            });
        }
        let pattern = |parts: &[Schema<'d>]| parts.iter().find_map(|part| part.pattern());
        self.fact(Kind::Bounds, site, (pattern(ours), pattern(reference)), |pattern| {
            format!("pattern: {pattern}")
        });
        let unique = |parts: &[Schema<'d>]| parts.iter().any(|part| part.unique_items()).then_some(());
        self.fact(Kind::Bounds, site, (unique(ours), unique(reference)), |()| "uniqueItems: true".to_owned());
    }
}

fn is_exclusive(schema: Schema<'_>, keyword: &str) -> bool {
    match keyword {
        "minimum" => schema.exclusive_minimum(),
        "maximum" => schema.exclusive_maximum(),
        _ => false,
    }
}

/// A number by its value: 1 and 1.0 are the same.
#[derive(Clone)]
struct Exact(Number);

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        number(&self.0) == number(&other.0)
    }
}

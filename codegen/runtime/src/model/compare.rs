//! Whether two values of one type are equal: whether they would be written alike, without code for each type.

use super::{Entries, Extra, FieldWriter, List, Model, Object, View};

/// Whether two values of one type are equal.
#[doc(hidden)]
pub fn equal(left: &dyn Model, right: &dyn Model) -> bool {
    equal_views(left.view(), right.view())
}

#[expect(clippy::float_cmp, reason = "a number is compared as `f64` compares")]
fn equal_views(left: View<'_>, right: View<'_>) -> bool {
    match (left.written(), right.written()) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Bool(left), View::Bool(right)) => left == right,
        (View::Integer(left), View::Integer(right)) => left == right,
        (View::Unsigned(left), View::Unsigned(right)) => left == right,
        (View::Number(left), View::Number(right)) => left == right,
        (View::Text(left), View::Text(right)) => left == right,
        (View::Any(left), View::Any(right)) => left == right,
        (View::Bytes(left), View::Bytes(right)) => left == right,
        (View::File(left), View::File(right)) => left == right,
        (View::List(left), View::List(right)) => equal_lists(left, right),
        (View::Map(left), View::Map(right)) => equal_entries(left, right),
        // Of a union, two objects may be of different types.
        (View::Object(left), View::Object(right)) => {
            std::ptr::eq(left.table(), right.table()) && equal_objects(left, right)
        }
        _ => false,
    }
}

fn equal_lists(left: &dyn List, right: &dyn List) -> bool {
    left.count() == right.count()
        && (0..left.count()).all(|index| equal_views(left.item(index), right.item(index)))
}

fn equal_entries(left: &dyn Entries, right: &dyn Entries) -> bool {
    let mut entries = Vec::with_capacity(left.count());
    left.each(&mut |key, view| entries.push((key, view)));
    let mut rest = entries.into_iter();
    let mut is_equal = left.count() == right.count();
    right.each(&mut |key, view| {
        is_equal =
            is_equal && rest.next().is_some_and(|(name, other)| name == key && equal_views(other, view));
    });
    is_equal
}

fn equal_objects(left: &dyn Object, right: &dyn Object) -> bool {
    let mut comparison = Left { right, is_equal: false };
    left.write(&mut comparison);
    comparison.is_equal
}

/// Has the fields of the one object, and asks the other for its own.
struct Left<'a> {
    right: &'a dyn Object,
    is_equal: bool,
}

impl FieldWriter for Left<'_> {
    fn write(&mut self, fields: &[&dyn Model], extra: &Extra) {
        let mut comparison = Right { left: fields, extra, is_equal: false };
        self.right.write(&mut comparison);
        self.is_equal = comparison.is_equal;
    }
}

/// Has the fields of both.
struct Right<'a> {
    left: &'a [&'a dyn Model],
    extra: &'a Extra,
    is_equal: bool,
}

impl FieldWriter for Right<'_> {
    fn write(&mut self, fields: &[&dyn Model], extra: &Extra) {
        let mut pairs = self.left.iter().zip(fields);
        self.is_equal = self.left.len() == fields.len()
            && pairs.all(|(left, right)| equal(*left, *right))
            && self.extra == extra;
    }
}

//! Numbers at the edges of what a schema allows.

use document::Schema;
use serde_json::{Number, Value};

const PLAIN: [f64; 13] = [
    0.0,
    1.0,
    -1.0,
    2.0,
    3.0,
    10.0,
    100.0,
    0.5,
    1.5,
    2_147_483_647.0,
    2_147_483_648.0,
    -2_147_483_649.0,
    1e15,
];

/// Numbers at the edges of both schemas.
pub(super) fn numbers(schema: Schema<'_>, other: Option<Schema<'_>>) -> Vec<Value> {
    let both = || std::iter::once(schema).chain(other);
    let of = |key: &str| -> Vec<f64> {
        both().filter_map(|schema| schema.bound(key)?.as_f64()).filter(|number| number.is_finite()).collect()
    };
    let edges: Vec<f64> = of("minimum").into_iter().chain(of("maximum")).collect();
    let mut numbers: Vec<f64> =
        edges.iter().flat_map(|edge| [*edge, edge - 1.0, edge + 1.0, edge - 0.5, edge + 0.5]).collect();
    for multiple in of("multipleOf").into_iter().filter(|multiple| *multiple > 0.0) {
        numbers.extend([1.0, 2.0, 3.0, 5.0, 7.0].map(|times| times * multiple));
        for edge in &edges {
            numbers.extend([(edge / multiple).ceil() * multiple, (edge / multiple).floor() * multiple]);
        }
    }
    numbers.extend(PLAIN);
    numbers.into_iter().filter_map(value).collect()
}

/// A whole number is written as one.
fn value(number: f64) -> Option<Value> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "it is whole, and smaller than what `f64` is exact for"
    )]
    match number.fract() == 0.0 && number.abs() < EXACT {
        true => Some(Value::from(number as i64)),
        false => Number::from_f64(number).map(Value::Number),
    }
}

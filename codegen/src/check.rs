//! stub until the rules stand
use crate::{bundle::Bundle, problem::Problem};
/// stub
pub fn check(_bundle: &Bundle) -> Vec<Problem> { Vec::new() }

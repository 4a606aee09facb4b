use crate::Traffic;
use crate::finding::{Finding, Key};
pub(crate) struct Suggestion { pub note: String, pub diff: String }
pub(crate) fn suggestion(_: &Traffic<'_>, _: &Key, _: &Finding<'_>) -> Option<Suggestion> { None }

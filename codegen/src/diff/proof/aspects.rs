//! What a kind of change lets through, by itself: several changes of one schema are told from each other, as a value that is
//! valid on the side that sends is looked at only in what this one has changed on the other side.

use std::collections::BTreeSet;
use std::sync::Arc;

use document::schema::Additional;
use document::{Schema, json_schema};
use jsonschema::Validator;
use serde_json::{Value, json};

use super::Goal;
use super::values::{discriminated, unlisted};
use crate::diff::compare::Change;
use crate::diff::compare::values::ANNOTATIONS;
use crate::diff::finding::{Direction, Outcome};
use crate::diff::likeness::additional;

/// What a receiver makes of a value, or of its absence.
type Check<'a> = Box<dyn Fn(Option<&Value>) -> Outcome + 'a>;
/// The same where there is a value.
type CheckOf<'a> = Box<dyn Fn(&Value) -> Outcome + 'a>;

/// The values that may show a change, and what the receiver makes of each.
pub(super) struct Aspect<'a> {
    /// Values of the sender, some of which may be invalid; `None` is their absence.
    pub values: Vec<Option<Value>>,
    /// What the receiver makes of a value.
    pub check: Check<'a>,
    /// Whether the whole value must be refused as well where it is said to be.
    pub is_whole: bool,
}

/// The aspect of a kind of change; `None` where values cannot show it. The error says why there is no validator.
pub(super) fn aspect<'a>(change: &Change, goal: &Goal<'a>) -> Result<Option<Aspect<'a>>, String> {
    let (sender, receiver) = (goal.sender.unwrap().core, goal.receiver.unwrap().core);
    let generator = goal.generator;
    let values =
        || generator.values(goal.sender, Some(goal.receiver)).into_iter().map(Some).collect::<Vec<_>>();
    let by = |check: CheckOf<'a>| {
        let check = move |value: Option<&Value>| value.map_or(Outcome::Accepted, &check);
        Some(Aspect { values: values(), check: Box::new(check), is_whole: true })
    };
    let valid = |validator: Arc<Validator>| -> CheckOf<'a> {
        Box::new(move |value| outcome(value.is_null() || validator.is_valid(value)))
    };
    let keyword = || change.location.rsplit('/').next().unwrap_or_default();
    Ok(match change.rule.kind {
        "minimum" | "minimum-loosened" | "len-pattern" | "len-pattern-loosened" | "pattern-changed" => {
            by(valid(own(receiver, &[keyword()], goal)?))
        }
        "unique" | "not-unique" => by(valid(own(receiver, &["uniqueItems"], goal)?)),
        "enum-add" | "enum-del" | "enum-imposed" | "enum-dropped" | "constant-changed" => {
            by(valid(own(receiver, &["enum"], goal)?))
        }
        "format" | "format-added" | "format-dropped" => by(valid(format(receiver)?)),
        "format-untyped" if [sender, receiver].into_iter().any(is_annotation) => by(valid(format(receiver)?)),
        "keyword-added" | "keyword-removed" | "keyword-changed" => {
            let further: Vec<&str> = receiver.further().keys().map(String::as_str).chain(["not"]).collect();
            by(valid(own(receiver, &further, goal)?))
        }
        "type" | "type-widened" | "type-narrowed" => by(valid(goal.validator(goal.receiver)?)),
        "allof" | "schema-replaced" => {
            let validator = goal.validator(goal.receiver)?;
            by(Box::new(move |value| outcome(validator.is_valid(value))))
        }
        "nullable" | "not-nullable" | "opt-nullable" | "opt-not-nullable" => {
            let is_nullable = goal.validator(goal.receiver)?.is_valid(&Value::Null);
            let mut aspect = by(Box::new(move |value| outcome(!value.is_null() || is_nullable)));
            if let Some(aspect) = &mut aspect {
                aspect.values.insert(0, Some(Value::Null));
            }
            aspect
        }
        "became-req" | "became-opt" | "req-prop-added" | "opt-prop-added" | "req-prop-removed"
        | "prop-removed" | "prop-renamed" | "prop-case" => by(fields(change, sender, receiver, goal)),
        "readonly" | "writeonly" | "not-readonly" | "not-writeonly" => Some(presence(change, goal)),
        "addl-false" | "addl-open" => by(closed(sender, receiver)),
        "items-added" | "items-removed" => match receiver.items() {
            Some(items) => {
                let validator = goal.validator(items)?;
                let is_valid = move |value: &Value| validator.is_valid(value);
                by(Box::new(move |value| {
                    outcome(value.as_array().is_none_or(|items| items.iter().all(&is_valid)))
                }))
            }
            None => by(Box::new(|_| Outcome::Accepted)),
        },
        "map-value-added" | "map-value-removed" => match additional(&receiver.composition()) {
            Additional::Schema(values) => {
                let (validator, name) = (goal.validator(values)?, unlisted(sender, Some(receiver)));
                by(Box::new(move |value| {
                    outcome(value.get(name).is_none_or(|value| validator.is_valid(value)))
                }))
            }
            _ => by(Box::new(|_| Outcome::Accepted)),
        },
        "oneof-add" | "oneof-add-told" | "oneof-del" | "oneof-del-told" => {
            variant(change, sender, receiver, goal)?
        }
        "oneof-anyof" => exactly_one(sender, receiver, goal)?,
        _ => None,
    })
}

fn outcome(is_valid: bool) -> Outcome {
    if is_valid { Outcome::Accepted } else { Outcome::Refused }
}

/// A validator of some keywords of the schema alone.
fn own(schema: Schema<'_>, keys: &[&str], goal: &Goal<'_>) -> Result<Arc<Validator>, String> {
    let mut all = json_schema::own(schema, goal.generator.direction);
    all.extend(schema.further().clone());
    let exclusive = |key: &str| match key {
        "exclusiveMinimum" => keys.contains(&"minimum"),
        "exclusiveMaximum" => keys.contains(&"maximum"),
        "components" => keys.contains(&"not"),
        _ => false,
    };
    all.retain(|key, _| keys.contains(&key.as_str()) || exclusive(key));
    build(&all.into())
}

fn build(schema: &Value) -> Result<Arc<Validator>, String> {
    let built = jsonschema::options().should_validate_formats(true).build(schema);
    built.map(Arc::new).map_err(|error| error.to_string())
}

/// Whether some validators check the format of a schema.
fn is_annotation(schema: Schema<'_>) -> bool {
    schema.format().is_some_and(|format| ANNOTATIONS.contains(&format))
}

/// A format, with what validators leave to others.
fn format(schema: Schema<'_>) -> Result<Arc<Validator>, String> {
    build(&match schema.format() {
        Some("int32") => json!({ "minimum": i32::MIN, "maximum": i32::MAX }),
        Some("byte") => json!({ "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$" }),
        Some(format) => json!({ "format": format }),
        None => json!({}),
    })
}

/// What becomes of a field that one side requires, or has under another name, or not at all.
fn fields<'a>(change: &Change, sender: Schema<'a>, receiver: Schema<'a>, goal: &Goal<'a>) -> CheckOf<'a> {
    let named = |pointers: &BTreeSet<String>| pointers.iter().find_map(|pointer| last(pointer));
    let (of_base, of_head) = (named(&change.base), named(&change.head));
    let (sent, read) = match goal.direction {
        Direction::Request => (of_base, of_head),
        Direction::Response => (of_head, of_base),
    };
    let composition = receiver.composition();
    let is_required = |name: &str| {
        let property = composition.property(name);
        composition.requires(name)
            && property.is_none_or(|property| !property.is_absent(goal.generator.direction))
    };
    let required = read.filter(|name| is_required(name));
    let is_closed = additional(&composition) == Additional::Allowed(false);
    let unread = sent
        .filter(|name| composition.property(name).is_none() && sender.composition().property(name).is_some());
    // Whoever reads responses does not miss what it does not know.
    let ignores = goal.direction == Direction::Request
        || change.rule.kind.starts_with("prop-re")
        || change.rule.kind == "prop-case";
    Box::new(move |value| {
        let Value::Object(fields) = value else { return Outcome::Accepted };
        let is_missing = required.as_ref().is_some_and(|name| !fields.contains_key(name));
        let has_unread = unread.as_ref().is_some_and(|name| fields.contains_key(name));
        match has_unread {
            _ if is_missing => Outcome::Refused,
            true if is_closed => Outcome::Refused,
            true if ignores => Outcome::Ignored,
            _ => Outcome::Accepted,
        }
    })
}

/// The name that a JSON pointer ends with.
fn last(pointer: &str) -> Option<String> {
    let (_, last) = pointer.rsplit_once('/')?;
    Some(last.replace("~1", "/").replace("~0", "~"))
}

/// A field that only goes one way from now on, or no longer.
fn presence<'a>(change: &Change, goal: &Goal<'a>) -> Aspect<'a> {
    let (values, outcome) = match change.rule.kind {
        // What is sent in it is not read.
        "readonly" if goal.direction == Direction::Request => {
            (vec![Some(goal.generator.least(goal.sender))], Outcome::Ignored)
        }
        // It is not there.
        "writeonly" if goal.direction == Direction::Response => (vec![None], Outcome::Refused),
        "not-readonly" | "writeonly" => (vec![None], Outcome::Accepted),
        _ => (vec![Some(goal.generator.least(goal.sender))], Outcome::Accepted),
    };
    Aspect { values, check: Box::new(move |_| outcome), is_whole: false }
}

/// Whether fields that the schemas do not list are taken.
fn closed<'a>(sender: Schema<'a>, receiver: Schema<'a>) -> CheckOf<'a> {
    let composition = receiver.composition();
    let is_closed = additional(&composition) == Additional::Allowed(false);
    let name = unlisted(sender, Some(receiver));
    Box::new(move |value| outcome(!is_closed || value.get(name).is_none()))
}

/// A variant that only one side has.
fn variant<'a>(
    change: &Change,
    sender: Schema<'a>,
    receiver: Schema<'a>,
    goal: &Goal<'a>,
) -> Result<Option<Aspect<'a>>, String> {
    let find = |union: Schema<'a>, pointers: &BTreeSet<String>| {
        union.variants().find(|variant| pointers.contains(&variant.place().pointer))
    };
    let (of_sender, of_receiver) = match goal.direction {
        Direction::Request => (find(sender, &change.base), find(receiver, &change.head)),
        Direction::Response => (find(sender, &change.head), find(receiver, &change.base)),
    };
    let all = || goal.generator.values(goal.sender, Some(goal.receiver)).into_iter().map(Some).collect();
    let aspect = match (of_sender, of_receiver) {
        // The sender has a variant that the receiver does not have.
        (Some(variant), _) => {
            let values = goal.generator.values(variant, None).into_iter();
            let validator = goal.validator(variant)?;
            let own = values.map(|value| discriminated(sender, variant, value));
            let own = own.filter(|value| validator.is_valid(value));
            let known: Vec<Arc<Validator>> =
                receiver.variants().map(|variant| goal.validator(variant)).collect::<Result<_, _>>()?;
            let is_response = goal.direction == Direction::Response;
            let check = move |value: Option<&Value>| match value {
                Some(value) if known.iter().any(|variant| variant.is_valid(value)) => {
                    if is_response {
                        Outcome::Misread
                    } else {
                        Outcome::Accepted
                    }
                }
                Some(_) => Outcome::Refused,
                None => Outcome::Accepted,
            };
            Aspect { values: own.map(Some).collect(), check: Box::new(check), is_whole: true }
        }
        // The receiver has one more, which takes nothing away unless exactly one must be valid.
        (None, Some(variant)) if goal.direction == Direction::Request && receiver.has_one_of() => {
            let validator = goal.validator(variant)?;
            let check =
                move |value: Option<&Value>| outcome(value.is_none_or(|value| !validator.is_valid(value)));
            Aspect { values: all(), check: Box::new(check), is_whole: true }
        }
        _ => Aspect { values: all(), check: Box::new(|_| Outcome::Accepted), is_whole: true },
    };
    Ok(Some(aspect))
}

/// Whether a value may be of several variants.
fn exactly_one<'a>(
    sender: Schema<'a>,
    receiver: Schema<'a>,
    goal: &Goal<'a>,
) -> Result<Option<Aspect<'a>>, String> {
    let variants: Vec<Arc<Validator>> =
        sender.variants().map(|variant| goal.validator(variant)).collect::<Result<_, _>>()?;
    let must_be_one = receiver.has_one_of() && !receiver.has_any_of();
    let values = goal.generator.values(goal.sender, Some(goal.receiver)).into_iter().map(Some).collect();
    let check = move |value: Option<&Value>| {
        let of = |value: &Value| variants.iter().filter(|variant| variant.is_valid(value)).count();
        outcome(!must_be_one || value.is_none_or(|value| of(value) < 2))
    };
    Ok(Some(Aspect { values, check: Box::new(check), is_whole: true }))
}

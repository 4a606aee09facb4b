//! The proof of verdicts on the wire: values of the side that sends, validated by the side that receives.
//!
//! A request is of the base and must be valid in the head; a response is of the head and must be valid in the base. For a
//! verdict of "breaking" a counter-example is looked for, and for one of "compatible" none may be found: a verdict that its
//! own evidence contradicts is unproven, and said to be. Values are made of the pair of schemas in which the change was
//! found, and a counter-example is then shown as part of the whole body, where it is validated once more.
//!
//! Values have declared fields, and one that nobody declares: a field that is added is not taken to be one that clients
//! have sent all along without anybody knowing.

mod aspects;
mod number;
mod statements;
mod text;
mod values;
mod whole;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use document::json_schema::Validators;
use document::{Document, Schema};
use jsonschema::Validator;
use serde_json::Value;

use super::compare::{Change, Compared, Context};
use super::finding::{Direction, Evidence, EvidenceKind, Example, Judgement, Outcome, Reading, Verdict};
use super::policy::{Policy, When};
use super::rules::Rule;
use aspects::{Aspect, aspect};
use statements::stated;
use values::{FUEL, Generator};
use whole::Routes;

/// What was found out about a change: the verdict on the wire, and what bears it out.
pub(super) struct Proof {
    pub wire: Judgement,
    pub evidence: Evidence,
}

/// Proves the verdict of each change, in their order.
pub(super) fn prove(compared: &Compared, base: &Document, head: &Document, policy: Policy) -> Vec<Proof> {
    let of = |direction| [Validators::of_direction(direction), Validators::of_direction(direction)];
    let prover = Prover {
        compared,
        base,
        head,
        policy,
        routes: Routes::of(&compared.graph),
        requests: of(document::Direction::Request),
        responses: of(document::Direction::Response),
        fuel: Cell::new(FUEL),
    };
    compared.changes.iter().map(|change| prover.prove(change)).collect()
}

struct Prover<'a> {
    compared: &'a Compared,
    base: &'a Document,
    head: &'a Document,
    policy: Policy,
    routes: Routes,
    /// Validators of base and head.
    requests: [Validators; 2],
    responses: [Validators; 2],
    fuel: Cell<usize>,
}

/// Two schemas between which something changed, by who sends and who receives.
struct Goal<'a> {
    pair: usize,
    direction: Direction,
    sender: Schema<'a>,
    receiver: Schema<'a>,
    senders: &'a Validators,
    receivers: &'a Validators,
    generator: Generator<'a>,
}

impl<'a> Goal<'a> {
    /// The validator of a schema of either side.
    fn validator(&self, schema: Schema<'_>) -> Result<Arc<Validator>, String> {
        let is_sent = std::ptr::eq(schema.tree(), self.sender.tree());
        let validators = if is_sent { self.senders } else { self.receivers };
        let problem = || format!("no validator can be made of {}", schema.place().pointer);
        validators.of(schema).ok_or_else(problem)
    }

    /// An example of what the sender sends.
    fn example(
        &self,
        value: Option<Value>,
        of: String,
        schemas: [Schema<'_>; 2],
        received: Outcome,
    ) -> Example {
        let [sender, receiver] = schemas.map(|schema| Some(schema.place().pointer.clone()));
        let sent = Reading { pointer: sender, outcome: Outcome::Accepted };
        let received = Reading { pointer: receiver, outcome: received };
        let (base, head) = match self.direction {
            Direction::Request => (sent, received),
            Direction::Response => (received, sent),
        };
        Example { value, of, direction: self.direction, base, head }
    }
}

/// What trying the values of an aspect came to.
struct Trial {
    tried: usize,
    /// Whether these are all the values that there are.
    is_exhaustive: bool,
    /// The plainest value that the receiver does not take.
    counter: Option<(Option<Value>, Outcome)>,
}

impl Prover<'_> {
    fn prove(&self, change: &Change) -> Proof {
        // A schema that took the place of another breaks what the gravest difference breaks.
        let parts = change.parts.iter().map(|part| self.prove(part));
        let gravest = parts.min_by_key(|part| {
            let is_breaking = part.wire.verdict == Verdict::Breaking;
            (part.wire.verdict, part.evidence.is_unproven() == is_breaking, part.evidence.kind)
        });
        // The rule is that of the way on which lenient clients break, if they do; strict ones may break on the other.
        let ways = change.directions.iter().filter_map(|direction| change.rule.travelling(*direction));
        let is_stricter = |rule: &&'static Rule| {
            self.policy == Policy::Strict && self.policy.verdict(rule).0 == Verdict::Breaking
        };
        let ways = ways.filter(is_stricter);
        let mut ways = ways.map(|rule| self.prove_one(change, rule));
        gravest
            .or_else(|| ways.find(|proof| proof.wire.verdict == Verdict::Breaking))
            .unwrap_or_else(|| self.prove_one(change, change.rule))
    }

    fn prove_one(&self, change: &Change, rule: &Rule) -> Proof {
        let (verdict, reason, when) = self.policy.verdict(rule);
        let judgement = |verdict, reason: &str| Judgement { verdict, reason: reason.to_owned() };
        let own = judgement(rule.wire.0, rule.wire.1);
        let goal = self.goal(change, rule);
        let aspect = goal.as_ref().map_or(Ok(None), |goal| aspect(change, goal));
        let (goal, aspect) = match (goal, aspect) {
            (Some(goal), Ok(Some(aspect))) => (goal, aspect),
            (_, Err(why)) => return Proof { wire: judgement(verdict, reason), evidence: unproven(why, 0) },
            _ => {
                let wire = if when == When::Always { judgement(verdict, reason) } else { own };
                let evidence = stated(change, wire.verdict, self.base, self.head);
                return Proof { wire, evidence };
            }
        };
        let trial = match trial(&goal, &aspect) {
            Ok(trial) => trial,
            Err(why) => return Proof { wire: judgement(verdict, reason), evidence: unproven(why, 0) },
        };
        // What is refused because of a change further inside is the evidence of that one.
        let is_about_all = ["schema-replaced", "allof"].contains(&change.rule.kind);
        if is_about_all && trial.counter.is_some() && self.changes_inside(goal.pair, change) {
            let why = "no value can show it: what changed inside of it is listed by itself";
            return Proof { wire: own, evidence: Evidence::statement(why) };
        }
        let is_refused = trial.counter.as_ref().is_some_and(|(_, outcome)| *outcome == Outcome::Refused);
        let wire = match trial.counter {
            None if trial.is_exhaustive && verdict == Verdict::Breaking => {
                judgement(Verdict::Compatible, "every value that there is is still taken")
            }
            _ if when == When::Always || is_refused => judgement(verdict, reason),
            _ => own,
        };
        let evidence = self.evidence((change, rule), &goal, &aspect, trial, wire.verdict);
        Proof { wire, evidence }
    }

    /// Whether another change was found in a pair that this one leads to.
    fn changes_inside(&self, pair: usize, change: &Change) -> bool {
        let reached = self.compared.graph.reach(&BTreeSet::from([pair]));
        let mut others = self.compared.changes.iter().filter(|other| !std::ptr::eq(*other, change));
        others.any(|other| !other.pairs.is_disjoint(&reached))
    }

    /// The first pair in which the change was found that its rule is about.
    fn goal(&self, change: &Change, rule: &Rule) -> Option<Goal<'_>> {
        let pairs = &self.compared.graph.pairs;
        let direction = |pair: usize| match pairs[pair].2 {
            Context::Parameter | Context::Request => Direction::Request,
            Context::Response => Direction::Response,
        };
        let is_own = |pair: &usize| rule.direction.is_none_or(|own| own == direction(*pair));
        let pair = change.pairs.iter().copied().find(is_own)?;
        self.fuel.set(FUEL);
        let (old, new, _) = pairs[pair];
        let (old, new) = (self.base.schema(old), self.head.schema(new));
        let goal = match direction(pair) {
            Direction::Request => Goal {
                pair,
                direction: Direction::Request,
                sender: old,
                receiver: new,
                senders: &self.requests[0],
                receivers: &self.requests[1],
                generator: Generator { direction: document::Direction::Request, fuel: &self.fuel },
            },
            Direction::Response => Goal {
                pair,
                direction: Direction::Response,
                sender: new,
                receiver: old,
                senders: &self.responses[1],
                receivers: &self.responses[0],
                generator: Generator { direction: document::Direction::Response, fuel: &self.fuel },
            },
        };
        Some(goal)
    }

    fn evidence(
        &self,
        (change, rule): (&Change, &Rule),
        goal: &Goal<'_>,
        aspect: &Aspect<'_>,
        trial: Trial,
        verdict: Verdict,
    ) -> Evidence {
        let Trial { tried, counter, .. } = trial;
        let Some((value, outcome)) = counter else {
            return match verdict {
                Verdict::Breaking => unproven("no value that shows it was found".to_owned(), tried),
                _ if tried == 0 => unproven("no valid value could be made".to_owned(), tried),
                _ => Evidence { kind: EvidenceKind::Values, text: String::new(), example: None, tried },
            };
        };
        let schemas = [goal.sender, goal.receiver];
        let mut example = goal.example(value.clone(), change.name.clone(), schemas, outcome);
        let mut absorbed = false;
        if let (Some(value), true) = (&value, aspect.is_whole)
            && let Some(whole) = self.routes.whole(goal, value, &self.compared.graph, self.base, self.head)
        {
            absorbed = outcome == Outcome::Refused && whole.is_accepted;
            let outcome = if absorbed { Outcome::Accepted } else { outcome };
            example = goal.example(Some(whole.value), whole.of, [whole.sender, whole.receiver], outcome);
        }
        let suffered = self.policy.puts_up_with(rule);
        let (kind, text) = match verdict {
            Verdict::Breaking if absorbed => {
                (EvidenceKind::Unproven, "the value is refused here, but not as part of the whole")
            }
            Verdict::Breaking => (EvidenceKind::CounterExample, ""),
            _ => match (suffered, absorbed) {
                (Some(who), _) => (EvidenceKind::Values, who),
                (None, true) => (EvidenceKind::Values, ""),
                (None, false) => (EvidenceKind::Unproven, "this value contradicts the verdict"),
            },
        };
        Evidence { kind, text: text.to_owned(), example: Some(example), tried }
    }
}

fn trial(goal: &Goal<'_>, aspect: &Aspect<'_>) -> Result<Trial, String> {
    let validator = goal.validator(goal.sender)?;
    let is_sent = |value: &Option<Value>| value.as_ref().is_none_or(|value| validator.is_valid(value));
    let sent: Vec<&Option<Value>> = aspect.values.iter().filter(|value| is_sent(value)).collect();
    let counter = sent
        .iter()
        .map(|value| (*value, (aspect.check)(value.as_ref())))
        .filter(|(_, outcome)| *outcome != Outcome::Accepted)
        .min_by_key(|(value, outcome)| (*outcome, length(value.as_ref())));
    let is_exhaustive = !goal.sender.unwrap().core.values().is_empty();
    Ok(Trial {
        tried: sent.len(),
        is_exhaustive,
        counter: counter.map(|(value, outcome)| (value.clone(), outcome)),
    })
}

/// How much there is to read; nothing is the least, and an empty text shows less than a short one.
fn length(value: Option<&Value>) -> usize {
    value.map(Value::to_string).map_or(0, |text| text.len() + 4 * text.matches("\"\"").count())
}

fn unproven(why: String, tried: usize) -> Evidence {
    Evidence { kind: EvidenceKind::Unproven, text: why, example: None, tried }
}

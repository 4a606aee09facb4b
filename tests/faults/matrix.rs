//! The crate against `matrix.txt`: once on virtual time, where waits are measured, and once over the network.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use signalwire_rest::{Client, Error};
use simulator::{Fault, FaultKind, Simulator};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::calls::{self, Call, Things};
use super::wire::Wire;

/// One row for one of its calls.
#[derive(Clone, Debug)]
struct Cell {
    line: usize,
    fault: &'static str,
    call: Call,
    sent: usize,
    /// The least and the most time it takes.
    takes: (Duration, Duration),
    outcome: &'static str,
    says: &'static str,
}

fn cells() -> Vec<Cell> {
    let lines = include_str!("matrix.txt").lines().enumerate();
    let rows = lines.filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    rows.flat_map(|(number, line)| row(number + 1, line)).collect()
}

fn row(line: usize, text: &'static str) -> Vec<Cell> {
    let columns: Vec<&str> = text.split('|').map(str::trim).collect();
    let [fault, calls, sent, takes, outcome, says] = columns[..] else { panic!("line {line}: {text}") };
    let (sent, takes) = (sent.parse().unwrap(), duration(takes));
    let calls = calls.split(' ').map(Call::parse);
    calls.map(|call| Cell { line, fault, call, sent, takes, outcome, says }).collect()
}

/// `30s + b1`: at least the fixed part, and at most the jitter in addition.
fn duration(text: &str) -> (Duration, Duration) {
    let (mut least, mut chance) = (Duration::ZERO, Duration::ZERO);
    for part in text.split(" + ") {
        match part {
            "b1" => chance += Duration::from_millis(250),
            "b2" => chance += Duration::from_millis(500),
            seconds => least += Duration::from_secs(seconds.strip_suffix('s').unwrap().parse().unwrap()),
        }
    }
    (least, least + chance)
}

impl Cell {
    fn kind(&self) -> Option<FaultKind> {
        match self.fault {
            "none" | "refused" => None,
            fault => Some(FaultKind::parse(fault).unwrap_or_else(|| panic!("there is no fault {fault}"))),
        }
    }

    /// Makes the call; `befall` does what the fault cannot do by itself.
    async fn happens(
        &self,
        client: &Client,
        running: &Simulator,
        befall: impl FnOnce(),
    ) -> Result<(), Error> {
        let things = Things::seed(running);
        let fault = self.kind().map(Fault::always);
        let before = || {
            fault.into_iter().for_each(|fault| running.fault(fault));
            befall();
        };
        calls::make(client, self.call, &things, before).await
    }

    /// Returns what differs from the row.
    fn wrong(&self, sent: usize, outcome: &Result<(), Error>) -> Vec<String> {
        let (seen, said) = match outcome {
            Ok(()) => ("ok".to_owned(), String::new()),
            Err(error) => (format!("{:?}", error.kind()), error.to_string()),
        };
        let says = if self.says.is_empty() {
            String::new()
        } else {
            let of = |error: &Error| format!("{}:{}", error.host().unwrap(), error.port().unwrap());
            let server = outcome.as_ref().err().map(of).unwrap_or_default();
            format!("{}: {}", self.call.operation(), self.says.replace("{server}", &server))
        };
        let at = format!("matrix.txt:{}: {} {:?}", self.line, self.fault, self.call);
        let checks = [
            (sent == self.sent, format!("{at}: {sent} requests were sent")),
            (seen == self.outcome, format!("{at}: the outcome is {seen}")),
            (said == says, format!("{at}: it says {said:?}")),
        ];
        checks.into_iter().filter(|(right, _)| !right).map(|(_, message)| message).collect()
    }
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fault_meets_every_call_once() {
    let mut seen: BTreeMap<&str, Vec<Call>> = BTreeMap::new();
    for cell in cells() {
        seen.entry(cell.fault).or_default().push(cell.call);
    }
    for (fault, calls) in &mut seen {
        calls.sort_unstable();
        assert_eq!(calls[..], Call::ALL, "{fault}");
    }
    for name in FaultKind::NAMES {
        assert!(seen.keys().any(|fault| fault.split('=').next() == Some(name)), "{name} has no row");
    }
}

#[tokio::test(start_paused = true)]
async fn on_virtual_time() {
    let running = tests::simulator().unwrap().start().await.unwrap();
    let mut wrong = Vec::new();
    for cell in cells() {
        running.reset();
        let wire = Wire::new(running.direct());
        let client = tests::builder(&running).transport(wire.clone()).build().unwrap();
        let refuse = || {
            if cell.fault == "refused" {
                wire.refuse();
            }
        };
        let started = Instant::now();
        let outcome = cell.happens(&client, &running, refuse).await;
        let took = started.elapsed();
        let before = usize::from(cell.call == Call::Later);
        wrong.extend(cell.wrong(wire.sent() - before, &outcome));
        // The simulator takes a moment to cut a body short.
        let (least, most) = (cell.takes.0, cell.takes.1 + Duration::from_millis(100));
        if took < least || took > most {
            wrong.push(format!("matrix.txt:{}: {:?}: it takes {took:?}", cell.line, cell.call));
        }
    }
    assert_none(&wrong);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_network() {
    let quick = |cell: &Cell| cell.takes.0.is_zero();
    // A connection may break so early that it was never made: see the test below.
    let certain = |cell: &Cell| cell.fault != "reset-before-read";
    // Where nobody listens there is no first page, and so no later one.
    let possible = |cell: &Cell| (cell.fault, cell.call) != ("refused", Call::Later);
    let at_once = Arc::new(Semaphore::new(16));
    let mut all = JoinSet::new();
    for cell in cells().into_iter().filter(|cell| quick(cell) && certain(cell) && possible(cell)) {
        let at_once = Arc::clone(&at_once);
        all.spawn(async move {
            let _turn = at_once.acquire().await;
            let running = tests::simulator().unwrap().start().await.unwrap();
            let refused = cell.fault == "refused";
            let url = if refused { "http://127.0.0.1:1".to_owned() } else { running.url() };
            let client = tests::builder(&running).base_url(url).build().unwrap();
            let outcome = cell.happens(&client, &running, || {}).await;
            let before = usize::from(cell.call == Call::Later);
            let read = running.requests().len() - before;
            let sent = if refused { outcome.as_ref().unwrap_err().attempts() as usize } else { read };
            cell.wrong(sent, &outcome)
        });
    }
    assert!(all.len() > 250, "{}", all.len());
    assert_none(&all.join_all().await.concat());
}

#[tokio::test]
async fn a_reset_before_the_request_is_read_is_retried_or_reported() {
    let running = tests::simulator().unwrap().start().await.unwrap();
    for call in Call::ALL.into_iter().filter(|call| *call != Call::Later) {
        running.reset();
        let things = Things::seed(&running);
        // A client of its own: on a connection that is open already, nothing could be reset.
        let client = tests::builder(&running).build().unwrap();
        let befall = || running.fault(Fault::once(FaultKind::ResetBeforeRead));
        let outcome = calls::make(&client, call, &things, befall).await;
        let may_fail = matches!(call, Call::Post | Call::Patch);
        assert!(outcome.is_ok() || may_fail, "{call:?}: {outcome:?}");
        assert_eq!(running.requests().len(), usize::from(outcome.is_ok()), "{call:?}");
    }
}

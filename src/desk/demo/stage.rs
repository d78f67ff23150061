//! Giving commands to the office and keeping count of what it says.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::desk::failure::{Failure, Outcome};
use crate::desk::run::Envelope;
use crate::desk::{Caller, Office};
use crate::domain::{Code, Moment, Refusal};

/// Whoever takes commands: the office, or a stand-in of a test.
pub(super) trait Desk {
    /// Runs one command and gives its value.
    fn give(&mut self, line: Value) -> Outcome<Value>;
}

/// The real office behind the one door.
pub(super) struct RealDesk<'a> {
    pub(super) office: &'a Office,
    pub(super) caller: &'a Caller,
}

impl Desk for RealDesk<'_> {
    fn give(&mut self, line: Value) -> Outcome<Value> {
        let envelope = Envelope::parse(line)?;
        Ok(self.office.run(self.caller, &envelope)?.value)
    }
}

/// Refusals that belong to the story: the desk says no where a desk should.
const INTENDED: &[(&str, Code)] = &[
    ("order.enter", Code::DuplicateOrder),
    ("order.submit", Code::DuplicateOrder),
    ("order.approve", Code::CreditOverLimit),
    ("order.approve", Code::CreditOverdue),
    ("order.approve", Code::PriceBelowFloor),
    ("shipment.pack", Code::StockShort),
    ("shipment.pack", Code::HoldActive),
    ("shipment.dispatch", Code::CreditOverLimit),
    ("shipment.dispatch", Code::CreditOverdue),
    ("shipment.dispatch", Code::PaymentNotCleared),
    ("shipment.dispatch", Code::HoldActive),
];

/// What came of the commands.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Accepted, by command.
    pub(super) done: BTreeMap<String, usize>,
    /// Refused as the story has it.
    pub(super) intended: Vec<Refused>,
    /// Refused otherwise.
    pub(super) odd: Vec<Refused>,
    /// Commands that this program does not have.
    pub(super) unknown: BTreeMap<String, usize>,
}

/// A command that was refused.
#[derive(Debug)]
#[allow(dead_code)] // read by whoever prints the tally
pub(super) struct Refused {
    /// The command as it was given.
    pub(super) line: Value,
    /// What was said.
    pub(super) refusal: Refusal,
}

/// How a command ended, where the story goes on either way.
#[derive(Debug)]
pub(super) enum Answer {
    /// Accepted.
    Done(Value),
    /// Refused with this code.
    Refused(Code),
}

impl Answer {
    /// The value of an accepted command.
    pub(super) fn value(self) -> Option<Value> {
        match self {
            Self::Done(value) => Some(value),
            Self::Refused(_) => None,
        }
    }
}

/// The office as the story sees it.
pub(super) struct Stage<'a> {
    desk: &'a mut dyn Desk,
    progress: &'a mut dyn FnMut(usize, usize),
    /// What came of the commands so far.
    pub(super) tally: Tally,
}

/// The parts of the whole that `progress` is told of.
pub(super) const PARTS: usize = 1_000;

impl<'a> Stage<'a> {
    pub(super) fn new(desk: &'a mut dyn Desk, progress: &'a mut dyn FnMut(usize, usize)) -> Self {
        Self {
            desk,
            progress,
            tally: Tally::default(),
        }
    }

    /// Tells how far the story is, in parts of [`PARTS`].
    pub(super) fn tell(&mut self, part: usize) {
        (self.progress)(part.min(PARTS), PARTS);
    }

    /// Gives a command. A refusal is counted; only a failing office ends the story.
    pub(super) fn give(
        &mut self,
        by: Option<&str>,
        at: Moment,
        name: &str,
        with: Value,
    ) -> Outcome<Answer> {
        let mut line = json!({ "do": name, "with": with, "at": at });
        if let Some(by) = by {
            line["by"] = json!(by);
        }
        let refusal = match self.desk.give(line.clone()) {
            Ok(value) => {
                *self.tally.done.entry(name.to_owned()).or_default() += 1;
                return Ok(Answer::Done(value));
            }
            Err(Failure::Refused(refusal)) => refusal,
            Err(other) => return Err(other),
        };
        let code = refusal.code();
        if code == Code::UnknownCommand {
            *self.tally.unknown.entry(name.to_owned()).or_default() += 1;
        } else if INTENDED.contains(&(name, code)) {
            self.tally.intended.push(Refused { line, refusal });
        } else {
            self.tally.odd.push(Refused { line, refusal });
        }
        Ok(Answer::Refused(code))
    }
}

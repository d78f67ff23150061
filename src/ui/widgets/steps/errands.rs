//! The commands of a paper, sent one after the other: each is answered before the next goes out.

use std::collections::VecDeque;

use serde_json::Value;

use crate::domain::Refusal;
use crate::ui::base::{Command, Reply, Ticket};

/// What is sent, what waits, what came back.
#[derive(Debug, Default)]
pub(super) struct Errands {
    /// Orders with their commands, not sent yet.
    waiting: VecDeque<(String, Command)>,
    under_way: Option<(Ticket, String)>,
    all: usize,
    ended: Ended,
}

/// How they ended.
#[derive(Debug, Default)]
pub(super) struct Ended {
    /// Orders with what the desk answered.
    pub done: Vec<(String, Value)>,
    /// Orders with what the desk refused.
    pub refused: Vec<(String, Refusal)>,
    /// Orders that were not begun with.
    pub left: Vec<String>,
}

impl Errands {
    /// Takes the commands of a paper.
    pub(super) fn begin(&mut self, commands: Vec<(String, Command)>) {
        self.all = commands.len();
        self.waiting = commands.into();
        self.ended = Ended::default();
    }

    /// Whether something is sent and not answered.
    pub(super) const fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// The next command, which goes out under this ticket.
    pub(super) fn next(&mut self, ticket: Ticket) -> Option<Command> {
        let (order, command) = self.waiting.pop_front()?;
        self.under_way = Some((ticket, order));
        Some(command)
    }

    /// Which command is under way, and of how many.
    pub(super) fn progress(&self) -> (usize, usize) {
        (self.all - self.waiting.len(), self.all)
    }

    /// Sends nothing more.
    pub(super) fn stop(&mut self) {
        for (order, _) in self.waiting.drain(..) {
            let begun = self
                .under_way
                .as_ref()
                .is_some_and(|(_, now)| *now == order);
            if !begun && !self.ended.left.contains(&order) {
                self.ended.left.push(order);
            }
        }
    }

    /// Takes an answer; tells whether it was one to these.
    pub(super) fn answered(&mut self, ticket: Ticket, reply: &Reply) -> bool {
        let Some((_, order)) = self.under_way.take_if(|(sent, _)| *sent == ticket) else {
            return false;
        };
        match reply {
            Ok(value) => self.ended.done.push((order, value.clone())),
            Err(refusal) => {
                // What else was to be said of this order rests on what was refused.
                self.waiting.retain(|(other, _)| *other != order);
                self.ended.refused.push((order, refusal.clone()));
            }
        }
        true
    }

    /// How they ended; the next sending begins anew.
    pub(super) fn end(&mut self) -> Ended {
        std::mem::take(&mut self.ended)
    }
}

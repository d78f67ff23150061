//! What a sheet remembers beside its items: the code that is being found, and the steps that were made.

use crate::ui::base::Ticket;

use super::super::lookup::Lookup;

/// What was asked for when the code had to be found first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// Nothing further.
    Stay,
    /// The next field.
    Next,
    /// What Enter does.
    Accept,
    /// To send the sheet.
    Finish,
}

/// A code that is being found.
pub(super) struct Finding {
    pub(super) at: usize,
    pub(super) then: Then,
    pub(super) stage: Stage,
}

/// How far it is.
pub(super) enum Stage {
    /// The question is on its way.
    Asked(Ticket),
    /// One of several is to be chosen.
    Listed(Box<Lookup>),
}

/// A step: the place of the item, and for a choice what was chosen before.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// In this field.
    Typed(usize),
    /// In this choice.
    Chose(usize, (usize, bool)),
}

/// The steps over all items.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail {
    past: Vec<Step>,
    future: Vec<Step>,
}

impl Trail {
    /// A step was made; what was taken back is gone.
    pub(super) fn made(&mut self, step: Step) {
        self.past.push(step);
        self.future.clear();
    }

    /// Another option was chosen; `before` is what it was, and whether it was confirmed.
    pub(super) fn chose(&mut self, at: usize, before: (usize, bool)) {
        self.made(Step::Chose(at, before));
    }

    /// Where steps come from and go to.
    pub(super) const fn sides(&mut self, back: bool) -> (&mut Vec<Step>, &mut Vec<Step>) {
        if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        }
    }
}

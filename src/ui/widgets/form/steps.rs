//! Steps of a form: taken back and done again.

use super::{Form, FormAnswer};

/// Steps that can be taken back.
const STEPS: usize = 200;

impl Form {
    /// Steps made so far, for a history over several parts.
    pub const fn steps(&self) -> u64 {
        self.made
    }

    /// What is there now is the floor: nothing before it can be taken back to.
    pub fn forget_steps(&mut self) {
        self.undo.clear();
        self.redo.clear();
    }

    /// What was taken back cannot be done again: something else was done since.
    pub fn forget_redo(&mut self) {
        self.redo.clear();
    }

    /// Makes a step of what is being typed, so that it can be taken back and done again.
    pub fn seal(&mut self) {
        if let Some(before) = self.typing().map(str::to_owned) {
            self.remember((self.at, before));
            self.go(self.at);
        }
    }

    /// Takes the last step back, or does it again; the field it was about, and what stood there.
    pub fn step_back(&mut self, back: bool) -> Option<(&'static str, String)> {
        let (from, to) = if back {
            (&mut self.undo, &mut self.redo)
        } else {
            (&mut self.redo, &mut self.undo)
        };
        let (n, value) = from.pop()?;
        let field = &mut self.entries[n].field;
        let was = field.value().to_owned();
        to.push((n, was.clone()));
        field.set(&value);
        self.go(n);
        Some((self.entries[n].id, was))
    }

    pub(super) fn take_back(&mut self, back: bool) -> FormAnswer {
        if back {
            self.seal();
        }
        match self.step_back(back) {
            None => FormAnswer::Consumed,
            Some((id, _)) => FormAnswer::Left {
                id,
                changed: true,
                done: false,
            },
        }
    }

    /// Writes a step down: a field and what stood in it.
    pub(super) fn remember(&mut self, step: (usize, String)) {
        if self.undo.len() == STEPS {
            self.undo.remove(0);
        }
        self.undo.push(step);
        self.redo.clear();
        self.made += 1;
    }
}

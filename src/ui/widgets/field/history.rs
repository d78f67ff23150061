//! What typing did to a field, a step a word: it can be taken back, and done again.

/// The most steps that are kept of a field.
const STEPS: usize = 200;

/// How a text was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    /// Letters came one by one: they are one step as far as a word goes.
    Letters,
    /// Letters went one by one: one step too.
    Gone,
    /// Put in or cleared at once: a step of its own.
    Whole,
}

/// The texts before each step, and those that were taken back.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    past: Vec<String>,
    future: Vec<String>,
    /// What the last step is still doing.
    going: Option<Edit>,
    made: u64,
}

impl History {
    /// Notes a change of a text that was `before`.
    pub(super) fn note(&mut self, edit: Edit, before: String) {
        let goes_on = edit != Edit::Whole && self.going == Some(edit);
        if !goes_on {
            if self.past.len() == STEPS {
                self.past.remove(0);
            }
            self.past.push(before);
            self.made += 1;
        }
        self.future.clear();
        self.going = Some(edit);
    }

    /// The next change is a step of its own.
    pub(super) const fn pause(&mut self) {
        self.going = None;
    }

    /// The text a step back, or a step forth again.
    pub(super) fn go(&mut self, back: bool, now: &str) -> Option<String> {
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        let text = from.pop()?;
        to.push(now.to_owned());
        self.going = None;
        Some(text)
    }

    /// Steps made so far, whether or not they were taken back.
    pub(super) const fn made(&self) -> u64 {
        self.made
    }
}

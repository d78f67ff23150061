//! What was said: the last message stays until the next key, the last fifty stay for help.

use std::collections::VecDeque;

use crate::ui::base::Tone;

/// How many are kept.
const KEPT: usize = 50;

/// The messages of the session.
#[derive(Debug, Default)]
pub struct Messages {
    said: VecDeque<(Tone, String)>,
    shown: bool,
}

impl Messages {
    /// Says something.
    pub fn say(&mut self, tone: Tone, text: String) {
        if self.said.len() == KEPT {
            self.said.pop_front();
        }
        self.said.push_back((tone, text));
        self.shown = true;
    }

    /// A key was pressed: the line is free again. Tells whether something went.
    pub fn hush(&mut self) -> bool {
        std::mem::take(&mut self.shown)
    }

    /// What stands on the line.
    pub fn current(&self) -> Option<&(Tone, String)> {
        self.said.back().filter(|_| self.shown)
    }

    /// All that is kept, oldest first.
    pub fn all(&self) -> Vec<(Tone, String)> {
        self.said.iter().cloned().collect()
    }
}

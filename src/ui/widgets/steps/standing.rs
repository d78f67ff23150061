//! How the paper that is open stands: whether it waits, and whether its step is still possible.

use crate::ui::base::Tone;
use crate::words::Lang;
use crate::words::fill::safe;

use super::step::allowed;
use super::{Stage, Steps};

impl Steps {
    /// Says so if the order, read again, does not allow the step of the paper any longer.
    pub fn still_possible(&mut self, lang: Lang) {
        if let (Stage::Paper(step, sheet), Some(order)) = (&mut self.stage, &self.subject.order)
            && !allowed(order).contains(step)
        {
            let number = safe(order["order"].as_str().unwrap_or_default());
            let state = order["state"].as_str().unwrap_or_default();
            let state = lang.word(crate::words::papers::STATES, state);
            let told = lang.step_not_now(step.name(lang), &number);
            sheet.say_more(Tone::Warn, format!("{told}, {}", lang.now_state(&state)));
        }
    }

    /// Whether keys have to wait for an answer to the paper.
    pub fn holds_keys(&self) -> bool {
        matches!(&self.stage, Stage::Paper(_, sheet) if sheet.holds_keys())
    }

    /// Whether it is a paper to fill in, and no menu.
    pub const fn is_paper(&self) -> bool {
        matches!(self.stage, Stage::Paper(..))
    }
}

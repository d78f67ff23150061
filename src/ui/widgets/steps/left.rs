//! Papers that were left half filled in: the same paper about the same thing begins with what was typed.

use serde::{Deserialize, Serialize};

use crate::ui::base::{Ctx, Tone};

use super::{Stage, Step, Steps};

/// What was typed in a paper that was left; kept in the office, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Left {
    /// The step by its name here: the paper of a program that calls it otherwise is not found again.
    step: String,
    about: String,
    values: Vec<(String, String)>,
}

impl Left {
    /// Whether it is of this paper.
    pub(super) fn is_of(&self, step: Step, about: &str) -> bool {
        self.step == format!("{step:?}") && self.about == about
    }
}

impl Steps {
    /// What was typed in the open paper; `None` if nothing was.
    pub(super) fn half_typed(&self) -> Option<Left> {
        let Stage::Paper(step, sheet) = &self.stage else {
            return None;
        };
        let values: Vec<_> = sheet
            .values()
            .into_iter()
            .filter(|value| !self.opened.contains(value))
            .collect();
        (!values.is_empty()).then(|| Left {
            step: format!("{step:?}"),
            about: self.subject.about().to_owned(),
            values,
        })
    }

    /// Puts back what was typed in it before.
    pub(super) fn refill(&mut self, left: &Left, ctx: &Ctx<'_>) {
        let Stage::Paper(step, sheet) = &mut self.stage else {
            return;
        };
        let lang = ctx.look.lang;
        for (id, value) in &left.values {
            sheet.set(id, value);
            step.adjust(sheet, id, self.subject.order.as_ref(), lang);
        }
        sheet.say_more(Tone::Plain, lang.steps_left_typed());
    }
}

//! What was typed and chosen on a sheet, taken back a step at a time: each goes back to the field it belongs to.

use crate::ui::base::Tone;
use crate::words::Lang;

use super::super::field::Field;
use super::item::Cell;
use super::state::Step;
use super::{Sheet, SheetAnswer};

impl Sheet {
    /// Changes the field with the focus, and remembers where that was if it made a step.
    pub(super) fn edited(&mut self, change: impl FnOnce(&mut Field)) {
        let at = self.at;
        let Some(Cell::Text(field)) = self.items.get_mut(at).map(|item| &mut item.cell) else {
            return;
        };
        let before = field.made();
        change(field);
        if field.made() != before {
            self.trail.made(Step::Typed(at));
        }
    }

    /// Takes the last step back, or does it again; the cursor goes where it was.
    pub(super) fn step_back(&mut self, back: bool, lang: Lang) -> SheetAnswer {
        while let Some(step) = self.trail.sides(back).0.pop() {
            let (at, undone) = match step {
                Step::Typed(at) => (at, self.typed_back(at, back)),
                Step::Chose(at, was) => (at, self.chosen_back(at, was)),
            };
            if let Some(done) = undone {
                self.trail.sides(back).1.push(done);
                return SheetAnswer::Changed(self.items[at].id.clone());
            }
        }
        let told = if back {
            lang.entry_no_undo()
        } else {
            lang.entry_no_redo()
        };
        self.said = vec![(Tone::Plain, told.to_owned())];
        SheetAnswer::Waiting
    }

    fn typed_back(&mut self, at: usize, back: bool) -> Option<Step> {
        let item = self.items.get_mut(at).filter(|item| !item.hidden)?;
        let Cell::Text(field) = &mut item.cell else {
            return None;
        };
        if !field.step(back) {
            return None;
        }
        field.go_on();
        self.at = at;
        Some(Step::Typed(at))
    }

    fn chosen_back(&mut self, at: usize, was: (usize, bool)) -> Option<Step> {
        let item = self.items.get_mut(at).filter(|item| !item.hidden)?;
        let Cell::Choice(choice) = &mut item.cell else {
            return None;
        };
        let now = (choice.at, choice.settled);
        (choice.at, choice.settled) = was;
        self.at = at;
        Some(Step::Chose(at, now))
    }
}

//! What was thrown away last, until undo brings it back or another order takes its place.

use crate::ui::base::{Ctx, Effect, Tone};

use super::sheet::Sheet;
use super::{Focus, OrderEntry, Thrown};

impl OrderEntry {
    /// Throws away what is on the desk; an order of the office stays as the office has it.
    pub(super) fn discard(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let focus = self.focus;
        let gone = std::mem::take(&mut self.sheet);
        self.lay_down(Sheet::default());
        self.throw(Thrown::Desk(Box::new(gone), focus), ctx, out);
    }

    /// Keeps it within reach of undo, and says so.
    pub(super) fn throw(&mut self, thrown: Thrown, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        self.thrown = Some(thrown);
        self.just_thrown = true;
        let said = ctx.look.lang.entry_discarded().to_owned();
        out.push(Effect::Tell(Tone::Plain, said));
        self.keep(out);
    }

    /// Brings back what was thrown away: at once, or when nothing else is left to take back.
    pub(super) fn take_back_thrown(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        if self.sheet.is_unsaved() && !self.just_thrown {
            return false;
        }
        match self.thrown.take() {
            None => return false,
            Some(Thrown::Parked(place, draft)) => {
                self.shelf.insert(place.min(self.shelf.len()), draft);
            }
            Some(Thrown::Desk(sheet, focus)) => {
                // What undo alone took away since is not lost either.
                self.put_aside(ctx);
                let id = sheet.form.focused();
                self.lay_down(*sheet);
                match focus {
                    Focus::Head if self.sheet.form.typing().is_none() => self.sheet.form.go_to(id),
                    Focus::Head => {}
                    Focus::Lines => self.turn_to_lines(),
                }
                self.know_buyer();
                self.ask_buyer(ctx, out);
                self.ask(ctx, out);
            }
        }
        let said = ctx.look.lang.entry_discard_undone().to_owned();
        out.push(Effect::Tell(Tone::Plain, said));
        self.keep(out);
        true
    }
}

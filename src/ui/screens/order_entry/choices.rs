//! What was chosen in a question, or said in a box.

use crate::ui::base::{Ctx, Effect, Tone};

use super::{Choice, OrderEntry, Purpose, head};

impl OrderEntry {
    pub(super) fn chose(&mut self, choice: Choice, n: usize, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        match choice {
            Choice::Save => match n {
                0 => self.save(false, ctx, out),
                1 => self.save(true, ctx, out),
                _ => {}
            },
            Choice::Field(id) => {
                let code = match head::table(id) {
                    Some(table) => table.get(n).map(|row| row.0),
                    None => head::USUAL_TERMS.get(n).copied(),
                };
                // The terms of now, which stand last, stay as they are.
                if let Some(code) = code {
                    self.sheet.form.set(id, code);
                }
                self.go_on_from(id, ctx);
                self.ask(ctx, out);
                self.keep(out);
            }
            Choice::Address => {
                let buyer = self.facts.buyer(self.sheet.form.value("customer"));
                let address = buyer.and_then(|buyer| buyer.addresses.get(n).cloned());
                self.sheet.form.set("ship_to", &address.unwrap_or_default());
                self.go_on_from("ship_to", ctx);
                self.keep(out);
            }
            Choice::Parked => self.take_parked(n, ctx, out),
            Choice::Discard if n == 0 => self.discard(ctx, out),
            Choice::DiscardParked(parked) => self.discard_parked(parked, n == 0, ctx, out),
            Choice::OutOfReach => self.go_on_out_of_reach(n, ctx, out),
            Choice::Discard => {}
        }
    }

    pub(super) fn said(
        &mut self,
        purpose: &Purpose,
        text: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        match purpose {
            Purpose::Reason { line } => {
                self.sheet.grid.set(*line, "reason", text);
                self.keep(out);
                self.resume(ctx, out);
            }
            Purpose::Answer { check } => self.hand_in(Some((check, text)), ctx, out),
            Purpose::Template => self.keep_template(text, ctx, out),
        }
    }

    pub(super) fn unsaid(&mut self, purpose: &Purpose, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        self.then = None;
        if let (Purpose::Answer { .. }, Some(saved)) = (purpose, &self.sheet.saved) {
            out.push(Effect::Tell(
                Tone::Plain,
                ctx.look.lang.entry_order_kept(&saved.order),
            ));
        }
    }
}

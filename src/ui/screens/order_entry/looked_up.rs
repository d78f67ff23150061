//! What was chosen in the box over the form.

use crate::ui::base::{Ctx, Effect};
use crate::ui::widgets::LookupAnswer;
use crate::ui::widgets::field::Fault;

use super::{Focus, OrderEntry, Over, Target};

impl OrderEntry {
    /// What came of the box of hits, which is open.
    pub(super) fn looked_up(&mut self, answer: LookupAnswer, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        match answer {
            LookupAnswer::Ignored | LookupAnswer::Consumed => {}
            LookupAnswer::Ask(effect) => out.push(effect),
            LookupAnswer::Cancelled => {
                if let Over::Lookup(_, target) = std::mem::take(&mut self.over) {
                    self.not_looked_up(&target, ctx);
                }
            }
            LookupAnswer::Chosen(hit) => {
                let Over::Lookup(_, target) = std::mem::take(&mut self.over) else {
                    return;
                };
                match target {
                    Target::Customer => {
                        self.sheet.form.set("customer", &hit.id);
                        self.set_customer(&hit.id, ctx, out);
                        self.go_on_from("customer", ctx);
                    }
                    Target::Warehouse => {
                        self.sheet.form.set("warehouse", &hit.id);
                        self.go_on_from("warehouse", ctx);
                        self.ask(ctx, out);
                        self.keep(out);
                    }
                    Target::Code { line, quick } => {
                        if !self.sheet.grid.seal() {
                            self.sheet.grid.remember();
                        }
                        let written = self.sheet.grid.value(line, "code").to_owned();
                        self.take_goods(line, &hit.id, &quick, ctx, out);
                        self.remark_unread(&written, &hit.id, ctx, out);
                    }
                    Target::Pattern => self.take_pattern(&hit.id, ctx, out),
                }
                self.resume(ctx, out);
            }
        }
    }

    /// Nothing was chosen: what was typed stays, marked.
    fn not_looked_up(&mut self, target: &Target, ctx: &Ctx<'_>) {
        self.then = None;
        if let Target::Code { line, .. } = target {
            let typed = self.sheet.grid.value(*line, "code");
            if !typed.is_empty() && self.facts.card(typed).is_none() {
                // Enter opens the list again.
                let said = ctx.look.lang.entry_unknown_goods().to_owned();
                self.sheet.grid.blame(*line, "code", Fault::Said(said));
            }
            return;
        }
        let typed = self.sheet.form.value("customer").to_owned();
        let unknown = !typed.is_empty() && self.facts.buyer(&typed).is_none();
        if matches!(target, Target::Customer) && unknown {
            self.focus = Focus::Head;
            let said = ctx.look.lang.entry_no_customer(&typed);
            self.sheet.form.blame("customer", Fault::Said(said));
        }
    }
}

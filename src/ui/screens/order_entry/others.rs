//! What others do with the order on the desk: who types changes of it, who saved it meanwhile. A
//! mark, never a lock (`rules.md §14`).

use crate::ui::base::{Ctx, Effect, Tone};
use crate::words::Lang;

use super::OrderEntry;
use super::facts::About;

impl OrderEntry {
    /// What is said of others above the sums; empty where there is nothing to say.
    pub(super) fn others_told(&self, lang: Lang) -> String {
        let saved = self.sheet.saved.as_ref().filter(|_| self.saving.is_none());
        let told = saved.and_then(|saved| {
            let others = self.facts.others(&saved.order)?;
            Some(others.told(saved.version, lang))
        });
        told.unwrap_or_default()
    }

    /// Asks what others do with the order on the desk.
    pub(super) fn ask_others(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if let Some(saved) = &self.sheet.saved {
            self.facts
                .want(About::Others(saved.order.clone()), ctx, out);
        }
    }

    /// Whoever opens an order that another is typing in hears it at once; later the mark is enough.
    pub(super) fn hear_others(&mut self, order: &str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if self.opened.take_if(|opened| opened == order).is_some() {
            let told = self.others_told(ctx.look.lang);
            if !told.is_empty() {
                out.push(Effect::Tell(Tone::Warn, told));
            }
        }
    }
}

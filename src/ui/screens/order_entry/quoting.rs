//! Asking what the lines come to, and telling it.

use serde_json::{Value, json};

use crate::domain::tax::Amounts;
use crate::ui::base::{Ctx, Effect, Query};
use crate::words::Lang;
use crate::words::entry::MISSED;

use super::quote::Quotes;
use super::{Focus, OrderEntry, lines};

impl OrderEntry {
    /// Asks what the lines come to, if they are others than were asked about. What is being typed
    /// is left alone.
    pub(super) fn ask_quote(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if self.focus == Focus::Lines && self.sheet.grid.typing().is_some() {
            return;
        }
        let (keys, places) = self.quote_keys();
        if places.is_empty() {
            self.quotes = Quotes::default();
            return;
        }
        // The same lines moved by an empty one stand elsewhere.
        if !self.quotes.wants(&format!("{keys} {places:?}")) {
            return;
        }
        if let Ok(query) = Query::parse("quote", keys) {
            let ticket = ctx.ticket();
            self.quotes.asked(ticket, places);
            out.push(Effect::Ask(ticket, query));
        }
    }

    /// Lines with goods and quantity, and where they stand.
    fn quote_keys(&self) -> (Value, Vec<usize>) {
        let terms = self.sheet.terms();
        let sums = lines::sums(&self.sheet.grid);
        let (mut wished, mut places) = (Vec::new(), Vec::new());
        for (n, line) in self.sheet.grid.filled() {
            let code = line.cells[0].value();
            let Some(qty) = line.cells[1].qty().filter(|qty| qty.count() > 0) else {
                continue;
            };
            if self.facts.card(code).is_none() {
                continue;
            }
            let mut row = json!({ "product": code, "qty": qty });
            if !line.cells[5].is_empty() {
                row["gift"] = json!(true);
            } else if let Some(price) = line.cells[2].price() {
                // The price of the rules typed again is none by hand, unless there is a reason.
                let origin = lines::seen(line, &self.facts, terms, &sums).origin;
                if origin == "hand" || !line.cells[3].is_empty() {
                    row["price"] = json!(price);
                }
            }
            wished.push(row);
            places.push(n);
        }
        let mut keys = json!({ "channel": terms.channel, "lines": wished });
        if self.facts.buyer(terms.customer).is_some() {
            keys["customer"] = json!(terms.customer);
        }
        if let Some(saved) = &self.sheet.saved {
            keys["order"] = json!(saved.order);
        }
        (keys, places)
    }

    /// What a line comes to after promotions; not while it is being typed.
    pub(super) fn quoted(&self, line: usize) -> Option<Amounts> {
        let grid = &self.sheet.grid;
        let typing = self.focus == Focus::Lines && grid.typing().is_some() && grid.at().0 == line;
        self.quotes.have()?.amounts(line).filter(|_| !typing)
    }

    /// The promotions in words: name and saving, or why not; then the free goods.
    pub(super) fn promotions_told(&self, lang: Lang) -> Vec<(String, String)> {
        let Some(quote) = self.quotes.have() else {
            return Vec::new();
        };
        let reached = quote.promotions.iter().map(|reached| {
            let told = match () {
                () if !reached.why.is_empty() => lang.word(MISSED, &reached.why),
                () if reached.in_goods => lang.entry_worth(&reached.saving),
                () => format!("-{}", reached.saving),
            };
            (reached.name.clone(), told)
        });
        let free = quote.free.iter();
        reached
            .chain(free.map(|goods| (lang.entry_free_goods(goods), String::new())))
            .collect()
    }
}

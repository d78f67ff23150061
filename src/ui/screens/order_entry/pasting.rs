//! A pasted message: its lines go in at once, their products are found behind them.

use crate::domain::address::Address;
use crate::ui::base::{Ctx, Effect, Reply, Ticket, Tone};
use crate::ui::widgets::Kind;

use super::paste;
use super::{OrderEntry, lines, sources};

impl OrderEntry {
    /// Puts the lines of a message behind those that are there.
    pub(super) fn paste(&mut self, message: &str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let items = paste::items(message);
        self.note_down(message);
        let mut rows = lines::cells(&self.sheet.grid);
        for item in &items {
            let mut qty = item.qty.clone();
            if !item.pack.is_empty() && !qty.is_empty() {
                qty = format!("{qty}*{}", item.pack);
            }
            let number = |typed: &str, kind| lines::number(typed, kind).unwrap_or_default();
            let mut cells = vec![String::new(); lines::COLUMNS.len()];
            cells[0].clone_from(&item.goods);
            cells[1] = number(&qty, Kind::Qty);
            cells[2] = number(&item.price, Kind::Price);
            rows.push(cells);
        }
        lines::load(&mut self.sheet.grid, rows);
        for item in &items {
            if self.facts.card(&item.goods).is_some() {
                continue;
            }
            if let Some(word) = paste::words(&item.goods).first() {
                let ticket = ctx.ticket();
                out.push(Effect::Ask(ticket, sources::pasted_query(word)));
                self.matching.insert(ticket, item.clone());
            }
        }
        out.push(Effect::Tell(
            Tone::Plain,
            ctx.look.lang.entry_pasted(items.len()),
        ));
        self.ask(ctx, out);
        self.keep(out);
    }

    /// The order keeps what the customer wrote.
    fn note_down(&mut self, message: &str) {
        let note = message.trim();
        if !note.is_empty() {
            let gap = if self.sheet.note.is_empty() { "" } else { "; " };
            let rest = crate::domain::text::LONGEST.saturating_sub(self.sheet.note.chars().count());
            let note: String = format!("{gap}{note}").chars().take(rest).collect();
            self.sheet.note.push_str(&note);
        }
    }

    /// A pasted block of name, telephone and address becomes one line, and says how it was
    /// understood; tells whether it was one.
    pub(super) fn paste_address(
        &mut self,
        pasted: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) -> bool {
        let Some(address) = Address::parse(pasted) else {
            return false;
        };
        self.note_down(pasted);
        self.sheet.form.set("ship_to", &address.line());
        self.sheet.form.go_to("ship_to");
        let place = [&address.province, &address.city, &address.district];
        let place: Vec<&str> = place.into_iter().map(String::as_str).collect();
        let said = ctx.look.lang.entry_address(
            &address.name,
            &address.phone,
            &place.join("/"),
            &address.detail,
        );
        out.push(Effect::Tell(Tone::Plain, said));
        self.keep(out);
        true
    }

    /// The products a pasted line may mean: the only one that holds all its words is taken.
    pub(super) fn matched(
        &mut self,
        ticket: Ticket,
        reply: &Reply,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some(item) = self.matching.remove(&ticket) else {
            return;
        };
        let rows = sources::rows(reply, "product");
        let exact = rows
            .iter()
            .find(|row| row["rank"] == 0 && row["code"] == item.goods.as_str());
        let fitting = paste::narrowed(&rows, &item.goods);
        let barcode = rows
            .first()
            .filter(|row| rows.len() == 1 && row["rank"] == 0);
        let only = fitting.first().filter(|_| fitting.len() == 1);
        let Some(row) = exact.or(only).or(barcode) else {
            let count = if fitting.is_empty() {
                rows.len()
            } else {
                fitting.len()
            };
            self.several.insert(item.goods.clone(), count);
            self.facts.mark_unknown(&item.goods);
            return;
        };
        self.facts.keep_hit(row);
        let code = super::facts::text(row, "code");
        let grid = &mut self.sheet.grid;
        let places: Vec<usize> = grid
            .filled()
            .filter(|(_, line)| line.cells[0].value() == item.goods)
            .map(|(n, _)| n)
            .collect();
        for line in places {
            grid.set(line, "code", &code);
        }
        if !item.unit.is_empty() && item.pack.is_empty() {
            self.packs.push((code.clone(), item.unit, item.qty));
            self.unpack(&code);
        }
        self.ask(ctx, out);
        self.keep(out);
    }

    /// Quantities that were written in packs become units of count, once the card says how many
    /// are in one. A word that the card does not know leaves the quantity as it was written.
    pub(super) fn unpack(&mut self, code: &str) {
        let Some(card) = self
            .facts
            .card(code)
            .filter(|card| card.tax_rate.is_some())
            .cloned()
        else {
            return;
        };
        let packs = std::mem::take(&mut self.packs);
        for (goods, unit, qty) in packs {
            if goods != code {
                self.packs.push((goods, unit, qty));
                continue;
            }
            let pieces = match unit.as_str() {
                unit if unit == card.unit.to_lowercase() => None,
                "打" | "dozen" | "doz" => Some("12".to_owned()),
                "箱" | "件" | "包" | "盒" | "手" | "box" | "case" | "ctn" => {
                    card.pack.map(|pack| pack.to_string())
                }
                _ => None,
            };
            let Some(pieces) = pieces else { continue };
            let before = lines::number(&qty, Kind::Qty).unwrap_or_default();
            let after = lines::number(&format!("{qty}*{pieces}"), Kind::Qty).unwrap_or_default();
            let grid = &mut self.sheet.grid;
            let place = grid
                .filled()
                .map(|(n, _)| n)
                .find(|n| grid.value(*n, "code") == code && grid.value(*n, "qty") == before);
            if let Some(line) = place {
                grid.set(line, "qty", &after);
            }
        }
    }
}

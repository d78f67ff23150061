//! Orders put aside and picked up, copied and loaded.

use serde_json::{Value, json};

use crate::ui::base::{Action, Ctx, Effect, Input, Query, Reply, Tone};
use crate::ui::widgets::Dialog;
use crate::words::papers::STATES;

use super::facts::text;
use super::sheet::{self, Sheet};
use super::{Choice, OrderEntry, Over, Waiting, lines};

impl OrderEntry {
    /// Takes a key or a paste, and sees to it that undo alone never costs what was parked.
    pub(super) fn typed(&mut self, input: &Input, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        let taken = self.typed_or_undone(input, ctx, out);
        if taken {
            self.ask_quote(ctx, out);
        }
        taken
    }

    fn typed_or_undone(&mut self, input: &Input, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        if !matches!(input.action(), Some(Action::Undo | Action::Redo)) {
            let before = self.undone.is_some().then(|| self.sheet.draft());
            let taken = self.key(input, ctx, out);
            if before.is_some_and(|before| before != self.sheet.draft()) {
                self.undone = None;
                self.keep(out);
            }
            return taken;
        }
        let before = Some(self.sheet.draft()).filter(|_| self.sheet.is_unsaved());
        let had_lines = !lines::cells(&self.sheet.grid).is_empty();
        let taken = self.key(input, ctx, out);
        let has_lines = !lines::cells(&self.sheet.grid).is_empty();
        let emptied = self.sheet.saved.is_none() && !self.sheet.is_unsaved();
        if had_lines && !has_lines || emptied {
            self.undone = self.undone.take().or(before);
        } else if has_lines {
            self.undone = None;
        }
        self.keep(out);
        taken
    }

    /// Begins a new order; the one on the desk is put aside.
    pub(super) fn new_order(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        self.put_aside();
        self.lay_down(Sheet::default());
        if !self.shelf.is_empty() {
            let said = ctx.look.lang.entry_set_aside(self.shelf.len());
            out.push(Effect::Tell(Tone::Plain, said));
        }
        self.keep(out);
    }

    fn put_aside(&mut self) {
        let current = self.sheet.is_unsaved().then(|| self.sheet.kept());
        self.shelf.extend(self.undone.take().or(current));
    }

    /// Picks up the only parked order, or asks which one.
    pub(super) fn pick_up(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        match self.shelf.len() {
            0 => out.push(Effect::Tell(Tone::Plain, lang.entry_no_parked().to_owned())),
            1 => self.take_parked(0, ctx, out),
            _ => {
                let row = |draft: &Value| {
                    let name = [text(draft, "name"), text(&draft["head"], "customer")]
                        .into_iter()
                        .find(|name| !name.is_empty());
                    let name = name.unwrap_or_else(|| lang.entry_no_name().to_owned());
                    let count = draft["lines"].as_array().map_or(0, Vec::len);
                    let number = text(&draft["saved"], "order");
                    format!("{} {number}", lang.entry_parked_row(&name, count))
                        .trim()
                        .to_owned()
                };
                // The newest first: it is the one most often wanted back.
                let rows = self.shelf.iter().rev().map(row).collect();
                let dialog = Dialog::new(lang.entry_pick_up(), rows, 0);
                self.over = Over::Choice(dialog, Choice::Parked);
            }
        }
    }

    /// Puts a parked order on the desk, the newest being 0; the one there takes its place.
    pub(super) fn take_parked(&mut self, n: usize, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let Some(place) = self.shelf.len().checked_sub(n + 1) else {
            return;
        };
        let draft = self.shelf.remove(place);
        self.put_aside();
        self.lay_down(Sheet::from_draft(&draft));
        self.turn_to_typing();
        self.know_buyer();
        self.ask_buyer(ctx, out);
        self.ask(ctx, out);
        out.push(Effect::Tell(
            Tone::Plain,
            ctx.look.lang.entry_picked_up().to_owned(),
        ));
        self.keep(out);
    }

    /// Asks for the customer's last orders.
    pub(super) fn copy_last(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let customer = self.sheet.form.value("customer").trim().to_owned();
        if self.facts.buyer(&customer).is_none() {
            let said = ctx.look.lang.entry_customer_first().to_owned();
            out.push(Effect::Tell(Tone::Warn, said));
            return;
        }
        // A few more than one: the last may be this very order, or void.
        let keys = json!({ "customer": customer, "limit": 5 });
        if let Ok(query) = Query::parse("orders", keys) {
            let ticket = ctx.ticket();
            out.push(Effect::Ask(ticket, query));
            self.waiting = Some((ticket, Waiting::LastOrders));
        }
    }

    /// Chooses the order to copy.
    pub(super) fn last_orders(&mut self, reply: &Reply, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let own = self.sheet.saved.as_ref().map(|saved| saved.order.as_str());
        let rows = reply
            .as_ref()
            .ok()
            .and_then(|value| value["rows"].as_array());
        let fit = |row: &&Value| row["state"] != "void" && row["order"].as_str() != own;
        let order = rows
            .into_iter()
            .flatten()
            .find(fit)
            .map(|row| text(row, "order"));
        match order {
            None => {
                let said = ctx.look.lang.entry_no_last().to_owned();
                out.push(Effect::Tell(Tone::Warn, said));
            }
            Some(order) => self.ask_order(&order, Waiting::LastOrder(order.clone()), ctx, out),
        }
    }

    fn ask_order(&mut self, order: &str, then: Waiting, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if let Ok(query) = Query::parse("order", json!({ "order": order })) {
            let ticket = ctx.ticket();
            out.push(Effect::Ask(ticket, query));
            self.waiting = Some((ticket, then));
        }
    }

    /// Puts the lines of an order behind those that are there.
    pub(super) fn copy_lines(
        &mut self,
        from: &str,
        order: &Value,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let copied = order["lines"].as_array().into_iter().flatten();
        let copied: Vec<_> = copied
            .filter(|row| !sheet::is_made(row))
            .map(|row| sheet::line_of(row, "", false))
            .collect();
        let count = copied.len();
        let mut rows = lines::cells(&self.sheet.grid);
        rows.extend(copied);
        lines::load(&mut self.sheet.grid, rows);
        self.turn_to_lines();
        let said = ctx.look.lang.entry_copied(from, count);
        out.push(Effect::Tell(Tone::Good, said));
        self.ask(ctx, out);
        self.keep(out);
    }

    /// Asks for an order of the office, to be changed here.
    pub(super) fn load(&mut self, order: String, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        self.ask_order(&order, Waiting::Load, ctx, out);
    }

    /// Puts an order of the office on the desk, if it may still be changed.
    pub(super) fn loaded(&mut self, order: &Value, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        let number = text(order, "order");
        let state = text(order, "state");
        let word = lang.word(STATES, &state);
        if !matches!(state.as_str(), "draft" | "incomplete" | "returned") {
            out.push(Effect::Tell(
                Tone::Warn,
                lang.entry_not_editable(&number, &word),
            ));
            return;
        }
        self.lay_down(Sheet::from_order(order));
        self.know_buyer();
        self.ask_buyer(ctx, out);
        self.ask(ctx, out);
        out.push(Effect::Tell(Tone::Plain, lang.entry_loaded(&number, &word)));
        self.turn_to_lines();
        self.go_to_gap();
    }
}

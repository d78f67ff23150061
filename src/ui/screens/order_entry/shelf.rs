//! Orders put aside and picked up, copied and loaded.

use serde_json::{Value, json};

use crate::domain::Moment;
use crate::ui::base::{Action, Ctx, Effect, Input, Query, Reply, ScreenKind, Tone};
use crate::ui::widgets::Dialog;
use crate::ui::widgets::order_card::read::is_editable;
use crate::words::papers::STATES;

use super::facts::text;
use super::sheet::{self, Sheet};
use super::{Choice, OrderEntry, Over, Thrown, Waiting, lines};

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
            self.before_undo = None;
            self.just_thrown = false;
            let before = self.undone.is_some().then(|| self.sheet.draft());
            let taken = self.key(input, ctx, out);
            if before.is_some_and(|before| before != self.sheet.draft()) {
                self.undone = None;
                self.keep(out);
            }
            return taken;
        }
        let now = self.sheet.is_unsaved().then(|| self.sheet.draft());
        let before = self.before_undo.take().or(now);
        self.before_undo.clone_from(&before);
        let had_lines = !lines::cells(&self.sheet.grid).is_empty();
        let taken = self.key(input, ctx, out);
        let has_lines = !lines::cells(&self.sheet.grid).is_empty();
        let emptied = self.sheet.saved.is_none() && !self.sheet.is_unsaved();
        if had_lines && !has_lines || emptied {
            self.undone = before;
        } else if has_lines {
            self.undone = None;
        }
        self.keep(out);
        taken
    }

    /// Begins a new order; the one on the desk is put aside.
    pub(super) fn new_order(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let before = self.shelf.len();
        // On an empty desk nothing new has begun: what was thrown away stays within reach.
        let thrown = self.thrown.take().filter(|_| !self.sheet.is_unsaved());
        self.put_aside(ctx);
        self.lay_down(Sheet::default());
        self.thrown = thrown;
        if self.shelf.len() > before {
            let said = ctx.look.lang.entry_set_aside(self.shelf.len());
            out.push(Effect::Tell(Tone::Plain, said));
        }
        self.keep(out);
    }

    /// Puts what is on the desk aside, with the hour and what it comes to.
    pub(super) fn put_aside(&mut self, ctx: &Ctx<'_>) {
        let current = self.sheet.is_unsaved().then(|| {
            let mut kept = self.kept();
            kept["aside"] = json!({ "at": ctx.now, "amount": self.estimate().amounts.gross });
            kept
        });
        self.shelf.extend(self.undone.take().or(current));
    }

    /// Picks up the only parked order, or asks which one.
    pub(super) fn pick_up(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        match self.shelf.len() {
            0 => out.push(Effect::Tell(Tone::Plain, lang.entry_no_parked().to_owned())),
            1 => self.take_parked(0, ctx, out),
            _ => self.list_parked(ctx),
        }
    }

    /// Asks which parked order, the newest first: it is the one most often wanted back.
    pub(super) fn list_parked(&mut self, ctx: &Ctx<'_>) {
        let lang = ctx.look.lang;
        let rows = self.shelf.iter().rev();
        let rows = rows.map(|draft| parked_row(draft, ctx)).collect();
        let keys = ctx.keymap.keys(ScreenKind::OrderEntry, Action::Discard);
        let key = keys.first().map(ToString::to_string).unwrap_or_default();
        let title = lang.entry_pick_up(&key);
        self.over = Over::Choice(Dialog::new(title, rows, 0), Choice::Parked);
    }

    /// Asks whether what is on the desk is to go.
    pub(super) fn ask_discard(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        if !self.sheet.is_unsaved() {
            let said = lang.entry_nothing_to_discard().to_owned();
            out.push(Effect::Tell(Tone::Plain, said));
            return;
        }
        let about = parked_row(&self.sheet.draft(), ctx);
        let question = match &self.sheet.saved {
            Some(saved) => lang.entry_discard_changes(&saved.order),
            None => lang.entry_discard(&about),
        };
        self.over = Over::Choice(Dialog::yes_no(question, ctx.look), Choice::Discard);
    }

    /// Asks whether a parked order is to go, the newest being 0.
    pub(super) fn ask_discard_parked(&mut self, n: usize, ctx: &Ctx<'_>) {
        if let Some(draft) = self.shelf.iter().rev().nth(n) {
            let question = ctx.look.lang.entry_discard(&parked_row(draft, ctx));
            let dialog = Dialog::yes_no(question, ctx.look);
            self.over = Over::Choice(dialog, Choice::DiscardParked(n));
        }
    }

    /// Throws a parked order away if that is meant, and goes back to those that are left.
    pub(super) fn discard_parked(
        &mut self,
        n: usize,
        meant: bool,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        if meant && let Some(place) = self.shelf.len().checked_sub(n + 1) {
            let draft = self.shelf.remove(place);
            self.throw(Thrown::Parked(place, draft), ctx, out);
        }
        if !self.shelf.is_empty() {
            self.list_parked(ctx);
        }
    }

    /// Puts a parked order on the desk, the newest being 0; the one there takes its place.
    pub(super) fn take_parked(&mut self, n: usize, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let Some(place) = self.shelf.len().checked_sub(n + 1) else {
            return;
        };
        let draft = self.shelf.remove(place);
        self.put_aside(ctx);
        self.lay_down(Sheet::from_draft(&draft));
        self.opened = self.sheet.saved.as_ref().map(|saved| saved.order.clone());
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
        if !is_editable(&state) {
            out.push(Effect::Tell(
                Tone::Warn,
                lang.entry_not_editable(&number, &word),
            ));
            return;
        }
        self.lay_down(Sheet::from_order(order));
        self.opened = Some(number.clone());
        self.know_buyer();
        self.ask_buyer(ctx, out);
        self.ask(ctx, out);
        out.push(Effect::Tell(Tone::Plain, lang.entry_loaded(&number, &word)));
        self.turn_to_lines();
        self.go_to_gap();
    }
}

/// A parked order in a row: whose it is, what is in it, since when it waits.
fn parked_row(draft: &Value, ctx: &Ctx<'_>) -> String {
    let lang = ctx.look.lang;
    let name = [text(draft, "name"), text(&draft["head"], "customer")]
        .into_iter()
        .find(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| lang.entry_no_name().to_owned());
    let count = draft["lines"].as_array().map_or(0, Vec::len);
    let aside = &draft["aside"];
    let at = text(aside, "at").parse::<Moment>().ok();
    let at = at.map(|at| {
        let today = at.day() == ctx.today();
        let form = if today { "%H:%M" } else { "%m-%d" };
        at.time().format(form).to_string()
    });
    let parts = [
        lang.entry_parked_row(&name, count),
        text(aside, "amount"),
        at.unwrap_or_default(),
        text(&draft["saved"], "order"),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("  ")
}

//! Values of the head that the office knows: the customer, the warehouse, addresses of before.

use crate::ui::base::{Ctx, Effect, Reply, Tone};
use crate::ui::widgets::Dialog;
use crate::ui::widgets::codes::Codes;
use crate::ui::widgets::field::Fault;

use super::update::bad;
use super::{Choice, Focus, OrderEntry, Over, Target, Waiting, head, sources};

impl OrderEntry {
    pub(super) fn find_customer(&mut self, typed: String, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if typed.is_empty() {
            self.sheet.name.clear();
        } else if self.facts.buyer(&typed).is_some() {
            self.set_customer(&typed, ctx, out);
        } else {
            let ticket = ctx.ticket();
            out.push(Effect::Ask(ticket, Codes::Customer.query(&typed)));
            self.waiting = Some((ticket, Waiting::Customer(typed)));
        }
    }

    pub(super) fn find_warehouse(&mut self, typed: String, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let ticket = ctx.ticket();
        out.push(Effect::Ask(ticket, sources::warehouses_query()));
        self.waiting = Some((ticket, Waiting::Warehouse(typed)));
    }

    /// The warehouse that was typed: taken if it is the only one meant, else chosen or typed anew.
    pub(super) fn warehouse_found(
        &mut self,
        typed: String,
        reply: &Reply,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        match sources::warehouses_meant(reply, &typed).as_slice() {
            [] => {
                self.then = None;
                self.focus = Focus::Head;
                let said = ctx.look.lang.entry_no_warehouse(&typed);
                self.sheet
                    .form
                    .blame("warehouse", Fault::Said(said.clone()));
                out.push(bad(said));
            }
            [code] => {
                self.sheet.form.spell("warehouse", code);
                self.ask(ctx, out);
                self.keep(out);
                self.resume(ctx, out);
            }
            _ => {
                let source = Box::new(sources::Warehouses { typed });
                self.look_up(source, "", Target::Warehouse, ctx, out);
            }
        }
    }

    pub(super) fn head_lookup(&mut self, id: &'static str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let typed = self.sheet.form.value(id).to_owned();
        if let Some(table) = head::table(id) {
            let lang = ctx.look.lang;
            let words = table
                .iter()
                .map(|(_, zh, en)| lang.pick(zh, en).to_owned())
                .collect();
            let at = table
                .iter()
                .position(|(code, _, _)| *code == typed)
                .unwrap_or(0);
            self.over = Over::Choice(
                Dialog::new(self.sheet.form.label(id, ctx.look.lang), words, at),
                Choice::Field(id),
            );
            return;
        }
        match id {
            "customer" => self.look_up(
                Box::new(sources::Customers),
                &typed,
                Target::Customer,
                ctx,
                out,
            ),
            "warehouse" => {
                let source = Box::new(sources::Warehouses { typed });
                self.look_up(source, "", Target::Warehouse, ctx, out);
            }
            "terms" => {
                let buyer = self.facts.buyer(self.sheet.form.value("customer"));
                let usual = buyer.map_or("", |buyer| buyer.terms.as_str());
                let now = if typed.is_empty() { usual } else { &typed };
                let words = head::terms_rows(now, ctx.look.lang);
                let at = head::USUAL_TERMS.iter().position(|code| *code == now);
                let dialog = Dialog::new(
                    self.sheet.form.label(id, ctx.look.lang),
                    words,
                    at.unwrap_or(usize::MAX),
                );
                self.over = Over::Choice(dialog, Choice::Field(id));
            }
            "ship_to" => self.choose_address(ctx, out),
            _ => {
                let lang = ctx.look.lang;
                let said = lang.entry_no_list(self.sheet.form.label(id, lang));
                out.push(Effect::Tell(Tone::Plain, said));
            }
        }
    }

    /// Where goods went for this customer before: the address of the card first.
    fn choose_address(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        let buyer = self.facts.buyer(self.sheet.form.value("customer"));
        let all = buyer
            .map(|buyer| buyer.addresses.clone())
            .unwrap_or_default();
        if all.is_empty() {
            let said = lang.entry_no_address().to_owned();
            out.push(Effect::Tell(Tone::Plain, said));
        } else {
            let dialog = Dialog::new(lang.entry_ship_to(), all, 0);
            self.over = Over::Choice(dialog, Choice::Address);
        }
    }
}

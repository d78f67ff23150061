//! Answers of the office.

use crate::ui::base::{Ctx, Effect, Input, Reply, Ticket, Tone};
use crate::ui::widgets::LookupAnswer;
use crate::ui::widgets::field::Fault;

use super::facts::{About, text};
use super::update::bad;
use super::{Focus, OrderEntry, Over, Target, Waiting, sources};

impl OrderEntry {
    /// Takes an answer; tells whether it was asked here. An answer nobody waits for is left.
    pub(super) fn reply(
        &mut self,
        ticket: Ticket,
        reply: &Reply,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) -> bool {
        if self
            .saving
            .as_ref()
            .is_some_and(|saving| saving.ticket == ticket)
        {
            self.saved(reply, ctx, out);
            return true;
        }
        if self.matching.contains_key(&ticket) {
            self.matched(ticket, reply, ctx, out);
            return true;
        }
        if self.quotes.take(ticket, reply) {
            return true;
        }
        if let Some(about) = self.facts.take(ticket, reply, ctx.today()) {
            self.learnt(&about, ctx, out);
            return true;
        }
        if self
            .waiting
            .as_ref()
            .is_some_and(|(waited, _)| *waited == ticket)
        {
            if let Some((_, waiting)) = self.waiting.take() {
                self.answered(waiting, reply, ctx, out);
            }
            return true;
        }
        let Over::Lookup(lookup, _) = &mut self.over else {
            return false;
        };
        match lookup.take(&Input::Reply(ticket, reply.clone()), ctx) {
            LookupAnswer::Ignored => false,
            answer => {
                self.looked_up(answer, ctx, out);
                true
            }
        }
    }

    /// A fact came in.
    fn learnt(&mut self, about: &About, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        match about {
            About::Card(code) => {
                if self.count_units(code) {
                    self.keep(out);
                }
                self.check_lines_of(code, ctx, out);
                if self.pasted.is_some() {
                    self.all_matched(ctx, out); // one line's fault is not all that is to be told
                }
                self.ask(ctx, out);
            }
            About::Buyer(code) => {
                let Some(buyer) = self.facts.buyer(code) else {
                    return;
                };
                if self.sheet.form.value("customer") == code.as_str() {
                    self.sheet.name.clone_from(&buyer.name);
                    if buyer.blocked {
                        let said = ctx.look.lang.entry_customer_blocked(&buyer.name);
                        out.push(Effect::Tell(Tone::Warn, said));
                    }
                }
                self.ask(ctx, out);
            }
            About::Others(order) => self.hear_others(order, ctx, out),
            _ => {}
        }
    }

    /// The answer the keys have been waiting for.
    fn answered(&mut self, waiting: Waiting, reply: &Reply, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if let Err(refusal) = reply {
            self.then = None;
            let told = ctx.look.lang.refusal(refusal);
            self.advice = told.way_out;
            out.push(bad(told.text));
            return;
        }
        match waiting {
            Waiting::Customer(typed) => self.customers_found(&typed, reply, ctx, out),
            Waiting::Warehouse(typed) => self.warehouse_found(typed, reply, ctx, out),
            Waiting::Code { line, quick } => self.goods_found(line, quick, reply, ctx, out),
            Waiting::Style(style) => self.sizes_found(&style, reply, ctx, out),
            Waiting::Theirs(who) => {
                if let Ok(order) = reply {
                    self.theirs_found(order, &who, ctx, out);
                }
            }
            Waiting::LastOrders => self.last_orders(reply, ctx, out),
            Waiting::LastOrder(order) => {
                if let Ok(value) = reply {
                    self.copy_lines(&order, value, ctx, out);
                }
            }
            Waiting::Template => Self::template_kept(reply, ctx, out),
            Waiting::Load => {
                if let Ok(value) = reply {
                    self.loaded(value, ctx, out);
                }
            }
        }
    }

    fn customers_found(
        &mut self,
        typed: &str,
        reply: &Reply,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let rows = sources::rows(reply, "customer");
        if let Some(row) = sources::meant(&rows) {
            self.facts.keep_buyer(row);
            self.set_customer(&text(row, "code"), ctx, out);
            self.resume(ctx, out);
        } else if rows.is_empty() {
            self.then = None;
            self.focus = Focus::Head;
            let said = ctx.look.lang.entry_no_customer(typed);
            self.sheet.name.clear();
            self.sheet.form.blame("customer", Fault::Said(said.clone()));
            out.push(bad(said));
        } else {
            self.look_up(
                Box::new(sources::Customers),
                typed,
                Target::Customer,
                ctx,
                out,
            );
        }
    }
}

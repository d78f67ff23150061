//! A code was typed: the product is found, the line filled in.

use serde_json::Value;

use crate::ui::base::{Action, Ctx, Effect, Input, Reply, Tone};
use crate::ui::widgets::field::Fault;
use crate::ui::widgets::grid::GridLine;
use crate::ui::widgets::line_text::Quick;
use crate::ui::widgets::{Kind, Source as _};

use super::pasting::counted;
use super::update::bad;
use super::{OrderEntry, Target, Waiting, lines, quick, sources};

/// What a scanner sends: EAN-8 to GTIN-14.
fn is_barcode(text: &str) -> bool {
    (8..=14).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

impl OrderEntry {
    /// Finds the product for what was typed: `1001*20/12.5`, initials, a barcode.
    pub(super) fn find_goods(
        &mut self,
        line: usize,
        typed: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let quick = quick::read(typed);
        if self.facts.card(&quick.code).is_some() {
            let code = quick.code.clone();
            self.take_goods(line, &code, &quick, ctx, out);
        } else if !quick.code.is_empty() && self.kept == quick.code {
            self.facts.mark_unknown(&quick.code);
            let code = std::mem::take(&mut self.kept);
            self.take_goods(line, &code, &quick, ctx, out);
        } else {
            let ticket = ctx.ticket();
            out.push(Effect::Ask(ticket, self.goods_source().query(&quick.code)));
            self.waiting = Some((ticket, Waiting::Code { line, quick }));
        }
    }

    /// Where goods come from: what this customer bought lately stands first.
    pub(super) fn goods_source(&self) -> sources::Products {
        let customer = self.sheet.form.value("customer").trim();
        let known = self.facts.buyer(customer).map(|_| customer.to_owned());
        sources::Products { customer: known }
    }

    /// The office knows these products for what was typed.
    pub(super) fn goods_found(
        &mut self,
        line: usize,
        quick: Quick,
        reply: &Reply,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let rows: Vec<Value> = sources::rows(reply, "product");
        let style = rows.first().map(|row| super::facts::text(row, "style"));
        let by_style = style.filter(|style| {
            rows.len() > 1 && style.eq_ignore_ascii_case(&quick.code) && rows[0]["rank"] != 0
        });
        if let Some(style) = by_style {
            self.ask_sizes(Some(line), &style, ctx, out);
            if let Some(qty) = &quick.qty {
                // Of which size nobody knows.
                let said = ctx.look.lang.entry_sizes_beside(qty);
                out.push(Effect::Tell(Tone::Warn, said));
            }
        } else if let Some(row) = sources::meant(&rows) {
            self.facts.keep_hit(row);
            let code = super::facts::text(row, "code");
            self.take_goods(line, &code, &quick, ctx, out);
            self.resume(ctx, out);
        } else if rows.is_empty() {
            self.then = None;
            let said = ctx.look.lang.entry_no_goods(&quick.code);
            self.sheet
                .grid
                .blame(line, "code", Fault::Said(said.clone()));
            self.sheet.grid.forget_before();
            self.kept = quick.code;
            out.push(bad(said));
        } else {
            let typed = quick.code.clone();
            let target = Target::Code { line, quick };
            self.look_up(Box::new(self.goods_source()), &typed, target, ctx, out);
        }
    }

    /// Fills the line in and goes on.
    pub(super) fn take_goods(
        &mut self,
        line: usize,
        code: &str,
        quick: &Quick,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let lang = ctx.look.lang;
        self.adding = None;
        if let Some(other) = self.same_goods(line, code, quick) {
            match &quick.qty {
                Some(more) => return self.add_to(other, line, more, ctx, out),
                // A scanner sends no quantity: each time it is one more.
                None if quick.code != code && is_barcode(&quick.code) => {
                    return self.add_to(other, line, "1", ctx, out);
                }
                None => {
                    self.adding = Some(line);
                    let said = lang.entry_adding(code, other + 1);
                    out.push(Effect::Tell(Tone::Plain, said));
                }
            }
        }
        // Other goods have another price: one by hand was for those that stood here before.
        let other = self.sheet.grid.before_last(line, "code");
        if other.is_some_and(|before| !before.is_empty() && before != code) {
            self.sheet.grid.set(line, "price", "");
            self.sheet.grid.set(line, "reason", "");
        }
        self.sheet.grid.set(line, "code", code);
        let typed = [
            ("qty", &quick.qty, Kind::Qty),
            ("price", &quick.price, Kind::Price),
        ];
        let mut wrong = None;
        for (id, typed, kind) in typed {
            let Some(typed) = typed else { continue };
            let card = self.facts.card(code);
            let number = card.and_then(|card| counted(id, typed, card));
            let typed = number.as_ref().unwrap_or(typed);
            if let Some(number) = lines::number(typed, kind) {
                self.sheet.grid.set(line, id, &number);
            } else {
                self.sheet.grid.set(line, id, typed);
                wrong = Some(id);
            }
        }
        if let Some(id) = wrong {
            let seen = self.sheet.grid.lines().get(line);
            let fault = seen.and_then(|seen| lines::fault(seen, self.facts.card(code), lang));
            let said = fault.map_or_else(|| lang.bad_number().to_owned(), |(_, said)| said);
            self.sheet.grid.blame(line, id, Fault::Said(said.clone()));
            out.push(bad(said));
            self.keep(out);
            return;
        }
        self.sheet.grid.go_on(line);
        self.line_changed(line, ctx, out);
    }

    /// A scanner's next article lands in the quantity of the one before: that is one, and this the next.
    pub(super) fn scanned(&mut self, input: &Input, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        let end = matches!(input, Input::Press(press) if press.burst && press.action == Some(Action::Accept));
        let grid = &mut self.sheet.grid;
        if !end || grid.column() != "qty" {
            return false;
        }
        let (line, _) = grid.at();
        let code = grid.value(line, "qty").to_owned();
        let first = grid.before_last(line, "qty").is_none_or(str::is_empty);
        if !first || !is_barcode(&code) {
            return false;
        }
        grid.set(line, "qty", "1");
        if !self.add_given(line, ctx, out) {
            self.sheet.grid.go_on(line);
            self.line_changed(line, ctx, out);
        }
        let (next, _) = self.sheet.grid.at();
        self.find_goods(next, &code, ctx, out);
        true
    }

    /// The same goods again: more of them in the line that has them, and this one is free.
    fn add_to(
        &mut self,
        other: usize,
        line: usize,
        more: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let grid = &mut self.sheet.grid;
        let code = grid.value(other, "code").to_owned();
        let sum = format!("{}+{more}", grid.value(other, "qty"));
        let sum = lines::number(sum.trim_start_matches('+'), Kind::Qty).unwrap_or_default();
        grid.set(other, "qty", &sum);
        grid.set(line, "code", "");
        grid.set(line, "qty", "");
        grid.go(line, 0);
        let said = ctx.look.lang.entry_added(&code, other + 1, &sum);
        out.push(Effect::Tell(Tone::Good, said));
        self.line_changed(other, ctx, out);
    }

    /// A quantity was given to goods that another line has: it goes there.
    pub(super) fn add_given(&mut self, line: usize, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        if self.adding != Some(line) {
            return false;
        }
        let grid = &self.sheet.grid;
        let given = grid.value(line, "qty").to_owned();
        let sound = grid.lines().get(line).and_then(|line| line.cells[1].qty());
        if sound.is_none() || given.starts_with('-') {
            return false;
        }
        self.adding = None;
        let code = grid.value(line, "code").to_owned();
        let alone = Quick::default();
        self.sheet.grid.set(line, "qty", "");
        let Some(other) = self.same_goods(line, &code, &alone) else {
            self.sheet.grid.set(line, "qty", &given);
            return false;
        };
        self.add_to(other, line, &given, ctx, out);
        true
    }

    /// The line that has these goods already: the same code again adds to it, as scanners do. A
    /// price typed with it makes a line of its own, and so does a line that was filled before.
    fn same_goods(&self, line: usize, code: &str, quick: &Quick) -> Option<usize> {
        let grid = &self.sheet.grid;
        let fresh = grid.value(line, "qty").is_empty() && grid.value(line, "price").is_empty();
        let back = quick.qty.as_deref().is_some_and(|qty| qty.starts_with('-'));
        if !fresh
            || back
            || quick
                .qty
                .as_deref()
                .is_some_and(|qty| lines::number(qty, Kind::Qty).is_none())
            || quick.price.is_some()
            || self.facts.card(code).is_none()
        {
            return None;
        }
        let plain = |n: usize| {
            let is_number =
                grid.lines()[n].cells[1].qty().is_some() || grid.value(n, "qty").is_empty();
            is_number && grid.value(n, "price").is_empty() && grid.value(n, "gift").is_empty()
        };
        let mut others = grid.filled().map(|(n, _)| n);
        others.find(|n| *n != line && grid.value(*n, "code") == code && plain(*n))
    }

    /// The card came after the quantity was typed: what is wrong with it is marked, the caret
    /// stays where typing goes on.
    pub(super) fn check_lines_of(&mut self, code: &str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        let card = self.facts.card(code);
        let grid = &self.sheet.grid;
        let typing = grid.typing().map(|_| grid.at().0);
        let of_code = |line: &GridLine| line.cells[0].value() == code;
        let found: Vec<_> = grid
            .filled()
            .filter(|(n, line)| typing != Some(*n) && of_code(line))
            .filter(|(_, line)| line.cells[1].fault().is_none() && line.cells[2].fault().is_none())
            .filter_map(|(n, line)| Some((n, lines::fault(line, card, lang)?)))
            .collect();
        for (n, (id, said)) in found {
            out.push(bad(lang.entry_gap_line(&(n + 1).to_string(), &said)));
            self.sheet.grid.mark(n, id, Fault::Said(said));
        }
    }

    /// A line has other values: its facts are asked, what is wrong on its face is said.
    pub(super) fn line_changed(&mut self, line: usize, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        self.pasted = None;
        let seen = self.sheet.grid.lines().get(line);
        let card = seen.and_then(|seen| self.facts.card(seen.cells[0].value()));
        let fault = seen.and_then(|seen| lines::fault(seen, card, lang));
        let floor = card.and_then(|card| card.floor);
        let typed = seen.and_then(|seen| seen.cells[2].price());
        if let Some((id, said)) = fault {
            self.sheet.grid.blame(line, id, Fault::Said(said.clone()));
            out.push(bad(said));
        } else if let Some(floor) = floor.filter(|floor| typed.is_some_and(|typed| typed < *floor))
        {
            let said = lang.entry_below_floor(&floor.to_string());
            out.push(Effect::Tell(Tone::Warn, said));
        }
        self.ask(ctx, out);
        self.keep(out);
    }
}

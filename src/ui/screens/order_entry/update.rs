//! What keys do: in the head, in the lines, in what lies over them.

use crate::domain::address::Address;
use crate::ui::base::action::Scope;
use crate::ui::base::{Action, Ctx, Effect, Input, Press, Tone};
use crate::ui::widgets::field::Fault;
use crate::ui::widgets::line_text::Quick;
use crate::ui::widgets::{Dialog, DialogAnswer, Field, FormAnswer, GridAnswer, Lookup, Source};

use super::facts::About;
use super::message::{self, goods, matching};
use super::text_box::TextAnswer;
use super::{Choice, Focus, OrderEntry, Over, Target, Then, head, lines, quick};

/// Says something bad.
pub(super) fn bad(text: impl Into<String>) -> Effect {
    Effect::Tell(Tone::Bad, text.into())
}

/// Whether a pasted text of several lines is an address with somebody to call.
fn is_whole_address(pasted: &str) -> bool {
    let several = pasted.trim().contains('\n');
    let address = Address::parse(pasted).filter(|_| several);
    address.is_some_and(|address| !address.phone.is_empty() && !address.detail.is_empty())
}

/// Whether an input is text and chooses none of a question's answers.
fn is_text(input: &Input, dialog: &Dialog) -> bool {
    match input {
        Input::Press(press) => press.typed().is_some() && !dialog.is_chosen_by(press),
        Input::Paste(_) => true,
        _ => false,
    }
}

impl OrderEntry {
    /// Takes a key or a paste; tells whether it was for this screen.
    pub(super) fn key(&mut self, input: &Input, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        if self.saving.is_some() {
            return self.while_saving(input, ctx, out);
        }
        if matches!(self.over, Over::Prices(_)) {
            self.over = Over::Nothing;
            let closes = [Action::Back, Action::Accept, Action::Deals];
            if input
                .action()
                .is_some_and(|action| closes.contains(&action))
            {
                return true;
            }
        }
        if !matches!(self.over, Over::Nothing) {
            self.over_key(input, ctx, out);
            return true;
        }
        match input.action() {
            Some(Action::Submit) => self.save(true, ctx, out),
            Some(Action::CopyLast) => self.copy_last(ctx, out),
            Some(Action::New) => self.new_order(ctx, out),
            Some(Action::PickUp) => self.pick_up(ctx, out),
            Some(Action::Patterns) => self.choose_pattern(ctx, out),
            Some(Action::KeepPattern) => self.name_template(ctx, out),
            Some(Action::Deals) => self.once_typed_is_known(Then::Prices, ctx, out),
            Some(Action::Sizes) => self.once_typed_is_known(Then::Sizes, ctx, out),
            Some(Action::History) => return self.open_history(out),
            Some(Action::Discard) => self.ask_discard(ctx, out),
            Some(Action::Undo) => self.step_back(true, ctx, out),
            Some(Action::Redo) => self.step_back(false, ctx, out),
            _ if self.focus == Focus::Head => return self.head_key(input, ctx, out),
            _ => return self.lines_key(input, ctx, out),
        }
        true
    }

    /// Keys typed ahead of an answer are kept in their order. What would leave for good has to
    /// wait, or the number of the order would be lost with the screen.
    fn while_saving(&mut self, input: &Input, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        let action = input.action();
        if matches!(action, Some(Action::Back | Action::GoMenu)) {
            out.push(Effect::Tell(
                Tone::Plain,
                ctx.look.lang.entry_saving().to_owned(),
            ));
            return true;
        }
        if action.is_some_and(|action| action.scope() == Scope::Everywhere) {
            return false;
        }
        self.ahead.push_back(input.clone());
        true
    }

    fn head_key(&mut self, input: &Input, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        let last = self.sheet.form.at() + 1 == self.sheet.form.entries().len();
        // A whole address is one wherever the caret stands.
        let focused = self.sheet.form.focused();
        if let Input::Paste(pasted) = input
            && (focused == "ship_to" || focused != "remark" && is_whole_address(&pasted.text))
            && !goods::tells_goods(&pasted.text)
            && self.paste_address(&pasted.text, ctx, out)
        {
            return true;
        }
        // Rows belong below, wherever the caret stands; a head's field is one line.
        if let Input::Paste(pasted) = input
            && self.sheet.form.focused() != "remark"
            && message::is_rows(&pasted.text)
        {
            self.paste(&pasted.text, ctx, out);
            return true;
        }
        let beyond = last && matches!(input.action(), Some(Action::NextField | Action::Down));
        match self.sheet.form.take(input, ctx) {
            FormAnswer::Ignored => return false,
            FormAnswer::Consumed => {}
            FormAnswer::Edited(_) => self.keep(out),
            FormAnswer::Left { id, changed, done } => {
                let fine = !changed || self.head_changed(id, ctx, out);
                if fine && (done || beyond) {
                    self.turn_to_lines();
                }
                if changed {
                    self.keep(out);
                }
            }
            FormAnswer::Lookup(id) => self.head_lookup(id, ctx, out),
            FormAnswer::Faulty(said) => out.push(bad(said)),
            FormAnswer::Edge { forward } => {
                if forward {
                    self.turn_to_lines();
                }
            }
        }
        true
    }

    /// A field of the head has another value; tells whether it is one.
    pub(super) fn head_changed(
        &mut self,
        id: &'static str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) -> bool {
        let lang = ctx.look.lang;
        let form = &mut self.sheet.form;
        let typed = form.value(id).trim().to_owned();
        let fault = match id {
            "customer" => {
                self.find_customer(typed, ctx, out);
                return true;
            }
            "need_date" => {
                let day = form.field(id).and_then(Field::day);
                if day.is_some_and(|day| day < ctx.today()) {
                    out.push(Effect::Tell(Tone::Warn, lang.entry_need_past(&typed)));
                }
                None
            }
            "warehouse" if !typed.is_empty() => {
                self.find_warehouse(typed, ctx, out);
                return true;
            }
            "channel" | "kind" | "delivery_policy" => {
                let table = head::table(id).unwrap_or_default();
                let meant = head::choose(table, &typed);
                let usual = Some(head::usual(id)).filter(|_| typed.is_empty());
                match meant.or(usual) {
                    Some(code) => {
                        form.spell(id, code);
                        None
                    }
                    None => Some(lang.entry_no_choice(&typed)),
                }
            }
            "terms" | "tolerance" if !typed.is_empty() => match head::spelled(id, &typed) {
                Some(text) => {
                    form.spell(id, &text);
                    None
                }
                None => Some(head::bad(id, lang).to_owned()),
            },
            _ => None,
        };
        if let Some(said) = fault {
            self.focus = Focus::Head;
            form.blame(id, Fault::Said(said.clone()));
            out.push(bad(said));
            return false;
        }
        self.ask(ctx, out);
        true
    }

    /// The customer is known: card, credit and prices are asked.
    pub(super) fn set_customer(&mut self, code: &str, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        self.sheet.form.spell("customer", code);
        let name = self
            .facts
            .buyer(code)
            .map_or(code, |buyer| buyer.name.as_str());
        self.sheet.name = name.to_owned();
        self.know_buyer();
        self.ask_buyer(ctx, out);
        self.ask(ctx, out);
        self.keep(out);
    }

    /// Opens the box of hits.
    pub(super) fn look_up(
        &mut self,
        source: Box<dyn Source>,
        typed: &str,
        target: Target,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let (lookup, ask) = Lookup::open(source, typed, ctx);
        out.push(ask);
        self.over = Over::Lookup(Box::new(lookup), target);
    }

    fn lines_key(&mut self, input: &Input, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        let at = self.sheet.grid.at();
        if let Input::Paste(pasted) = input
            && (at.1 == 0 && message::is_block(&pasted.text) || message::is_rows(&pasted.text))
        {
            self.paste(&pasted.text, ctx, out);
            return true;
        }
        if input.action().is_some() {
            self.count_typed();
        }
        let first = at == (0, 0) && input.action() == Some(Action::PrevField);
        let filled = self
            .sheet
            .grid
            .lines()
            .get(at.0)
            .is_some_and(lines::is_filled);
        if input.action() == Some(Action::DeleteLine) && filled {
            let said = ctx.look.lang.entry_line_gone(at.0 + 1);
            out.push(Effect::Tell(Tone::Plain, said));
        }
        if self.scanned(input, ctx, out) {
            return true;
        }
        let answer = if first {
            self.sheet
                .grid
                .take(&Input::Press(Press::of(Action::Up)), ctx)
        } else {
            self.sheet.grid.take(input, ctx)
        };
        match answer {
            GridAnswer::Ignored => return false,
            GridAnswer::Consumed => {}
            GridAnswer::Edited => self.keep(out),
            GridAnswer::Code { line, text } => self.find_goods(line, &text, ctx, out),
            GridAnswer::Changed { line } if self.add_given(line, ctx, out) => {}
            GridAnswer::Changed { line } => self.line_changed(line, ctx, out),
            GridAnswer::Lookup => self.lines_lookup(ctx, out),
            GridAnswer::Block(block) => {
                let rows: Vec<String> = block.iter().map(|cells| cells.join("\t")).collect();
                self.paste(&rows.join("\n"), ctx, out);
            }
            GridAnswer::Faulty(said) => {
                let said = self.unit_unclear(at.0, ctx.look.lang).unwrap_or(said);
                out.push(bad(said));
            }
            GridAnswer::Leave { forward: false } => {
                self.focus = Focus::Head;
                let id = self.sheet.form.focused();
                self.sheet.form.go_to(id);
            }
            GridAnswer::Leave { forward: true } => self.ask_how_to_save(ctx, out),
        }
        true
    }

    fn lines_lookup(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let (line, _) = self.sheet.grid.at();
        let code = self.sheet.grid.value(line, "code");
        // Goods that nobody knows come first, whatever column the caret is in.
        let lost = !code.is_empty() && self.facts.is_unknown(code);
        match self.sheet.grid.column() {
            _ if lost => {
                let typed = matching::telling_word(code).unwrap_or_default();
                let quick = Quick {
                    code: typed.clone(),
                    ..Quick::default()
                };
                let target = Target::Code { line, quick };
                self.look_up(Box::new(self.goods_source()), &typed, target, ctx, out);
            }
            "code" => {
                let quick = quick::read(code);
                let typed = quick.code.clone();
                let target = Target::Code { line, quick };
                self.look_up(Box::new(self.goods_source()), &typed, target, ctx, out);
            }
            "price" if self.has_own_price(line) => self.ask_reason(line, ctx),
            "price" => self.show_prices(ctx, out),
            _ => {
                let lang = ctx.look.lang;
                let said = lang.entry_no_list(lang.entry_qty());
                out.push(Effect::Tell(Tone::Plain, said));
            }
        }
    }

    /// Asks what is not known yet about customer and goods; what is being typed is left alone.
    pub(super) fn ask(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        self.ask_others(ctx, out);
        let terms = self.sheet.terms();
        let buyer_known = self.facts.buyer(terms.customer).is_some();
        let sums = lines::sums(&self.sheet.grid);
        let typing = (self.focus == Focus::Lines).then(|| self.sheet.grid.at());
        let mut wanted = Vec::new();
        for (n, line) in self.sheet.grid.filled() {
            let code = line.cells[0].value();
            let unsettled = typing == Some((n, 0))
                || self.matching.values().any(|(item, _)| item.goods == code);
            if self.facts.is_unknown(code) || unsettled && self.facts.card(code).is_none() {
                continue;
            }
            wanted.push(About::Card(code.to_owned()));
            if self.facts.card(code).is_none() {
                continue;
            }
            let qty = line.cells[1].qty();
            wanted.push(About::Promise(lines::promise_key(terms, code, qty)));
            if buyer_known {
                wanted.push(About::Price(lines::price_key(
                    terms,
                    code,
                    sums.get(code).copied(),
                )));
            }
        }
        for about in wanted {
            self.facts.want(about, ctx, out);
        }
        self.ask_quote(ctx, out);
    }

    /// The customer in the form was chosen, found or loaded: known, though the card may be on its
    /// way.
    pub(super) fn know_buyer(&mut self) {
        let code = self.sheet.form.value("customer").trim();
        if !code.is_empty() && !self.sheet.name.is_empty() {
            let row = serde_json::json!({ "code": code, "name": self.sheet.name });
            self.facts.keep_buyer(&row);
        }
    }

    /// Asks for the card and the credit of the customer in the form.
    pub(super) fn ask_buyer(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let code = self.sheet.form.value("customer").trim().to_owned();
        if self.facts.buyer(&code).is_some() {
            self.facts.want(About::Buyer(code.clone()), ctx, out);
            self.facts.want(About::Credit(code), ctx, out);
        }
    }

    fn over_key(&mut self, input: &Input, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        match std::mem::take(&mut self.over) {
            Over::Nothing | Over::Prices(_) => {}
            Over::Clash(mut clash) => {
                if self.clash_key(&mut clash, input, ctx, out) {
                    self.over = Over::Clash(clash);
                }
            }
            Over::Sizes(mut table) => {
                if self.sizes_key(&mut table, input, ctx, out) {
                    self.over = Over::Sizes(table);
                }
            }
            Over::Lookup(mut lookup, target) => {
                let answer = lookup.take(input, ctx);
                self.over = Over::Lookup(lookup, target);
                self.looked_up(answer, ctx, out);
            }
            Over::Choice(mut dialog, choice) => {
                // Who types goes on with the lines: the question came by one Enter too many.
                let goes_on = choice == Choice::Save && self.focus == Focus::Lines;
                if goes_on && is_text(input, &dialog) {
                    self.lines_key(input, ctx, out);
                    return;
                }
                let Input::Press(press) = input else {
                    self.over = Over::Choice(dialog, choice);
                    return;
                };
                if press.action == Some(Action::Discard) && choice == Choice::Parked {
                    self.ask_discard_parked(dialog.at(), ctx);
                    return;
                }
                if press.action == Some(Action::Undo)
                    && choice == Choice::Parked
                    && self.just_thrown
                {
                    self.take_back_thrown(ctx, out);
                    self.list_parked(ctx);
                    return;
                }
                match dialog.press(press) {
                    DialogAnswer::Waiting => self.over = Over::Choice(dialog, choice),
                    DialogAnswer::Cancelled => {}
                    DialogAnswer::Chosen(n) => self.chose(choice, n, ctx, out),
                }
            }
            Over::Text(mut text_box, purpose) => match text_box.take(input) {
                TextAnswer::Waiting => self.over = Over::Text(text_box, purpose),
                TextAnswer::Cancelled => self.unsaid(&purpose, ctx, out),
                TextAnswer::Said(text) => self.said(&purpose, &text, ctx, out),
            },
        }
    }

    /// A value was put into a field of the head that has the focus: on to the next one.
    pub(super) fn go_on_from(&mut self, id: &str, ctx: &Ctx<'_>) {
        if self.focus != Focus::Head || self.sheet.form.focused() != id {
            return;
        }
        let enter = Input::Press(Press::of(Action::Accept));
        if let FormAnswer::Left { done: true, .. } = self.sheet.form.take(&enter, ctx) {
            self.turn_to_lines();
        }
    }
}

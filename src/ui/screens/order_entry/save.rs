//! Saving and submitting, and what becomes of a refusal.
//!
//! Invariant: an order that was entered keeps its number here whatever comes after, so that a
//! second try changes it instead of entering it twice.

use serde_json::{Map, Value, json};

use crate::domain::{Code, Refusal};
use crate::ui::base::{Action, Command, Ctx, Effect, Input, Press, Reply, Tone};
use crate::ui::widgets::field::Fault;
use crate::ui::widgets::{Dialog, FormAnswer, GridAnswer, order_card};
use crate::words::Lang;
use crate::words::papers::STATES;

use super::facts::text;
use super::outcome::Outcome;
use super::sheet::{Saved, Sheet};
use super::text_box::TextBox;
use super::update::bad;
use super::{Choice, Focus, OrderEntry, Over, Purpose, Saving, Then, head, lines};

impl OrderEntry {
    /// Enter on an empty code: how is it to be saved? Enter again submits what looks complete.
    pub(super) fn ask_how_to_save(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        if lines::cells(&self.sheet.grid).is_empty() {
            out.push(Effect::Tell(Tone::Plain, lang.entry_nothing().to_owned()));
            return;
        }
        let complete = !self.sheet.form.value("customer").is_empty()
            && self.sheet.grid.filled().all(|(_, line)| {
                self.facts.card(line.cells[0].value()).is_some() && !line.cells[1].is_empty()
            });
        self.offer_to_save(complete, lang);
    }

    /// Asks how to save, with handing in marked or the draft.
    pub(super) fn offer_to_save(&mut self, submit: bool, lang: Lang) {
        let choices = [
            lang.entry_save_draft(),
            lang.entry_save_submit(),
            lang.entry_back_to_lines(),
        ];
        let choices = choices.map(str::to_owned).to_vec();
        let dialog = Dialog::new(lang.entry_save_how(), choices, usize::from(submit));
        self.over = Over::Choice(dialog, Choice::Save);
    }

    /// Goes on with what was asked for where a look-up or a reason interrupted it.
    pub(super) fn resume(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        if matches!(self.over, Over::Nothing)
            && let Some(then) = self.then.take()
        {
            self.go_on(then, ctx, out);
        }
    }

    /// Does something about the line at hand; goods that are typed there and not looked up yet come first.
    pub(super) fn once_typed_is_known(
        &mut self,
        then: fn(usize) -> Then,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let typing = self.focus == Focus::Lines && self.sheet.grid.typing().is_some();
        let then = then(self.sheet.grid.at().0);
        let fine = !typing || self.settle(ctx, out);
        if self.waiting.is_some() {
            self.then = Some(then);
        } else if fine {
            self.go_on(then, ctx, out);
        }
    }

    fn go_on(&mut self, then: Then, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        match then {
            Then::Save(submit) => self.save(submit, ctx, out),
            Then::Prices(line) => self.prices_of_line(line, ctx, out),
            Then::Sizes(line) => self.sizes_of_line(line, ctx, out),
        }
    }

    /// Saves, and hands in if that is wanted.
    pub(super) fn save(&mut self, submit: bool, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        self.advice.clear();
        if !self.settle(ctx, out) || self.waiting.is_some() {
            let interrupted = self.waiting.is_some() || matches!(self.over, Over::Lookup(..));
            self.then = interrupted.then_some(Then::Save(submit));
            return;
        }
        if !self.sheet.is_unsaved() && self.sheet.saved.is_none() {
            let said = ctx.look.lang.entry_nothing().to_owned();
            out.push(Effect::Tell(Tone::Plain, said));
            return;
        }
        if let Some(said) = self.first_fault(ctx.look.lang) {
            out.push(bad(said));
            return;
        }
        if let Some(line) = self.line_without_reason() {
            self.then = Some(Then::Save(submit));
            self.ask_reason(line, ctx);
            return;
        }
        self.send(submit, ctx, out);
    }

    /// Understands what is being typed, without moving; tells whether that went well.
    pub(super) fn settle(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        let leave = |action| Input::Press(Press::of(action));
        if self.focus == Focus::Head {
            let id = self.sheet.form.focused();
            let answer = self.sheet.form.take(&leave(Action::NextField), ctx);
            self.sheet.form.go_to(id);
            return match answer {
                FormAnswer::Left {
                    id, changed: true, ..
                } => self.head_changed(id, ctx, out),
                FormAnswer::Faulty(said) => {
                    out.push(bad(said));
                    false
                }
                _ => true,
            };
        }
        self.count_typed();
        let (line, column) = self.sheet.grid.at();
        // Page down is the way to leave a cell that adds no line.
        let answer = self.sheet.grid.take(&leave(Action::PageDown), ctx);
        match answer {
            GridAnswer::Faulty(said) => {
                let said = self.unit_unclear(line, ctx.look.lang).unwrap_or(said);
                out.push(bad(said));
                false
            }
            GridAnswer::Code { line, text } => {
                self.find_goods(line, &text, ctx, out);
                true
            }
            GridAnswer::Changed { .. } => {
                self.sheet.grid.go(line, column);
                self.line_changed(line, ctx, out);
                true
            }
            _ => {
                self.sheet.grid.go(line, column);
                true
            }
        }
    }

    /// Goes to the first thing that the desk could not even read, and says it.
    fn first_fault(&mut self, lang: Lang) -> Option<String> {
        let form = &mut self.sheet.form;
        let customer = form.value("customer").to_owned();
        let wrong = if !customer.is_empty() && self.facts.buyer(&customer).is_none() {
            Some(("customer", lang.entry_no_customer(&customer)))
        } else {
            let unread = form
                .entries()
                .iter()
                .find_map(|entry| match entry.field.fault()? {
                    Fault::Said(_) | Fault::Needed => None,
                    fault => Some((entry.id, fault.tell(lang, (entry.label)(lang)))),
                });
            unread.or_else(|| {
                ["terms", "tolerance"].into_iter().find_map(|id| {
                    let typed = form.value(id);
                    let wrong = !typed.is_empty() && head::spelled(id, typed).is_none();
                    wrong.then(|| (id, head::bad(id, lang).to_owned()))
                })
            })
        };
        if let Some((id, said)) = wrong {
            self.focus = Focus::Head;
            form.blame(id, Fault::Said(said.clone()));
            return Some(said);
        }
        let found = self
            .sheet
            .grid
            .lines()
            .iter()
            .enumerate()
            .find_map(|(n, line)| {
                let card = self.facts.card(line.cells[0].value());
                lines::fault(line, card, lang).map(|(id, said)| (n, id, said))
            });
        let (line, id, said) = found?;
        self.focus = Focus::Lines;
        self.sheet.grid.blame(line, id, Fault::Said(said.clone()));
        Some(said)
    }

    fn line_without_reason(&self) -> Option<usize> {
        let sums = lines::sums(&self.sheet.grid);
        let terms = self.sheet.terms();
        self.sheet.grid.filled().find_map(|(n, line)| {
            let seen = lines::seen(line, &self.facts, terms, &sums);
            let wanted = seen.origin == "hand" && seen.card.is_some() && line.cells[3].is_empty();
            wanted.then_some(n)
        })
    }

    /// Whether a line has a price by hand.
    pub(super) fn has_own_price(&self, line: usize) -> bool {
        let sums = lines::sums(&self.sheet.grid);
        let line = self.sheet.grid.lines().get(line);
        let seen = line.map(|line| lines::seen(line, &self.facts, self.sheet.terms(), &sums));
        seen.is_some_and(|seen| seen.origin == "hand")
    }

    /// Asks why a price; the reason given last in this order is offered.
    pub(super) fn ask_reason(&mut self, line: usize, ctx: &Ctx<'_>) {
        let lang = ctx.look.lang;
        let sums = lines::sums(&self.sheet.grid);
        let Some(row) = self.sheet.grid.lines().get(line) else {
            return;
        };
        let seen = lines::seen(row, &self.facts, self.sheet.terms(), &sums);
        let by_rule = seen.rule.map(|rule| rule.price);
        let by_rule = by_rule.or_else(|| seen.card.and_then(|card| card.list_price));
        let shown = |price: Option<crate::domain::Price>| {
            price.map_or_else(|| "-".to_owned(), |price| price.to_string())
        };
        let prices = lang.entry_reason_prices(&shown(seen.price), &shown(by_rule));
        let given = [row]
            .into_iter()
            .chain(self.sheet.grid.lines().iter().rev());
        let offered = given
            .map(|row| row.cells[3].value())
            .find(|reason| !reason.is_empty());
        let title = lang.entry_reason_title(line + 1, row.cells[0].value());
        let text_box = TextBox::new(title, vec![prices], offered.unwrap_or(""));
        self.over = Over::Text(text_box, Purpose::Reason { line });
    }

    fn send(&mut self, submit: bool, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let mut fields = head::wish(&self.sheet.form, &self.sheet.source_ref, &self.sheet.note);
        let (mut wishes, places) = lines::wish(&self.sheet.grid);
        lines::tolerate(&mut wishes, self.sheet.form.value("tolerance"));
        fields.insert("lines".to_owned(), Value::Array(wishes));
        let name = match &self.sheet.saved {
            None => "order.enter",
            Some(saved) => {
                fields.insert("order".to_owned(), json!(saved.order));
                fields.insert("version".to_owned(), json!(saved.version));
                // What was emptied on the screen is taken away.
                for id in [
                    "need_date",
                    "terms",
                    "warehouse",
                    "ship_to",
                    "delivery_policy",
                ] {
                    fields.entry(id).or_insert(Value::Null);
                }
                "order.edit"
            }
        };
        self.command(name, fields, (submit, false), places, ctx, out);
    }

    /// Hands the saved order in, with the answer to a warning if one was asked for.
    pub(super) fn hand_in(
        &mut self,
        answer: Option<(&str, &str)>,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some(saved) = &self.sheet.saved else {
            return;
        };
        let mut fields = Map::new();
        fields.insert("order".to_owned(), json!(saved.order));
        fields.insert("version".to_owned(), json!(saved.version));
        if let Some((check, text)) = answer {
            fields.insert(
                "answers".to_owned(),
                json!([{ "check": check, "text": text }]),
            );
        }
        let (_, places) = lines::wish(&self.sheet.grid);
        self.command("order.submit", fields, (true, true), places, ctx, out);
    }

    fn command(
        &mut self,
        name: &str,
        fields: Map<String, Value>,
        (submit, handing_in): (bool, bool),
        places: Vec<usize>,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let ticket = ctx.ticket();
        let saving = Saving {
            ticket,
            submit,
            handing_in,
            places,
        };
        match Command::parse(name, Value::Object(fields)) {
            Ok(command) => {
                self.saving = Some(saving);
                out.push(match self.sheet.saved {
                    None => Effect::DoOnce(ticket, command, self.sheet.token.clone()),
                    Some(_) => Effect::Do(ticket, command),
                });
            }
            Err(refusal) => self.refused(&refusal, &saving, ctx, out),
        }
    }

    /// The answer to a command.
    pub(super) fn saved(&mut self, reply: &Reply, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let Some(saving) = self.saving.take() else {
            return;
        };
        match reply {
            Err(refusal) => {
                self.refused(refusal, &saving, ctx, out);
                // What was typed ahead was meant for the next order and must not change this one.
                self.ahead.clear();
            }
            Ok(value) if saving.handing_in => self.handed_in(value, ctx, out),
            Ok(value) => self.entered(value, &saving, ctx, out),
        }
        if self.saving.is_none() {
            for input in std::mem::take(&mut self.ahead) {
                self.key(&input, ctx, out);
            }
        }
    }

    fn entered(&mut self, value: &Value, saving: &Saving, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        let order = text(value, "order");
        let version = value["version"].as_i64().unwrap_or(1);
        self.sheet.saved = Some(Saved {
            order: order.clone(),
            version,
        });
        self.sheet.hear_gaps(&value["gaps"], &saving.places);
        self.sheet.settle();
        let form = &self.sheet.form;
        self.facts
            .keep_address(form.value("customer"), form.value("ship_to").trim());
        self.undone = None;
        self.keep(out);
        if value["state"] == "incomplete" {
            self.ahead.clear();
            let gaps = self.gaps_told(lang);
            out.push(Effect::Tell(
                Tone::Warn,
                lang.entry_saved_incomplete(&order, &gaps),
            ));
            self.go_to_gap();
        } else if saving.submit {
            self.hand_in(None, ctx, out);
        } else {
            self.lay_down(Sheet::default());
            out.push(Effect::Tell(Tone::Good, lang.entry_saved_draft(&order)));
            self.keep(out);
        }
    }

    fn handed_in(&mut self, value: &Value, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        let order = text(value, "order");
        let mut said = vec![lang.entry_submitted(&order)];
        // Each of them stands in the lines above, with its way out.
        let checks = value["checks"].as_array().into_iter().flatten();
        let checks: Vec<&Value> = checks.filter(|check| check["level"] != "pass").collect();
        let mut tone = Tone::Good;
        for level in ["block", "warn"] {
            let count = checks.iter().filter(|check| check["level"] == level);
            match count.count() {
                0 => {}
                n => {
                    tone = Tone::Warn;
                    said.push(lang.entry_failed(&lang.word(STATES, level), n));
                }
            }
        }
        said.extend(order_card::asked(value, lang));
        let said = said.join("  ");
        self.outcome = Outcome::of(value, ctx);
        self.lay_down(Sheet::default());
        out.push(Effect::Tell(tone, said));
        self.keep(out);
    }

    /// A command was refused: what and why on the message line, the way out below the lines, the
    /// field marked. Nothing typed is lost.
    fn refused(
        &mut self,
        refusal: &Refusal,
        saving: &Saving,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let lang = ctx.look.lang;
        let facts = Value::Object(refusal.facts().clone());
        let told = lang.refusal(refusal);
        match refusal.code() {
            Code::DuplicateOrder if facts["check"].is_string() => {
                let lines = vec![told.text, lang.entry_answer_ask().to_owned()];
                let check = text(&facts, "check");
                let text_box = TextBox::new(lang.entry_answer_title().to_owned(), lines, "");
                self.over = Over::Text(text_box, Purpose::Answer { check });
                return;
            }
            Code::VersionConflict => {
                self.draft_wished = !saving.submit;
                self.ask_theirs(&facts, ctx, out);
                return;
            }
            Code::OrderIncomplete => {
                self.sheet.hear_gaps(&facts["gaps"], &saving.places);
                let number = text(&facts, "order");
                let said = lang.entry_saved_incomplete(&number, &self.gaps_told(lang));
                out.push(Effect::Tell(Tone::Warn, said));
                self.go_to_gap();
                return;
            }
            code => self.mark(code, &facts, &saving.places),
        }
        self.advice = told.way_out;
        out.push(bad(told.text));
    }

    /// Marks the field that a refusal names.
    fn mark(&mut self, code: Code, facts: &Value, places: &[usize]) {
        let named = text(facts, "field");
        let by_field = named.strip_prefix("lines[").and_then(|rest| {
            let (n, field) = rest.split_once(']')?;
            Some((n.parse().ok()?, field.trim_start_matches('.').to_owned()))
        });
        let by_line = facts["line"]
            .as_u64()
            .and_then(|n| usize::try_from(n).ok())
            .map(|n| {
                let field = match code {
                    Code::PriceNoReason | Code::PriceBelowFloor => "price",
                    Code::QtyNotAStep => "qty",
                    _ => "code",
                };
                (n.wrapping_sub(1), field.to_owned())
            });
        if let Some((n, field)) = by_field.or(by_line) {
            if let Some(line) = places.get(n) {
                let id = match field.as_str() {
                    "qty" => "qty",
                    "price" | "price_reason" => "price",
                    _ => "code",
                };
                self.focus = Focus::Lines;
                self.sheet.grid.blame(*line, id, Fault::Needed);
            }
            return;
        }
        let id = match code {
            Code::DuplicateOrder => "customer_ref".to_owned(),
            Code::NotFound => text(facts, "kind"),
            _ => named,
        };
        if self.sheet.form.field(&id).is_some() {
            self.focus = Focus::Head;
            self.sheet.form.blame(&id, Fault::Needed);
        }
    }
}

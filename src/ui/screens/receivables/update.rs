//! What keys and answers do on the receivables screen.

use serde_json::{Value, json};

use super::apply::{self, Applied, Applying};
use super::items::Items;
use super::paper::Paper;
use super::sheets::{About, Filled, OpenSheet};
use super::{ORDERS, Receivables, view};
use crate::ui::base::{Action, Answer, Ctx, Effect, Input, Press, Reply, ScreenKind, Ticket, Tone};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::steps::{Subject, Target};
use crate::ui::widgets::{Dialog, DialogAnswer, HandAnswer, ListAnswer, Step};
use crate::words::Lang;

/// Rows of a page.
const PAGE: i64 = 200;

/// The grades of letters, as they stand in the choice of papers behind the statement.
const GRADES: [&str; 3] = ["reminder", "demand", "final"];

impl Receivables {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        match self.hand.take(input, ctx) {
            HandAnswer::Ignored => {}
            HandAnswer::Effects(effects) | HandAnswer::Loaded(effects) => return effects.into(),
            HandAnswer::Known => return Answer::Consumed,
            HandAnswer::Done(_, mut effects) | HandAnswer::Outdated(mut effects) => {
                effects.extend(self.ask_all(ctx));
                return effects.into();
            }
        }
        if let Some(open) = &mut self.sheet {
            match open.take(input, ctx) {
                Filled::Ignored => {}
                Filled::Open(effects) => return effects.into(),
                Filled::Cancelled => {
                    self.sheet = None;
                    return Answer::Consumed;
                }
                Filled::Saved(value) => {
                    self.sheet = None;
                    let (rows, file) = (value["rows"].to_string(), text(&value, "file"));
                    let told = ctx.look.lang.saved_to(&rows, &file);
                    return Effect::Tell(Tone::Good, told).into();
                }
                Filled::Done(about, value) => {
                    self.sheet = None;
                    return self.done(&about, &value, ctx);
                }
            }
        }
        match input {
            Input::Press(_) | Input::Paste(_) if self.is_covered() => Answer::Ignored,
            Input::Press(press) => self.press(press, ctx),
            Input::Reply(ticket, reply) => self.reply(*ticket, reply, ctx),
            Input::Shown | Input::Changed => self.ask_all(ctx).into(),
            Input::Paste(pasted) if self.items.is_none() && self.paper.is_none() => {
                let answer = self.list.paste(&pasted.text);
                self.listed(answer, ctx)
            }
            Input::Paste(_) => Answer::Ignored,
        }
    }

    const fn is_covered(&self) -> bool {
        self.sheet.is_some() || self.hand.open().is_some()
    }

    /// Asks for everything that is shown; what is there stays until the answers.
    fn ask_all(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let mut effects = self.ask_list(ctx);
        effects.extend(self.ask_card(ctx));
        if let Some(items) = &mut self.items {
            effects.extend(items.again(ctx));
        }
        effects
    }

    fn ask_list(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.more = None;
        self.asked = ctx.ask("debtors", self.keys(None), &mut effects);
        effects
    }

    fn keys(&self, after: Option<&str>) -> Value {
        let mut keys = json!({ "by": ORDERS[self.by], "limit": PAGE });
        let typed = self.list.filter().trim();
        if !typed.is_empty() {
            keys["text"] = json!(typed);
        }
        if let Some(after) = after {
            keys["after"] = json!(after);
        }
        keys
    }

    /// Asks for the card of the customer under the cursor.
    fn ask_card(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let here = self.customer().map(|(code, _)| code);
        self.card.ask(here, ctx)
    }

    fn ask_card_of_another(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let here = self.customer().map(|(code, _)| code);
        if here.as_deref() == Some(self.card.customer.as_str()) {
            return Vec::new();
        }
        self.card.ask(here, ctx)
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let mine = |asked: &mut Option<Ticket>| asked.take_if(|t| *t == ticket).is_some();
        if self.card.take(ticket, reply) {
            return Answer::Consumed;
        }
        if let Some(items) = &mut self.items {
            if items.take(ticket, reply, ctx.today(), lang) {
                let begin = items.is_whole() && std::mem::take(&mut items.eager);
                return if begin {
                    self.apply(ctx)
                } else {
                    Answer::Consumed
                };
            }
            if items
                .applying
                .as_mut()
                .is_some_and(|applying| mine(&mut applying.sent))
            {
                return self.applied(reply, ctx);
            }
        }
        let (list, more) = (mine(&mut self.asked), mine(&mut self.more));
        let letter = self.lettered(ticket);
        if !(list || more || letter) {
            return Answer::Ignored;
        }
        match reply {
            Err(refusal) => said(refusal, lang),
            Ok(answer) if letter => {
                self.paper = Some(Paper::letter(answer, lang));
                Answer::Consumed
            }
            Ok(answer) => self.listed_rows(answer, list, ctx),
        }
    }

    fn lettered(&mut self, ticket: Ticket) -> bool {
        self.letter.take_if(|t| *t == ticket).is_some()
    }

    fn listed_rows(&mut self, answer: &Value, anew: bool, ctx: &Ctx<'_>) -> Answer {
        let next = answer["next"].as_str().map(str::to_owned);
        let found = read::rows(answer, "rows").to_vec();
        if anew {
            self.found = found;
            let rows = view::rows(&self.found, ctx.look);
            if std::mem::take(&mut self.fresh) {
                self.list.replace(rows, next);
            } else {
                self.list.refresh(rows, next);
            }
        } else {
            self.found.extend(found);
            let rows = view::rows(&self.found, ctx.look);
            self.list.append(rows, next);
        }
        self.ask_card_of_another(ctx).into()
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        if self.choosing.is_some() {
            return self.choose(press, ctx);
        }
        if let Some(paper) = &self.paper {
            return match press.action {
                Some(Action::Back) => {
                    self.paper = None;
                    Answer::Consumed
                }
                Some(Action::Print) => vec![
                    Effect::Copy(paper.text()),
                    Effect::Tell(Tone::Good, ctx.look.lang.money_copied().to_owned()),
                ]
                .into(),
                _ if paper.press(press) => Answer::Consumed,
                _ => Answer::Ignored,
            };
        }
        if let Some(applying) = self
            .items
            .as_mut()
            .and_then(|items| items.applying.as_mut())
        {
            return match applying.press(press, ctx) {
                Applied::Ignored => Answer::Ignored,
                Applied::Consumed => Answer::Consumed,
                Applied::Say(effect) | Applied::Send(effect) => effect.into(),
                Applied::Leave => {
                    if let Some(items) = &mut self.items {
                        items.applying = None;
                    }
                    Answer::Consumed
                }
            };
        }
        match press.action {
            Some(Action::Receipt) => self.open(About::Receipt, ctx),
            Some(Action::Contact) => self.call(ctx),
            Some(Action::Print) => self.offer_papers(ctx.look.lang),
            Some(Action::Apply) => self.apply(ctx),
            Some(Action::Dispute) => self.dispute(ctx),
            Some(Action::History) => self.timeline(ctx),
            Some(Action::Arrange) if self.items.is_none() => {
                self.by = (self.by + 1) % ORDERS.len();
                self.fresh = true;
                let mut effects = self.ask_list(ctx);
                let told = ctx.look.lang.money_by(self.by).to_owned();
                effects.push(Effect::Tell(Tone::Plain, told));
                effects.into()
            }
            _ => self.press_list(press, ctx),
        }
    }

    fn press_list(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        if let Some(items) = &mut self.items {
            items.list.set_page(self.drawn.get().max(1));
            return match (press.action, press.typed()) {
                (Some(Action::Back), _) => {
                    self.items = None;
                    self.ask_card_of_another(ctx).into()
                }
                // There is no filter here: an invoice number is found on the find screen.
                (None, Some(_)) => Answer::Ignored,
                _ => match items.list.press(press) {
                    ListAnswer::Ignored => Answer::Ignored,
                    ListAnswer::Open(_) => self.timeline(ctx),
                    _ => Answer::Consumed,
                },
            };
        }
        let as_opened = self.subject.as_deref() == Some(self.list.filter());
        if press.action == Some(Action::Back) && as_opened {
            return Answer::Ignored; // back to where it was opened from
        }
        if press.action == Some(Action::Find) {
            self.list.select_filter(); // what is typed next takes the place of the last filter
            return Effect::Tell(Tone::Plain, ctx.look.lang.review_find().to_owned()).into();
        }
        let answer = self.list.press(press);
        self.listed(answer, ctx)
    }

    fn listed(&mut self, answer: ListAnswer, ctx: &Ctx<'_>) -> Answer {
        match answer {
            ListAnswer::Ignored => Answer::Ignored,
            ListAnswer::Consumed | ListAnswer::Marked => Answer::Consumed,
            ListAnswer::Open(_) => self.enter(ctx).into(),
            ListAnswer::Filter(_) => {
                self.fresh = true;
                self.ask_list(ctx).into()
            }
            ListAnswer::Moved { more } => {
                let mut effects = self.ask_card_of_another(ctx);
                let after = if more { self.list.ask_next() } else { None };
                if let Some(after) = after {
                    self.more = ctx.ask("debtors", self.keys(Some(&after)), &mut effects);
                }
                effects.into()
            }
        }
    }

    /// Goes into the open items of the customer under the cursor.
    fn enter(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let Some((customer, name)) = self.customer() else {
            return Vec::new();
        };
        let (items, effects) = Items::of(&customer, &name, ctx);
        self.items = Some(items);
        effects
    }

    /// Opens a sheet about the customer.
    fn open(&mut self, about: impl FnOnce(String) -> About, ctx: &Ctx<'_>) -> Answer {
        let Some((customer, name)) = self.customer() else {
            return nothing(ctx);
        };
        let label = format!("{customer}  {name}");
        self.sheet = Some(OpenSheet::new(about(customer), &label, ctx));
        Answer::Consumed
    }

    /// Something of a sheet is done: says it, and shows or asks what has changed.
    fn done(&mut self, about: &About, value: &Value, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let told = match about {
            About::Statement(_) => {
                self.paper = Some(Paper::statement(value, lang));
                return Answer::Consumed;
            }
            About::Ageing => {
                self.paper = Some(Paper::ageing(value, lang));
                return Answer::Consumed;
            }
            About::Receipt(_) => {
                lang.money_received(&text(value, "receipt"), &text(value, "unapplied"))
            }
            About::Dispute(_) => lang.money_dispute_noted(&text(value, "invoice")),
            About::Settle(_) => lang.money_dispute_over(&text(value, "invoice")),
            About::Confirm(_) => lang.money_confirmed(&text(value, "difference")),
        };
        let mut effects = vec![Effect::Tell(Tone::Good, told)];
        effects.extend(self.ask_all(ctx));
        effects.into()
    }

    /// A word with the customer, about the invoice under the cursor if there is one.
    fn call(&mut self, ctx: &Ctx<'_>) -> Answer {
        let Some((customer, name)) = self.customer() else {
            return nothing(ctx);
        };
        let items = self.items.as_ref().and_then(Items::selected);
        let invoice = items
            .filter(|(_, is_invoice)| *is_invoice)
            .map(|(row, _)| text(row, "number"));
        let phone = self
            .row()
            .map_or_else(String::new, |row| text(row, "phone"));
        let label = [
            customer.clone(),
            name,
            phone,
            invoice.clone().unwrap_or_default(),
        ];
        let subject = Subject {
            targets: vec![Target::default()],
            order: None,
            customer: Some(customer),
            invoice,
            paper: None,
            say: None,
            label: label
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("  "),
        };
        self.hand.open_with(Step::Contact, subject, ctx).into()
    }

    /// Money against invoices, now or when the items are here.
    fn apply(&mut self, ctx: &Ctx<'_>) -> Answer {
        let Some(items) = &mut self.items else {
            let effects = self.enter(ctx);
            if let Some(items) = &mut self.items {
                items.eager = true;
            }
            return effects.into();
        };
        if !items.is_whole() {
            items.eager = true;
            return Answer::Consumed;
        }
        let at = items.selected().map(|(row, _)| text(row, "number"));
        let money = items.money();
        items.applying = Applying::new(&money, &items.invoices, at.as_deref(), ctx.today());
        if items.applying.is_some() {
            return Answer::Consumed;
        }
        Effect::Tell(
            Tone::Plain,
            ctx.look.lang.money_nothing_to_apply().to_owned(),
        )
        .into()
    }

    fn applied(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let value = match reply {
            Err(refusal) => return said(refusal, lang),
            Ok(value) => value,
        };
        if let Some(items) = &mut self.items {
            items.applying = None;
        }
        let mut effects = vec![Effect::Tell(Tone::Good, apply::told(value, lang))];
        effects.extend(self.ask_all(ctx));
        effects.into()
    }

    /// Opens a dispute about the invoice under the cursor, or settles the one it has.
    fn dispute(&mut self, ctx: &Ctx<'_>) -> Answer {
        let items = self.items.as_ref().and_then(Items::selected);
        let Some((row, _)) = items.filter(|(_, is_invoice)| *is_invoice) else {
            let told = ctx.look.lang.money_no_invoice().to_owned();
            return Effect::Tell(Tone::Plain, told).into();
        };
        let number = text(row, "number");
        let label = format!("{number}  {}", text(row, "open"));
        let about = if row["disputed"] == true {
            About::Settle(number)
        } else {
            About::Dispute(number)
        };
        self.sheet = Some(OpenSheet::new(about, &label, ctx));
        Answer::Consumed
    }

    /// The life of the order behind the paper under the cursor.
    fn timeline(&self, ctx: &Ctx<'_>) -> Answer {
        let selected = self.items.as_ref().and_then(Items::selected);
        let order = selected.and_then(|(row, _)| row["order_number"].as_str());
        match order {
            Some(order) => Effect::OpenAt(ScreenKind::Timeline, order.to_owned()).into(),
            None => Effect::Tell(Tone::Plain, ctx.look.lang.money_no_order().to_owned()).into(),
        }
    }

    fn offer_papers(&mut self, lang: Lang) -> Answer {
        let choices = [
            lang.statement_title(),
            lang.letter_title_reminder(),
            lang.letter_title_demand(),
            lang.letter_title_final(),
            lang.money_confirm(),
            lang.money_ageing(),
        ];
        let choices = choices.map(str::to_owned).to_vec();
        self.choosing = Some(Dialog::new(lang.money_which_paper(), choices, 0));
        Answer::Consumed
    }

    fn choose(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let chosen = self.choosing.as_mut().map(|dialog| dialog.press(press));
        if !matches!(chosen, Some(DialogAnswer::Waiting)) {
            self.choosing = None;
        }
        let Some(DialogAnswer::Chosen(n)) = chosen else {
            return Answer::Consumed;
        };
        match n.checked_sub(1) {
            None => self.open(About::Statement, ctx),
            Some(n) if n < GRADES.len() => {
                let Some((customer, _)) = self.customer() else {
                    return nothing(ctx);
                };
                let mut effects = Vec::new();
                let keys = json!({ "customer": customer, "grade": GRADES[n] });
                self.letter = ctx.ask("letter", keys, &mut effects);
                effects.into()
            }
            Some(n) if n == GRADES.len() => self.open(About::Confirm, ctx),
            Some(_) => {
                self.sheet = Some(OpenSheet::new(About::Ageing, "", ctx));
                Answer::Consumed
            }
        }
    }
}

fn said(refusal: &crate::domain::Refusal, lang: Lang) -> Answer {
    let told = lang.refusal(refusal);
    Effect::Tell(Tone::Bad, format!("{}; {}", told.text, told.way_out)).into()
}

fn nothing(ctx: &Ctx<'_>) -> Answer {
    Effect::Tell(Tone::Plain, ctx.look.lang.review_no_row().to_owned()).into()
}

//! What keys and answers do on the follow-up screen.

use serde_json::{Value, json};

use super::saying::Saying;
use super::{FollowUp, rows};
use crate::ui::base::{Action, Answer, Ctx, Effect, Input, Press, Reply, ScreenKind, Ticket, Tone};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::{HandAnswer, ListAnswer, Row, Step, Wish};
use crate::words::Lang;
use crate::words::follow_up::QUEUES;

/// Rows of a page.
const PAGE: i64 = 200;

impl FollowUp {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        self.now = Some(ctx.now);
        match self.hand.take(input, ctx) {
            HandAnswer::Ignored => {}
            HandAnswer::Effects(effects) | HandAnswer::Loaded(effects) => return effects.into(),
            HandAnswer::Known => return self.ask_all(ctx).into(),
            HandAnswer::Done(_, mut effects) | HandAnswer::Outdated(mut effects) => {
                effects.extend(self.ask_all(ctx));
                return effects.into();
            }
        }
        match input {
            Input::Press(_) | Input::Paste(_) if self.hand.open().is_some() => Answer::Ignored,
            Input::Press(press) if matches!(self.saying, Saying::Choosing(..)) => {
                self.message_key(press, ctx)
            }
            Input::Press(press) => self.press(press, ctx),
            Input::Reply(ticket, reply) if self.is_message(*ticket) => {
                self.message_found(reply, ctx)
            }
            Input::Reply(ticket, reply) => self.reply(*ticket, reply, ctx),
            Input::Shown => {
                let mut effects = self.hand.introduce(ctx);
                effects.extend(self.ask_all(ctx));
                effects.into()
            }
            Input::Changed => {
                let mut effects = self.ask_all(ctx);
                effects.extend(self.hand.again(ctx));
                effects.into()
            }
            Input::Paste(_) => Answer::Ignored,
        }
    }

    /// Asks for the rows and the counts; what is there stays until the answer.
    fn ask_all(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        if self.hand.login.is_none() {
            return Vec::new();
        }
        self.more = None;
        let mut effects = Vec::new();
        self.asked = ctx.ask(self.question(), self.keys(None), &mut effects);
        self.counting = ctx.ask("counts", json!({}), &mut effects);
        effects
    }

    const fn question(&self) -> &'static str {
        if self.overdue { "overdue" } else { "worklist" }
    }

    fn keys(&self, after: Option<&str>) -> Value {
        if self.overdue {
            return json!({ "limit": PAGE, "after": after });
        }
        let mut keys = json!({ "who": self.hand.login, "limit": PAGE });
        if let Some(queue) = self.queue_code() {
            keys["queue"] = json!(queue);
        }
        if let Some(after) = after {
            keys["after"] = json!(after);
        }
        keys
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let of = |asked: Option<Ticket>| asked == Some(ticket);
        let (rows, counts, more) = (of(self.asked), of(self.counting), of(self.more));
        if !(rows || counts || more) {
            return Answer::Ignored;
        }
        let answer = match reply {
            Ok(answer) => answer,
            Err(refusal) => {
                let said = ctx.look.lang.refusal(refusal);
                return Effect::Tell(Tone::Bad, format!("{}; {}", said.text, said.way_out)).into();
            }
        };
        if counts {
            self.counting = None;
            self.counts = answer.clone();
            return Answer::Consumed;
        }
        self.departments = read::rows(answer, "departments").to_vec();
        let next = answer["next"].as_str().map(str::to_owned);
        let found = read::rows(answer, "rows").to_vec();
        if rows {
            self.asked = None;
            self.found = found;
            self.list.refresh(self.rows(ctx.look.lang), next);
        } else {
            self.more = None;
            self.found.extend(found);
            self.list.append(self.rows(ctx.look.lang), next);
        }
        Answer::Consumed
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        match press.action {
            Some(Action::Contact) => self.call(ctx),
            Some(Action::Submit) => self.act(ctx),
            Some(Action::Edit) => self.with_order(Wish::Step(Step::Edit), ctx),
            Some(Action::Steps) => self.with_order(Wish::Menu, ctx),
            Some(Action::Hold) => self.with_order(Wish::HoldOrRelease, ctx),
            Some(Action::History) => self.open_timeline(ctx),
            Some(Action::Message) => self.choose_message(ctx),
            Some(Action::Overdue) => {
                self.overdue = !self.overdue;
                self.list.set_filter("");
                self.ask_all(ctx).into()
            }
            Some(Action::NextField) => self.go_to_queue((self.queue + 1) % (QUEUES.len() + 1), ctx),
            Some(Action::PrevField) => {
                self.go_to_queue(self.queue.checked_sub(1).unwrap_or(QUEUES.len()), ctx)
            }
            Some(Action::Find) => {
                self.finding = true;
                self.list.select_filter(); // what is typed next takes the place of the last filter
                Effect::Tell(Tone::Plain, ctx.look.lang.review_find().to_owned()).into()
            }
            Some(Action::Back) if self.finding && self.list.filter().is_empty() => {
                self.finding = false;
                Answer::Consumed
            }
            _ => match press
                .digit()
                .filter(|_| !self.finding && self.list.filter().is_empty())
            {
                Some(queue) => self.go_to_queue(queue, ctx),
                None => self.press_list(press, ctx),
            },
        }
    }

    fn press_list(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        self.list.set_page(self.drawn.get());
        match self.list.press(press) {
            ListAnswer::Ignored => Answer::Ignored,
            ListAnswer::Consumed | ListAnswer::Marked => Answer::Consumed,
            ListAnswer::Open(_) => self.open_row(ctx),
            ListAnswer::Filter(_) => {
                self.list.narrow(self.rows(ctx.look.lang));
                Answer::Consumed
            }
            ListAnswer::Moved { more } => {
                let after = if more { self.list.ask_next() } else { None };
                let mut effects = Vec::new();
                if let Some(after) = after {
                    self.more = ctx.ask(self.question(), self.keys(Some(&after)), &mut effects);
                }
                effects.into()
            }
        }
    }

    fn go_to_queue(&mut self, queue: usize, ctx: &Ctx<'_>) -> Answer {
        self.queue = queue;
        self.overdue = false;
        self.list.set_filter("");
        self.ask_all(ctx).into()
    }

    fn call(&mut self, ctx: &Ctx<'_>) -> Answer {
        let Some(row) = self.row() else {
            return nothing(ctx);
        };
        let subject = rows::call(row);
        self.hand.open_with(Step::Contact, subject, ctx).into()
    }

    /// Does what the row says is next, without leaving the list.
    fn act(&mut self, ctx: &Ctx<'_>) -> Answer {
        let Some(row) = self.row() else {
            return nothing(ctx);
        };
        let acts = rows::acts(row);
        if acts.is_empty() {
            let wish = rows::next(row);
            return match wish {
                Wish::Step(Step::Contact) => self.call(ctx),
                wish => self.with_order(wish, ctx),
            };
        }
        let about = rows::paper(row);
        self.hand.open_menu(acts.to_vec(), about, ctx).into()
    }

    /// Does something with the order of the row, once it is read.
    fn with_order(&mut self, wish: Wish, ctx: &Ctx<'_>) -> Answer {
        let Some(row) = self.row() else {
            return nothing(ctx);
        };
        let Some(order) = row["order"].as_str().map(str::to_owned) else {
            let subject = text(row, "subject");
            return Effect::Tell(Tone::Plain, ctx.look.lang.follow_no_order(&subject)).into();
        };
        // Another session may have moved it since: the menu is made from what is so now.
        self.hand.forget();
        let mut effects = self.hand.look_at(Some(&order), ctx);
        effects.extend(self.hand.wish(wish, ctx));
        effects.into()
    }

    /// Enter: what is incomplete is filled in, everything else is looked at.
    fn open_row(&self, ctx: &Ctx<'_>) -> Answer {
        let order = self.row().filter(|row| row["queue"] == "incomplete");
        match order.and_then(|row| row["order"].as_str()) {
            Some(order) => Effect::OpenAt(ScreenKind::OrderEntry, order.to_owned()).into(),
            None => self.open_timeline(ctx),
        }
    }

    fn open_timeline(&self, ctx: &Ctx<'_>) -> Answer {
        let Some(row) = self.row() else {
            return nothing(ctx);
        };
        let Some(order) = row["order"].as_str() else {
            if let Some(customer) = row["customer"].as_str() {
                return Effect::OpenAt(ScreenKind::Customer, customer.to_owned()).into();
            }
            let subject = text(row, "subject");
            return Effect::Tell(Tone::Plain, ctx.look.lang.follow_no_order(&subject)).into();
        };
        Effect::OpenAt(ScreenKind::Timeline, order.to_owned()).into()
    }

    /// The rows in words, those that answer to what was typed.
    pub(super) fn rows(&self, lang: Lang) -> Vec<Row> {
        let typed = crate::domain::text::narrow(self.list.filter()).to_lowercase();
        let typed = typed.trim();
        let hit = |row: &&Value| {
            let names = ["subject", "order", "customer", "customer_name", "phone"];
            typed.is_empty()
                || names
                    .iter()
                    .any(|name| text(row, name).to_lowercase().contains(typed))
        };
        self.found
            .iter()
            .filter(hit)
            .map(|row| rows::in_words(row, lang, self.now))
            .collect()
    }
}

fn nothing(ctx: &Ctx<'_>) -> Answer {
    Effect::Tell(Tone::Plain, ctx.look.lang.review_no_row().to_owned()).into()
}

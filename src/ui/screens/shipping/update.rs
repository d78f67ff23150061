//! What keys and answers do on the shipping screen.

use serde_json::{Value, json};

use super::Shipping;
use crate::ui::base::{
    Action, Answer, Ctx, Effect, Input, Press, Query, Reply, ScreenKind, Ticket, Tone,
};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::{HandAnswer, ListAnswer, Row, Step, Wish};
use crate::words::Lang;

/// Rows of a page.
const PAGE: i64 = 200;

impl Shipping {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        self.now = Some(ctx.now);
        match self.hand.take(input, ctx) {
            HandAnswer::Ignored => {}
            HandAnswer::Effects(effects) | HandAnswer::Loaded(effects) => return effects.into(),
            HandAnswer::Known => return self.ask(ctx).into(),
            HandAnswer::Done(_, mut effects) | HandAnswer::Outdated(mut effects) => {
                effects.extend(self.ask(ctx));
                return effects.into();
            }
        }
        match input {
            Input::Press(_) | Input::Paste(_) if self.hand.open().is_some() => Answer::Ignored,
            Input::Press(press) => self.press(press, ctx),
            Input::Reply(ticket, reply) => self.reply(*ticket, reply, ctx),
            Input::Shown => {
                let mut effects = self.hand.introduce(ctx);
                effects.extend(self.ask(ctx));
                effects.into()
            }
            Input::Changed => {
                let mut effects = self.ask(ctx);
                effects.extend(self.hand.again(ctx));
                effects.into()
            }
            Input::Paste(_) => Answer::Ignored,
        }
    }

    /// Asks for the rows; what is there stays until the answer.
    fn ask(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        self.more = None;
        let (ticket, effects) = self.ask_page(None, ctx);
        self.asked = ticket;
        effects
    }

    fn ask_page(&self, after: Option<&str>, ctx: &Ctx<'_>) -> (Option<Ticket>, Vec<Effect>) {
        let (name, list) = self.flow.query;
        let mut keys = json!({ list: self.wait(), "limit": PAGE });
        if let Some(after) = after {
            keys["after"] = json!(after);
        }
        let Ok(query) = Query::parse(name, keys) else {
            return (None, Vec::new());
        };
        let ticket = ctx.ticket();
        (Some(ticket), vec![Effect::Ask(ticket, query)])
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let (first, more) = (self.asked == Some(ticket), self.more == Some(ticket));
        if !(first || more) {
            return Answer::Ignored;
        }
        let answer = match reply {
            Ok(answer) => answer,
            Err(refusal) => {
                let said = ctx.look.lang.refusal(refusal);
                return Effect::Tell(Tone::Bad, format!("{}; {}", said.text, said.way_out)).into();
            }
        };
        let next = answer["next"].as_str().map(str::to_owned);
        let found = read::rows(answer, "rows").to_vec();
        if first {
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
            Some(Action::Submit) => {
                let step = self.flow.steps.get(self.page).copied().flatten();
                self.with_order(step.map_or(Wish::Menu, Wish::Step), ctx)
            }
            Some(Action::Steps) => self.with_order(Wish::Menu, ctx),
            Some(Action::Hold) => self.with_order(Wish::HoldOrRelease, ctx),
            Some(Action::Contact) => self.with_order(Wish::Step(Step::Contact), ctx),
            Some(Action::History) => self.open_timeline(ctx),
            Some(Action::NextField) => self.go_to((self.page + 1) % self.flow.pages.len(), ctx),
            Some(Action::PrevField) => self.go_to(
                self.page
                    .checked_sub(1)
                    .unwrap_or(self.flow.pages.len() - 1),
                ctx,
            ),
            Some(Action::Find) => {
                self.finding = true;
                self.list.select_filter(); // what is typed next takes the place of the last filter
                Effect::Tell(Tone::Plain, ctx.look.lang.review_find().to_owned()).into()
            }
            Some(Action::Back) if self.finding && self.list.filter().is_empty() => {
                self.finding = false;
                Answer::Consumed
            }
            _ => {
                let free = !self.finding && self.list.filter().is_empty();
                let digit = press
                    .digit()
                    .filter(|n| free && (1..=self.flow.pages.len()).contains(n));
                match digit {
                    Some(n) => self.go_to(n - 1, ctx),
                    None => self.press_list(press, ctx),
                }
            }
        }
    }

    fn press_list(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        self.list.set_page(self.drawn.get());
        match self.list.press(press) {
            ListAnswer::Ignored => Answer::Ignored,
            ListAnswer::Consumed | ListAnswer::Marked => Answer::Consumed,
            ListAnswer::Open(_) => self.open_timeline(ctx),
            ListAnswer::Filter(_) => {
                self.list.narrow(self.rows(ctx.look.lang));
                Answer::Consumed
            }
            ListAnswer::Moved { more } => {
                let after = if more { self.list.ask_next() } else { None };
                let Some(after) = after else {
                    return Answer::Consumed;
                };
                let (ticket, effects) = self.ask_page(Some(&after), ctx);
                self.more = ticket;
                effects.into()
            }
        }
    }

    fn go_to(&mut self, page: usize, ctx: &Ctx<'_>) -> Answer {
        self.page = page;
        self.list.set_filter("");
        self.found.clear();
        self.list.refresh(Vec::new(), None);
        self.ask(ctx).into()
    }

    /// Does something with the order of the row, once it is read.
    fn with_order(&mut self, wish: Wish, ctx: &Ctx<'_>) -> Answer {
        let Some(order) = self.row().map(|row| text(row, "order")) else {
            return nothing(ctx);
        };
        // Another session may have moved it since: the paper is made from what is so now.
        self.hand.forget();
        let mut effects = self.hand.look_at(Some(&order), ctx);
        effects.extend(self.hand.wish(wish, ctx));
        effects.into()
    }

    fn open_timeline(&self, ctx: &Ctx<'_>) -> Answer {
        match self.row() {
            Some(row) => Effect::OpenAt(ScreenKind::Timeline, text(row, "order")).into(),
            None => nothing(ctx),
        }
    }

    /// The rows in words, those that answer to what was typed.
    pub(super) fn rows(&self, lang: Lang) -> Vec<Row> {
        let typed = crate::domain::text::narrow(self.list.filter()).to_lowercase();
        let typed = typed.trim();
        let hit = |row: &&Value| {
            typed.is_empty()
                || self
                    .flow
                    .names
                    .iter()
                    .any(|name| text(row, name).to_lowercase().contains(typed))
        };
        let found = self.found.iter().filter(hit);
        found.map(|row| (self.flow.row)(row, lang)).collect()
    }
}

fn nothing(ctx: &Ctx<'_>) -> Answer {
    Effect::Tell(Tone::Plain, ctx.look.lang.review_no_row().to_owned()).into()
}

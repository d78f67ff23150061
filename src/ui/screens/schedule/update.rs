//! What keys and answers do on the board.

use serde_json::{Value, json};

use super::supply::{Supply, Typed};
use super::{Schedule, Shown, Tried, rows};
use crate::ui::base::{
    Action, Answer, Ctx, Effect, Input, Press, Query, Reply, ScreenKind, Ticket, Tone,
};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::steps::{Subject, Target};
use crate::ui::widgets::{HandAnswer, ListAnswer, Row, Step, Wish};
use crate::words::Lang;

/// Rows of a page.
const PAGE: i64 = 200;

impl Schedule {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        self.now = Some(ctx.now);
        match self.hand.take(input, ctx) {
            HandAnswer::Ignored => {}
            HandAnswer::Known => return Answer::Consumed,
            HandAnswer::Effects(effects) | HandAnswer::Loaded(effects) => return effects.into(),
            HandAnswer::Done(_, mut effects) | HandAnswer::Outdated(mut effects) => {
                self.tried = None; // what was tried may be what was done
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
            Input::Paste(pasted) => match &mut self.supply {
                Some(supply) => {
                    supply.paste(&pasted.text);
                    Answer::Consumed
                }
                None => Answer::Ignored,
            },
        }
    }

    /// Asks for the rows; what is there stays until the answer.
    fn ask(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        self.more = None;
        let (ticket, effects) = ask(self.keys(None), ctx);
        self.asked = ticket;
        effects
    }

    /// A trial shows what it moves; without one the late lines or all.
    fn keys(&self, after: Option<&str>) -> Value {
        let mut keys = json!({ "limit": PAGE });
        match &self.tried {
            None if self.shown == Shown::Late => keys["late"] = json!(true),
            None => {}
            Some(Tried::Bump(order)) => {
                keys["bump"] = json!(order);
                keys["changed"] = json!(true);
            }
            Some(Tried::Supply(product, qty, date)) => {
                keys["supply_product"] = json!(product);
                keys["supply_qty"] = json!(qty);
                keys["supply_date"] = json!(date);
                keys["changed"] = json!(true);
            }
        }
        if let Some(after) = after {
            keys["after"] = json!(after);
        }
        keys
    }

    /// Asks what to say to the customer of the row: of what will be late, or of the whole order.
    fn ask_reply(&mut self, ctx: &Ctx<'_>) -> Answer {
        let Some((order, late)) = self.row().map(|row| (row.order.clone(), row.late)) else {
            return nothing(ctx);
        };
        let name = if late { "late" } else { "promise" };
        let Ok(query) = Query::parse(name, json!({ "order": order })) else {
            return Answer::Consumed;
        };
        let ticket = ctx.ticket();
        self.saying = Some((ticket, order));
        Effect::Ask(ticket, query).into()
    }

    /// The reply goes into the clipboard, and the paper to keep it with the order is opened.
    fn said(&mut self, order: String, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let answer = match reply {
            Ok(answer) => answer,
            Err(refusal) => {
                return Effect::Tell(Tone::Bad, lang.refusal(refusal).text).into();
            }
        };
        let late = read::rows(answer, "rows").iter();
        let mut days: Vec<String> = late.clone().map(|row| text(row, "predicted")).collect();
        days.push(text(answer, "earliest"));
        let whole = lang.saying(&answer["say"]);
        let parts: Vec<String> = late
            .filter_map(|row| lang.saying(&row["say"]))
            .chain(whole)
            .collect();
        if parts.is_empty() {
            return nothing(ctx);
        }
        let said = parts.join("\n");
        let date = days.into_iter().max().unwrap_or_default();
        let subject = Subject {
            targets: vec![Target {
                order,
                ..Target::default()
            }],
            say: Some((date, said.clone())),
            ..Subject::default()
        };
        let mut effects = vec![Effect::Copy(said)];
        effects.extend(self.hand.open_with(Step::Told, subject, ctx));
        effects.push(Effect::Tell(Tone::Good, lang.schedule_copied().to_owned()));
        effects.into()
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        if let Some((_, order)) = self.saying.take_if(|(asked, _)| *asked == ticket) {
            return self.said(order, reply, ctx);
        }
        let (first, more) = (self.asked == Some(ticket), self.more == Some(ticket));
        if !(first || more) {
            return Answer::Ignored;
        }
        let lang = ctx.look.lang;
        let answer = match reply {
            Ok(answer) => answer,
            Err(refusal) => {
                self.tried = None;
                let said = lang.refusal(refusal);
                return Effect::Tell(Tone::Bad, format!("{}; {}", said.text, said.way_out)).into();
            }
        };
        let next = answer["next"].as_str().map(str::to_owned);
        let found: Vec<_> = serde_json::from_value(answer["rows"].clone()).unwrap_or_default();
        self.total = answer["total"].as_i64().unwrap_or(0);
        if first {
            self.asked = None;
            self.found = found;
            self.list.refresh(self.rows(lang), next);
        } else {
            self.more = None;
            self.found.extend(found);
            self.list.append(self.rows(lang), next);
        }
        Answer::Consumed
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        if let Some(supply) = &mut self.supply {
            let typed = supply.press(press, ctx);
            return self.typed(typed, ctx);
        }
        match press.action {
            Some(Action::TryBump) => {
                let order = self.row().map(|row| row.order.clone());
                self.attempt(order.map(Tried::Bump), ctx)
            }
            Some(Action::TrySupply) => match self.row().map(|row| row.product.clone()) {
                Some(product) => {
                    self.supply = Some(Supply::of(&product));
                    Answer::Consumed
                }
                None => nothing(ctx),
            },
            Some(Action::Print) => self.ask_reply(ctx),
            Some(Action::Steps) => self.with_order(Wish::Menu, ctx),
            Some(Action::Contact) => self.with_order(Wish::Step(Step::Contact), ctx),
            Some(Action::History | Action::Accept) => match self.row() {
                Some(row) => Effect::OpenAt(ScreenKind::Timeline, row.order.clone()).into(),
                None => nothing(ctx),
            },
            Some(Action::NextField | Action::PrevField) => {
                self.shown = if self.shown == Shown::Late {
                    Shown::All
                } else {
                    Shown::Late
                };
                self.tried = None;
                self.ask(ctx).into()
            }
            Some(Action::Back) if self.tried.take().is_some() => self.ask(ctx).into(),
            _ => self.press_list(press, ctx),
        }
    }

    fn typed(&mut self, typed: Typed, ctx: &Ctx<'_>) -> Answer {
        match typed {
            Typed::Consumed => Answer::Consumed,
            Typed::Say(effect) => effect.into(),
            Typed::Left => {
                self.supply = None;
                Answer::Consumed
            }
            Typed::Try(qty, date) => {
                let supply = self.supply.take();
                let tried = supply.map(|supply| Tried::Supply(supply.product, qty, date));
                self.attempt(tried, ctx)
            }
        }
    }

    fn attempt(&mut self, tried: Option<Tried>, ctx: &Ctx<'_>) -> Answer {
        if tried.is_none() {
            return nothing(ctx);
        }
        self.tried = tried;
        self.ask(ctx).into()
    }

    fn press_list(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        self.list.set_page(self.drawn.get());
        match self.list.press(press) {
            ListAnswer::Ignored => Answer::Ignored,
            ListAnswer::Consumed | ListAnswer::Marked | ListAnswer::Open(_) => Answer::Consumed,
            ListAnswer::Filter(_) => {
                self.list.narrow(self.rows(ctx.look.lang));
                Answer::Consumed
            }
            ListAnswer::Moved { more } => {
                let after = if more { self.list.ask_next() } else { None };
                let Some(after) = after else {
                    return Answer::Consumed;
                };
                let (ticket, effects) = ask(self.keys(Some(&after)), ctx);
                self.more = ticket;
                effects.into()
            }
        }
    }

    /// Does something with the order of the row, once it is read.
    fn with_order(&mut self, wish: Wish, ctx: &Ctx<'_>) -> Answer {
        let Some(order) = self.row().map(|row| row.order.clone()) else {
            return nothing(ctx);
        };
        self.hand.forget();
        let mut effects = self.hand.look_at(Some(&order), ctx);
        effects.extend(self.hand.wish(wish, ctx));
        effects.into()
    }

    /// The rows in words, those that answer to what was typed.
    pub(super) fn rows(&self, lang: Lang) -> Vec<Row> {
        let typed = crate::domain::text::narrow(self.list.filter()).to_lowercase();
        let typed = typed.trim();
        let shown = self.found.iter().map(|row| rows::in_words(row, lang));
        let hit = |row: &Row| {
            let cells = row.cells.iter().take(3);
            typed.is_empty()
                || cells
                    .into_iter()
                    .any(|cell| cell.to_lowercase().contains(typed))
        };
        shown.filter(hit).collect()
    }
}

fn nothing(ctx: &Ctx<'_>) -> Answer {
    Effect::Tell(Tone::Plain, ctx.look.lang.review_no_row().to_owned()).into()
}

/// Asks, and tells the ticket of the question.
fn ask(keys: Value, ctx: &Ctx<'_>) -> (Option<Ticket>, Vec<Effect>) {
    let Ok(query) = Query::parse("schedule", keys) else {
        return (None, Vec::new());
    };
    let ticket = ctx.ticket();
    (Some(ticket), vec![Effect::Ask(ticket, query)])
}

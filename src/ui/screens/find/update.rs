//! What the screen makes of keys and answers.

use serde::de::DeserializeOwned;

use crate::desk::boards::find::{FindQuery, Hit, may_be_more};
use crate::desk::boards::orders::{OrderListRow, OrdersQuery};
use crate::ui::base::{
    Action, Answer, Ctx, Effect, Input, Press, Query, Reply, ScreenKind, Ticket, Tone,
};
use crate::ui::widgets::{List, ListAnswer, Took};

use super::{Find, Orders, rows};

impl Find {
    pub(super) fn take(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        match input {
            Input::Shown => {
                self.typed.focus();
                self.ask_again(ctx).into()
            }
            Input::Changed => self.ask_again(ctx).into(),
            Input::Reply(ticket, reply) => self.reply(ticket, &reply, ctx),
            Input::Paste(pasted) => {
                self.typed.paste(&pasted.text);
                self.edited(ctx)
            }
            Input::Press(press) => self.press(&press, ctx),
        }
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        match press.action {
            Some(Action::Find) => {
                self.orders = None;
                self.typed.focus();
                return Answer::Consumed;
            }
            Some(Action::History) => return self.open_card(),
            Some(Action::Back) if self.orders.is_some() => {
                self.orders = None;
                return Answer::Consumed;
            }
            Some(Action::Accept)
                if self.orders.is_none() && self.asking.is_some() && self.fresh =>
            {
                self.eager = true;
                return Answer::Consumed;
            }
            _ => {}
        }
        let moves = matches!(
            press.action,
            Some(Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::Accept)
        );
        if moves {
            return self.move_about(press, ctx);
        }
        match self.typed.press(press) {
            Took::Ignored => Answer::Ignored,
            Took::Moved => Answer::Consumed,
            Took::Edited => self.edited(ctx),
        }
    }

    fn move_about(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let Some(orders) = &mut self.orders else {
            return match self.list.press(press) {
                ListAnswer::Open(id) => self.open(&id, ctx),
                _ => Answer::Consumed,
            };
        };
        match orders.list.press(press) {
            ListAnswer::Open(number) => Effect::OpenAt(ScreenKind::Timeline, number).into(),
            ListAnswer::Moved { more: true } => {
                let next = orders.list.ask_next();
                next.map_or(Answer::Consumed, |next| orders.ask(Some(next), ctx).into())
            }
            _ => Answer::Consumed,
        }
    }

    /// Another text: it is asked at once, and an answer to the one before is dropped.
    fn edited(&mut self, ctx: &Ctx<'_>) -> Answer {
        self.orders = None;
        self.fresh = true;
        if self.typed.is_empty() {
            self.asking = None;
            self.hits.clear();
            self.list.replace(Vec::new(), None);
            return Answer::Consumed;
        }
        self.ask(ctx).into()
    }

    fn ask(&mut self, ctx: &Ctx<'_>) -> Effect {
        let ticket = ctx.ticket();
        self.asking = Some(ticket);
        let text = self.typed.value().trim().to_owned();
        Effect::Ask(ticket, FindQuery { text, limit: None }.into())
    }

    fn ask_again(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.typed.is_empty() {
            effects.push(self.ask(ctx));
        }
        if let Some(orders) = &mut self.orders {
            effects.push(orders.ask(None, ctx));
        }
        effects
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        if self.asking == Some(ticket) {
            self.asking = None;
            return self.found(reply, ctx);
        }
        match &mut self.orders {
            Some(orders) => orders.take(ticket, reply, ctx),
            None => Answer::Ignored,
        }
    }

    fn found(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let eager = std::mem::take(&mut self.eager);
        let page = match reply {
            Ok(page) => page,
            Err(refusal) => {
                return Effect::Tell(Tone::Bad, lang.refusal(refusal).text).into();
            }
        };
        self.hits = decoded(&page["rows"]);
        let rows = self.hits.iter().map(|hit| rows::hit(hit, lang)).collect();
        if std::mem::take(&mut self.fresh) {
            self.list.replace(rows, None);
        } else {
            self.list.refresh(rows, None);
        }
        self.list.cut_short(may_be_more(&self.hits));
        let first = self.list.selected().map(|row| row.id.clone());
        match first {
            Some(id) if eager => self.open(&id, ctx),
            None if eager => Effect::Tell(Tone::Plain, lang.no_hits().to_owned()).into(),
            _ => Answer::Consumed,
        }
    }

    /// The card of the customer under the cursor, or of the one whose orders are shown.
    fn open_card(&self) -> Answer {
        let shown = self.orders.as_ref().map(|orders| orders.customer.clone());
        let marked = || {
            let id = &self.list.selected()?.id;
            let hit = self.hits.iter().find(|hit| rows::id(hit) == *id)?;
            (hit.kind == "customer").then(|| hit.code.clone())
        };
        match shown.or_else(marked) {
            Some(code) => Effect::OpenAt(ScreenKind::Customer, code).into(),
            None => Answer::Consumed,
        }
    }

    /// Opens what a hit leads to.
    fn open(&mut self, id: &str, ctx: &Ctx<'_>) -> Answer {
        let Some(hit) = self.hits.iter().find(|hit| rows::id(hit) == id) else {
            return Answer::Consumed;
        };
        match hit.kind.as_str() {
            "product" => Effect::OpenAt(ScreenKind::Stock, hit.code.clone()).into(),
            "customer" => {
                let mut orders = Orders::new(hit);
                let ask = orders.ask(None, ctx);
                self.orders = Some(orders);
                ask.into()
            }
            _ => {
                let unknown = || Effect::Tell(Tone::Plain, ctx.look.lang.find_no_order(&hit.code));
                let open = |number: &String| Effect::OpenAt(ScreenKind::Timeline, number.clone());
                hit.order.as_ref().map_or_else(unknown, open).into()
            }
        }
    }
}

impl Orders {
    fn new(hit: &Hit) -> Self {
        Self {
            customer: hit.code.clone(),
            name: hit.name.clone(),
            list: List::new(rows::order_columns()).named("orders"),
            asking: None,
        }
    }

    fn ask(&mut self, after: Option<String>, ctx: &Ctx<'_>) -> Effect {
        let ticket = ctx.ticket();
        self.asking = Some((ticket, after.is_none()));
        let query = OrdersQuery {
            state: None,
            customer: Some(self.customer.clone()),
            product: None,
            channel: None,
            kind: None,
            from: None,
            to: None,
            text: None,
            late: None,
            limit: None,
            after,
        };
        Effect::Ask(ticket, Query::from(query))
    }

    fn take(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let Some((_, first)) = self.asking.take_if(|(wanted, _)| *wanted == ticket) else {
            return Answer::Ignored;
        };
        let page = match reply {
            Ok(page) => page,
            Err(refusal) => {
                return Effect::Tell(Tone::Bad, lang.refusal(refusal).text).into();
            }
        };
        let orders: Vec<OrderListRow> = decoded(&page["rows"]);
        let rows = orders
            .iter()
            .map(|order| rows::order(order, lang))
            .collect();
        let next = page["next"].as_str().map(str::to_owned);
        if first {
            self.list.refresh(rows, next);
        } else {
            self.list.append(rows, next);
        }
        Answer::Consumed
    }
}

fn decoded<T: DeserializeOwned>(rows: &serde_json::Value) -> Vec<T> {
    serde_json::from_value(rows.clone()).unwrap_or_default()
}

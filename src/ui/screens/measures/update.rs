//! What keys and answers do on the screen.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::period::{MONTHS, PERIODS, months_before};
use super::{Measures, Opened, rows};
use crate::domain::Day;
use crate::ui::base::{
    Action, Answer, Ctx, Effect, Input, Press, Query, Reply, ScreenKind, Ticket, Tone,
};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::{Column, List, ListAnswer, Row, Width};
use crate::words::Lang;

/// A busy office changes every second, a month of it hardly: counted again after this.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

impl Measures {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        self.today = Some(ctx.today());
        match input {
            Input::Press(press) => self.press(press, ctx),
            Input::Reply(ticket, reply) => self.reply(*ticket, reply, ctx),
            Input::Shown | Input::Changed => self.if_old(ctx),
            Input::Paste(_) => Answer::Ignored,
        }
    }

    fn if_old(&mut self, ctx: &Ctx<'_>) -> Answer {
        let fresh = self
            .counted
            .is_some_and(|at| ctx.now.time() - at.time() < AGAIN);
        if fresh {
            return Answer::Consumed;
        }
        // Of the months only the last still moves.
        self.months.pop_last();
        self.ask(ctx).into()
    }

    fn ask(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let (from, to) = PERIODS[self.page].days(ctx.today());
        self.days = Some((from, to));
        self.counted = Some(ctx.now);
        let (ticket, effects) = ask(json!({ "from": from, "to": to }), ctx);
        self.asked = ticket;
        effects
    }

    /// Asks for the latest month that is not known yet.
    fn ask_month(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let mut months = (0..MONTHS).map(|n| months_before(ctx.today(), n));
        let Some(first) = months.find(|first| !self.months.contains_key(first)) else {
            return Vec::new();
        };
        let keys = json!({ "from": first, "to": first.last_of_month(), "by": "month" });
        let (ticket, effects) = ask(keys, ctx);
        self.month = ticket.map(|ticket| (ticket, first));
        effects
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        if self.asked == Some(ticket) {
            self.asked = None;
            return self.answered(reply, ctx);
        }
        let Some((_, first)) = self.month.take_if(|(asked, _)| *asked == ticket) else {
            return Answer::Ignored;
        };
        let Ok(answer) = reply else {
            return Answer::Consumed; // the numbers stand; the chart ends here
        };
        let found = read::rows(answer, "rows").iter();
        let found = found.map(|row| (text(row, "name"), row.clone())).collect();
        self.months.insert(first, found);
        self.ask_month(ctx).into()
    }

    fn answered(&mut self, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        match reply {
            Ok(answer) => {
                self.found = read::rows(answer, "rows").to_vec();
                self.list.refresh(self.rows(ctx.look.lang), None);
                self.ask_month(ctx).into()
            }
            Err(refusal) => {
                let told = ctx.look.lang.refusal(refusal);
                Effect::Tell(Tone::Bad, format!("{}; {}", told.text, told.way_out)).into()
            }
        }
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        if press.action == Some(Action::Refresh) {
            self.months.clear();
            let mut effects = self.ask(ctx);
            effects.push(Effect::Redraw);
            return effects.into();
        }
        if self.opened.is_some() {
            return self.press_opened(press, ctx);
        }
        let unfiltered = self.list.filter().is_empty();
        let page = press.digit().filter(|n| (1..=PERIODS.len()).contains(n));
        match (press.action, page.filter(|_| unfiltered)) {
            (Some(Action::NextField), _) => self.go_to((self.page + 1) % PERIODS.len(), ctx),
            (Some(Action::PrevField), _) => {
                let last = PERIODS.len() - 1;
                self.go_to(self.page.checked_sub(1).unwrap_or(last), ctx)
            }
            (Some(Action::History), _) => self.open(ctx),
            (_, Some(n)) => self.go_to(n - 1, ctx),
            _ => self.press_list(press, ctx),
        }
    }

    fn go_to(&mut self, page: usize, ctx: &Ctx<'_>) -> Answer {
        self.page = page;
        self.ask(ctx).into()
    }

    fn press_list(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        self.list.set_page(self.drawn.get());
        match self.list.press(press) {
            ListAnswer::Ignored => Answer::Ignored,
            ListAnswer::Open(_) => self.open(ctx),
            ListAnswer::Filter(_) => {
                self.list.narrow(self.rows(ctx.look.lang));
                Answer::Consumed
            }
            _ => Answer::Consumed,
        }
    }

    /// Opens the lines that failed.
    fn open(&mut self, ctx: &Ctx<'_>) -> Answer {
        let lang = ctx.look.lang;
        let Some(row) = self.row() else {
            return Effect::Tell(Tone::Plain, lang.review_no_row().to_owned()).into();
        };
        let found: Vec<_> = serde_json::from_value(row["lines"].clone()).unwrap_or_default();
        if found.is_empty() {
            let told = lang.measures_none_failed(&rows::name(row, lang));
            return Effect::Tell(Tone::Plain, told).into();
        }
        let mut opened = Opened {
            name: text(row, "name"),
            count: row["failed"].as_i64().unwrap_or(0),
            found,
            list: List::new(vec![
                Column::text(Lang::measures_col_line, Width::Cells(19)),
                Column::name(Lang::entry_customer, Width::Rest(2)),
                Column::name(Lang::entry_name, Width::Rest(2)),
                Column::text(Lang::measures_col_why, Width::Rest(2)),
                Column::text(Lang::measures_col_fact, Width::Cells(13)),
            ])
            .named("measures_failed"),
        };
        opened.list.refresh(opened.rows(lang), None);
        self.opened = Some(opened);
        Answer::Consumed
    }

    fn press_opened(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let Some(opened) = &mut self.opened else {
            return Answer::Ignored;
        };
        opened.list.set_page(self.drawn.get());
        if press.action == Some(Action::History) {
            return opened.go(ctx);
        }
        match opened.list.press(press) {
            ListAnswer::Ignored if press.action == Some(Action::Back) => {
                self.opened = None;
                Answer::Consumed
            }
            ListAnswer::Ignored => Answer::Ignored,
            ListAnswer::Open(_) => opened.go(ctx),
            ListAnswer::Filter(_) => {
                let rows = opened.rows(ctx.look.lang);
                opened.list.narrow(rows);
                Answer::Consumed
            }
            _ => Answer::Consumed,
        }
    }

    /// The rows in words, those that answer to what was typed.
    pub(super) fn rows(&self, lang: Lang) -> Vec<Row> {
        let all = self.found.iter();
        let all = all.map(|row| rows::in_words(row, String::new(), lang));
        narrowed(all, self.list.filter())
    }

    /// What a measure was in each month of the chart, the oldest first; none where it is not known.
    pub(super) fn trend(&self, name: &str) -> Vec<(Day, Option<&Value>)> {
        let Some(today) = self.today else {
            return Vec::new();
        };
        let of = |first: Day| self.months.get(&first).and_then(|month| month.get(name));
        let months = (0..MONTHS).rev().map(|n| months_before(today, n));
        months.map(|first| (first, of(first))).collect()
    }
}

impl Opened {
    pub(super) fn rows(&self, lang: Lang) -> Vec<Row> {
        let all = self.found.iter().enumerate();
        let all = all.map(|(place, line)| rows::failed(place, line, lang));
        narrowed(all, self.list.filter())
    }

    /// Goes to the order of the row.
    fn go(&self, ctx: &Ctx<'_>) -> Answer {
        let places: BTreeMap<String, &str> = self
            .found
            .iter()
            .enumerate()
            .filter_map(|(place, line)| {
                Some((rows::failed_id(place), line.failed.order.as_deref()?))
            })
            .collect();
        let order = self.list.selected().and_then(|row| places.get(&row.id));
        match order {
            Some(order) => Effect::OpenAt(ScreenKind::Timeline, (*order).to_owned()).into(),
            None => Effect::Tell(Tone::Plain, ctx.look.lang.review_no_row().to_owned()).into(),
        }
    }
}

/// The rows that hold what was typed; a measure also goes by its name in the contract.
fn narrowed(rows: impl Iterator<Item = Row>, typed: &str) -> Vec<Row> {
    let typed = crate::domain::text::narrow(typed).to_lowercase();
    let typed = typed.trim();
    let hit = |row: &Row| {
        typed.is_empty()
            || row.id.contains(typed) && row.id.parse::<usize>().is_err()
            || row
                .cells
                .iter()
                .any(|cell| cell.to_lowercase().contains(typed))
    };
    rows.filter(hit).collect()
}

/// Asks, and tells the ticket of the question.
fn ask(keys: Value, ctx: &Ctx<'_>) -> (Option<Ticket>, Vec<Effect>) {
    let Ok(query) = Query::parse("kpi", keys) else {
        return (None, Vec::new());
    };
    let ticket = ctx.ticket();
    (Some(ticket), vec![Effect::Ask(ticket, query)])
}

//! What keys and answers do on the review screen.

use serde_json::{Value, json};

use super::rows::by_order;
use super::{Review, TABS, Tab};
use crate::ui::base::{
    Action, Answer, Ctx, Effect, Input, Press, Query, Reply, ScreenKind, Ticket, Tone,
};
use crate::ui::widgets::order_card::{Keys, read};
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::steps::{Subject, subject};
use crate::ui::widgets::{HandAnswer, ListAnswer, Step, Wish};

/// Rows of a page of the list.
const PAGE: i64 = 100;

/// Rows that are asked for at once at most.
const MOST: i64 = 1_000;

/// The queues that hold what waits for me.
const MINE: &[&str] = &["review", "director"];

impl Review {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        self.now = Some(ctx.now);
        self.name_keys(ctx);
        match self.hand.take(input, ctx) {
            HandAnswer::Ignored => {}
            HandAnswer::Effects(effects) => return told(effects),
            HandAnswer::Known => return told(self.ask_rows(ctx)),
            HandAnswer::Outdated(mut effects) => {
                effects.extend(self.ask_rows(ctx));
                return told(effects);
            }
            HandAnswer::Loaded(effects) => {
                self.note_version();
                return told(effects);
            }
            HandAnswer::Done(told_of, mut effects) => {
                // Another order may stand under the cursor now: back to the list, where it is seen.
                self.whole = false;
                self.scroll = Scroll::default();
                for order in self.list.chosen() {
                    self.failed.remove(&order);
                }
                self.list.unmark();
                for order in &told_of.left {
                    self.list.mark_id(order);
                }
                for (order, why) in told_of.failed {
                    self.list.mark_id(&order);
                    self.failed.insert(order, why);
                }
                effects.extend(self.ask_rows(ctx));
                return told(effects);
            }
        }
        match input {
            Input::Press(_) | Input::Paste(_) if self.hand.open().is_some() => Answer::Ignored,
            Input::Press(press) => self.press(press, ctx),
            Input::Reply(ticket, reply) => self.reply(*ticket, reply, ctx),
            Input::Shown => {
                let mut effects = self.hand.introduce(ctx);
                effects.extend(self.ask_rows(ctx));
                effects.extend(self.hand.again(ctx));
                told(effects)
            }
            Input::Changed => {
                let mut effects = self.ask_rows(ctx);
                effects.extend(self.hand.again(ctx));
                told(effects)
            }
            Input::Paste(_) => Answer::Ignored,
        }
    }

    /// Ways out name the keys that this person has.
    fn name_keys(&mut self, ctx: &Ctx<'_>) {
        let name = |action| {
            let keys = ctx.keymap.keys(ScreenKind::Review, action);
            keys.first().map(ToString::to_string).unwrap_or_default()
        };
        self.keys = Keys {
            approve: name(Action::Approve),
            send_back: name(Action::SendBack),
            steps: name(Action::Steps),
            edit: name(Action::Edit),
        };
        self.mark = name(Action::Mark);
    }

    fn note_version(&mut self) {
        if let Some(order) = self.hand.order() {
            for target in subject(order, &self.hand.roles).targets {
                self.seen.insert(target.order.clone(), target);
            }
        }
    }

    /// Asks for the rows of the tab, as many as are there; what is there stays until the answer.
    fn ask_rows(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let wanted: Vec<_> = match self.tab() {
            Tab::Mine => MINE.iter().map(|queue| (Some(*queue), None)).collect(),
            _ => vec![(None, None)],
        };
        let there = i64::try_from(self.list.rows().len()).unwrap_or(MOST);
        // A whole page more than is there, so that the cursor's row is among them.
        let limit = ((there / PAGE + 1) * PAGE).min(MOST);
        self.further = false;
        self.ask_pages(wanted, limit, ctx)
    }

    fn ask_more(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        if self.list.ask_next().is_none() {
            return Vec::new();
        }
        let next = std::mem::take(&mut self.next);
        let wanted = next.into_iter().map(|(queue, after)| (queue, Some(after)));
        self.further = true;
        self.ask_pages(wanted.collect(), PAGE, ctx)
    }

    fn ask_pages(
        &mut self,
        wanted: Vec<(Option<&'static str>, Option<String>)>,
        limit: i64,
        ctx: &Ctx<'_>,
    ) -> Vec<Effect> {
        self.asked.clear();
        self.coming.clear();
        self.next.clear();
        let mut effects = Vec::new();
        for (queue, after) in wanted {
            let (name, mut keys) = match (queue, &self.hand.login) {
                (Some(_), None) => continue,
                (Some(queue), Some(who)) => ("worklist", json!({ "queue": queue, "who": who })),
                (None, _) => ("orders", self.orders_keys()),
            };
            keys["limit"] = json!(limit);
            if let Some(after) = after {
                keys["after"] = json!(after);
            }
            if let Ok(query) = Query::parse(name, keys) {
                let ticket = ctx.ticket();
                self.asked.push((ticket, queue));
                effects.push(Effect::Ask(ticket, query));
            }
        }
        effects
    }

    fn orders_keys(&self) -> Value {
        let mut keys = json!({});
        if let Tab::State(state) = self.tab() {
            keys["state"] = json!(state);
        }
        let typed = self.list.filter().trim();
        if !typed.is_empty() {
            keys["text"] = json!(typed);
        }
        keys
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        let Some(at) = self.asked.iter().position(|(asked, _)| *asked == ticket) else {
            return Answer::Ignored;
        };
        let (_, queue) = self.asked.remove(at);
        let answer = match reply {
            Ok(answer) => answer,
            Err(refusal) => {
                let said = ctx.look.lang.refusal(refusal);
                return Effect::Tell(Tone::Bad, format!("{}; {}", said.text, said.way_out)).into();
            }
        };
        self.coming.extend_from_slice(read::rows(answer, "rows"));
        if let Some(next) = answer["next"].as_str() {
            self.next.push((queue, next.to_owned()));
        }
        if !self.asked.is_empty() {
            return Answer::Consumed;
        }
        let mut coming = std::mem::take(&mut self.coming);
        if self.further {
            let mut all = std::mem::take(&mut self.found);
            all.append(&mut coming);
            coming = all;
        }
        let mine = self.tab() == Tab::Mine;
        self.found = if mine { by_order(coming) } else { coming };
        let next = self.next.first().map(|(_, next)| next.clone());
        let rows = self.rows(ctx.look.lang, false);
        self.list.refresh(rows, next);
        told(self.follow_cursor(ctx))
    }

    /// Takes the order under the cursor in hand.
    fn follow_cursor(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let number = self.list.selected().map(|row| row.id.clone());
        if number.as_deref() != self.hand.number() {
            self.scroll = Scroll::default();
            self.whole &= number.is_some();
        }
        self.hand.look_at(number.as_deref(), ctx)
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let wish = match press.action {
            Some(Action::Opinion) => Some(Wish::Step(Step::Opinion)),
            Some(Action::Approve) => Some(Wish::Step(Step::Approve)),
            Some(Action::SendBack) => Some(Wish::Step(Step::Return)),
            Some(Action::Reject) => Some(Wish::Step(Step::Reject)),
            Some(Action::Contact) => Some(Wish::Step(Step::Contact)),
            Some(Action::Edit) => Some(Wish::Step(Step::Edit)),
            Some(Action::Steps) => Some(Wish::Menu),
            Some(Action::Hold) => Some(Wish::HoldOrRelease),
            _ => None,
        };
        if let Some(wish) = wish {
            return told(self.act(wish, ctx));
        }
        if press.action == Some(Action::History)
            && let Some(order) = self.hand.number()
        {
            return Effect::OpenAt(ScreenKind::Timeline, order.to_owned()).into();
        }
        if let Some(Action::NextPart | Action::PrevPart) = press.action
            && self.list.filter().is_empty()
        {
            self.turn(press.action == Some(Action::NextPart));
            return Answer::Consumed;
        }
        if self.whole {
            return self.press_whole(press);
        }
        match press.action {
            Some(Action::NextField) => self.go_to_tab((self.tab + 1) % TABS.len(), ctx),
            Some(Action::PrevField) => {
                self.go_to_tab(self.tab.checked_sub(1).unwrap_or(TABS.len() - 1), ctx)
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
            _ => {
                let tab = press.digit().filter(|n| (1..=TABS.len()).contains(n));
                match tab.filter(|_| !self.finding && self.list.filter().is_empty()) {
                    Some(n) => self.go_to_tab(n - 1, ctx),
                    None => self.press_list(press, ctx),
                }
            }
        }
    }

    /// Goes to the part of the order behind or before the one at the top.
    fn turn(&mut self, forward: bool) {
        let card = self.card.borrow();
        let top = self.scroll.top;
        let to = if forward {
            card.parts.iter().find(|at| **at > top)
        } else {
            card.parts.iter().rev().find(|at| **at < top)
        };
        // The last parts may be on the screen together: then this is the end.
        let end = card.lines.saturating_sub(card.height);
        self.scroll.top = to.copied().unwrap_or(top).min(end);
    }

    fn act(&mut self, wish: Wish, ctx: &Ctx<'_>) -> Vec<Effect> {
        let Wish::Step(step @ (Step::Approve | Step::Opinion)) = wish else {
            return self.hand.wish(wish, ctx);
        };
        if self.list.marked() == 0 {
            return self.hand.wish(wish, ctx);
        }
        let subject = Subject {
            say: None,
            targets: self.targets(),
            ..Subject::default()
        };
        self.hand.open_with(step, subject, ctx)
    }

    fn go_to_tab(&mut self, tab: usize, ctx: &Ctx<'_>) -> Answer {
        if tab != self.tab {
            self.tab = tab;
            self.list.set_filter("");
            self.list.unmark();
            self.failed.clear();
            self.found.clear();
            self.list.replace(Vec::new(), None);
        }
        told(self.ask_rows(ctx))
    }

    fn press_list(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        self.list.set_page(self.drawn.get());
        match self.list.press(press) {
            ListAnswer::Ignored => Answer::Ignored,
            ListAnswer::Consumed => Answer::Consumed,
            ListAnswer::Moved { more } => {
                let mut effects = self.follow_cursor(ctx);
                if more {
                    effects.extend(self.ask_more(ctx));
                }
                told(effects)
            }
            ListAnswer::Open(_) => {
                self.whole = true;
                Answer::Consumed
            }
            ListAnswer::Marked => told(self.follow_cursor(ctx)),
            ListAnswer::Filter(_) if self.tab() == Tab::Mine => {
                let rows = self.rows(ctx.look.lang, false);
                let next = self.next.first().map(|(_, next)| next.clone());
                self.list.refresh(rows, next);
                told(self.follow_cursor(ctx))
            }
            ListAnswer::Filter(_) => told(self.ask_rows(ctx)),
        }
    }

    /// Keys while the order takes the whole screen.
    fn press_whole(&mut self, press: &Press) -> Answer {
        let (height, count) = {
            let card = self.card.borrow();
            (card.height, card.lines)
        };
        let page = isize::try_from(height).unwrap_or(1).max(1);
        let by = match press.action {
            Some(Action::Up) => -1,
            Some(Action::Down) => 1,
            Some(Action::PageUp) => -page,
            Some(Action::PageDown) => page,
            Some(Action::First) => isize::MIN,
            Some(Action::Last) => isize::MAX,
            Some(Action::Back | Action::Accept) => {
                self.whole = false;
                self.scroll = Scroll::default();
                return Answer::Consumed;
            }
            _ => return Answer::Ignored,
        };
        self.scroll.by(by, height, count);
        Answer::Consumed
    }
}

fn told(effects: Vec<Effect>) -> Answer {
    effects.into()
}

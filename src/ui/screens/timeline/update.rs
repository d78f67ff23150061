//! What keys and answers do on the order card.

use serde_json::json;

use super::choose::Orders;
use super::{Part, Timeline};
use crate::ui::base::{Action, Answer, Ctx, Effect, Input, Press, Query, Reply, Ticket, Tone};
use crate::ui::widgets::lookup::LookupAnswer;
use crate::ui::widgets::order_card::read;
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::{HandAnswer, Lookup, Step, Wish};

/// Happenings of a page: more than an order has, as a rule.
const PAGE: i64 = 1000;

impl Timeline {
    /// Takes an input.
    pub(super) fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        self.now = Some(ctx.now);
        if let Some(answer) = self.choose(input, ctx) {
            return answer;
        }
        match self.hand.take(input, ctx) {
            HandAnswer::Ignored => {}
            HandAnswer::Known => return Answer::Consumed,
            HandAnswer::Effects(effects) | HandAnswer::Loaded(effects) => return effects.into(),
            HandAnswer::Done(_, mut effects) | HandAnswer::Outdated(mut effects) => {
                effects.extend(self.ask_rows(None, ctx));
                return effects.into();
            }
        }
        match input {
            Input::Press(_) | Input::Paste(_) if self.hand.open().is_some() => Answer::Ignored,
            Input::Press(press) => self.press(press, ctx),
            Input::Reply(ticket, reply) => self.reply(*ticket, reply, ctx),
            Input::Shown if self.subject.is_none() => {
                let mut effects = self.hand.introduce(ctx);
                effects.extend(self.ask_which(ctx));
                effects.into()
            }
            Input::Shown | Input::Changed => {
                let mut effects = self.hand.introduce(ctx);
                let subject = self.subject.clone();
                let mut asked = self.hand.look_at(subject.as_deref(), ctx);
                if asked.is_empty() {
                    asked = self.hand.again(ctx);
                }
                effects.extend(asked);
                effects.extend(self.ask_rows(None, ctx));
                effects.into()
            }
            Input::Paste(_) => Answer::Ignored,
        }
    }

    /// The box to choose an order, while it is open.
    fn choose(&mut self, input: &Input, ctx: &Ctx<'_>) -> Option<Answer> {
        match self.choosing.as_mut()?.take(input, ctx) {
            LookupAnswer::Ignored => None,
            LookupAnswer::Consumed => Some(Answer::Consumed),
            LookupAnswer::Ask(effect) => Some(effect.into()),
            LookupAnswer::Cancelled => {
                self.choosing = None;
                // Without an order there is nothing to stay for.
                Some(if self.subject.is_none() {
                    Effect::Close.into()
                } else {
                    Answer::Consumed
                })
            }
            LookupAnswer::Chosen(hit) => {
                self.choosing = None;
                self.subject = Some(hit.id);
                self.happened.clear();
                (self.lines, self.rows) = (Scroll::default(), Scroll::default());
                Some(self.take(&Input::Shown, ctx))
            }
        }
    }

    fn ask_which(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let (lookup, ask) = Lookup::open(Box::new(Orders(ctx.look.lang)), "", ctx);
        self.choosing = Some(lookup);
        vec![ask]
    }

    fn ask_rows(&mut self, after: Option<String>, ctx: &Ctx<'_>) -> Vec<Effect> {
        if after.is_none() {
            self.coming.clear();
        }
        let mut keys = json!({ "order": self.subject, "limit": PAGE });
        if let Some(after) = after {
            keys["after"] = json!(after);
        }
        let Ok(query) = Query::parse("timeline", keys) else {
            return Vec::new();
        };
        let ticket = ctx.ticket();
        self.asked = Some(ticket);
        vec![Effect::Ask(ticket, query)]
    }

    fn reply(&mut self, ticket: Ticket, reply: &Reply, ctx: &Ctx<'_>) -> Answer {
        if self.asked != Some(ticket) {
            return Answer::Ignored;
        }
        self.asked = None;
        match reply {
            Ok(answer) => {
                self.coming.extend_from_slice(read::rows(answer, "rows"));
                if let Some(next) = answer["next"].as_str() {
                    return self.ask_rows(Some(next.to_owned()), ctx).into();
                }
                self.happened = std::mem::take(&mut self.coming);
                Answer::Consumed
            }
            Err(refusal) => {
                let told = ctx.look.lang.refusal(refusal);
                Effect::Tell(Tone::Bad, format!("{}; {}", told.text, told.way_out)).into()
            }
        }
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        match press.action {
            Some(Action::Contact) => self.hand.wish(Wish::Step(Step::Contact), ctx).into(),
            Some(Action::Edit) => self.hand.wish(Wish::Step(Step::Edit), ctx).into(),
            Some(Action::Steps) => self.hand.wish(Wish::Menu, ctx).into(),
            Some(Action::Hold) => self.hand.wish(Wish::HoldOrRelease, ctx).into(),
            Some(Action::Find) => self.ask_which(ctx).into(),
            Some(Action::Arrange) => {
                self.newest_first = !self.newest_first;
                self.rows = Scroll::default();
                Answer::Consumed
            }
            Some(Action::NextField | Action::PrevField) => {
                self.part = if self.part == Part::Lines {
                    Part::Happenings
                } else {
                    Part::Lines
                };
                Answer::Consumed
            }
            _ => self.move_by(press),
        }
    }

    fn move_by(&mut self, press: &Press) -> Answer {
        let [lines, rows] = self.drawn.get();
        let (scroll, (height, count)) = match self.part {
            Part::Lines => (&mut self.lines, lines),
            Part::Happenings => (&mut self.rows, rows),
        };
        let page = isize::try_from(height).unwrap_or(1).max(1);
        let by = match press.action {
            Some(Action::Up) => -1,
            Some(Action::Down) => 1,
            Some(Action::PageUp) => -page,
            Some(Action::PageDown) => page,
            Some(Action::First) => isize::MIN,
            Some(Action::Last) => isize::MAX,
            _ => return Answer::Ignored,
        };
        scroll.by(by, height, count);
        Answer::Consumed
    }
}

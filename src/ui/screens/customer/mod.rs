//! The customer card: who it is, what was said, what they are not content with, what came back.

mod view;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::{Value, json};

use crate::domain::Moment;
use crate::ui::base::{
    Action, Answer, Ctx, Effect, HelpPart, Input, Look, Opening, Press, Query, Screen, ScreenKind,
    Ticket, Tone,
};
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::steps::{Subject, Target};
use crate::ui::widgets::{Hand, HandAnswer, Step};

/// The customer card.
pub struct Customer {
    /// Whose card.
    code: String,
    card: Value,
    asked: Option<Ticket>,
    hand: Hand,
    scroll: Scroll,
    now: Option<Moment>,
    /// Height and length as drawn last.
    drawn: Cell<(usize, usize)>,
}

impl Customer {
    /// The card of the customer it is opened with.
    pub fn new(opening: &Opening) -> Self {
        Self {
            code: opening.subject.clone().unwrap_or_default(),
            card: Value::Null,
            asked: None,
            hand: Hand::new(opening),
            scroll: Scroll::default(),
            now: None,
            drawn: Cell::new((1, 0)),
        }
    }

    fn ask(&mut self, ctx: &Ctx<'_>) -> Vec<Effect> {
        let Ok(query) = Query::parse("customer", json!({ "customer": self.code })) else {
            return Vec::new();
        };
        let ticket = ctx.ticket();
        self.asked = Some(ticket);
        vec![Effect::Ask(ticket, query)]
    }

    /// The customer alone, for a call or a complaint about no order.
    fn subject(&self) -> Subject {
        Subject {
            targets: vec![Target::default()],
            customer: Some(self.code.clone()),
            label: self.label(),
            ..Subject::default()
        }
    }

    fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> Answer {
        self.now = Some(ctx.now);
        match self.hand.take(input, ctx) {
            HandAnswer::Ignored => {}
            HandAnswer::Known => return Answer::Consumed,
            HandAnswer::Effects(effects) | HandAnswer::Loaded(effects) => return effects.into(),
            HandAnswer::Done(_, mut effects) | HandAnswer::Outdated(mut effects) => {
                effects.extend(self.ask(ctx));
                return effects.into();
            }
        }
        match input {
            Input::Press(_) | Input::Paste(_) if self.hand.open().is_some() => Answer::Ignored,
            Input::Press(press) => self.press(press, ctx),
            Input::Reply(ticket, reply) if self.asked == Some(*ticket) => {
                self.asked = None;
                match reply {
                    Ok(card) => {
                        self.card = card.clone();
                        Answer::Consumed
                    }
                    Err(refusal) => {
                        let told = ctx.look.lang.refusal(refusal);
                        Effect::Tell(Tone::Bad, format!("{}; {}", told.text, told.way_out)).into()
                    }
                }
            }
            Input::Shown | Input::Changed => {
                let mut effects = self.hand.introduce(ctx);
                effects.extend(self.ask(ctx));
                effects.into()
            }
            _ => Answer::Ignored,
        }
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        let (height, count) = self.drawn.get();
        let page = isize::try_from(height).unwrap_or(1).max(1);
        let by = match press.action {
            Some(Action::Contact) => {
                let about = self.subject();
                return self.hand.open_with(Step::Contact, about, ctx).into();
            }
            Some(Action::Steps) => {
                let steps = vec![Step::Complain, Step::AskTask, Step::Problem, Step::Contact];
                let about = self.subject();
                return self.hand.open_menu(steps, about, ctx).into();
            }
            Some(Action::Up) => -1,
            Some(Action::Down) => 1,
            Some(Action::PageUp) => -page,
            Some(Action::PageDown) => page,
            Some(Action::First) => isize::MIN,
            Some(Action::Last) => isize::MAX,
            _ => return Answer::Ignored,
        };
        self.scroll.by(by, height, count);
        Answer::Consumed
    }
}

impl Screen for Customer {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Customer
    }

    fn crumb(&self, _: &Look) -> String {
        self.code.clone()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.take(&input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.draw_all(frame, area, look);
    }

    fn park(&self) -> Option<Value> {
        self.hand.park()
    }

    fn unsaved(&self) -> bool {
        false // what was left in a paper is not what one looks at
    }

    fn boxed(&self) -> bool {
        self.hand.open().is_some()
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.hand.has_paper())
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::Contact, Action::Steps]
    }

    fn holds_keys(&self) -> bool {
        self.hand.holds_keys()
    }
}

#[cfg(test)]
mod tests;

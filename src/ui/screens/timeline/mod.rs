//! The order card: where one order stands, its lines, and everything that happened to it.

mod choose;
mod update;
mod view;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::domain::Moment;
use crate::ui::base::{
    Action, Answer, Ctx, HelpPart, Input, Look, Opening, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::order_card::read::is_editable;
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::{Hand, Lookup};

/// Which part the arrows move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Lines,
    Happenings,
}

/// The order card.
pub struct Timeline {
    /// The order it was opened with.
    subject: Option<String>,
    hand: Hand,
    /// What happened, oldest first.
    happened: Vec<Value>,
    asked: Option<Ticket>,
    /// Happenings of the pages so far.
    coming: Vec<Value>,
    newest_first: bool,
    part: Part,
    lines: Scroll,
    rows: Scroll,
    /// Which order, while that is open.
    choosing: Option<Lookup>,
    now: Option<Moment>,
    /// Height and length of the lines and of the happenings as drawn last.
    drawn: Cell<[(usize, usize); 2]>,
}

impl Timeline {
    /// The card of the order it is opened with; without one it asks which.
    pub fn new(opening: &Opening) -> Self {
        Self {
            subject: opening.subject.clone(),
            hand: Hand::new(opening),
            happened: Vec::new(),
            asked: None,
            coming: Vec::new(),
            newest_first: true,
            part: Part::Happenings,
            lines: Scroll::default(),
            rows: Scroll::default(),
            choosing: None,
            now: None,
            drawn: Cell::new([(1, 0); 2]),
        }
    }
}

impl Screen for Timeline {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Timeline
    }

    fn crumb(&self, _: &Look) -> String {
        self.subject.clone().unwrap_or_default()
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
        self.hand.open().is_some() || self.choosing.is_some()
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.hand.has_paper())
    }

    fn actions(&self) -> Vec<Action> {
        let mut actions = vec![
            Action::Contact,
            Action::Find,
            Action::Steps,
            Action::Hold,
            Action::Arrange,
            Action::Edit,
        ];
        // What can still be typed in is there to be typed in.
        let state = self.hand.order().and_then(|order| order["state"].as_str());
        if state.is_some_and(is_editable) {
            actions.rotate_right(1);
        }
        actions
    }

    fn holds_keys(&self) -> bool {
        self.hand.holds_keys() || self.choosing.as_ref().is_some_and(Lookup::holds_keys)
    }
}

#[cfg(test)]
mod tests;

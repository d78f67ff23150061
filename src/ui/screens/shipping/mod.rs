//! Shipping: what waits to be packed, sent, to arrive, to be signed, for its slip; and returns: what waits
//! to be agreed to, to come, to be settled. The next step of each row on one key.

mod rows;
mod update;
mod view;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::domain::Moment;
use crate::ui::base::{
    Action, Answer, Arranged, Ctx, HelpPart, Input, Look, Opening, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::{Hand, List};

use rows::Flow;

/// The screen.
pub struct Shipping {
    flow: &'static Flow,
    /// Which list, from 0.
    page: usize,
    list: List,
    /// What the rows are made from.
    found: Vec<Value>,
    asked: Option<Ticket>,
    more: Option<Ticket>,
    hand: Hand,
    /// Digits filter as letters do, until Esc.
    finding: bool,
    now: Option<Moment>,
    /// Rows of the list as drawn last.
    drawn: Cell<usize>,
}

impl Shipping {
    /// Shipping, with what is to be packed.
    pub fn new(opening: &Opening) -> Self {
        Self::of(&rows::SHIPPING, opening)
    }

    /// Returns, with what somebody has to agree to.
    pub fn returns(opening: &Opening) -> Self {
        Self::of(&rows::RETURNS, opening)
    }

    fn of(flow: &'static Flow, opening: &Opening) -> Self {
        let list = List::new((flow.columns)()).named(flow.kind.id());
        Self {
            flow,
            page: 0,
            list,
            found: Vec::new(),
            asked: None,
            more: None,
            hand: Hand::new(opening),
            finding: false,
            now: None,
            drawn: Cell::new(10),
        }
    }

    /// The code of the list that is shown.
    fn wait(&self) -> &'static str {
        self.flow.pages.get(self.page).map_or("", |row| row.0)
    }

    /// The answer behind the row under the cursor.
    fn row(&self) -> Option<&Value> {
        let id = &self.list.selected()?.id;
        self.found.iter().find(|row| rows::id(row) == *id)
    }
}

impl Screen for Shipping {
    fn kind(&self) -> ScreenKind {
        self.flow.kind
    }

    fn crumb(&self, look: &Look) -> String {
        look.lang.word(self.flow.pages, self.wait())
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.take(&input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.draw_all(frame, area, look);
    }

    fn lists(&mut self) -> Vec<&mut dyn Arranged> {
        vec![&mut self.list]
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

    fn digits_choose(&self) -> bool {
        true
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.hand.has_paper())
    }

    fn actions(&self) -> Vec<Action> {
        vec![
            Action::Submit,
            Action::Steps,
            Action::Contact,
            Action::Hold,
            Action::History,
            Action::Find,
        ]
    }

    fn holds_keys(&self) -> bool {
        self.hand.holds_keys()
    }
}

#[cfg(test)]
mod tests;

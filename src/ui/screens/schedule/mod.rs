//! The schedule board: every open line and the day it can be met, the late ones first; a bump or a
//! supply is tried here before it is done.

mod rows;
mod supply;
mod update;
mod view;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::desk::stock::schedule::ScheduleRow;
use crate::domain::Moment;
use crate::ui::base::{
    Action, Answer, Arranged, Ctx, HelpPart, Input, Look, Opening, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::{Column, Hand, List, Width};
use crate::words::Lang;

use supply::Supply;

/// Which lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Late,
    All,
}

/// What is tried.
#[derive(Debug, Clone, PartialEq)]
enum Tried {
    /// An order before all others.
    Bump(String),
    /// Goods that would come: product, how much, when.
    Supply(String, String, String),
}

/// The board.
pub struct Schedule {
    shown: Shown,
    tried: Option<Tried>,
    list: List,
    /// What the rows are made from.
    found: Vec<ScheduleRow>,
    /// How many there are in all.
    total: i64,
    asked: Option<Ticket>,
    more: Option<Ticket>,
    /// What to say to a customer, on its way, and about which order.
    saying: Option<(Ticket, String)>,
    /// The goods to try, while they are typed.
    supply: Option<Supply>,
    hand: Hand,
    now: Option<Moment>,
    /// Rows of the list as drawn last.
    drawn: Cell<usize>,
}

impl Schedule {
    /// The board with the late lines.
    pub fn new(opening: &Opening) -> Self {
        let list = List::new(vec![
            Column::text(Lang::schedule_col_line, Width::Cells(18)),
            Column::name(Lang::schedule_col_customer, Width::Rest(2)),
            Column::name(Lang::schedule_col_product, Width::Rest(3)),
            Column::number(Lang::schedule_col_qty, 8),
            Column::text(Lang::schedule_col_promise, Width::Cells(6)),
            Column::text(Lang::schedule_col_possible, Width::Cells(13)),
            Column::text(Lang::schedule_col_pushed, Width::Cells(18)).from(100),
        ])
        .named("schedule");
        Self {
            shown: Shown::Late,
            tried: None,
            list,
            found: Vec::new(),
            total: 0,
            asked: None,
            more: None,
            saying: None,
            supply: None,
            hand: Hand::new(opening),
            now: None,
            drawn: Cell::new(10),
        }
    }

    /// The line under the cursor.
    fn row(&self) -> Option<&ScheduleRow> {
        let id = &self.list.selected()?.id;
        self.found.iter().find(|row| rows::id(row) == *id)
    }
}

impl Screen for Schedule {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Schedule
    }

    fn crumb(&self, _: &Look) -> String {
        String::new()
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

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.hand.has_paper())
    }

    fn actions(&self) -> Vec<Action> {
        vec![
            Action::TryBump,
            Action::TrySupply,
            Action::Print,
            Action::Steps,
            Action::Contact,
            Action::History,
        ]
    }

    fn holds_keys(&self) -> bool {
        self.hand.holds_keys()
    }
}

#[cfg(test)]
mod tests;

//! Shipping: what waits to be packed, sent, to arrive, to be signed, for its slip; the next step of
//! each row on one key.

mod rows;
mod update;
mod view;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::domain::Moment;
use crate::ui::base::{Action, Answer, Ctx, Input, Look, Screen, ScreenKind, Ticket};
use crate::ui::widgets::{Column, Hand, List, Width};
use crate::words::Lang;
use crate::words::shipping::WAITS;

/// The screen.
pub struct Shipping {
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
    /// The screen with what is to be packed.
    pub fn new() -> Self {
        let list = List::new(vec![
            Column::text(Lang::ship_col_paper, Width::Cells(15)),
            Column::text(Lang::review_col_customer, Width::Rest(2)),
            Column::number(Lang::ship_col_qty, 8),
            Column::text(Lang::ship_col_due, Width::Cells(6)),
            Column::text(Lang::ship_col_waybill, Width::Cells(18)),
            Column::text(Lang::ship_col_since, Width::Cells(11)),
            Column::text(Lang::ship_col_order, Width::Cells(15)).from(100),
        ]);
        Self {
            page: 0,
            list,
            found: Vec::new(),
            asked: None,
            more: None,
            hand: Hand::default(),
            finding: false,
            now: None,
            drawn: Cell::new(10),
        }
    }

    /// The code of the list that is shown.
    fn wait(&self) -> &'static str {
        WAITS.get(self.page).map_or("pack", |row| row.0)
    }

    /// The answer behind the row under the cursor.
    fn row(&self) -> Option<&Value> {
        let id = &self.list.selected()?.id;
        self.found.iter().find(|row| rows::id(row) == *id)
    }
}

impl Default for Shipping {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen for Shipping {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Shipping
    }

    fn crumb(&self, look: &Look) -> String {
        look.lang.word(WAITS, self.wait())
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.take(&input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.draw_all(frame, area, look);
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

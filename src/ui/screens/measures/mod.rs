//! The measures of the desk: each with its value, what it is made of and the last twelve months; Enter
//! opens the lines that failed, and from there the order.
//!
//! Invariant: a month of the chart is asked for when the one before is answered, so that nobody
//! waits behind a year of counting.

mod period;
mod rows;
mod update;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::desk::measures::tally::NamedLine;
use crate::domain::{Day, Moment};
use crate::ui::base::{Action, Answer, Arranged, Ctx, Input, Look, Screen, ScreenKind, Ticket};
use crate::ui::widgets::{Column, List, Width};
use crate::words::Lang;

/// What failed of a measure.
struct Opened {
    /// Its name.
    name: String,
    /// How many failed in all.
    count: i64,
    found: Vec<NamedLine>,
    list: List,
}

/// The screen.
pub struct Measures {
    /// Which period, by its place.
    page: usize,
    /// Its days, as asked.
    days: Option<(Day, Day)>,
    list: List,
    /// The rows, as the desk answered.
    found: Vec<Value>,
    asked: Option<Ticket>,
    /// When it was counted last.
    counted: Option<Moment>,
    /// What the measures were in each month, by its first day and their names.
    months: BTreeMap<Day, BTreeMap<String, Value>>,
    /// The month that is asked for.
    month: Option<(Ticket, Day)>,
    opened: Option<Opened>,
    today: Option<Day>,
    /// Rows of the list as drawn last.
    drawn: Cell<usize>,
}

impl Measures {
    /// The measures of this month.
    pub fn new() -> Self {
        let list = List::new(vec![
            Column::name(Lang::measures_col_name, Width::Rest(1)),
            Column::number(Lang::measures_col_value, 11),
            Column::number(Lang::measures_col_parts, 19).roomy(26),
            Column::number(Lang::measures_col_failed, 6),
            Column::text(Lang::measures_col_trend, Width::Cells(14)),
        ])
        .named("measures");
        Self {
            page: 0,
            days: None,
            list,
            found: Vec::new(),
            asked: None,
            counted: None,
            months: BTreeMap::new(),
            month: None,
            opened: None,
            today: None,
            drawn: Cell::new(10),
        }
    }

    /// The measure under the cursor.
    fn row(&self) -> Option<&Value> {
        let id = &self.list.selected()?.id;
        self.found.iter().find(|row| row["name"] == id.as_str())
    }
}

impl Default for Measures {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen for Measures {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Measures
    }

    fn crumb(&self, _: &Look) -> String {
        self.days
            .map_or_else(String::new, |(from, to)| format!("{from} .. {to}"))
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.take(&input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.show(frame, area, look);
    }

    fn lists(&mut self) -> Vec<&mut dyn Arranged> {
        match &mut self.opened {
            Some(opened) => vec![&mut opened.list, &mut self.list],
            None => vec![&mut self.list],
        }
    }

    fn digits_choose(&self) -> bool {
        true
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::History, Action::Refresh]
    }
}

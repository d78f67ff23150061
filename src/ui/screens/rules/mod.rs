//! The office's own rules: gaps, checks, route, duties, rights, each on a page; Enter changes a row.
//!
//! Invariant: a sheet is closed by the desk's yes or by Esc, never by a no.

mod page;
mod rows;
mod sheets;
mod update;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::ui::base::{
    Action, Answer, Arranged, Ctx, HelpPart, Input, Look, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::List;
use crate::ui::widgets::sheet::Sheet;

use page::{PAGES, Page};

/// A row being changed.
struct Editing {
    sheet: Sheet,
    /// The row as it was; null for a new one.
    before: Value,
    /// Commands that are not answered yet.
    sent: BTreeSet<Ticket>,
    /// What the desk said no to.
    refused: bool,
}

/// The screen.
pub struct Rules {
    page: usize,
    list: List,
    /// What the rows are made from, in the order of the desk.
    found: Vec<Value>,
    /// The question whose answer is wanted.
    asking: Option<Ticket>,
    editing: Option<Editing>,
    /// Rows of the list, as last drawn.
    height: Cell<usize>,
}

impl Rules {
    /// The screen at its first page.
    pub fn new() -> Self {
        Self {
            page: 0,
            list: rows::list(PAGES[0]),
            found: Vec::new(),
            asking: None,
            editing: None,
            height: Cell::new(10),
        }
    }

    const fn page(&self) -> Page {
        PAGES[self.page]
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen for Rules {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Rules
    }

    fn crumb(&self, look: &Look) -> String {
        self.page().name(look.lang).to_owned()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.list.set_page(self.height.get().max(1));
        self.take(&input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.show(frame, area, look);
    }

    fn lists(&mut self) -> Vec<&mut dyn Arranged> {
        vec![&mut self.list]
    }

    fn digits_choose(&self) -> bool {
        true
    }

    fn holds_keys(&self) -> bool {
        let editing = self.editing.as_ref();
        editing.is_some_and(|editing| editing.sheet.holds_keys())
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.editing.is_some())
    }

    fn actions(&self) -> Vec<Action> {
        match self.page() {
            Page::Checks | Page::Rights => Vec::new(),
            _ => vec![Action::New],
        }
    }
}

//! Platform orders: what did not go into force and why, by the time it must leave; goods nobody has mapped,
//! those mapped, rules that pass, layouts of files.
//!
//! Invariant: a sheet is closed by the desk's yes or by Esc, never by a no.

mod next_step;
mod page;
mod rows;
mod sheets;
mod update;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::domain::Moment;
use crate::ui::base::{
    Action, Answer, Arranged, Ctx, HelpPart, Input, Look, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::sheet::Sheet;
use crate::ui::widgets::{List, Lookup};

use page::{PAGES, Page};

/// A paper that is filled in.
struct Editing {
    sheet: Sheet,
    /// The row it is about; null for a new one.
    row: Value,
    /// The command that is not answered yet.
    sent: Option<Ticket>,
}

/// The screen.
pub struct Platforms {
    page: usize,
    list: List,
    /// What the rows are made from, in the order of the desk.
    found: Vec<Value>,
    /// The question whose answer is wanted.
    asking: Option<Ticket>,
    /// The rest of a long list.
    more: Option<Ticket>,
    /// A product is chosen for the row under the cursor.
    choosing: Option<Lookup>,
    editing: Option<Editing>,
    /// A command without a paper that is not answered yet.
    sent: Option<Ticket>,
    /// The question which orders go together.
    merging: Option<Ticket>,
    /// The order, with its version, that is tried by rule and else handed in by hand.
    trying: Option<(String, Value)>,
    now: Option<Moment>,
    /// Rows of the list, as last drawn.
    height: Cell<usize>,
}

impl Platforms {
    /// The screen at its first page.
    pub fn new() -> Self {
        Self {
            page: 0,
            list: rows::list(PAGES[0]),
            found: Vec::new(),
            asking: None,
            more: None,
            choosing: None,
            editing: None,
            sent: None,
            merging: None,
            trying: None,
            now: None,
            height: Cell::new(10),
        }
    }

    const fn page(&self) -> Page {
        PAGES[self.page]
    }

    /// The row under the cursor.
    fn selected(&self) -> Option<&Value> {
        let id = &self.list.selected()?.id;
        self.found
            .iter()
            .find(|row| rows::id(self.page(), row) == *id)
    }
}

impl Default for Platforms {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen for Platforms {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Platforms
    }

    fn crumb(&self, look: &Look) -> String {
        self.page().name(look.lang).to_owned()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.list.set_page(self.height.get().max(1));
        self.now = Some(ctx.now);
        self.take(&input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.show(frame, area, look);
    }

    fn lists(&mut self) -> Vec<&mut dyn Arranged> {
        vec![&mut self.list]
    }

    fn boxed(&self) -> bool {
        self.choosing.is_some()
    }

    fn digits_choose(&self) -> bool {
        true
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.editing.is_some())
    }

    fn actions(&self) -> Vec<Action> {
        match self.page() {
            Page::Waiting => vec![Action::Submit, Action::SubmitAll, Action::History],
            Page::Unmapped => Vec::new(),
            Page::Mapped => vec![Action::DeleteLine],
            Page::Back => vec![Action::Print],
            Page::Rules => vec![Action::New],
            Page::Layouts => vec![Action::New, Action::Headings, Action::DeleteLine],
        }
    }

    fn holds_keys(&self) -> bool {
        let editing = self.editing.as_ref();
        self.choosing.as_ref().is_some_and(Lookup::holds_keys)
            || editing.is_some_and(|editing| editing.sheet.holds_keys())
    }
}

//! Receivables: who owes what and since when, the open items of one customer, money put against
//! invoices, statements and letters.

mod apply;
mod card;
mod items;
mod paper;
mod sheets;
mod update;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::domain::Day;
use crate::ui::base::{
    Action, Answer, Arranged, Ctx, HelpPart, Input, Look, Opening, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::order_card::read::text;
use crate::ui::widgets::{Column, Dialog, Hand, List, Width};
use crate::words::Lang;

use card::Card;
use items::Items;
use paper::Paper;
use sheets::OpenSheet;

/// The orders of the list, as the query names them.
const ORDERS: [&str; 3] = ["overdue", "owed", "code"];

/// The screen.
pub struct Receivables {
    /// Place in [`ORDERS`].
    by: usize,
    list: List,
    /// What the rows are made from.
    found: Vec<Value>,
    asked: Option<Ticket>,
    more: Option<Ticket>,
    /// The filter changed: the answer begins at its first row.
    fresh: bool,
    card: Card,
    /// The open items of a customer, once one was entered.
    items: Option<Items>,
    /// A statement or letter being read.
    paper: Option<Paper>,
    /// The letter that is on its way.
    letter: Option<Ticket>,
    /// Which paper is wanted.
    choosing: Option<Dialog>,
    sheet: Option<OpenSheet>,
    hand: Hand,
    /// The customer it was opened with.
    subject: Option<String>,
    today: Day,
    /// Rows of the list, as last drawn.
    drawn: Cell<usize>,
}

impl Receivables {
    /// The screen, at a customer if it was opened with one.
    pub fn new(opening: &Opening, ctx: &Ctx<'_>) -> Self {
        let mut list = List::new(vec![
            Column::text(Lang::money_col_code, Width::Cells(10)),
            Column::name(Lang::money_col_name, Width::Rest(1)),
            Column::number(Lang::money_col_owed, 13),
            Column::number(Lang::money_col_overdue, 13),
            Column::number(Lang::money_col_days, 5),
            Column::text(Lang::money_col_age, Width::Cells(12)),
            Column::text(Lang::money_col_stage, Width::Cells(13)).from(100),
            Column::number(Lang::money_col_promised, 13).from(100),
        ])
        .named("debtors");
        if let Some(code) = &opening.subject {
            list.set_filter(code);
            list.select_filter();
        }
        Self {
            by: 0,
            list,
            found: Vec::new(),
            asked: None,
            more: None,
            fresh: true,
            card: Card::default(),
            items: None,
            paper: None,
            letter: None,
            choosing: None,
            sheet: None,
            hand: Hand::new(opening),
            subject: opening.subject.clone(),
            today: ctx.today(),
            drawn: Cell::new(5),
        }
    }

    /// The row of the customer that is worked on; none once it owes nothing more.
    fn row(&self) -> Option<&Value> {
        let id = match &self.items {
            Some(items) => &items.customer,
            None => &self.list.selected()?.id,
        };
        self.found.iter().find(|row| text(row, "customer") == *id)
    }

    /// Code and name of the customer that is worked on.
    fn customer(&self) -> Option<(String, String)> {
        if let Some(items) = &self.items {
            return Some((items.customer.clone(), items.name.clone()));
        }
        let row = self.row()?;
        Some((text(row, "customer"), text(row, "name")))
    }
}

impl Screen for Receivables {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Receivables
    }

    fn crumb(&self, look: &Look) -> String {
        match (&self.paper, &self.items) {
            (Some(paper), _) => paper.title.clone(),
            (None, Some(items)) => format!("{} {}", items.customer, items.name),
            (None, None) => match self.by {
                0 => String::new(),
                by => look.lang.money_by(by).to_owned(),
            },
        }
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.today = ctx.today();
        self.list.set_page(self.drawn.get().max(1));
        self.take(&input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.show(frame, area, look);
    }

    fn lists(&mut self) -> Vec<&mut dyn Arranged> {
        match &mut self.items {
            Some(items) => vec![&mut items.list, &mut self.list],
            None => vec![&mut self.list],
        }
    }

    fn park(&self) -> Option<Value> {
        self.hand.park()
    }

    fn unsaved(&self) -> bool {
        false // what was left in a paper is not what one looks at
    }

    fn holds_keys(&self) -> bool {
        let sheet = self.sheet.as_ref();
        self.hand.holds_keys() || sheet.is_some_and(|open| open.sheet.holds_keys())
    }

    fn boxed(&self) -> bool {
        self.hand.open().is_some() || self.choosing.is_some() || self.sheet.is_some()
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.hand.has_paper() || self.sheet.is_some())
    }

    fn actions(&self) -> Vec<Action> {
        match (&self.paper, &self.items) {
            (Some(_), _) => vec![Action::Print],
            (None, Some(items)) if items.applying.is_some() => {
                vec![Action::Apply, Action::Mark]
            }
            (None, Some(_)) => vec![
                Action::Apply,
                Action::Receipt,
                Action::Contact,
                Action::Dispute,
                Action::Print,
                Action::History,
            ],
            (None, None) => vec![
                Action::Receipt,
                Action::Contact,
                Action::Print,
                Action::Arrange,
                Action::Find,
                Action::Apply,
            ],
        }
    }
}

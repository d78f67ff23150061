//! Follow-up: one list of what waits for somebody, most urgent first, and what to do about it.

mod message;
mod rows;
mod saying;
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
use crate::ui::widgets::{Column, Hand, List, Width};
use crate::words::Lang;
use crate::words::follow_up::QUEUES;

/// The follow-up screen.
pub struct FollowUp {
    /// Which queue, from 1; 0 is all of them.
    queue: usize,
    /// Everybody's rows whose time is over, with whose they are, in place of a queue.
    overdue: bool,
    list: List,
    /// What the rows are made from.
    found: Vec<Value>,
    asked: Option<Ticket>,
    more: Option<Ticket>,
    /// What each department has overdue.
    departments: Vec<Value>,
    /// Rows of each queue.
    counts: Value,
    counting: Option<Ticket>,
    hand: Hand,
    /// A message to the customer.
    saying: saying::Saying,
    /// Digits filter as letters do, until Esc.
    finding: bool,
    now: Option<Moment>,
    /// Rows of the list as drawn last.
    drawn: Cell<usize>,
}

impl FollowUp {
    /// The screen with every queue, whose names are longer in English.
    pub fn new(opening: &Opening, lang: Lang) -> Self {
        let name = Width::Cells(if lang == Lang::En { 10 } else { 7 });
        let list = List::new(vec![
            Column::text(Lang::follow_col_queue, name).roomy(11),
            Column::text(Lang::follow_col_subject, Width::Cells(15)),
            Column::name(Lang::review_col_customer, Width::Rest(2)),
            Column::text(Lang::follow_col_phone, Width::Cells(12)),
            Column::text(Lang::review_col_due, Width::Cells(11)),
            Column::text(Lang::follow_col_why, Width::Rest(3)),
            Column::text(Lang::follow_col_next, Width::Cells(10))
                .from(100)
                .roomy(14),
        ])
        .named("follow_up");
        Self {
            queue: 0,
            overdue: false,
            list,
            found: Vec::new(),
            asked: None,
            more: None,
            departments: Vec::new(),
            counts: Value::Null,
            counting: None,
            hand: Hand::new(opening),
            saying: saying::Saying::default(),
            finding: false,
            now: None,
            drawn: Cell::new(10),
        }
    }

    /// The code of the queue that is shown; none for all.
    fn queue_code(&self) -> Option<&'static str> {
        QUEUES
            .get(self.queue.checked_sub(1)?)
            .map(|(code, _, _)| *code)
    }

    /// The answer behind the row under the cursor.
    fn row(&self) -> Option<&Value> {
        let id = &self.list.selected()?.id;
        self.found.iter().find(|row| rows::id(row) == *id)
    }
}

impl Screen for FollowUp {
    fn kind(&self) -> ScreenKind {
        ScreenKind::FollowUp
    }

    fn crumb(&self, look: &Look) -> String {
        if self.overdue {
            return look.lang.follow_overdue().to_owned();
        }
        self.queue_code()
            .map(|code| look.lang.word(QUEUES, code))
            .unwrap_or_default()
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
        self.hand.open().is_some() || matches!(self.saying, saying::Saying::Choosing(..))
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
            Action::Contact,
            Action::Steps,
            Action::Hold,
            Action::History,
            Action::Overdue,
            Action::Message,
            Action::Find,
            Action::Edit,
        ]
    }

    fn holds_keys(&self) -> bool {
        self.hand.holds_keys()
    }
}

#[cfg(test)]
mod tests;

//! Review: the orders that wait for me, and the one under the cursor with all that decides.
//!
//! Invariant: what is approved or judged is the order on the right, in the version that was shown.

mod rows;
mod update;
mod view;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::Value;

use crate::domain::Moment;
use crate::ui::base::{
    Action, Answer, Arranged, Ctx, HelpPart, Input, Look, Opening, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::order_card::Keys;
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::steps::{Step, Target};
use crate::ui::widgets::{Column, Hand, List, Width};
use crate::words::Lang;

/// What the list shows: what waits for me, one state, or everything.
const TABS: &[Tab] = &[
    Tab::Mine,
    Tab::State("reviewing"),
    Tab::State("director"),
    Tab::State("returned"),
    Tab::State("incomplete"),
    Tab::State("draft"),
    Tab::State("approved"),
    Tab::State("closed"),
    Tab::All,
];

/// A choice of orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Mine,
    State(&'static str),
    All,
}

/// The review screen.
pub struct Review {
    tab: usize,
    list: List,
    /// What the rows are made from, in the order of the desk.
    found: Vec<Value>,
    /// The questions for the rows, each with its queue; none outside the queues.
    asked: Vec<(Ticket, Option<&'static str>)>,
    /// Rows of the answers so far, until all are in.
    coming: Vec<Value>,
    /// The questions are for a further page.
    further: bool,
    /// Where the next page of each queue begins.
    next: Vec<(Option<&'static str>, String)>,
    hand: Hand,
    /// The orders that were shown, in the version they had then.
    seen: BTreeMap<String, Target>,
    /// Why marked orders were refused.
    failed: BTreeMap<String, String>,
    /// Digits filter as letters do, until Esc.
    finding: bool,
    /// The order takes the whole screen.
    whole: bool,
    scroll: Scroll,
    now: Option<Moment>,
    /// Keys to name beside ways out.
    keys: Keys,
    /// The key that marks.
    mark: String,
    /// Rows of the list as drawn last, for paging.
    drawn: Cell<usize>,
    /// The order as drawn last.
    card: RefCell<Card>,
}

/// What was drawn of the order.
#[derive(Default)]
struct Card {
    /// Rows of the screen it had.
    height: usize,
    /// Lines it has.
    lines: usize,
    /// Lines at which its parts begin.
    parts: Vec<usize>,
}

impl Review {
    /// The screen with what waits for me.
    pub fn new(opening: &Opening) -> Self {
        let list = List::new(vec![
            Column::text(Lang::review_col_order, Width::Cells(16)),
            Column::name(Lang::review_col_customer, Width::Rest(3)),
            Column::text(Lang::review_col_waits, Width::Rest(2)).from(60),
            Column::text(Lang::review_col_due, Width::Cells(17)),
            Column::number(Lang::card_col_amount, 12).from(70),
        ])
        .named("review");
        Self {
            tab: 0,
            list: list.markable(),
            found: Vec::new(),
            asked: Vec::new(),
            coming: Vec::new(),
            further: false,
            next: Vec::new(),
            hand: Hand::judging(opening),
            seen: BTreeMap::new(),
            failed: BTreeMap::new(),
            finding: false,
            whole: false,
            scroll: Scroll::default(),
            now: None,
            keys: Keys::default(),
            mark: String::new(),
            drawn: Cell::new(10),
            card: RefCell::default(),
        }
    }

    const fn tab(&self) -> Tab {
        TABS[self.tab]
    }
}

impl Screen for Review {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Review
    }

    fn crumb(&self, _: &Look) -> String {
        self.hand.number().unwrap_or_default().to_owned()
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
        let of_command = |action: Action| match action {
            Action::Opinion => Some(Step::Opinion),
            Action::Approve => Some(Step::Approve),
            Action::SendBack => Some(Step::Return),
            Action::Reject => Some(Step::Reject),
            _ => None,
        };
        let mut all = vec![
            Action::Opinion,
            Action::Approve,
            Action::SendBack,
            Action::Steps,
            Action::Hold,
            Action::Contact,
            Action::Reject,
            Action::Mark,
            Action::Find,
            Action::History,
            Action::Edit,
            Action::NextPart,
            Action::PrevPart,
        ];
        all.retain(|action| of_command(*action).is_none_or(|step| self.hand.may(step.command())));
        all
    }

    fn holds_keys(&self) -> bool {
        self.hand.holds_keys()
    }
}

#[cfg(test)]
mod tests;

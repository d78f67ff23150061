//! Stock: products by a few letters, what there is of the one under the cursor, and the answer to
//! "can I have so many by then?" with the reply for the customer.

mod card;
mod deeds;
mod question;
mod update;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::base::{
    Action, Answer, Arranged, Ctx, HelpPart, Input, Look, Opening, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::{Column, Dialog, List, Width};
use crate::words::Lang;

use card::{Card, Gathering, ProductHit};
use deeds::Deeds;
use question::Question;

/// The screen.
pub struct Stock {
    /// The products that answer to the filter.
    list: List,
    /// The same, with what the list does not show.
    hits: Vec<ProductHit>,
    /// The question for products whose answer is wanted.
    asking: Option<Ticket>,
    /// The filter changed: the answer begins at its first row.
    fresh: bool,
    /// Enter came before the answer.
    eager: bool,
    /// The product it was opened with.
    subject: Option<String>,
    card: Option<Card>,
    gathering: Option<Gathering>,
    question: Question,
    /// What is to be done with the goods of the product.
    deeds: Option<Deeds>,
    /// Which reply to copy.
    copying: Option<Dialog>,
    /// Today, as of the last input: the chart begins there.
    today: crate::domain::Day,
    /// Rows of the list, as last drawn.
    height: Cell<usize>,
}

impl Stock {
    /// The screen, at a product if it was opened with one.
    pub fn new(opening: &Opening, ctx: &Ctx<'_>) -> Self {
        let mut list = List::new(vec![
            Column::text(Lang::stock_code, Width::Cells(14)),
            Column::name(Lang::stock_name, Width::Rest(3)),
            Column::text(Lang::stock_spec, Width::Rest(2)),
            Column::text(Lang::stock_unit, Width::Cells(6)),
            Column::number(Lang::stock_price, 10),
            Column::number(Lang::stock_free, 10),
        ])
        .named("stock");
        if let Some(code) = &opening.subject {
            list.set_filter(code);
            list.select_filter();
        }
        Self {
            list,
            hits: Vec::new(),
            asking: None,
            fresh: true,
            eager: false,
            subject: opening.subject.clone(),
            card: None,
            gathering: None,
            question: Question::new(),
            deeds: None,
            copying: None,
            today: ctx.today(),
            height: Cell::new(5),
        }
    }

    /// The product under the cursor.
    fn selected(&self) -> Option<&ProductHit> {
        let code = &self.list.selected()?.id;
        self.hits.iter().find(|hit| hit.code == *code)
    }
}

impl Screen for Stock {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Stock
    }

    fn crumb(&self, _: &Look) -> String {
        self.selected()
            .map(|hit| hit.name.clone())
            .unwrap_or_default()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        self.today = ctx.today();
        self.list.set_page(self.height.get().max(1));
        self.take(input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.show(frame, area, look);
    }

    fn lists(&mut self) -> Vec<&mut dyn Arranged> {
        vec![&mut self.list]
    }

    fn boxed(&self) -> bool {
        self.deeds.is_some() || self.copying.is_some()
    }

    fn help_part(&self) -> HelpPart {
        HelpPart::paper(self.deeds.as_ref().is_some_and(Deeds::is_paper))
    }

    fn actions(&self) -> Vec<Action> {
        let mut actions = vec![Action::Find, Action::Steps];
        if self.question.answer.is_some() {
            actions.insert(0, Action::Print);
        }
        actions
    }

    fn holds_keys(&self) -> bool {
        self.eager || self.deeds.as_ref().is_some_and(Deeds::holds_keys)
    }
}

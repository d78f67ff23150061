//! Find: anything by a few letters or digits, best first, while one types.
//!
//! Enter opens what stands under the cursor: an order's timeline, a product's stock, the orders of
//! a customer. The newest question wins; an answer to an older one is dropped.

mod rows;
mod update;
mod view;

#[cfg(test)]
mod tests;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::boards::find::Hit;
use crate::ui::base::{Action, Answer, Arranged, Ctx, Input, Look, Screen, ScreenKind, Ticket};
use crate::ui::widgets::{Field, Kind, List};

/// The orders of one customer, over the hits.
struct Orders {
    /// Code.
    customer: String,
    /// Name.
    name: String,
    list: List,
    /// The page whose answer is wanted, and whether it is the first.
    asking: Option<(Ticket, bool)>,
}

/// The screen.
pub struct Find {
    typed: Field,
    hits: Vec<Hit>,
    list: List,
    /// The question whose answer is wanted.
    asking: Option<Ticket>,
    /// The hits belong to an older text.
    fresh: bool,
    /// Enter came before the answer: the first hit is opened when it is there.
    eager: bool,
    orders: Option<Orders>,
    /// Rows of the list, as last drawn.
    height: Cell<usize>,
}

impl Find {
    /// The screen with nothing typed.
    pub fn new() -> Self {
        Self {
            typed: Field::new(Kind::Code),
            hits: Vec::new(),
            list: List::new(rows::hit_columns()).named("hits"),
            asking: None,
            fresh: true,
            eager: false,
            orders: None,
            height: Cell::new(15),
        }
    }
}

impl Default for Find {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen for Find {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Find
    }

    fn crumb(&self, _: &Look) -> String {
        let orders = self.orders.as_ref();
        orders.map(|orders| orders.name.clone()).unwrap_or_default()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        let page = self.height.get().max(1);
        self.list.set_page(page);
        if let Some(orders) = &mut self.orders {
            orders.list.set_page(page);
        }
        self.take(input, ctx)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        self.show(frame, area, look);
    }

    fn lists(&mut self) -> Vec<&mut dyn Arranged> {
        match &mut self.orders {
            Some(orders) => vec![&mut orders.list, &mut self.list],
            None => vec![&mut self.list],
        }
    }

    fn actions(&self) -> Vec<Action> {
        vec![Action::Find, Action::History]
    }

    fn holds_keys(&self) -> bool {
        self.eager
    }
}

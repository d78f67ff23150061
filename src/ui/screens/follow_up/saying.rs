//! How far a message to a customer has come.

use crate::ui::base::Ticket;
use crate::ui::widgets::Dialog;

/// What is being said.
#[derive(Debug, Default)]
pub enum Saying {
    /// Nothing.
    #[default]
    Nothing,
    /// Which message is chosen, about this order.
    Choosing(Box<Dialog>, String),
    /// The text is on its way.
    Asked(Ticket),
}

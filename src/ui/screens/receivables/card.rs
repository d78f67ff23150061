//! What stands beside the customer under the cursor: credit, and how what he owes has moved.

use serde_json::{Value, json};

use crate::ui::base::{Ctx, Effect, Reply, Ticket};

/// What is known of the customer under the cursor beside its row.
#[derive(Default)]
pub(super) struct Card {
    pub(super) customer: String,
    pub(super) credit: Value,
    pub(super) trend: Value,
    asked_credit: Option<Ticket>,
    asked_trend: Option<Ticket>,
}

impl Card {
    /// Takes an answer, if it is one for this card.
    pub(super) fn take(&mut self, ticket: Ticket, reply: &Reply) -> bool {
        let place = if self.asked_credit.take_if(|t| *t == ticket).is_some() {
            &mut self.credit
        } else if self.asked_trend.take_if(|t| *t == ticket).is_some() {
            &mut self.trend
        } else {
            return false;
        };
        *place = reply.as_ref().ok().cloned().unwrap_or_default();
        true
    }

    /// Asks for what stands beside this customer; what is there of the same one stays until the answers.
    pub(super) fn ask(&mut self, customer: Option<String>, ctx: &Ctx<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let Some(customer) = customer else {
            *self = Self::default();
            return effects;
        };
        if self.customer != customer {
            *self = Self {
                customer: customer.clone(),
                ..Self::default()
            };
        }
        let keys = json!({ "customer": customer });
        self.asked_credit = ctx.ask("credit", keys.clone(), &mut effects);
        self.asked_trend = ctx.ask("receivable_trend", keys, &mut effects);
        effects
    }
}

//! `order.confirm`: the customer's word that the version in force is right.

use serde_json::{Value, json};

use super::load;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::follow_up::contact::Way;
use crate::domain::Refusal;
use crate::store;
use crate::store::changes::{self, Confirmation};

payload! {
    /// Records that the customer confirmed the version in force. What is promised of the lines that
    /// are still to come is accepted with it and is what the measures count from.
    pub struct OrderConfirm {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// By which way.
        pub way: Way,
        /// Who said so.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub person: Option<String>,
        /// In words.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Writes the confirmation.
pub fn confirm(cx: &mut Cx<'_>, p: &OrderConfirm) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    if !order.state.is_or_was_in_force() {
        return Err(Refusal::wrong_state(&order.number, order.state).into());
    }
    let confirmation = Confirmation {
        order_id: order.id,
        revision: order.revision,
        way: p.way.to_string(),
        person: p.person.clone().unwrap_or_default(),
        text: p.text.clone().unwrap_or_default(),
        staff_id: cx.actor.id,
        at: cx.at,
    };
    changes::confirm(cx.tx, &confirmation)?;
    store::orders::accept_promises(cx.tx, order.id)?;
    store::orders::touch(cx.tx, order.id)?;
    cx.changed(Aggregate::Order);
    let facts = json!({
        "revision": order.revision, "way": p.way, "person": confirmation.person,
        "text": confirmation.text,
    });
    cx.note_order(order.id, "order.confirmed", facts);
    Ok(json!({
        "order": order.number, "version": order.version + 1, "revision": order.revision,
        "state": order.state,
    }))
}

//! What stands between the desk and a customer, for the customer's card.

use serde_json::{Value, json};

use super::{complaints, returns};
use crate::desk::failure::Outcome;
use crate::domain::ids::CustomerId;
use crate::store::{self, Db, contacts};

/// Rows of each kind on a card.
const ROWS: i64 = 20;

/// The last contacts, complaints, returns and addresses goods went to, and how content the customer is.
pub fn dealings(db: &Db, customer: CustomerId) -> Outcome<Value> {
    let mut spoken = Vec::new();
    for contact in contacts::of_customer(db, customer, i64::MAX, ROWS)? {
        let order = contact.order_id.map(|id| store::orders::by_id(db, id));
        spoken.push(json!({
            "at": contact.at, "who": store::office::staff(db, contact.staff_id)?.login,
            "way": contact.way, "outcome": contact.outcome, "text": contact.text,
            "next_at": contact.next_at, "order": order.transpose()?.map(|o| o.number),
        }));
    }
    Ok(json!({
        "contacts": spoken,
        "complaints": complaints::of_customer(db, customer, ROWS)?,
        "returns": returns::of_customer(db, customer, ROWS)?,
        "csat": complaints::csat_of(db, customer)?,
        "addresses": store::customers::ship_tos(db, customer, ROWS)?,
    }))
}

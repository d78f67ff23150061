//! `credit.set`: who may owe how much, for good or until a day.

use serde_json::{Value, json};

use super::find;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::{Day, Money, Refusal};
use crate::store::customers;

payload! {
    /// Sets a customer's credit limit; with `until` for a time, that day included.
    pub struct CreditSet {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// Limit; null = unlimited, 0 = cash only.
        #[serde(default, deserialize_with = "fields::nullable")]
        #[cfg_attr(test, schemars(with = "Option<Money>"))]
        pub limit: Option<Option<Money>>,
        /// Last day of a temporary limit.
        pub until: Option<Day>,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
    }
}

/// Sets the limit and writes down who did.
pub fn set(cx: &mut Cx<'_>, p: &CreditSet) -> Outcome<Value> {
    // Left out is not null: nobody becomes unlimited by forgetting a field.
    let limit = p
        .limit
        .ok_or_else(|| Refusal::bad_field("limit", "an amount from 0, or null"))?;
    if limit.is_some_and(|limit| limit.count() < 0) {
        return Err(Refusal::bad_field("limit", "an amount from 0, or null").into());
    }
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    if p.until.is_some_and(|until| until < cx.today) {
        return Err(Refusal::bad_field("until", "today or later").into());
    }
    let customer = find::customer(cx.tx, &p.customer)?;
    if p.until.is_none() {
        customers::set_limit(cx.tx, customer.id, limit)?;
    }
    customers::grant_limit(
        cx.tx,
        customer.id,
        limit,
        p.until,
        &p.reason,
        cx.actor.id,
        cx.at,
    )?;
    cx.about(&p.customer);
    cx.changed(Aggregate::Master);
    cx.note_customer(
        customer.id,
        "credit.set",
        json!({ "limit": limit, "until": p.until }),
    );
    Ok(json!({ "customer": p.customer, "limit": limit, "until": p.until }))
}

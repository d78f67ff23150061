//! `order.return` and `order.reject`: the director's no, for now or for good.

use serde_json::{Value, json};

use super::change::pending;
use super::{close, load};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::receivables;
use crate::domain::Refusal;
use crate::domain::order::{State, Verb};
use crate::store;
use crate::store::changes::Change;
use crate::store::orders::Order;
use crate::store::reviews::{self, Decision};

payload! {
    /// Sends an order back to sales with coded reasons, by line where it is about one. Of an approved
    /// order it drops the version that waits.
    pub struct OrderReturn {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Reasons, at least one.
        pub reasons: Vec<Reason>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// A coded reason.
    pub struct Reason {
        /// Code, e.g. price, qty, need_date, terms, customer, goods, other.
        #[serde(deserialize_with = "fields::code")]
        pub code: String,
        /// The line it is about.
        pub line: Option<i64>,
        /// In words.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
    }
}

payload! {
    /// Refuses an order for good. Of an approved order it drops the version that waits.
    pub struct OrderReject {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Sends it back; editing makes it a draft again.
pub fn send_back(cx: &mut Cx<'_>, p: &OrderReturn) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    let waiting = pending::of(cx.tx, &order)?;
    if waiting.is_none() {
        order.state.require(Verb::Return, &order.number)?;
    }
    if p.reasons.is_empty() {
        return Err(Refusal::bad_field("reasons", "at least one").into());
    }
    for reason in &p.reasons {
        if let Some(line) = reason.line {
            load::line(cx.tx, &order, line)?;
        }
    }
    let reasons = json!(p.reasons);
    if let Some(change) = waiting {
        return drop_version(cx, &order, &change, "returned", &reasons);
    }
    decide(cx, &order, Some(State::Returned), "returned", &reasons)?;
    cx.note_order(order.id, "order.returned", json!({ "reasons": reasons }));
    Ok(json!({ "order": order.number, "version": order.version + 1, "state": State::Returned }))
}

/// Refuses it for good.
pub fn reject(cx: &mut Cx<'_>, p: &OrderReject) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    let waiting = pending::of(cx.tx, &order)?;
    if waiting.is_none() {
        order.state.require(Verb::Reject, &order.number)?;
    }
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let reasons = json!([{ "code": "rejected", "text": p.reason }]);
    if let Some(change) = waiting {
        return drop_version(cx, &order, &change, "rejected", &reasons);
    }
    decide(cx, &order, Some(State::Rejected), "rejected", &reasons)?;
    store::promotions::free(cx.tx, order.id)?;
    receivables::free_deposits(cx, order.id)?;
    cx.note_order(order.id, "order.rejected", json!({ "reason": p.reason }));
    Ok(json!({ "order": order.number, "version": order.version + 1, "state": State::Rejected }))
}

/// Says no to the version that waits; the order stays approved as it was.
fn drop_version(
    cx: &mut Cx<'_>,
    order: &Order,
    change: &Change,
    outcome: &str,
    reasons: &Value,
) -> Outcome<Value> {
    decide(cx, order, None, outcome, reasons)?;
    pending::drop_it(cx, order, change, reasons)?;
    close::close_if_done(cx, order.id)?;
    let after = store::orders::by_id(cx.tx, order.id)?;
    Ok(json!({
        "order": after.number, "version": after.version, "revision": after.revision,
        "state": after.state, "pending": false,
    }))
}

/// Keeps a decision and moves the order, if it moves.
fn decide(
    cx: &mut Cx<'_>,
    order: &Order,
    to: Option<State>,
    outcome: &str,
    reasons: &Value,
) -> Outcome<()> {
    load::apart(cx, order, "director")?;
    let decision = Decision {
        round: order.round,
        outcome: outcome.to_owned(),
        objective: None,
        accurate: None,
        note: String::new(),
        reasons: reasons.to_string(),
        staff_id: cx.actor.id,
        at: cx.at,
    };
    reviews::decide(cx.tx, order.id, &decision)?;
    store::orders::hand(cx.tx, order.id, "director", cx.actor.id)?;
    match to {
        Some(to) => store::orders::set_state(cx.tx, order.id, to, cx.at)?,
        None => store::orders::touch(cx.tx, order.id)?,
    }
    cx.changed(Aggregate::Order);
    Ok(())
}

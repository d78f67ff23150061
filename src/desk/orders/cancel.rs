//! `order.void` and `order.cancel`: it was no order, or no longer (all of it, a line, a quantity).

use serde_json::{Value, json};

use super::still_open::{StillOpen, below_shipped};
use super::{close, load};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::receivables;
use crate::desk::stock::{self, reserve};
use crate::domain::order::{CancelReason, State, Verb};
use crate::domain::{Qty, Refusal};
use crate::store;
use crate::store::orders::{Line, Order};

payload! {
    /// Takes an order back that was never submitted. Its record stays.
    pub struct OrderVoid {
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

payload! {
    /// Calls off an order, a line, or a quantity of a line.
    pub struct OrderCancel {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// One line only.
        pub line: Option<i64>,
        /// A quantity of that line (default all that is open).
        pub qty: Option<Qty>,
        /// customer, ours, credit, duplicate or stock.
        pub reason: CancelReason,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Voids a draft.
pub fn void(cx: &mut Cx<'_>, p: &OrderVoid) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    order.state.require(Verb::Void, &order.number)?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    take_back(cx, &order, &p.reason)?;
    Ok(json!({ "order": order.number, "version": order.version + 1, "state": State::Void }))
}

/// Makes an order void and sets free what hangs on it.
pub fn take_back(cx: &mut Cx<'_>, order: &Order, reason: &str) -> Outcome<()> {
    store::orders::set_state(cx.tx, order.id, State::Void, cx.at)?;
    store::promotions::free(cx.tx, order.id)?;
    receivables::free_deposits(cx, order.id)?;
    cx.changed(Aggregate::Order);
    cx.note_order(order.id, "order.voided", json!({ "reason": reason }));
    Ok(())
}

/// Calls off what is neither shipped nor packed; reservations are set free.
pub fn cancel(cx: &mut Cx<'_>, p: &OrderCancel) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    order.state.require(Verb::Cancel, &order.number)?;
    let wanted = wanted(cx, &order, p)?;
    for (line, qty) in &wanted {
        store::cancellations::cancel_line(cx.tx, line.id, *qty, p.reason, cx.actor.id, cx.at)?;
        reserve::free_surplus(cx, line.id)?;
    }
    let cancelled: Vec<_> = wanted
        .iter()
        .map(|(line, qty)| json!({ "line": line.line, "qty": qty }))
        .collect();
    cx.changed(Aggregate::Order);
    let facts = json!({ "reason": p.reason, "lines": cancelled });
    cx.note_order(order.id, "order.cancelled", facts);
    close::settle(cx, order.id)?;
    let after = store::orders::by_id(cx.tx, order.id)?;
    Ok(json!({
        "order": after.number, "version": after.version, "state": after.state,
        "cancelled": cancelled,
    }))
}

/// Which quantity of which line, refusing what is packed or gone already.
fn wanted(cx: &Cx<'_>, order: &Order, p: &OrderCancel) -> Outcome<Vec<(Line, Qty)>> {
    let Some(number) = p.line else {
        if p.qty.is_some() {
            return Err(Refusal::bad_field("qty", "only with line").into());
        }
        let lines = store::orders::lines(cx.tx, order.id)?;
        if let Some(packed) = lines.iter().find(|line| !line.packed.is_zero()) {
            return Err(below_shipped(order, packed, packed.wanted(), packed.to_pack()).into());
        }
        let mut still_open = StillOpen::of(&lines);
        let open: Vec<_> = lines
            .into_iter()
            .map(|line| {
                let open = still_open.take(&line);
                (line, open)
            })
            .filter(|(_, open)| !open.is_zero())
            .collect();
        let nothing_sent = order.state != State::Approved;
        if open.is_empty() && !nothing_sent {
            return Err(Refusal::wrong_state(&order.number, order.state)
                .fact("open", "0")
                .into());
        }
        return Ok(open);
    };
    let line = load::line(cx.tx, order, number)?;
    let open = StillOpen::of(&store::orders::lines(cx.tx, order.id)?).row(&line);
    let qty = p.qty.unwrap_or(open);
    if qty.count() <= 0 {
        if p.qty.is_some() {
            return Err(Refusal::bad_field("qty", "above 0").into());
        }
        return Err(below_shipped(order, &line, line.wanted(), open).into());
    }
    if let Some(product) = line.product_id {
        let product = store::products::by_id(cx.tx, product)?;
        // The whole open rest may always go, also one that a tolerance left off the step.
        if qty != open {
            stock::whole_steps(&product, qty)?;
        }
    }
    if qty > open {
        return Err(below_shipped(order, &line, qty, open).into());
    }
    Ok(vec![(line, qty)])
}

//! Putting an order in force: prices and promise frozen, stock reserved, in one transaction.

use serde_json::json;

use super::show;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::receivables::breach;
use crate::desk::stock::promise::Promises;
use crate::desk::stock::reserve;
use crate::domain::Qty;
use crate::domain::order::{Stage, State};
use crate::store::orders::Order;
use crate::store::{self, products, reviews};

/// Approves the order as it stands and reserves what is free, unless its terms want a deposit
/// first or a hold stops the reservation.
pub fn put_in_force(cx: &mut Cx<'_>, order: &Order) -> Outcome<Vec<(i64, Qty)>> {
    freeze_promise(cx, order)?;
    store::orders::set_state(cx.tx, order.id, State::Approved, cx.at)?;
    store::orders::next_revision(cx.tx, order.id, cx.at)?;
    let after = store::orders::by_id(cx.tx, order.id)?;
    // Before the reservation: the office may have a hold of this kind stop it.
    breach::hold_order(cx, &after)?;
    let held = super::hold::stops(cx.tx, &after, Stage::Allocate, &[])?;
    let reserved = if held || !reserve::may_reserve(cx.tx, &after)? {
        Vec::new()
    } else {
        reserve::reserve_order(cx, &after)?
    };
    let lines = store::orders::lines(cx.tx, order.id)?;
    let body = show::snapshot(cx.tx, &after, &lines)?;
    reviews::snapshot(
        cx.tx,
        order.id,
        "approved",
        after.revision,
        &body,
        cx.actor.id,
        cx.at,
    )?;
    cx.changed(Aggregate::Order);
    let facts =
        json!({ "revision": after.revision, "gross": after.gross, "reserved": reserved.len() });
    cx.note_order(order.id, "order.approved", facts);
    Ok(reserved)
}

/// The promise counts from now on: worked out once more against what is free at this moment. The
/// measures count from the need date until the customer accepts a later one.
fn freeze_promise(cx: &Cx<'_>, order: &Order) -> Outcome<()> {
    let mut promises = Promises::beside(order.id);
    for line in store::orders::lines(cx.tx, order.id)? {
        let (Some(product), Some(qty)) = (line.product_id, line.qty) else {
            continue;
        };
        let product = products::by_id(cx.tx, product)?;
        let need = line.need_on.or(order.need_on);
        let day = promises.line(cx.tx, &product, qty, need, cx.today)?;
        store::orders::set_promise(cx.tx, line.id, Some(day))?;
        store::orders::set_promise_base(cx.tx, line.id, need.or(Some(day)))?;
    }
    Ok(())
}
